"""Lines of text with inks: what the drawing functions give and the widgets paint.

A span is a text with the name of its ink (a component class of the widgets); a row is spans with, for the mouse, the
act a click on it asks for. Widths are terminal cells. All text was cleaned when it was read, nothing here is markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len, chop_cells

Span = tuple[str, str]


class Spot(NamedTuple):
    """Cells of a row, from ``start`` to before ``end``, where a click asks for an act of its own."""

    start: int
    end: int
    act: str


class Row(NamedTuple):
    """One line of the terminal: spans of (text, ink), the act a click asks for, and spots with acts of their own."""

    spans: tuple[Span, ...]
    act: str = ""
    spots: tuple[Spot, ...] = ()

    @property
    def text(self) -> str:
        """The row as plain text."""
        return "".join(text for text, _ in self.spans)

    def act_at(self, x: int) -> str:
        """Return the act that a click on a cell asks for, "" for none."""
        return next((spot.act for spot in self.spots if spot.start <= x < spot.end), self.act)


EMPTY = Row(())


def row(*spans: Span | str, act: str = "") -> Row:
    """Return a row; a bare string is plain ink."""
    return Row(tuple((s, "") if isinstance(s, str) else s for s in spans if s), act)


@lru_cache(maxsize=2048)
def wrap(text: str, width: int) -> tuple[str, ...]:
    """Break a text at spaces into lines of at most ``width`` cells; a longer word is cut."""
    width = max(1, width)
    lines: list[str] = []
    line = ""
    for word in text.split():
        joined = f"{line} {word}" if line else word
        if cell_len(joined) <= width:
            line = joined
            continue
        if line:
            lines.append(line)
        *full, line = chop_cells(word, width) or [""]
        lines.extend(full)
    if line or not lines:
        lines.append(line)
    return tuple(lines)


def cut(text: str, width: int) -> str:
    """Return the text, its end replaced by an ellipsis where it is wider than ``width`` cells."""
    if cell_len(text) <= width:
        return text
    if width <= 1:
        return "…"[:width]
    return chop_cells(text, width - 1)[0] + "…"


def width_of(spans: Iterable[Span]) -> int:
    """Return the cells that spans take."""
    return sum(cell_len(text) for text, _ in spans)


def two_sided(left: Sequence[Span], right: Sequence[Span], width: int, act: str = "") -> Row:
    """Return a row with ``left`` cut to make room for ``right``, which stands at the right edge."""
    right_width = width_of(right)
    room = width - right_width - (1 if right else 0)
    if room < 8:
        right, right_width, room = (), 0, width
    kept = fit(left, room)
    gap = width - width_of(kept) - right_width
    return Row((*kept, (" " * max(0, gap), ""), *right), act)


def fit(spans: Sequence[Span], width: int) -> tuple[Span, ...]:
    """Return spans cut to ``width`` cells."""
    kept: list[Span] = []
    room = width
    for text, ink in spans:
        size = cell_len(text)
        if size > room:
            if room > 0:
                kept.append((cut(text, room), ink))
            elif kept and text.strip():  # what came before took all the room: its end gives way to the mark
                before, its_ink = kept[-1]
                kept[-1] = (cut(f"{before}…", cell_len(before)), its_ink)
            break
        kept.append((text, ink))
        room -= size
    return tuple(kept)


def hanging(lead: Sequence[Span], text: str, ink: str, width: int, act: str = "") -> list[Row]:
    """Wrap a text beside its lead; following lines are indented to the text."""
    indent = width_of(lead)
    lines = wrap(text, width - indent)
    first = Row((*lead, (lines[0], ink)), act)
    return [first, *(Row(((" " * indent, ""), (line, ink)), act) for line in lines[1:])]


def side_by_side(columns: Sequence[Sequence[Row]], widths: Sequence[int]) -> list[Row]:
    """Return columns beside each other, thin lines between; a row does what the first of its parts does."""
    rows = []
    for y in range(max(map(len, columns), default=0)):
        spans: list[Span] = []
        act = ""
        for x, (column, width) in enumerate(zip(columns, widths, strict=True)):
            part = column[y] if y < len(column) else EMPTY
            kept = fit(part.spans, width)
            gap = " " * (width - width_of(kept)) if x + 1 < len(widths) else ""
            spans += [*([(" │ ", "rule")] if x else []), *kept, (gap, "")]
            act = act or part.act
        rows.append(Row(tuple(spans), act))
    return rows


def first_row(rows: Sequence[Row], width: int) -> Row:
    """Return a wrapped text's first row, with an ellipsis if there was more."""
    if len(rows) == 1:
        return rows[0]
    *lead, (text, ink) = rows[0].spans
    return Row((*lead, (cut(f"{text} …", max(1, width - 1 - width_of(lead))), ink)), rows[0].act)


def first_that_fit(blocks: Iterable[Sequence[Row]], height: int, width: int) -> list[Row]:
    """Return whole blocks from the first on; the last one shown ends in an ellipsis where its rows ran out of room."""
    shown: list[Row] = []
    for rows in blocks:
        room = height - len(shown)
        if room <= 0:
            break
        if len(rows) > room:
            return [*shown, *rows[: room - 1], first_row(rows[room - 1 :], width)]
        shown += rows
    return shown


def at_most(rows: Sequence[Row], count: int, width: int) -> list[Row]:
    """Return a wrapped text's first rows, with an ellipsis if there were more."""
    return first_that_fit([rows], count, width)


def rule(width: int) -> Row:
    """Return a thin line across."""
    return Row((("─" * width, "rule"),))


def window(
    rows: Sequence[Row], height: int, top: int, *, keys: bool = True, names: tuple[str, str] = ("Down", "Up")
) -> list[Row]:
    """Return ``height`` rows from ``top``, with a quiet mark where more are hidden, naming the keys that move."""
    if len(rows) <= height or height <= 0:
        return list(rows[: max(0, height)])
    top = max(0, min(top, len(rows) - height))
    shown = list(rows[top : top + height])
    above, below = top, len(rows) - height - top
    if height > 1 and below:
        shown[-1] = row((f"   ▾ {below + 1} more{f' below, {names[0]}' if keys else ''}", "quiet"))
    if height > 2 and above:
        shown[0] = row((f"   ▴ {above + 1} more{f' above, {names[1]}' if keys else ''}", "quiet"))
    return shown
