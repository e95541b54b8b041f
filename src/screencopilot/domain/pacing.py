"""Time against the plan: how late the screen runs, and which optional probe no longer fits.

All figures are active seconds; the plan's ``opening`` is outside the screen's clock.
"""

from __future__ import annotations

from msgspec import Struct

from screencopilot.domain.budgets import agenda_in_force
from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.state import State
from screencopilot.domain.writeup import probe_status

#: Within this many seconds of the plan is on time.
ON_TIME_SECONDS = 30.0


class FallsOut(Struct, frozen=True):
    """An optional probe that no longer fits, with the reason in one line and the seconds that are missing."""

    probe: str
    why: str
    missing: float = 0.0


class Pace(Struct, frozen=True):
    """Where the screen stands against its plan.

    ``left`` is the whole screen's time left (negative when over), ``behind`` is how much later than budgeted the
    evaluator is (negative: ahead), ``needed`` is what remains to be asked and closed with everything on the agenda.
    ``kept`` are the probes still to ask whose falling out was refused; ``overrun`` is by how much the screen will be
    longer than planned once all that falls out has been dropped.
    """

    left: float
    behind: float
    needed: float
    falls_out: tuple[FallsOut, ...] = ()
    kept: tuple[str, ...] = ()
    overrun: float = 0.0

    @property
    def late(self) -> bool:
        """Whether the clock line should stand out."""
        return self.behind >= ON_TIME_SECONDS or bool(self.kept and self.overrun >= 1)

    @property
    def words(self) -> str:
        """The pace as the clock line shows it; a probe kept against it makes what that costs the news."""
        if self.kept and self.overrun >= 1:
            return f"overruns {minutes(self.overrun)}"
        if abs(self.behind) < ON_TIME_SECONDS:
            return "on time"
        return f"{minutes(abs(self.behind))} {'behind' if self.behind > 0 else 'ahead'}"


def minutes(seconds: float) -> str:
    """Return seconds as ``m:ss``, with a minus sign when negative."""
    whole = int(abs(seconds))
    sign = "-" if seconds <= -1 else ""
    return f"{sign}{whole // 60}:{whole % 60:02d}"


def pace(script: Script, state: State, at: float) -> Pace:
    """Return the pace at active second ``at``."""
    left = script.total_seconds - at
    room = left - script.plan.candidate_time * 60
    agenda = agenda_in_force(script, state)
    ahead = [(item, _remaining(state, item, at)) for item in agenda if _open(state, item, at)]
    needed = sum(seconds for _, seconds in ahead)
    falls_out = _falls_out(script, state, ahead, room)
    dropped = {fallen.probe for fallen in falls_out}
    staying = sum(seconds for item, seconds in ahead if item.probe not in dropped)
    return Pace(
        left=left,
        behind=_behind(agenda, state, at),
        needed=needed + script.plan.candidate_time * 60,
        falls_out=falls_out,
        kept=tuple(item.probe for item, _ in ahead if item.probe in state.marks.drops_refused),
        overrun=max(0.0, staying - room),
    )


def _open(state: State, item: AgendaItem, at: float) -> bool:
    """Whether an item still wants time: the current probe, or one neither asked nor skipped."""
    if state.marks.probe(item.probe).skipped:
        return False
    return item.probe == state.current or probe_status(state, item.probe, at) == "not-reached"


def _remaining(state: State, item: AgendaItem, at: float) -> float:
    return max(0.0, item.budget_seconds - state.seconds_on(item.probe, at))


def _behind(agenda: tuple[AgendaItem, ...], state: State, at: float) -> float:
    spent = sum(state.seconds_on(probe, at) for probe in state.visits)
    granted = 0.0
    for item in agenda:
        if item.probe == state.current:
            granted += min(state.seconds_on(item.probe, at), item.budget_seconds)
        elif probe_status(state, item.probe, at) == "asked":
            granted += item.budget_seconds
    return spent - granted


def _falls_out(
    script: Script, state: State, ahead: list[tuple[AgendaItem, float]], room: float
) -> tuple[FallsOut, ...]:
    """Drop optional probes in the plan's order, then from the end, until the rest fits into ``room``.

    One whose falling out was refused stays, and so does one that has lent all its time: dropping it gains nothing.
    """
    seconds_of = {item.probe: seconds for item, seconds in ahead}
    optional = [
        item
        for item, seconds in ahead
        if seconds > 0 and not item.must and item.probe not in {state.current, *state.marks.drops_refused}
    ]
    order = list(script.plan.drop_order)
    last = len(order)
    optional.sort(key=lambda i: (order.index(i.slot) if i.slot in order else last, -script.position(i.probe)))
    needed, fallen = sum(seconds for _, seconds in ahead), []
    for item in optional:
        if needed <= room:
            break
        why = f"{minutes(needed)} to ask, {minutes(max(0.0, room))} left"
        fallen.append(FallsOut(item.probe, why, needed - max(0.0, room)))
        needed -= seconds_of[item.probe]
    return tuple(fallen)
