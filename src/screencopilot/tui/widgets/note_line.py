"""The note line: one Input, open only while something is written."""

from __future__ import annotations

from textual import events, on
from textual.widgets import Input

from screencopilot.tui.key_gate import gate_of
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
        self._ended = False

    @on(Input.Changed)
    def tell_change(self, message: Input.Changed) -> None:
        """Tell what stands in the line."""
        message.stop()
        self.post_message(LineTyped(message.value))

    def open(self, text: str) -> None:
        """Take the keys, with a draft to go on from."""
        self.can_focus = True
        self._ended = False
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
        self._release()

    def saw(self, event: events.Key) -> bool:
        """Whether a key came through this line; if not, it was on its way to the screen when the line opened."""
        return event is self._last_key

    def type_late(self, event: events.Key) -> None:
        """Take a key that did not come through this line."""
        if self._end(event):
            return
        if event.key == "backspace":
            self.action_delete_left()
        elif event.is_printable and event.character:
            self.insert_text_at_cursor(event.character)

    def on_key(self, event: events.Key) -> None:
        """Enter keeps, Escape leaves; Backspace on nothing detaches."""
        self._last_key = event
        if self._end(event) or (event.key == "backspace" and not self.value):
            event.stop()
            event.prevent_default()
            if event.key == "backspace" and not self._ended:
                self.post_message(LineDetached())

    def go_on(self) -> None:
        """The line could not be kept: it stays open."""
        self._ended = False
        self._release()

    def _end(self, event: events.Key) -> bool:
        """Whether the key ends the line, or came after the key that did: then it waits for the screen."""
        if self._ended:
            gate_of(self).hold(event)
            return True
        if event.key not in {"enter", "escape"}:
            return False
        self._ended = True
        gate_of(self).hold_keys()
        self.post_message(LineEntered(self.value) if event.key == "enter" else LineLeft(self.value))
        return True

    def _release(self) -> None:
        gate_of(self).release_keys()
