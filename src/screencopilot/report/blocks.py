"""What a report consists of, before it becomes text, Markdown or HTML."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

#: How a cell is meant: HTML colours it, the others have only its text.
Mark = Literal["", "name", "number", "group", "split", "flag", "bare"]


class Cell(Struct, frozen=True):
    """One cell of a table."""

    text: str
    mark: Mark = ""


class Heading(Struct, frozen=True, tag="heading"):
    """A heading: 1 for the report's own, 2 for its parts, 3 within them."""

    text: str
    level: int = 2


class Prose(Struct, frozen=True, tag="prose"):
    """One paragraph; a ``quiet`` one explains."""

    text: str
    quiet: bool = False


class Items(Struct, frozen=True, tag="items"):
    """A list of sentences."""

    lines: tuple[str, ...]


class Table(Struct, frozen=True, tag="table"):
    """A table; every row has as many cells as the head. ``caption`` says for those who cannot see it what it holds."""

    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    caption: str = ""


class Sides(Struct, frozen=True, tag="sides"):
    """What several people have on one thing, side by side: a name with lines for each."""

    names: tuple[str, ...]
    columns: tuple[tuple[str, ...], ...]


class Figure(Struct, frozen=True, tag="figure"):
    """Where HTML has pictures; the others have nothing, since the figures stand in tables beside them."""

    name: Literal["severity", "timelines"]


Block = Heading | Prose | Items | Table | Sides | Figure
