"""What a comparison says, as one frozen value: every report (text, JSON, CSV, Markdown, HTML) prints this and no more.

Ratings are rungs 1-5; NE never counts as a number. A figure that cannot be had is None, with the reason beside it.
"""

from __future__ import annotations

from msgspec import Struct

from screencopilot.analysis.agreement import Agreement, Conversations
from screencopilot.analysis.comparison_habits import Habit
from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.analysis.drift import Drift
from screencopilot.analysis.severity import EvaluatorSeverity
from screencopilot.analysis.splits import AskedDifferent, LoneFlag, Split
from screencopilot.analysis.splits_signals import SignalAgreement
from screencopilot.domain.note import Confidence, Evidence, RatingValue, Verdict


class CandidateRow(Struct, frozen=True):
    """One candidate: ``raw_mean`` is the mean of the note means, ``against_bar`` the mean distance from the bars.

    Figures are in rungs. ``adjusted`` to ``rank_of`` stay None unless asked for and allowed; ``rank_low`` to
    ``rank_high`` of ``rank_of`` are the places left open. ``flags`` counts red flags kept.
    """

    ref: str
    levels: tuple[str, ...]
    notes: int
    evaluators: tuple[str, ...]
    raw_mean: float | None
    against_bar: float | None
    flags: int
    adjusted: float | None = None
    low: float | None = None
    high: float | None = None
    rank_low: int | None = None
    rank_high: int | None = None
    rank_of: int | None = None
    sentence: str = ""
    reason: str = ""


class BankSeverity(Struct, frozen=True):
    """One evaluator's severity on one bank: it is never carried from one to another."""

    bank: str
    figure: EvaluatorSeverity


class EvaluatorRow(Struct, frozen=True):
    """One evaluator: what they rated, and (asked for and allowed) ``severity`` in rungs, positive is stricter.

    ``rungs`` counts ratings on rungs 1 to 5; ``with_evidence`` counts ratings that have a tick or a written line.
    """

    name: str
    notes: int
    ratings: int
    rungs: tuple[int, ...]
    not_enough: int
    with_evidence: int
    severity: float | None = None
    low: float | None = None
    high: float | None = None
    firm: bool = False
    by_bank: tuple[BankSeverity, ...] = ()
    drift: tuple[Drift, ...] = ()
    habits: tuple[Habit, ...] = ()
    sentence: str = ""
    reason: str = ""


class Cell(Struct, frozen=True, gc=False):
    """One evaluator's probe in the matrix, as first sealed; ``rating`` is None where the probe was not rated."""

    evaluator: str
    note: str
    rating: RatingValue | None
    bar: int
    confidence: Confidence | None
    because: str
    ticks: tuple[str, ...]
    flags: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class ProbeRow(Struct, frozen=True, gc=False):
    """One candidate's one probe in one meaning, with a cell for each evaluator who had it; ``spread`` in rungs."""

    candidate: str
    competency: str
    family: str
    probe: str
    meaning: str
    spread: int
    cells: tuple[Cell, ...]


class ClaimRow(Struct, frozen=True, gc=False):
    """One claim of a candidate: the verdicts side by side, and whose are a practitioner's. Claims are never ratings."""

    candidate: str
    kind: str
    text: str
    verdicts: dict[str, Verdict | None]
    practitioners: tuple[str, ...]


class PanelAgreement(Struct, frozen=True):
    """Agreement across candidates, of the kind of conversation with more shared ratings; the ``other`` kind apart."""

    overall: Agreement
    competencies: dict[str, Agreement]
    other: Agreement


class Comparison(Struct, frozen=True):
    """Everything a comparison of notes may say.

    ``candidates`` are in order of ref and ``evaluators`` of name, never by score. ``above`` holds the pairs (above,
    below) called at nine in ten; any other pair is not distinguishable on these notes. ``remarks`` are sentences that
    belong under any report.
    """

    adjusted: bool
    conversations: Conversations
    candidates: tuple[CandidateRow, ...]
    evaluators: tuple[EvaluatorRow, ...]
    agreement: PanelAgreement
    disagreements: tuple[Split, ...]
    asked_different: tuple[AskedDifferent, ...]
    lone_flags: tuple[LoneFlag, ...]
    probes: tuple[ProbeRow, ...]
    claims: tuple[ClaimRow, ...]
    signals: tuple[SignalAgreement, ...]
    above: tuple[tuple[str, str], ...]
    remarks: tuple[str, ...]
    explain: tuple[str, ...]
    skipped: tuple[Skipped, ...]
