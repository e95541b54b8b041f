"""The live screen's areas on one board: each a line-drawn widget, placed by one pure function."""

from __future__ import annotations

from collections.abc import Callable

from rich.segment import Segment
from textual.app import ComposeResult
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from screencopilot.tui.view import around, ask, judge, listen
from screencopilot.tui.view.areas import SMALLEST, AreaName, Arrangement, Place, arrange
from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import Row
from screencopilot.tui.widgets.line_view import LineView
from screencopilot.tui.widgets.note_line import NoteLine

Draw = Callable[[Glance, int, int | None], list[Row]]


class ClockLine(LineView):
    """Who, time left, pace, saved mark."""


class ProbeText(LineView):
    """The question to say."""


class ProbeClock(LineView):
    """Elapsed against budget, fingerprints, the quiet line."""


class FollowUpList(LineView):
    """The prepared next questions."""


class SignalList(LineView):
    """The signals with their letters."""


class EvidenceList(LineView):
    """The lines written."""


class RatingLadder(LineView):
    """Five rungs and NE."""


class Agenda(LineView):
    """Every probe with its state."""


class KeyLine(LineView):
    """The keys that matter here."""


class Draft(LineView):
    """The closed note line."""


#: Evidence grows while the screen runs, so it wishes for more than it has; its place must not move with every line.
EVIDENCE_ROWS = 99

_AREAS: dict[AreaName, tuple[type[LineView], Draw]] = {
    "clock": (ClockLine, lambda g, w, _h: ask.draw_clock(g, w)),
    "probe": (ProbeText, ask.draw_probe),
    "probe-clock": (ProbeClock, lambda g, w, _h: ask.draw_probe_clock(g, w)),
    "follow-ups": (FollowUpList, ask.draw_follow_ups),
    "signals": (SignalList, listen.draw_signals),
    "rating": (RatingLadder, judge.draw_rating),
    "evidence": (EvidenceList, listen.draw_evidence),
    "note": (Draft, lambda g, w, _h: listen.draw_draft(g, w)),
    "agenda": (Agenda, around.draw_agenda),
    "keys": (KeyLine, around.draw_keys),
}


class _Placed(Layout):
    """Puts each area where the arrangement says."""

    name = "placed"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,  # noqa: ARG002 - the board asked for its arrangement beforehand
        greedy: bool = True,  # noqa: ARG002
    ) -> ArrangeResult:
        assert isinstance(parent, LiveBoard)
        placements = []
        for child in children:
            place = parent.place_of(child)
            if place is not None:
                placements.append(WidgetPlacement(Region(*place), NULL_OFFSET, NULL_SPACING, child))
        return placements


class LiveBoard(Widget):
    """Draws a :class:`Glance` into its areas."""

    COMPONENT_CLASSES = {"board--rule"}  # noqa: RUF012 - Textual's own form

    def __init__(self) -> None:
        super().__init__(id="board")
        self._placed = _Placed()
        self._arrangement = Arrangement("too-small", {})
        self._arranged_for: object = None
        self._views: dict[AreaName, LineView] = {}
        self._too_small = LineView(id="too-small")
        self._glance: Glance | None = None

    @property
    def layout(self) -> Layout:
        """The board's own layout."""
        return self._placed

    @property
    def arrangement(self) -> Arrangement:
        """Where the areas are now."""
        return self._arrangement

    def compose(self) -> ComposeResult:
        """Give each area its widget."""
        for area, (view, _draw) in _AREAS.items():
            self._views[area] = view(id=area)
            yield self._views[area]
        yield NoteLine()
        yield self._too_small

    def place_of(self, child: Widget) -> Place | None:
        """Return where a child goes, None when this layout does not show it."""
        if child is self._too_small:
            small = self._arrangement.layout == "too-small"
            return Place(0, 0, *self.size) if small and self.size.width else None
        writing = self._glance is not None and self._glance.look.writing
        if isinstance(child, NoteLine):
            return self._arrangement.places.get("note") if writing else None
        if writing and isinstance(child, Draft):
            return None
        return next((p for area, p in self._arrangement.places.items() if self._views[area] is child), None)

    def show(self, glance: Glance) -> None:
        """Draw another look; areas keep their places until the probe, the mode or the size changes."""
        self._glance = glance
        self._place(glance)
        if self._arrangement.layout == "too-small":
            self._too_small.show(around.draw_too_small(*self.size, SMALLEST))
            return
        for area, place in self._arrangement.places.items():
            self._views[area].show(_AREAS[area][1](glance, place.width, place.height))

    def _place(self, glance: Glance) -> None:
        wanted_for = (self.size, glance.probe.id, glance.opening, glance.look.writing)
        if wanted_for == self._arranged_for:
            return
        self._arranged_for = wanted_for
        self._arrangement = arrange(*self.size, lambda area, width: self._wants(glance, area, width))
        self.refresh(layout=True)

    @staticmethod
    def _wants(glance: Glance, area: AreaName, width: int) -> int:
        return EVIDENCE_ROWS if area == "evidence" else len(_AREAS[area][1](glance, width, None))

    def render_line(self, y: int) -> Strip:
        """Paint the upright rules between the columns."""
        style = self.rich_style
        if not self._arrangement.rules or y == 0:
            return Strip.blank(self.size.width, style)
        rule = style + self.get_component_rich_style("board--rule", partial=True)
        segments, x = [], 0
        for at in self._arrangement.rules:
            segments += [Segment(" " * (at - x), style), Segment("│", rule)]
            x = at + 1
        return Strip(segments).adjust_cell_length(self.size.width, style)

    def on_resize(self) -> None:
        """Draw again for the new size."""
        if self._glance is not None:
            self.show(self._glance)
