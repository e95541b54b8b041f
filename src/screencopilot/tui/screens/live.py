"""The live screen: keys in, commands through the desk, one look out."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from textual import events, on, work
from textual.app import ComposeResult
from textual.message import Message
from textual.screen import Screen
from textual.timer import Timer

from screencopilot.domain import commands
from screencopilot.domain.commands import Command, Refused
from screencopilot.formats.errors import FormatError
from screencopilot.store.desk import Desk
from screencopilot.store.errors import StoreError
from screencopilot.tui.keymap import command_for
from screencopilot.tui.messages import LineDetached, LineEntered, LineLeft, LineTyped
from screencopilot.tui.view.glance import Glance, Look, Saved, lettered
from screencopilot.tui.widgets.line_view import LineView
from screencopilot.tui.widgets.live_board import LiveBoard

if TYPE_CHECKING:
    from screencopilot.tui.widgets.note_line import NoteLine

#: Seconds between two looks at the clock; only what changed is painted.
TICK_SECONDS = 0.25
#: A draft is journalled at most this long after a keystroke.
DRAFT_SECONDS = 0.4
#: A message stays this many active or paused seconds.
MESSAGE_SECONDS = 8.0


class LiveScreen(Screen[str]):
    """Runs one screen; dismisses with ``closed`` (go to the closing form) or ``left`` (resume later)."""

    AUTO_FOCUS = ""
    COMMANDS = {lambda: _provider()}  # noqa: RUF012 - Textual's own form

    @dataclass
    class Trouble(Message):
        """Something on disk went wrong while the screen goes on."""

        words: str

    def __init__(self, desk: Desk, message: str = "") -> None:
        super().__init__()
        self.desk = desk
        self._look = Look(message=message)
        self._message_until = MESSAGE_SECONDS
        self._age = 0.0
        self._draft_timer: Timer | None = None
        self._typed = ""
        self._note_probe: str | None = None

    @property
    def look(self) -> Look:
        """What is the terminal's own about this screen."""
        return self._look

    @property
    def glance(self) -> Glance:
        """The view model of now."""
        session, status = self.desk.session, self.desk.status
        saved = Saved()
        if not status.saved:
            waiting = f"{status.pending} events wait in memory" if status.pending else "not yet safe"
            saved = Saved(False, "NOT SAVED", f"{status.problem}, {waiting}; {status.mend}")
        return Glance(session.script, session.state, session.at, session.opening_seconds, saved, self._look)

    def compose(self) -> ComposeResult:
        """One board."""
        yield LiveBoard()

    def on_mount(self) -> None:
        """Paint, and look at the clock from now on."""
        self.set_interval(TICK_SECONDS, self.tick)
        self.paint()
        self.call_after_refresh(self.make_ready)
        if self.desk.session.state.draft:
            self.say("an unfinished line is kept: Enter goes on with it")

    async def make_ready(self) -> None:
        """Once the question stands there: open the journal off this thread, and load what was not needed so far."""
        self.settle_desk()
        await self.query_one(LiveBoard).note_line()

    @work(thread=True, exclusive=True, group="settle", exit_on_error=False)
    def settle_desk(self) -> None:
        """Open the journal; a disk that refuses is told by the saved mark and tried again."""
        self.desk.settle()

    def on_screen_resume(self) -> None:
        """Paint what changed under a sheet."""
        if self.is_mounted:
            self.paint()

    def paint(self) -> None:
        """Show the state of now; only lines that changed are drawn."""
        self.query_one(LiveBoard).show(self.glance)

    def tick(self) -> None:
        """Look at the clock."""
        gap = self.desk.session.notice_sleep()
        if gap:
            self.say(f"the computer slept for {gap / 60:.0f} min; counted as a pause")
        self._age += TICK_SECONDS
        if not self.desk.status.saved:
            self.settle_desk()
        if self._look.message and self._age > self._message_until:
            self.say("")
        elif self.is_current:
            self.paint()

    # Words.

    def say(self, words: str, *, alert: bool = False) -> None:
        """Show one quiet line under the probe clock, for a while."""
        self.change_look(message=words, alert=alert)
        self._age = 0.0
        self._message_until = MESSAGE_SECONDS * (2 if alert else 1)
        self.paint()

    def change_look(self, **changes: Any) -> None:
        """Change what is the terminal's own."""
        self._look = Look(
            **{name: changes.get(name, getattr(self._look, name)) for name in Look.__struct_fields__}
        )

    # Commands.

    def do(self, command: Command, *args: Any, **kwargs: Any) -> bool:
        """Run a domain command and paint its effect; a refusal is shown, and False returned."""
        before = self.desk.session.state.current
        try:
            self.desk.do(command, *args, **kwargs)
        except Refused as refusal:
            self.say(str(refusal), alert=True)
            return False
        self.change_look(message="", alert=False)
        if self.desk.session.state.current != before:
            self.change_look(scroll=0)
            self.save_draft_note()
        self.paint()
        return True

    def run(self, command_id: str) -> None:
        """Run a command of the key table."""
        from screencopilot.tui.actions import ACTIONS

        ACTIONS[command_id](self)

    def on_key(self, event: events.Key) -> None:
        """Letters tick, digits rate, the rest is looked up."""
        writing = self._look.writing
        command_id = command_for(event.key, writing=writing)
        if command_id is not None:
            event.stop()
            event.prevent_default()
            self.run(command_id)
        elif not writing and event.character is not None:
            self._mark(event)
        elif writing:
            line = self.query_one(LiveBoard).ready_note_line
            if line is not None and not line.saw(event):
                event.stop()
                line.type_late(event)

    def _mark(self, event: events.Key) -> None:
        key = event.character or ""
        if key in "12345" and len(key) == 1:
            event.stop()
            self.do(commands.rate_probe, int(key))
        elif len(key) == 1 and "a" <= key <= "z":
            event.stop()
            signal = dict(lettered(self.glance.probe)).get(key)
            if signal is None:
                self.say(f"no signal has the letter {key}", alert=True)
            else:
                self.do(commands.tick_signal, signal.id)

    @on(LineView.Clicked)
    def act_on_click(self, message: LineView.Clicked) -> None:
        """Do what a clicked row stands for."""
        from screencopilot.tui.actions import click

        message.stop()
        click(self, message.act)

    # The note line.

    def open_note(self) -> None:
        """Open the note line, for the signal ticked a moment ago if there is one."""
        line = self.query_one(LiveBoard).ready_note_line
        if line is not None:
            self._open_note(line)
        else:
            self.run_worker(self._open_note_later(), group="note-line", exclusive=True)

    async def _open_note_later(self) -> None:
        self._open_note(await self.query_one(LiveBoard).note_line())

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

    # Disk.

    def save_draft_note(self) -> None:
        """Write the note as it stands, off the UI thread."""
        self.write_draft_note()

    @work(thread=True, exclusive=True, group="draft-note", exit_on_error=False)
    def write_draft_note(self) -> None:
        """Write the draft note; trouble is told, never raised."""
        try:
            self.desk.save_draft()
        except (StoreError, FormatError) as error:
            self.post_message(self.Trouble(f"the draft note waits: {str(error).splitlines()[0]}"))

    @on(Trouble)
    def tell_trouble(self, message: Trouble) -> None:
        """Say what went wrong on disk."""
        self.say(message.words, alert=True)

    def leave(self, how: str) -> None:
        """Leave with a draft that is kept."""
        self.keep_draft()
        self.call_later(self._go, how)

    def _go(self, how: str) -> None:
        # Not awaited: a screen cannot wait for its own end.
        self.dismiss(how)


def _provider() -> Any:
    from screencopilot.tui.palette import LiveProvider

    return LiveProvider
