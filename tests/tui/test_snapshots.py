"""A handful of pictures: each layout at its least and roomiest, one light, closing form, home.

Look at each before keeping it. Nothing on them comes from the machine: clock, zone, version and paths are ours.
"""

from __future__ import annotations

import os
import time
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from textual.pilot import Pilot

from screencopilot.domain import commands as do
from screencopilot.domain.nudges import BY_ID
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.screens.home import HomeScreen
from screencopilot.tui.view import home as home_view
from tests.sample import ManualClock
from tests.tui.harness import desk_on, theme_named, until

Compare = Callable[..., bool]
Before = Callable[[Pilot[Any]], Awaitable[None]]


@pytest.fixture(autouse=True)
def _nowhere(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    monkeypatch.setattr(home_view, "__version__", "0.0.0")
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def busy(home: Folders, clock: ManualClock) -> Iterator[Desk]:
    """A screen in the middle of its first probe, with something of everything on it."""
    desk = desk_on(home, clock)
    clock.tick(70)
    desk.do(do.next_probe)
    clock.tick(95)
    for signal in ("s1", "s3", "r1"):
        desk.do(do.tick_signal, signal)
    desk.do(do.stamp_fingerprint, "number")
    desk.do(do.ask_follow_up)
    desk.do(do.play_card)
    clock.tick(120)
    desk.do(do.write_line, '+"recall fell from 94 to 88 and nobody was paged"', "s3")
    desk.do(do.write_line, "- says we throughout", "w2")
    desk.do(do.rate_probe, 4)
    clock.tick(41)
    for nudge in BY_ID:  # which of them has come depends on how often the clock was looked at
        desk.do(do.silence_nudge, nudge)
    yield desk
    desk.close()


def shown_on(name: str, selector: str) -> Before:
    """Wait until the screen of that name has drawn and the disk is quiet."""

    async def before(pilot: Pilot[Any]) -> None:
        app = pilot.app
        await until(pilot, lambda: type(app.screen).__name__ == name and app.screen.query(selector), name)
        await until(pilot, lambda: app.screen.query_one(selector).size.width, f"{selector} laid out")

    return before


@pytest.mark.parametrize(
    ("size", "theme"),
    [
        ((60, 45), "quiet-dark"),
        ((140, 14), "quiet-dark"),
        ((140, 40), "quiet-dark"),
        ((110, 20), "quiet-light"),
        ((50, 30), "quiet-dark"),
        ((110, 14), "quiet-dark"),
        ((120, 35), "quiet-dark"),
        ((200, 60), "quiet-dark"),
    ],
    ids=["side", "strip", "full", "light", "side-small", "strip-small", "full-small", "full-large"],
)
def test_the_live_screen_looks_as_kept(
    snap_compare: Compare,
    home: Folders,
    clock: ManualClock,
    busy: Desk,
    size: tuple[int, int],
    theme: str,
) -> None:
    app = ScreencopilotApp(home, clock, theme_named(theme), busy)
    assert snap_compare(app, terminal_size=size, run_before=shown_on("LiveScreen", "#clock"))


def test_the_closing_form_looks_as_kept(
    snap_compare: Compare, home: Folders, clock: ManualClock, busy: Desk
) -> None:
    busy.do(do.explain_rating, "AR1-B", "high", "own hands, own numbers")
    busy.do(do.next_probe)
    clock.tick(30)
    busy.do(do.open_closing)
    app = ScreencopilotApp(home, clock, theme_named(), busy)
    assert snap_compare(app, terminal_size=(90, 30), run_before=shown_on("ClosingScreen", "#form"))


def test_home_looks_as_kept(snap_compare: Compare, home: Folders, clock: ManualClock, busy: Desk) -> None:
    busy.save_draft()
    busy.close()
    stamp = clock.wall().timestamp()
    for path in busy.folder.iterdir():
        os.utime(path, (stamp, stamp))
    clock.tick(25 * 60)
    app = ScreencopilotApp(home, clock, theme_named())

    async def before(pilot: Pilot[Any]) -> None:
        await shown_on("HomeScreen", "#home")(pilot)
        screen = pilot.app.screen
        assert isinstance(screen, HomeScreen)
        await until(pilot, lambda: "UNFINISHED" in screen.query_one("#home").text, "what lies on disk")

    assert snap_compare(app, terminal_size=(90, 24), run_before=before)
