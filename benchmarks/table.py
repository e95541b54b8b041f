"""The table: one row for each goal."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

_HEADS = ("what", "measured", "floor", "ratio", "goal", "")


class Row(NamedTuple):
    """What was measured against what, and whether that is good enough; figures with their units."""

    what: str
    measured: str
    floor: str
    ratio: float | None
    goal: str
    ok: bool


def failed(what: str, why: str) -> Row:
    """Return the row of something that could not be measured: that is a goal missed."""
    return Row(what, why, "-", None, "-", ok=False)


def text_of(rows: Iterable[Row]) -> str:
    """Return the rows as one aligned table."""
    cells = [_HEADS, *(_cells(row) for row in rows)]
    widths = [max(len(line[n]) for line in cells) for n in range(len(_HEADS))]
    lines = [
        "  ".join(f"{word:<{w}}" for word, w in zip(line, widths, strict=True)).rstrip() for line in cells
    ]
    return "\n".join([lines[0], "-" * max(map(len, lines)), *lines[1:]])


def _cells(row: Row) -> tuple[str, ...]:
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}x"
    return row.what, row.measured, row.floor, ratio, row.goal, "ok" if row.ok else "MISSED"
