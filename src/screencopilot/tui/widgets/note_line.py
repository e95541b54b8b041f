"""The note line: one Input, open only while something is written."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input

#: Longest line of evidence, characters.
MAX_LINE = 2000


class NoteLine(Input):
    """Takes a line of evidence; what stands in it is told with every change."""

    @dataclass
    class Left(Message):
        """Escape: back to ticking, the draft stays."""

        text: str

    @dataclass
    class Detached(Message):
        """Backspace on the empty line: the note is for no signal in particular."""

    def __init__(self) -> None:
        super().__init__(
            id="note-line",
            compact=True,
            max_length=MAX_LINE,
            select_on_focus=False,
            placeholder='+ - ! then " for a quote',
        )
        self.can_focus = False

    def open(self, text: str) -> None:
        """Take the keys, with a draft to go on from."""
        self.can_focus = True
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)
        self.focus()

    def shut(self) -> None:
        """Give the keys back."""
        with self.prevent(Input.Changed):
            self.value = ""
        self.can_focus = False
        self.screen.set_focus(None)

    def on_key(self, event: events.Key) -> None:
        """Escape leaves; Backspace on nothing detaches."""
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(self.Left(self.value))
        elif event.key == "backspace" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(self.Detached())
