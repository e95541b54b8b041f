"""One debrief: the single owner of its events, as :class:`~screencopilot.domain.session.Session` is of a screen's."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from msgspec.structs import replace

from screencopilot.domain.clock import Clock, Stopwatch
from screencopilot.domain.commands import refuse_unkeepable
from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_commands import DebriefCommand, DebriefCtx
from screencopilot.domain.debrief_events import DebriefEntry, Opened
from screencopilot.domain.debrief_state import DebriefState, apply, replay

#: Keeps one entry for good before its effect is shown; must not raise for a full disk.
DebriefRecorder = Callable[[DebriefEntry], None]


class DebriefSession:
    """Events in, state out.

    Args:
        case: what it is about.
        clock: where time comes from.
        record: called with each entry before it takes effect.
        entries: the journal so far, the first of them ``Opened``.
        next_seq: the least number for the next entry, above that of lines that could not be decoded.

    Raises:
        ValueError: the entries do not begin with ``Opened``.
    """

    def __init__(
        self,
        case: Case,
        clock: Clock,
        record: DebriefRecorder,
        entries: Iterable[DebriefEntry],
        next_seq: int = 0,
    ) -> None:
        state = replay(entries)
        if state is None:
            raise ValueError("a debrief's journal begins with its opening")
        self.case = case
        self.state: DebriefState = replace(state, next_seq=max(state.next_seq, next_seq))
        self._clock = clock
        self._record = record
        self._watch = Stopwatch(clock, state.last_at, running=not self._stands)

    @classmethod
    def begin(cls, case: Case, clock: Clock, record: DebriefRecorder, opened: Opened) -> DebriefSession:
        """Open a new debrief."""
        entry = DebriefEntry(0, 0.0, clock.wall(), opened)
        record(entry)
        return cls(case, clock, record, [entry])

    @property
    def at(self) -> float:
        """Active seconds since it was opened."""
        return self._watch.seconds

    @property
    def ctx(self) -> DebriefCtx:
        """What a command asked now would look at."""
        return DebriefCtx(self.case, self.state, self.at, self._clock.wall(), self._watch.lap)

    def do(self, command: DebriefCommand, *args: Any, **kwargs: Any) -> tuple[DebriefEntry, ...]:
        """Run a command through the one way; return the entries it made.

        Raises:
            Refused: the command makes no sense now; nothing was recorded.
        """
        events = command(self.ctx, *args, **kwargs)
        refuse_unkeepable(events)
        return tuple(self._happen(event) for event in events)

    def _happen(self, event: Any) -> DebriefEntry:
        at = max(self.at, self.state.last_at)
        entry = DebriefEntry(self.state.next_seq, round(at, 3), self._clock.wall(), event)
        self._record(entry)
        self.state = apply(self.state, entry)
        if self._stands:
            self._watch.stop()
        else:
            self._watch.go()
        return entry

    @property
    def _stands(self) -> bool:
        return self.state.paused or self.state.phase == "closed"
