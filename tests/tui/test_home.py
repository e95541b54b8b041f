"""The home screen: go on with what was left, begin, read a note."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from screencopilot.domain.commands import next_probe, open_closing, recommend, tick_signal, write_line
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders
from tests.sample import ManualClock
from tests.tui.conftest import OpenHome
from tests.tui.harness import desk_on, settled


def left_open(home: Folders, clock: ManualClock, line: str = "her last words") -> Desk:
    """Leave a screen unfinished, last kept now by the test's clock."""
    desk = desk_on(home, clock)
    desk.do(next_probe)
    desk.do(tick_signal, "s1")
    desk.do(write_line, line)
    desk.close()
    stamp = clock.wall().timestamp()
    for path in desk.folder.iterdir():
        os.utime(path, (stamp, stamp))
    return desk


def sealed_note(home: Folders, clock: ManualClock) -> Path:
    """Leave a sealed note."""
    desk = desk_on(home, clock, candidate="C-77")
    desk.do(next_probe)
    desk.do(tick_signal, "s1")
    desk.do(write_line, '+"we rolled it back by hand and the graph came down within the hour, all of it"')
    desk.do(open_closing)
    desk.do(recommend, "yes", "high", "own hands")
    path, digest = desk.write_sealed()
    desk.finish(digest)
    desk.close()
    return path


async def test_an_empty_home_offers_a_new_screen_and_leaving(open_home: OpenHome) -> None:
    async with open_home() as terminal:
        shown = terminal.text("#home")
        assert "New screen" in shown
        assert "UNFINISHED" not in shown
        assert "RECENT NOTES" not in shown
        await terminal.press("q")
        assert terminal.app.return_value == "left"


async def test_enter_resumes_the_unfinished_screen_where_it_was(
    open_home: OpenHome, home: Folders, clock: ManualClock
) -> None:
    left_open(home, clock)
    clock.tick(600)
    async with open_home() as terminal:
        shown = terminal.text("#home")
        assert "UNFINISHED" in shown
        assert "10 min ago" in shown
        await terminal.press("enter")
        await terminal.top("LiveScreen")
        desk = terminal.screen.desk
        assert "10 min" in terminal.screen.look.message
        assert desk.session.state.marks.probe("AR1-B").ticked == {"s1"}
        assert desk.session.state.paused_seconds == 600
        await terminal.press("ctrl+q")
        await terminal.until(lambda: terminal.on_top == "HomeScreen" or terminal.app.return_value, "left")


async def test_a_screen_open_elsewhere_is_told_and_not_taken(
    open_home: OpenHome, home: Folders, clock: ManualClock
) -> None:
    desk = desk_on(home, clock)
    desk.do(next_probe)
    try:
        async with open_home() as terminal:
            assert "open in" in terminal.text("#home")
            await terminal.press("enter")
            await terminal.until(lambda: "›" in terminal.text("#home"), "the refusal")
            assert terminal.on_top == "HomeScreen"
    finally:
        desk.close()


async def test_a_damaged_session_is_told_and_home_stays(
    open_home: OpenHome, home: Folders, clock: ManualClock
) -> None:
    desk = left_open(home, clock)
    (desk.folder / "screen.json").write_text("{")
    async with open_home() as terminal:
        await terminal.press("enter")
        await terminal.until(lambda: "cannot be resumed" in terminal.text("#home"), "the reason")
        assert terminal.on_top == "HomeScreen"


@pytest.mark.parametrize("size", [(100, 30), (60, 45), (50, 30)], ids=str)
async def test_a_note_is_listed_and_every_word_of_it_can_be_read(
    open_home: OpenHome, home: Folders, clock: ManualClock, size: tuple[int, int]
) -> None:
    sealed_note(home, clock)
    async with open_home(size) as terminal:
        assert "C-77" in terminal.text("#home")
        await terminal.press("down", "t")
        await terminal.top("ReadSheet")
        seen = ""
        for _ in range(60):
            seen += "\n" + terminal.text("#sheet")
            await terminal.press("down")
        flat = " ".join(seen.split())
        for words in ("evaluator A. Kim", "within the hour", "sample-engineer 1.0.0", "high confidence"):
            assert words in flat
        width = terminal.screen.query_one("#sheet").size.width
        wide = [r.text for r in terminal.screen.query_one("#sheet").rows if len(r.text.rstrip()) > width]
        assert wide == []
        await terminal.press("escape")
        await terminal.top("HomeScreen")


async def test_a_broken_note_is_told_and_the_others_are_listed(
    open_home: OpenHome, home: Folders, clock: ManualClock
) -> None:
    sealed_note(home, clock)
    (home.notes / "broken.toml").write_text("schema = [")
    (home.notes / "odd\x1b[31m.toml").write_text("x")
    async with open_home() as terminal:
        shown = terminal.text("#home")
        assert "C-77" in shown
        assert "broken.toml" in "".join(shown.split())
        assert "\x1b" not in terminal.seen()


async def test_a_note_that_vanished_is_told(open_home: OpenHome, home: Folders, clock: ManualClock) -> None:
    path = sealed_note(home, clock)
    async with open_home() as terminal:
        path.unlink()
        await terminal.press("down")
        for key in ("enter", "t"):
            terminal.screen.say("")
            await terminal.press(key)
            await terminal.until(lambda: "›" in terminal.text("#home"), "what is wrong")
            assert terminal.on_top == "HomeScreen"


async def test_arrows_stay_inside_the_list_and_a_click_chooses(
    open_home: OpenHome, home: Folders, clock: ManualClock
) -> None:
    sealed_note(home, clock)
    async with open_home() as terminal:
        await terminal.press("up", "up", *["down"] * 9, "pageup", "pagedown")
        assert "▸ Leave" in terminal.text("#home")
        rows = terminal.screen.query_one("#home").rows
        y = next(n for n, row in enumerate(rows) if "C-77" in row.text)
        await terminal.pilot.click("#home", offset=(8, y))
        await terminal.top("ReviewScreen")


async def test_the_curtain_falls_over_home(open_home: OpenHome) -> None:
    async with open_home() as terminal:
        await terminal.press("0")
        await terminal.top("CurtainScreen")
        assert terminal.seen().split() == ["10:00"]
        await terminal.press("0")
        await terminal.top("HomeScreen")


@pytest.mark.parametrize("size", [(50, 14), (30, 8), (1, 1), (200, 60)], ids=str)
async def test_home_fits_every_size(
    open_home: OpenHome, home: Folders, clock: ManualClock, size: tuple[int, int]
) -> None:
    sealed_note(home, clock)
    async with open_home((100, 30)) as terminal:
        await terminal.resize(*size)
        if size[0] >= 50:
            terminal.assert_nothing_outside()
        await terminal.press("down", "down")


async def test_what_a_screen_left_on_disk_is_listed_on_the_way_back(
    open_home: OpenHome, home: Folders, clock: ManualClock
) -> None:
    left_open(home, clock, "first")
    async with open_home() as terminal:
        await terminal.press("enter")
        await terminal.top("LiveScreen")
        live = terminal
        await live.press("f10")
        await live.top("ClosingScreen")
        for _ in range(20):
            if live.screen.closing.phase != "gap":
                break
            await live.press("right")
        await live.press("3", "h", "enter")
        await live.type("why")
        await live.press("enter", "enter")
        await live.until(lambda: live.screen.closing.phase == "sealed", "the seal")
        await live.press("enter")
        await live.top("HomeScreen")
        await settled(live)
        shown = live.text("#home")
        assert "UNFINISHED" not in shown
        assert "sealed" in shown
