"""Regenerates the pictures of the docs: the demo's screen on a frozen clock, at the three layouts' sizes.

Run it as ``make shots``. Textual draws the SVG, so the pictures are what the terminal shows.
"""

from __future__ import annotations

import asyncio
import datetime as dt
import sys
import tempfile
from pathlib import Path

import shots_of_panels
import shots_of_shows

from screencopilot.demo.clocks import ScriptClock
from screencopilot.demo.play import demo_desk, take
from screencopilot.demo.script import STEPS
from screencopilot.store.paths import folders
from screencopilot.store.search_path import load_theme_named
from screencopilot.tui.app import ScreencopilotApp

OUT = Path(__file__).parent / "img"
START = dt.datetime(2026, 11, 21, 10, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
#: Steps played before the picture: inside the first probe, rated, writing goes on.
MIDWAY = 38
SHOTS = {
    "side": (60, 45, "quiet-dark", MIDWAY, ()),
    "strip": (140, 14, "quiet-dark", MIDWAY, ()),
    "full": (160, 45, "quiet-dark", 52, ()),
    "full-light": (160, 45, "quiet-light", 52, ()),
    "red-flags": (100, 40, "quiet-dark", 70, ("exclamation_mark",)),
    "closing": (100, 40, "quiet-dark", len(STEPS) - 1, ()),
}


async def shoot(name: str, size: tuple[int, int], theme: str, steps: int, keys: tuple[str, ...]) -> None:
    """Draw one picture."""
    with tempfile.TemporaryDirectory() as home:
        places = folders({"SCREENCOPILOT_HOME": home})
        clock = ScriptClock(START)
        desk = demo_desk(places, clock)
        for step in STEPS[:steps]:
            clock.go_on(step.wait)
            take(desk, step)
        clock.go_on(7)
        app = ScreencopilotApp(places, clock, load_theme_named(theme, places), desk)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await pilot.press(*keys)
            await pilot.pause()
            OUT.mkdir(exist_ok=True)
            picture = app.export_screenshot(title=f"screencopilot, {name} layout, {size[0]}x{size[1]}")
            (OUT / f"{name}.svg").write_text(picture)


def main(names: list[str]) -> None:
    """Draw all pictures, or those named."""
    for name, (width, height, theme, steps, keys) in SHOTS.items():
        if not names or name in names:
            asyncio.run(shoot(name, (width, height), theme, steps, keys))
            print(OUT / f"{name}.svg")
    for name in shots_of_panels.SHOTS:
        if not names or name in names:
            print(asyncio.run(shots_of_panels.shoot(name, OUT)))
    for name, show in shots_of_shows.SHOWS.items():
        if not names or name in names:
            asyncio.run(show(name))
            print(*sorted(OUT.glob(f"{name}-*.svg")), sep="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
