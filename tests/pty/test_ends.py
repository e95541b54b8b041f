"""However a program ends, its screen is resumed with one key and nothing that was seen is gone."""

from __future__ import annotations

import signal
from collections.abc import Callable
from pathlib import Path

import pytest

from screencopilot.domain import events as ev
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.store.locks import HOLDER_NAME
from tests.pty.closing import open_form, seal_with_gaps_open
from tests.pty.screens import (
    FIRST,
    FIRST_ID,
    begin,
    draft,
    first_probe,
    half_typed,
    happened,
    letters,
    note_path,
    resume,
    screen_args,
    session_folder,
    ticks_shown,
)
from tests.pty.terminal import CTRL_C, CTRL_Q, ENTER, Terminal

LINE = "new cards fell from 94 to 88"
HALF = "+they said the vend"


def mark(terminal: Terminal, folder: Path) -> None:
    """Ticks a, c and e, one line, rung 4."""
    terminal.press("ace", lambda: ticks_shown(terminal) == 3)
    terminal.press(ENTER, "Esc tick again")
    terminal.type_line(LINE)
    terminal.press(ENTER, lambda: happened(folder, ev.LineWritten))
    terminal.press("4", lambda: happened(folder, ev.Rated))


def sees_all(terminal: Terminal) -> bool:
    """Whether the screen shows what :func:`mark` made."""
    return ticks_shown(terminal) == 3 and LINE in terminal.words and "4 ● ▸" in terminal.words


def end_hard(terminal: Terminal) -> None:
    terminal.kill()


def end_by(number: signal.Signals) -> Callable[[Terminal], None]:
    def end(terminal: Terminal) -> None:
        terminal.signal(number)
        assert terminal.wait_end() == 128 + number

    return end


def end_by_ctrl_c(terminal: Terminal) -> None:
    terminal.press(CTRL_C, "Ctrl+C again leaves")
    terminal.send(CTRL_C)
    assert terminal.wait_end() == 0


def end_by_closing_the_window(terminal: Terminal) -> None:
    terminal.hang_up()
    terminal.wait_end()


ORDERLY = {
    "SIGTERM": end_by(signal.SIGTERM),
    "SIGHUP": end_by(signal.SIGHUP),
    "Ctrl+C twice": end_by_ctrl_c,
}
ORDERLY_ENDS = pytest.mark.parametrize("end", ORDERLY.values(), ids=ORDERLY)


def test_kill_loses_nothing_and_the_screen_goes_on_to_its_seal(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        mark(terminal, tmp_path)
        half_typed(terminal, HALF)
        terminal.pass_time(1.0)  # a draft is kept half a second after its key at the latest
        end_hard(terminal)
    assert draft(tmp_path) == HALF
    assert (session_folder(tmp_path) / HOLDER_NAME).exists(), "a dead program could not let go"

    with Terminal(tmp_path) as again:
        resume(again)
        again.wait(lambda: sees_all(again) and HALF in again.words)
        half_typed(again, "or did it")
        again.press(ENTER, lambda: len(happened(tmp_path, ev.LineWritten)) == 2)
        seal_with_gaps_open(again, "has carried a failure")
        again.wait("RECENT NOTES")
        again.send("q")
        assert again.wait_end() == 0

    file = load_note(note_path(tmp_path))
    first = next(probe for probe in file.note.probes if probe.id == FIRST_ID)
    assert verify(file.raw) == "sealed-intact"
    assert list(first.ticks) == [letters(FIRST_ID)[letter] for letter in "ace"]
    assert first.rating == 4
    assert [(e.polarity, e.text) for e in file.note.evidence] == [("", LINE), ("+", f"{HALF[1:]}or did it")]


def test_kill_during_the_greeting_leaves_a_screen_that_can_still_begin(tmp_path: Path) -> None:
    with Terminal(tmp_path, screen_args()) as terminal:
        terminal.wait("Opening")
        terminal.wait(lambda: happened(tmp_path, ev.ScreenOpened))
        end_hard(terminal)

    with Terminal(tmp_path) as again:
        resume(again)
        begin(again)
        again.wait(FIRST)


def test_kill_on_the_closing_form_comes_back_to_it(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        mark(terminal, tmp_path)
        open_form(terminal)
        terminal.press("h", lambda: happened(tmp_path, ev.RatingExplained))
        end_hard(terminal)

    with Terminal(tmp_path) as again:
        resume(again)
        again.wait("CLOSING")
        again.wait("rated 4, high confidence")


@ORDERLY_ENDS
def test_orderly_end_gives_the_terminal_back_and_the_screen_is_resumed(
    end: Callable[[Terminal], None], tmp_path: Path
) -> None:
    with first_probe(tmp_path) as terminal:
        mark(terminal, tmp_path)
        end(terminal)
        assert terminal.is_sane
        assert b"start screencopilot to resume it" in terminal.raw
    assert not (session_folder(tmp_path) / HOLDER_NAME).exists()

    with Terminal(tmp_path) as again:
        resume(again)
        again.wait(lambda: sees_all(again))


@ORDERLY_ENDS
def test_orderly_end_keeps_the_half_typed_line_that_was_on_the_screen(
    end: Callable[[Terminal], None], tmp_path: Path
) -> None:
    with first_probe(tmp_path) as terminal:
        half_typed(terminal, HALF)
        end(terminal)

    assert draft(tmp_path) == HALF


@ORDERLY_ENDS
def test_screen_resumed_from_home_ends_as_well(end: Callable[[Terminal], None], tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        terminal.send(CTRL_Q)
        assert terminal.wait_end() == 0

    with Terminal(tmp_path) as again:
        resume(again)
        again.wait(lambda: ticks_shown(again) == 1)
        again.press("c", lambda: ticks_shown(again) == 2)
        end(again)
        assert again.is_sane

    assert [event.signal for event in happened(tmp_path, ev.Ticked)] == [letters(FIRST_ID)[c] for c in "ac"]
    assert not (session_folder(tmp_path) / HOLDER_NAME).exists()


def test_closed_window_ends_the_program_with_everything_kept(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        mark(terminal, tmp_path)
        end_by_closing_the_window(terminal)

    with Terminal(tmp_path) as again:
        resume(again)
        again.wait(lambda: sees_all(again))
