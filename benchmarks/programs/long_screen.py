"""An eight-hour screen on a script clock: prints the memory after its first minute and at its end, in kB.

Everything the terminal program holds is loaded, events go through desk and journal as they do live, and the live
screen's rows are drawn from time to time, so that whatever a screen piles up is in the figure.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import gc
import os
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import screencopilot.tui.app  # noqa: F401 - its memory belongs to the program's
from screencopilot.demo.clocks import ScriptClock
from screencopilot.domain import commands as do
from screencopilot.domain.setup import Setup
from screencopilot.store.desk import Desk
from screencopilot.store.paths import folders
from screencopilot.store.starting import start_screen
from screencopilot.tui.view import around, ask, judge, listen
from screencopilot.tui.view.glance import Glance

HOURS = 8
BANK = "applied-ml-engineer"
#: Of twenty events: ticks mostly, a line growing in the draft, one line kept, and one of each of the rest.
_TYPED = '+"we took it out of the sample, number {n}, and the drop did not move at all"'


def _round(desk: Desk, number: int) -> Iterator[None]:
    state = desk.session.state
    probe = desk.session.script.probe(state.current or desk.session.script.agenda[0].probe)
    text = _TYPED.format(n=number)
    for place in range(10):
        desk.do(do.tick_signal, probe.signals[(number + place) % len(probe.signals)].id)
        yield
    for part in (12, 24, 36, 48):
        desk.do(do.keep_draft, text[:part])
        yield
    desk.do(do.write_line, text, probe.signals[0].id)
    yield
    for command, args in (
        (do.stamp_fingerprint, ("number",)),
        (do.rate_probe, (1 + number % 5,)),
        (do.mark_moment, ()),
        (do.undo, ()),
        (do.next_probe if number % 8 < 4 else do.previous_probe, ()),
    ):
        with contextlib.suppress(do.Refused):
            desk.do(command, *args)
        yield


def _draw(desk: Desk) -> None:
    session = desk.session
    glance = Glance(session.script, session.state, session.at, session.opening_seconds)
    ask.draw_clock(glance, 160)
    ask.draw_probe_clock(glance, 70)
    for draw in (
        ask.draw_probe,
        ask.draw_follow_ups,
        listen.draw_signals,
        judge.draw_rating,
        around.draw_agenda,
    ):
        draw(glance, 70, 20)
    listen.draw_evidence(glance, 50, 20)


def _memory() -> int:
    gc.collect()
    found = re.search(r"VmRSS:\s+(\d+)", Path("/proc/self/status").read_text())
    return int(found[1]) if found else 0


def main(wanted: int) -> None:
    """Play ``wanted`` events over eight hours."""
    clock = ScriptClock(dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC))
    desk = start_screen(folders(os.environ), clock, BANK, Setup("45", "senior", "C-2041"))
    after_a_minute = done = number = 0
    try:
        while done < wanted:
            for _ in _round(desk, number):
                clock.go_on(HOURS * 3600 / wanted)
                done += 1
                if done % 10 == 0:
                    _draw(desk)
                if not after_a_minute and clock.monotonic() >= 60:
                    after_a_minute = _memory()
            number += 1
        print(after_a_minute, _memory(), desk.session.state.next_seq)
    finally:
        desk.close()


if __name__ == "__main__":
    main(int(sys.argv[1]))
