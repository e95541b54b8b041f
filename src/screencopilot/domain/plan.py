"""From a plan's families to the agenda of one screen."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from msgspec import Struct

from screencopilot.domain.bank import Bank, Level, Plan, Probe, ResolvedBank
from screencopilot.domain.canonical import digest
from screencopilot.domain.names import folded


class AgendaItem(Struct, frozen=True):
    """One probe of a screen's agenda: which form was drawn, its time and its bar.

    ``budget_seconds`` are active seconds; ``bar`` is the rung 1-5 that meets for the screen's level;
    ``digest`` is of the probe's own meaning, so that notes compare probe by probe.
    """

    slot: str
    probe: str
    rev: int
    family: str
    competency: str
    budget_seconds: int
    must: bool
    bar: int
    digest: str


class Script(Struct, frozen=True):
    """What one screen is run from: the resolved bank and the agenda drawn for this candidate."""

    bank: ResolvedBank
    plan: Plan
    level: Level
    agenda: tuple[AgendaItem, ...]

    def probe(self, probe_id: str) -> Probe:
        """Return the probe; KeyError when the bank has none of that id."""
        return self.bank.probes[probe_id]

    def item(self, probe_id: str) -> AgendaItem:
        """Return the agenda item of a probe; KeyError when it is not on the agenda."""
        for item in self.agenda:
            if item.probe == probe_id:
                return item
        raise KeyError(probe_id)

    def position(self, probe_id: str | None) -> int:
        """Return the index of a probe on the agenda, -1 for None."""
        return next((i for i, item in enumerate(self.agenda) if item.probe == probe_id), -1)

    @property
    def total_seconds(self) -> int:
        """The screen's whole length after the opening, in seconds."""
        return (self.plan.minutes - self.plan.opening) * 60


def families_asked(bank: Bank) -> frozenset[str]:
    """Return the families that any of a bank's plans asks for."""
    return frozenset(block.family for plan in bank.plans for block in plan.blocks)


def rotated_form(forms: tuple[Probe, ...], candidate_ref: str) -> Probe:
    """Choose one of a family's forms for a candidate.

    The choice hangs on the candidate's ref alone: two evaluators of one candidate ask the same form, so their notes
    compare; across candidates the forms rotate, so a leaked question does not serve the next one.
    """
    if len(forms) == 1:
        return forms[0]
    key = f"{folded(candidate_ref)}\0{forms[0].family}".encode()
    return forms[int.from_bytes(hashlib.sha256(key).digest()[:8], "big") % len(forms)]


def draw_agenda(
    bank: ResolvedBank,
    plan: Plan,
    level: Level,
    candidate_ref: str,
    forms: Mapping[str, str] | None = None,
    claim_kinds: Sequence[str] = (),
) -> tuple[AgendaItem, ...]:
    """Draw the probes of one screen from a plan's families.

    Args:
        bank: the resolved bank; every family the plan names has at least one form (the reader checks it).
        plan: which families, in which order, with which minutes.
        level: the candidate's level; it decides the bars.
        candidate_ref: decides the rotation of forms.
        forms: fixed forms by family, over the rotation (``{"FA1": "A"}``).
        claim_kinds: the kinds of the claims taken down; a block on claims asks the family that verifies the first kind
            that any family can, and otherwise the family the plan names.
    """
    chosen = forms or {}
    agenda = []
    for block in plan.blocks:
        family = _claim_family(bank, bank.forms(block.family), claim_kinds)
        wanted = [p for p in family if p.form == chosen.get(p.family)]
        probe = wanted[0] if wanted else rotated_form(family, candidate_ref)
        agenda.append(
            AgendaItem(
                slot=block.slot,
                probe=probe.id,
                rev=probe.rev,
                family=probe.family,
                competency=probe.competency,
                budget_seconds=block.minutes * 60,
                must=block.must,
                bar=probe.bar.of(level),
                digest=digest(probe.meaning),
            )
        )
    return tuple(agenda)


def _claim_family(
    bank: ResolvedBank, planned: tuple[Probe, ...], claim_kinds: Sequence[str]
) -> tuple[Probe, ...]:
    """Return the family to ask in a planned one's place: another only where the block is on claims."""
    if planned[0].kind != "claim":
        return planned
    verifying = {kind: p for p in bank.probes.values() if p.kind == "claim" for kind in p.claims}
    found = next((verifying[kind] for kind in claim_kinds if kind in verifying), None)
    return bank.forms(found.family) if found else planned
