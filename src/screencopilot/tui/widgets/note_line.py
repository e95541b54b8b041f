"""The note line: one Input, open only while something is written."""

from __future__ import annotations

from textual import events, on
from textual.widgets import Input

from screencopilot.tui.messages import LineDetached, LineEntered, LineLeft, LineTyped
from screencopilot.tui.widgets.clean_input import CleanInput

#: Longest line of evidence, characters.
MAX_LINE = 2000


class NoteLine(CleanInput):
    """Takes a line of evidence; what stands in it is told with every change."""

    def __init__(self) -> None:
        super().__init__(
            id="note-line",
            compact=True,
            max_length=MAX_LINE,
            select_on_focus=False,
            placeholder='+ - ! then " for a quote',
        )
        self.can_focus = False
        self._last_key: events.Key | None = None

    @on(Input.Changed)
    def tell_change(self, message: Input.Changed) -> None:
        """Tell what stands in the line."""
        message.stop()
        self.post_message(LineTyped(message.value))

    @on(Input.Submitted)
    def tell_end(self, message: Input.Submitted) -> None:
        """Tell that the line is to be kept."""
        message.stop()
        self.post_message(LineEntered(message.value))

    def open(self, text: str) -> None:
        """Take the keys, with a draft to go on from."""
        self.can_focus = True
        with self.prevent(Input.Changed):
            self.value = text
        self.cursor_position = len(text)
        # Not Widget.focus(), which comes later: keys typed in the meantime would tick signals.
        self.screen.set_focus(self)

    def shut(self) -> None:
        """Give the keys back."""
        with self.prevent(Input.Changed):
            self.value = ""
        self.can_focus = False
        self.screen.set_focus(None)

    def saw(self, event: events.Key) -> bool:
        """Whether a key came through this line; if not, it was on its way to the screen when the line opened."""
        return event is self._last_key

    def type_late(self, event: events.Key) -> None:
        """Take a key that did not come through this line."""
        if event.key == "enter":
            self.post_message(LineEntered(self.value))
        elif event.key == "escape":
            self.post_message(LineLeft(self.value))
        elif event.is_printable and event.character:
            self.insert_text_at_cursor(event.character)

    def on_key(self, event: events.Key) -> None:
        """Escape leaves; Backspace on nothing detaches."""
        self._last_key = event
        if event.key == "escape":
            event.stop()
            event.prevent_default()
            self.post_message(LineLeft(self.value))
        elif event.key == "backspace" and not self.value:
            event.stop()
            event.prevent_default()
            self.post_message(LineDetached())
