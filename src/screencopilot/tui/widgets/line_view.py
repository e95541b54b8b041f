"""A widget that draws its lines itself: the live screen is a handful of these instead of a hundred small widgets."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len
from rich.segment import Segment
from rich.style import Style
from textual import events
from textual.geometry import Region
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from screencopilot.formats.text_safety import one_line
from screencopilot.tui.view.lines import EMPTY, Row
from screencopilot.tui.widgets.inks import ink_style


class LineView(Widget):
    """Shows rows; repaints only the lines that changed."""

    @dataclass
    class Clicked(Message):
        """A row with an act was clicked."""

        act: str

    def __init__(self, *, id: str | None = None, classes: str | None = None) -> None:  # noqa: A002
        super().__init__(id=id, classes=classes)
        self._rows: tuple[Row, ...] = ()
        self._inks: dict[str, Style] = {}
        self._strips: dict[int, tuple[object, Strip]] = {}

    @property
    def rows(self) -> tuple[Row, ...]:
        """The rows shown."""
        return self._rows

    @property
    def text(self) -> str:
        """What is shown, as plain lines."""
        return "\n".join(row.text.rstrip() for row in self._rows)

    def show(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        old, self._rows = self._rows, tuple(rows)
        length = max(len(old), len(self._rows))
        changed = [y for y in range(length) if _at(old, y) != _at(self._rows, y)]
        if changed and self.size.width:
            self.refresh(*(Region(0, y, self.size.width, 1) for y in changed if y < self.size.height))

    def render_line(self, y: int) -> Strip:
        """Paint one line; a line that did not change is painted once."""
        row, width = _at(self._rows, y), self.size.width
        key = (row.spans, width)
        painted = self._strips.get(y)
        if painted is None or painted[0] != key:
            painted = self._strips[y] = (key, self._strip(row, width))
        return painted[1]

    def _strip(self, row: Row, width: int) -> Strip:
        segments = [Segment(_fit_to_show(text), self._ink(ink)) for text, ink in row.spans if text]
        length = sum(cell_len(segment.text) for segment in segments)
        if length > width:
            return Strip(segments, length).adjust_cell_length(width)
        return Strip([*segments, Segment(" " * (width - length), self._ink(""))], width)

    def _ink(self, name: str) -> Style:
        style = self._inks.get(name)
        if style is None:
            style = self.rich_style
            if name:
                style += ink_style(self.app, name)
            self._inks[name] = style
        return style

    def notify_style_update(self) -> None:
        """Forget the painted inks when the theme changes."""
        super().notify_style_update()
        self._inks.clear()
        self._strips.clear()

    def on_click(self, event: events.Click) -> None:
        """Pass on what a click on a row asks for."""
        act = _at(self._rows, event.y).act_at(event.x)
        if act:
            event.stop()
            self.post_message(self.Clicked(act))


def _fit_to_show(text: str) -> str:
    """The last gate before the terminal: what came past the readers (a typed ref, a bank made in code) is cleaned."""
    return text if text.isprintable() else one_line(text)


def _at(rows: Sequence[Row], y: int) -> Row:
    return rows[y] if 0 <= y < len(rows) else EMPTY
