"""A report as one CSV table that opens safely in a spreadsheet: nothing in it is taken for a formula.

The column ``row`` says what a row is about: a rating, a claim, a candidate, an evaluator, the agreement, or a file
that was skipped. Columns that do not belong to it are empty.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from typing import Any

from screencopilot.analysis.agreement import Agreement
from screencopilot.analysis.comparison_values import CandidateRow, Cell, Comparison, EvaluatorRow, ProbeRow
from screencopilot.analysis.splits import Split
from screencopilot.report.values import Report, RowKey
from screencopilot.report.wording import evidence, listed

COLUMNS = (
    "row", "candidate", "evaluator", "competency", "family", "probe", "rating", "bar", "spread", "class", "confidence",
    "signals", "flags", "because", "evidence", "claim", "verdict", "by_practitioner", "notes", "ratings", "raw_mean",
    "to_the_bar", "adjusted", "severity", "low", "high", "rank_low", "rank_high", "rank_of", "alpha", "ac2",
    "candidates", "units", "sentence", "path",
)  # fmt: skip
#: A cell that begins with one of these, after any blanks, may be run as a formula; the last four are their wide forms.
_RUNS = tuple("=+-@\t\r＝＋－＠")


def csv_text(report: Report) -> str:
    r"""Return the table; ``\r\n`` ends its rows and every text is quoted, so no separator splits one."""
    file = io.StringIO()
    writer = csv.DictWriter(file, COLUMNS, restval="", quoting=csv.QUOTE_NONNUMERIC, lineterminator="\r\n")
    writer.writeheader()
    for row in rows(report.comparison):
        writer.writerow({name: safe(value) for name, value in row.items()})
    return file.getvalue()


def safe(value: Any) -> Any:
    """Return a cell that no spreadsheet runs: text that begins like a formula gets an apostrophe before it."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return round(value, 4)
    if isinstance(value, str) and (value.startswith(_RUNS) or value.strip().startswith(_RUNS)):
        return f"'{value}"
    return value


def rows(found: Comparison) -> Iterator[Mapping[str, Any]]:
    """Give the rows of the table as they are, not yet made safe for a spreadsheet; missing columns are empty."""
    yield from map(_candidate, found.candidates)
    yield from map(_evaluator, found.evaluators)
    yield _agreement("agreement", found.agreement.overall)
    for name, one in found.agreement.competencies.items():
        yield {**_agreement("agreement", one), "competency": name}
    splits = {RowKey(s.candidate, s.probe, s.meaning): s for s in found.disagreements}
    for row in found.probes:
        split = splits.get(RowKey(row.candidate, row.probe, row.meaning))
        for cell in row.cells:
            yield _rating(row, cell, split)
    yield from _claims(found)
    yield from ({"row": "skipped", "path": one.path, "sentence": one.why} for one in found.skipped)


def _candidate(row: CandidateRow) -> Mapping[str, Any]:
    return {
        "row": "candidate",
        "candidate": row.ref,
        "evaluator": listed(row.evaluators),
        "notes": row.notes,
        "raw_mean": row.raw_mean,
        "to_the_bar": row.against_bar,
        "flags": row.flags,
        "adjusted": row.adjusted,
        "low": row.low,
        "high": row.high,
        "rank_low": row.rank_low,
        "rank_high": row.rank_high,
        "rank_of": row.rank_of,
        "sentence": row.sentence or row.reason,
    }


def _evaluator(row: EvaluatorRow) -> Mapping[str, Any]:
    return {
        "row": "evaluator",
        "evaluator": row.name,
        "notes": row.notes,
        "ratings": row.ratings,
        "severity": row.severity,
        "low": row.low,
        "high": row.high,
        "sentence": row.sentence or row.reason,
    }


def _agreement(kind: str, one: Agreement) -> Mapping[str, Any]:
    figures = one.low is not None and not one.words_only
    return {
        "row": kind,
        "alpha": one.alpha if figures else None,
        "low": one.low if figures else None,
        "high": one.high if figures else None,
        "ac2": one.ac2 if figures else None,
        "candidates": one.candidates,
        "units": one.units,
        "ratings": one.ratings,
        "sentence": one.sentence,
    }


def _rating(row: ProbeRow, cell: Cell, split: Split | None) -> Mapping[str, Any]:
    return {
        "row": "rating",
        "candidate": row.candidate,
        "evaluator": cell.evaluator,
        "competency": row.competency,
        "family": row.family,
        "probe": row.probe,
        "rating": cell.rating,
        "bar": cell.bar,
        "spread": row.spread if len(row.cells) > 1 else None,
        "class": split.kind if split else None,
        "confidence": cell.confidence,
        "signals": " ".join(cell.ticks),
        "flags": " ".join(cell.flags),
        "because": cell.because,
        "evidence": "\n".join(map(evidence, cell.evidence)),
        "path": cell.note,
    }


def _claims(found: Comparison) -> Iterator[Mapping[str, Any]]:
    for row in found.claims:
        for name, verdict in row.verdicts.items():
            yield {
                "row": "claim",
                "candidate": row.candidate,
                "evaluator": name,
                "class": row.kind,
                "claim": row.text,
                "verdict": "not probed" if verdict is None else verdict,
                "by_practitioner": name in row.practitioners,
            }
