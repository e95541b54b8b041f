"""What every part of the live screen stands on: the desk, one look at it, a line to say something, disk work apart."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

from textual import on, work
from textual.message import Message
from textual.screen import Screen

from screencopilot.domain.clock import Clock
from screencopilot.domain.commands import Command, Refused
from screencopilot.formats.errors import FormatError
from screencopilot.store.desk import Desk
from screencopilot.store.errors import StoreError
from screencopilot.tui.nudging import Adviser
from screencopilot.tui.view.glance import Glance, Look, Saved
from screencopilot.tui.widgets.live_board import LiveBoard

#: A message stays this many seconds.
MESSAGE_SECONDS = 8.0
#: Between two tries to save on a disk that refuses.
SETTLE_SECONDS = 1.0


class DeskScreen(Screen[str]):
    """Runs commands on a desk and shows the look of now."""

    @dataclass
    class Trouble(Message):
        """Something on disk went wrong while the screen goes on."""

        words: str

    def __init__(self, desk: Desk, clock: Clock, message: str = "") -> None:
        super().__init__()
        self.desk = desk
        self.clock = clock
        self.adviser = Adviser(desk, clock)
        self._nudge = ""
        self._look = Look(message=message)
        self._message_until = MESSAGE_SECONDS
        self._age = 0.0
        self._settled_at = float("-inf")

    @property
    def look(self) -> Look:
        """What is the terminal's own about this screen."""
        return self._look

    @property
    def glance(self) -> Glance:
        """The view model of now."""
        session, status = self.desk.session, self.desk.status
        saved = Saved(words=self.desk.kept_words)
        if not status.saved:
            waiting = f"{status.pending} events wait in memory" if status.pending else "not yet safe"
            saved = Saved(False, "NOT SAVED", f"{status.problem}, {waiting}; {status.mend}")
        return Glance(
            session.script, session.state, session.at, session.opening_seconds, saved, self._look, self._nudge
        )

    def paint(self) -> None:
        """Show the state of now; only lines that changed are drawn."""
        self.query_one(LiveBoard).show(self.glance)

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

    def do(self, command: Command, *args: Any, **kwargs: Any) -> bool:
        """Run a domain command and paint its effect; a refusal is shown, and False returned."""
        before = self.desk.session.state.current
        try:
            self.desk.do(command, *args, **kwargs)
        except Refused as refusal:
            self.say(refusal.told(partial(self._look.keys.name, writing=self._look.writing)), alert=True)
            return False
        self.change_look(message="", alert=False)
        self._nudge = self.adviser.look(writing=self._look.writing)
        if self.desk.session.state.current != before:
            self.change_look(scroll=0)
            self.write_draft_note()
        self.paint()
        return True

    # Disk: in threads, and trouble is told, never raised.

    def settle_now_and_then(self) -> None:
        """Try to settle what is not saved, or not told home: a disk that refuses is asked once a second, no more."""
        now = self.clock.monotonic()
        if (self.desk.untold or not self.desk.status.saved) and now - self._settled_at >= SETTLE_SECONDS:
            self._settled_at = now
            self.settle_desk()

    @work(thread=True, exclusive=True, group="settle", exit_on_error=False)
    def settle_desk(self) -> None:
        """Open the journal; a disk that refuses is told by the saved mark and tried again."""
        self.desk.settle()

    @work(thread=True, exclusive=True, group="day", exit_on_error=False)
    def remember_day(self) -> None:
        """Read what the nudges know from before: today's screens, and what was silenced for ever."""
        from screencopilot.store.day import day_so_far
        from screencopilot.store.settings import load_settings

        folders = self.desk.folders
        self.adviser.silenced = frozenset(load_settings(folders).silenced)
        self.adviser.day = day_so_far(folders, self.clock.wall(), self.desk.session.state.opened.id)

    @work(thread=True, group="settings", exit_on_error=False)
    def remember_silence(self, nudge: str) -> None:
        """Write into the settings that a nudge is silenced for ever."""
        from screencopilot.store.settings import silence_for_ever

        if not self.desk.keeps:
            return
        try:
            silence_for_ever(self.desk.folders, nudge)
        except StoreError as error:
            self.post_message(self.Trouble(str(error)))

    @work(thread=True, exclusive=True, group="draft-note", exit_on_error=False)
    def write_draft_note(self) -> None:
        """Write the draft note."""
        try:
            self.desk.save_draft()
        except (StoreError, FormatError) as error:
            self.post_message(self.Trouble(f"the draft note waits: {str(error).splitlines()[0]}"))

    @on(Trouble)
    def tell_trouble(self, message: Trouble) -> None:
        """Say what went wrong on disk."""
        self.say(message.words, alert=True)
