"""A report as blocks, top to bottom: what is most asked for first, how figures are made last."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from screencopilot.analysis.comparison_values import CandidateRow, EvaluatorRow
from screencopilot.analysis.severity_words import ESTIMAND, SEVERITY_UNIT, pair_sentence
from screencopilot.report import content_candidate, content_splits
from screencopilot.report.blocks import Block, Cell, Figure, Heading, Items, Prose, Table
from screencopilot.report.explaining import explained
from screencopilot.report.redaction import WORDS
from screencopilot.report.values import LISTED, MATRICES, TIMELINES, Report
from screencopilot.report.wording import gap, listed, many, score, span

RUNGS = ("1", "2", "3", "4", "5", "NE")
RAW = (
    "Raw mean: the mean of the note means, NE not counted, beside its number of notes. To the bar: the mean distance "
    "of the ratings from the rung that meets. Candidates stand in order of name."
)


def blocks(report: Report, *, matrices: bool = False) -> Iterator[Block]:
    """Give a report's blocks in order, with ``matrices`` also those of each of several candidates."""
    found = report.comparison
    yield Heading(_title(report), 1)
    yield Prose(
        f"{report.made:%Y-%m-%d %H:%M %Z}. {_counts(report)}.{f' {WORDS}' if report.redacted else ''}", True
    )
    if report.notices:
        yield Items(report.notices)
    if not found.candidates:
        yield Prose("No note could be compared.")
    elif report.single:
        yield from content_candidate.blocks(report, found.candidates[0].ref)
    else:
        yield from _candidates(report)
    yield from content_splits.blocks(report)
    if found.candidates:
        yield from _evaluators(report)
        yield from agreement(report)
    if matrices and not report.single and len(found.candidates) <= MATRICES:
        for row in found.candidates:
            yield Heading(f"Ratings of {row.ref}")
            yield from content_candidate.matrix(report, row.ref)
            yield from content_candidate.claims(report, row.ref)
    yield from _not_here(report, matrices)
    if found.remarks:
        yield Heading("To keep in mind")
        yield Items(found.remarks)
    yield from _skipped(report)
    if report.explain:
        yield Heading("How the figures are made")
        yield Items(explained(report))


def _title(report: Report) -> str:
    if report.single:
        return f"Comparison of {report.comparison.candidates[0].ref}"
    return "Comparison of notes"


def _counts(report: Report) -> str:
    found = report.comparison
    return listed(
        (
            many(report.notes, "note"),
            many(len(found.candidates), "candidate"),
            many(len(found.evaluators), "evaluator"),
        )
    )


# -- candidates -----------------------------------------------------------------------------------------------------


def _candidates(report: Report) -> Iterator[Block]:
    found = report.comparison
    adjusted = found.adjusted
    head: tuple[str, ...] = ("Candidate", "Level", "Notes", "By", "Raw mean", "To the bar", "Flags")
    if adjusted:
        head = (*head, "Adjusted", "Plausibly", "Rank")
    yield Heading("Candidates")
    rows = tuple(_candidate(row, adjusted) for row in found.candidates)
    yield Table(head, rows, "Candidates in order of name, with their means and counts")
    yield Prose(RAW, quiet=True)
    if adjusted:
        yield Prose(f"Adjusted: {ESTIMAND}. Plausibly: its interval, about 90 %.", quiet=True)
        yield Items(tuple(row.sentence or f"{row.ref}: {row.reason}" for row in found.candidates[:LISTED]))
        yield from pairs(report)


def _candidate(row: CandidateRow, adjusted: bool) -> tuple[Cell, ...]:
    cells = (
        Cell(row.ref, "name"),
        Cell(listed(row.levels)),
        Cell(str(row.notes), "number"),
        Cell(listed(row.evaluators)),
        Cell(score(row.raw_mean), "number"),
        Cell(gap(row.against_bar), "number"),
        Cell(f"{row.flags} !" if row.flags else "0", "flag" if row.flags else "number"),
    )
    if not adjusted:
        return cells
    rank = f"{row.rank_low} to {row.rank_high} of {row.rank_of}" if row.rank_low else "–"
    return (
        *cells,
        Cell(score(row.adjusted), "number"),
        Cell(span(row.low, row.high), "number"),
        Cell(rank, "number"),
    )


def pairs(report: Report) -> Iterator[Block]:
    """Give the pairs that can be told apart, and how many cannot."""
    found = report.comparison
    scored = sum(row.adjusted is not None for row in found.candidates)
    pairs = scored * (scored - 1) // 2
    if pairs:
        below: dict[str, list[str]] = {}
        for one, other in found.above:
            below.setdefault(one, []).append(other)
        told = (pair_sentence(one, listed(others), called=True) for one, others in below.items())
        yield Items(tuple(told)[:LISTED])
        called = len(found.above)
        yield Prose(
            f"{many(called, 'pair')} of {pairs:,} can be told apart at nine in ten or better; "
            "every other pair is not distinguishable on these notes."
        )


# -- evaluators -----------------------------------------------------------------------------------------------------


def _evaluators(report: Report) -> Iterator[Block]:
    rows = report.comparison.evaluators
    adjusted = report.comparison.adjusted
    head: tuple[str, ...] = ("Evaluator", "Notes", "Ratings", *RUNGS, "With evidence")
    if adjusted:
        head = (*head, "Severity", "Plausibly")
    yield Heading("Evaluators")
    yield Table(
        head, tuple(_evaluator(row, adjusted) for row in rows), "How often each evaluator gave each rung"
    )
    yield Prose(
        "With evidence: ratings that have a tick or a written line, of all ratings given.", quiet=True
    )
    if adjusted:
        yield Prose(f"Severity: {SEVERITY_UNIT}.", quiet=True)
        yield Figure("severity")
        yield Items(tuple(_said(row.name, row.sentence or row.reason) for row in rows[:LISTED]))
    yield from drift(rows)
    yield from habits(rows)


def _evaluator(row: EvaluatorRow, adjusted: bool) -> tuple[Cell, ...]:
    counts = (row.notes, row.ratings, *row.rungs, row.not_enough)
    cells = (
        Cell(row.name or "not named", "name"),
        *(Cell(str(count), "number") for count in counts),
        Cell(f"{row.with_evidence} of {row.ratings}", "number"),
    )
    if not adjusted:
        return cells
    return (*cells, Cell(gap(row.severity), "number"), Cell(span(row.low, row.high), "number"))


def drift(rows: Iterable[EvaluatorRow]) -> Iterator[Block]:
    """Give the drift checks that could be made; how many could not is said in one line."""
    checks = [check for row in rows for check in row.drift]
    made = [check for check in checks if not check.reason]
    if made:
        yield Prose("Change over time, each evaluator on each bank:")
        yield Items(tuple(f"{c.evaluator}, {c.bank}: {c.sentence}" for c in made[:LISTED]))
    elif checks:
        most = max(checks, key=lambda check: check.notes)
        yield Prose(
            f"No drift check yet: it starts after 11 screens with one bank (at most {most.notes} here).",
            quiet=True,
        )


def habits(rows: Iterable[EvaluatorRow]) -> Iterator[Block]:
    """Give what there is to ask an evaluator about the use of scale and signals; nothing where there is nothing."""
    told = [habit for row in rows for habit in row.habits]
    if told:
        yield Prose("To ask, beside co-raters of the same candidates (questions, not findings):")
        yield Items(tuple(f"{h.evaluator}, {h.bank}: {h.sentence}" for h in told[:LISTED]))


def _said(name: str, sentence: str) -> str:
    return sentence if sentence.startswith(name) else f"{name}: {sentence}"


# -- agreement ------------------------------------------------------------------------------------------------------


def agreement(report: Report) -> Iterator[Block]:
    """Give the agreement in sentences, as far as it may be given, and the signals least often heard together."""
    yield Heading("Agreement")
    if report.single:
        yield Prose(
            "On one candidate no coefficient is given: the split probes say where you differed, and on what."
        )
        return
    panel = report.comparison.agreement
    yield Prose(panel.overall.sentence)
    if panel.other.units:
        yield Prose(f"Apart from these, {panel.other.conversations} conversations: {panel.other.sentence}")
    if panel.overall.low is not None and len(panel.competencies) > 1:
        told = (f"{name}: {one.sentence}" for name, one in panel.competencies.items())
        yield Items(tuple(told)[:LISTED])
    signals = [s for s in report.comparison.signals if s.positive is not None]
    if signals:
        lowest = sorted(signals, key=lambda s: (s.positive or 0.0, s.probe, s.signal))[:10]
        yield Prose("Signals that two evaluators of one candidate ticked together least often:")
        yield Items(
            tuple(
                f"{s.probe} {s.signal}: {s.positive:.0%} of the ticks in common "
                f"({many(s.ticks, 'tick')}, {many(s.opportunities, 'joint chance')})"
                for s in lowest
            )
        )


def _not_here(report: Report, matrices: bool) -> Iterator[Block]:
    """Give the screens in time, and where to find what this report is too short or too long for."""
    if matrices and report.screens:
        yield Heading("Screens in time")
        yield Figure("timelines")
    elif matrices and report.notes > TIMELINES:
        yield Prose(
            f"Ratings probe by probe are shown for up to {MATRICES} candidates, screens in time for up to {TIMELINES} "
            "notes: name a candidate.",
            quiet=True,
        )
    if not matrices and not report.single and report.notes:
        yield Prose("Probe by probe: --candidate REF, or the HTML report.", quiet=True)


def _skipped(report: Report) -> Iterator[Block]:
    skipped = report.comparison.skipped
    if not skipped:
        return
    yield Heading("Skipped")
    yield Items(tuple(f"{one.path}: {one.why}" for one in skipped[:LISTED]))
    if len(skipped) > LISTED:
        yield Prose(f"And {len(skipped) - LISTED:,} more; the JSON report lists all.")
