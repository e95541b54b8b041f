"""Nudges about ticks and ratings, each on a clock by hand."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from tests.domain.sitting import WIDE, Sitting, wide_script
from tests.sample import sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)


# lived-or-studied


def test_three_minutes_without_a_fingerprint():
    sit = Sitting("lived-or-studied")
    sit.do(do.tick_signal, "s1")
    sit.silent_for(179)
    sit.wait(1)
    assert sit.seen == "lived-or-studied"
    sit.do(do.stamp_fingerprint, "story")
    assert sit.seen is None


def test_claim_with_its_verdict_is_decided():
    sit = Sitting("lived-or-studied")
    sit.do(do.open_probe, THIRD)
    sit.do(do.judge_claim, 1, "verified")
    sit.wait(180)
    assert sit.seen == "lived-or-studied"
    sit.do(do.judge_claim, 0, "plausible")
    assert sit.seen is None


# whose-words


@pytest.mark.parametrize("typed", ["Q: so you rolled back?", "q: rolled back", "so you rolled it back?"])
def test_strong_tick_right_after_a_question_of_ones_own(typed):
    sit = Sitting("whose-words")
    sit.wait(60)
    sit.do(do.write_line, typed)
    sit.wait(4)
    assert sit.seen is None
    sit.do(do.tick_signal, "s2")
    assert sit.seen == "whose-words"
    sit.do(do.tick_signal, "s2")
    assert sit.seen is None


@pytest.mark.parametrize(
    ("typed", "pause", "signal"),
    [
        ("Q: so you rolled back?", 5, "s2"),
        ("Q: so you rolled back?", 4, "w1"),
        ("rolled back", 4, "s2"),
        ('"did I?"', 4, "s2"),
    ],
)
def test_later_ticks_poor_ticks_plain_lines_and_quotes_lead_nobody(typed, pause, signal):
    sit = Sitting("whose-words")
    sit.wait(60)
    sit.do(do.write_line, typed)
    sit.wait(pause)
    sit.do(do.tick_signal, signal)
    assert sit.seen is None


def test_their_own_words_settle_whose_they_were():
    sit = Sitting("whose-words")
    sit.do(do.write_line, "Q: and then?")
    sit.do(do.tick_signal, "s2")
    sit.wait(10)
    assert sit.seen == "whose-words"
    sit.do(do.write_line, '"I turned it off myself"')
    assert sit.seen is None


# tick-what-you-heard


def test_four_ticks_in_three_seconds():
    sit = Sitting("tick-what-you-heard")
    sit.wait(60)
    for signal in ("s1", "s2", "s3"):
        sit.do(do.tick_signal, signal)
        sit.wait(1)
    assert sit.seen is None
    sit.do(do.tick_signal, "w1")
    assert sit.seen == "tick-what-you-heard"
    sit.do(do.write_line, '"we saw it on the 11th"')
    assert sit.seen is None


def test_four_ticks_in_four_seconds_are_listening():
    sit = Sitting("tick-what-you-heard")
    for signal in ("s1", "s2"):
        sit.do(do.tick_signal, signal)
        sit.wait(1)
    sit.do(do.tick_signal, "s3")
    sit.wait(2)
    sit.do(do.tick_signal, "w1")
    assert sit.seen is None


def test_one_of_four_taken_back_is_enough():
    sit = Sitting("tick-what-you-heard")
    for signal in ("s1", "s2", "s3", "w1"):
        sit.do(do.tick_signal, signal)
    assert sit.seen == "tick-what-you-heard"
    sit.do(do.undo)
    assert sit.seen is None


# check-first


def test_red_tick_wants_its_neutral_check():
    sit = Sitting("check-first")
    sit.wait(60)
    sit.do(do.tick_signal, "r1")
    assert sit.seen == "check-first"
    sit.do(do.ask_check, "all-success")
    assert sit.seen == "check-first"
    sit.do(do.ask_check, "no-failure-numbers")
    assert sit.seen is None


def test_checked_before_or_without_a_global_flag_nothing_is_wanted():
    sit = Sitting("check-first")
    sit.do(do.ask_check, "no-failure-numbers")
    sit.do(do.tick_signal, "r1")
    sit.do(do.tick_signal, "r2")
    assert sit.seen is None


# two-follow-ups


@pytest.mark.parametrize("asked", [0, 1])
def test_rung_before_two_follow_ups(asked):
    sit = Sitting("two-follow-ups")
    for _ in range(asked):
        sit.do(do.ask_follow_up)
    sit.wait(300)
    assert sit.seen is None
    sit.do(do.rate_probe, 4)
    assert sit.seen == "two-follow-ups"
    sit.do(do.rate_probe, "NE")
    assert sit.seen is None


def test_rung_after_two_follow_ups_and_ne_at_any_time():
    sit = Sitting("two-follow-ups")
    sit.do(do.rate_probe, "NE")
    assert sit.seen is None
    sit.do(do.ask_follow_up)
    sit.do(do.ask_follow_up)
    sit.do(do.rate_probe, 4)
    assert sit.seen is None


def test_second_follow_up_answers_it():
    sit = Sitting("two-follow-ups")
    sit.do(do.ask_follow_up)
    sit.do(do.rate_probe, 2)
    sit.do(do.ask_follow_up)
    assert sit.seen is None


# four-equal


def rated(*values):
    """Rate the first probes of the wide script and turn to the next one."""
    sit = Sitting("four-equal", script=wide_script())
    for value in values:
        sit.do(do.rate_probe, value)
        sit.do(do.next_probe)
    return sit


@pytest.mark.parametrize("rung", [3, 4])
def test_next_rating_after_four_equal_ones(rung):
    sit = rated(*[rung] * 4)
    sit.silent_for(449)
    sit.wait(1)
    assert sit.seen == "four-equal"
    sit.do(do.rate_probe, 2)
    assert sit.seen is None


def test_fifth_equal_rating_brings_it_at_once():
    sit = rated(3, 3, 3, 3)
    sit.wait(60)
    sit.do(do.rate_probe, 3)
    assert sit.seen == "four-equal"


@pytest.mark.parametrize("values", [(3, 3, 3), (3, 3, 3, 4), (3, 3, 2, 3), (3, 3, "NE", 3)])
def test_fewer_or_different_ones_are_no_run(values):
    sit = rated(*values)
    sit.silent_for(600)


def test_an_ne_does_not_end_a_run():
    sit = rated(3, 3, "NE", 3, 3)
    sit.wait(450)
    assert sit.seen == "four-equal"


def test_run_is_told_once_in_a_screen():
    sit = rated(3, 3, 3, 3)
    sit.do(do.rate_probe, 3)
    assert sit.seen == "four-equal"
    sit.do(do.next_probe)
    sit.wait(61)
    assert sit.seen is None
    sit.silent_for(540)


# ask-as-written


def test_question_of_ones_own_in_a_must_ask_at_its_rating():
    sit = Sitting("ask-as-written")
    sit.do(do.write_line, "Q: what about lineage")
    sit.silent_for(300)
    sit.do(do.rate_probe, 3)
    assert sit.seen == "ask-as-written"
    sit.do(do.undo)
    sit.do(do.undo)
    assert sit.seen is None


def test_question_of_ones_own_in_a_must_ask_at_the_end_of_its_time():
    sit = Sitting("ask-as-written")
    sit.do(do.write_line, "Q: what about lineage")
    sit.silent_for(839)
    sit.wait(1)
    assert sit.seen == "ask-as-written"


@pytest.mark.parametrize(("probe", "typed"), [(SECOND, "Q: what about lineage"), (FIRST, "a plain line")])
def test_optional_probe_and_plain_line_are_free(probe, typed):
    sit = Sitting("ask-as-written")
    sit.do(do.open_probe, probe)
    sit.do(do.write_line, typed)
    sit.do(do.rate_probe, 3)
    assert sit.seen is None


def test_wide_script_has_the_probes_these_tests_count_on():
    assert tuple(item.probe for item in wide_script().agenda) == WIDE
