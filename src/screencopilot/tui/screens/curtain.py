"""The curtain: one key, and the terminal shows nothing but the time of day."""

from __future__ import annotations

from textual import events
from textual.app import ComposeResult
from textual.screen import Screen

from screencopilot.domain.clock import Clock
from screencopilot.tui.keymap import BUILT_IN
from screencopilot.tui.view.lines import EMPTY, row
from screencopilot.tui.widgets.line_view import LineView

#: Only these bring the screen back; a stray key must not.
BACK = frozenset({"0", "f9", "escape"})


class CurtainScreen(Screen[None]):
    """A neutral clock over everything; the screen's own clocks run on beneath."""

    def __init__(self, clock: Clock) -> None:
        super().__init__()
        self._clock = clock

    def compose(self) -> ComposeResult:
        """One view that fills the terminal."""
        yield LineView(id="curtain")

    def on_mount(self) -> None:
        """Show the time at once, and keep it right."""
        self.show_time()
        self.set_interval(1.0, self.show_time)

    def on_resize(self) -> None:
        """Keep the time in the middle."""
        self.show_time()

    def show_time(self) -> None:
        """Draw the time of day in the middle."""
        time = f"{self._clock.wall():%H:%M}"
        width, height = self.app.size
        lines = [EMPTY] * max(0, height // 2)
        self.query_one(LineView).show([*lines, row((time.center(width), "quiet"))])

    def on_key(self, event: events.Key) -> None:
        """Lift the curtain on 0, F9, Esc or a key of the user's own for it; swallow everything else."""
        event.stop()
        event.prevent_default()
        keys = getattr(self.app, "key_table", BUILT_IN)
        if event.key in BACK or keys.command_for(event.key, writing=False) == "curtain":
            self.dismiss(None)
