"""Run the rules over loaded files, minding the waivers of probes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from screencopilot.analysis.lint import facts, families, ladders, leaks, plans, signals, stubs, wording
from screencopilot.analysis.lint.registry import RULES, Finding, Found, Rule, Scope, rule
from screencopilot.analysis.lint.subjects import (
    BankAt,
    Context,
    PlanAt,
    ProbeAt,
    families_of,
    probes_of,
    signals_of,
    spoken_in_bank,
    spoken_in_probe,
    spoken_in_shared,
)
from screencopilot.domain.bank import Bank, Module, Probe, ResolvedBank
from screencopilot.formats.bank_toml import CardsFile, ClaimsFile, FlagsFile, Loaded
from screencopilot.formats.errors import Fault, shown
from screencopilot.formats.toml_source import TomlSource

#: The modules whose import registers the rules.
PARTS = (wording, leaks, signals, ladders, plans, families, facts, stubs)

#: (probe id, rule id) of a waiver.
Waived = tuple[str, str]


@dataclass(frozen=True)
class Linted:
    """What the rules found in one file, and the waivers that spared something."""

    findings: tuple[Finding, ...]
    spared: frozenset[Waived] = frozenset()


@rule(
    "W35", "waiver-in-use", "probe",
    reason="A waiver that spares nothing hides the next breach of its rule.",
    mend="remove it",
)  # fmt: skip
def waiver_in_use(at: ProbeAt, spared: frozenset[Waived], seen_in_plans: bool) -> Iterator[Found]:
    """Find waivers that spared nothing; plan rules are only known once a bank with the probe was looked at."""
    for index, waiver in enumerate(at.probe.waive or ()):
        known = RULES.get(waiver.rule)
        key = (*at.key, "waive", index, "rule")
        if known is None:
            yield Found(key, f"there is no rule {shown(waiver.rule)}", "see bank check --rules")
        elif known.by == "reader":
            yield Found(key, f"{waiver.rule} is the reader's and cannot be waived")
        elif (at.probe.id, waiver.rule) not in spared and (known.scope != "plan" or seen_in_plans):
            yield Found(key, f"{waiver.rule} finds nothing here")


def lint_module(loaded: Loaded[Module], context: Context) -> Linted:
    """Run the rules on spoken texts, signals, probes, families and the module itself."""
    module = loaded.value
    run = _Run(loaded.source, context)
    for at in probes_of(module):
        run.on("probe", at, at.probe)
        for spoken in spoken_in_probe(at):
            run.on("spoken", spoken, at.probe)
        for signal in signals_of(at):
            run.on("signal", signal, at.probe)
    for family in families_of(module):
        run.on("family", family)
    run.on("module", module)
    return run.linted()


def lint_bank(
    loaded: Loaded[Bank], resolved: ResolvedBank, modules: Iterable[Module], context: Context
) -> Linted:
    """Run the rules on a bank, its plans and its spoken words; its modules are linted as files of their own."""
    run = _Run(loaded.source, context)
    at = BankAt(resolved, tuple(modules))
    run.on("bank", at)
    for index, plan in enumerate(loaded.value.plans):
        run.on("plan", PlanAt(("plans", index), plan, at))
    for spoken in spoken_in_bank(loaded.value):
        run.on("spoken", spoken)
    return run.linted()


def lint_shared(
    loaded: Loaded[CardsFile] | Loaded[ClaimsFile] | Loaded[FlagsFile], context: Context
) -> Linted:
    """Run the rules on the spoken words of cards, claim kinds or red flags."""
    run = _Run(loaded.source, context)
    for spoken in spoken_in_shared(loaded.value):
        run.on("spoken", spoken)
    return run.linted()


def unused_waivers(
    loaded: Loaded[Module], spared: frozenset[Waived], planned: frozenset[str]
) -> list[Finding]:
    """Find a module's waivers that spared nothing.

    Args:
        loaded: the module.
        spared: from all files of the same run.
        planned: ids of the probes that banks of the same run have in their plans.
    """
    finder = RULES["W35"]
    return [
        _finding(finder, found, loaded.source)
        for at in probes_of(loaded.value)
        for found in waiver_in_use(at, spared, at.probe.id in planned)
    ]


def reader_findings(faults: Iterable[Fault]) -> list[Finding]:
    """Return the reader's faults as findings: errors of the rule ``reader``."""
    return [Finding("reader", "error", fault) for fault in faults]


class _Run:
    """The findings of one file, and the waivers met on the way."""

    def __init__(self, source: TomlSource, context: Context) -> None:
        self._source = source
        self._context = context
        self._findings: list[Finding] = []
        self._spared: set[Waived] = set()

    def on(self, scope: Scope, subject: Any, probe: Probe | None = None) -> None:
        """Run all rules of a scope on one subject; ``probe`` is whose waivers count when a finding names none."""
        for each in RULES.values():
            if each.scope != scope or each.by != "lint" or each.check is waiver_in_use:
                continue
            for found in each.check(subject, self._context):
                self._take(each, found, found.probes or ((probe,) if probe else ()))

    def _take(self, broken: Rule, found: Found, probes: tuple[Probe, ...]) -> None:
        waived = {(p.id, w.rule) for p in probes for w in p.waive or () if w.rule == broken.id}
        self._spared |= waived
        if not waived:
            self._findings.append(_finding(broken, found, self._source))

    def linted(self) -> Linted:
        """Return what was found, in order of the file."""
        ordered = sorted(self._findings, key=lambda f: (f.fault.line or 0, f.rule))
        return Linted(tuple(dict.fromkeys(ordered)), frozenset(self._spared))


def _finding(broken: Rule, found: Found, source: TomlSource) -> Finding:
    fault = source.fault(found.key, found.message, found.mend or broken.mend)
    return Finding(broken.id, broken.severity, fault)
