"""Nudges about asking: when to be silent, and what to ask next."""

from __future__ import annotations

from screencopilot.domain import events as ev
from screencopilot.domain.bank import Tone
from screencopilot.domain.nudges.moment import Here, Moment
from screencopilot.domain.nudges.rule import Rule, about_probe

ASK_SECONDS = 40.0
SILENCE_SECONDS = 10.0
GENERAL_SECONDS = 90.0
FLUENT_SECONDS = 120.0
FLUENT_TICKS = 3
QUIET_SECONDS = 120.0
OWNERSHIP_SHARE = 0.6

#: Events with which a question was put on a probe.
QUESTIONS = (ev.FollowUpAsked, ev.CardPlayed, ev.SaidAgain, ev.NoCaseOffered, ev.CheckAsked)


def _still_talking(moment: Moment, here: Here) -> bool:
    """40 s on the probe and nothing done on it.

    No key says that the opening question was asked; the nearest is the first mark, line or draft after the probe was
    opened. Someone who only listens in that time looks the same, so the words blame nobody.
    """
    if here.seconds < ASK_SECONDS or here.marks.touched or here.marks.skipped or moment.state.draft:
        return False
    return not any(moment.lines_of(here.probe.id))


def _too_soon(moment: Moment, here: Here) -> bool:
    """The newest question is a follow-up asked less than 10 s after the one before it.

    The one before is the last follow-up, card, repeat, check or hypothetical of this visit, or the opening question,
    whose time is that of opening the probe. Coming back to a probe for one more question is no rescue: only on the
    first visit does its opening count.
    """
    state = moment.state
    put = [s for s in moment.trail(here) if isinstance(s.event, QUESTIONS) and s.at >= state.current_since]
    if not put or not isinstance(put[-1].event, ev.FollowUpAsked):
        return False
    if len(put) > 1:
        before = put[-2].at
    else:
        visit = state.visits.get(here.probe.id)
        before = state.current_since
        # A follow-up of the same second opened the probe by itself: the question had been asked before.
        if visit is None or visit.first_at != before or put[-1].at == before:
            return False
    return put[-1].at - before < SILENCE_SECONDS and moment.fresh(put[-1].at)


def _general(_moment: Moment, here: Here) -> bool:
    """90 s on the probe without a strong signal, a filled number or a fingerprint."""
    marks = here.marks
    heard = here.ticked(Tone.STRONG) or marks.numbers or marks.stamps
    return here.seconds >= GENERAL_SECONDS and not heard and not here.settled


def _we(_moment: Moment, here: Here) -> bool:
    """60 % of the probe's time used, specifics asked (or none to ask), ownership still to ask."""
    asked = {a.id for a in here.marks.follow_ups}
    steps = {f.rung for f in here.probe.follow_ups}
    done = {f.rung for f in here.probe.follow_ups if f.id in asked}
    ripe = "specifics" in done or "specifics" not in steps
    return here.share(OWNERSHIP_SHARE) and ripe and "ownership" in steps - done and not here.settled


def _fluent(moment: Moment, here: Here) -> bool:
    """2 min on the probe, three strong ticks from its first two minutes, no follow-up for the fluent asked.

    The first two minutes are counted from when the probe was first opened.
    """
    visit = moment.state.visits.get(here.probe.id)
    if visit is None or here.seconds < FLUENT_SECONDS or here.settled:
        return False
    strong = here.ticked(Tone.STRONG)
    early = [t for t in here.marks.ticks if t.id in strong and t.at - visit.first_at <= FLUENT_SECONDS]
    fluent = {f.id for f in here.probe.follow_ups if f.when == "if-fluent"}
    return (
        len(early) >= FLUENT_TICKS and bool(fluent) and fluent.isdisjoint(a.id for a in here.marks.follow_ups)
    )


def _given_up(moment: Moment, here: Here) -> bool:
    """The newest mark of the screen is a weak or red tick on this probe, and it is two minutes old."""
    newest = moment.state.undo[-1] if moment.state.undo else None
    if newest is None or not isinstance(newest.event, ev.Ticked) or newest.event.probe != here.probe.id:
        return False
    poor = newest.event.signal in here.ticked(Tone.WEAK, Tone.RED)
    return poor and moment.at - newest.at >= QUIET_SECONDS and not here.settled


STOP_AFTER_ASKING = Rule(
    id="stop-after-asking",
    moment="40 s on a probe with nothing marked yet",
    text="Once it is asked, stop. Let eight seconds of silence work.",
    reason="A question said twice in other words is another question, and the talking is yours.",
    trace=about_probe(_still_talking),
    stays=20.0,
)
COUNT_TO_EIGHT = Rule(
    id="count-to-eight",
    moment="a follow-up less than 10 s after the question before it",
    text="Too soon. Count to eight before helping.",
    reason="Recall takes seconds; who fills the silence hears their own hint come back.",
    trace=about_probe(_too_soon),
    stays=20.0,
)
ASK_FOR_A_NUMBER = Rule(
    id="ask-for-a-number",
    moment="90 s on a probe without a strong signal, a number or a fingerprint",
    text="Ask for one number, one name or one date.",
    reason="People who were there have specifics at hand; general talk can be learned.",
    trace=about_probe(_general),
)
OWN_HANDS = Rule(
    id="own-hands",
    moment="60 % of a probe's time, specifics asked and ownership not",
    text="Ask: what did your own hands do?",
    reason="'We' can hide a team's work behind one person, or one person's work behind a team.",
    trace=about_probe(_we),
)
SMOOTH_SO_FAR = Rule(
    id="smooth-so-far",
    moment="2 min into a probe with three strong ticks and no follow-up for the fluent",
    text="Smooth so far. Ask what they got wrong.",
    reason="Smooth answers are the ones evaluators fail to probe.",
    trace=about_probe(_fluent),
)
ONE_WAY_UP = Rule(
    id="one-way-up",
    moment="2 min without a mark after a weak or red tick",
    text="Offer one clean way up before moving on.",
    reason="One poor answer makes us stop listening, and what came next goes unheard.",
    trace=about_probe(_given_up),
)
