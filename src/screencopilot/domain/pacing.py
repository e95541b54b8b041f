"""Time against the plan: how late the screen runs, and which optional probe no longer fits.

All figures are active seconds; the plan's ``opening`` is outside the screen's clock.
"""

from __future__ import annotations

from msgspec import Struct

from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.state import State
from screencopilot.domain.writeup import probe_status

#: Within this many seconds of the plan is on time.
ON_TIME_SECONDS = 30.0


class FallsOut(Struct, frozen=True):
    """An optional probe that no longer fits, with the reason in one line."""

    probe: str
    why: str


class Pace(Struct, frozen=True):
    """Where the screen stands against its plan.

    ``left`` is the whole screen's time left (negative when over), ``behind`` is how much later than budgeted the
    evaluator is (negative: ahead), ``needed`` is what remains to be asked and closed with everything on the agenda.
    """

    left: float
    behind: float
    needed: float
    falls_out: tuple[FallsOut, ...] = ()

    @property
    def words(self) -> str:
        """The pace as the clock line shows it."""
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
    ahead = [(item, _remaining(state, item, at)) for item in script.agenda if _open(state, item, at)]
    needed = sum(seconds for _, seconds in ahead)
    return Pace(
        left=left,
        behind=_behind(script, state, at),
        needed=needed + script.plan.candidate_time * 60,
        falls_out=_falls_out(script, state, ahead, room),
    )


def _open(state: State, item: AgendaItem, at: float) -> bool:
    """Whether an item still wants time: the current probe, or one neither asked nor skipped."""
    if state.marks.probe(item.probe).skipped:
        return False
    return item.probe == state.current or probe_status(state, item.probe, at) == "not-reached"


def _remaining(state: State, item: AgendaItem, at: float) -> float:
    return max(0.0, item.budget_seconds - state.seconds_on(item.probe, at))


def _behind(script: Script, state: State, at: float) -> float:
    spent = sum(state.seconds_on(probe, at) for probe in state.visits)
    granted = 0.0
    for item in script.agenda:
        if item.probe == state.current:
            granted += min(state.seconds_on(item.probe, at), item.budget_seconds)
        elif probe_status(state, item.probe, at) == "asked":
            granted += item.budget_seconds
    return spent - granted


def _falls_out(
    script: Script, state: State, ahead: list[tuple[AgendaItem, float]], room: float
) -> tuple[FallsOut, ...]:
    """Drop optional probes in the plan's order, then from the end, until the rest fits into ``room``."""
    optional = [item for item, _ in ahead if not item.must and item.probe != state.current]
    order = list(script.plan.drop_order)
    last = len(order)
    optional.sort(key=lambda i: (order.index(i.slot) if i.slot in order else last, -script.position(i.probe)))
    needed, fallen = sum(seconds for _, seconds in ahead), []
    for item in optional:
        if needed <= room:
            break
        fallen.append(
            FallsOut(item.probe, f"{minutes(needed)} still to ask, {minutes(max(0.0, room))} left for it")
        )
        needed -= item.budget_seconds
    return tuple(fallen)
