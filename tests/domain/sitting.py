"""An evaluator at a screen, with the nudge line looked at once a second as the terminal does."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from screencopilot.domain import commands as do
from screencopilot.domain.bank import Block, Plan
from screencopilot.domain.nudges import BY_ID, Day, Moment, advise, visible, words
from screencopilot.domain.plan import Script
from tests.sample import bank_of, new_session, sample_probe, script_of

#: Six families of ten minutes each, all archaeology; only P1 and P6 must be asked.
WIDE = tuple(f"P{n}-A" for n in range(1, 7))


def wide_script(minutes: int = 90, slots: Iterable[str] = ()) -> Script:
    """Return a script of six probes that take an hour, in a plan with five minutes for the candidate."""
    names = dict(enumerate(slots, 1))
    blocks = tuple(Block(names.get(n, f"slot-{n}"), f"P{n}", 10, must=n in {1, 6}) for n in range(1, 7))
    plan = Plan(id="wide", minutes=minutes, opening=2, buffer=4, candidate_time=5, blocks=blocks)
    return script_of(bank_of([sample_probe(p) for p in WIDE], (plan,)), "wide")


class Sitting:
    """A screen with its clock. ``only`` silences every other nudge for ever; without it all may come."""

    def __init__(self, *only: str, script: Script | None = None, day: Day | None = None, begun: bool = True):
        self.session, self.entries, self.clock = new_session(script)
        self.silenced = frozenset(BY_ID) - frozenset(only) if only else frozenset()
        self.day = day or Day()
        self.writing = self.comparing = False
        if begun:
            self.do(do.next_probe)

    @property
    def state(self):
        return self.session.state

    @property
    def moment(self) -> Moment:
        return Moment(
            self.session.script,
            self.state,
            self.session.at,
            self.clock.wall(),
            self.session.opening_seconds,
            self.writing,
            self.comparing,
            self.day,
            self.silenced,
        )

    @property
    def seen(self) -> str | None:
        """The id of the nudge on the terminal."""
        rule = visible(self.moment)
        return rule.id if rule else None

    @property
    def line(self) -> str:
        """What stands there."""
        rule = visible(self.moment)
        return words(self.moment, rule) if rule else ""

    def look(self) -> None:
        """Follow the advice, as the terminal does on every tick and after every key."""
        for _ in range(2):
            advice = advise(self.moment)
            if advice is None:
                return
            if advice.do == "drop":
                self.session.do(do.drop_nudge)
            else:
                self.session.do(do.show_nudge, advice.nudge)
        assert advise(self.moment) is None

    def do(self, command: Any, *args: Any, **named: Any) -> None:
        self.session.do(command, *args, **named)
        self.look()

    def wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.tick(1)
            self.look()

    def silent_for(self, seconds: int) -> None:
        """Wait, and nothing is shown at any second of it."""
        for _ in range(seconds):
            self.wait(1)
            assert self.seen is None, f"{self.seen} at {self.session.at}"
