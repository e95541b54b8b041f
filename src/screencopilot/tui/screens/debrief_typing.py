"""A line typed in a debrief, kept while it is typed: after a crash it stands in its sheet again."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

from textual.timer import Timer

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.commands import Refused
from screencopilot.tui.screens.note_taking import DRAFT_SECONDS

if TYPE_CHECKING:
    from screencopilot.tui.screens.debrief_showing import DebriefShowing


class KeptLine:
    """Keeps what stands in one line; entered, it goes with the entry it became part of.

    Args:
        screen: whose timer and debrief it is.
        title: of the sheet; with the part and the turn it names the line, so that nobody meets another one's words.
    """

    def __init__(self, screen: DebriefShowing, title: str) -> None:
        self._screen = screen
        self._place = "/".join([*screen.desk.state.place, title])[:1000]
        self._text = self.before
        self._timer: Timer | None = None

    @property
    def before(self) -> str:
        """What was left in this line, "" for nothing."""
        typed = self._screen.desk.state.typed
        return typed.text if typed and typed.place == self._place else ""

    def typed(self, text: str) -> None:
        """Keep what stands in the line soon: the first keystroke sets the time, later ones ride along."""
        self._text = text
        if self._timer is None:
            self._timer = self._screen.set_timer(DRAFT_SECONDS, self.keep)

    def keep(self) -> None:
        """Keep what stands in the line now."""
        self.stop()
        with contextlib.suppress(Refused):  # beyond what can be kept, or closed meanwhile
            self._screen.desk.do(do.keep_line, self._place, self._text)

    def stop(self) -> None:
        """Keep it no more: it was entered."""
        if self._timer is not None:
            self._timer.stop()
            self._timer = None
