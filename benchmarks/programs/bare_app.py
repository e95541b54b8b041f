"""The floor: the smallest Textual app of each kind. ``bare_app.py label`` or ``bare_app.py input``."""

from __future__ import annotations

import sys

from textual.app import App, ComposeResult
from textual.events import Key
from textual.widgets import Input, Static


class BareLabel(App[None]):
    """One label that counts keys."""

    keys_seen = 0

    def compose(self) -> ComposeResult:
        """One label."""
        yield Static("bare app ready, keys 0")

    def on_key(self, event: Key) -> None:
        """Count a letter."""
        if event.is_printable:
            self.keys_seen += 1
            self.query_one(Static).update(f"bare app ready, keys {self.keys_seen}")


class BareInput(App[None]):
    """One line to type in."""

    def compose(self) -> ComposeResult:
        """One input, focused by Textual."""
        yield Input(placeholder="bare input ready")


if __name__ == "__main__":
    (BareInput if sys.argv[1:] == ["input"] else BareLabel)().run()
