"""Greeting, clocks, the way through the agenda, closing, sleep and recovery."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain import events as ev
from screencopilot.domain.commands import Refused
from screencopilot.domain.entry import Entry
from screencopilot.domain.session import Session
from screencopilot.domain.state import replay
from screencopilot.domain.writeup import note_of
from tests.sample import ManualClock, new_session, recovered, sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)
REASON = "no time left"


def opened():
    session, entries, clock = new_session()
    session.do(do.next_probe)
    return session, entries, clock


def kinds(entries):
    return [type(entry.event) for entry in entries]


# Greeting.


def test_greeting_has_its_own_clock():
    session, _, clock = new_session()
    clock.tick(75)
    assert session.at == 0.0
    assert session.opening_seconds == 75.0


def test_first_probe_starts_the_screen_at_second_zero():
    session, entries, clock = new_session()
    clock.tick(75)
    session.do(do.next_probe)
    assert kinds(entries) == [ev.ScreenOpened, ev.Begun, ev.ProbeOpened]
    assert [e.at for e in entries] == [0.0, 0.0, 0.0]
    assert session.state.current == FIRST
    clock.tick(10)
    assert session.at == 10.0
    assert session.opening_seconds == 75.0


@pytest.mark.parametrize(
    ("command", "args"),
    [
        (do.tick_signal, ("s1",)),
        (do.stamp_fingerprint, ("story",)),
        (do.rate_probe, (3,)),
        (do.ask_follow_up, ()),
        (do.play_card, ()),
        (do.say_again, ()),
        (do.offer_no_case, ()),
        (do.fill_number, ("began", "11th")),
        (do.mark_moment, ()),
        (do.write_line, ("a line",)),
        (do.ask_check, ("all-success",)),
        (do.ask_claim, (0,)),
        (do.judge_claim, (0, "verified")),
        (do.skip_probe, (REASON,)),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_first_mark_begins_the_screen_on_the_first_probe(command, args):
    session, entries, clock = new_session()
    clock.tick(30)
    session.do(command, *args)
    assert kinds(entries)[1:3] == [ev.Begun, ev.ProbeOpened]
    assert entries[2].event.probe == FIRST
    assert session.state.begun
    assert session.state.opening_seconds == 30.0


def test_first_mark_on_a_named_probe_begins_there():
    session, _, _ = new_session()
    session.do(do.tick_signal, "s1", probe=SECOND)
    assert session.state.current == SECOND


def test_refused_mark_does_not_begin_the_screen():
    session, entries, _ = new_session()
    with pytest.raises(Refused):
        session.do(do.tick_signal, "s9")
    assert not session.state.begun
    assert len(entries) == 1


def test_there_is_nothing_before_the_first_probe_nor_to_close_during_the_greeting():
    session, _, _ = new_session()
    with pytest.raises(Refused, match="has not begun"):
        session.do(do.previous_probe)
    with pytest.raises(Refused, match="nothing was asked"):
        session.do(do.open_closing)


# The way through the agenda.


def test_next_and_previous_walk_the_agenda_and_stop_at_its_ends():
    session, _, _ = opened()
    with pytest.raises(Refused, match="first probe"):
        session.do(do.previous_probe)
    session.do(do.next_probe)
    session.do(do.next_probe)
    assert session.state.current == THIRD
    with pytest.raises(Refused, match="last probe"):
        session.do(do.next_probe)
    session.do(do.previous_probe)
    assert session.state.current == SECOND


def test_opening_the_current_probe_again_records_nothing():
    session, entries, _ = opened()
    count = len(entries)
    session.do(do.open_probe, FIRST)
    assert len(entries) == count


def test_seconds_on_a_probe_add_up_over_visits():
    session, _, clock = opened()
    clock.tick(100)
    session.do(do.next_probe)
    clock.tick(50)
    session.do(do.previous_probe)
    clock.tick(7)
    assert session.state.seconds_on(FIRST, session.at) == 107.0
    assert session.state.seconds_on(SECOND, session.at) == 50.0
    assert session.state.seconds_on(THIRD, session.at) == 0.0
    assert session.state.visits[SECOND].first_at == 100.0


def test_skip_turns_to_the_next_probe():
    session, _, _ = opened()
    session.do(do.skip_probe, f" {REASON} ")
    assert session.state.marks.probe(FIRST).skipped == REASON
    assert session.state.current == SECOND


def test_skip_of_a_named_probe_stays_where_it_is_and_the_walk_passes_it_over():
    session, _, _ = opened()
    session.do(do.skip_probe, REASON, probe=SECOND)
    assert session.state.current == FIRST
    session.do(do.next_probe)
    assert session.state.current == THIRD
    session.do(do.previous_probe)
    assert session.state.current == FIRST


def test_skip_of_the_last_probe_stays_on_it():
    session, _, _ = new_session()
    session.do(do.open_probe, THIRD)
    session.do(do.skip_probe, REASON)
    assert session.state.current == THIRD


def test_skip_during_the_greeting_begins_the_screen_and_moves_on():
    session, _, _ = new_session()
    session.do(do.skip_probe, REASON)
    assert session.state.marks.probe(FIRST).skipped == REASON
    assert session.state.current == SECOND


@pytest.mark.parametrize("because", ["", "  "])
def test_skip_needs_a_reason(because):
    session, _, _ = opened()
    with pytest.raises(Refused, match="reason"):
        session.do(do.skip_probe, because)


def test_skipped_probe_can_still_be_opened_by_name():
    session, _, _ = opened()
    session.do(do.skip_probe, REASON)
    session.do(do.open_probe, FIRST)
    assert session.state.current == FIRST


def test_skip_while_closing_opens_no_other_probe():
    session, _, _ = opened()
    session.do(do.open_closing)
    session.do(do.skip_probe, REASON)
    assert session.state.current == FIRST


# Pause and resume.


def test_pause_holds_active_seconds_and_resume_lets_them_run():
    session, _, clock = opened()
    clock.tick(20)
    session.do(do.toggle_pause)
    clock.tick(66)
    assert session.at == 20.0
    session.do(do.toggle_pause)
    clock.tick(5)
    assert session.at == 25.0
    assert session.state.paused_seconds == 66.0
    assert session.state.seconds_on(FIRST, session.at) == 25.0


def test_marks_made_while_paused_carry_the_held_second():
    session, _, clock = opened()
    clock.tick(20)
    session.do(do.toggle_pause)
    clock.tick(66)
    session.do(do.tick_signal, "s1")
    assert session.state.marks.probe(FIRST).ticks[0].at == 20.0


def test_several_pauses_add_up():
    session, _, clock = opened()
    for _ in range(3):
        session.do(do.toggle_pause)
        clock.tick(10)
        session.do(do.toggle_pause)
        clock.tick(1)
    assert session.state.paused_seconds == 30.0
    assert session.at == 3.0


def test_greeting_stands_still_while_paused():
    session, _, clock = new_session()
    clock.tick(10)
    session.do(do.toggle_pause)
    clock.tick(50)
    session.do(do.toggle_pause)
    clock.tick(5)
    session.do(do.next_probe)
    assert session.state.opening_seconds == 15.0


def test_pause_of_the_greeting_is_no_pause_of_the_screen():
    """The note's ``started`` is when the first probe was opened; what was paused before lies outside."""
    session, _, clock = new_session()
    session.do(do.toggle_pause)
    clock.tick(50)
    session.do(do.toggle_pause)
    session.do(do.next_probe)
    clock.tick(60)
    session.do(do.open_closing)
    timing = note_of(session.script, session.state).timing
    assert timing.paused_seconds == 0
    assert (timing.ended - timing.started).total_seconds() == timing.active_seconds + timing.paused_seconds


def test_screen_begun_while_paused_stays_paused_at_zero():
    session, _, clock = new_session()
    session.do(do.toggle_pause)
    clock.tick(50)
    session.do(do.next_probe)
    clock.tick(30)
    assert session.at == 0.0
    session.do(do.toggle_pause)
    clock.tick(3)
    assert session.at == 3.0
    assert session.state.paused_seconds == 30.0


# Closing.


def test_closing_stops_the_clock_and_leaving_lets_it_run_on():
    session, _, clock = opened()
    clock.tick(40)
    session.do(do.open_closing)
    clock.tick(300)
    assert session.at == 40.0
    assert session.state.closed_at == 40.0
    session.do(do.leave_closing)
    clock.tick(5)
    assert session.at == 45.0
    assert session.state.closed_at is None
    assert session.state.seconds_on(FIRST, session.at) == 45.0


def test_closing_ends_a_pause():
    session, _, clock = opened()
    session.do(do.toggle_pause)
    clock.tick(12)
    session.do(do.open_closing)
    assert not session.state.paused
    assert session.state.paused_seconds == 12.0


def test_closing_again_and_leaving_again_record_nothing():
    session, entries, _ = opened()
    assert session.do(do.leave_closing) == ()
    session.do(do.open_closing)
    count = len(entries)
    assert session.do(do.open_closing) == ()
    assert len(entries) == count


def test_probe_looked_up_while_closing_takes_no_time():
    session, _, clock = opened()
    clock.tick(40)
    session.do(do.open_closing)
    clock.tick(10)
    session.do(do.open_probe, THIRD)
    clock.tick(10)
    assert session.state.seconds_on(THIRD, session.at) == 0.0
    assert session.state.seconds_on(FIRST, session.at) == 40.0


def test_pause_is_refused_while_closing():
    session, _, _ = opened()
    session.do(do.open_closing)
    with pytest.raises(Refused, match="being closed"):
        session.do(do.toggle_pause)


def test_recommendation_comes_last_and_with_a_reason():
    session, _, clock = opened()
    with pytest.raises(Refused, match="close the screen first"):
        session.do(do.recommend, "yes", "high", "knows it")
    clock.tick(40)
    session.do(do.open_closing)
    with pytest.raises(Refused, match="why"):
        session.do(do.recommend, "yes", "high", "  ")
    session.do(do.recommend, "yes", "high", " knows it ")
    assert session.state.overall == ev.Recommended("yes", "high", "knows it")
    assert session.state.overall_at == 40.0


def sealed():
    session, entries, clock = opened()
    session.do(do.ask_check, "all-success")
    session.do(do.keep_flag, "all-success", "nothing ever broke")
    session.do(do.open_closing)
    session.do(do.recommend, "yes", "high", "knows it")
    session.do(do.seal, "sha256:" + "0" * 64)
    return session, entries, clock


def test_seal_needs_a_recommendation():
    session, _, _ = opened()
    session.do(do.open_closing)
    with pytest.raises(Refused, match="recommendation is still open"):
        session.do(do.seal, "sha256:" + "0" * 64)


def test_seal_is_refused_while_the_screen_runs():
    session, _, _ = opened()
    session.do(do.open_closing)
    session.do(do.recommend, "yes", "high", "knows it")
    session.do(do.leave_closing)
    with pytest.raises(Refused):
        session.do(do.seal, "sha256:" + "0" * 64)


@pytest.mark.parametrize(
    ("command", "args"),
    [
        (do.tick_signal, ("s1",)),
        (do.stamp_fingerprint, ("story",)),
        (do.rate_probe, (3,)),
        (do.explain_rating, (FIRST, "high")),
        (do.ask_follow_up, ()),
        (do.play_card, ()),
        (do.say_again, ()),
        (do.offer_no_case, ()),
        (do.fill_number, ("began", "11th")),
        (do.mark_moment, ()),
        (do.skip_probe, (REASON,)),
        (do.open_probe, (SECOND,)),
        (do.next_probe, ()),
        (do.previous_probe, ()),
        (do.write_line, ("late",)),
        (do.ask_check, ("no-failure-numbers",)),
        (do.keep_flag, ("all-success", "late")),
        (do.drop_flag, ("all-success",)),
        (do.ask_claim, (0,)),
        (do.judge_claim, (0, "verified")),
        (do.leave_closing, ()),
        (do.toggle_pause, ()),
        (do.recommend, ("no", "low", "changed my mind")),
        (do.seal, ("sha256:" + "1" * 64,)),
        (do.undo, ()),
        (do.redo, ()),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_after_the_seal_everything_is_refused(command, args):
    session, entries, _ = sealed()
    before = list(entries)
    with pytest.raises(Refused):
        session.do(command, *args)
    assert entries == before


# Sleep.


def test_sleep_is_noticed_as_a_gap_and_counts_as_paused():
    session, entries, clock = opened()
    clock.tick(10)
    clock.sleep(600)
    clock.tick(1)
    assert session.notice_sleep() == 600.0
    assert entries[-1].event == ev.GapNoticed(600.0, "sleep")
    assert session.at == 11.0
    assert session.state.paused_seconds == 600.0


def test_sleep_is_noticed_once():
    session, entries, clock = opened()
    clock.sleep(600)
    session.notice_sleep()
    count = len(entries)
    assert session.notice_sleep() == 0.0
    assert len(entries) == count


def test_sleep_during_a_pause_adds_to_it_without_counting_twice():
    session, _, clock = opened()
    session.do(do.toggle_pause)
    clock.tick(30)
    clock.sleep(600)
    session.notice_sleep()
    clock.tick(30)
    session.do(do.toggle_pause)
    assert session.state.paused_seconds == 660.0


@pytest.mark.parametrize("seconds", [0, 5, 19.9, -3600])
def test_small_corrections_of_the_wall_clock_are_no_sleep(seconds):
    session, entries, clock = opened()
    count = len(entries)
    clock.sleep(seconds)
    assert session.notice_sleep() == 0.0
    assert len(entries) == count


@pytest.mark.parametrize("where", ["greeting", "closing"])
def test_sleep_outside_the_live_part_records_nothing(where):
    session, entries, clock = new_session()
    if where == "closing":
        session.do(do.next_probe)
        session.do(do.open_closing)
    count = len(entries)
    clock.sleep(600)
    session.notice_sleep()
    assert len(entries) == count


# Recovery.


def test_recovery_gives_the_same_state_and_goes_on_from_its_second():
    session, entries, clock = opened()
    clock.tick(120)
    session.do(do.tick_signal, "s1")
    again = recovered(session, entries, clock)
    assert again.state == session.state
    assert again.at == 120.0
    clock.tick(3)
    assert again.at == 123.0


def test_time_away_is_noticed_as_paused():
    session, entries, clock = opened()
    clock.tick(120)
    session.do(do.tick_signal, "s1")
    clock.sleep(45)
    again = recovered(session, entries, ManualClock(clock.wall(), monotonic=3.0))
    assert again.notice_away() == 45.0
    assert entries[-1].event == ev.GapNoticed(45.0, "away")
    assert again.state.paused_seconds == 45.0
    assert again.at == 120.0


def test_being_away_for_a_moment_is_not_worth_a_word():
    session, entries, clock = opened()
    clock.tick(4.9)
    again = recovered(session, entries, clock)
    count = len(entries)
    assert again.notice_away() == 0.0
    assert len(entries) == count


def test_pause_across_a_crash_counts_whole_and_once():
    session, entries, clock = opened()
    session.do(do.toggle_pause)
    clock.tick(100)
    again = recovered(session, entries, clock)
    again.notice_away()
    clock.tick(20)
    again.do(do.toggle_pause)
    assert again.state.paused_seconds == 120.0
    assert again.at == 0.0


@pytest.mark.parametrize("where", ["greeting", "closing"])
def test_being_away_outside_the_live_part_records_nothing(where):
    session, entries, clock = new_session()
    if where == "closing":
        session.do(do.next_probe)
        session.do(do.open_closing)
    clock.tick(500)
    again = recovered(session, entries, clock)
    count = len(entries)
    assert again.notice_away() == 0.0
    assert len(entries) == count


def test_recovered_closing_form_keeps_its_clock_stopped():
    session, entries, clock = opened()
    clock.tick(40)
    session.do(do.open_closing)
    again = recovered(session, entries, clock)
    clock.tick(40)
    assert again.at == 40.0


def test_recovery_numbers_its_entries_on():
    session, entries, clock = opened()
    recovered(session, entries, clock).do(do.tick_signal, "s1")
    assert [e.seq for e in entries] == list(range(len(entries)))


def test_journal_without_its_first_event_is_no_screen():
    session, entries, clock = opened()
    assert replay(entries[1:]) is None
    with pytest.raises(ValueError, match="begins with"):
        Session(session.script, clock, entries.append, entries[1:])


# The one way through.


def test_entry_is_recorded_before_it_takes_effect():
    seen = []
    session, entries, clock = opened()

    def record(entry: Entry) -> None:
        seen.append(watched.state.marks.probe(FIRST).ticked)

    watched = Session(session.script, clock, record, entries)
    watched.do(do.tick_signal, "s1")
    assert seen == [frozenset()]
    assert watched.state.marks.probe(FIRST).ticked == {"s1"}


def test_event_that_could_not_be_recorded_does_not_take_effect():
    session, entries, clock = opened()

    def full(entry: Entry) -> None:
        raise OSError("no space left on device")

    watched = Session(session.script, clock, full, entries)
    before = watched.state
    with pytest.raises(OSError, match="no space"):
        watched.do(do.tick_signal, "s1")
    assert watched.state == before


def test_entries_carry_running_numbers_and_zoned_wall_time():
    session, entries, clock = opened()
    clock.tick(2)
    session.do(do.tick_signal, "s1")
    assert [e.seq for e in entries] == [0, 1, 2, 3]
    assert entries[-1].wall == clock.wall()
    assert all(e.wall.tzinfo is not None for e in entries)


def test_second_of_an_event_is_never_before_the_last_one_even_when_the_clock_goes_back():
    session, entries, clock = opened()
    clock.tick(60)
    session.do(do.tick_signal, "s1")
    clock.tick(-30)
    session.do(do.tick_signal, "s2")
    assert [e.at for e in entries[-2:]] == [60.0, 60.0]
