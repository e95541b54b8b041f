"""Borrowing time and keeping a probe that falls out, on the live screen: keys, sheets, and what is seen of it."""

from __future__ import annotations

import pytest

from screencopilot.domain import time_events as ev
from screencopilot.domain.nudges import BY_ID
from tests.sample import ManualClock
from tests.tui.conftest import OpenLive


async def test_time_is_borrowed_with_a_key_a_probe_and_some_minutes(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        first, cost, _ = (item.probe for item in live.script.agenda)
        await live.press("+")
        await live.top("ChoiceSheet")
        assert "0:00 of 14:00 used" in live.text("#sheet")
        assert "10:00 · optional" in live.text("#sheet")
        await live.press("2")
        await live.until(lambda: "How much from" in live.text("#sheet"), "the second sheet")
        assert "leaves it 7:00" in live.text("#sheet")
        await live.press("3")
        await live.top("LiveScreen")
        assert live.events_of(ev.TimeBorrowed) == [ev.TimeBorrowed(first, cost, 180)]
        assert "+3:00 from Half the money; Backspace gives it back" in live.message
        assert "0:00 / 17:00 +3 min" in live.area("probe-clock")
        assert "17:00 (+3) · now" in live.area("agenda")
        assert "7:00 (-3) · optional" in live.area("agenda")
        await live.press("backspace")
        assert "undone: time borrowed" in live.message
        assert "0:00 / 14:00 ━" not in live.area("probe-clock")
        assert "+3 min" not in live.area("probe-clock")


async def test_the_length_lit_first_covers_what_the_probe_is_over(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        clock.tick(14 * 60 + 130)
        await live.press("+", "enter")
        await live.until(lambda: "How much from" in live.text("#sheet"), "the second sheet")
        await live.press("enter")
        await live.top("LiveScreen")
        (loan,) = live.events_of(ev.TimeBorrowed)
        assert loan.seconds == 180
        assert "on time" in live.area("clock")


async def test_all_of_it_can_be_borrowed_and_the_agenda_says_so(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("+", "3")
        await live.until(lambda: "How much from" in live.text("#sheet"), "the second sheet")
        await live.press("a")
        await live.top("LiveScreen")
        assert "0:00 (-8) · lent" in live.area("agenda")


async def test_escape_in_either_sheet_borrows_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("+", "escape")
        await live.top("LiveScreen")
        await live.press("+", "2")
        await live.until(lambda: "How much from" in live.text("#sheet"), "the second sheet")
        await live.press("escape")
        await live.top("LiveScreen")
        assert live.events_of(ev.TimeBorrowed) == []


async def test_nothing_to_borrow_is_said_and_so_is_the_greeting(open_live: OpenLive) -> None:
    async with open_live(begin=False) as live:
        await live.press("+")
        await live.until(lambda: live.message, "the refusal")
        assert live.message == "the screen has not begun; → opens the first probe"
        for probe in [item.probe for item in live.script.agenda]:
            await live.press("right", "4")
            assert live.state.marks.probe(probe).rating
        await live.press("+")
        await live.until(lambda: "no coming probe has a minute to lend" in live.message, "the refusal")


async def test_while_all_fits_there_is_nothing_to_keep(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("&")
        await live.until(lambda: "nothing falls out" in live.message, "the answer")
        assert live.on_top == "LiveScreen"


async def test_what_keeping_costs_stands_in_pace_quiet_line_and_agenda(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live((160, 45)) as live:
        live.live.adviser.silenced = frozenset(BY_ID)
        cost = live.script.agenda[1].probe
        await live.press("tab", "3", "enter")
        await live.top("LiveScreen")
        await live.press("4", "tab", "1", "enter")
        await live.top("LiveScreen")
        clock.tick(30 * 60)
        live.live.tick()
        assert "no longer fits: 10:00 to ask, 8:00 left · & keeps it" in live.area("probe-clock")
        await live.press("&")
        await live.until(lambda: "stays" in live.message, "the answer")
        assert live.events_of(ev.DropRefused) == [ev.DropRefused(cost)]
        assert "Half the money stays: overruns by 2:00; & lets it go" in live.message
        assert "overruns 2:00" in live.area("clock")
        assert "‡ 2 Half the money" in live.area("agenda")
        clock.tick(20)
        live.live.say("")
        assert "Half the money kept: the screen overruns by 2:20 · & lets go" in live.area("probe-clock")
        await live.press("&")
        await live.until(lambda: "may fall out again" in live.message, "the answer")
        assert "overruns" not in live.area("clock")
        assert "no longer fits" in live.area("agenda")
        await live.press("backspace")
        assert "overruns" in live.area("clock")


@pytest.mark.parametrize(
    ("size", "words"),
    [
        ((60, 45), "Half the money no longer fits: 18:00 to ask, 17:00 left"),
        ((50, 30), "Half the money no longer fits, by 1:00"),
        ((110, 14), "Half the money no longer fits"),
    ],
    ids=str,
)
async def test_what_falls_out_is_said_in_as_many_words_as_there_is_room_for(
    open_live: OpenLive, clock: ManualClock, size: tuple[int, int], words: str
) -> None:
    async with open_live(size) as live:
        live.live.adviser.silenced = frozenset(BY_ID)
        clock.tick(21 * 60)
        live.live.tick()
        shown = live.area("probe-clock").splitlines()[1]
        assert words in shown
        assert "…" not in shown


async def test_of_several_that_fall_out_one_is_chosen(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        live.live.adviser.silenced = frozenset(BY_ID)
        clock.tick(36 * 60)
        live.live.tick()
        await live.press("&")
        await live.top("ChoiceSheet")
        assert "keep: Half the money" in live.text("#sheet")
        await live.press("3")
        await live.top("LiveScreen")
        assert live.events_of(ev.DropRefused) == [ev.DropRefused(live.script.agenda[2].probe)]
        assert "overruns 6:00" in live.area("clock")
