"""An Input that takes pasted text clean: one line, and nothing that could move a terminal's cursor."""

from __future__ import annotations

from textual import events
from textual.widgets import Input

from screencopilot.formats.text_safety import one_line


class CleanInput(Input):
    """Pasted lines become one; control characters, escape sequences and bidi overrides are left out."""

    def on_focus(self) -> None:
        """Stand still where motion is not wanted."""
        self.cursor_blink = self.app.animation_level != "none"

    def on_paste(self, event: events.Paste) -> None:
        """Take the paste instead of Textual, which keeps the first line only and cleans nothing."""
        event.stop()
        event.prevent_default()
        self.insert_text_at_cursor(one_line(event.text))
