"""Time comes in from outside: a clock to ask, and a stopwatch for active seconds."""

from __future__ import annotations

import datetime as dt
import time
from typing import Protocol


class Clock(Protocol):
    """Monotonic seconds for durations, zoned wall time for stamps."""

    def monotonic(self) -> float:
        """Return seconds that only grow; the origin means nothing."""

    def wall(self) -> dt.datetime:
        """Return the zoned time of day."""


class SystemClock:
    """The machine's own clocks."""

    def monotonic(self) -> float:
        """Return the machine's monotonic seconds."""
        return time.monotonic()

    def wall(self) -> dt.datetime:
        """Return local time with its zone."""
        return dt.datetime.now().astimezone()


class Stopwatch:
    """Active seconds on a clock: computed from two readings, never counted up by ticks."""

    def __init__(self, clock: Clock, seconds: float = 0.0, *, running: bool = True) -> None:
        self._clock = clock
        self._base = seconds
        self._since = clock.monotonic()
        self._running = running

    @property
    def running(self) -> bool:
        """Whether the seconds grow."""
        return self._running

    @property
    def seconds(self) -> float:
        """Active seconds so far."""
        return self._base + self.lap if self._running else self._base

    @property
    def lap(self) -> float:
        """Seconds since it was last started, stopped or reset: while stopped, the length of the pause."""
        return max(0.0, self._clock.monotonic() - self._since)

    def reset(self) -> None:
        """Begin again from zero, running."""
        self._base, self._since, self._running = 0.0, self._clock.monotonic(), True

    def stop(self) -> None:
        """Hold the seconds where they are."""
        if self._running:
            self._base, self._since, self._running = self.seconds, self._clock.monotonic(), False

    def go(self) -> None:
        """Let the seconds grow again."""
        if not self._running:
            self._since, self._running = self._clock.monotonic(), True


class SleepWatch:
    """Notices that the machine slept: wall time ran on while the monotonic clock stood still."""

    #: Shorter gaps are ordinary corrections of the wall clock.
    LEAST_SECONDS = 20.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mark()

    def _mark(self) -> None:
        self._monotonic, self._wall = self._clock.monotonic(), self._clock.wall()

    def gap(self) -> float:
        """Return the seconds slept since the last call, 0 when there was no sleep worth a word."""
        monotonic, wall = self._monotonic, self._wall
        self._mark()
        gap = (self._wall - wall).total_seconds() - (self._monotonic - monotonic)
        return gap if gap >= self.LEAST_SECONDS else 0.0
