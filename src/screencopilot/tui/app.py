"""The terminal program: wiring only. Screens are loaded when they are opened."""

from __future__ import annotations

import asyncio
import contextlib
import signal
from collections.abc import Iterable
from functools import partial
from typing import Any

from textual.app import SystemCommand
from textual.binding import Binding
from textual.screen import Screen

from screencopilot.domain.clock import Clock
from screencopilot.domain.theme import ThemeFile
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders
from screencopilot.tui.faults import FaultKeeper
from screencopilot.tui.key_gate import KeyGate
from screencopilot.tui.keymap import BUILT_IN, KeyTable
from screencopilot.tui.screens.live import LiveScreen
from screencopilot.tui.themes import default_tokens, textual_theme

#: A second Ctrl+C within this many seconds leaves.
ASK_SECONDS = 3.0


class ScreencopilotApp(FaultKeeper, KeyGate):
    """Runs one desk from the command line, or the home screen.

    Args:
        folders: where things live.
        clock: where time comes from.
        theme: the theme to begin with, read and checked.
        desk: the screen to run; None shows the home screen.
        message: a first line for the live screen, or for home.
        keys: the keys of the live screen.
        reduced_motion: nothing glides or blinks.
    """

    TITLE = "Screencopilot"
    CSS_PATH = "styles/inks.tcss"
    COMMAND_PALETTE_BINDING = "ctrl+p"
    BINDINGS = [  # noqa: RUF012 - Textual's own form
        Binding("f9", "curtain", "Curtain", priority=True, show=False),
        Binding("ctrl+c", "ask_to_leave", "Leave", priority=True, show=False),
        Binding("ctrl+q", "leave", "Leave", show=False),
    ]

    def __init__(
        self,
        folders: Folders,
        clock: Clock,
        theme: ThemeFile,
        desk: Desk | None = None,
        message: str = "",
        keys: KeyTable = BUILT_IN,
        *,
        reduced_motion: bool = False,
    ) -> None:
        super().__init__()
        self.key_table = keys
        if reduced_motion:
            self.animation_level = "none"
        self.folders = folders
        self.clock = clock
        self._first_desk = desk
        self._message = message
        self._asked_at = float("-inf")
        self.open_desk = desk
        self.register_theme(textual_theme(theme))
        self.theme = theme.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Give our tokens a colour in any theme."""
        return default_tokens(self.current_theme)

    def on_mount(self) -> None:
        """Open the first screen, and end well on the signals of a closed terminal."""
        self._watch_signals()
        if self._first_desk is not None:
            self.run_worker(self._run_first(self._first_desk), exclusive=True, group="conduct")
        else:
            from screencopilot.tui.screens.home import HomeScreen

            self.push_screen(HomeScreen(self._message))

    def _watch_signals(self) -> None:
        loop = asyncio.get_running_loop()
        for name in ("SIGTERM", "SIGHUP", "SIGINT"):
            number = getattr(signal, name, None)
            if number is not None:
                # Windows, and a loop outside the main thread (tests), have no such handlers.
                with contextlib.suppress(NotImplementedError, RuntimeError, ValueError):
                    loop.add_signal_handler(number, partial(self.leave_now, 128 + number))

    async def _run_first(self, desk: Desk) -> None:
        how = await self.conduct(desk, self._message)
        self.exit(how)

    async def conduct(self, desk: Desk, message: str = "") -> str:
        """Run a desk through live screen and closing form until it is sealed or left; close it and say which."""
        how = "closed" if desk.session.state.closing else "back"
        self.open_desk = desk
        try:
            while how not in {"left", "sealed"}:
                how = await self.push_screen_wait(self._screen_for(how, desk, message))
                message = ""
        finally:
            await asyncio.to_thread(desk.close)
        return how

    def _screen_for(self, how: str, desk: Desk, message: str) -> Screen[str]:
        if how == "closed":
            from screencopilot.tui.screens.closing import ClosingScreen

            return ClosingScreen(desk)
        return LiveScreen(desk, self.clock, message)

    @property
    def hidden(self) -> bool:
        """Whether the curtain is drawn."""
        from screencopilot.tui.screens.curtain import CurtainScreen

        return isinstance(self.screen, CurtainScreen)

    def action_curtain(self) -> None:
        """Hide everything at once; the same key brings it back."""
        from screencopilot.tui.screens.curtain import CurtainScreen

        if isinstance(self.screen, CurtainScreen):
            self.screen.dismiss(None)
        else:
            self.push_screen(CurtainScreen(self.clock))

    def action_command_palette(self) -> None:
        """Open the palette, but never over the curtain."""
        if not self.hidden:
            super().action_command_palette()

    def action_settings(self) -> None:
        """Open the settings over whatever is shown; a live screen beneath takes over what was silenced."""
        from screencopilot.tui.screens.settings import SettingsScreen

        if not self.hidden and not isinstance(self.screen, SettingsScreen):
            self.push_screen(SettingsScreen(), self._take_over_settings)

    def _take_over_settings(self, silenced: tuple[str, ...] | None) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, LiveScreen):
                screen.adviser.silenced = frozenset(silenced or ())

    def action_ask_to_leave(self) -> None:
        """Ctrl+C asks once; the second leaves, and the screen can be resumed."""
        now = self.clock.monotonic()
        if now - self._asked_at <= ASK_SECONDS:
            self.action_leave()
            return
        self._asked_at = now
        words = "Ctrl+C again leaves; everything is kept and the screen can be resumed"
        if self._first_desk is not None and not self._first_desk.keeps:
            words = "Ctrl+C again leaves the preview"
        if isinstance(self.screen, LiveScreen):
            self.screen.say(words, alert=True)
        elif not self.hidden:
            self.notify(words, markup=False)

    def action_leave(self) -> None:
        """Leave the program; a running screen stays unfinished and is offered at the next start."""
        self.leave_now(0)

    def leave_now(self, code: int) -> None:
        """Keep what stands in an open line, and end."""
        self.keep_drafts()
        self.exit("left", return_code=code)

    def get_system_commands(self, screen: Screen[Any]) -> Iterable[SystemCommand]:  # noqa: ARG002 - the screen's own commands come from its provider
        """Offer the settings and leaving in the palette, beside the screen's own commands."""
        yield SystemCommand("Settings", "Theme, motion, nudges, what you have shipped", self.action_settings)
        yield SystemCommand("Leave", "Everything is kept", self.action_leave)
