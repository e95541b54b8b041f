"""The brief: one look before the call, then one key starts."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from screencopilot.store.desk import Desk
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.view.brief import draw_brief
from screencopilot.tui.view.lines import EMPTY, row, window
from screencopilot.tui.widgets.line_view import LineView


class BriefScreen(Screen[bool]):
    """Dismisses with True to start, with False to leave the screen unfinished for later."""

    AUTO_FOCUS = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._top = 0

    def compose(self) -> ComposeResult:
        """One view that fills the terminal."""
        yield LineView(id="brief")

    def on_mount(self) -> None:
        """Show it."""
        self.paint()

    def on_resize(self) -> None:
        """Fit the new size."""
        self.paint()

    def paint(self) -> None:
        """Draw what fits, from where it was scrolled to."""
        width, height = self.app.size
        session = self._desk.session
        rows = draw_brief(session.script, session.state.opened, width, gate_of(self).key_table.name("claims"))
        self._top = max(0, min(self._top, len(rows) - height + 2))
        keys = row(
            (" Enter ", "key"),
            ("the greeting", "quiet"),
            ("  ↑↓ ", "key"),
            ("scroll", "quiet"),
            ("  Esc ", "key"),
            ("later", "quiet"),
        )
        self.query_one(LineView).show([*window(rows, height - 2, self._top), EMPTY, keys])

    def on_key(self, event: events.Key) -> None:
        """Scroll, start, or leave for later."""
        step = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(event.key)
        if step is not None:
            self._top += step
            self.paint()
        elif event.key in {"enter", "right"}:
            self.dismiss(True)
        elif event.key == "escape":
            self.dismiss(False)
        else:
            return
        event.stop()
