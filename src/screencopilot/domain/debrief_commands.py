"""What a panel can ask for in a debrief: each command answers with events, or refuses in words.

A command changes nothing; the :class:`~screencopilot.domain.debrief_session.DebriefSession` records and applies what it
returns.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping, Sequence

from msgspec import Struct

from screencopilot.domain import debrief_events as ev
from screencopilot.domain.commands import Refused
from screencopilot.domain.debrief import Case, Disagreement, View
from screencopilot.domain.debrief_state import DebriefState, after_vote, held
from screencopilot.domain.events import Event
from screencopilot.domain.note import Confidence, RatingValue


class DebriefCtx(Struct, frozen=True):
    """What a command may look at; ``lap`` is the seconds of the pause so far."""

    case: Case
    state: DebriefState
    at: float
    wall: dt.datetime
    lap: float = 0.0


Events = Sequence[Event]
DebriefCommand = Callable[..., Events]


def _in(ctx: DebriefCtx, *phases: str) -> None:
    if ctx.state.phase == "closed":
        raise Refused("the debrief is closed")
    if ctx.state.phase not in phases:
        raise Refused(f"not in this part of the debrief: it is the {PHASES[ctx.state.phase]}")


PHASES: Mapping[str, str] = {
    "read": "silent read",
    "vote": "second vote",
    "walk": "walk",
    "decide": "decision",
    "closed": "end",
}


def _one(ctx: DebriefCtx, number: int) -> Disagreement:
    one = ctx.case.disagreement(number)
    if one is None:
        raise Refused("there is no such disagreement")
    return one


# Parts.


def turn_on(ctx: DebriefCtx) -> Events:
    """Go on to the next part: read, second vote, walk, decision."""
    _in(ctx, "read", "vote", "walk")
    if ctx.state.phase == "read":
        return [ev.Turned("vote" if ctx.case.disagreements else "decide")]
    if ctx.state.phase == "walk":
        return [ev.Turned("decide")]
    if ctx.state.turn:
        raise Refused(f"{ctx.state.turn} is still voting")
    waiting = [name for name in ctx.case.voters if name not in ctx.state.turns_done]
    if waiting:
        raise Refused(f"{waiting[0]} has not voted yet: let them, or skip their turn")
    return [ev.Turned("walk"), ev.DisagreementOpened(1)]


def turn_back(ctx: DebriefCtx) -> Events:
    """Go back from the decision to the walk; votes and reading are over for good, since all has been seen by then."""
    _in(ctx, "decide")
    if not ctx.case.disagreements:
        raise Refused("nothing was split, so there is nothing to walk through")
    return [ev.Turned("walk"), ev.DisagreementOpened(1)]


# The second vote.


def take_turn(ctx: DebriefCtx, evaluator: str) -> Events:
    """Let an evaluator vote."""
    _in(ctx, "vote")
    _may_vote(ctx, evaluator)
    return [ev.TurnTaken(evaluator)]


def skip_turn(ctx: DebriefCtx, evaluator: str) -> Events:
    """Pass over an evaluator, who is not there perhaps: every first rating of theirs stays."""
    _in(ctx, "vote")
    _may_vote(ctx, evaluator)
    return [ev.TurnEnded(evaluator)]


def _may_vote(ctx: DebriefCtx, evaluator: str) -> None:
    if ctx.state.turn:
        raise Refused(f"{ctx.state.turn} is still voting")
    if evaluator not in ctx.case.voters:
        raise Refused(f"{evaluator} rated no split probe")
    if evaluator in ctx.state.turns_done:
        raise Refused(f"{evaluator} has had their turn")


def end_turn(ctx: DebriefCtx) -> Events:
    """End the turn; what was not voted on stays as it was."""
    _in(ctx, "vote")
    if not ctx.state.turn:
        raise Refused("nobody is voting")
    return [ev.TurnEnded(ctx.state.turn)]


def vote(
    ctx: DebriefCtx,
    number: int,
    rating: RatingValue,
    moved_by: ev.MovedBy | None = None,
    confidence: Confidence | None = None,
) -> Events:
    """Rate a split probe once more; another rating than the first says what moved it."""
    _in(ctx, "vote")
    name = ctx.state.turn
    if not name:
        raise Refused("nobody is voting")
    one = _one(ctx, number)
    view = one.view(name)
    if view is None:
        raise Refused(f"{name} did not rate {one.probe}")
    if rating == view.rating:
        return [ev.Voted(name, number, rating, confidence)]
    if moved_by is None:
        raise Refused("say what moved you: evidence or a signal of somebody else, or a line")
    _check_moved(one, name, moved_by)
    return [ev.Voted(name, number, rating, confidence, moved_by)]


def _check_moved(one: Disagreement, name: str, moved_by: ev.MovedBy) -> None:
    if not moved_by.text.strip() and moved_by.kind != "signal":
        raise Refused("write a line on what moved you")
    if moved_by.kind == "words":
        return
    other = one.view(moved_by.whose)
    if moved_by.whose == name or other is None:
        raise Refused("pick what somebody else heard; for your own thoughts write a line")
    if moved_by.id not in _heard(other, moved_by.kind):
        raise Refused(f"{moved_by.whose} has no such {moved_by.kind}")


def _heard(view: View, kind: str) -> set[str]:
    return set(view.ticks) if kind == "signal" else {line.id for line in view.evidence}


# The walk.


def open_disagreement(ctx: DebriefCtx, number: int) -> Events:
    """Talk about another one."""
    _in(ctx, "walk")
    _one(ctx, number)
    return [] if number == ctx.state.current else [ev.DisagreementOpened(number)]


def keep_views(ctx: DebriefCtx, number: int, because: str = "") -> Events:
    """Each keeps the view of the second vote."""
    _in(ctx, "walk")
    _one(ctx, number)
    return [ev.Settled(number, "kept", after_vote(ctx.case, ctx.state, number), because.strip())]


def agree(ctx: DebriefCtx, number: int, rating: RatingValue, because: str = "") -> Events:
    """All hold one rating now; where that moves somebody, it needs its why."""
    _in(ctx, "walk")
    one = _one(ctx, number)
    before = after_vote(ctx.case, ctx.state, number)
    moved = [name for name in one.names if before[name] != rating]
    if moved and not because.strip():
        raise Refused(f"say why: it moves {', '.join(moved)}")
    reasons = {name: because.strip() for name in moved}
    return [ev.Settled(number, "agreed", dict.fromkeys(one.names, rating), because.strip(), reasons)]


def change_view(ctx: DebriefCtx, number: int, evaluator: str, rating: RatingValue, because: str) -> Events:
    """One evaluator changes their view in the talk; the others' views stay as they are."""
    _in(ctx, "walk")
    _one(ctx, number)
    now = held(ctx.case, ctx.state, number)
    if evaluator not in now:
        raise Refused(f"{evaluator} did not rate this probe")
    if now[evaluator] == rating:
        raise Refused(f"{evaluator} holds {rating} already")
    if not because.strip():
        raise Refused("a change needs its why")
    earlier = ctx.state.marks.outcomes.get(number)
    reasons = {**(earlier.reasons if earlier else {}), evaluator: because.strip()}
    views = {**now, evaluator: rating}
    before = after_vote(ctx.case, ctx.state, number)
    reasons = {name: why for name, why in reasons.items() if views.get(name) != before.get(name)}
    if not reasons:  # the change was taken back by another
        return [ev.Settled(number, "kept", views, because.strip())]
    return [ev.Settled(number, "changed", views, because.strip(), reasons)]


# The decision.


def say_present(ctx: DebriefCtx, names: Sequence[str]) -> Events:
    """Say who was there."""
    _in(ctx, "read", "vote", "walk", "decide")
    given = tuple(dict.fromkeys(name.strip() for name in names if name.strip()))
    if not given:
        raise Refused("name at least one who was there")
    return [ev.PresentSaid(given)]


def leave_question(ctx: DebriefCtx, text: str) -> Events:
    """Note a question that stays open."""
    _in(ctx, "walk", "decide")
    if not text.strip():
        raise Refused("write the question first")
    return [ev.QuestionLeft(text.strip())]


def drop_question(ctx: DebriefCtx, place: int) -> Events:
    """A question is open no more."""
    _in(ctx, "walk", "decide")
    if not 0 <= place < len(ctx.state.marks.questions):
        raise Refused("there is no such question")
    return [ev.QuestionDropped(place)]


def decide(ctx: DebriefCtx, choice: ev.Choice, words: str = "") -> Events:
    """Take down the panel's decision in its own words."""
    _in(ctx, "decide")
    if choice != "no-decision" and not words.strip():
        raise Refused("write the panel's own words for it")
    return [ev.Decided(choice, words.strip())]


def why_not_confirmed(state: DebriefState) -> str:
    """Return what is missing before the record can be written, "" when nothing is."""
    if not state.marks.present:
        return "say first who was present"
    if state.marks.decision is None:
        return "say first what the panel decided; that there is no decision is one of the answers"
    return ""


def confirm(ctx: DebriefCtx) -> Events:
    """Close the debrief: what was said is written down for good."""
    _in(ctx, "decide")
    why = why_not_confirmed(ctx.state)
    if why:
        raise Refused(why)
    return [ev.Confirmed()]


# Half-typed lines, clocks, and taking back.


def keep_line(ctx: DebriefCtx, place: str, text: str) -> Events:
    """Keep what stands in a line that is not entered yet."""
    _in(ctx, "read", "vote", "walk", "decide")
    before = ctx.state.typed
    known = before.text if before and before.place == place else ""
    return [] if text == known else [ev.LineTyped(place, text)]


def toggle_clock(ctx: DebriefCtx) -> Events:
    """Stop all clocks, or let them run again."""
    _in(ctx, "read", "vote", "walk", "decide")
    return [ev.ClockStarted(round(ctx.lap, 3))] if ctx.state.paused else [ev.ClockStopped()]


def take_back(ctx: DebriefCtx) -> Events:
    """Take the last mark of this part back; in the vote only one's own."""
    _in(ctx, "read", "vote", "walk", "decide")
    if not ctx.state.undo or ctx.state.undo[-1].place != ctx.state.place:
        raise Refused("nothing to take back here")
    return [ev.TakenBack(ctx.state.undo[-1].seq)]
