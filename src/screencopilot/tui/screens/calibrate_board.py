"""The areas of the calibration screen on one board: each a line-drawn widget, placed by one pure function."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from screencopilot.tui.view import calibrate, judge, listen
from screencopilot.tui.view.areas import SMALLEST, Place
from screencopilot.tui.view.around import draw_too_small
from screencopilot.tui.view.calibrate import Hearing
from screencopilot.tui.view.calibrate_areas import CalibrateArea, Laid, lay
from screencopilot.tui.view.lines import Row
from screencopilot.tui.widgets.board import Board
from screencopilot.tui.widgets.line_view import LineView

_AREAS: dict[CalibrateArea, Callable[[Hearing, int, int | None], list[Row]]] = {
    "head": calibrate.draw_head,
    "answer": calibrate.draw_answer,
    "signals": lambda h, w, height: listen.draw_signals(h.glance, w, height),
    "rating": lambda h, w, height: judge.draw_rating(h.glance, w, height),
    "keys": calibrate.draw_keys,
}


class CalibrateBoard(Board):
    """Draws a :class:`Hearing` into its areas."""

    def __init__(self) -> None:
        super().__init__("calibrate")
        self._laid = Laid("too-small", {})
        self._laid_for: object = None
        self._views: dict[CalibrateArea, LineView] = {area: LineView(id=area) for area in _AREAS}
        self._too_small = LineView(id="too-small")
        self._hearing: Hearing | None = None

    @property
    def rules(self) -> Sequence[int]:
        """The x of each upright rule, from left to right."""
        return self._laid.rules

    @property
    def laid(self) -> Laid:
        """Where the areas are now."""
        return self._laid

    def compose(self) -> ComposeResult:
        """Give each area its widget."""
        yield from self._views.values()
        yield self._too_small

    def show(self, hearing: Hearing) -> None:
        """Draw another look; areas keep their places until the answer or the size changes."""
        self._hearing = hearing
        if (self.size, hearing.exercise.number) == self._laid_for:
            self._draw(self.size)
        else:
            # Asked of a child: a widget that asks for itself keeps its own arrangement from before.
            self._too_small.refresh(layout=True)

    def repaint(self) -> None:
        """Paint every area anew: what changed while the board was hidden was not painted then."""
        for view in self._views.values():
            view.refresh()

    def places_for(self, size: Size) -> dict[Widget, Place]:
        """Lay the areas out for a size, draw them, and return where each goes; called by the layout."""
        hearing = self._hearing
        if hearing is None or not size:
            return {}
        if (size, hearing.exercise.number) != self._laid_for:
            self._laid_for = (size, hearing.exercise.number)
            self._laid = lay(*size, lambda area, width: _wants(hearing, area, width))
        self._draw(size)
        if self._laid.layout == "too-small":
            return {self._too_small: Place(0, 0, *size)}
        return {self._views[area]: place for area, place in self._laid.places.items()}

    def _draw(self, size: Size) -> None:
        if self._hearing is None:
            return
        if self._laid.layout == "too-small":
            self._too_small.show(draw_too_small(*size, SMALLEST))
        for area, place in self._laid.places.items():
            self._views[area].show(_AREAS[area](self._hearing, place.width, place.height))


def _wants(hearing: Hearing, area: CalibrateArea, width: int) -> int:
    if area == "answer":
        return calibrate.whole_rows(hearing, width)
    return len(_AREAS[area](hearing, width, None))
