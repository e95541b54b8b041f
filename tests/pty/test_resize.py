"""The window changes its size in the middle of a sentence."""

from __future__ import annotations

from pathlib import Path

from screencopilot.domain import events as ev
from tests.pty.screens import (
    CANDIDATE,
    FIRST,
    FIRST_ID,
    SIZES,
    first_probe,
    half_typed,
    happened,
    letters,
    ticks_shown,
)
from tests.pty.terminal import ENTER, Terminal

HALF, REST = "+they said the vend", "or did it"


def fits(terminal: Terminal, *, agenda: bool) -> bool:
    """Whether the whole screen is drawn for its size, with three ticks and the half-typed line."""
    framed = CANDIDATE in terminal.rows[0] and "F9 hide" in terminal.rows[-1]
    marked = FIRST in terminal.words and HALF in terminal.words and ticks_shown(terminal) == 3
    return framed and marked and ("AGENDA" in terminal.words) == agenda


def test_resize_between_the_layouts_keeps_ticks_and_the_half_typed_line(tmp_path: Path) -> None:
    side, strip, full = SIZES
    with first_probe(tmp_path, full) as terminal:
        terminal.press("abc", lambda: ticks_shown(terminal) == 3)
        half_typed(terminal, HALF)

        for size in (side, strip, full, strip, side):
            terminal.resize(*size)
            terminal.wait(lambda size=size: fits(terminal, agenda=size == full))

        terminal.press(REST, HALF + REST)
        terminal.press(ENTER, lambda: happened(tmp_path, ev.LineWritten))

    (line,) = happened(tmp_path, ev.LineWritten)
    assert (line.polarity, line.text, line.signal) == ("+", HALF[1:] + REST, letters(FIRST_ID)["c"])


def test_window_too_small_says_so_and_nothing_is_lost(tmp_path: Path) -> None:
    side = SIZES[0]
    with first_probe(tmp_path, side) as terminal:
        terminal.press("ab", lambda: ticks_shown(terminal) == 2)
        half_typed(terminal, HALF)

        terminal.resize(40, 10)
        terminal.wait("needs at least 50 by 14")
        terminal.send(REST)
        terminal.wait(lambda: happened(tmp_path, ev.DraftTyped)[-1].text == HALF + REST)

        terminal.resize(*side)
        terminal.wait(lambda: HALF + REST in terminal.words and ticks_shown(terminal) == 2)
