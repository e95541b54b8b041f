"""However the program ends, and wherever it stood: terminal sane, journal whole, nothing told of anybody."""

from __future__ import annotations

import signal
from pathlib import Path

import pytest

from screencopilot.domain import events as ev
from screencopilot.store.journal import read_journal
from tests.crash.rig import rig, rigged_probe
from tests.pty.screens import (
    CANDIDATE,
    CLAIM,
    draft,
    first_probe,
    half_typed,
    happened,
    home_of,
    letters,
    resume,
    session_folder,
    ticks_shown,
)
from tests.pty.terminal import CTRL_C, ENTER, F10, Terminal

HALF = "they said the vend"
LINE = "new cards fell from 94 to 88"
FLAG = '!"'


def by(number: signal.Signals):
    def end(terminal: Terminal) -> None:
        terminal.signal(number)
        assert terminal.wait_end() == 128 + number
        assert terminal.is_sane

    return end


def by_ctrl_c_twice(terminal: Terminal) -> None:
    terminal.send(CTRL_C)
    terminal.pass_time(0.2)
    terminal.send(CTRL_C)
    assert terminal.wait_end() == 0
    assert terminal.is_sane


def by_closing_the_window(terminal: Terminal) -> None:
    terminal.hang_up()
    terminal.wait_end()


ENDS = {
    "SIGTERM": by(signal.SIGTERM),
    "SIGHUP": by(signal.SIGHUP),
    "SIGINT": by(signal.SIGINT),
    "Ctrl+C twice": by_ctrl_c_twice,
    "window closed": by_closing_the_window,
}
EVERY_END = pytest.mark.parametrize("end", ENDS.values(), ids=ENDS)


def assert_whole(folder: Path) -> None:
    """The journal has nothing torn, damaged or missing."""
    assert read_journal(session_folder(folder) / "journal.jsonl").faults == ()


@EVERY_END
def test_words_half_typed_into_a_sheet_come_back_as_the_unfinished_line(end, tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.press("ab", lambda: ticks_shown(terminal) == 2)
        terminal.press("!", "Red flags")
        terminal.press("b", "their very words")
        terminal.type_line(HALF)
        end(terminal)

    assert_whole(tmp_path)
    assert draft(tmp_path) == FLAG + HALF
    with Terminal(tmp_path, size=(160, 45)) as again:
        resume(again)
        again.press(ENTER, FLAG + HALF)


@EVERY_END
def test_words_half_typed_into_the_closing_form_come_back_as_well(end, tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.press("4", lambda: happened(tmp_path, ev.Rated))
        terminal.press(F10, "how sure?")
        terminal.press(ENTER, "Enter keep")
        terminal.type_line(HALF)
        end(terminal)

    assert_whole(tmp_path)
    assert draft(tmp_path) == HALF
    with Terminal(tmp_path, size=(160, 45)) as again:
        resume(again)
        again.wait(f"A line was left unfinished: {HALF}")


def test_sheet_that_is_entered_or_left_gives_the_unfinished_line_back(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        half_typed(terminal, HALF)
        terminal.press("\x1b", "a-z tick")
        terminal.press("!", "Red flags")
        terminal.press("b", "their very words")
        terminal.type_line("nothing ever failed")
        terminal.wait(lambda: draft(tmp_path) == f"{HALF} · {FLAG}nothing ever failed")
        terminal.press(ENTER, lambda: happened(tmp_path, ev.FlagKept))
        terminal.wait(lambda: draft(tmp_path) == HALF)


@pytest.mark.parametrize(
    ("broken", "key"),
    [("suggest-next", "="), ("fill_numbers", ";")],
    ids=["in a handler", "in a flow of sheets"],
)
def test_fault_of_the_program_leaves_a_report_that_tells_nothing_of_the_candidate(
    broken: str, key: str, tmp_path: Path
) -> None:
    with rigged_probe(tmp_path) as terminal:
        terminal.press("ace", lambda: ticks_shown(terminal) == 3)
        terminal.press(ENTER, "Esc tick again")
        terminal.type_line(LINE)
        terminal.press(ENTER, lambda: happened(tmp_path, ev.LineWritten))
        terminal.wait("a-z tick")
        rig(tmp_path, broken=[broken])
        before = len(terminal.raw)
        terminal.send(key)
        assert terminal.wait_end() == 70
        assert terminal.is_sane
        told = terminal.raw[before:].decode(errors="replace").rpartition("\x1b[?1049l")[2]

    (report,) = home_of(tmp_path).crash_reports.iterdir()
    text = report.read_text(encoding="utf-8")
    assert "builtins.RuntimeError" in text
    assert str(report) in told
    assert "Traceback" not in told
    for secret in (CANDIDATE, LINE, CLAIM, "Kim"):
        assert secret not in text
        assert secret not in told
    assert_whole(tmp_path)
    assert [e.signal for e in happened(tmp_path, ev.Ticked)] == [letters("FA1-A")[c] for c in "ace"]

    with Terminal(tmp_path, size=(160, 45)) as again:
        resume(again)
        again.wait(lambda: ticks_shown(again) == 3 and LINE in again.words)


def test_fault_amid_a_line_keeps_the_line(tmp_path: Path) -> None:
    with rigged_probe(tmp_path) as terminal:
        half_typed(terminal, HALF)
        rig(tmp_path, broken=["next-probe"])
        terminal.send("\x1b[17~")  # F6: the next probe, while typing
        assert terminal.wait_end() == 70

    assert_whole(tmp_path)
    assert draft(tmp_path) == HALF
