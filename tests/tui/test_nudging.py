"""Nudges on the live screen: one quiet line, answered by what the evaluator does, silenced when asked."""

from __future__ import annotations

from screencopilot.domain import commands
from screencopilot.domain import events as ev
from screencopilot.domain.nudges import BY_ID
from screencopilot.store.settings import load_settings
from tests.sample import ManualClock
from tests.tui.conftest import OpenLive

GENERAL = BY_ID["ask-for-a-number"].text


async def test_a_nudge_comes_at_ninety_seconds_and_goes_when_a_strong_signal_is_ticked(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        live.live.adviser.silenced = frozenset(BY_ID) - {"ask-for-a-number"}
        clock.tick(89)
        live.live.tick()
        assert GENERAL not in live.area("probe-clock")
        clock.tick(1)
        live.live.tick()
        assert GENERAL in live.area("probe-clock")
        await live.press("a")
        assert GENERAL not in live.area("probe-clock")
        assert [type(e) for e in live.events() if isinstance(e, ev.NudgeShown | ev.NudgeGone)] == [
            ev.NudgeShown,
            ev.NudgeGone,
        ]


async def test_a_nudge_is_hidden_while_a_line_is_written(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        live.live.adviser.silenced = frozenset(BY_ID) - {"ask-for-a-number"}
        await live.open_line()
        clock.tick(120)
        live.live.tick()
        assert GENERAL not in live.area("probe-clock")


async def test_a_nudge_silenced_for_ever_is_remembered_in_the_settings(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        live.live.adviser.silenced = frozenset(BY_ID) - {"ask-for-a-number"}
        clock.tick(90)
        live.live.tick()
        await live.press("~")
        await live.top("ChoiceSheet")
        await live.press("e")
        await live.top("LiveScreen")
        assert GENERAL not in live.area("probe-clock")
        folders = live.desk.folders
        await live.until(lambda: load_settings(folders).silenced, "the settings")
        assert load_settings(folders).silenced == ("ask-for-a-number",)


async def test_a_protected_topic_is_answered_at_once(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("#")
        assert live.message == BY_ID["off-limits"].text


async def test_a_re_entry_names_a_number_the_candidate_gave(open_live: OpenLive) -> None:
    async with open_live() as live:
        blank = live.live.glance.probe.numbers[0]
        live.desk.do(commands.fill_number, blank, "six thousand")
        await live.press("*")
        assert "six thousand" in live.message
