"""Playing the demo: headless here, on the real live screen in the terminal's own module."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from screencopilot.demo.clocks import ScriptClock
from screencopilot.demo.script import BANK, SETUP, STEPS, Step
from screencopilot.domain.clock import Clock
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders
from screencopilot.store.starting import start_screen

#: From the recommendation to the seal.
SEALING_SECONDS = 9.0


def demo_desk(folders: Folders, clock: Clock) -> Desk:
    """Open the demo's screen.

    Raises:
        StoreError, BankError: the demo's bank cannot be read, or the session's folder cannot be made.
    """
    return start_screen(folders, clock, BANK, replace(SETUP))


def take(desk: Desk, step: Step) -> None:
    """Do what a step does."""
    if step.does is not None:
        desk.do(step.does, *step.args)


def play_headless(folders: Folders, end: dt.datetime) -> Path:
    """Play the whole demo at once, as if it ended at ``end``; return the sealed note's path."""
    clock = ScriptClock(end - dt.timedelta(seconds=sum(step.wait for step in STEPS) + SEALING_SECONDS))
    desk = demo_desk(folders, clock)
    try:
        for step in STEPS:
            clock.go_on(step.wait)
            take(desk, step)
        clock.go_on(SEALING_SECONDS)
        path, digest = desk.write_sealed()
        desk.finish(digest)
    finally:
        desk.close()
    return path
