"""The columns of a comparison: one for each evaluator as far as there is room, names shortened with a legend."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct
from rich.cells import cell_len

from screencopilot.tui.view.compare_page import cells
from screencopilot.tui.view.lines import Row, Span, at_most, cut, hanging

#: Narrowest and widest a column of ratings gets, its gap included; and the cells of the bar and the mark beside it.
NARROW, BROAD = 8, 16
SIGN, BAR = 2, 4
#: Least cells of a probe's name: it gives way before an evaluator does.
LEAST = 18
NOT_NAMED = "not named"


class Columns(Struct, frozen=True):
    """How a matrix is laid out: the evaluators in sight, of ``count``, from number ``first`` on."""

    names: tuple[str, ...]
    shown: Mapping[str, str]
    label: int
    each: int
    first: int
    count: int

    @property
    def all_in_sight(self) -> bool:
        """Whether every evaluator has a column."""
        return len(self.names) == self.count


def columns(names: Sequence[str], width: int, first: int = 0) -> Columns:
    """Lay out a matrix of ``width`` cells; ``first`` is the first evaluator wanted in sight."""
    all_of_them = width - SIGN - BAR - NARROW * len(names)
    label = max(LEAST, min(46, width * 2 // 5, all_of_them))
    room = max(NARROW, width - SIGN - label - BAR)
    longest = max((cell_len(name or NOT_NAMED) for name in names), default=0) + 2
    each = max(NARROW, min(BROAD, longest, room // max(1, len(names))))
    fitting = max(1, room // each)
    first = max(0, min(first, len(names) - fitting))
    seen = tuple(names[first : first + fitting])
    label = max(8, min(60, width - SIGN - BAR - each * len(seen)))
    return Columns(seen, short_names(names, each - 2), label, each, first, len(names))


def short_names(names: Sequence[str], width: int) -> dict[str, str]:
    """Return each name in at most ``width`` cells; those cut to the same are told apart by a number."""
    plain = {name: name or NOT_NAMED for name in names}
    short = {name: cut(text, width) for name, text in plain.items()}
    found: dict[str, str] = {}
    for number, name in enumerate(names, 1):
        same = sum(other == short[name] for other in short.values()) > 1
        tail = str(number) if same else ""
        found[name] = f"{cut(plain[name], width - len(tail))}{tail}" if tail else short[name]
    return found


def line(c: Columns, sign: Span, label: Sequence[Span], bar: Span, given: Mapping[str, Span]) -> Row:
    """Return one row of the matrix."""
    parts: list[tuple[Sequence[Span], int, bool]] = [
        ([sign], SIGN, False),
        (label, c.label - 1, False),
        ([bar], BAR, True),
    ]
    for name in c.names:
        parts += [([("", "")], 2, False), ([given.get(name, ("", ""))], c.each - 2, False)]
    return Row(cells([parts[0], parts[1], ([("", "")], 1, False), *parts[2:]]))


def head(c: Columns, width: int) -> list[Row]:
    """Return the row of names, and below it what was shortened or is out of sight."""
    rows = [
        line(c, ("", ""), [("", "")], ("bar", "quiet"), {n: (c.shown[n], "head") for n in c.names}),
    ]
    cut_names = [f"{c.shown[n]} = {n}" for n in c.names if n and c.shown[n] != n]
    if cut_names:
        rows += at_most(hanging([("  ", "")], "; ".join(cut_names), "quiet", width), 2, width)
    if not c.all_in_sight:
        last = c.first + len(c.names)
        words = f"evaluators {c.first + 1}-{last} of {c.count}: ← → the others"
        rows += at_most(hanging([("  ", "")], words, "next", width), 1, width)
    return rows
