"""Time comes in from outside: a clock to ask, and a stopwatch for active seconds."""

from __future__ import annotations

import datetime as dt
import time
from typing import Protocol, runtime_checkable


class Clock(Protocol):
    """Monotonic seconds for durations, zoned wall time for stamps."""

    def monotonic(self) -> float:
        """Return seconds that only grow; the origin means nothing."""

    def wall(self) -> dt.datetime:
        """Return the zoned time of day."""


@runtime_checkable
class SleepTeller(Protocol):
    """A clock that may know by itself how long the machine slept."""

    def asleep(self) -> float | None:
        """Return the seconds slept since the machine was started; None where the system does not tell."""


class SystemClock:
    """The machine's own clocks."""

    def monotonic(self) -> float:
        """Return the machine's monotonic seconds."""
        return time.monotonic()

    def wall(self) -> dt.datetime:
        """Return local time with its zone."""
        return dt.datetime.now().astimezone()

    def asleep(self) -> float | None:
        """Return the seconds that the machine was suspended since it was started; None where only Linux could tell."""
        boottime: int | None = getattr(time, "CLOCK_BOOTTIME", None)
        if boottime is None:
            return None
        awake = time.clock_gettime(time.CLOCK_MONOTONIC)
        return time.clock_gettime(boottime) - awake


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
    """Notices that the machine slept.

    A clock that knows is believed; with any other, wall time that ran on while the monotonic clock stood still is taken
    for sleep, which somebody who sets the clock forward looks like too.
    """

    #: Shorter gaps are ordinary corrections of the wall clock.
    LEAST_SECONDS = 20.0

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._mark()

    def _mark(self) -> None:
        self._monotonic, self._wall = self._clock.monotonic(), self._clock.wall()
        self._asleep = self._clock.asleep() if isinstance(self._clock, SleepTeller) else None

    def gap(self) -> float:
        """Return the seconds slept since the last call, 0 when there was no sleep worth a word."""
        monotonic, wall, asleep = self._monotonic, self._wall, self._asleep
        self._mark()
        if asleep is not None and self._asleep is not None:
            gap = self._asleep - asleep
        else:
            # By time stamps: times of day in one zone are subtracted as if summer time never ended.
            gap = self._wall.timestamp() - wall.timestamp() - (self._monotonic - monotonic)
        return gap if gap >= self.LEAST_SECONDS else 0.0
