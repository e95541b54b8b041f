"""The evaluator's sheet: what was marked, and how each mark changes it. All of it can be taken back by undo."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from screencopilot.domain import events as ev
from screencopilot.domain import time_events as tev
from screencopilot.domain.entry import AnyEvent
from screencopilot.domain.note import Confidence, Fingerprint, NotEnoughReason, RatingValue, Verdict

#: Events that change marks on the evaluator's sheet: undo takes back the newest of them.
MARKS = (
    ev.Ticked,
    ev.Unticked,
    ev.Stamped,
    ev.Rated,
    ev.RatingExplained,
    ev.FollowUpAsked,
    ev.CardPlayed,
    ev.SaidAgain,
    ev.NoCaseOffered,
    ev.NumberFilled,
    ev.MomentMarked,
    ev.Skipped,
    ev.LineWritten,
    ev.CheckAsked,
    ev.FlagKept,
    ev.FlagDropped,
    ev.ClaimAsked,
    ev.ClaimJudged,
    tev.TimeBorrowed,
    tev.DropRefused,
    tev.DropAllowed,
)


class At(Struct, frozen=True):
    """An id with the active second at which it was first marked."""

    id: str
    at: float


class Rating(Struct, frozen=True):
    """A rung 1-5 or NE with what was said about it; ``at`` in active seconds."""

    value: RatingValue
    at: float
    confidence: Confidence | None = None
    because: str = ""
    not_enough: NotEnoughReason | None = None
    recalled_after: float | None = None


class ProbeMarks(Struct, frozen=True):
    """What was marked on one probe."""

    ticks: tuple[At, ...] = ()
    stamps: tuple[tuple[Fingerprint, float], ...] = ()
    follow_ups: tuple[At, ...] = ()
    cards: tuple[At, ...] = ()
    rating: Rating | None = None
    numbers: Mapping[str, str] = {}
    moments: tuple[float, ...] = ()
    said_again: int = 0
    no_case_at: float | None = None
    skipped: str = ""

    @property
    def ticked(self) -> frozenset[str]:
        """The ids of the ticked signals."""
        return frozenset(t.id for t in self.ticks)

    @property
    def touched(self) -> bool:
        """Whether anything shows that the probe was really asked."""
        return self != _UNTOUCHED and replace(self, skipped="") != _UNTOUCHED


_UNTOUCHED = ProbeMarks()


class Flag(Struct, frozen=True):
    """A kept red flag."""

    flag: str
    probe: str
    at: float
    line: str


class ClaimMark(Struct, frozen=True):
    """What was made of one claim."""

    asked_at: float | None = None
    verdict: Verdict | None = None
    by_practitioner: bool = False
    lines: tuple[str, ...] = ()


class WrittenLine(Struct, frozen=True):
    """A line of evidence with its time in active seconds."""

    at: float
    line: ev.LineWritten


class LoanMark(Struct, frozen=True):
    """Seconds that a probe was given of the budget of ``lender``."""

    at: float
    probe: str
    lender: str
    seconds: int


class Marks(Struct, frozen=True):
    """The evaluator's sheet: everything that undo can take back.

    ``drops_refused`` has, for each probe kept against the pace, the active second of that.
    """

    probes: Mapping[str, ProbeMarks] = {}
    lines: tuple[WrittenLine, ...] = ()
    checks: Mapping[str, float] = {}
    flags: tuple[Flag, ...] = ()
    claims: Mapping[int, ClaimMark] = {}
    loans: tuple[LoanMark, ...] = ()
    drops_refused: Mapping[str, float] = {}

    def probe(self, probe_id: str | None) -> ProbeMarks:
        """Return the marks of a probe, empty ones when there are none yet."""
        return self.probes.get(probe_id or "", _UNTOUCHED)


def _on_probe(change: Callable[[ProbeMarks, float, Any], ProbeMarks]) -> Callable[[Marks, float, Any], Marks]:
    """Lift a change of one probe's marks to a change of the whole sheet."""

    def on_sheet(marks: Marks, at: float, event: Any) -> Marks:
        probe = change(marks.probe(event.probe), at, event)
        return replace(marks, probes={**marks.probes, event.probe: probe})

    return on_sheet


def _ticked(p: ProbeMarks, at: float, e: ev.Ticked) -> ProbeMarks:
    return p if e.signal in p.ticked else replace(p, ticks=(*p.ticks, At(e.signal, at)))


def _unticked(p: ProbeMarks, _at: float, e: ev.Unticked) -> ProbeMarks:
    return replace(p, ticks=tuple(t for t in p.ticks if t.id != e.signal))


def _rated(p: ProbeMarks, at: float, e: ev.Rated) -> ProbeMarks:
    if e.value is None:
        return replace(p, rating=None)
    kept = p.rating
    return replace(
        p,
        rating=Rating(
            value=e.value,
            at=at,
            confidence=kept.confidence if kept else None,
            because=kept.because if kept else "",
            recalled_after=e.recalled_after,
        ),
    )


def _explained(p: ProbeMarks, _at: float, e: ev.RatingExplained) -> ProbeMarks:
    if p.rating is None:
        return p
    given = {
        name: value
        for name in ("confidence", "because", "not_enough")
        if (value := getattr(e, name)) is not None
    }
    return replace(p, rating=replace(p.rating, **given))


def _follow_up(p: ProbeMarks, at: float, e: ev.FollowUpAsked) -> ProbeMarks:
    return replace(p, follow_ups=(*p.follow_ups, At(e.follow_up, at)))


def _card(p: ProbeMarks, at: float, e: ev.CardPlayed) -> ProbeMarks:
    return replace(p, cards=(*p.cards, At(e.card, at)))


def _number(p: ProbeMarks, _at: float, e: ev.NumberFilled) -> ProbeMarks:
    numbers = {k: v for k, v in p.numbers.items() if k != e.blank}
    return replace(p, numbers={**numbers, e.blank: e.value} if e.value else numbers)


def _line(marks: Marks, at: float, e: ev.LineWritten) -> Marks:
    heard = at if e.heard_at is None else e.heard_at
    return replace(marks, lines=(*marks.lines, WrittenLine(heard, e)))


def _check(marks: Marks, at: float, e: ev.CheckAsked) -> Marks:
    return replace(marks, checks={**marks.checks, e.flag: marks.checks.get(e.flag, at)})


def _flag_kept(marks: Marks, at: float, e: ev.FlagKept) -> Marks:
    others = tuple(f for f in marks.flags if f.flag != e.flag)
    return replace(marks, flags=(*others, Flag(e.flag, e.probe, at, e.line)))


def _flag_dropped(marks: Marks, _at: float, e: ev.FlagDropped) -> Marks:
    return replace(marks, flags=tuple(f for f in marks.flags if f.flag != e.flag))


def _claim_asked(marks: Marks, at: float, e: ev.ClaimAsked) -> Marks:
    claim = marks.claims.get(e.claim, ClaimMark())
    asked = claim.asked_at if claim.asked_at is not None else at
    return replace(marks, claims={**marks.claims, e.claim: replace(claim, asked_at=asked)})


def _claim_judged(marks: Marks, _at: float, e: ev.ClaimJudged) -> Marks:
    claim = replace(
        marks.claims.get(e.claim, ClaimMark()),
        verdict=e.verdict,
        by_practitioner=e.by_practitioner,
        lines=e.lines,
    )
    return replace(marks, claims={**marks.claims, e.claim: claim})


def _borrowed(marks: Marks, at: float, e: tev.TimeBorrowed) -> Marks:
    return replace(marks, loans=(*marks.loans, LoanMark(at, e.probe, e.lender, e.seconds)))


def _drop_refused(marks: Marks, at: float, e: tev.DropRefused) -> Marks:
    return replace(marks, drops_refused={**marks.drops_refused, e.probe: at})


def _drop_allowed(marks: Marks, _at: float, e: tev.DropAllowed) -> Marks:
    return replace(marks, drops_refused={k: at for k, at in marks.drops_refused.items() if k != e.probe})


_CHANGES: dict[type, Callable[[Marks, float, Any], Marks]] = {
    ev.Ticked: _on_probe(_ticked),
    ev.Unticked: _on_probe(_unticked),
    ev.Stamped: _on_probe(lambda p, at, e: replace(p, stamps=(*p.stamps, (e.kind, at)))),
    ev.Rated: _on_probe(_rated),
    ev.RatingExplained: _on_probe(_explained),
    ev.FollowUpAsked: _on_probe(_follow_up),
    ev.CardPlayed: _on_probe(_card),
    ev.SaidAgain: _on_probe(lambda p, _at, _e: replace(p, said_again=p.said_again + 1)),
    ev.NoCaseOffered: _on_probe(lambda p, at, _e: replace(p, no_case_at=at)),
    ev.NumberFilled: _on_probe(_number),
    ev.MomentMarked: _on_probe(lambda p, at, _e: replace(p, moments=(*p.moments, at))),
    ev.Skipped: _on_probe(lambda p, _at, e: replace(p, skipped=e.because)),
    ev.LineWritten: _line,
    ev.CheckAsked: _check,
    ev.FlagKept: _flag_kept,
    ev.FlagDropped: _flag_dropped,
    ev.ClaimAsked: _claim_asked,
    ev.ClaimJudged: _claim_judged,
    tev.TimeBorrowed: _borrowed,
    tev.DropRefused: _drop_refused,
    tev.DropAllowed: _drop_allowed,
}


def change_sheet(marks: Marks, at: float, event: AnyEvent) -> Marks:
    """Return the sheet after one of :data:`MARKS`, made at active second ``at``; pure and total."""
    return _CHANGES[type(event)](marks, at, event)
