"""What is typed into a sheet or the closing form, journalled like the note line: a crash leaves it as the draft."""

from __future__ import annotations

from types import TracebackType
from typing import Any, Protocol, Self

from textual.screen import Screen
from textual.timer import Timer

from screencopilot.domain import commands
from screencopilot.store.desk import Desk
from screencopilot.tui.screens.note_taking import DRAFT_SECONDS

#: Stands between a line that was left unfinished before and what is typed now.
BETWEEN = " · "


class KeepsTyping(Protocol):
    """Whatever keeps a line while it is typed."""

    def typed(self, text: str) -> None:
        """Keep what stands in the line soon."""

    def keep(self) -> None:
        """Keep what stands in the line now."""


class KeptTyping:
    """Keeps what is typed as the draft until it is entered or given up; then the draft is what it was before.

    Use it around the sheet and the command that takes what was typed.

    Args:
        screen: whose timer it is.
        desk: keeps it.
        lead: stands before the words in the draft, such as ``!"`` for a quote for a red flag.
        instead: what is typed takes the place of the draft there is, rather than standing behind it.
    """

    def __init__(self, screen: Screen[Any], desk: Desk, lead: str = "", *, instead: bool = False) -> None:
        self._screen = screen
        self._desk = desk
        self._lead = lead
        self._instead = instead
        self._before = (desk.session.state.draft, desk.session.state.draft_signal)
        self._text = ""
        self._timer: Timer | None = None

    def typed(self, text: str) -> None:
        """Journal what stands in the line soon: the first keystroke sets the time, later ones ride along."""
        self._text = text
        if self._timer is None:
            self._timer = self._screen.set_timer(DRAFT_SECONDS, self.keep)

    def keep(self) -> None:
        """Journal what stands in the line now."""
        self._stop()
        if self._text.strip():
            draft, signal = self._before
            parts = ["" if self._instead else draft, f"{self._lead}{self._text}"]
            self._desk.do(commands.keep_draft, BETWEEN.join(part for part in parts if part), signal)

    def use_up(self) -> None:
        """The draft there was has become a line: it does not come back."""
        self._before = ("", None)

    def end(self) -> None:
        """It was entered or given up."""
        self._stop()
        self._desk.do(commands.keep_draft, *self._before)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.stop()
            self._timer = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            self.end()
        else:  # on the way out: the draft is what is left of it
            self._stop()
