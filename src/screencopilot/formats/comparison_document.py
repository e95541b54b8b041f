"""The JSON document ``screencopilot/comparison/1`` as types, from which its JSON Schema is made.

Other programs read the document; none of ours does, so these are types only. ``analysis.comparison_json`` writes it,
and a test holds what it writes against them. A figure that cannot be had is null with a reason beside it.
"""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

Count = Annotated[int, Meta(ge=0)]
Rung = Annotated[int, Meta(ge=1, le=5)]
#: A mean of rungs, four decimals.
Score = Annotated[float, Meta(ge=1, le=5)]
Share = Annotated[float, Meta(ge=0, le=1)]
Conversations = Literal["same", "separate"]


class CandidateFigures(Struct, frozen=True):
    """One candidate; ``adjusted`` with its interval is null without --adjusted, ``reason`` says why."""

    ref: str
    notes: Count
    raw_mean: Score | None
    adjusted: Score | None
    low: Score | None
    high: Score | None
    reason: str | None


class EvaluatorFigures(Struct, frozen=True):
    """One evaluator; ``severity`` in rungs, positive is stricter, null without --adjusted."""

    name: str
    notes: Count
    severity: float | None
    low: float | None
    high: float | None
    reason: str | None


class AgreementFigures(Struct, frozen=True):
    """Agreement of one kind of conversation; ``words_only``: the interval is too wide to print the figures."""

    alpha: float | None
    low: float | None
    high: float | None
    ac2: float | None
    candidates: Count
    units: Count
    conversations: Conversations
    words_only: bool
    sentence: str
    reason: str | None
    ac2_reason: str | None


class PanelFigures(Struct, frozen=True):
    """Agreement over all probes and by competency."""

    overall: AgreementFigures
    competencies: dict[str, AgreementFigures]


class Disagreement(Struct, frozen=True, rename={"kind": "class"}):
    """One split probe of one candidate: ratings by evaluator, and for each signal who heard it."""

    candidate: str
    probe: str
    ratings: dict[str, Rung]
    spread: Count
    kind: Literal["different-signals", "judged-differently"] | None
    heard_by: dict[str, tuple[str, ...]]
    conversations: Literal["same", "separate", "mixed"]
    reason: str | None


class SkippedFile(Struct, frozen=True):
    """A file or note left out, and why."""

    path: str
    why: str


class Intervals(Struct, frozen=True):
    """How much each kind of interval is meant to hold."""

    agreement: Share
    adjusted: Share
    severity: Share


class RankRange(Struct, frozen=True):
    """The places that a candidate's adjusted figure leaves open."""

    ref: str
    low: Count
    high: Count
    of: Count


class OtherMeaning(Struct, frozen=True):
    """Ratings that stand apart, since something else was asked."""

    candidate: str
    family: str
    probes: dict[str, str]
    ratings: dict[str, Rung]
    spread: Count
    sentence: str


class LoneRedFlag(Struct, frozen=True):
    """A red flag that some kept and others, who asked the same, did not."""

    candidate: str
    probe: str
    flag: str
    kept_by: tuple[str, ...]
    not_by: tuple[str, ...]


class SignalFigures(Struct, frozen=True):
    """How often two evaluators of one candidate ticked one signal together."""

    probe: str
    signal: str
    positive: Share | None
    opportunities: Count
    ticks: Count
    reason: str


class DriftCheck(Struct, frozen=True):
    """One evaluator's change over time on one bank; ``alarms`` are numbers of notes."""

    evaluator: str
    bank: str
    notes: Count
    against: Literal["co-raters", "own"]
    alarms: tuple[Count, ...]
    direction: Literal[-1, 0, 1]
    sentence: str


class HabitAsked(Struct, frozen=True):
    """A question to one evaluator on one bank, with the number of notes it rests on; never a finding."""

    evaluator: str
    bank: str
    about: Literal["ends", "one-rung", "never-ticked"]
    notes: Count
    sentence: str


class Basis(Struct, frozen=True):
    """What stands behind the figures, and what reports print beyond them."""

    adjusted: bool
    estimand: str
    severity_unit: str
    intervals: Intervals
    other_agreement: AgreementFigures
    ranks: tuple[RankRange, ...]
    above: tuple[tuple[str, str], ...]
    asked_different: tuple[OtherMeaning, ...]
    lone_flags: tuple[LoneRedFlag, ...]
    signals: tuple[SignalFigures, ...]
    drift: tuple[DriftCheck, ...]
    habits: tuple[HabitAsked, ...]
    remarks: tuple[str, ...]
    explain: tuple[str, ...]


class ComparisonDocument(Struct, frozen=True):
    """What ``compare --format json`` prints."""

    schema: str
    candidates: tuple[CandidateFigures, ...]
    evaluators: tuple[EvaluatorFigures, ...]
    agreement: PanelFigures
    disagreements: tuple[Disagreement, ...]
    skipped: tuple[SkippedFile, ...]
    basis: Basis
