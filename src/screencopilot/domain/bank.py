"""Banks, modules and probes as plain frozen values.

The field limits stand in the types (``msgspec.Meta``), so that one declaration serves the reader's checks, the
JSON Schema for editors and the docs. Lengths are in characters, ``minutes`` in whole minutes, rungs run 1-5.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from enum import StrEnum
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

Slug = Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=64, description="kebab-case name")]
ProbeId = Annotated[
    str, Meta(pattern=r"^[A-Z][A-Z0-9]{0,15}-[A-Z]$", description="family, dash, form: FA1-A")
]
FamilyId = Annotated[str, Meta(pattern=r"^[A-Z][A-Z0-9]{0,15}$", description="capitals and digits: FA1")]
LocalId = Annotated[str, Meta(pattern=r"^[a-z][a-z0-9]{0,7}$", description="letter and digits: s3")]
Version = Annotated[str, Meta(pattern=r"^\d{1,6}\.\d{1,6}\.\d{1,6}$", description="semantic version: 1.0.0")]
Line = Annotated[str, Meta(min_length=1, max_length=160)]
Spoken = Annotated[str, Meta(min_length=1, max_length=600, description="said aloud as it stands")]
RungNumber = Annotated[int, Meta(ge=1, le=5)]
Minutes = Annotated[int, Meta(ge=1, le=180)]


class Level(StrEnum):
    """Seniority a candidate is screened for; it moves the bar, never the ladder."""

    MID = "mid"
    SENIOR = "senior"
    STAFF = "staff"
    LEAD = "lead"


class Tone(StrEnum):
    """What hearing a signal speaks for."""

    STRONG = "strong"
    WEAK = "weak"
    RED = "red"


ProbeKind = Literal["archaeology", "judgment", "constrained-design", "claim", "explain"]
LadderStep = Literal["specifics", "ownership", "counterfactual", "unseen", "aftermath", "measure", "retell"]
When = Literal["always", "if-vague", "if-fluent", "if-stuck", "if-time"]
Category = Literal[
    "production-deployment", "retrieval", "evaluation", "inference-cost", "non-deterministic", "none"
]
#: A red signal either belongs to one of the global red flags or is a contradiction inside the answer.
CONTRADICTION = "contradiction"


class Signal(Struct, frozen=True, forbid_unknown_fields=True):
    """One observable thing in an answer; unticked means not observed, never absent."""

    id: LocalId
    tone: Tone
    text: Annotated[str, Meta(min_length=1, max_length=60)]
    decisive: bool = False
    flag: Annotated[str, Meta(max_length=64)] = ""


class FollowUp(Struct, frozen=True, forbid_unknown_fields=True):
    """A prepared next question, with the signals it can reveal."""

    id: LocalId
    rung: LadderStep
    say: Annotated[str, Meta(min_length=1, max_length=240)]
    when: When
    reveals: tuple[LocalId, ...] = ()


class Rung(Struct, frozen=True, forbid_unknown_fields=True):
    """One step of the behaviour ladder: absolute, the same for every level."""

    rung: RungNumber
    text: Annotated[str, Meta(min_length=1, max_length=160)]
    tell: Annotated[str, Meta(max_length=48)] = ""


class NoCase(Struct, frozen=True, forbid_unknown_fields=True):
    """The hypothetical for an honest lack of the experience, and the rung it cannot pass."""

    cap: RungNumber
    say: Spoken


class Bars(Struct, frozen=True, forbid_unknown_fields=True):
    """The rung that meets, for each level."""

    mid: RungNumber
    senior: RungNumber
    staff: RungNumber
    lead: RungNumber

    def of(self, level: Level) -> int:
        """Return the rung (1-5) that meets for ``level``."""
        return int(getattr(self, level.value))


class Waiver(Struct, frozen=True, forbid_unknown_fields=True):
    """A rule of ``bank check`` that does not bind one probe, and why."""

    rule: Annotated[str, Meta(pattern=r"^[EW][0-9]{2}$", description="a rule's id: E12")]
    because: Annotated[str, Meta(min_length=10, max_length=160)]


class Probe(Struct, frozen=True, forbid_unknown_fields=True):
    """One form of a family: an opening question with its minutes, follow-ups, signals and ladder.

    ``category`` is given only where it is not the module's.
    """

    id: ProbeId
    rev: Annotated[int, Meta(ge=1, le=9999)]
    family: FamilyId
    form: Annotated[str, Meta(pattern=r"^[A-Z]$")]
    title: Annotated[str, Meta(min_length=1, max_length=28)]
    kind: ProbeKind
    competency: Slug
    minutes: Annotated[int, Meta(ge=2, le=20)]
    say: Spoken
    say_again: Annotated[str, Meta(min_length=1, max_length=160)]
    intent: Annotated[str, Meta(min_length=1, max_length=90)]
    bar: Bars
    follow_ups: Annotated[tuple[FollowUp, ...], Meta(min_length=1, max_length=12)]
    signals: Annotated[tuple[Signal, ...], Meta(min_length=1, max_length=20)]
    ladder: Annotated[tuple[Rung, ...], Meta(min_length=5, max_length=5)]
    level_note: Annotated[str, Meta(max_length=90)] = ""
    numbers: Annotated[tuple[Annotated[str, Meta(min_length=1, max_length=24)], ...], Meta(max_length=8)] = ()
    false_friends: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=110)], ...], Meta(max_length=3)
    ] = ()
    if_no_case: NoCase | UnsetType = UNSET
    cards: Annotated[tuple[Slug, ...], Meta(max_length=8)] = ()
    claims: Annotated[tuple[Slug, ...], Meta(max_length=8)] = ()
    as_of: dt.date | UnsetType = UNSET
    review_by: dt.date | UnsetType = UNSET
    sources: Annotated[tuple[Line, ...], Meta(max_length=12)] = ()
    category: Category | UnsetType = UNSET
    waive: Annotated[tuple[Waiver, ...], Meta(max_length=8)] | UnsetType = UNSET

    @property
    def meaning(self) -> Probe:
        """The probe less what no answer hangs on: two notes compare when this is equal."""
        return replace(self, category=UNSET, waive=UNSET)

    @property
    def signals_in_order(self) -> tuple[Signal, ...]:
        """The signals as the hands know them: strong first, then weak, then red; letters follow this order."""
        order = tuple(Tone)
        return tuple(sorted(self.signals, key=lambda s: order.index(s.tone)))

    def signal(self, signal_id: str) -> Signal | None:
        """Return the signal with this id, or None."""
        return next((s for s in self.signals if s.id == signal_id), None)

    def rung(self, number: int) -> Rung:
        """Return the ladder's rung 1-5."""
        return next(r for r in self.ladder if r.rung == number)


class RealityCheck(Struct, frozen=True, forbid_unknown_fields=True):
    """A line with which an evaluator tests a number in two seconds."""

    text: Annotated[str, Meta(min_length=1, max_length=110)]
    as_of: dt.date
    review_by: dt.date
    source: Line


class Module(Struct, frozen=True, forbid_unknown_fields=True):
    """A file of probes on one theme, which banks include."""

    schema: str
    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=40)]
    safe_title: Annotated[str, Meta(min_length=1, max_length=40)]
    category: Category
    version: Version
    probes: Annotated[tuple[Probe, ...], Meta(min_length=1, max_length=200)]
    purpose: Annotated[str, Meta(max_length=90)] = ""
    reality_checks: Annotated[tuple[RealityCheck, ...], Meta(max_length=12)] = ()


class Competency(Struct, frozen=True, forbid_unknown_fields=True):
    """What is rated across probes; no average rescues a rating below ``floor``."""

    id: Slug
    label: Annotated[str, Meta(min_length=1, max_length=28)]
    weight: Annotated[int, Meta(ge=1, le=3)] = 1
    floor: RungNumber | UnsetType = UNSET


class Block(Struct, frozen=True, forbid_unknown_fields=True):
    """One slot of a plan: a family, its minutes, and whether it must be asked."""

    slot: Slug
    family: FamilyId
    minutes: Minutes
    must: bool = False


class Plan(Struct, frozen=True, forbid_unknown_fields=True):
    """An ordered choice of families that fits its minutes, with an explicit drop order."""

    id: Annotated[str, Meta(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*$", max_length=32)]
    minutes: Minutes
    buffer: Annotated[int, Meta(ge=0, le=60)]
    candidate_time: Annotated[int, Meta(ge=0, le=60)]
    blocks: Annotated[tuple[Block, ...], Meta(min_length=1, max_length=20)]
    opening: Annotated[int, Meta(ge=0, le=30)] = 0
    drop_order: tuple[Slug, ...] = ()


class Bank(Struct, frozen=True, forbid_unknown_fields=True):
    """One role's bank as its file says it: competencies, modules by id, plans by family."""

    schema: str
    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=60)]
    version: Version
    role: Slug
    levels: Annotated[tuple[Level, ...], Meta(min_length=1, max_length=4)]
    status: Literal["draft", "reviewed"]
    review_by: dt.date
    modules: Annotated[tuple[Slug, ...], Meta(min_length=1, max_length=40)]
    opening: Spoken
    closing: Spoken
    competencies: Annotated[tuple[Competency, ...], Meta(min_length=1, max_length=8)]
    plans: Annotated[tuple[Plan, ...], Meta(min_length=1, max_length=12)]
    aliases: tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...] = ()


class Card(Struct, frozen=True, forbid_unknown_fields=True):
    """A production constraint the evaluator may put on the table after the first full answer."""

    id: Slug
    title: Annotated[str, Meta(min_length=1, max_length=32)]
    say: Annotated[str, Meta(min_length=1, max_length=200)]
    dimension: Literal["data", "latency", "cost", "people", "legal", "legacy", "time", "adversary"]
    bites: Annotated[str, Meta(max_length=60)] = ""
    good_turns: tuple[Annotated[str, Meta(max_length=60)], ...] = ()
    bad_turns: tuple[Annotated[str, Meta(max_length=60)], ...] = ()
    force: Annotated[int, Meta(ge=1, le=3)] = 2


class ClaimKind(Struct, frozen=True, forbid_unknown_fields=True):
    """A kind of statement on a résumé, with the spoken template that verifies it."""

    id: Slug
    label: Annotated[str, Meta(min_length=1, max_length=32)]
    say: Spoken
    looks_like: tuple[Line, ...] = ()
    must_exist: tuple[Line, ...] = ()
    inflations: tuple[Line, ...] = ()
    ladder: tuple[Line, ...] = ()


class RedFlag(Struct, frozen=True, forbid_unknown_fields=True):
    """One of the global warnings: a neutral check is asked first, and innocent readings stand beside it."""

    id: Slug
    label: Annotated[str, Meta(min_length=1, max_length=40)]
    check: Annotated[str, Meta(min_length=1, max_length=200)]
    innocent: tuple[Annotated[str, Meta(max_length=80)], ...] = ()


class ResolvedBank(Struct, frozen=True):
    """A bank with everything it names found: what a screen runs on.

    ``probes`` is keyed by probe id; ``module_titles`` maps a probe id to its module's ``(title, safe_title)``.
    ``digest`` is over the canonical form of bank, probes, cards, claim kinds and flags: two notes with equal
    digests were made on equal meaning.
    """

    bank: Bank
    probes: Mapping[str, Probe]
    module_titles: Mapping[str, tuple[str, str]]
    cards: Mapping[str, Card]
    claim_kinds: Mapping[str, ClaimKind]
    flags: Mapping[str, RedFlag]
    digest: str

    def forms(self, family: str) -> tuple[Probe, ...]:
        """Return the family's probes in order of form."""
        return tuple(sorted((p for p in self.probes.values() if p.family == family), key=lambda p: p.form))

    def plan(self, plan_id: str) -> Plan | None:
        """Return the plan with this id, or None."""
        return next((p for p in self.bank.plans if p.id == plan_id), None)

    def competency(self, competency_id: str) -> Competency | None:
        """Return the competency with this id, or None."""
        return next((c for c in self.bank.competencies if c.id == competency_id), None)
