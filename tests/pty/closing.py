"""Through the closing form by keys, as an evaluator goes."""

from __future__ import annotations

from tests.pty.terminal import ENTER, F10, RIGHT, Terminal

SEALED = "Sealed, written and read back"


def open_form(terminal: Terminal) -> None:
    """Close the live part."""
    terminal.press(F10, "CLOSING")


def recommend_and_seal(terminal: Terminal, because: str) -> None:
    """With no gap left: recommend yes with medium confidence, seal, and leave the form."""
    terminal.wait("Your own recommendation")
    terminal.send("3m")
    terminal.press(ENTER, "Enter keep")
    terminal.type_line(because)
    terminal.press(ENTER, "Enter seal the note")
    terminal.press(ENTER, SEALED)
    terminal.send(ENTER)


def seal_with_gaps_open(terminal: Terminal, because: str) -> None:
    """Leave every gap open with Right, then recommend and seal."""
    open_form(terminal)
    while "to go through" in terminal.words:
        before = terminal.words
        terminal.press(RIGHT, lambda before=before: terminal.words != before)
    recommend_and_seal(terminal, because)
