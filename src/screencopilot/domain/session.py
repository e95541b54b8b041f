"""One live interview: the single owner of its events.

``Session.do`` is the one way through: a command answers with events, each is stamped, recorded (the journal, before
anything is shown) and applied. Everything else reads ``state``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from screencopilot.domain import events as ev
from screencopilot.domain.clock import Clock, SleepWatch, Stopwatch
from screencopilot.domain.commands import Command, Ctx, notice_gap, refuse_unkeepable
from screencopilot.domain.entry import Entry
from screencopilot.domain.plan import Script
from screencopilot.domain.state import State, apply, replay

#: Keeps one entry for good before its effect is shown; must not raise for a full disk.
Recorder = Callable[[Entry], None]
#: Being away for less than this before a recovery is not worth a word, seconds.
AWAY_SECONDS = 5.0


class Session:
    """Events in, state out.

    Args:
        script: the resolved bank, plan and agenda of this screen.
        clock: where time comes from.
        record: called with each entry before it takes effect.
        entries: the journal so far; a new screen passes the one ``ScreenOpened`` through :meth:`begin` instead.
        next_seq: the least number for the next entry, above that of lines that could not be decoded.

    Raises:
        ValueError: the entries do not begin with ``ScreenOpened``.
    """

    def __init__(
        self, script: Script, clock: Clock, record: Recorder, entries: Iterable[Entry], next_seq: int = 0
    ) -> None:
        state = replay(entries)
        if state is None:
            raise ValueError("a journal begins with its screen-opened event")
        self.script = script
        self.state: State = replace(state, next_seq=max(state.next_seq, next_seq))
        self._clock = clock
        self._record = record
        self._sleep = SleepWatch(clock)
        running = not (state.paused or state.closing)
        self._watch = Stopwatch(clock, state.last_at, running=running)

    @classmethod
    def begin(cls, script: Script, clock: Clock, record: Recorder, opened: ev.ScreenOpened) -> Session:
        """Open a new screen."""
        entry = Entry(0, 0.0, clock.wall(), opened)
        record(entry)
        return cls(script, clock, record, [entry])

    @property
    def at(self) -> float:
        """Active seconds since the first probe was opened; 0 during the greeting."""
        return self._watch.seconds if self.state.begun else 0.0

    @property
    def opening_seconds(self) -> float:
        """How long the greeting has taken, or took."""
        return self.state.opening_seconds if self.state.begun else self._watch.seconds

    @property
    def ctx(self) -> Ctx:
        """What a command asked now would look at."""
        return Ctx(self.script, self.state, self._watch.seconds, self._clock.wall(), self._watch.lap)

    def greet(self) -> None:
        """The greeting begins now: its clock starts from zero, unless the screen has begun."""
        if not self.state.begun and not self.state.paused:
            self._watch.reset()

    def do(self, command: Command, *args: Any, **kwargs: Any) -> tuple[Entry, ...]:
        """Run a command through the one way; return the entries it made.

        Raises:
            Refused: the command makes no sense now; nothing was recorded.
        """
        events = command(self.ctx, *args, **kwargs)
        refuse_unkeepable(events)
        return tuple(self._happen(event) for event in events)

    def notice_sleep(self) -> float:
        """Record a gap if the machine slept since the last call; return its seconds, else 0."""
        gap = self._sleep.gap()
        if gap and self.state.begun and not self.state.closing:
            self.do(notice_gap, gap, "sleep")
        return gap

    def notice_away(self) -> float:
        """After a recovery: record the time between the last event and now; return its seconds, else 0."""
        away = self._clock.wall().timestamp() - self.state.last_wall.timestamp()
        if away < AWAY_SECONDS or self.state.closing or not self.state.begun:
            return 0.0
        self.do(notice_gap, away, "away")
        return away

    def _happen(self, event: Any) -> Entry:
        if isinstance(event, ev.Begun):
            self._watch.reset()
        # A later event never carries an earlier second, whatever the clock says.
        at = 0.0 if isinstance(event, ev.Begun) else max(self.at, self.state.last_at)
        entry = Entry(self.state.next_seq, round(at, 3), self._clock.wall(), event)
        self._record(entry)
        self.state = apply(self.state, entry)
        self._turn_watch()
        return entry

    def _turn_watch(self) -> None:
        if self.state.paused or self.state.closing:
            self._watch.stop()
        else:
            self._watch.go()
