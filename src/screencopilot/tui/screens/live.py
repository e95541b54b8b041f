"""The live screen: keys in, commands through the desk, one look out."""

from __future__ import annotations

from typing import Any

from textual import events, on
from textual.app import ComposeResult

from screencopilot.domain import commands
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.screens.note_taking import NoteTaking
from screencopilot.tui.view.glance import lettered
from screencopilot.tui.widgets.line_view import LineView
from screencopilot.tui.widgets.live_board import LiveBoard

#: Seconds between two looks at the clock; only what changed is painted.
TICK_SECONDS = 0.25


class LiveScreen(NoteTaking):
    """Runs one screen; dismisses with ``closed`` (go to the closing form) or ``left`` (resume later)."""

    AUTO_FOCUS = ""
    COMMANDS = {lambda: _provider()}  # noqa: RUF012 - Textual's own form

    def compose(self) -> ComposeResult:
        """One board."""
        yield LiveBoard()

    def on_mount(self) -> None:
        """Paint, and look at the clock from now on."""
        self.desk.session.greet()
        self.change_look(keys=gate_of(self).key_table)
        self.set_interval(TICK_SECONDS, self.tick)
        self.call_after_refresh(self.make_ready)
        if told := self._told_at_first():
            self.say("; ".join(words for words in (self.look.message, *told) if words))

    def _told_at_first(self) -> list[str]:
        told = []
        review_by = self.desk.session.script.bank.bank.review_by
        if review_by < self.clock.wall().date():
            told.append(f"this bank was due for review {review_by}: check its facts")
        if self.desk.session.state.draft:
            told.append(f"an unfinished line is kept: {self.look.keys.name('write-line')} goes on with it")
        return told

    async def make_ready(self) -> None:
        """Once the question stands there: open the journal off this thread, and load what was not needed so far."""
        self.settle_desk()
        await self.query_one(LiveBoard).note_line()
        self.remember_day()

    def on_screen_resume(self) -> None:
        """Paint what changed under a sheet."""
        if self.is_mounted:
            self.paint()

    def tick(self) -> None:
        """Look at the clock."""
        gap = self.desk.session.notice_sleep()
        if gap:
            self.say(f"the computer slept for {gap / 60:.0f} min; counted as a pause")
        self._age += TICK_SECONDS
        self._nudge = self.adviser.look(writing=self._look.writing)
        self.settle_now_and_then()
        if self._look.message and self._age > self._message_until:
            self.say("")
        elif self.is_current:
            self.paint()

    # Keys.

    def run(self, command_id: str) -> None:
        """Run a command of the key table."""
        from screencopilot.tui.actions import ACTIONS

        ACTIONS[command_id](self)

    def on_key(self, event: events.Key) -> None:
        """Letters tick, digits rate, the rest is looked up."""
        if gate_of(self).holding:
            gate_of(self).hold(event)  # it got past before the sheet was asked for
            return
        writing = self._look.writing
        command_id = self.look.keys.command_for(event.key, writing=writing)
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
