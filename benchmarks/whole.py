"""What is measured on whole runs: starts, idling, a long screen, loading."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from math import inf
from statistics import median

from benchmarks import launch
from benchmarks.frames import first_shown
from benchmarks.table import Row
from benchmarks.terminal import Size, Terminal

_VERSION_GOAL, _FIRST_FRAME_GOAL, _LOAD_GOAL = 5.0, 1.25, 2.0
_IDLE_PERCENT, _MEMORY_GOAL = 1.5, 1.1
_SIZE = Size(100, 45)
_SHIPPED = "applied-ml-engineer"


def _against(what: str, measured: Sequence[float], floor: Sequence[float], goal: float) -> Row:
    one, other = median(measured), median(floor)
    ratio = one / other
    return Row(what, f"{one:.0f} ms", f"{other:.0f} ms", ratio, f"<= {goal:g}x", ratio <= goal)


def version(*, quick: bool) -> list[Row]:
    """``--version`` against an empty Python."""
    floor, measured = [], []
    with launch.home(wide=False) as environ:
        for _ in range(10 if quick else 40):
            floor.append(launch.milliseconds(launch.python("-c", "pass"), environ))
            measured.append(launch.milliseconds(launch.screencopilot("--version"), environ))
    return [_against("screencopilot --version", measured, floor, _VERSION_GOAL)]


def first_frame(*, quick: bool) -> list[Row]:
    """The first frame with the opening's words against a bare app's; shipped bank, new session.

    The goal is for every start but the first on a bank, which has to read its files; that one is told beside it.
    """
    floor, measured, first = [], [], []
    ours = launch.screencopilot(*launch.screen_options(_SHIPPED))
    with launch.home(wide=False) as environ:
        for number in range(6 if quick else 16):
            bare = _shown_after(launch.program("bare_app"), launch.BARE, environ)
            live = _shown_after(ours, launch.OPENING, environ)
            with launch.home(wide=False) as untouched:
                new = _shown_after(ours, launch.OPENING, untouched)
            if number:  # the first writes the byte code
                floor.append(bare)
                measured.append(live)
                first.append(new)
    told = _against("the same, first time on a bank", first, floor, inf)._replace(goal="-")
    return [_against("first frame of the live screen", measured, floor, _FIRST_FRAME_GOAL), told]


def _shown_after(command: Sequence[str], text: str, environ: Mapping[str, str]) -> float:
    with Terminal(command, _SIZE, environ) as terminal:
        terminal.wait_for(text)
        terminal.settle(0.2)
        return first_shown(terminal, text)


def idle(*, quick: bool) -> list[Row]:
    """Processor time with nobody at the keys and the clocks running; the bare app's is told beside it."""
    seconds = 5 if quick else 20
    size = Size(160, 45)
    with launch.home() as environ, ExitStack() as stack:
        bare = stack.enter_context(launch.open_bare(size, environ))
        ours = stack.enter_context(launch.open_screen(size, environ))
        for terminal in (bare, ours):
            terminal.settle(1.0)
        begin = [terminal.cpu_seconds() for terminal in (bare, ours)]
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            for terminal in (bare, ours):
                terminal.read(0.1)
        used = [terminal.cpu_seconds() - before for terminal, before in zip((bare, ours), begin, strict=True)]
    floor, measured = (100 * one / seconds for one in used)
    goal = f"<= {_IDLE_PERCENT:g} % of a core"
    ok = measured <= _IDLE_PERCENT
    return [
        Row(f"idle for {seconds} s, clocks running", f"{measured:.2f} %", f"{floor:.2f} %", None, goal, ok)
    ]


def memory(*, quick: bool) -> list[Row]:
    """Memory after an eight-hour screen against after its first minute."""
    events = 3000 if quick else 10_000
    with launch.home(wide=False) as environ:
        before, after, _ = launch.figures(launch.program("long_screen", str(events)), environ)
    ratio = after / before
    what = f"memory after 8 h, {events} events"
    sizes = f"{after / 1024:.1f} MB", f"{before / 1024:.1f} MB"
    return [Row(what, *sizes, ratio, f"<= {_MEMORY_GOAL:g}x", ratio <= _MEMORY_GOAL)]


def banks(*, quick: bool) -> list[Row]:
    """Load every shipped bank against ``tomllib`` on the same bytes, each in a new process."""
    floor, measured = [], []
    with launch.home(wide=False) as environ:
        for _ in range(3 if quick else 9):
            floor += launch.figures(launch.program("load_banks", "tomllib"), environ)
            measured += launch.figures(launch.program("load_banks", "ours"), environ)
    return [_against("load all shipped banks", measured, floor, _LOAD_GOAL)]
