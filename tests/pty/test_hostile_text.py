"""Text from outside never reaches the terminal as anything but text."""

from __future__ import annotations

import codecs
import re
from pathlib import Path

import pytest

from screencopilot.domain import events as ev
from tests.pty.screens import CANDIDATE, begin, happened, resume, screen_args
from tests.pty.terminal import CTRL_Q, ENTER, HAND, Terminal

#: A title, a colour, a cleared screen, a clipboard, the same begun with C1 bytes, a bell, a reversal, a joiner flood.
HOSTILE = "\x1b]0;pwned\x07\x1b[31mX\x1b[2J\x1b]52;c;cHduZWQ=\x07\u009b2J\u009d0;pwned\u009c\u202epwned\u2066"
HARMLESS = "]0;pwned[31mX[2J]52;c;cHduZWQ=2J0;pwnedpwned"
RAW = [
    b"\x1b]0;",
    b"\x1b]52;",
    b"\x1b[31m",
    b"\x1b[2J",
    b"pwned\x07",
    b"=\x07",
    "\u202e".encode(),
    "\u2066".encode(),
]


def assert_nothing_raw(terminal: Terminal) -> None:
    found = [sequence for sequence in RAW if sequence in terminal.raw]
    assert not found, f"{found} reached the terminal"
    assert not re.search(rb"\xc2[\x80-\x9f]", terminal.raw), "a C1 character reached the terminal"
    # A bare C1 byte would be no UTF-8; a character whose last bytes have not come yet is none.
    assert codecs.getincrementaldecoder("utf-8")("strict").decode(terminal.raw)


def test_hostile_candidate_evaluator_and_claim_are_shown_as_plain_text(tmp_path: Path) -> None:
    args = screen_args(candidate=CANDIDATE + HOSTILE, evaluator=HOSTILE, claim=HOSTILE)
    with Terminal(tmp_path, args, (160, 45)) as terminal:
        terminal.wait(CANDIDATE + HARMLESS)
        begin(terminal)
        terminal.press("@", "Claims")
        terminal.wait(HARMLESS)
        terminal.send("\x1b")
        terminal.wait(lambda: "Claims" not in terminal.words)
        terminal.pass_time(HAND)
        terminal.send(CTRL_Q)
        terminal.wait_end()
        assert_nothing_raw(terminal)

    opened = happened(tmp_path, ev.ScreenOpened)[0]
    assert (opened.candidate_ref, opened.evaluator) == (CANDIDATE + HARMLESS, HARMLESS)

    with Terminal(tmp_path, size=(160, 45)) as again:
        resume(again)
        again.wait(CANDIDATE + HARMLESS)
        assert_nothing_raw(again)


def test_hostile_line_pasted_into_the_note_is_shown_as_plain_text(tmp_path: Path) -> None:
    with Terminal(tmp_path, screen_args(), (160, 45)) as terminal:
        begin(terminal)
        terminal.press(ENTER, "Esc tick again")
        terminal.pass_time(HAND)
        terminal.press(f"\x1b[200~said {HOSTILE.replace(chr(27), '')}\x1b[201~", "0;pwnedpwned")
        terminal.press(ENTER, lambda: happened(tmp_path, ev.LineWritten))
        terminal.wait("1 line")
        assert_nothing_raw(terminal)


@pytest.mark.parametrize("option", ["--bank", "--plan", "--level", "--form", "--claim"])
def test_hostile_option_is_refused_as_plain_text(option: str, tmp_path: Path) -> None:
    args = screen_args()
    args[args.index(option) + 1] = HOSTILE

    with Terminal(tmp_path, args, (160, 45)) as terminal:
        terminal.patience /= 3
        assert terminal.wait_end() == 1
        assert_nothing_raw(terminal)
