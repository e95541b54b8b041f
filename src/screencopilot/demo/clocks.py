"""Clocks of the demo: one that is set by the script, one that runs faster than life."""

from __future__ import annotations

import datetime as dt

from screencopilot.domain.clock import Clock


class ScriptClock:
    """Time stands still until it is told to go on."""

    def __init__(self, start: dt.datetime) -> None:
        self._start = start
        self._seconds = 0.0

    def monotonic(self) -> float:
        """Return the seconds gone on so far."""
        return self._seconds

    def wall(self) -> dt.datetime:
        """Return the start and the seconds gone on so far."""
        return self._start + dt.timedelta(seconds=self._seconds)

    def go_on(self, seconds: float) -> None:
        """Let time pass."""
        self._seconds += seconds


class FastClock:
    """Another clock's time, ``speed`` times as fast from now on."""

    def __init__(self, clock: Clock, speed: float) -> None:
        self._clock = clock
        self._speed = speed
        self._origin = clock.monotonic()
        self._start = clock.wall()

    def monotonic(self) -> float:
        """Return the stretched seconds since the start."""
        return (self._clock.monotonic() - self._origin) * self._speed

    def wall(self) -> dt.datetime:
        """Return the start and the stretched seconds since."""
        return self._start + dt.timedelta(seconds=self.monotonic())
