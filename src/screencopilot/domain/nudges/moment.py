"""What a nudge may look at: one moment of a screen, and the day so far.

The state already holds what the entries say (marks with their seconds, and in ``State.undo`` the newest 200 marks in
order), so a look at it costs the same after ten thousand entries as after ten.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import cached_property

from msgspec import Struct

from screencopilot.domain import events as ev
from screencopilot.domain.bank import Probe, Tone
from screencopilot.domain.budgets import item_in_force
from screencopilot.domain.marks import ProbeMarks, WrittenLine
from screencopilot.domain.nudged import Instant
from screencopilot.domain.nudges.rule import Phase
from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.state import State, UndoStep

#: What just happened is worth a nudge this many seconds; later it would come as a riddle.
FRESH_SECONDS = 15.0


class Day(Struct, frozen=True):
    """The evaluator's day before this screen, in figures that never leave the machine.

    ``screens`` begun today before this one and their ``minutes`` together; ``first`` and ``previous`` are the rungs
    this evaluator gave on today's first screen and on the one just before (NE left out).
    """

    screens: int = 0
    minutes: float = 0.0
    first: tuple[int, ...] = ()
    previous: tuple[int, ...] = ()


class Here(Struct, frozen=True):
    """The current probe: its agenda item, its marks and the active seconds spent on it."""

    probe: Probe
    item: AgendaItem
    marks: ProbeMarks
    seconds: float

    @property
    def settled(self) -> bool:
        """Whether there is nothing left to ask for: it was rated or skipped."""
        return self.marks.rating is not None or bool(self.marks.skipped)

    def ticked(self, *tones: Tone) -> frozenset[str]:
        """Return the ids of the ticked signals of these tones."""
        return frozenset(s.id for s in self.probe.signals if s.tone in tones and s.id in self.marks.ticked)

    def share(self, part: float) -> bool:
        """Whether this part (1.0 is all) of the probe's time is used."""
        return self.seconds >= part * self.item.budget_seconds


class Moment(Struct, frozen=True, dict=True):
    """One moment of a screen.

    Args:
        script: what the screen is run from.
        state: the state after the newest event.
        at: active seconds, 0 during the greeting.
        wall: zoned wall time.
        opening_seconds: how long the greeting has lasted, or lasted.
        writing: whether the note line is open.
        comparing: whether others' notes on this candidate are about to be opened, which no event of a screen says.
        day: the evaluator's day before this screen.
        silenced: ids of the nudges silenced for ever.
    """

    script: Script
    state: State
    at: float
    wall: dt.datetime
    opening_seconds: float = 0.0
    writing: bool = False
    comparing: bool = False
    day: Day = Day()
    silenced: frozenset[str] = frozenset()

    @cached_property
    def now(self) -> Instant:
        """When in the screen it is."""
        return self.state.instant(self.at, self.wall, self.opening_seconds)

    @cached_property
    def phase(self) -> Phase:
        """Greeting, live part or closing form."""
        if self.state.closing:
            return Phase.CLOSING
        return Phase.LIVE if self.state.begun else Phase.GREETING

    @cached_property
    def here(self) -> Here | None:
        """The current probe; None before the first."""
        current = self.state.current
        if current is None or self.script.position(current) < 0:
            return None
        return Here(
            self.script.probe(current),
            item_in_force(self.script, self.state, current),
            self.state.marks.probe(current),
            self.state.seconds_on(current, self.at),
        )

    @property
    def left(self) -> float:
        """Seconds left of the whole screen, negative when over."""
        return self.script.total_seconds - self.at

    def fresh(self, at: float) -> bool:
        """Whether a mark made at ``at`` had only just been made: now or, under a nudge, when that came up."""
        current = self.state.nudges.current
        return (current.when.at if current else self.at) - at <= FRESH_SECONDS

    def freshly_pressed(self, nudge: str) -> bool:
        """Whether the key that asks for a nudge was pressed just now, or just before the nudge shown came up."""
        pressed, current = self.state.nudges.pressed.get(nudge), self.state.nudges.current
        return (
            pressed is not None and pressed.when.until(current.when if current else self.now) <= FRESH_SECONDS
        )

    def lines_of(self, probe: str, since: float = 0.0) -> Iterator[WrittenLine]:
        """Give the probe's lines written at ``since`` or later, newest first."""
        for written in reversed(self.state.marks.lines):
            if written.at < since:
                return
            if written.line.probe == probe:
                yield written

    def trail(self, here: Here) -> tuple[UndoStep, ...]:
        """Return the marks still standing on the probe, oldest first, of the newest 200 of the screen."""
        return tuple(s for s in self.state.undo if getattr(s.event, "probe", None) == here.probe.id)

    def rungs(self) -> tuple[tuple[str, int, float, float | None], ...]:
        """Return the rungs given: probe, rung, active second, seconds after the close or None; oldest first."""
        rated = (
            (item.probe, rating.value, rating.at, rating.recalled_after)
            for item in self.script.agenda
            if (rating := self.state.marks.probe(item.probe).rating) and isinstance(rating.value, int)
        )
        return tuple(sorted(rated, key=lambda r: (r[2], r[3] or 0.0)))


def question_of_ones_own(line: ev.LineWritten) -> bool:
    """Whether a line looks like a question the evaluator made up: an observation as ``Q: ...``, or ending in ``?``."""
    text = line.text.strip()
    return line.kind == "observation" and (text[:2].casefold() == "q:" or text.endswith("?"))
