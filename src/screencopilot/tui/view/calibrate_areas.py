"""Where the areas of the calibration screen go: a pure function of the terminal's size and what the areas want."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Literal, NamedTuple

from screencopilot.tui.view.areas import SMALLEST, LayoutName, Place, layout_for

CalibrateArea = Literal["head", "answer", "signals", "rating", "keys"]
Wants = Callable[[CalibrateArea, int], int]

#: Where we are, and the one quiet line.
HEAD_ROWS = 2


class Laid(NamedTuple):
    """A layout's name with the place of each area, and the x of each upright rule between columns."""

    layout: LayoutName
    places: dict[CalibrateArea, Place]
    rules: tuple[int, ...] = ()


class _Share(NamedTuple):
    """The rows an area cannot do without, and gets by with; what it wants beyond is asked of it."""

    area: CalibrateArea
    least: int
    snug: int


_ANSWER, _SIGNALS, _RATING = _Share("answer", 4, 12), _Share("signals", 3, 13), _Share("rating", 2, 7)


def lay(width: int, height: int, wants: Wants) -> Laid:
    """Place the areas; ``wants`` says how many rows an area would like at a width."""
    layout = layout_for(width, height, SMALLEST)
    if layout == "too-small":
        return Laid(layout, {})
    keys = min(2, max(1, wants("keys", width))) if height >= 30 else 1
    places: dict[CalibrateArea, Place] = {
        "head": Place(0, 0, width, HEAD_ROWS),
        "keys": Place(0, height - keys, width, keys),
    }
    top, room = HEAD_ROWS, height - HEAD_ROWS - keys
    if layout == "side":
        return Laid(layout, places | _stack(0, top, width, room, (_ANSWER, _SIGNALS, _RATING), wants))
    if layout == "strip":
        answer, rating = round(width * 0.42), round(width * 0.25)
        signals = width - answer - rating - 2
        places["answer"] = Place(0, top, answer, room)
        places["signals"] = Place(answer + 1, top, signals, room)
        places["rating"] = Place(answer + signals + 2, top, rating, room)
        return Laid(layout, places, (answer, answer + 1 + signals))
    answer = round(width * 0.5)
    places["answer"] = Place(0, top, answer, room)
    right = _stack(answer + 1, top, width - answer - 1, room, (_SIGNALS, _RATING), wants)
    return Laid(layout, places | right, (answer,))


def _stack(
    x: int, top: int, width: int, room: int, shares: Sequence[_Share], wants: Wants
) -> dict[CalibrateArea, Place]:
    """Stack areas: the least of each, then what is snug, then what is wanted, in turn; the first takes what is left."""
    rows = {share.area: share.least for share in shares}
    left = room - sum(rows.values())
    for snug in (True, False):
        for share in shares:
            wished = wants(share.area, width)
            given = max(0, min(left, (min(wished, share.snug) if snug else wished) - rows[share.area]))
            rows[share.area] += given
            left -= given
    rows[shares[0].area] += max(0, left)
    places: dict[CalibrateArea, Place] = {}
    y = top
    for share in shares:
        places[share.area] = Place(x, y, width, rows[share.area])
        y += rows[share.area]
    return places
