"""Which probe to ask next, and why: fixed rules in a fixed order, no model and no chance."""

from __future__ import annotations

from msgspec import Struct

from screencopilot.domain.budgets import agenda_in_force
from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.state import State
from screencopilot.domain.writeup import probe_status

#: Ratings of one competency this many rungs apart disagree.
DISAGREE = 2


class Suggestion(Struct, frozen=True):
    """The probe that would add most now, with the reason in one line."""

    probe: str
    why: str


def suggest_next(script: Script, state: State, at: float) -> Suggestion | None:
    """Return the suggested next probe; None when none of the agenda fits.

    Order of reasons: a competency without a rated probe; a competency whose ratings disagree or rest on thin evidence;
    an unverified claim this evaluator can verify; the order of the plan. Inside a reason ``must`` goes first, then the
    plan's order.
    """
    room = script.total_seconds - at - script.plan.candidate_time * 60
    open_items = [
        item
        for item in agenda_in_force(script, state)
        if item.probe != state.current
        and item.budget_seconds > 0
        and probe_status(state, item.probe, at) == "not-reached"
    ]
    fitting = [i for i in open_items if i.budget_seconds <= room] or [i for i in open_items if i.must]
    ranked = [(*_reason(script, state, item), item) for item in fitting]
    if not ranked:
        return None
    best = min(ranked, key=lambda r: (r[0], not r[2].must, script.position(r[2].probe)))
    return Suggestion(best[2].probe, best[1])


def _reason(script: Script, state: State, item: AgendaItem) -> tuple[int, str]:
    competency = script.bank.competency(item.competency)
    label = competency.label if competency else item.competency
    rated = [
        (other.probe, mark.value)
        for other in script.agenda
        if other.competency == item.competency and (mark := state.marks.probe(other.probe).rating)
    ]
    values = [value for _, value in rated if isinstance(value, int)]
    if not values:
        return 0, f"nothing rated yet: {label}"
    if max(values) - min(values) >= DISAGREE:
        return 1, f"ratings {min(values)} and {max(values)} disagree: {label}"
    lines = {line.line.probe for line in state.marks.lines}
    if not any(probe in lines for probe, _ in rated):
        return 1, f"rated without evidence: {label}"
    claim = _claim_to_verify(script, state, item)
    return (2, f"can verify: {claim}") if claim else (3, "next on the plan")


def _claim_to_verify(script: Script, state: State, item: AgendaItem) -> str | None:
    kinds = set(script.probe(item.probe).claims) & set(state.opened.shipped)
    for number, claim in enumerate(state.opened.claims):
        mark = state.marks.claims.get(number)
        if claim.kind in kinds and not (mark and mark.verdict):
            return claim.text
    return None
