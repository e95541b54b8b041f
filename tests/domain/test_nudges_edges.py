"""Nudges about time, and those of a screen's start and end, each on a clock by hand."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from screencopilot.domain import commands as do
from screencopilot.domain.nudges import Day
from tests.domain.sitting import WIDE, Sitting, wide_script
from tests.sample import sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)


# The start.


@pytest.mark.parametrize(
    ("day", "tired"),
    [
        (Day(4, 100), True),
        (Day(3, 180), False),
        (Day(3, 181), True),
        (Day(0, 0), False),
    ],
)
def test_fifth_screen_or_a_long_day(day, tired):
    sit = Sitting("long-day", day=day, begun=False)
    sit.look()
    assert sit.seen == ("long-day" if tired else None)
    sit.do(do.next_probe)
    assert sit.seen is None


@pytest.mark.parametrize(
    ("day", "moved"),
    [
        (Day(2, 90, first=(3, 4), previous=(3, 2)), True),
        (Day(2, 90, first=(3, 2), previous=(4, 3)), True),
        (Day(2, 90, first=(3, 4, 3), previous=(3, 3, 2)), False),
        (Day(2, 90, first=(4,) * 20, previous=(4, *(3,) * 19)), False),
        (Day(1, 45, first=(5,), previous=(1,)), False),
        (Day(2, 90, first=(), previous=(1,)), False),
    ],
)
def test_ratings_that_moved_by_a_rung_since_the_first_screen(day, moved):
    sit = Sitting("reread-the-ladder", day=day, begun=False)
    sit.look()
    assert sit.seen == ("reread-the-ladder" if moved else None)
    sit.do(do.next_probe)
    assert sit.seen is None


def test_greeting_of_one_and_a_half_times_its_minutes():
    sit = Sitting("opening-over", begun=False)
    sit.silent_for(179)
    sit.wait(1)
    assert sit.seen == "opening-over"
    sit.do(do.next_probe)
    assert sit.seen is None


# On the way.


def test_rated_probe_a_quarter_over_its_time():
    sit = Sitting("rated-already")
    sit.wait(600)
    sit.do(do.rate_probe, 4)
    sit.silent_for(449)
    sit.wait(1)
    assert sit.seen == "rated-already"
    sit.do(do.next_probe)
    assert sit.seen is None


def test_unrated_probe_may_run_over_until_it_is_rated():
    sit = Sitting("rated-already")
    sit.silent_for(1200)
    sit.do(do.rate_probe, "NE")
    assert sit.seen == "rated-already"


def test_failure_probe_unasked_with_its_time_and_three_minutes_left():
    sit = Sitting("keep-the-failure-probe", begun=False)
    sit.do(do.open_probe, SECOND)
    # 43 min of screen, 5 of them the candidate's, 14 the failure probe's and 3 to spare: 21 min in.
    sit.silent_for(21 * 60 - 1)
    sit.wait(1)
    assert sit.seen == "keep-the-failure-probe"
    sit.do(do.open_probe, FIRST)
    assert sit.seen is None


def test_failure_probe_asked_or_skipped_is_not_missed():
    asked = Sitting("keep-the-failure-probe")
    asked.wait(30)
    asked.do(do.next_probe)
    asked.silent_for(2400)
    skipped = Sitting("keep-the-failure-probe")
    skipped.do(do.skip_probe, "not this role")
    skipped.silent_for(2400)


def test_failure_probe_without_a_slot_of_its_name_is_the_first_archaeology():
    sit = Sitting("keep-the-failure-probe", script=wide_script(), begun=False)
    sit.do(do.open_probe, WIDE[1])
    sit.wait((88 - 5 - 10 - 3) * 60 - 1)
    assert sit.seen is None
    sit.wait(1)
    assert sit.seen == "keep-the-failure-probe"


def test_failure_slot_goes_before_other_archaeology():
    script = wide_script(slots=("warm-up", "archaeology"))
    sit = Sitting("keep-the-failure-probe", script=script)
    sit.wait((88 - 5 - 10 - 3) * 60)
    assert sit.seen == "keep-the-failure-probe"
    sit.do(do.next_probe)
    assert sit.seen is None


def test_candidates_own_time():
    sit = Sitting("their-turn")
    sit.silent_for(38 * 60 - 1)
    sit.wait(1)
    assert sit.seen == "their-turn"
    sit.do(do.next_probe)
    assert sit.seen == "their-turn"
    sit.do(do.open_closing)
    assert sit.seen is None


def test_plan_without_opening_or_candidate_time_sets_no_limit():
    script = wide_script()
    script = replace(script, plan=replace(script.plan, opening=0, candidate_time=0))
    sit = Sitting("opening-over", "their-turn", script=script, begun=False)
    sit.silent_for(600)
    sit.do(do.next_probe)
    sit.silent_for(script.total_seconds + 1)


# The end.


def closing(only, *values, apart=60):
    """Rate probes of the wide script one by one, a minute apart, and open the closing form."""
    sit = Sitting(only, script=wide_script())
    for value in values:
        sit.wait(apart)
        sit.do(do.rate_probe, value)
        sit.do(do.next_probe)
    sit.do(do.previous_probe)
    assert sit.seen is None
    sit.do(do.open_closing)
    return sit


@pytest.mark.parametrize(
    ("values", "asks"),
    [((3, 3, 3), True), ((3, 3, "NE", 3), True), ((3, 3), False), ((3, 3, 4), False), (("NE",) * 4, False)],
)
def test_all_rungs_equal_ask_for_a_surprise(values, asks):
    sit = closing("any-surprise", *values)
    assert sit.seen == ("any-surprise" if asks else None)
    if asks:
        sit.do(do.rate_probe, 5, probe=WIDE[1])
        assert sit.seen is None


@pytest.mark.parametrize(("apart", "asks"), [(5, True), (6, False)])
def test_rung_carried_over_within_five_seconds(apart, asks):
    sit = Sitting("any-surprise", script=wide_script())
    sit.wait(60)
    sit.do(do.rate_probe, 2)
    sit.do(do.next_probe)
    sit.wait(60)
    sit.do(do.rate_probe, 4)
    sit.do(do.next_probe)
    sit.wait(apart)
    sit.do(do.rate_probe, 4)
    sit.do(do.open_closing)
    assert sit.seen == ("any-surprise" if asks else None)


@pytest.mark.parametrize(("apart", "asks"), [(5, True), (6, False)])
def test_rungs_of_the_closing_form_are_compared_by_its_own_seconds(apart, asks):
    sit = Sitting("any-surprise", script=wide_script())
    sit.wait(60)
    sit.do(do.next_probe)
    sit.wait(60)
    sit.do(do.open_closing)
    sit.wait(20)
    sit.do(do.rate_probe, 4, probe=WIDE[0])
    sit.wait(apart)
    assert sit.seen is None
    sit.do(do.rate_probe, 4, probe=WIDE[1])
    assert sit.seen == ("any-surprise" if asks else None)


def test_questions_of_the_end_wait_for_the_last_rating():
    sit = Sitting("any-surprise", script=wide_script())
    for probe in WIDE[:4]:
        sit.do(do.open_probe, probe)
        sit.wait(60)
        if probe != WIDE[3]:
            sit.do(do.rate_probe, 3)
    sit.do(do.open_closing)
    sit.silent_for(60)
    sit.do(do.rate_probe, "NE")
    assert sit.seen == "any-surprise"


@pytest.mark.parametrize(
    ("values", "asks"),
    [
        ((5, 3, 3), True),
        ((1, 3, 3), True),
        ((4, 3, 2), False),
        ((5, 3), False),
        ((3, 5, 5), True),
        ((4, 3, 3), False),
    ],
)
def test_first_rating_two_rungs_from_the_others(values, asks):
    sit = closing("first-differs", *values)
    assert sit.seen == ("first-differs" if asks else None)
    if asks:
        sit.do(do.rate_probe, 4, probe=WIDE[0])
        assert sit.seen is None


def test_first_is_the_probe_opened_first_not_the_first_of_the_agenda():
    sit = Sitting("first-differs", script=wide_script(), begun=False)
    for probe, value in ((WIDE[2], 5), (WIDE[0], 3), (WIDE[1], 3)):
        sit.do(do.open_probe, probe)
        sit.wait(60)
        sit.do(do.rate_probe, value)
    sit.do(do.open_closing)
    assert sit.seen == "first-differs"


def test_others_notes_opened_before_the_seal():
    sit = closing("lock-first", 3, 4)
    sit.silent_for(30)
    sit.comparing = True
    sit.look()
    assert sit.seen == "lock-first"
    sit.comparing = False
    sit.look()
    assert sit.seen is None


def test_after_the_seal_others_notes_are_free():
    sit = closing("lock-first", 3, 4)
    sit.do(do.recommend, "yes", "high", "why")
    sit.do(do.seal, "sha256:" + "0" * 64)
    sit.comparing = True
    sit.silent_for(5)
