"""What the closing form stands on: the desk, a line to write in, and whether everything is saved."""

from __future__ import annotations

from typing import Any

from textual import on, work
from textual.screen import Screen
from textual.widgets import Input

from screencopilot.domain.commands import Command, Refused
from screencopilot.store.desk import Desk
from screencopilot.tui.kept_typing import KeptTyping
from screencopilot.tui.key_gate import gate_of

#: Seconds between two looks whether everything is saved.
LOOK_SECONDS = 1.0


class ClosingDesk(Screen[str]):
    """Runs commands on a desk, and keeps what is typed."""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self.desk = desk
        self._message = ""
        self._unsaved = _unsaved(desk)
        self._writing = False
        self._typing: KeptTyping | None = None

    def paint(self) -> None:
        """Draw the form of now."""
        raise NotImplementedError

    def do(self, command: Command, *args: Any, **kwargs: Any) -> bool:
        """Run a domain command; a refusal is shown, and False returned."""
        try:
            self.desk.do(command, *args, **kwargs)
        except Refused as refusal:
            self._message = refusal.told(gate_of(self).key_table.name)
            self.paint()
            return False
        self._message = ""
        self.paint()
        return True

    # Whether it is saved.

    def watch_disk(self) -> None:
        """Look from now on whether everything is saved."""
        self.set_interval(LOOK_SECONDS, self.look_at_disk)

    def look_at_disk(self) -> None:
        """Try again while something is not saved, and tell when that changes."""
        told, self._unsaved = self._unsaved, _unsaved(self.desk)
        if self._unsaved or self.desk.untold:
            self.run_worker(
                self.desk.settle, thread=True, exclusive=True, group="settle", exit_on_error=False
            )
        if told != self._unsaved:
            self.paint()

    def tell(self, words: str) -> None:
        """Show one line on the form."""
        self._message = words
        self.paint()

    @work(exclusive=True, group="flow")
    async def save_elsewhere(self) -> None:
        """Ask for a folder, and go on with everything in it."""
        from screencopilot.tui.elsewhere import ask_folder, move_desk

        gate = gate_of(self)
        gate.flow_begins()
        try:
            place = await ask_folder(self.app, self.desk)
        finally:
            gate.flow_ends()
        if place is not None:
            words, _worry = await move_desk(self.desk, place)
            self._unsaved = _unsaved(self.desk)
            self.tell(words)

    # Writing.

    def open_line(self, text: str, typing: KeptTyping) -> None:
        """Open the line, with a text to go on from."""
        self._writing, self._typing = True, typing
        line = self.query_one(Input)
        with line.prevent(Input.Changed):
            line.value = text
        line.cursor_position = len(text)
        line.display = True
        line.can_focus = True
        line.focus()
        self.paint()

    def shut_line(self) -> None:
        """Close the line; what was typed was entered or given up."""
        if self._typing is not None:
            self._typing.end()
        self._writing, self._typing = False, None
        line = self.query_one(Input)
        with line.prevent(Input.Changed):
            line.value = ""
        line.can_focus = False
        line.display = False
        self.set_focus(None)
        self.paint()

    @on(Input.Changed)
    def keep_typing(self, message: Input.Changed) -> None:
        """Journal what is typed soon."""
        if self._typing is not None:
            self._typing.typed(message.value)

    def keep_draft(self) -> None:
        """Journal what is typed now."""
        if self._typing is not None:
            self._typing.keep()


def _unsaved(desk: Desk) -> str:
    status = desk.status
    if status.saved:
        return ""
    return f"NOT SAVED: {status.problem}; {status.mend} (F12 saves elsewhere)"
