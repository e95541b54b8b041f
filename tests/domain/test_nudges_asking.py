"""Nudges about asking, each on a clock by hand: to the second, and gone when answered."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from tests.domain.sitting import Sitting
from tests.sample import sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)


# stop-after-asking


def test_forty_seconds_without_a_mark_say_stop():
    sit = Sitting("stop-after-asking")
    sit.silent_for(39)
    sit.wait(1)
    assert sit.seen == "stop-after-asking"


@pytest.mark.parametrize(
    ("command", "args"),
    [
        (do.tick_signal, ("w1",)),
        (do.ask_follow_up, ()),
        (do.write_line, ("it began",)),
        (do.keep_draft, ("it",)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_first_thing_done_on_the_probe_means_it_was_asked(command, args):
    sit = Sitting("stop-after-asking")
    sit.wait(40)
    sit.do(command, *args)
    assert sit.seen is None
    early = Sitting("stop-after-asking")
    early.wait(39)
    early.do(command, *args)
    early.silent_for(60)


def test_each_probe_has_its_own_forty_seconds():
    sit = Sitting("stop-after-asking")
    sit.wait(100)
    sit.do(do.next_probe)
    sit.silent_for(39)
    sit.wait(1)
    assert sit.seen == "stop-after-asking"


# count-to-eight


def test_follow_up_right_after_a_follow_up_is_too_soon():
    sit = Sitting("count-to-eight")
    sit.wait(60)
    sit.do(do.ask_follow_up)
    sit.wait(9)
    assert sit.seen is None
    sit.do(do.ask_follow_up)
    assert sit.seen == "count-to-eight"


def test_ten_seconds_of_silence_are_enough():
    sit = Sitting("count-to-eight")
    sit.wait(60)
    sit.do(do.ask_follow_up)
    sit.wait(10)
    sit.do(do.ask_follow_up)
    assert sit.seen is None


@pytest.mark.parametrize("question", [do.say_again, do.play_card, do.offer_no_case])
def test_follow_up_right_after_another_question_is_too_soon(question):
    sit = Sitting("count-to-eight")
    sit.wait(60)
    sit.do(question)
    sit.wait(5)
    sit.do(do.ask_follow_up)
    assert sit.seen == "count-to-eight"


def test_follow_up_right_after_the_opening_is_too_soon_on_the_first_visit_only():
    sit = Sitting("count-to-eight")
    sit.wait(9)
    sit.do(do.ask_follow_up)
    assert sit.seen == "count-to-eight"
    back = Sitting("count-to-eight")
    back.wait(60)
    back.do(do.next_probe)
    back.wait(60)
    back.do(do.previous_probe)
    back.wait(3)
    back.do(do.ask_follow_up)
    assert back.seen is None


def test_follow_up_that_starts_the_screen_is_not_too_soon():
    sit = Sitting("count-to-eight", begun=False)
    sit.do(do.ask_follow_up)
    assert sit.seen is None


def test_too_soon_goes_with_its_undo_and_with_its_time():
    sit = Sitting("count-to-eight")
    sit.wait(5)
    sit.do(do.ask_follow_up)
    sit.wait(19)
    assert sit.seen == "count-to-eight"
    sit.wait(1)
    assert sit.seen is None
    other = Sitting("count-to-eight")
    other.wait(5)
    other.do(do.ask_follow_up)
    other.do(do.undo)
    assert other.seen is None


# ask-for-a-number


def test_ninety_seconds_without_specifics_ask_for_a_number():
    sit = Sitting("ask-for-a-number")
    sit.do(do.tick_signal, "w1")
    sit.silent_for(89)
    sit.wait(1)
    assert sit.seen == "ask-for-a-number"


@pytest.mark.parametrize(
    ("command", "args"),
    [
        (do.tick_signal, ("s2",)),
        (do.fill_number, ("damage", "0.64")),
        (do.stamp_fingerprint, ("regret",)),
        (do.rate_probe, (2,)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_specifics_answer_it_before_and_after(command, args):
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    sit.do(command, *args)
    assert sit.seen is None
    early = Sitting("ask-for-a-number")
    early.do(command, *args)
    early.silent_for(300)


# own-hands


def test_ownership_unasked_at_sixty_percent():
    sit = Sitting("own-hands")
    sit.do(do.ask_follow_up, "f1")
    sit.silent_for(503)
    sit.wait(1)
    assert sit.seen == "own-hands"
    sit.do(do.ask_follow_up, "f2")
    assert sit.seen is None


@pytest.mark.parametrize("asked", [(), ("f1", "f2"), ("f2",)])
def test_ownership_waits_for_specifics_and_is_not_asked_twice(asked):
    sit = Sitting("own-hands")
    for follow_up in asked:
        sit.do(do.ask_follow_up, follow_up)
    sit.silent_for(600)


# smooth-so-far


def three_strong(sit):
    sit.wait(30)
    for signal in ("s1", "s2", "s3"):
        sit.do(do.tick_signal, signal)


def test_three_strong_ticks_in_two_minutes_want_the_follow_up_for_the_fluent():
    sit = Sitting("smooth-so-far")
    three_strong(sit)
    sit.silent_for(89)
    sit.wait(1)
    assert sit.seen == "smooth-so-far"
    sit.do(do.ask_follow_up, "f1")
    assert sit.seen == "smooth-so-far"
    sit.do(do.ask_follow_up, "f3")
    assert sit.seen is None


def test_two_strong_ticks_or_a_late_third_are_no_halo():
    sit = Sitting("smooth-so-far")
    sit.do(do.tick_signal, "s1")
    sit.do(do.tick_signal, "s2")
    sit.wait(121)
    sit.do(do.tick_signal, "s3")
    sit.silent_for(120)


def test_follow_up_for_the_fluent_asked_in_time_keeps_it_quiet():
    sit = Sitting("smooth-so-far")
    three_strong(sit)
    sit.do(do.ask_follow_up, "f3")
    sit.silent_for(200)


# one-way-up


@pytest.mark.parametrize("signal", ["w1", "r1"])
def test_two_minutes_of_nothing_after_a_poor_tick(signal):
    sit = Sitting("one-way-up")
    sit.wait(50)
    sit.do(do.tick_signal, signal)
    sit.silent_for(119)
    sit.wait(1)
    assert sit.seen == "one-way-up"
    sit.do(do.ask_follow_up)
    assert sit.seen is None


def test_anything_marked_after_the_poor_tick_is_no_giving_up():
    sit = Sitting("one-way-up")
    sit.do(do.tick_signal, "w1")
    sit.wait(60)
    sit.do(do.write_line, "looks for the word")
    sit.silent_for(200)


def test_strong_tick_or_another_probe_is_no_giving_up():
    sit = Sitting("one-way-up")
    sit.do(do.tick_signal, "s1")
    sit.silent_for(200)
    sit.do(do.tick_signal, "w1")
    sit.do(do.next_probe)
    sit.silent_for(200)
