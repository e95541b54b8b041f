"""The mouse does what the key beside the row does."""

from __future__ import annotations

import pytest
from textual.geometry import Offset

from tests.tui.conftest import OpenLive
from tests.tui.harness import Live


async def click(live: Live, selector: str, words: str) -> None:
    """Click on the row of a view that shows these words."""
    view = live.screen.query_one(selector)
    y = next(n for n, row in enumerate(view.rows) if words in row.text)
    await live.pilot.click(selector, offset=Offset(6, y))
    await live.pause()


async def test_a_click_on_a_signal_ticks_it_and_again_takes_it_back(open_live: OpenLive) -> None:
    async with open_live() as live:
        await click(live, "#signals", "Puts a before-and-after")
        assert live.ticked == {"s3"}
        await click(live, "#signals", "Puts a before-and-after")
        assert live.ticked == set()


async def test_a_click_on_a_rung_rates(open_live: OpenLive) -> None:
    async with open_live() as live:
        await click(live, "#rating", "Explains the mechanism")
        assert live.marks.rating
        assert live.marks.rating.value == 3
        await click(live, "#rating", "Adds numbers")
        assert live.marks.rating.value == 4


async def test_a_click_on_the_agenda_jumps_and_on_a_claim_opens_the_claims(open_live: OpenLive) -> None:
    async with open_live() as live:
        await click(live, "#agenda", "One line of the CV")
        assert live.state.current == "CV-A"
        await click(live, "#agenda", "Cut inference cost")
        await live.top("ChoiceSheet")
        await click(live, "#sheet", "Owned the ranking model")
        await live.top("VerdictSheet")
        await click(live, "#sheet", "by-proximity")
        await live.top("LiveScreen")
        assert live.state.marks.claims[0].verdict == "by-proximity"


async def test_a_click_on_a_follow_up_asks_it_out_of_order(open_live: OpenLive) -> None:
    async with open_live() as live:
        await click(live, "#follow-ups", "What would have caught it")
        assert [a.id for a in live.marks.follow_ups] == ["f3"]
        await click(live, "#follow-ups", "What would have caught it")
        assert live.live.look.alert


async def test_a_click_on_the_closed_note_line_opens_it(open_live: OpenLive) -> None:
    async with open_live() as live:
        await click(live, "#note", "Enter to write")
        assert live.note.has_focus
        await live.press("a")
        assert live.note.value == "a"


async def test_a_click_on_a_kept_draft_goes_on_with_it(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("enter", "x", "escape")
        await click(live, "#note", "x")
        assert live.live.look.writing
        assert live.note.value == "x"


async def test_a_click_on_a_signal_while_writing_ticks_it_and_leaves_the_line_open(
    open_live: OpenLive,
) -> None:
    async with open_live() as live:
        await live.press("enter")
        await live.type("half")
        await click(live, "#signals", "Says what they did")
        assert live.ticked == {"s2"}
        assert live.note.has_focus
        await live.type(" more")
        assert live.note.value == "half more"


async def click_key(live: Live, words: str) -> None:
    """Click on these words of the key line."""
    view = live.screen.query_one("#keys")
    y, x = next((n, row.text.index(words)) for n, row in enumerate(view.rows) if words in row.text)
    await live.pilot.click("#keys", offset=Offset(x, y))
    await live.pause()


async def test_a_click_on_a_key_of_the_key_line_does_what_the_key_does(open_live: OpenLive) -> None:
    async with open_live(begin=False) as live:
        await click_key(live, "first question")
        assert live.state.begun
        first, second = (item.probe for item in live.script.agenda[:2])
        await click_key(live, "probe")
        assert live.state.current == second
        await click_key(live, "←")
        assert live.state.current == first
        await click_key(live, "→")
        assert live.state.current == second
        await click_key(live, ". asked")
        assert [a.id for a in live.marks.follow_ups] == ["f1"]
        await click_key(live, "pause")
        assert live.state.paused
        await click_key(live, "Space")
        assert not live.state.paused
        await click_key(live, "? keys")
        await live.top("ReadSheet")
        await live.press("escape")
        await live.top("LiveScreen")
        await click_key(live, "hide")
        await live.top("CurtainScreen")


async def test_a_click_in_the_key_line_keeps_or_leaves_the_line_that_is_written(open_live: OpenLive) -> None:
    async with open_live() as live:
        await click_key(live, "write")
        assert live.note.has_focus
        await live.type("a line")
        await click_key(live, "keep")
        await live.until(lambda: not live.live.look.writing, "the line shut")
        assert live.lines == ["a line"]
        await click_key(live, "Enter")
        await live.type("half")
        await click_key(live, "Esc")
        await live.until(lambda: not live.live.look.writing, "the line shut")
        assert (live.lines, live.state.draft) == (["a line"], "half")


@pytest.mark.parametrize("size", [(50, 30), (60, 45), (110, 14), (200, 60)], ids=str)
async def test_wherever_a_row_is_clicked_signals_rungs_and_keys_answer(
    open_live: OpenLive, size: tuple[int, int]
) -> None:
    async with open_live(size) as live:
        await click(live, "#signals", "Puts a before-and-after")
        assert live.ticked == {"s3"}
        await click_key(live, "write")
        assert live.live.look.writing


async def test_a_click_on_nothing_does_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        before = live.events()
        for selector in ("#clock", "#keys", "#probe"):
            await live.pilot.click(selector, offset=Offset(2, 0))
        await live.pause()
        assert live.events() == before
