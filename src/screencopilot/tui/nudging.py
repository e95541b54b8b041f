"""Nudges on the live screen: asks the policy with every look at the clock, and records what it decides."""

from __future__ import annotations

from screencopilot.domain.clock import Clock
from screencopilot.domain.commands import Refused, drop_nudge, show_nudge
from screencopilot.domain.nudges import Day, Moment, advise, visible, words
from screencopilot.store.desk import Desk


class Adviser:
    """Keeps what the policy needs beside the state: the day so far, and what is silenced for ever."""

    def __init__(self, desk: Desk, clock: Clock) -> None:
        self._desk = desk
        self._clock = clock
        self.day = Day()
        self.silenced: frozenset[str] = frozenset()

    def moment(self, *, writing: bool) -> Moment:
        """Return this moment of the screen."""
        session = self._desk.session
        return Moment(
            session.script,
            session.state,
            session.at,
            self._clock.wall(),
            session.opening_seconds,
            writing,
            day=self.day,
            silenced=self.silenced,
        )

    def look(self, *, writing: bool) -> str:
        """Show, keep or drop a nudge as the policy says; return its line, or nothing."""
        advice = advise(self.moment(writing=writing))
        if advice is not None and self._desk.settled:
            command, arguments = (show_nudge, [advice.nudge]) if advice.do == "show" else (drop_nudge, [])
            try:
                self._desk.do(command, *arguments)
            except Refused:  # it was silenced, or the screen paused, between the two looks
                return ""
        moment = self.moment(writing=writing)
        rule = visible(moment)
        return words(moment, rule) if rule else ""
