"""Nudges about time, and those of a screen's start and end."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from screencopilot.domain.nudges.moment import Here, Moment
from screencopilot.domain.nudges.rule import Phase, Repeat, Rule, about_probe
from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.writeup import probe_status

GREETING_SHARE = 1.5
OVER_SHARE = 1.25
FAILURE_MARGIN_SECONDS = 180.0
FIFTH_SCREEN = 5
LONG_DAY_MINUTES = 180.0
SHIFT_RUNGS = 1.0
ANCHOR_RUNGS = 2.0
CARRY_SECONDS = 5.0
ALL_EQUAL_LEAST = 3
FAILURE_SLOT = "archaeology"


# The start.


def _tired(moment: Moment) -> bool:
    """This is the fifth screen of the day, or those before it took more than three hours together."""
    return moment.day.screens + 1 >= FIFTH_SCREEN or moment.day.minutes > LONG_DAY_MINUTES


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)  # not that of ``statistics``, whose loading costs start-up


def _contrast(moment: Moment) -> bool:
    """Two screens or more today, and the mean rung moved by a rung or more from the first to the last.

    Whether the candidates or the bar moved cannot be told from it: hence a look at the ladder, and no figure.
    """
    day = moment.day
    if day.screens < 2 or not day.first or not day.previous:
        return False
    return abs(_mean(day.previous) - _mean(day.first)) >= SHIFT_RUNGS


def _small_talk(moment: Moment) -> bool:
    """The greeting has lasted one and a half times the plan's opening; a plan without one sets no limit."""
    planned = moment.script.plan.opening * 60
    return planned > 0 and moment.opening_seconds >= GREETING_SHARE * planned


# On the way.


def _favourite(_moment: Moment, here: Here) -> bool:
    """The probe is rated and a quarter over its time."""
    return here.marks.rating is not None and here.share(OVER_SHARE)


def failure_items(script: Script) -> tuple[AgendaItem, ...]:
    """Return the agenda's failure probes: the archaeology slot or, in a plan without one, the first of that kind."""
    named = tuple(i for i in script.agenda if i.slot == FAILURE_SLOT)
    return named or tuple(i for i in script.agenda if script.probe(i.probe).kind == "archaeology")[:1]


def _failure_unasked(moment: Moment) -> bool:
    """The failure probe is neither asked nor skipped, and its time plus 3 min is what is left.

    Left before the candidate's own time, as the pace counts it; below zero there is nothing to keep.
    """
    room = moment.left - moment.script.plan.candidate_time * 60
    return room > 0 and any(
        room <= item.budget_seconds + FAILURE_MARGIN_SECONDS
        and not moment.state.marks.probe(item.probe).skipped
        and item.probe != moment.state.current
        and probe_status(moment.state, item.probe, moment.at) != "asked"
        for item in failure_items(moment.script)
    )


def _their_turn(moment: Moment) -> bool:
    """What is left of the screen is the candidate's own time."""
    own = moment.script.plan.candidate_time * 60
    return own > 0 and moment.left <= own


# The end.


def _all_rated(moment: Moment) -> bool:
    """Whether every probe asked has its rating or NE: before that the end's questions come too early."""
    state = moment.state
    asked = (i.probe for i in moment.script.agenda if probe_status(state, i.probe, moment.at) == "asked")
    return all(state.marks.probe(probe).rating for probe in asked)


def _halo(moment: Moment) -> bool:
    """All rungs equal (of three or more), or an equal rung given within 5 s of the one before.

    Ratings made in the closing form are compared by the seconds since the close, as the active clock stands there.
    """
    given = moment.rungs()
    if not _all_rated(moment):
        return False
    equal = len(given) >= ALL_EQUAL_LEAST and len({value for _, value, *_ in given}) == 1
    return equal or any(
        value == last
        and (recalled is None) == (was_recalled is None)
        and at - was_at + ((recalled or 0.0) - (was_recalled or 0.0)) <= CARRY_SECONDS
        for (_, last, was_at, was_recalled), (_, value, at, recalled) in pairwise(given)
    )


def _anchored(moment: Moment) -> bool:
    """The probe opened first stands two rungs or more from the mean of the others (two or more)."""
    visits = moment.state.visits
    given = [(visits[probe].first_at, value) for probe, value, *_ in moment.rungs() if probe in visits]
    if len(given) <= 2 or not _all_rated(moment):
        return False
    first = min(given)
    others = list(given)
    others.remove(first)
    return abs(first[1] - _mean([value for _, value in others])) >= ANCHOR_RUNGS


def _comparing(moment: Moment) -> bool:
    """Others' notes are about to be opened while one's own is not sealed.

    No event of a screen says so; who opens them sets ``Moment.comparing``.
    """
    return moment.comparing and not moment.state.sealed_digest


LONG_DAY = Rule(
    id="long-day",
    moment="the start of the day's fifth screen, or after three hours of them",
    text="A long day of screens. Take ten minutes, or move this one.",
    reason="Tired evaluators decide sooner and listen less.",
    trace=_tired,
    phases=(Phase.GREETING,),
    repeat=Repeat.SCREEN,
)
REREAD_THE_LADDER = Rule(
    id="reread-the-ladder",
    moment="the start, when today's ratings have moved by a rung",
    text="Reread the ladder, not the last candidate.",
    reason="The candidate before is the nearest yardstick and the wrong one.",
    trace=_contrast,
    phases=(Phase.GREETING,),
    repeat=Repeat.SCREEN,
)
OPENING_OVER = Rule(
    id="opening-over",
    moment="one and a half times the opening's time",
    text="The opening is over. First question now.",
    reason="Rapport speeds up decisions, and its minutes are missing at the end.",
    trace=_small_talk,
    phases=(Phase.GREETING,),
    repeat=Repeat.SCREEN,
)
RATED_ALREADY = Rule(
    id="rated-already",
    moment="a rated probe, a quarter over its time",
    text="Rated already, and over its time. Move on.",
    reason="A favourite topic takes its minutes from the probes that come last.",
    trace=about_probe(_favourite),
)
KEEP_THE_FAILURE_PROBE = Rule(
    id="keep-the-failure-probe",
    moment="the failure probe unasked with its time and 3 min left",
    text="Failure probe still to ask. Drop another one for it.",
    reason="What someone learned from a failure is the least rehearsed thing they can tell.",
    trace=_failure_unasked,
    repeat=Repeat.SCREEN,
)
THEIR_TURN = Rule(
    id="their-turn",
    moment="when the candidate's own time begins",
    text="Their turn. Close in one minute.",
    reason="The time was promised, and what they ask tells too.",
    trace=_their_turn,
    repeat=Repeat.SCREEN,
)
ANY_SURPRISE = Rule(
    id="any-surprise",
    moment="the end, when all rungs are equal or one was carried over",
    text="Is there a probe where they surprised you?",
    reason="Equal ratings everywhere rate the person and not the answers.",
    trace=_halo,
    phases=(Phase.CLOSING,),
    repeat=Repeat.SCREEN,
)
FIRST_DIFFERS = Rule(
    id="first-differs",
    moment="the end, when the first rating is two rungs from the others",
    text="The first answer differs from the rest. Reread its notes.",
    reason="The first answer is heard without comparison, and colours the others.",
    trace=_anchored,
    phases=(Phase.CLOSING,),
    repeat=Repeat.SCREEN,
)
LOCK_FIRST = Rule(
    id="lock-first",
    moment="others' notes opened before your own is sealed",
    text="Lock your ratings before reading others'.",
    reason="A rating made after reading another's is no second opinion.",
    trace=_comparing,
    phases=(Phase.GREETING, Phase.LIVE, Phase.CLOSING),
    repeat=Repeat.SCREEN,
)
