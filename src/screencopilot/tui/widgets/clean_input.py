"""An Input that takes pasted text clean: one line, and nothing that could move a terminal's cursor."""

from __future__ import annotations

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import Input

from screencopilot.formats.text_safety import one_line


class CleanInput(Input):
    """Pasted lines become one; control characters, escape sequences and bidi overrides are left out.

    Attributes:
        takes_lines: several pasted lines are passed on as they are, together with what stood in the line.
    """

    @dataclass
    class LinesPasted(Message):
        """Several lines were pasted; they are not cleaned yet."""

        text: str

    takes_lines = False

    def on_focus(self) -> None:
        """Stand still where motion is not wanted."""
        self.cursor_blink = self.app.animation_level != "none"

    def on_paste(self, event: events.Paste) -> None:
        """Take the paste instead of Textual, which keeps the first line only and cleans nothing."""
        event.stop()
        event.prevent_default()
        if self.takes_lines and len([line for line in event.text.splitlines() if line.strip()]) > 1:
            self.post_message(self.LinesPasted(f"{self.value}{event.text}"))
            return
        self.insert_text_at_cursor(one_line(event.text))
