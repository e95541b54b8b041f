"""The pictures that show something happen: a short sequence each, on a frozen clock. For ``make_shots.py``.

Each show plays the demo's screen up to where it begins, and then presses the keys that a person would.
"""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from screencopilot.demo.clocks import ScriptClock
from screencopilot.demo.play import demo_desk, play_headless, take
from screencopilot.demo.script import STEPS
from screencopilot.domain.nudges import BY_ID
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders, folders
from screencopilot.store.reviewing import load_review
from screencopilot.store.search_path import load_theme_named
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.reviewing import ReviewApp
from screencopilot.tui.screens.live import LiveScreen
from screencopilot.tui.screens.review import beside_of

OUT = Path(__file__).parent / "img"
START = dt.datetime(2026, 11, 21, 10, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
FULL, SIDE = (130, 38), (60, 45)
#: How many of the demo's steps come before the verdict on the claim, the failure probe, its end, the number after it.
BEFORE_VERDICT, BEFORE_FAILURE, FAILURE_DONE, IN_EVALUATION = 15, 16, 40, 44


class Stage:
    """A running program with its clock; every picture is one of a numbered sequence."""

    def __init__(self, name: str, app: ScreencopilotApp, pilot: Pilot[Any], clock: ScriptClock) -> None:
        self._name, self._app, self._pilot, self._clock = name, app, pilot, clock
        self._number = 0

    async def press(self, *keys: str) -> None:
        """Press keys, each when the one before was answered."""
        for key in keys:
            await self._pilot.press(key)
            await self.settle()

    async def settle(self) -> None:
        """Let every sheet open and every row be painted."""
        for _ in range(4):
            await self._pilot.pause()

    async def wait(self, seconds: int) -> None:
        """Let time pass, with the look at the clock that the terminal takes."""
        for _ in range(seconds):
            self._clock.go_on(1)
            if isinstance(self._app.screen, LiveScreen):
                self._app.screen.tick()
        await self.settle()

    def silence_nudges(self) -> None:
        """Keep the quiet line for what the picture is about."""
        assert isinstance(self._app.screen, LiveScreen)
        self._app.screen.adviser.silenced = frozenset(BY_ID)

    async def shoot(self, title: str) -> None:
        """Draw the next picture of the sequence."""
        await self.settle()
        self._number += 1
        picture = self._app.export_screenshot(title=f"screencopilot: {title}")
        (OUT / f"{self._name}-{self._number}.svg").write_text(picture)


@asynccontextmanager
async def on_stage(name: str, size: tuple[int, int], steps: int) -> AsyncIterator[Stage]:
    """Run the live screen on the demo's desk after some of its steps."""
    with tempfile.TemporaryDirectory() as home:
        places = folders({"SCREENCOPILOT_HOME": home})
        clock = ScriptClock(START)
        desk = _played(places, clock, steps)
        app = ScreencopilotApp(places, clock, load_theme_named("quiet-dark", places), desk)
        async with app.run_test(size=size) as pilot:
            stage = Stage(name, app, pilot, clock)
            await stage.settle()
            yield stage


def _played(places: Folders, clock: ScriptClock, steps: int) -> Desk:
    desk = demo_desk(places, clock)
    for step in STEPS[:steps]:
        clock.go_on(step.wait)
        take(desk, step)
    return desk


async def late(name: str) -> None:
    """A screen that runs late: an optional probe falls out, is kept all the same, and another one lends time."""
    async with on_stage(name, FULL, IN_EVALUATION) as stage:
        stage.silence_nudges()
        await stage.wait(15 * 60)
        await stage.shoot("an optional probe no longer fits")
        await stage.press("ampersand")
        await stage.shoot("kept all the same, and what that costs")
        await stage.press("plus")
        await stage.shoot("borrowing time from a probe still to come")


async def nudge(name: str) -> None:
    """A nudge that comes at 90 s and goes when a signal is ticked."""
    async with on_stage(name, SIDE, BEFORE_FAILURE) as stage:
        await stage.press("right")
        await stage.wait(20)
        await stage.press("full_stop")
        await stage.wait(71)
        await stage.shoot("90 s and nothing specific yet")
        await stage.press("c")
        await stage.wait(1)
        await stage.shoot("a signal is ticked, and the nudge has gone")


async def suggest(name: str) -> None:
    """What to ask next, and why."""
    async with on_stage(name, (160, 45), FAILURE_DONE) as stage:
        await stage.press("equals_sign")
        await stage.shoot("= suggests the next probe")


async def claim(name: str) -> None:
    """A claim verified by someone who has shipped the thing."""
    async with on_stage(name, FULL, BEFORE_VERDICT) as stage:
        await stage.press("at")
        await stage.shoot("@ has the question to ask")
        await stage.press("1")
        await stage.shoot("the verdict, and the lines it rests on")
        await stage.press("a", "1")
        await stage.shoot("verified by a practitioner")


async def curtain(name: str) -> None:
    """Somebody walks in."""
    async with on_stage(name, SIDE, FAILURE_DONE) as stage:
        await stage.press("0")
        await stage.shoot("the curtain")


async def review(name: str) -> None:
    """The demo's note in time, with the call's transcript beside it."""
    with tempfile.TemporaryDirectory() as home:
        places = folders({"SCREENCOPILOT_HOME": home})
        call = Path(home) / "call.vtt"
        call.write_text(_call())
        found = load_review(places, play_headless(places, START))
        clock = ScriptClock(START)
        theme = load_theme_named("quiet-dark", places)
        app = ReviewApp(places, clock, theme, review=found, beside=beside_of(found, call))
        async with app.run_test(size=(140, 42)) as pilot:
            stage = Stage(name, app, pilot, clock)
            await stage.settle()
            await stage.press(*["down"] * 16)
            await stage.shoot("the demo's note with the call beside it")


def _call() -> str:
    """Return the demo's call as a transcript: what the candidate says, at the second at which they say it."""
    cues, at = ["WEBVTT", ""], 0.0
    for step in STEPS:
        if step.heard:
            cues += [f"{_stamp(at + 2)} --> {_stamp(at + step.wait)}", f"<v Guest>{step.heard}</v>", ""]
        elif step.wait > 15:
            cues += [f"{_stamp(at + 1)} --> {_stamp(at + 6)}", "<v Demo evaluator>And then?</v>", ""]
        at += step.wait
    return "\n".join(cues)


def _stamp(at: float) -> str:
    return f"{int(at // 3600):02d}:{int(at // 60 % 60):02d}:{int(at % 60):02d}.000"


SHOWS: dict[str, Callable[[str], Awaitable[None]]] = {
    show.__name__: show for show in (late, nudge, suggest, claim, curtain, review)
}
