"""The time of each probe as it is in force: what the plan gives it, and what was borrowed and lent since."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.state import State
from screencopilot.domain.writeup import probe_status

#: Time is borrowed by whole minutes.
LOAN_STEP = 60


class Loan(Protocol):
    """Some seconds that went from one probe to another: a mark, or a row of a note."""

    @property
    def probe(self) -> str:
        """The probe that was given time."""

    @property
    def lender(self) -> str:
        """The probe that gave it."""

    @property
    def seconds(self) -> int:
        """How much, at least 1."""


class Lender(Struct, frozen=True):
    """A coming probe with the seconds it can give, a multiple of :data:`LOAN_STEP`."""

    item: AgendaItem
    seconds: int


def shifts(loans: Iterable[Loan]) -> dict[str, int]:
    """Return for each probe how many seconds it has more (or, negative, less) than the plan gave it; they sum to 0."""
    moved: Counter[str] = Counter()
    for loan in loans:
        moved[loan.probe] += loan.seconds
        moved[loan.lender] -= loan.seconds
    return dict(moved)


def agenda_in_force(script: Script, state: State) -> tuple[AgendaItem, ...]:
    """Return the agenda with the budgets in force, never below 0."""
    if not state.marks.loans:
        return script.agenda
    moved = shifts(state.marks.loans)
    return tuple(
        replace(item, budget_seconds=max(0, item.budget_seconds + moved.get(item.probe, 0)))
        for item in script.agenda
    )


def item_in_force(script: Script, state: State, probe: str) -> AgendaItem:
    """Return a probe's agenda item with the budget in force; KeyError when it is not on the agenda."""
    script.item(probe)
    return agenda_in_force(script, state)[script.position(probe)]


def lenders(script: Script, state: State, at: float) -> tuple[Lender, ...]:
    """Return the probes that can lend the current one time at active second ``at``, optional ones first.

    A lender is still to come: neither the current probe, nor asked, nor skipped. It keeps what was used of it.
    """
    found = []
    for item in agenda_in_force(script, state):
        if item.probe == state.current or probe_status(state, item.probe, at) != "not-reached":
            continue
        spare = int(item.budget_seconds - state.seconds_on(item.probe, at)) // LOAN_STEP * LOAN_STEP
        if spare > 0:
            found.append(Lender(item, spare))
    return tuple(sorted(found, key=lambda lender: lender.item.must))
