"""The rehearsal: each lesson is passed by doing what it asks, and nothing of it is kept."""

from __future__ import annotations

from screencopilot.demo.rehearsal import FAREWELL, LESSONS
from screencopilot.store.sessions import list_unfinished
from tests.sample import ManualClock
from tests.tui.conftest import OpenHome
from tests.tui.harness import Terminal


async def _rehearsing(terminal: Terminal) -> None:
    await terminal.press("r")
    await terminal.top("RehearsalScreen")
    await terminal.until(lambda: terminal.screen.desk.settled, "the desk")


async def test_first_time_here_the_rehearsal_is_lit(open_home: OpenHome) -> None:
    async with open_home() as terminal:
        assert "FIRST TIME HERE" in terminal.text("#home")
        await terminal.press("enter")
        await terminal.top("RehearsalScreen")
        assert "1/8" in terminal.text("#coach")


async def test_doing_what_is_asked_passes_every_lesson(open_home: OpenHome, clock: ManualClock) -> None:
    async with open_home() as terminal:
        await _rehearsing(terminal)
        screen = terminal.screen
        steps = [
            ["tab", "2", "enter"],
            ["c"],
            ["e", "7"],
            ["enter", "+", '"', *"flat", "enter"],
            ["."],
            ["a", "backspace", "ctrl+y"],
            ["0", "0", "space", "space"],
            ["4"],
        ]
        for number, keys in enumerate(steps):
            assert screen.passed == number, LESSONS[number].ask
            for key in keys:
                await terminal.press(key)
                clock.tick(1)
                await terminal.pause()
            await terminal.until(lambda n=number: screen.passed == n + 1, f"lesson {number + 1} done")
        assert FAREWELL[:30] in terminal.text("#coach")


async def test_a_rehearsal_leaves_nothing_behind(open_home: OpenHome) -> None:
    async with open_home() as terminal:
        await _rehearsing(terminal)
        folder = terminal.screen.desk.folder
        assert folder.is_dir()
        await terminal.press("ctrl+q")
        await terminal.top("HomeScreen")
        await terminal.until(lambda: not folder.exists(), "the folder thrown away")
        assert list_unfinished(terminal.folders) == ()
        assert not terminal.folders.notes.exists()
