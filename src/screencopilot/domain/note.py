"""The note: what a screen leaves behind, as plain values in the shape of its TOML file.

Times ``*_at`` and ``at`` are active seconds since the first probe was opened; wall times carry their zone.
Optional keys are ``UNSET`` when they have nothing to say, so the file holds only facts.
"""

from __future__ import annotations

import datetime as dt
from typing import Annotated, Any, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

SCHEMA = "screencopilot/note/1"

Text = Annotated[str, Meta(max_length=4000)]
Name = Annotated[str, Meta(max_length=200)]
Key = Annotated[str, Meta(min_length=1, max_length=64)]
Seconds = Annotated[int, Meta(ge=0, le=10_000_000)]
Digest = Annotated[str, Meta(pattern=r"^sha256:[0-9a-f]{64}$")]
Stamp = Annotated[dt.datetime, Meta(tz=True)]

Polarity = Literal["+", "-", "!", ""]
EvidenceKind = Literal["quote", "observation"]
RungValue = Annotated[int, Meta(ge=1, le=5)]
RatingValue = RungValue | Literal["NE"]
Confidence = Literal["low", "medium", "high"]
NotEnoughReason = Literal["not-asked", "no-time", "declined", "no-signal"]
Recommendation = Literal["strong-yes", "yes", "no", "strong-no"]
Verdict = Literal["verified", "plausible", "by-proximity", "unsupported", "contradicted"]
ProbeStatus = Literal["asked", "skipped", "not-reached"]
Fingerprint = Literal["story", "number", "regret"]


class Candidate(Struct, frozen=True):
    """Who was screened: a pseudonymous ref, role and level."""

    ref: Annotated[str, Meta(min_length=1, max_length=120)]
    role: Key
    level: Key


class Evaluator(Struct, frozen=True):
    """Who screened, and which kinds of claim they have shipped themselves."""

    name: Name
    shipped: tuple[Key, ...] = ()


class BankRef(Struct, frozen=True):
    """Which bank, in which meaning, and which plan."""

    id: Key
    version: Key
    digest: Digest
    plan: Key


class Timing(Struct, frozen=True):
    """When the screen ran; ``opening_seconds`` are the greeting, before the screen's clock."""

    started: Stamp
    ended: Stamp
    active_seconds: Seconds
    paused_seconds: Seconds
    opening_seconds: Seconds = 0


class Claim(Struct, frozen=True):
    """A statement from the résumé and what was made of it; without a verdict it was not probed."""

    text: Text
    kind: Key
    verdict: Verdict | UnsetType = UNSET
    by_practitioner: bool = False
    evidence: tuple[Key, ...] = ()
    asked_at: Seconds | UnsetType = UNSET


class ProbeNote(Struct, frozen=True):
    """What was done and heard in one probe.

    ``budget_seconds`` is what the plan gave it, whatever was borrowed; ``drop_refused_at`` is when the evaluator
    kept it although it no longer fitted.
    """

    id: Key
    rev: int
    family: Key
    competency: Key
    status: ProbeStatus
    seconds: Seconds
    budget_seconds: Seconds
    bar: RungValue
    digest: Digest | UnsetType = UNSET
    asked_at: Seconds | UnsetType = UNSET
    skipped_because: Text | UnsetType = UNSET
    follow_ups: tuple[Key, ...] = ()
    cards: tuple[Key, ...] = ()
    rating: RatingValue | UnsetType = UNSET
    not_enough: NotEnoughReason | UnsetType = UNSET
    confidence: Confidence | UnsetType = UNSET
    because: Text | UnsetType = UNSET
    rated_at: Seconds | UnsetType = UNSET
    rated_recalled_after: Seconds | UnsetType = UNSET
    no_case_at: Seconds | UnsetType = UNSET
    drop_refused_at: Seconds | UnsetType = UNSET
    said_again: Annotated[int, Meta(ge=0, le=1000)] = 0
    ticks: tuple[Key, ...] = ()
    ticked_at: dict[Key, Seconds] = {}
    follow_ups_at: dict[Key, Seconds] = {}
    cards_at: dict[Key, Seconds] = {}
    numbers: dict[Key, Text] = {}
    fingerprints: dict[Fingerprint, tuple[Seconds, ...]] = {}
    moments: tuple[Seconds, ...] = ()


class Evidence(Struct, frozen=True):
    """One line written down; ``recalled_after`` says how many seconds after the close it came from memory."""

    id: Key
    at: Seconds
    probe: Annotated[str, Meta(max_length=64)]
    kind: EvidenceKind
    polarity: Polarity
    text: Text
    signal: Key | UnsetType = UNSET
    recalled_after: Seconds | UnsetType = UNSET


class FlagNote(Struct, frozen=True):
    """A red flag kept: only with its neutral check asked and a quote."""

    flag: Key
    probe: Key
    at: Seconds
    check_asked_at: Seconds
    evidence: Key


class LoanNote(Struct, frozen=True, rename={"lender": "from"}):
    """Time that a probe borrowed from one that was still to come."""

    at: Seconds
    probe: Key
    lender: Key
    seconds: Seconds


class Overall(Struct, frozen=True):
    """The evaluator's own recommendation; no figure leads to it."""

    recommendation: Recommendation
    confidence: Confidence
    because: Text
    recommended_at: Seconds


class CompetencyFigure(Struct, frozen=True):
    """Mean of the ratings given (NE not counted), its distance from the bars, and the count."""

    mean: float
    against_bar: float
    rated: int


class Calibration(Struct, frozen=True):
    """What makes the note comparable; every figure carries its basis."""

    ratings_given: int
    ratings_with_evidence: int
    competencies: dict[Key, CompetencyFigure] = {}
    notices: tuple[Text, ...] = ()
    severity: dict[str, Any] | UnsetType = UNSET


class Revision(Struct, frozen=True, rename={"was": "from"}):
    """A rating changed after a debrief; the original above it stays."""

    at: Stamp
    probe: Key
    was: RatingValue
    to: RatingValue
    because: Text


class Seal(Struct, frozen=True):
    """When the note was closed for good, and the digest over all but seal and revisions."""

    at: Stamp
    digest: Digest


class Note(Struct, frozen=True):
    """A whole note. ``draft`` until sealed; after that only revisions are added."""

    schema: str
    id: Key
    status: Literal["draft", "sealed"]
    app: Name
    candidate: Candidate
    evaluator: Evaluator
    bank: BankRef
    timing: Timing
    claims: tuple[Claim, ...] = ()
    probes: tuple[ProbeNote, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    flags: tuple[FlagNote, ...] = ()
    loans: tuple[LoanNote, ...] = ()
    overall: Overall | UnsetType = UNSET
    calibration: Calibration | UnsetType = UNSET
    revisions: tuple[Revision, ...] = ()
    seal: Seal | UnsetType = UNSET
