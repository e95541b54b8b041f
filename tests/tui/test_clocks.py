"""Every figure comes from the clock passed in: on a frozen one nothing moves by itself."""

from __future__ import annotations

import pytest

from screencopilot.domain import events as ev
from screencopilot.domain.nudges import BY_ID
from tests.sample import ManualClock
from tests.tui.conftest import OpenLive


async def test_the_greeting_has_its_own_clock(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live(begin=False) as live:
        clock.tick(95)
        live.live.tick()
        assert "greeting 1:35 of 2:00" in live.area("clock")
        assert live.desk.session.at == 0
        await live.press("right")
        assert live.state.opening_seconds == 95
        assert "43:00 left" in live.area("clock")


async def test_probe_and_whole_time_are_computed_not_counted(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        for _ in range(40):
            live.live.tick()
        assert "0:00 / 14:00" in live.area("probe-clock")
        clock.tick(125)
        live.live.tick()
        assert "2:05 / 14:00" in live.area("probe-clock")
        assert "40:55 left" in live.area("clock")


async def test_a_probe_over_its_budget_says_by_how_much_and_the_screen_that_it_is_behind(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        clock.tick(14 * 60 + 70)
        live.live.tick()
        assert "over by 1:10" in live.area("probe-clock")
        assert "1:10 behind" in live.area("clock")


async def test_each_probe_keeps_its_own_time(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        clock.tick(60)
        await live.press("right")
        clock.tick(30)
        live.live.tick()
        assert "0:30 / 10:00" in live.area("probe-clock")
        await live.press("left")
        assert "1:00 / 14:00" in live.area("probe-clock")
        assert "1:00 of 14:00" in live.area("agenda")


async def test_a_pause_stops_all_clocks_and_counts_as_paused(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        clock.tick(10)
        await live.press("space")
        assert "PAUSED" in live.area("clock")
        assert "Space go on" in live.area("keys")
        clock.tick(300)
        live.live.tick()
        assert "0:10 / 14:00" in live.area("probe-clock")
        await live.press("space")
        assert "PAUSED" not in live.area("clock")
        assert "Space pause" in live.area("keys")
        assert live.events_of(ev.Resumed) == [ev.Resumed(300.0)]
        clock.tick(5)
        live.live.tick()
        assert "0:15 / 14:00" in live.area("probe-clock")


async def test_sleep_of_the_computer_is_told_and_counted_as_a_pause(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        clock.tick(10)
        clock.sleep(20 * 60)
        live.live.tick()
        assert "slept for 20 min" in live.message
        assert live.events_of(ev.GapNoticed) == [ev.GapNoticed(1200.0, "sleep")]
        assert live.desk.session.at == 10
        assert "0:10 / 14:00" in live.area("probe-clock")


async def test_a_small_correction_of_the_wall_clock_is_no_sleep(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        clock.sleep(5)
        live.live.tick()
        assert live.message == ""
        assert live.events_of(ev.GapNoticed) == []


async def test_an_optional_probe_that_no_longer_fits_is_named_with_its_reason(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        live.live.adviser.silenced = frozenset(BY_ID)
        clock.tick(28 * 60)
        live.live.tick()
        assert "Half the money no longer fits" in live.area("probe-clock")
        assert "no longer fits" in live.area("agenda")


async def test_time_over_the_whole_screen_is_told(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        clock.tick(43 * 60 + 61)
        live.live.tick()
        assert "1:01 over" in live.area("clock")


async def test_a_sheet_on_top_stops_no_clock(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await live.press("?")
        await live.top("ReadSheet")
        clock.tick(42)
        await live.press("escape")
        await live.top("LiveScreen")
        assert "0:42 / 14:00" in live.area("probe-clock")


@pytest.mark.parametrize("size", [(110, 14), (50, 30), (80, 24)])
async def test_stamps_stay_in_sight_in_every_layout(open_live: OpenLive, size: tuple[int, int]) -> None:
    async with open_live(size) as live:
        await live.press("6", "7", "8", "'")
        shown = live.area("probe-clock")
        for key in ("6", "7", "8"):
            assert f"{key} " in shown
        assert shown.count("1") >= 4
