"""What is measured with keys: ticks and typed letters, in turns with the floor so that noise meets both."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from statistics import median
from typing import NamedTuple

from benchmarks.frames import Effect, key_times, last_lines, share_below
from benchmarks.launch import MOST_SIGNALS, home, open_bare, open_screen, program, screen_options
from benchmarks.table import Row
from benchmarks.terminal import Size, Stuck, Terminal

SIDE = Size(60, 45)
FULL = Size(160, 45)

_KEY_GOAL, _KEY_MILLISECONDS = 2.0, 8.0
_OLD_GOAL, _OLD_MEMORY_GOAL = 1.1, 1.05
_TYPING_GOAL, _STALL_GOAL = 1.5, 1.2
_YOUNG_KEYS, _OLD_KEYS = 100, 2000

#: Stands first in a typed line, so that its row can be found; nothing else shows it. A space alone would not be seen.
_LINE_MARK = "%"
_LINE = "it-fell-from-ninety-four-to-eighty-eight"


class Side(NamedTuple):
    """One program in a comparison: its terminal, the keys it is given, and what each should change."""

    terminal: Terminal
    keys: Iterator[bytes]
    effect: Effect


class Times(NamedTuple):
    """Milliseconds from key to changed frame: medians of the rounds' own figures."""

    p50: float
    p95: float

    def __str__(self) -> str:
        return f"p50 {self.p50:.1f} p95 {self.p95:.1f} ms"


def _in_turns(sides: Sequence[Side], *, quick: bool) -> list[Times]:
    rounds, size = (3, 20) if quick else (9, 40)
    for _ in range(rounds):
        for side in sides:
            for key in itertools.islice(side.keys, size):
                side.terminal.press(key)
    return [_times(key_times(side.terminal, side.effect), size) for side in sides]


def _times(milliseconds: Sequence[float], size: int) -> Times:
    rounds = [milliseconds[n : n + size] for n in range(0, len(milliseconds), size)]
    return Times(*(median(share_below(one, share) for one in rounds) for share in (0.5, 0.95)))


# Ticks.


def _counted(lines: Sequence[str]) -> object:
    return next((line for line in lines if "keys " in line), "")


def _ticked(lines: Sequence[str]) -> object:
    return sum(line.count("■") for line in lines)


def _bare_label(terminal: Terminal) -> Side:
    return Side(terminal, itertools.repeat(b"x"), _counted)


def _ticking(terminal: Terminal) -> Side:
    """Tick and untick, in turn, every signal that is on the screen."""
    letters = re.findall(r"([a-z]) □", "\n".join(last_lines(terminal)))
    if len(letters) < MOST_SIGNALS // 2:
        raise Stuck(f"only {len(letters)} signals are on the screen")
    return Side(terminal, itertools.cycle(letter.encode() for letter in letters), _ticked)


def tick(size: Size, *, quick: bool) -> list[Row]:
    """A tick, clocks running, against a bare app whose key changes a label."""
    with home() as environ, ExitStack() as stack:
        bare = stack.enter_context(open_bare(size, environ))
        ours = stack.enter_context(open_screen(size, environ))
        floor, measured = _in_turns([_bare_label(bare), _ticking(ours)], quick=quick)
    ratio = measured.p95 / floor.p95
    ok = ratio <= _KEY_GOAL and measured.p95 <= _KEY_MILLISECONDS
    goal = f"<= {_KEY_GOAL:g}x and <= {_KEY_MILLISECONDS:g} ms"
    return [Row(f"tick to frame, {MOST_SIGNALS} signals, {size}", str(measured), str(floor), ratio, goal, ok)]


def tick_after_many(*, quick: bool) -> list[Row]:
    """The same after many keys, in turns with a screen that had few; and the memory of the first, then and now."""
    many = 600 if quick else _OLD_KEYS
    with home() as environ, ExitStack() as stack:
        terminals = [stack.enter_context(open_screen(FULL, environ)) for _ in range(2)]
        young, old = (_ticking(terminal) for terminal in terminals)
        for side in (young, old):
            side.terminal.hurry(list(itertools.islice(side.keys, _YOUNG_KEYS)))
        before = old.terminal.memory()
        old.terminal.hurry(list(itertools.islice(old.keys, many - _YOUNG_KEYS)))
        after = old.terminal.memory()
        floor, measured = _in_turns([young, old], quick=quick)
    ratio, growth = measured.p95 / floor.p95, after / before
    what = f"after {many} keys against after {_YOUNG_KEYS}"
    return [
        Row(
            f"tick to frame {what}",
            str(measured),
            str(floor),
            ratio,
            f"<= {_OLD_GOAL:g}x",
            ratio <= _OLD_GOAL,
        ),
        Row(
            f"memory {what}",
            f"{after / 1024:.1f} MB",
            f"{before / 1024:.1f} MB",
            growth,
            f"<= {_OLD_MEMORY_GOAL:g}x",
            growth <= _OLD_MEMORY_GOAL,
        ),
    ]


# Typing.


def _line(lines: Sequence[str]) -> object:
    return next((line for line in lines if _LINE_MARK in line), "")


def _typing(terminal: Terminal) -> Side:
    """Type a line and take it back, again and again."""
    terminal.send(_LINE_MARK.encode())
    terminal.wait_for(_LINE_MARK)
    terminal.settle(0.2)
    letters = [_LINE[n : n + 1].encode() for n in range(len(_LINE))]
    return Side(terminal, itertools.cycle([*letters, *[b"\x7f"] * len(letters)]), _line)


def _note_line(terminal: Terminal) -> Side:
    terminal.send(b"\r")
    terminal.settle(0.3)
    return _typing(terminal)


def typing(*, quick: bool) -> list[Row]:
    """A letter in the note line against a bare app with one Input."""
    with home() as environ, ExitStack() as stack:
        bare = stack.enter_context(open_bare(SIDE, environ, "input"))
        ours = stack.enter_context(open_screen(SIDE, environ))
        floor, measured = _in_turns([_typing(bare), _note_line(ours)], quick=quick)
    ratio = measured.p95 / floor.p95
    goal = f"<= {_TYPING_GOAL:g}x"
    return [Row(f"typing a note, {SIDE}", str(measured), str(floor), ratio, goal, ratio <= _TYPING_GOAL)]


def typing_on_stalling_disk(*, quick: bool) -> list[Row]:
    """The same on a disk that takes 500 ms for every fsync, against itself on the disk as it is."""
    with home() as environ, ExitStack() as stack:
        calm = stack.enter_context(open_screen(SIDE, environ))
        slow = stack.enter_context(open_screen(SIDE, environ, program("stalling_disk", *screen_options())))
        floor, measured = _in_turns([_note_line(calm), _note_line(slow)], quick=quick)
    ratio = measured.p95 / floor.p95
    goal = f"<= {_STALL_GOAL:g}x"
    what = "typing a note, fsync takes 500 ms"
    return [Row(what, str(measured), str(floor), ratio, goal, ratio <= _STALL_GOAL)]
