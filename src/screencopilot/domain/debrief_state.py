"""The state of a debrief and the one function that changes it; pure and total, like that of a screen."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from screencopilot.domain import debrief_events as ev
from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_events import DebriefEntry
from screencopilot.domain.note import RatingValue

#: How many marks can be taken back.
UNDO_DEPTH = 200


class Marks(Struct, frozen=True):
    """What the panel said, all of which can be taken back: votes by number and evaluator, outcomes by number."""

    votes: Mapping[int, Mapping[str, ev.Voted]] = {}
    outcomes: Mapping[int, ev.Settled] = {}
    present: tuple[str, ...] = ()
    questions: tuple[str, ...] = ()
    decision: ev.Decided | None = None


class UndoStep(Struct, frozen=True):
    """A mark with what was there before it, and where it was made: undo never reaches back beyond that place."""

    seq: int
    event: Any
    before: Marks
    place: tuple[str, str]


class DebriefState(Struct, frozen=True):
    """Everything derived from the events so far; seconds are active ones."""

    opened: ev.Opened
    started_wall: dt.datetime
    last_wall: dt.datetime
    next_seq: int = 1
    last_at: float = 0.0
    phase: ev.Phase = "read"
    turn: str = ""
    turns_done: tuple[str, ...] = ()
    current: int = 0
    current_since: float = 0.0
    visits: Mapping[int, float] = {}
    read_until: float | None = None
    walk_from: float | None = None
    paused: bool = False
    paused_seconds: float = 0.0
    typed: ev.LineTyped | None = None
    marks: Marks = Marks()
    undo: tuple[UndoStep, ...] = ()
    confirmed_wall: dt.datetime | None = None

    @property
    def place(self) -> tuple[str, str]:
        """The part of the debrief, and in the vote whose turn it is."""
        return self.phase, self.turn

    def seconds_on(self, number: int, at: float) -> float:
        """Return the seconds talked over a disagreement up to ``at``."""
        now = max(0.0, at - self.current_since) if number == self.current else 0.0
        return self.visits.get(number, 0.0) + now


def start(entry: DebriefEntry) -> DebriefState:
    """Return the first state from an ``Opened`` entry."""
    assert isinstance(entry.event, ev.Opened)
    return DebriefState(entry.event, entry.wall, entry.wall, next_seq=entry.seq + 1)


def replay(entries: Iterable[DebriefEntry]) -> DebriefState | None:
    """Return the state after a whole journal; None when it does not begin with ``Opened``."""
    state: DebriefState | None = None
    for entry in entries:
        if state is not None:
            state = apply(state, entry)
        elif isinstance(entry.event, ev.Opened):
            state = start(entry)
    return state


def apply(state: DebriefState, entry: DebriefEntry) -> DebriefState:
    """Return the state after one more entry; pure and total."""
    event = entry.event
    state = replace(
        state,
        next_seq=max(state.next_seq, entry.seq + 1),
        last_at=max(state.last_at, entry.at),
        last_wall=entry.wall,
    )
    mark = _MARKS.get(type(event))
    if mark is not None:
        step = UndoStep(entry.seq, event, state.marks, state.place)
        undo = (*state.undo, step)[-UNDO_DEPTH:]
        return replace(state, marks=mark(state.marks, event), undo=undo, typed=None)
    handler = _FLOW.get(type(event))
    return handler(state, entry, event) if handler else state


def _voted(marks: Marks, event: ev.Voted) -> Marks:
    of_probe = {**marks.votes.get(event.number, {}), event.evaluator: event}
    return replace(marks, votes={**marks.votes, event.number: of_probe})


def _dropped(marks: Marks, event: ev.QuestionDropped) -> Marks:
    kept = tuple(text for place, text in enumerate(marks.questions) if place != event.place)
    return replace(marks, questions=kept)


_MARKS: dict[type, Callable[[Marks, Any], Marks]] = {
    ev.Voted: _voted,
    ev.Settled: lambda m, e: replace(m, outcomes={**m.outcomes, e.number: e}),
    ev.PresentSaid: lambda m, e: replace(m, present=e.names),
    ev.QuestionLeft: lambda m, e: replace(m, questions=(*m.questions, e.text)),
    ev.QuestionDropped: _dropped,
    ev.Decided: lambda m, e: replace(m, decision=e),
}


# Flow: parts, turns and clocks.


def _left(state: DebriefState, at: float) -> Mapping[int, float]:
    if not state.current:
        return state.visits
    return {**state.visits, state.current: state.seconds_on(state.current, at)}


def _turned(state: DebriefState, entry: DebriefEntry, event: ev.Turned) -> DebriefState:
    walk_from = entry.at if event.to == "walk" and state.walk_from is None else state.walk_from
    read_until = entry.at if state.phase == "read" else state.read_until
    visits = _left(state, entry.at)
    state = replace(state, phase=event.to, turn="", visits=visits, current=0, current_since=entry.at)
    return replace(state, walk_from=walk_from, read_until=read_until)


def _opened(state: DebriefState, entry: DebriefEntry, event: ev.DisagreementOpened) -> DebriefState:
    return replace(state, visits=_left(state, entry.at), current=event.number, current_since=entry.at)


def _turn_ended(state: DebriefState, _entry: DebriefEntry, event: ev.TurnEnded) -> DebriefState:
    done = tuple(name for name in state.turns_done if name != event.evaluator)
    return replace(state, turn="", turns_done=(*done, event.evaluator))


def _taken_back(state: DebriefState, _entry: DebriefEntry, event: ev.TakenBack) -> DebriefState:
    if not state.undo or state.undo[-1].seq != event.target:
        return state
    return replace(state, marks=state.undo[-1].before, undo=state.undo[:-1])


def _confirmed(state: DebriefState, entry: DebriefEntry, _event: ev.Confirmed) -> DebriefState:
    if state.marks.decision is None:  # its line was damaged since: it has to be said again
        return state
    visits = _left(state, entry.at)
    return replace(state, phase="closed", visits=visits, current=0, confirmed_wall=entry.wall)


_FLOW: dict[type, Callable[[DebriefState, DebriefEntry, Any], DebriefState]] = {
    ev.Turned: _turned,
    ev.TurnTaken: lambda s, _entry, e: replace(s, turn=e.evaluator),
    ev.TurnEnded: _turn_ended,
    ev.DisagreementOpened: _opened,
    ev.LineTyped: lambda s, _entry, e: replace(s, typed=e if e.text else None),
    ev.ClockStopped: lambda s, _entry, _e: replace(s, paused=True),
    ev.ClockStarted: lambda s, _entry, e: replace(
        s, paused=False, paused_seconds=s.paused_seconds + e.seconds
    ),
    ev.Confirmed: _confirmed,
    ev.TakenBack: _taken_back,
}


# What is read off a state.


def after_vote(case: Case, state: DebriefState, number: int) -> dict[str, RatingValue]:
    """Return who holds which view of a disagreement after the second vote, before the talk."""
    one = case.disagreement(number)
    votes = state.marks.votes.get(number, {})
    if one is None:
        return {}
    return {v.evaluator: votes[v.evaluator].rating if v.evaluator in votes else v.rating for v in one.views}


def held(case: Case, state: DebriefState, number: int) -> dict[str, RatingValue]:
    """Return who holds which view of a disagreement now."""
    outcome = state.marks.outcomes.get(number)
    views = after_vote(case, state, number)
    return {**views, **{n: r for n, r in outcome.views.items() if n in views}} if outcome else views


def shares(case: Case, state: DebriefState) -> dict[int, float]:
    """Return the seconds that each disagreement gets: what was left when the walk began, shared by spread."""
    begun = state.last_at if state.walk_from is None else state.walk_from
    left = max(0.0, state.opened.minutes * 60 - begun)
    total = sum(max(1, one.spread) for one in case.disagreements)
    return {one.number: left * max(1, one.spread) / total for one in case.disagreements}
