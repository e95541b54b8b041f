"""A note laid out in time: for each probe a bar against its budget, and on them everything that was marked.

All of it can be told from the note. The journal of its session, where it is there, adds what a note does not keep:
every visit to a probe, the pauses, and the seconds of what the note only counts.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec import UNSET, Struct

from screencopilot.domain import events as ev
from screencopilot.domain.budgets import shifts
from screencopilot.domain.entry import Entry
from screencopilot.domain.note import Note, RatingValue, Revision
from screencopilot.domain.nudges import BY_ID
from screencopilot.domain.pacing import minutes
from screencopilot.domain.timeline_marks import (
    RANK,
    Bar,
    Kind,
    Mark,
    Words,
    ending_marks,
    marks_on,
    time_marks,
    words_of,
    written_marks,
)
from screencopilot.domain.transcript_clock import Pause, Span, pauses_of, spans_of

__all__ = ["Bar", "Kind", "Mark", "Timeline", "Words", "timeline", "words_of"]


NO_WORDS = Words()


class Timeline(Struct, frozen=True):
    """A whole note in time.

    ``exact`` says that the visits come from the journal and are not worked out; ``seconds`` is how long the axis is:
    all of the screen, and every budget's end.
    """

    note: Note
    bars: tuple[Bar, ...]
    marks: tuple[Mark, ...]
    pauses: tuple[Pause, ...]
    exact: bool
    seconds: float

    def bar(self, probe: str) -> Bar | None:
        """Return the bar of a probe."""
        return next((bar for bar in self.bars if bar.note.id == probe), None)

    def revision(self, probe: str) -> Revision | None:
        """Return the last revision of a probe's rating."""
        return next((r for r in reversed(self.note.revisions) if r.probe == probe), None)

    def on(self, probe: str) -> tuple[Mark, ...]:
        """Return the marks with a second on one probe."""
        return tuple(m for m in self.marks if m.probe == probe and m.at is not None)


def timeline(note: Note, words: Words = NO_WORDS, entries: Sequence[Entry] = ()) -> Timeline:
    """Lay a note out in time.

    Args:
        note: the note.
        words: what its ids stand for; an id whose words are unknown stands for itself.
        entries: the journal of its session, empty when that is not there.
    """
    spans = _spans(note, entries)
    moved = shifts(note.loans)
    bars = tuple(
        Bar(
            number,
            words.probes[p.id].title if p.id in words.probes else p.id,
            p,
            tuple(s for s in spans if s.probe == p.id),
            moved.get(p.id, 0),
        )
        for number, p in enumerate(note.probes, 1)
    )
    begun = {bar.note.id: bar.spans[0].start for bar in bars if bar.spans}
    end = float(note.timing.active_seconds)
    found = [
        *(mark for bar in bars if bar.note.status == "asked" for mark in marks_on(bar, words)),
        *written_marks(note, words),
        *time_marks(note, bars),
        *_from_journal(note, entries),
    ]
    found.sort(key=lambda m: _order(m, begun.get(m.probe, end)))
    marks = (*found, *ending_marks(note, bars))
    return Timeline(note, bars, marks, pauses_of(entries), bool(entries), _axis_seconds(note, bars, marks))


def _axis_seconds(note: Note, bars: Iterable[Bar], marks: Iterable[Mark]) -> float:
    ends = [b.spans[-1].end + max(0, b.budget - b.note.seconds) for b in bars if b.spans]
    timed = [mark.at for mark in marks if mark.at is not None]
    return float(max([1, note.timing.active_seconds, *ends, *timed]))


def _order(mark: Mark, begun: float) -> tuple[int, bool, int]:
    """Order by second; in the second in which one turns to a probe, what was marked on an earlier one comes first."""
    second = int(begun if mark.at is None else mark.at)
    earlier = bool(mark.probe) and int(begun) < second and mark.kind is not Kind.RETURNED
    return second, not earlier, RANK[mark.kind]


def _spans(note: Note, entries: Sequence[Entry]) -> tuple[Span, ...]:
    if entries:
        return spans_of(entries)
    end = note.timing.active_seconds
    asked = sorted((p.asked_at, p) for p in note.probes if p.asked_at is not UNSET)
    return tuple(Span(p.id, at, max(at, min(end, at + p.seconds))) for at, p in asked)


# What only the journal has.


def _from_journal(note: Note, entries: Sequence[Entry]) -> Iterator[Mark]:
    for pause in pauses_of(entries):
        yield Mark(pause.at, Kind.PAUSE, "", f"the clocks stood still for {minutes(pause.seconds)}")
    standing = _standing(entries)
    on_agenda = {probe.id for probe in note.probes}
    for place, entry in enumerate(standing):
        match entry.event:
            case ev.SaidAgain(probe=probe) if probe in on_agenda:
                yield Mark(entry.at, Kind.AGAIN, probe, "the short repeat was read out")
            case ev.NumberFilled(probe=probe, blank=blank, value=value) if probe in on_agenda and value:
                yield Mark(entry.at, Kind.NUMBER, probe, f"{blank}: {value}", blank)
            case ev.NudgeShown(nudge=nudge, opening_seconds=opening) if not opening:
                text = BY_ID[nudge].text if nudge in BY_ID else nudge
                yield Mark(entry.at, Kind.NUDGE, "", text, nudge)
            case ev.ReEntry(probe=probe) if probe in on_agenda:
                yield Mark(entry.at, Kind.RE_ENTRY, probe, "back to one of their own numbers")
            case ev.Rated(probe=probe, value=value) if value is not None:
                after = _next_rating(standing[place + 1 :], probe)
                if after not in {None, value}:
                    yield Mark(entry.at, Kind.EARLIER, probe, f"then changed to {after}", "", str(value))
            case _:
                pass


def _standing(entries: Sequence[Entry]) -> list[Entry]:
    """Return the entries that were not taken back."""
    undone: set[int] = set()
    for entry in entries:
        match entry.event:
            case ev.Undone(target=target):
                undone.add(target)
            case ev.Redone(target=target):
                undone.discard(target)
            case _:
                pass
    return [entry for entry in entries if entry.seq not in undone]


def _next_rating(later: Iterable[Entry], probe: str) -> RatingValue | None:
    ratings = (e.event.value for e in later if isinstance(e.event, ev.Rated) and e.event.probe == probe)
    return next((value for value in ratings if value is not None), None)
