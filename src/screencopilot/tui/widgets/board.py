"""A board: a widget that says itself where each of its areas goes, with upright rules between them."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence

from rich.segment import Segment
from textual.geometry import NULL_OFFSET, NULL_SPACING, Region, Size
from textual.layout import ArrangeResult, Layout, WidgetPlacement
from textual.strip import Strip
from textual.widget import Widget

from screencopilot.tui.view.areas import Place
from screencopilot.tui.widgets.inks import ink_style


class Board(Widget):
    """Places its children by :meth:`places_for`; what draws into them is theirs who derive from it."""

    def __init__(self, board_id: str) -> None:
        super().__init__(id=board_id)
        self._placed = _Placed()

    @property
    def layout(self) -> Layout:
        """The board's own layout."""
        return self._placed

    @property
    @abstractmethod
    def rules(self) -> Sequence[int]:
        """The x of each upright rule, from left to right."""

    @abstractmethod
    def places_for(self, size: Size) -> Mapping[Widget, Place]:
        """Return where each child goes at a size; one that is not named is not shown. Called by the layout."""

    def render_line(self, y: int) -> Strip:
        """Paint the upright rules between the columns, from the second row on: the first is a head of full width."""
        style = self.rich_style
        if not self.rules or y == 0:
            return Strip.blank(self.size.width, style)
        rule = style + ink_style(self.app, "rule")
        segments, x = [], 0
        for at in self.rules:
            segments += [Segment(" " * (at - x), style), Segment("│", rule)]
            x = at + 1
        return Strip(segments).adjust_cell_length(self.size.width, style)


class _Placed(Layout):
    """Puts each child where its board says."""

    name = "placed"

    def arrange(
        self,
        parent: Widget,
        children: list[Widget],
        size: Size,
        greedy: bool = True,  # noqa: ARG002 - Textual's signature
    ) -> ArrangeResult:
        """Place the children of a board for its size."""
        assert isinstance(parent, Board)
        places = parent.places_for(size)
        return [
            WidgetPlacement(Region(*places[child]), NULL_OFFSET, NULL_SPACING, child)
            for child in children
            if child in places
        ]
