"""What a recording showed and when: pyte over the bytes, frame by frame."""

from __future__ import annotations

import codecs
import math
import re
from collections.abc import Callable, Iterator, Sequence

import pyte

from benchmarks.terminal import Stuck, Terminal

#: Reads from the lines of a screen what a key should change.
Effect = Callable[[Sequence[str]], object]

#: The share of keys that may show no effect of their own.
_MOST_LOST = 0.02

#: Sequences that pyte would print or mistake: private ones, those with an intermediate, and strings (OSC, DCS, APC).
_NOT_FOR_PYTE = re.compile(
    r"\x1b\[[<=>][0-9;:]*[@-~]|\x1b\[\?[0-9;]*[^0-9;hl]|\x1b\[[0-9;?]*[ -/]+[@-~]"
    r"|\x1b[\]PX^_][^\x07\x1b]*(?:\x07|\x1b\\)"
)
_UNFINISHED = re.compile(r"\x1b(?:\[[0-?]*[ -/]*|[\]PX^_][^\x07\x1b]*\x1b?)?\Z")
_SYNC = re.compile(r"\x1b\[\?2026([hl])")


class Screen:
    """The terminal as a person would have seen it."""

    def __init__(self, columns: int, rows: int) -> None:
        self._screen = pyte.Screen(columns, rows)
        self._stream = pyte.Stream(self._screen, strict=False)
        self._decode = codecs.getincrementaldecoder("utf-8")("replace").decode
        self._lines = [""] * rows
        self._carried = ""
        self._in_update = False

    def frames(self, data: bytes) -> Iterator[Sequence[str]]:
        """Feed bytes; yield the lines of the screen whenever a frame is complete: at the end of an update."""
        text = self._carried + self._decode(data)
        unfinished = _UNFINISHED.search(text)
        cut = unfinished.start() if unfinished else len(text)
        text, self._carried = text[:cut], text[cut:]
        for number, part in enumerate(_SYNC.split(text)):
            if number % 2 == 0:
                self._stream.feed(_NOT_FOR_PYTE.sub("", part))
            else:
                self._in_update = part == "h"
                if not self._in_update:
                    yield self._shown()
        if not self._in_update:
            yield self._shown()

    def _shown(self) -> Sequence[str]:
        for y in self._screen.dirty:
            line = self._screen.buffer[y]
            self._lines[y] = "".join(line[x].data for x in range(self._screen.columns))
        self._screen.dirty.clear()
        return self._lines


def first_shown(terminal: Terminal, text: str) -> float:
    """Return the milliseconds from the program's start to the first frame that shows a text."""
    screen = Screen(*terminal.size)
    for stamp, data in terminal.chunks:
        for lines in screen.frames(data):
            if any(text in line for line in lines):
                return (stamp - terminal.started) / 1e6
    raise Stuck(f"no frame showed {text!r}")


def last_lines(terminal: Terminal) -> Sequence[str]:
    """Return the lines of the last frame."""
    screen = Screen(*terminal.size)
    shown: Sequence[str] = ()
    for _, data in terminal.chunks:
        for lines in screen.frames(data):
            shown = lines
    return list(shown)


def key_times(terminal: Terminal, effect: Effect) -> list[float]:
    """Return, for each timed key, the milliseconds to the first frame in which ``effect`` is another.

    A key whose frame came only after the next key was typed counts as endlessly slow.

    Raises:
        Stuck: many keys had no effect, so the figures would be about something else.
    """
    screen = Screen(*terminal.size)
    times: list[float | None] = []
    value: object = None
    before: object = None
    for stamp, data in terminal.chunks:
        while len(times) < len(terminal.keys) and terminal.keys[len(times)] <= stamp:
            times.append(None)
            before = value
        for lines in screen.frames(data):
            value = effect(lines)
            if times and times[-1] is None and value != before:
                times[-1] = (stamp - terminal.keys[len(times) - 1]) / 1e6
    lost = len(terminal.keys) - sum(time is not None for time in times)
    if lost > len(terminal.keys) * _MOST_LOST:
        raise Stuck(f"{lost} of {len(terminal.keys)} keys changed nothing")
    return [math.inf if time is None else time for time in times]


def share_below(values: Sequence[float], share: float) -> float:
    """Return the value below which this share of the values lies (nearest rank)."""
    ordered = sorted(values)
    return ordered[max(0, math.ceil(share * len(ordered)) - 1)]
