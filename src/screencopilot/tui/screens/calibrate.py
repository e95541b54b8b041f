"""Calibration: answers are said, ticked and rated as in a live screen; then the references, and what came of it."""

from __future__ import annotations

import asyncio
from functools import partial
from typing import Literal

from textual import events, work
from textual.app import ComposeResult

from screencopilot.store.calibration import Round
from screencopilot.store.errors import StoreError
from screencopilot.tui.screens.calibrate_answer import CalibrateAnswer
from screencopilot.tui.screens.calibrate_board import CalibrateBoard
from screencopilot.tui.screens.calibrate_pages import CalibratePages
from screencopilot.tui.view.calibrate import Hearing, help_rows
from screencopilot.tui.widgets.line_view import LineView

Pace = Literal["speaking", "at-once"]
#: Seconds between two looks at the clock; only what changed is painted.
TICK_SECONDS = 0.2
_STEPS = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10, "home": -9999, "end": 9999}


class CalibrateScreen(CalibrateAnswer):
    """Runs one round; dismisses with ``done`` (it is over) or ``left`` (it can be gone on with)."""

    CSS_PATH = "../styles/calibrate.tcss"
    AUTO_FOCUS = ""

    def __init__(self, round_: Round, pace: Pace = "speaking", message: str = "") -> None:
        super().__init__()
        self._round, self._pace, self._message = round_, pace, message
        self._pages = CalibratePages(round_)
        self._busy = False
        self._ending = False

    def compose(self) -> ComposeResult:
        """The board for answers, the page for what comes after."""
        yield CalibrateBoard()
        yield LineView(id="page")

    def on_mount(self) -> None:
        """Begin with the next answer, and look at the clock from now on."""
        self.go_on()
        self.set_interval(TICK_SECONDS, self.tick)

    def on_resize(self) -> None:
        """Fit the new size."""
        self.paint()

    # The answer at hand.

    def go_on(self) -> None:
        """Put the next answer, or end the round when all are rated."""
        exercise = self._round.exercise
        if exercise is None:
            self.finish()
            return
        self._ending = False
        message, self._message = self._message, ""
        learn = self._round.begun.learn
        self.put(exercise, at_once=self._pace == "at-once", learn=learn, message=message)

    def paint(self) -> None:
        """Draw what is at hand: the answer, or a page."""
        answering = self.hearing is not None
        board, page = self.query_one(CalibrateBoard), self.query_one("#page", LineView)
        if board.display != answering:  # what changes on a hidden one is not painted
            self.call_after_refresh(board.repaint if answering else page.refresh)
        board.display, page.display = answering, not answering
        if answering:
            super().paint()
        else:
            page.show(self._pages.draw((self.app.size.width, self.app.size.height)))

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Letters tick, digits rate, the rest is looked up."""
        if self._busy:
            event.stop()
            return
        command = self.copilot.key_table.command_for(event.key, writing=False)
        if command in {"curtain", "keys", "leave"} or event.key == "escape":
            self._anywhere(command or "escape")
        elif self.hearing is None:
            self._on_page(event.key)
        elif command is not None:
            self._command(command, event.key)
        else:
            self.mark(event.character or "")
        event.stop()
        event.prevent_default()

    def _anywhere(self, command: str) -> None:
        if command == "curtain":
            self.copilot.action_curtain()
        elif command == "keys" and self.hearing is not None:
            from screencopilot.tui.screens.sheets import ReadSheet

            self.app.push_screen(ReadSheet("Keys of calibration", partial(help_rows, self.hearing)))
        elif command == "leave" or (command == "escape" and self.hearing is None):
            self.dismiss("done" if self._round.closed else "left")
        elif command == "escape":
            leave = self.copilot.key_table.name("leave")
            self.change(message=f"{leave} leaves; what is handed in is kept, and the round goes on later")

    def _command(self, command: str, key: str) -> None:
        if command in {"next-probe", "write-line"}:
            self.hand_in()
        elif command == "close-screen":
            self._end_here()
        else:
            self.command(command, key)

    # Handing in, and what comes after.

    def hand_in(self) -> None:
        """Keep the rating, once all was said and it is there."""
        hearing = self.hearing
        if hearing is None:
            return
        keys = self.copilot.key_table
        if not hearing.whole:
            self.change(message=f"not all was said yet; {keys.name('agenda')} shows the rest at once")
        elif hearing.glance.marks.rating is None:
            self.change(message=f"rate it first: 1-5, or {keys.name('not-enough')} for not enough evidence")
        else:
            self._busy = True
            self._hand_in(hearing)

    @work(exclusive=True, group="calibrate")
    async def _hand_in(self, hearing: Hearing) -> None:
        marks = hearing.glance.marks
        assert marks.rating is not None
        assert marks.rating.value is not None
        ticks = [tick.id for tick in marks.ticks]
        try:
            await asyncio.to_thread(
                self._round.hand_in, hearing.exercise, marks.rating.value, ticks, hearing.glance.at
            )
        except StoreError as error:
            self.change(message=f"not kept, hand it in again: {error}")
            return
        finally:
            self._busy = False
        if self._round.begun.learn and self._pages.open_reference(hearing.exercise.number):
            self.put_away()
            self.paint()
        else:
            self.go_on()

    def _end_here(self) -> None:
        rated, key = len(self._round.rated), self.copilot.key_table.name("close-screen")
        if not rated:
            self.change(message="nothing is rated yet: there is no result to come to")
        elif not self._ending:
            self._ending = True
            self.change(message=f"{key} again ends the round with {rated} of {self._round.size} rated")
        else:
            self.finish()

    def finish(self) -> None:
        """Close the round."""
        self._busy = True
        self._close()

    @work(exclusive=True, group="calibrate")
    async def _close(self) -> None:
        try:
            result = await asyncio.to_thread(self._round.close)
        except StoreError as error:
            self._pages.fail(f"the result was not kept: {error}")
        else:
            self._pages.open_result(result)
        self._busy = False
        self.put_away()
        self.paint()

    def _on_page(self, key: str) -> None:
        if key in _STEPS:
            self._pages.scroll(_STEPS[key])
            self.paint()
        elif key in {"right", "enter", "left", "space"}:
            self._turn(-1 if key == "left" else 1)

    def _turn(self, step: int) -> None:
        """Turn to the next page, or from practice's reference to the next answer."""
        if self._pages.failed:
            self.finish()
        elif not self._round.closed:
            self.go_on()
        elif not self._pages.turn(step):
            self.dismiss("done")
        else:
            self.paint()
