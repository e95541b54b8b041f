"""The note line on the live screen: opened, kept, left, and journalled while it is typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from textual import on
from textual.timer import Timer

from screencopilot.domain import commands
from screencopilot.domain.clock import Clock
from screencopilot.store.desk import Desk
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.messages import LineDetached, LineEntered, LineLeft, LineTyped
from screencopilot.tui.screens.desk_screen import DeskScreen
from screencopilot.tui.widgets.live_board import LiveBoard

if TYPE_CHECKING:
    from screencopilot.tui.widgets.note_line import NoteLine

#: A draft is journalled at most this long after a keystroke.
DRAFT_SECONDS = 0.4


class NoteTaking(DeskScreen):
    """Takes lines of evidence."""

    def __init__(self, desk: Desk, clock: Clock, message: str = "") -> None:
        super().__init__(desk, clock, message)
        self._draft_timer: Timer | None = None
        self._typed = ""
        self._note_probe: str | None = None

    def open_note(self) -> None:
        """Open the note line, for the signal ticked a moment ago if there is one."""
        line = self.query_one(LiveBoard).ready_note_line
        if line is not None:
            self._open_note(line)
        else:
            gate_of(self).hold_keys()
            self.run_worker(self._open_note_later(), group="note-line", exclusive=True)

    async def _open_note_later(self) -> None:
        try:
            self._open_note(await self.query_one(LiveBoard).note_line())
        finally:
            gate_of(self).release_keys()

    def _open_note(self, line: NoteLine) -> None:
        session = self.desk.session
        if self._look.writing:
            return
        if not session.state.draft and not self.do(
            commands.keep_draft, "", commands.signal_to_attach(session.ctx)
        ):
            return
        self._typed = session.state.draft
        self._note_probe = session.state.current
        self.change_look(writing=True, message="")
        self.paint()
        line.open(self._typed)

    @on(LineTyped)
    def remember_draft(self, message: LineTyped) -> None:
        """Journal what is typed soon: the first keystroke sets the time, later ones ride along."""
        if not self._look.writing:
            return
        self._typed = message.text
        if self._draft_timer is None:
            self._draft_timer = self.set_timer(DRAFT_SECONDS, self._keep_draft)

    def _keep_draft(self) -> None:
        self._forget_timer()
        if self._look.writing:
            self.desk.do(commands.keep_draft, self._typed, self.desk.session.state.draft_signal)

    def keep_draft(self) -> None:
        """Journal the open line now."""
        if self._look.writing:
            self._keep_draft()

    def _forget_timer(self) -> None:
        if self._draft_timer is not None:
            self._draft_timer.stop()
            self._draft_timer = None

    @on(LineEntered)
    def keep_line(self, message: LineEntered) -> None:
        """Keep the line as evidence, on the probe it was begun on; an empty one just closes."""
        self._forget_timer()
        signal = self.desk.session.state.draft_signal
        if commands.parse_line(message.text)[2]:
            if not self.do(commands.write_line, message.text, signal, self._note_probe):
                line = self.query_one(LiveBoard).ready_note_line
                if line is not None:
                    line.go_on()
                return
        else:
            self.desk.do(commands.keep_draft, "")
        self._shut_note()

    @on(LineLeft)
    def leave_line(self, message: LineLeft) -> None:
        """Back to ticking; the draft stays."""
        self._forget_timer()
        signal = self.desk.session.state.draft_signal if message.text else None
        self.desk.do(commands.keep_draft, message.text, signal)
        self._shut_note()

    @on(LineDetached)
    def detach_line(self) -> None:
        """The note is for no signal in particular."""
        self.desk.do(commands.keep_draft, "", None)
        self.paint()

    def _shut_note(self) -> None:
        line = self.query_one(LiveBoard).ready_note_line
        if line is not None:
            line.shut()
        self._typed = ""
        self.change_look(writing=False)
        self.paint()
