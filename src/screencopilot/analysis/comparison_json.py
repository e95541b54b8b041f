"""A comparison as the JSON document ``screencopilot/comparison/1``.

The contract's keys, always all of them, and three kinds of addition: ``reason`` beside figures that are null,
``conversations`` (with ``words_only``) beside agreement, and one object ``basis`` for all that reports print beyond it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from screencopilot.analysis.agreement import Agreement
from screencopilot.analysis.comparison_values import CandidateRow, Comparison, EvaluatorRow
from screencopilot.analysis.drift import Drift
from screencopilot.analysis.severity_words import ESTIMAND, SEVERITY_UNIT
from screencopilot.analysis.splits import Split

SCHEMA = "screencopilot/comparison/1"


def to_json_document(comparison: Comparison) -> dict[str, Any]:
    """Return the document: plain dicts, lists, numbers (rungs, four decimals) and texts."""
    return {
        "schema": SCHEMA,
        "candidates": [_candidate(row) for row in comparison.candidates],
        "evaluators": [_evaluator(row) for row in comparison.evaluators],
        "agreement": {
            "overall": _agreement(comparison.agreement.overall),
            "competencies": {
                name: _agreement(one) for name, one in comparison.agreement.competencies.items()
            },
        },
        "disagreements": [_split(split) for split in comparison.disagreements],
        "skipped": [{"path": one.path, "why": one.why} for one in comparison.skipped],
        "basis": _basis(comparison),
    }


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)


def _candidate(row: CandidateRow) -> dict[str, Any]:
    return {
        "ref": row.ref,
        "notes": row.notes,
        "raw_mean": _rounded(row.raw_mean),
        "adjusted": _rounded(row.adjusted),
        "low": _rounded(row.low),
        "high": _rounded(row.high),
        "reason": row.reason or None,
    }


def _evaluator(row: EvaluatorRow) -> dict[str, Any]:
    return {
        "name": row.name,
        "notes": row.notes,
        "severity": _rounded(row.severity),
        "low": _rounded(row.low),
        "high": _rounded(row.high),
        "reason": row.reason or None,
    }


def _agreement(one: Agreement) -> dict[str, Any]:
    return {
        "alpha": _rounded(one.alpha),
        "low": _rounded(one.low),
        "high": _rounded(one.high),
        "ac2": _rounded(one.ac2),
        "candidates": one.candidates,
        "units": one.units,
        "conversations": one.conversations,
        "words_only": one.words_only,
        "sentence": one.sentence,
        "reason": one.reason or None,
        "ac2_reason": one.ac2_reason or None,
    }


def _split(split: Split) -> dict[str, Any]:
    return {
        "candidate": split.candidate,
        "probe": split.probe,
        "ratings": dict(split.ratings),
        "spread": split.spread,
        "class": split.kind,
        "heard_by": {signal: list(names) for signal, names in split.heard_by.items()},
        "conversations": split.conversations,
        "reason": split.reason or None,
    }


def _basis(comparison: Comparison) -> dict[str, Any]:
    return {
        "adjusted": comparison.adjusted,
        "estimand": ESTIMAND,
        "severity_unit": SEVERITY_UNIT,
        "intervals": {"agreement": 0.95, "adjusted": 0.90, "severity": 0.90},
        "other_agreement": _agreement(comparison.agreement.other),
        "ranks": [
            {"ref": row.ref, "low": row.rank_low, "high": row.rank_high, "of": row.rank_of}
            for row in comparison.candidates
            if row.rank_low is not None
        ],
        "above": [list(pair) for pair in comparison.above],
        "asked_different": _plain(comparison.asked_different),
        "lone_flags": _plain(comparison.lone_flags),
        "signals": _plain(comparison.signals),
        "drift": [_drift(check) for row in comparison.evaluators for check in row.drift],
        "habits": [habit for row in comparison.evaluators for habit in _plain(row.habits)],
        "remarks": list(comparison.remarks),
        "explain": list(comparison.explain),
    }


def _plain(values: Iterable[msgspec.Struct]) -> list[Any]:
    found: list[Any] = msgspec.to_builtins(list(values))
    return found


def _drift(check: Drift) -> dict[str, Any]:
    return {
        "evaluator": check.evaluator,
        "bank": check.bank,
        "notes": check.notes,
        "against": check.against,
        "alarms": list(check.alarms),
        "direction": check.direction,
        "sentence": check.sentence,
    }
