"""The terminal program opened on a comparison of notes."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from textual import events

from screencopilot.report.choosing import Wanted
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.screens.compare import CompareScreen


class CompareApp(ScreencopilotApp):
    """Shows one comparison, and ends with it."""

    def __init__(self, *args: Any, paths: Sequence[Path], wanted: Wanted, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._paths, self._wanted = tuple(paths), wanted

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        """Open the comparison in place of home."""
        event.prevent_default()
        self._watch_signals()
        self.push_screen(CompareScreen(self._paths, self._wanted), self.exit)
