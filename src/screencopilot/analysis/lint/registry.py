"""What a rule is, and the list of all of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Literal, TypeVar

from screencopilot.domain.bank import Probe
from screencopilot.formats.errors import Fault
from screencopilot.formats.toml_lines import KeyPath

Severity = Literal["error", "warning"]
#: What a rule looks at, one at a time; ``spoken`` is any text that is read aloud, in whatever file it stands.
Scope = Literal["spoken", "signal", "probe", "family", "module", "bank", "plan"]

S = TypeVar("S")


@dataclass(frozen=True)
class Found:
    """A place where a rule is broken.

    ``mend`` is empty where the rule's own will do. ``probes`` are those whose waivers count; a rule on one probe, its
    signals or its spoken texts need not name it.
    """

    key: KeyPath
    message: str
    mend: str = ""
    probes: tuple[Probe, ...] = ()


@dataclass(frozen=True)
class Finding:
    """One thing that a rule, or the reader (rule ``reader``), has against a file."""

    rule: str
    severity: Severity
    fault: Fault

    def __str__(self) -> str:
        return f"{self.fault} [{self.rule}]"


@dataclass(frozen=True)
class Rule:
    """One rule: what it is called, why it matters at the table, and how to mend a breach.

    ``by`` is ``lint``, or ``reader`` for what no file can be read without: those are listed here, not run again.
    """

    id: str
    name: str
    scope: Scope
    severity: Severity
    reason: str
    mend: str
    by: Literal["lint", "reader"]
    check: Callable[..., Iterable[Found]]


RULES: dict[str, Rule] = {}


def rule(
    rule_id: str, name: str, scope: Scope, *, reason: str, mend: str
) -> Callable[[Callable[..., Iterable[Found]]], Callable[..., Iterable[Found]]]:
    """Register a check as a rule; ids that begin with W are warnings."""

    def register(check: Callable[..., Iterable[Found]]) -> Callable[..., Iterable[Found]]:
        assert rule_id not in RULES, rule_id
        RULES[rule_id] = Rule(rule_id, name, scope, _severity(rule_id), reason, mend, "lint", check)
        return check

    return register


def reader_rule(rule_id: str, name: str, scope: Scope, *, reason: str, mend: str) -> None:
    """Register a rule that the reader of the files keeps already."""
    RULES[rule_id] = Rule(rule_id, name, scope, _severity(rule_id), reason, mend, "reader", lambda *_: ())


def _severity(rule_id: str) -> Severity:
    return "warning" if rule_id.startswith("W") else "error"
