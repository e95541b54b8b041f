"""A transcript laid on the screen's clock.

The recording runs on while the screen is paused. So an active second lies at: offset + itself + every pause before it.
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

from msgspec import Struct

from screencopilot.domain import events as ev
from screencopilot.domain.entry import Entry
from screencopilot.domain.transcript import Placed


class Pause(Struct, frozen=True):
    """The screen's clock stood still at active second ``at`` for ``seconds``."""

    at: float
    seconds: float


def wall_of(at: float, pauses: Sequence[Pause]) -> float:
    """Return the seconds since the first probe was opened, pauses counted, of an active second.

    What happened at the very second of a pause counts as before it.
    """
    return at + sum(pause.seconds for pause in pauses if pause.at < at)


def pauses_of(entries: Iterable[Entry]) -> tuple[Pause, ...]:
    """Return when the screen's clock stood still: pauses, gaps, and a closing form that was left again."""
    pauses: list[Pause] = []
    closed: dt.datetime | None = None
    begun = False
    for entry in entries:
        seconds = 0.0
        match entry.event:
            case ev.Begun():
                begun, pauses = True, []
            case ev.Resumed(seconds=length) | ev.GapNoticed(seconds=length):
                seconds = length
            case ev.ClosingOpened():
                closed = closed or entry.wall
            case ev.ClosingLeft() if closed:
                seconds, closed = (entry.wall - closed).total_seconds(), None
            case _:
                pass
        if begun and seconds > 0:
            pauses.append(Pause(entry.at, seconds))
    return tuple(pauses)


class Span(Struct, frozen=True):
    """One visit to a probe, from and to in active seconds."""

    probe: str
    start: float
    end: float


def spans_of(entries: Iterable[Entry]) -> tuple[Span, ...]:
    """Return every visit to a probe, in order; a probe come back to has several."""
    spans: list[Span] = []
    probe, since, at = "", 0.0, 0.0
    closing = False
    for entry in entries:
        at = max(at, entry.at)
        match entry.event:
            case ev.ProbeOpened(probe=opened):
                if probe and not closing and at > since:
                    spans.append(Span(probe, since, at))
                probe, since = opened, at
            case ev.ClosingOpened():
                if probe and not closing and at > since:
                    spans.append(Span(probe, since, at))
                closing = True
            case ev.ClosingLeft():
                closing, since = False, at
            case _:
                pass
    if probe and not closing and at > since:
        spans.append(Span(probe, since, at))
    return tuple(spans)


class Laid(Struct, frozen=True):
    """A transcript's utterances, laid on the screen's clock; made by :func:`lay`.

    ``offset`` is the transcript second at active second 0; ``rows`` and ``pauses`` are in order of time.
    """

    rows: tuple[Placed, ...]
    offset: float
    pauses: tuple[Pause, ...] = ()

    def to_transcript(self, at: float) -> float:
        """Return the transcript second of an active second."""
        return self.offset + wall_of(at, self.pauses)

    def to_active(self, second: float) -> float:
        """Return the active second of a transcript second.

        All of a pause lies at the one active second at which it was made; below 0 is before the first probe.
        """
        wall = second - self.offset
        before = accumulate((pause.seconds for pause in self.pauses), initial=0.0)
        for pause, paused in zip(self.pauses, before, strict=False):
            if wall - paused <= pause.at:
                return wall - paused
            if wall - paused <= pause.at + pause.seconds:
                return pause.at
        return wall - sum(pause.seconds for pause in self.pauses)

    def words_at(self, at: float, before: float = 20, after: float = 40) -> tuple[Placed, ...]:
        """Return what was said from ``before`` seconds before to ``after`` seconds after active second ``at``.

        The seconds before and after are those of the recording, so words said in a pause are found as well.
        """
        middle = self.to_transcript(at)
        return self._within(middle - before, middle + after)

    def windows(self, start: float, end: float) -> tuple[tuple[float, float], ...]:
        """Return the stretches of the transcript, in its seconds, between two active seconds; pauses are left out."""
        cuts = [pause for pause in self.pauses if start <= pause.at < end]
        lows = [self.to_transcript(start)]
        highs = []
        for pause in cuts:
            highs.append(self.offset + wall_of(pause.at, self.pauses))
            lows.append(highs[-1] + pause.seconds)
        highs.append(self.to_transcript(end))
        return tuple((low, high) for low, high in zip(lows, highs, strict=True) if high > low)

    def between(self, start: float, end: float) -> tuple[Placed, ...]:
        """Return what was said between two active seconds, in pauses too, what began before included."""
        return self._within(self.to_transcript(start), self.to_transcript(end))

    def nearest(self, at: float) -> int | None:
        """Return the number of the row that was being said at active second ``at``, or the last one before it."""
        second = self.to_transcript(at)
        return max(0, bisect_right(self.rows, second, key=lambda row: row.start) - 1) if self.rows else None

    def _within(self, low: float, high: float) -> tuple[Placed, ...]:
        return tuple(row for row in self.rows if row.start < high and row.end > low)


def lay(rows: Iterable[Placed], offset: float, pauses: Iterable[Pause] = ()) -> Laid:
    """Lay utterances on the screen's clock; pauses at the same second become one."""
    lengths: dict[float, float] = {}
    for pause in pauses:
        lengths[pause.at] = lengths.get(pause.at, 0.0) + pause.seconds
    merged = tuple(Pause(at, lengths[at]) for at in sorted(lengths))
    return Laid(tuple(sorted(rows, key=lambda row: row.start)), offset, merged)
