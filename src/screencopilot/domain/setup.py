"""From the choices made before a screen to its script and its first event."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches

from msgspec import Struct

from screencopilot.domain.bank import Level, ResolvedBank
from screencopilot.domain.events import ClaimText, ScreenOpened
from screencopilot.domain.plan import Script, draw_agenda
from screencopilot.domain.severity_stamp import SeverityStamp


class SetupError(Exception):
    """A choice that the bank does not offer: what, and the nearest that it does."""


class Setup(Struct, frozen=True):
    """The choices made before a screen. ``forms`` fixes forms by family over the rotation.

    ``severity`` is the evaluator's own, measured on vignettes of this bank's families; it is no choice, and is
    filled in by the store.
    """

    plan: str
    level: str
    candidate: str
    evaluator: str = ""
    shipped: tuple[str, ...] = ()
    claims: tuple[ClaimText, ...] = ()
    forms: Mapping[str, str] = {}
    severity: SeverityStamp | None = None


def prepare(bank: ResolvedBank, setup: Setup, session_id: str, app: str) -> tuple[Script, ScreenOpened]:
    """Return the script and the opening event of a new screen.

    Raises:
        SetupError: the bank has no such plan, level or claim kind, or the candidate ref is empty.
    """
    candidate = setup.candidate.strip()
    if not candidate:
        raise SetupError("the candidate ref is empty; any short pseudonym will do, such as C-2041")
    for what, text, most in (("candidate ref", candidate, 120), ("evaluator", setup.evaluator, 200)):
        if len(text) > most:
            raise SetupError(f"the {what} has {len(text)} characters; at most {most} fit into a note")
    plan = bank.plan(setup.plan)
    if plan is None:
        raise SetupError(_unknown("plan", setup.plan, [p.id for p in bank.bank.plans]))
    if setup.level not in [level.value for level in bank.bank.levels]:
        raise SetupError(_unknown("level", setup.level, [level.value for level in bank.bank.levels]))
    for claim in setup.claims:
        if claim.kind not in bank.claim_kinds:
            raise SetupError(_unknown("claim kind", claim.kind, list(bank.claim_kinds)))
    for family, form in setup.forms.items():
        offered = [p.form for p in bank.forms(family)]
        if not offered:
            raise SetupError(_unknown("family", family, sorted({p.family for p in bank.probes.values()})))
        if form not in offered:
            raise SetupError(_unknown(f"form {family}", form, offered))
    level = Level(setup.level)
    agenda = draw_agenda(bank, plan, level, candidate, setup.forms, [c.kind for c in setup.claims])
    opened = ScreenOpened(
        id=session_id,
        app=app,
        candidate_ref=candidate,
        role=bank.bank.role,
        level=level.value,
        evaluator=setup.evaluator.strip(),
        shipped=setup.shipped,
        bank_id=bank.bank.id,
        bank_version=bank.bank.version,
        bank_digest=bank.digest,
        plan=plan.id,
        agenda=agenda,
        claims=setup.claims,
        severity=setup.severity,
    )
    return Script(bank, plan, level, agenda), opened


def _unknown(what: str, given: str, offered: list[str]) -> str:
    near = get_close_matches(given, offered, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}?" if near else f"it has {', '.join(offered)}"
    return f"this bank has no {what} {given}; {hint}"
