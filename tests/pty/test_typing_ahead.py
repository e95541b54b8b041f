"""Keys that come faster than the screen changes: a slow line delivers several at once, and each means what it meant."""

from __future__ import annotations

from pathlib import Path

import pytest

from screencopilot.domain import events as ev
from tests.pty.screens import FIRST, first_probe, happened, ticks_shown
from tests.pty.terminal import ENTER, F9

#: Keys are in the program at once; what has not come of them by now, in seconds, never will.
SOON = 6.0


def test_line_typed_at_once_with_the_enter_that_opens_it_is_kept_whole(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.patience = SOON
        terminal.send(f"{ENTER}+fell from 94 to 88{ENTER}")
        terminal.press("b", lambda: ticks_shown(terminal) == 1)

    assert [(e.polarity, e.text) for e in happened(tmp_path, ev.LineWritten)] == [("+", "fell from 94 to 88")]


def test_line_and_the_tick_after_it_typed_at_once_are_both_kept(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.patience = SOON
        terminal.press(ENTER, "Esc tick again")
        terminal.send(f"fell from 94 to 88{ENTER}b")
        terminal.wait(lambda: happened(tmp_path, ev.Ticked))

    assert [e.text for e in happened(tmp_path, ev.LineWritten)] == ["fell from 94 to 88"]


@pytest.mark.parametrize("keys", ["-1", "!a", "@1", "\tb", "/n"])
def test_key_meant_for_a_sheet_never_marks_the_probe_beneath(keys: str, tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.patience = SOON
        terminal.send(keys)
        terminal.wait(lambda: "╭" in terminal.text or FIRST not in terminal.text)
        terminal.pass_time(0.3)

    assert (happened(tmp_path, ev.Rated), happened(tmp_path, ev.Ticked)) == ([], [])


@pytest.mark.parametrize("back", ["0", F9], ids=["0", "F9"])
def test_curtain_is_lifted_by_the_key_that_drew_it(back: str, tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.patience = SOON
        terminal.press(back, lambda: FIRST not in terminal.text)
        terminal.press(back, FIRST)
