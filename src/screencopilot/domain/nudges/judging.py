"""Nudges about ticks and ratings: whether they rest on what was heard."""

from __future__ import annotations

from screencopilot.domain import events as ev
from screencopilot.domain.bank import Tone
from screencopilot.domain.nudges.moment import Here, Moment, question_of_ones_own
from screencopilot.domain.nudges.rule import Repeat, Rule, about_probe

VERDICT_SECONDS = 180.0
LEAD_SECONDS = 5.0
BURST_TICKS = 4
BURST_SECONDS = 3.0
FOLLOW_UPS_FIRST = 2
RUN_OF_RATINGS = 4
RATING_NEAR = 0.75


def _undecided(moment: Moment, here: Here) -> bool:
    """3 min on the probe without a fingerprint or a rating.

    There is no key for a private verdict; a fingerprint is the nearest, and on a claim's probe its verdict.
    """
    if here.seconds < VERDICT_SECONDS or here.marks.stamps or here.settled:
        return False
    if here.probe.kind != "claim":
        return True
    claims, given = moment.state.opened.claims, moment.state.marks.claims
    return not any(
        m.verdict and n < len(claims) and claims[n].kind in here.probe.claims for n, m in given.items()
    )


def _led(moment: Moment, here: Here) -> bool:
    """A strong signal ticked less than 5 s after a question of one's own was written down, no quote since.

    Such a question is a line that begins with ``Q:`` or ends in ``?``; one not written down cannot be seen.
    """
    trail, strong = moment.trail(here), here.ticked(Tone.STRONG)
    for place, step in enumerate(trail):
        if (
            not isinstance(step.event, ev.Ticked)
            or step.event.signal not in strong
            or not moment.fresh(step.at)
        ):
            continue
        led = any(
            isinstance(s.event, ev.LineWritten)
            and question_of_ones_own(s.event)
            and step.at - s.at < LEAD_SECONDS
            for s in trail[:place]
        )
        later = (s.event for s in trail[place:])
        if led and not any(isinstance(e, ev.LineWritten) and e.kind == "quote" for e in later):
            return True
    return False


def _burst(moment: Moment, here: Here) -> bool:
    """Four ticks still standing that were made within 3 s, and no line written since the last of them."""
    ticks = sorted(t.at for t in here.marks.ticks)
    ends = [
        last
        for first, last in zip(ticks, ticks[BURST_TICKS - 1 :], strict=False)
        if last - first <= BURST_SECONDS
    ]
    return bool(ends) and moment.fresh(ends[-1]) and not any(moment.lines_of(here.probe.id, since=ends[-1]))


def _unchecked(moment: Moment, here: Here) -> bool:
    """A red signal of a global flag is ticked and the flag's neutral check was not asked."""
    red, flags, checks = here.ticked(Tone.RED), moment.script.bank.flags, moment.state.marks.checks
    return any(s.id in red and s.flag in flags and s.flag not in checks for s in here.probe.signals)


def _early(_moment: Moment, here: Here) -> bool:
    """A rung given live after fewer than two follow-ups; an NE is no rung."""
    rating = here.marks.rating
    if rating is None or rating.value == "NE" or rating.recalled_after is not None:
        return False
    return len(here.marks.follow_ups) < min(FOLLOW_UPS_FIRST, len(here.probe.follow_ups))


def _run(moment: Moment, here: Here) -> bool:
    """The four newest rungs of other probes are equal, and this probe's rating is near or again the same.

    The next rating cannot be seen before its key is pressed: three quarters of the probe's time is when it is near. The
    table speaks of threes; four equal ratings of any other kind want the same look at the ladder.
    """
    newest = [value for probe, value, *_ in moment.rungs() if probe != here.probe.id][-RUN_OF_RATINGS:]
    if len(newest) < RUN_OF_RATINGS or len(set(newest)) > 1 or here.marks.skipped:
        return False
    rating = here.marks.rating
    return here.share(RATING_NEAR) if rating is None else rating.value == newest[0]


def _invented(moment: Moment, here: Here) -> bool:
    """A line beginning with ``Q:`` on a must-ask, at the probe's end.

    No event ends a probe while its marks are still looked at: its rating does, or the last second of its time.
    """
    if not here.item.must or not (here.marks.rating or here.share(1.0)):
        return False
    lines = moment.lines_of(here.probe.id)
    return any(w.line.text.strip()[:2].casefold() == "q:" for w in lines)


LIVED_OR_STUDIED = Rule(
    id="lived-or-studied",
    moment="3 min on a probe without a fingerprint",
    text="Real system, or well studied? Stamp what you heard, for yourself.",
    reason="Deciding late means deciding from the impression and not from the answer.",
    trace=about_probe(_undecided),
)
WHOSE_WORDS = Rule(
    id="whose-words",
    moment="a strong tick right after a question of your own",
    text="Did they say it, or did you?",
    reason="A leading question puts the signal into the answer.",
    trace=about_probe(_led),
    stays=20.0,
)
TICK_WHAT_YOU_HEARD = Rule(
    id="tick-what-you-heard",
    moment="four ticks within 3 s",
    text="Tick what you heard. Add one quote.",
    reason="Ticks that come in a heap come from knowing the bank, or from liking the person.",
    trace=about_probe(_burst),
    stays=30.0,
)
CHECK_FIRST = Rule(
    id="check-first",
    moment="a red tick whose neutral check was not asked",
    text="Ask the neutral check before this flag.",
    reason="Most red flags have an innocent reading, and one neutral question finds it.",
    trace=about_probe(_unchecked),
)
TWO_FOLLOW_UPS = Rule(
    id="two-follow-ups",
    moment="a rung given after fewer than two follow-ups",
    text="Fewer than two follow-ups asked. Rate on this, or mark NE?",
    reason="First answers are the prepared ones; the rungs differ in what comes after.",
    trace=about_probe(_early),
)
FOUR_EQUAL = Rule(
    id="four-equal",
    moment="the rating after four equal ones",
    text="Four equal ratings. Read the rung above and the one below once.",
    reason="A middle rung is the comfortable one; a scale used in one place tells nothing.",
    trace=about_probe(_run),
    repeat=Repeat.SCREEN,
)
ASK_AS_WRITTEN = Rule(
    id="ask-as-written",
    moment="the end of a must-ask in which you wrote a question of your own",
    text="Save your question for review; ask the form as it is written.",
    reason="Candidates compare only where they were asked the same.",
    trace=about_probe(_invented),
)
