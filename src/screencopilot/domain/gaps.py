"""What the closing form goes through: everything still missing from the note, in a fixed order."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

from msgspec import Struct

from screencopilot.domain.bank import Probe, Signal, Tone
from screencopilot.domain.marks import ProbeMarks
from screencopilot.domain.plan import Script
from screencopilot.domain.state import State
from screencopilot.domain.writeup import probe_status


class GapKind(StrEnum):
    """The kinds of gap, in the order in which they are gone through."""

    DRAFT = "draft"
    UNRATED = "unrated"
    NO_REASON = "no-reason"
    UNSURE = "unsure"
    NO_QUOTE = "no-quote"
    FLAG_UNCHECKED = "flag-unchecked"
    CLAIM_OPEN = "claim-open"
    UNREVEALED = "unrevealed"


class Gap(Struct, frozen=True):
    """One missing thing; ``about`` is a probe id, a flag id or a claim's number, ``words`` one line for the form."""

    kind: GapKind
    about: str
    words: str


def gaps(script: Script, state: State, at: float) -> tuple[Gap, ...]:
    """Return what is missing at active second ``at``."""
    asked = [i.probe for i in script.agenda if probe_status(state, i.probe, at) == "asked"]
    return (
        *_draft(state),
        *_unrated(script, state, asked),
        *_no_quote(script, state, asked),
        *_unchecked_flags(script, state, asked),
        *_open_claims(state),
        *_unrevealed(script, state, asked),
    )


def _draft(state: State) -> Iterator[Gap]:
    if state.draft.strip() and state.current is not None:
        yield Gap(GapKind.DRAFT, state.current, f"A line was left unfinished: {state.draft.strip()}")


def _unrated(script: Script, state: State, asked: list[str]) -> Iterator[Gap]:
    for probe in asked:
        rating = state.marks.probe(probe).rating
        if rating is None:
            yield Gap(GapKind.UNRATED, probe, f"{script.probe(probe).title} was asked and not rated")
    for probe in asked:
        rating = state.marks.probe(probe).rating
        if rating and rating.value == "NE" and rating.not_enough is None:
            yield Gap(GapKind.NO_REASON, probe, f"{script.probe(probe).title}: not enough evidence, and why")
    for probe in asked:
        rating = state.marks.probe(probe).rating
        if rating and isinstance(rating.value, int) and rating.confidence is None:
            yield Gap(GapKind.UNSURE, probe, f"{script.probe(probe).title}: rated {rating.value}; how sure?")


def _no_quote(script: Script, state: State, asked: list[str]) -> Iterator[Gap]:
    quoted = {line.line.probe for line in state.marks.lines if line.line.kind == "quote"}
    for probe in asked:
        rating = state.marks.probe(probe).rating
        if rating and isinstance(rating.value, int) and probe not in quoted:
            words = f"{script.probe(probe).title}: rated {rating.value} without a quote"
            yield Gap(GapKind.NO_QUOTE, probe, words)


def _unchecked_flags(script: Script, state: State, asked: list[str]) -> Iterator[Gap]:
    """Red signals ticked whose global flag never had its neutral check asked."""
    seen = set()
    for probe in asked:
        ticked = state.marks.probe(probe).ticked
        for signal in script.probe(probe).signals:
            flag = script.bank.flags.get(signal.flag)
            if signal.id in ticked and flag and flag.id not in state.marks.checks and flag.id not in seen:
                seen.add(flag.id)
                yield Gap(GapKind.FLAG_UNCHECKED, flag.id, f"{flag.label}: ticked, its check was not asked")


def _open_claims(state: State) -> Iterator[Gap]:
    for number, claim in enumerate(state.opened.claims):
        mark = state.marks.claims.get(number)
        if not (mark and mark.verdict):
            yield Gap(GapKind.CLAIM_OPEN, str(number), f"Claim without a verdict: {claim.text}")


def unrevealed(probe: Probe, marks: ProbeMarks) -> tuple[Signal, ...]:
    """Return the strong signals that had no chance to show: not ticked, and no follow-up that reveals them asked."""
    asked = {a.id for a in marks.follow_ups}
    shown = {s for f in probe.follow_ups if f.id in asked for s in f.reveals}
    return tuple(
        s
        for s in probe.signals_in_order
        if s.tone is Tone.STRONG and s.id not in marks.ticked and s.id not in shown
    )


def _unrevealed(script: Script, state: State, asked: list[str]) -> Iterator[Gap]:
    """Probes with a rung given although much could not have shown; NE says as much by itself."""
    for probe_id in asked:
        probe, marks = script.probe(probe_id), state.marks.probe(probe_id)
        hidden = unrevealed(probe, marks)
        rated = marks.rating is not None and marks.rating.value != "NE"
        if rated and len(hidden) > len(probe.signals) // 4:
            words = f"{probe.title}: {len(hidden)} strong signals had no follow-up to show in"
            yield Gap(GapKind.UNREVEALED, probe_id, words)
