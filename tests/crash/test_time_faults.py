"""The time of day set back or forward, summer time, a suspended machine: durations stay right, gaps are pauses."""

from __future__ import annotations

import datetime as dt
import time
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain import events as ev
from screencopilot.domain.clock import SleepTeller, SystemClock
from screencopilot.domain.entry import Entry
from screencopilot.domain.session import Session
from screencopilot.domain.writeup import note_of
from screencopilot.formats.note_toml import load_note, note_to_document
from screencopilot.store.library import save_draft
from tests.sample import ManualClock, new_session, sample_script

HOUR = 3600.0
#: The night in which New York's clocks go back, and the one in which they go forward: an hour before.
BACK = dt.datetime(2026, 11, 1, 1, 30, tzinfo=ZoneInfo("America/New_York"))
FORWARD = dt.datetime(2027, 3, 14, 1, 30, tzinfo=ZoneInfo("America/New_York"))


class Machine(ManualClock):
    """A clock that tells real sleep from a clock that was set."""

    slept = 0.0

    def asleep(self) -> float:
        return self.slept

    def suspend(self, seconds: float) -> None:
        self.sleep(seconds)
        self.slept += seconds

    def set_by(self, seconds: float) -> None:
        """Somebody sets the time of day."""
        self.sleep(seconds)


class Local(ManualClock):
    """A clock that shows local time, as the system's does."""

    zone = ZoneInfo("America/New_York")

    def wall(self) -> dt.datetime:
        return super().wall().astimezone(self.zone)


def begun(clock: ManualClock) -> tuple[Session, list[Entry]]:
    session, entries, _ = new_session(clock=clock)
    session.do(do.next_probe)
    return session, entries


def gaps(entries: list[Entry]) -> list[float]:
    return [e.event.seconds for e in entries if isinstance(e.event, ev.GapNoticed)]


def test_suspended_hour_is_a_pause_and_counts_nowhere_else() -> None:
    clock = Machine()
    session, entries = begun(clock)
    clock.tick(60)
    clock.suspend(HOUR)
    clock.tick(5)

    assert session.notice_sleep() == HOUR
    clock.tick(55)
    assert session.notice_sleep() == 0.0
    assert (session.at, session.state.paused_seconds, gaps(entries)) == (120.0, HOUR, [HOUR])
    session.do(do.rate_probe, 4)
    assert entries[-1].at == 120.0


@pytest.mark.parametrize("seconds", [HOUR, -HOUR, 86400.0], ids=["an hour on", "an hour back", "a day on"])
def test_clock_that_is_set_is_no_sleep_and_changes_no_duration(seconds: float) -> None:
    clock = Machine()
    session, entries = begun(clock)
    clock.tick(60)
    clock.set_by(seconds)
    clock.tick(60)

    assert session.notice_sleep() == 0.0
    assert (session.at, session.state.paused_seconds, gaps(entries)) == (120.0, 0.0, [])


def test_sleep_is_told_right_although_the_clock_was_set_meanwhile() -> None:
    clock = Machine()
    session, _ = begun(clock)
    clock.suspend(HOUR)
    clock.set_by(-2 * HOUR)

    assert session.notice_sleep() == HOUR


@pytest.mark.parametrize("start", [BACK, FORWARD], ids=["clocks go back", "clocks go forward"])
def test_change_of_summer_time_is_neither_a_gap_nor_a_duration(start: dt.datetime, tmp_path: Path) -> None:
    clock = Local(start.astimezone(dt.UTC))
    session, entries = begun(clock)
    for _ in range(45):
        clock.tick(60)
        assert session.notice_sleep() == 0.0
    session.do(do.rate_probe, 3)
    session.do(do.open_closing)

    assert {e.wall.utcoffset() for e in entries} == {dt.timedelta(hours=-4), dt.timedelta(hours=-5)}
    assert gaps(entries) == []
    note = load_note(save_draft(tmp_path, note_to_document(note_of(sample_script(), session.state)))).note
    assert note.timing.active_seconds == 45 * 60
    assert note.timing.ended.timestamp() - note.timing.started.timestamp() == 45 * 60


@pytest.mark.parametrize("seconds", [-30 * HOUR, -HOUR, HOUR, 30 * HOUR])
def test_note_of_a_screen_whose_clock_was_set_has_its_durations_and_does_not_end_before_it_began(
    seconds: float, tmp_path: Path
) -> None:
    clock = Machine()
    session, _ = begun(clock)
    clock.tick(300)
    clock.set_by(seconds)
    clock.tick(300)
    session.notice_sleep()
    session.do(do.rate_probe, 3)
    session.do(do.open_closing)

    note = load_note(save_draft(tmp_path, note_to_document(note_of(sample_script(), session.state)))).note
    assert (note.timing.active_seconds, note.timing.paused_seconds) == (600, 0)
    assert note.timing.ended - note.timing.started >= dt.timedelta(seconds=600)


def test_clock_set_back_between_two_runs_takes_no_second_off_and_adds_no_gap() -> None:
    clock = Machine()
    session, entries = begun(clock)
    clock.tick(100)
    session.do(do.rate_probe, 3)
    other = Machine(clock.wall() - dt.timedelta(hours=5), monotonic=3.0)

    again = Session(session.script, other, entries.append, tuple(entries))
    assert again.notice_away() == 0.0
    other.tick(20)
    again.do(do.rate_probe, 4)
    assert (entries[-1].at, gaps(entries)) == (120.0, [])


def test_machine_tells_sleep_by_its_own_clocks() -> None:
    clock = SystemClock()

    assert isinstance(clock, SleepTeller)
    asleep = clock.asleep()
    if hasattr(time, "CLOCK_BOOTTIME"):
        assert asleep is not None
        assert asleep >= 0.0
    else:
        assert asleep is None
