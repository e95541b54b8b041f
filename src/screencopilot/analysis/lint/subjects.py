"""What rules look at: spoken texts, signals, probes, families, modules, banks and plans, each with its key path."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Literal

from screencopilot.analysis.lint.heard import Heard
from screencopilot.domain.bank import Bank, Category, Module, Plan, Probe, ResolvedBank, Signal, Tone
from screencopilot.formats.bank_toml import CardsFile, ClaimsFile, FlagsFile
from screencopilot.formats.toml_lines import KeyPath

Part = Literal["say", "say_again", "no-case", "follow-up", "card", "claim", "flag", "opening", "closing"]
#: The texts that put a question; the others greet, disturb or close.
QUESTIONS: tuple[Part, ...] = ("say", "say_again", "no-case", "follow-up", "claim", "flag")


@dataclass(frozen=True)
class Context:
    """What is known beside the files: how often things were heard (by probe), and what vignettes there are.

    ``vignettes`` says by family which of ``pair`` and ``borderline`` it has; None says that nobody looked, and the
    rules that would need it keep still.
    """

    heard: Mapping[str, Heard] = field(default_factory=dict)
    vignettes: Mapping[str, frozenset[str]] | None = None


#: Files alone.
NOTHING_KNOWN = Context()


@dataclass(frozen=True)
class Spoken:
    """A text that is read aloud as it stands."""

    key: KeyPath
    text: str
    part: Part
    probe: Probe | None = None


@dataclass(frozen=True)
class ProbeAt:
    """A probe and its place in its module."""

    key: KeyPath
    probe: Probe
    module: Module


@dataclass(frozen=True)
class SignalAt:
    """A signal and its place in its module."""

    key: KeyPath
    signal: Signal
    probe: Probe


@dataclass(frozen=True)
class FamilyAt:
    """The forms of one family within a module, in order of the file."""

    forms: tuple[ProbeAt, ...]


@dataclass(frozen=True)
class BankAt:
    """A bank with everything it names."""

    resolved: ResolvedBank
    modules: tuple[Module, ...]

    @property
    def bank(self) -> Bank:
        """The bank as its file says it."""
        return self.resolved.bank

    def category(self, probe: Probe) -> Category:
        """Return the category a probe counts for: its own, or its module's."""
        if probe.category:
            return probe.category
        return next((m.category for m in self.modules if probe in m.probes), "none")


@dataclass(frozen=True)
class PlanAt:
    """A plan and its place in its bank."""

    key: KeyPath
    plan: Plan
    of: BankAt

    def forms(self) -> Iterator[tuple[int, tuple[Probe, ...]]]:
        """Give each block's index and the forms of its family; a family without probes is the reader's fault."""
        for index, block in enumerate(self.plan.blocks):
            found = self.of.resolved.forms(block.family)
            if found:
                yield index, found


def probes_of(module: Module) -> tuple[ProbeAt, ...]:
    """Return a module's probes with their places."""
    return tuple(ProbeAt(("probes", index), probe, module) for index, probe in enumerate(module.probes))


def signals_of(at: ProbeAt) -> Iterator[SignalAt]:
    """Give a probe's signals with their places."""
    for index, signal in enumerate(at.probe.signals):
        yield SignalAt((*at.key, "signals", index), signal, at.probe)


def toned(probe: Probe, tone: Tone) -> tuple[Signal, ...]:
    """Return a probe's signals of one tone."""
    return tuple(signal for signal in probe.signals if signal.tone is tone)


def families_of(module: Module) -> Iterator[FamilyAt]:
    """Give a module's families."""
    by_name: dict[str, list[ProbeAt]] = {}
    for at in probes_of(module):
        by_name.setdefault(at.probe.family, []).append(at)
    for forms in by_name.values():
        yield FamilyAt(tuple(forms))


def spoken_in_probe(at: ProbeAt) -> Iterator[Spoken]:
    """Give every text of a probe that is read aloud."""
    probe = at.probe
    yield Spoken((*at.key, "say"), probe.say, "say", probe)
    yield Spoken((*at.key, "say_again"), probe.say_again, "say_again", probe)
    if probe.if_no_case:
        yield Spoken((*at.key, "if_no_case", "say"), probe.if_no_case.say, "no-case", probe)
    for index, follow_up in enumerate(probe.follow_ups):
        yield Spoken((*at.key, "follow_ups", index, "say"), follow_up.say, "follow-up", probe)


def spoken_in_bank(bank: Bank) -> Iterator[Spoken]:
    """Give a bank's opening and closing words."""
    yield Spoken(("opening",), bank.opening, "opening")
    yield Spoken(("closing",), bank.closing, "closing")


def spoken_in_shared(file: CardsFile | ClaimsFile | FlagsFile) -> Iterator[Spoken]:
    """Give the spoken texts of a shared file."""
    match file:
        case CardsFile():
            for index, card in enumerate(file.cards):
                yield Spoken(("cards", index, "say"), card.say, "card")
        case ClaimsFile():
            for index, claim in enumerate(file.claims):
                yield Spoken(("claims", index, "say"), claim.say, "claim")
        case FlagsFile():
            for index, flag in enumerate(file.flags):
                yield Spoken(("flags", index, "check"), flag.check, "flag")
