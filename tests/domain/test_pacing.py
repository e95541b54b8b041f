"""Behind or ahead, what is still needed, and which optional probe falls out."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from screencopilot.domain import commands as do
from screencopilot.domain.pacing import minutes, pace
from tests.sample import PLAN_45, bank_of, new_session, sample_probes, sample_script, script_of

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)
#: Plan "45": 43 min after the opening, 5 of them the candidate's own; 14 must, 10 and 8 optional.
TOTAL, CANDIDATE = 43 * 60, 5 * 60
BUDGET = {FIRST: 14 * 60, SECOND: 10 * 60, THIRD: 8 * 60}


def pace_of(session):
    return pace(session.script, session.state, session.at)


def after(seconds, probe=FIRST, script=None):
    """Return the pace after some seconds on one probe."""
    session, _, clock = new_session(script)
    session.do(do.open_probe, probe)
    clock.tick(seconds)
    return pace_of(session)


def fallen(found):
    return [f.probe for f in found.falls_out]


def test_greeting_has_the_whole_screen_before_it():
    session, _, clock = new_session()
    clock.tick(600)
    found = pace_of(session)
    assert (found.left, found.behind, found.falls_out) == (TOTAL, 0, ())
    assert found.needed == sum(BUDGET.values()) + CANDIDATE


@pytest.mark.parametrize(
    ("over", "words"), [(0, "on time"), (29, "on time"), (30, "0:30 behind"), (70, "1:10 behind")]
)
def test_time_over_a_budget_is_behind(over, words):
    found = after(BUDGET[FIRST] + over)
    assert found.behind == over
    assert found.words == words


def test_inside_its_budget_a_probe_is_on_time():
    assert after(BUDGET[FIRST] - 1).behind == 0


def test_leaving_a_probe_early_is_ahead():
    session, _, clock = new_session()
    session.do(do.next_probe)
    clock.tick(BUDGET[FIRST] - 90)
    session.do(do.next_probe)
    assert pace_of(session).behind == -90
    assert pace_of(session).words == "1:30 ahead"


def test_early_probe_pays_for_a_late_one():
    session, _, clock = new_session()
    session.do(do.next_probe)
    clock.tick(BUDGET[FIRST] - 90)
    session.do(do.next_probe)
    clock.tick(BUDGET[SECOND] + 90)
    assert pace_of(session).words == "on time"


def test_pause_and_closing_form_cost_no_time():
    session, _, clock = new_session()
    session.do(do.next_probe)
    clock.tick(60)
    before = pace_of(session)
    session.do(do.toggle_pause)
    clock.tick(600)
    assert pace_of(session) == before
    session.do(do.open_closing)
    clock.tick(600)
    assert pace_of(session) == before


def test_time_left_goes_below_zero():
    found = after(TOTAL + 61)
    assert found.left == -61


def test_needed_is_the_rest_of_this_probe_what_is_open_and_the_candidates_time():
    assert after(60).needed == (BUDGET[FIRST] - 60) + BUDGET[SECOND] + BUDGET[THIRD] + CANDIDATE


def test_over_its_budget_a_probe_needs_no_more():
    assert after(BUDGET[FIRST] + 60).needed == BUDGET[SECOND] + BUDGET[THIRD] + CANDIDATE


def test_skipped_probe_needs_no_time():
    session, _, _ = new_session()
    session.do(do.next_probe)
    session.do(do.skip_probe, "no time left", probe=SECOND)
    assert pace_of(session).needed == BUDGET[FIRST] + BUDGET[THIRD] + CANDIDATE


def test_last_probe_skipped_needs_no_time_though_it_stays_on_the_terminal():
    session, _, _ = new_session()
    session.do(do.open_probe, THIRD)
    session.do(do.skip_probe, "no time left")
    assert pace_of(session).needed == BUDGET[FIRST] + BUDGET[SECOND] + CANDIDATE


def test_nothing_falls_out_while_all_fits_to_the_second():
    slack = TOTAL - CANDIDATE - sum(BUDGET.values())
    assert fallen(after(BUDGET[FIRST] + slack)) == []
    assert fallen(after(BUDGET[FIRST] + slack + 1)) == [SECOND]


def test_falls_out_in_the_plans_drop_order_with_the_reason():
    found = after(TOTAL - CANDIDATE - 5 * 60)
    assert fallen(found) == [SECOND, THIRD]
    assert [f.why for f in found.falls_out] == [
        "18:00 to ask, 5:00 left",
        "8:00 to ask, 5:00 left",
    ]


def test_without_a_drop_order_the_last_falls_out_first():
    plan = replace(PLAN_45, drop_order=())
    script = script_of(bank_of(sample_probes(), [plan]))
    assert fallen(after(TOTAL - CANDIDATE - 11 * 60, script=script)) == [THIRD]
    assert fallen(after(TOTAL - CANDIDATE, script=script)) == [THIRD, SECOND]


def test_slots_of_the_drop_order_go_before_those_it_does_not_name():
    plan = replace(PLAN_45, drop_order=("cost",))
    script = script_of(bank_of(sample_probes(), [plan]))
    assert fallen(after(TOTAL - CANDIDATE, script=script)) == [SECOND, THIRD]


def test_must_never_falls_out_even_when_named_in_the_drop_order():
    plan = replace(PLAN_45, drop_order=("archaeology", "cost", "claim"))
    script = script_of(bank_of(sample_probes(), [plan]))
    assert fallen(after(TOTAL * 2, probe=THIRD, script=script)) == [SECOND]


def test_current_probe_does_not_fall_out():
    assert fallen(after(TOTAL, probe=SECOND)) == [THIRD]


def test_probe_already_asked_or_skipped_does_not_fall_out():
    session, _, clock = new_session()
    session.do(do.open_probe, SECOND)
    clock.tick(30)
    session.do(do.open_probe, FIRST)
    session.do(do.skip_probe, "not this role", probe=THIRD)
    clock.tick(TOTAL)
    assert pace_of(session).falls_out == ()


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(0, "0:00"), (59.9, "0:59"), (60, "1:00"), (3725, "62:05"), (-0.4, "0:00"), (-70, "-1:10")],
)
def test_minutes_are_shown_as_clock_time(seconds, shown):
    assert minutes(seconds) == shown
