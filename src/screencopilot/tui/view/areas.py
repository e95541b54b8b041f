"""Where each area of the live screen goes: a pure function of the terminal's size and what the areas want."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal, NamedTuple

LayoutName = Literal["side", "strip", "full", "too-small"]
AreaName = Literal[
    "clock", "probe", "probe-clock", "follow-ups", "signals", "evidence", "note", "rating", "agenda", "keys"
]


class Wish(NamedTuple):
    """Rows an area would like; ``must`` of them before any other area gets more than its least."""

    rows: int
    must: int = 0


#: Asks an area what it wishes for at a width.
Wants = Callable[[AreaName, int], Wish]

SMALLEST = (50, 14)
STRIP = (110, 14)
FULL = (120, 35)
SIDE = (50, 30)


class Place(NamedTuple):
    """Top left corner and size of an area, in cells."""

    x: int
    y: int
    width: int
    height: int


class Need(NamedTuple):
    """The rows an area cannot do without, gets by with, is comfortable with; the lower turn is given first."""

    area: AreaName
    least: int
    snug: int
    good: int
    turn: int


class Arrangement(NamedTuple):
    """A layout's name with the place of each shown area, and the x of each upright rule between columns."""

    layout: LayoutName
    places: dict[AreaName, Place]
    rules: tuple[int, ...] = ()


_SIDE = (
    Need("probe", 3, 5, 6, 1),
    Need("probe-clock", 2, 2, 2, 1),
    Need("follow-ups", 1, 2, 4, 4),
    Need("signals", 3, 12, 18, 2),
    Need("rating", 2, 4, 9, 3),
    Need("evidence", 1, 2, 4, 3),
    Need("note", 1, 1, 1, 1),
)
_ASK = (
    Need("probe", 3, 5, 6, 1),
    Need("probe-clock", 2, 2, 2, 1),
    Need("follow-ups", 1, 3, 4, 2),
)
_LISTEN = (Need("signals", 3, 12, 18, 1),)
_JUDGE = (Need("rating", 2, 9, 17, 1), Need("evidence", 1, 4, 8, 2), Need("note", 1, 1, 1, 1))
_JUDGE_IN_STRIP = (Need("rating", 2, 4, 4, 1), Need("evidence", 1, 4, 99, 2), Need("note", 1, 1, 1, 1))


def layout_for(width: int, height: int, smallest: tuple[int, int] = SMALLEST) -> LayoutName:
    """Return which layout a terminal of this size gets."""
    if width < smallest[0] or height < smallest[1]:
        return "too-small"
    if width >= FULL[0] and height >= FULL[1]:
        return "full"
    if width >= STRIP[0] and height < SIDE[1] + 5:
        return "strip"
    return "side"


def arrange(width: int, height: int, wants: Wants, smallest: tuple[int, int] = SMALLEST) -> Arrangement:
    """Place the areas of the live screen.

    Args:
        width: cells.
        height: rows.
        wants: how many rows an area would like at a given width.
        smallest: below this there is only the line that says so.

    Returns:
        The arrangement; an area that is not shown in this layout has no place.
    """
    layout = layout_for(width, height, smallest)
    if layout == "too-small":
        return Arrangement(layout, {})
    places: dict[AreaName, Place] = {"clock": Place(0, 0, width, 1)}
    keys = min(2, max(1, wants("keys", width).rows)) if height >= SIDE[1] else 1
    places["keys"] = Place(0, height - keys, width, keys)
    top, room = 1, height - 1 - keys
    if layout == "side":
        places |= _column(0, top, width, room, _SIDE, wants)
        return Arrangement(layout, places)
    if layout == "strip":
        ask, judge = round(width * 0.34), round(width * 0.25)
        listen = width - ask - judge - 2
        places |= _column(0, top, ask, room, _ASK, wants)
        places["signals"] = Place(ask + 1, top, listen, room)
        places |= _column(ask + listen + 2, top, judge, room, _JUDGE_IN_STRIP, wants)
        return Arrangement(layout, places, (ask, ask + 1 + listen))
    agenda, judge = (28 if width < 150 else 34), round(width * 0.32)
    middle = width - agenda - judge - 2
    places["agenda"] = Place(0, top, agenda, room)
    places |= _column(agenda + 1, top, middle, room, (*_ASK, *_LISTEN), wants)
    places |= _column(agenda + middle + 2, top, judge, room, _JUDGE, wants)
    return Arrangement(layout, places, (agenda, agenda + 1 + middle))


#: From hardship to comfort: how many rows an area may have grown to when all were served so far.
_EASES: tuple[Callable[[Need, Wish], int], ...] = (
    lambda _need, wish: wish.must,
    lambda need, _wish: need.snug,
    lambda need, _wish: need.good,
    lambda _need, wish: wish.rows,
)


def _column(
    x: int, top: int, width: int, room: int, needs: tuple[Need, ...], wants: Wants
) -> dict[AreaName, Place]:
    """Stack areas in a column: the least, then what must be seen, then what is snug, good, and wanted, turn by turn.

    What is left goes to the area that grows: evidence, or else signals.
    """
    wishes = {need.area: wants(need.area, width) for need in needs}
    rows = {need.area: need.least for need in needs}
    if sum(rows.values()) > room and "evidence" in rows:
        rows["evidence"] = 0  # what was written is kept and shown again when there is room
    left = room - sum(rows.values())
    in_turn = sorted(needs, key=lambda n: n.turn)
    for ease in _EASES:
        for need in in_turn:
            wish = wishes[need.area]
            given = max(0, min(left, min(wish.rows, ease(need, wish)) - rows[need.area]))
            rows[need.area] += given
            left -= given
    grows: AreaName = next(a for a in ("evidence", "signals", "follow-ups") if a in rows)
    rows[grows] += left
    places: dict[AreaName, Place] = {}
    y = top
    for need in needs:
        if rows[need.area] > 0:
            places[need.area] = Place(x, y, width, rows[need.area])
        y += rows[need.area]
    return places
