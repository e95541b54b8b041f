"""A page to move in: rows that scroll under a head that stays, some of them the beginning of an item.

Moving goes from item to item, and through the rows of an opened item that is longer than the screen.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from msgspec import Struct

from screencopilot.report.blocks import Block, Heading, Items, Prose
from screencopilot.tui.view.lines import EMPTY, Row, Span, fit, hanging, width_of

#: Cells before every row, where the mark of the lit item stands.
LEAD = 2


class Item(NamedTuple):
    """Something that can be lit and opened: its name, its first row on the page, whether evaluators split on it."""

    name: str
    line: int
    split: bool = False


class Place(NamedTuple):
    """Where one is on a page: the number of the lit item, and the first row in sight."""

    lit: int = 0
    top: int = 0


class Page(Struct, frozen=True):
    """The rows of a page, without their lead; an item's rows carry its number as their act."""

    head: tuple[Row, ...]
    rows: tuple[Row, ...]
    items: tuple[Item, ...] = ()

    def number(self, name: str) -> int | None:
        """Return the number of the item of that name."""
        return next((n for n, item in enumerate(self.items) if item.name == name), None)


class PageMaker:
    """Gathers the rows of a page."""

    def __init__(self, width: int) -> None:
        """``width`` is that of the screen; rows have to be drawn for :attr:`width`."""
        self.width = max(1, width - LEAD)
        self._head: list[Row] = []
        self._rows: list[Row] = []
        self._items: list[Item] = []

    def keep(self, rows: Iterable[Row]) -> None:
        """Add rows that stay in sight."""
        self._head += rows

    def item(self, name: str, rows: Sequence[Row], *, split: bool = False) -> None:
        """Add an item."""
        act = f"item:{len(self._items)}"
        self._items.append(Item(name, len(self._rows), split))
        self._rows += (Row(row.spans, act) for row in rows)

    def add(self, rows: Iterable[Row]) -> None:
        """Add rows that are no item of their own."""
        self._rows += rows

    def heading(self, words: str) -> None:
        """Add a heading with an empty row above it."""
        if self._rows:
            self._rows.append(EMPTY)
        self._rows += hanging([], words, "head", self.width)

    def say(self, words: str, ink: str = "quiet", indent: int = 0) -> None:
        """Add a wrapped sentence."""
        self._rows += hanging([(" " * indent, "")] if indent else [], words, ink, self.width)

    def blocks(self, blocks: Iterable[Block]) -> None:
        """Add a report's sentences; its tables are drawn otherwise here."""
        for block in blocks:
            if isinstance(block, Heading):
                self.heading(block.text)
            elif isinstance(block, Prose):
                self.say(block.text, "quiet" if block.quiet else "plain")
            elif isinstance(block, Items):
                for line in block.lines:
                    self._rows += hanging([("- ", "quiet")], line, "plain", self.width)

    def page(self) -> Page:
        """Return the page."""
        return Page(tuple(self._head), tuple(self._rows), tuple(self._items))


def paint(page: Page, place: Place, width: int, room: int) -> list[Row]:
    """Return ``room`` rows: the head, and from ``place.top`` on what there is space for, the lit item marked."""
    head = [Row((("  ", ""), *fit(r.spans, width - LEAD)), r.act) for r in page.head[: max(0, room - 1)]]
    space = room - len(head)
    lit = page.items[place.lit].line if 0 <= place.lit < len(page.items) else -1
    shown = []
    for line, row in enumerate(page.rows[place.top : place.top + space], place.top):
        lead = ("▸ ", "next") if line == lit else ("  ", "")
        shown.append(Row((lead, *fit(row.spans, width - LEAD)), row.act))
    return [*head, *shown, *[EMPTY] * (space - len(shown))][: max(0, room)]


def settled(page: Page, place: Place, room: int) -> Place:
    """Return a place that the page has, the lit item's first row in sight; ``room`` is for head and rows."""
    space = _space(page, room)
    lit = max(0, min(place.lit, len(page.items) - 1))
    top = max(0, min(place.top, len(page.rows) - space))
    return Place(lit, top)


def gone_to(page: Page, number: int, top: int, room: int) -> Place:
    """Return the place with an item lit and in sight, moving the rows no more than that takes."""
    if not page.items:
        return settled(page, Place(0, top), room)
    space = _space(page, room)
    number = max(0, min(number, len(page.items) - 1))
    first = page.items[number].line
    end = page.items[number + 1].line if number + 1 < len(page.items) else len(page.rows)
    if number == 0 and first < space:
        top = 0
    above = 2 if space > 6 else 0  # what stands over it, a heading mostly, is shown too
    if end - first >= space - above:
        top = min(max(top, first - space // 4), first) if space > 8 else first
    elif end > top + space:
        top = end - space
    if first < top + above:
        top = max(0, first - above)
    return Place(number, max(0, min(top, len(page.rows) - space)))


def moved(page: Page, place: Place, step: int, room: int) -> Place:
    """Return the place one item on (``step`` 1) or back (-1); what is longer than the screen is scrolled through.

    No step passes over rows that were not in sight.
    """
    space = _space(page, room)
    if step > 0:
        return _down(page, place, space, max(0, len(page.rows) - space), room)
    return _up(page, place, space, room)


def paged(page: Page, place: Place, screens: int, room: int) -> Place:
    """Return the place some screens on or back, the item lit that then stands about where the lit one stood."""
    space = _space(page, room)
    far = max(1, space - 1) * screens
    top = max(0, min(place.top + far, len(page.rows) - space))
    if not page.items:
        return Place(0, top)
    if top == place.top or abs(screens) > 1:
        return Place(len(page.items) - 1 if screens > 0 else 0, top)
    lines = [item.line for item in page.items]
    line = max(lines[place.lit], place.top) - place.top + top
    return Place(max(0, bisect_right(lines, line) - 1), top)


def _down(page: Page, place: Place, space: int, last: int, room: int) -> Place:
    bottom, far = place.top + space, max(1, space // 2)
    unseen = bool(page.items) and page.items[place.lit].line >= bottom
    ahead = place.lit if unseen else place.lit + 1
    if ahead < len(page.items) and page.items[ahead].line < bottom + far:
        return Place(ahead, min(gone_to(page, ahead, place.top, room).top, bottom))
    return Place(place.lit, min(place.top + far, last))


def _up(page: Page, place: Place, space: int, room: int) -> Place:
    far = max(1, space // 2)
    if not page.items or place.lit == 0 or page.items[place.lit].line < place.top:
        return Place(place.lit, max(0, place.top - far))
    before = place.lit - 1
    if page.items[before].line >= place.top - far:
        return gone_to(page, before, place.top, room)
    return Place(before, place.top - far)


def next_split(page: Page, lit: int, step: int) -> int | None:
    """Return the number of the next item that evaluators split on, after the last the first; None without any."""
    splits = [n for n, item in enumerate(page.items) if item.split]
    if not splits:
        return None
    if step > 0:
        return next((n for n in splits if n > lit), splits[0])
    return next((n for n in reversed(splits) if n < lit), splits[-1])


def in_sight(page: Page, place: Place, room: int) -> str:
    """Return which rows are in sight where not all are: ``12-40 of 96``."""
    space = _space(page, room)
    if len(page.rows) <= space:
        return ""
    return f"rows {place.top + 1}-{min(len(page.rows), place.top + space)} of {len(page.rows):,}"


def _space(page: Page, room: int) -> int:
    return max(1, room - min(len(page.head), max(0, room - 1)))


# -- cells ----------------------------------------------------------------------------------------------------------


def cells(parts: Iterable[tuple[Sequence[Span], int, bool]]) -> tuple[Span, ...]:
    """Return spans in columns: each part with its width and whether it stands at the right; what is wider is cut."""
    spans: list[Span] = []
    for part, width, right in parts:
        kept = fit(part, width)
        gap: list[Span] = [(" " * (width - width_of(kept)), "")] if width > width_of(kept) else []
        spans += [*gap, *kept] if right else [*kept, *gap]
    return tuple(spans)


def side_by_side(columns: Sequence[Sequence[Row]], each: int, gap: int = 3) -> list[Row]:
    """Return rows with the columns beside each other, each ``each`` cells wide, a thin line between."""
    rows = []
    for number in range(max(map(len, columns), default=0)):
        spans: list[Span] = []
        for place, column in enumerate(columns):
            if place:
                spans.append((f"{' ' * (gap // 2)}│{' ' * (gap - gap // 2 - 1)}", "rule"))
            part = column[number].spans if number < len(column) else ()
            spans += cells([(part, each, False)])
        rows.append(Row(tuple(spans)))
    return rows
