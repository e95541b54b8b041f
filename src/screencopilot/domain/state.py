"""The state of a screen and the one function that changes it.

``apply`` is pure and total: it never raises for an event, so a journal with a damaged line still replays. Whether an
event makes sense is decided before it is recorded, by the commands.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from screencopilot.domain import events as ev
from screencopilot.domain.entry import Entry
from screencopilot.domain.marks import MARKS, Marks, change_sheet
from screencopilot.domain.nudged import NUDGED, Instant, Nudged, change_nudged

#: How many marks can be taken back; bounds the memory of a long screen.
UNDO_DEPTH = 200


class Visit(Struct, frozen=True):
    """When a probe was first opened and how many active seconds were spent on it before its current visit."""

    first_at: float
    seconds: float = 0.0


class UndoStep(Struct, frozen=True):
    """A mark with the sheet on its other side: before it (undo) or after it (redo). ``at`` is when it was made."""

    seq: int
    event: Any
    marks: Marks
    at: float = 0.0


class State(Struct, frozen=True):
    """Everything derived from the events so far."""

    opened: ev.ScreenOpened
    started_wall: dt.datetime
    last_wall: dt.datetime
    next_seq: int = 1
    last_at: float = 0.0
    begun: bool = False
    begun_wall: dt.datetime | None = None
    opening_seconds: float = 0.0
    current: str | None = None
    current_since: float = 0.0
    visits: Mapping[str, Visit] = {}
    paused: bool = False
    paused_seconds: float = 0.0
    closing: bool = False
    closed_at: float | None = None
    closed_wall: dt.datetime | None = None
    draft: str = ""
    draft_signal: str | None = None
    line_count: int = 0
    marks: Marks = Marks()
    overall: ev.Recommended | None = None
    overall_at: float = 0.0
    undo: tuple[UndoStep, ...] = ()
    redo: tuple[UndoStep, ...] = ()
    sealed_digest: str = ""
    nudges: Nudged = Nudged()

    def seconds_on(self, probe_id: str, at: float) -> float:
        """Return the active seconds spent on a probe up to ``at``."""
        visit = self.visits.get(probe_id)
        spent = visit.seconds if visit else 0.0
        return spent + max(0.0, at - self.current_since) if probe_id == self.current else spent

    def instant(self, at: float, wall: dt.datetime, opening_seconds: float = 0.0) -> Instant:
        """Return when in the screen it is: during the greeting, at an active second, or in the closing form."""
        return Instant(
            at=at if self.begun else 0.0,
            opening=self.opening_seconds if self.begun else opening_seconds,
            closing=_between(self.closed_wall, wall) if self.closing else 0.0,
        )


def _between(earlier: dt.datetime | None, later: dt.datetime) -> float:
    # A damaged line may have lost its zone, and apply never raises.
    if earlier is None or (earlier.tzinfo is None) != (later.tzinfo is None):
        return 0.0
    return max(0.0, (later - earlier).total_seconds())


def start(entry: Entry) -> State:
    """Return the first state from a ``ScreenOpened`` entry."""
    assert isinstance(entry.event, ev.ScreenOpened)
    return State(opened=entry.event, started_wall=entry.wall, last_wall=entry.wall, next_seq=entry.seq + 1)


def replay(entries: Iterable[Entry]) -> State | None:
    """Return the state after a whole journal; None when it does not begin with ``ScreenOpened``."""
    state: State | None = None
    for entry in entries:
        if state is not None:
            state = apply(state, entry)
        elif isinstance(entry.event, ev.ScreenOpened):
            state = start(entry)
    return state


def apply(state: State, entry: Entry) -> State:
    """Return the state after one more entry; pure and total."""
    event = entry.event
    state = replace(
        state,
        next_seq=max(state.next_seq, entry.seq + 1),
        last_at=max(state.last_at, entry.at),
        last_wall=entry.wall,
    )
    if isinstance(event, MARKS):
        return _mark(state, entry)
    if isinstance(event, NUDGED):
        when = state.instant(entry.at, entry.wall, getattr(event, "opening_seconds", 0.0))
        return replace(state, nudges=change_nudged(state.nudges, entry.seq, when, event))
    handler = _FLOW.get(type(event))
    return handler(state, entry, event) if handler else state


# Marks: what undo can take back.


def _mark(state: State, entry: Entry) -> State:
    event = entry.event
    marks = change_sheet(state.marks, entry.at, event)
    step = UndoStep(entry.seq, event, state.marks, entry.at)
    state = replace(state, marks=marks, undo=(*state.undo, step)[-UNDO_DEPTH:], redo=())
    if isinstance(event, ev.LineWritten):
        number = int(event.id[1:]) if event.id[1:].isdecimal() else 0
        return replace(state, draft="", draft_signal=None, line_count=max(state.line_count, number))
    return state


def _undone(state: State, _entry: Entry, event: ev.Undone) -> State:
    if not state.undo or state.undo[-1].seq != event.target:
        return state
    step = state.undo[-1]
    redone = UndoStep(step.seq, step.event, state.marks, step.at)
    return replace(state, marks=step.marks, undo=state.undo[:-1], redo=(*state.redo, redone))


def _redone(state: State, _entry: Entry, event: ev.Redone) -> State:
    if not state.redo or state.redo[-1].seq != event.target:
        return state
    step = state.redo[-1]
    undone = UndoStep(step.seq, step.event, state.marks, step.at)
    return replace(state, marks=step.marks, undo=(*state.undo, undone), redo=state.redo[:-1])


# Flow: clocks and places.


def _leave_current(state: State, at: float) -> Mapping[str, Visit]:
    if state.current is None:
        return state.visits
    visit = state.visits[state.current]
    return {
        **state.visits,
        state.current: replace(visit, seconds=state.seconds_on(state.current, at)),
    }


def _probe_opened(state: State, entry: Entry, event: ev.ProbeOpened) -> State:
    visits = _leave_current(state, entry.at)
    if event.probe not in visits:
        visits = {**visits, event.probe: Visit(first_at=entry.at)}
    return replace(state, current=event.probe, current_since=entry.at, visits=visits, begun=True)


def _closing_opened(state: State, entry: Entry, _event: ev.ClosingOpened) -> State:
    return replace(
        state,
        closing=True,
        closed_at=entry.at if state.closed_at is None else state.closed_at,
        closed_wall=entry.wall if state.closed_wall is None else state.closed_wall,
        visits=_leave_current(state, entry.at),
        current_since=entry.at,
    )


def _closing_left(state: State, entry: Entry, _event: ev.ClosingLeft) -> State:
    return replace(state, closing=False, closed_at=None, closed_wall=None, current_since=entry.at)


_FLOW: dict[type, Callable[[State, Entry, Any], State]] = {
    ev.Begun: lambda s, entry, e: replace(
        s, begun=True, begun_wall=entry.wall, opening_seconds=e.opening_seconds, paused_seconds=0.0
    ),
    ev.ProbeOpened: _probe_opened,
    ev.DraftTyped: lambda s, _entry, e: replace(s, draft=e.text, draft_signal=e.signal),
    ev.Paused: lambda s, _entry, _e: replace(s, paused=True),
    ev.Resumed: lambda s, _entry, e: replace(s, paused=False, paused_seconds=s.paused_seconds + e.seconds),
    ev.GapNoticed: lambda s, _entry, e: replace(s, paused_seconds=s.paused_seconds + e.seconds),
    ev.ClosingOpened: _closing_opened,
    ev.ClosingLeft: _closing_left,
    ev.Recommended: lambda s, entry, e: replace(s, overall=e, overall_at=entry.at),
    ev.Sealed: lambda s, _entry, e: replace(s, sealed_digest=e.digest),
    ev.Undone: _undone,
    ev.Redone: _redone,
}
