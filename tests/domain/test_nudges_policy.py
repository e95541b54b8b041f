"""When nudges may speak at all: one at a time, 90 seconds apart, hidden, silenced, in their order."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain import events as ev
from screencopilot.domain.nudges import BY_ID, RULES, TEXT_LIMIT, Day, Phase, advise, due
from tests.domain.sitting import Sitting, wide_script
from tests.sample import sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)


# The catalogue.


def test_there_are_twenty_four_each_with_its_words():
    assert len(RULES) == len(BY_ID) == 24
    for rule in RULES:
        assert rule.id == rule.id.lower().replace("_", "-").replace(" ", "-")
        assert 0 < len(rule.text) <= TEXT_LIMIT
        assert rule.moment
        assert rule.reason.endswith(".")
        assert rule.trace.__doc__
        assert rule.phases


def test_order_of_priority():
    assert [rule.id for rule in RULES] == [
        "off-limits",
        "re-entry",
        "lock-first",
        "check-first",
        "their-turn",
        "keep-the-failure-probe",
        "whose-words",
        "tick-what-you-heard",
        "count-to-eight",
        "two-follow-ups",
        "smooth-so-far",
        "own-hands",
        "one-way-up",
        "ask-for-a-number",
        "lived-or-studied",
        "stop-after-asking",
        "rated-already",
        "four-equal",
        "ask-as-written",
        "long-day",
        "opening-over",
        "reread-the-ladder",
        "any-surprise",
        "first-differs",
    ]


def test_of_several_the_first_in_order_comes():
    sit = Sitting("check-first", "two-follow-ups", "tick-what-you-heard")
    for signal in ("r1", "s1", "s2", "s3"):
        sit.session.do(do.tick_signal, signal)
    sit.session.do(do.rate_probe, 5)
    found = []
    while rule := due(sit.moment):
        found.append(rule.id)
        sit.silenced |= {rule.id}
    assert found == ["check-first", "tick-what-you-heard", "two-follow-ups"]


# One at a time, and rarely.


def test_ninety_seconds_lie_between_two():
    sit = Sitting("check-first", "two-follow-ups")
    sit.do(do.rate_probe, 5)
    assert sit.seen == "two-follow-ups"
    sit.do(do.tick_signal, "r1")
    sit.do(do.rate_probe, "NE")
    sit.silent_for(89)
    sit.wait(1)
    assert sit.seen == "check-first"


def test_pause_does_not_count_towards_the_ninety_seconds():
    sit = Sitting("check-first", "two-follow-ups")
    sit.do(do.rate_probe, 5)
    sit.do(do.tick_signal, "r1")
    sit.do(do.rate_probe, "NE")
    sit.do(do.toggle_pause)
    sit.silent_for(600)
    sit.do(do.toggle_pause)
    sit.silent_for(89)
    sit.wait(1)
    assert sit.seen == "check-first"


def test_ninety_seconds_reach_from_the_greeting_into_the_screen():
    sit = Sitting("long-day", "check-first", day=Day(4, 100), begun=False)
    sit.wait(1)
    assert sit.seen == "long-day"
    sit.wait(29)
    sit.do(do.next_probe)
    sit.do(do.tick_signal, "r1")
    sit.silent_for(60)
    sit.wait(1)
    assert sit.seen == "check-first"


def test_ninety_seconds_run_in_the_greeting_too():
    day = Day(4, 200, first=(1,), previous=(5,))
    sit = Sitting("long-day", "reread-the-ladder", day=day, begun=False)
    sit.wait(1)
    assert sit.seen == "long-day"
    sit.wait(60)
    sit.silent_for(29)
    sit.wait(1)
    assert sit.seen == "reread-the-ladder"


def test_ninety_seconds_run_in_the_closing_form_too():
    sit = Sitting("two-follow-ups", "any-surprise")
    for probe in (FIRST, SECOND, THIRD):
        sit.do(do.open_probe, probe)
        sit.wait(60)
        sit.do(do.rate_probe, 3)
    # The last one came up on the third probe, at active second 180.
    assert sit.seen == "two-follow-ups"
    sit.do(do.open_closing)
    sit.silent_for(89)
    sit.wait(1)
    assert sit.seen == "any-surprise"


# Once.


def test_unanswered_nudge_goes_after_its_time_and_stays_away_on_this_probe():
    sit = Sitting("ask-for-a-number")
    sit.wait(90 + 59)
    assert sit.seen == "ask-for-a-number"
    sit.wait(1)
    assert sit.seen is None
    sit.silent_for(600)
    sit.do(do.next_probe)
    sit.silent_for(89)
    sit.wait(1)
    assert sit.seen == "ask-for-a-number"
    sit.do(do.previous_probe)
    sit.silent_for(300)


def test_answered_nudge_does_not_come_back_on_this_probe_when_the_answer_is_taken_back():
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    sit.do(do.tick_signal, "s1")
    sit.do(do.undo)
    sit.silent_for(300)


# Never while.


def test_nothing_comes_while_a_note_is_typed():
    sit = Sitting("ask-for-a-number")
    sit.writing = True
    sit.silent_for(200)
    sit.writing = False
    sit.wait(1)
    assert sit.seen == "ask-for-a-number"


@pytest.mark.parametrize("how", ["writing", "paused"])
def test_nudge_that_stood_is_hidden_for_as_long(how):
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    if how == "writing":
        sit.writing = True
        sit.silent_for(10)
        sit.writing = False
    else:
        sit.do(do.toggle_pause)
        sit.silent_for(600)
        sit.do(do.toggle_pause)
    assert sit.seen == "ask-for-a-number"


def test_nudge_answered_behind_the_note_line_is_gone_after_it():
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    sit.writing = True
    sit.do(do.tick_signal, "s1")
    sit.writing = False
    assert sit.seen is None
    assert isinstance(sit.entries[-1].event, ev.NudgeGone)


def test_only_the_ends_nudges_come_in_the_closing_form():
    late = [r.id for r in RULES if Phase.CLOSING in r.phases]
    assert late == ["lock-first", "any-surprise", "first-differs"]
    sit = Sitting(script=wide_script())
    sit.wait(120)
    sit.do(do.tick_signal, "r1")
    sit.do(do.open_closing)
    sit.silent_for(300)


def test_sealed_screen_is_left_alone():
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    sit.session.do(do.open_closing)
    sit.session.do(do.recommend, "no", "low", "why")
    sit.session.do(do.seal, "sha256:" + "0" * 64)
    assert sit.seen is None
    assert advise(sit.moment) is None


# Silenced.


def test_silenced_nudge_goes_and_stays_away_for_this_screen():
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    sit.do(do.silence_nudge)
    assert sit.seen is None
    sit.do(do.next_probe)
    sit.silent_for(300)
    assert sit.entries[-2].event == ev.NudgeSilenced("ask-for-a-number", for_ever=False)


def test_nudge_silenced_for_ever_says_so_for_the_profile():
    sit = Sitting("ask-for-a-number")
    sit.do(do.silence_nudge, "ask-for-a-number", for_ever=True)
    sit.silent_for(200)
    assert ev.NudgeSilenced("ask-for-a-number", for_ever=True) in [e.event for e in sit.entries]


def test_nudge_silenced_in_the_profile_goes_while_it_is_shown():
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    sit.silenced = frozenset(BY_ID)
    assert sit.seen is None
    sit.look()
    assert sit.state.nudges.current is None
