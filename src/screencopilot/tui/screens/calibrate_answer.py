"""One answer at hand: its voice, its ticks and its rating, on a screen of its own that nothing is kept of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

from msgspec.structs import replace
from textual import on
from textual.screen import Screen

from screencopilot.domain import commands
from screencopilot.domain.commands import Command, Refused
from screencopilot.domain.exercise import Exercise, session_on
from screencopilot.domain.session import Session
from screencopilot.tui.screens.calibrate_board import CalibrateBoard
from screencopilot.tui.view.calibrate import Hearing, answer_limit
from screencopilot.tui.view.glance import Glance, Look, lettered
from screencopilot.tui.view.listen import scroll_limit
from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.tui.app import ScreencopilotApp

_NOT_HERE = "that is for a live screen: here, tick, rate and hand in"
_COMMANDS: dict[str, tuple[Command, tuple[Any, ...]]] = {
    "not-enough": (commands.rate_probe, ("NE",)),
    "undo": (commands.undo, ()),
    "redo": (commands.redo, ()),
}


class CalibrateAnswer(Screen[str]):
    """Holds the answer at hand, and what the live screen's keys do to it."""

    def __init__(self) -> None:
        super().__init__()
        self._session: Session | None = None
        self._hearing: Hearing | None = None
        self._held = False

    @property
    def copilot(self) -> ScreencopilotApp:
        """The program."""
        return cast("ScreencopilotApp", self.app)

    @property
    def hearing(self) -> Hearing | None:
        """The answer being rated, all that is drawn of it; None while a page is shown."""
        return self._hearing

    def put(self, exercise: Exercise, *, at_once: bool, learn: bool, message: str = "") -> None:
        """Let an answer be said from its first word."""
        session = self._session = session_on(exercise, self.copilot.clock)
        if exercise.seen and not message:
            message = "you rated this one before: it counts in no figure"
        look = Look(keys=self.copilot.key_table)
        glance = Glance(session.script, session.state, 0.0, 0.0, look=look)
        top = 0 if at_once else None
        self._hearing = Hearing(exercise, glance, 0.0, at_once, top, message, learn)
        self.paint()

    def put_away(self) -> None:
        """No answer is at hand any more."""
        self._session = self._hearing = None

    def paint(self) -> None:
        """Draw the answer as it is now."""
        hearing, session = self._hearing, self._session
        if hearing is not None and session is not None:
            glance = Glance(session.script, session.state, session.at, 0.0, look=hearing.glance.look)
            self._hearing = replace(hearing, glance=glance, seconds=session.at)
            self.query_one(CalibrateBoard).show(self._hearing)

    def change(self, **changes: Any) -> None:
        """Look otherwise at the answer."""
        if self._hearing is not None:
            self._hearing = replace(self._hearing, **changes)
            self.paint()

    def do(self, command: Command, *args: Any) -> None:
        """Run a command on the answer's own screen; a refusal is shown."""
        if self._session is None:
            return
        try:
            self._session.do(command, *args)
        except Refused as refusal:
            self.change(message=str(refusal))
            return
        self.change(message="")

    def command(self, command: str, key: str) -> None:
        """Do what a command of the live screen means here; ``key`` is the key that asked for it."""
        if command in _COMMANDS:
            does, args = _COMMANDS[command]
            self.do(does, *args)
        elif command == "agenda":
            self._show_rest()
        elif command == "pause":
            if self._hearing is not None and not self._hearing.whole:
                self.do(commands.toggle_pause)
        elif command in {"scroll-down", "scroll-up"}:
            self._scroll(1 if command == "scroll-down" else -1, page=key.startswith("page"))
        else:
            self.change(message=_NOT_HERE)

    def _show_rest(self) -> None:
        """All of the answer at once; what is in sight stays where it is."""
        hearing, place = self._hearing, self.query_one(CalibrateBoard).laid.places.get("answer")
        if hearing is None or hearing.whole:
            return
        top = (
            answer_limit(hearing, place.width, place.height) if place and hearing.top is None else hearing.top
        )
        self.change(at_once=True, top=top or 0, message="")

    def mark(self, key: str) -> None:
        """Tick by letter, rate by digit."""
        if len(key) == 1 and key in "12345":
            self.do(commands.rate_probe, int(key))
        elif len(key) == 1 and "a" <= key <= "z" and self._hearing is not None:
            signal = dict(lettered(self._hearing.exercise.probe)).get(key)
            if signal is None:
                self.change(message=f"no signal has the letter {key}")
            else:
                self.do(commands.tick_signal, signal.id)

    def _scroll(self, step: int, *, page: bool) -> None:
        hearing, places = self._hearing, self.query_one(CalibrateBoard).laid.places
        if hearing is None or "signals" not in places:
            return
        _, _, width, height = places["signals"]
        limit = scroll_limit(hearing.glance, width, height)
        if limit and not page:
            look = hearing.glance.look
            look = replace(look, scroll=max(0, min(look.scroll + step, limit)))
            self.change(glance=replace(hearing.glance, look=look))
            return
        _, _, width, height = places["answer"]
        limit = answer_limit(hearing, width, height)
        top = limit if hearing.top is None else hearing.top
        self.change(top=max(0, min(top + step * (max(1, height - 2) if page else 1), limit)))

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Tick or rate what was clicked."""
        message.stop()
        kind, _, about = message.act.partition(":")
        if kind == "tick":
            self.do(commands.tick_signal, about)
        elif kind == "rate":
            self.do(commands.rate_probe, "NE" if about == "NE" else int(about))

    # The voice.

    def tick(self) -> None:
        """Look at the clock."""
        if self.is_current and self._hearing is not None and not self._hearing.whole:
            self.paint()

    def on_screen_suspend(self) -> None:
        """The voice waits while something else is on top."""
        session = self._session
        if (
            session is not None
            and self._hearing is not None
            and not (session.state.paused or self._hearing.whole)
        ):
            self.do(commands.toggle_pause)
            self._held = True

    def on_screen_resume(self) -> None:
        """Go on where the voice was held."""
        if self._held:
            self._held = False
            self.do(commands.toggle_pause)
        elif self.is_mounted:
            self.paint()
