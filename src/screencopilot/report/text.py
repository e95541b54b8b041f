"""A report as plain text for a terminal or a mail."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from screencopilot.report.blocks import Block, Cell, Heading, Items, Prose, Sides, Table
from screencopilot.report.content import blocks
from screencopilot.report.values import Report

_UNDER = {1: "=", 2: "-"}
_GAP = 2
#: Evidence stands side by side only when each side has this many columns.
_SIDE = 34
_CELL = 88


def text(report: Report, width: int = 100) -> str:
    """Return the report with lines at most ``width`` columns where its words and tables allow it."""
    width = max(40, width)
    lines: list[str] = []
    for block in blocks(report):
        part = list(_lines(block, width))
        if part and lines and not (isinstance(block, Items) and lines[-1].endswith(":")):
            lines.append("")
        lines += part
    return "\n".join(line.rstrip() for line in lines)


def columns(words: str) -> int:
    """Return how many columns of a terminal a text takes."""
    if words.isascii():
        return len(words)
    return sum(map(_column, words))


def _column(char: str) -> int:
    if unicodedata.category(char) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1


def _lines(block: Block, width: int) -> Iterator[str]:
    match block:
        case Heading():
            yield block.text
            if block.level in _UNDER:
                yield _UNDER[block.level] * min(width, columns(block.text))
        case Prose():
            yield from wrap(block.text, width)
        case Items():
            for line in block.lines:
                yield from wrap(line, width, initial_indent="- ", subsequent_indent="  ")
        case Table():
            yield from _table(block, width)
        case Sides():
            yield from _sides(block, width)


def _table(table: Table, width: int) -> Iterator[str]:
    """Give a table; its first column gives way when the whole is too wide."""
    rows = [[_short(cell.text) for cell in row] for row in table.rows]
    widths = [max(map(columns, column)) for column in zip(table.head, *rows, strict=True)]
    others = sum(widths[1:]) + _GAP * (len(widths) - 1)
    widths[0] = min(widths[0], max(12, width - others))
    right = [_is_number(row[n] for row in table.rows) for n in range(len(widths))]
    yield from _row(table.head, widths, right)
    yield "-" * min(width, sum(widths) + _GAP * (len(widths) - 1))
    for row in rows:
        yield from _row(row, widths, right)


def _short(words: str) -> str:
    return words if len(words) <= _CELL else f"{words[: _CELL - 1]}…"


def _is_number(cells: Iterable[Cell]) -> bool:
    marks = {cell.mark for cell in cells if cell.text and cell.mark != "group"}
    return bool(marks) and marks <= {"number", "flag", "bare"}


def _row(cells: Sequence[str], widths: Sequence[int], right: Sequence[bool]) -> Iterator[str]:
    indent = " " * (len(cells[0]) - len(cells[0].lstrip()))
    first = wrap(cells[0].strip(), max(8, widths[0] - len(indent))) or [""]
    padded = (_padded(*cell) for cell in zip(cells[1:], widths[1:], right[1:], strict=True))
    yield (" " * _GAP).join([_padded(indent + first[0], widths[0], False), *padded])
    yield from (f"{indent}  {line}" for line in first[1:])


def _padded(words: str, width: int, right: bool) -> str:
    room = " " * max(0, width - columns(words))
    return room + words if right else words + room


def _sides(sides: Sides, width: int) -> Iterator[str]:
    count = len(sides.names)
    each = (width - 3 * (count - 1)) // count
    if each < _SIDE:
        for name, lines in zip(sides.names, sides.columns, strict=True):
            yield name
            for line in lines:
                yield from wrap(line, width, initial_indent="  ", subsequent_indent="    ")
        return
    parts = [
        [part for line in lines for part in wrap(line, each, subsequent_indent="  ") or [""]]
        for lines in sides.columns
    ]
    for row in (sides.names, *zip_longest(*parts, fillvalue="")):
        yield " | ".join(_padded(words, each, False) for words in row)
