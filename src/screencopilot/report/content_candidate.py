"""One candidate as blocks: competencies and probes by evaluators, the largest disagreement first, and claims."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from statistics import fmean

from screencopilot.analysis.comparison_values import Cell as Rated
from screencopilot.analysis.comparison_values import ClaimRow, ProbeRow
from screencopilot.report.blocks import Block, Cell, Heading, Prose, Table
from screencopilot.report.values import Report, RowKey
from screencopilot.report.wording import LEGEND, gap, listed, many, score

ANOTHERS = "* by someone who has not shipped this kind of thing themselves. Claims are apart from ratings."


def blocks(report: Report, ref: str) -> Iterator[Block]:
    """Give the only candidate of a comparison."""
    row = report.comparison.candidates[0]
    yield Prose(
        f"{listed(row.levels)}; {many(row.notes, 'note')} by {listed(row.evaluators)}. Raw mean {score(row.raw_mean)}, "
        f"{gap(row.against_bar)} to the bar, {many(row.flags, 'red flag')} kept."
    )
    if report.comparison.adjusted:
        yield Prose(row.sentence or row.reason)
    yield Heading("Ratings")
    yield from matrix(report, ref)
    yield from claims(report, ref)


def matrix(report: Report, ref: str) -> Iterator[Block]:
    """Give the matrix of one candidate; nothing where no probe was asked."""
    rows = [row for row in report.comparison.probes if row.candidate == ref]
    if not rows:
        return
    names = sorted({cell.evaluator for row in rows for cell in row.cells})
    split = {
        RowKey(s.candidate, s.probe, s.meaning) for s in report.comparison.disagreements if s.candidate == ref
    }
    table: list[tuple[Cell, ...]] = []
    for competency, part in ordered(report, ref):
        table.append(_group(competency, part, names))
        table += [
            _probe(report, row, names, RowKey(row.candidate, row.probe, row.meaning) in split) for row in part
        ]
    head = ("Probe", "Bar", *(name or "not named" for name in names), "Spread", "")
    yield Table(
        head, tuple(table), f"Ratings of {ref} by probe and evaluator, the largest disagreement first"
    )
    yield Prose(LEGEND, quiet=True)


def ordered(report: Report, ref: str) -> list[tuple[str, list[ProbeRow]]]:
    """Return one candidate's probes by competency, the largest disagreement (spread times weight) first."""
    groups: dict[str, list[ProbeRow]] = {}
    for row in report.comparison.probes:
        if row.candidate == ref:
            groups.setdefault(row.competency, []).append(row)

    def disagreement(competency: str) -> tuple[float, str]:
        widest = max(row.spread for row in groups[competency])
        return -widest * report.weights.get(competency, 1.0), competency

    return [
        (competency, sorted(groups[competency], key=lambda r: (-r.spread, r.probe, r.meaning)))
        for competency in sorted(groups, key=disagreement)
    ]


def _group(competency: str, rows: Sequence[ProbeRow], names: Sequence[str]) -> tuple[Cell, ...]:
    given: Mapping[str, list[int]] = {name: [] for name in names}
    for row in rows:
        for cell in row.cells:
            if isinstance(cell.rating, int):
                given[cell.evaluator].append(cell.rating)
    means = (f"{fmean(given[name]):.1f} (of {len(given[name])})" if given[name] else "–" for name in names)
    cells = (Cell(text, "group") for text in (competency, "", *means, "", ""))
    return tuple(cells)


def _probe(report: Report, row: ProbeRow, names: Sequence[str], split: bool) -> tuple[Cell, ...]:
    probe = report.probes.get(row.meaning)
    by_name = {cell.evaluator: cell for cell in row.cells}
    bars = sorted({cell.bar for cell in row.cells})
    return (
        Cell(f"  {row.probe}" + (f"  {probe.title}" if probe else ""), "name"),
        Cell("/".join(map(str, bars)), "number"),
        *(_rating(by_name.get(name)) for name in names),
        Cell(str(row.spread) if _rated(row) > 1 else "", "number"),
        Cell("≠" if split else "", "split" if split else ""),
    )


def _rated(row: ProbeRow) -> int:
    return sum(isinstance(cell.rating, int) for cell in row.cells)


def _rating(cell: Rated | None) -> Cell:
    if cell is None:
        return Cell("")
    if cell.rating is None:
        return Cell("not rated")
    bare = isinstance(cell.rating, int) and not cell.ticks and not cell.evidence
    text = f"{cell.rating}{' !' if cell.flags else ''}{' °' if bare else ''}"
    return Cell(text, "flag" if cell.flags else "bare" if bare else "number")


def claims(report: Report, ref: str) -> Iterator[Block]:
    """Give the claims of one candidate, verdicts side by side; nothing without claims."""
    rows = [row for row in report.comparison.claims if row.candidate == ref]
    if not rows:
        return
    names = sorted({name for row in rows for name in row.verdicts})
    yield Heading("Claims", 3)
    yield Table(
        ("Claim", "Kind", *(name or "not named" for name in names)),
        tuple(_claim(row, names) for row in rows),
        f"Claims of {ref} and each evaluator's verdict",
    )
    yield Prose(ANOTHERS, quiet=True)


def _claim(row: ClaimRow, names: Sequence[str]) -> tuple[Cell, ...]:
    return (Cell(row.text, "name"), Cell(row.kind), *(_verdict(row, name) for name in names))


def _verdict(row: ClaimRow, name: str) -> Cell:
    if name not in row.verdicts:
        return Cell("")
    verdict = row.verdicts[name]
    if verdict is None:
        return Cell("not probed")
    mark = "" if name in row.practitioners else " *"
    return Cell(f"{verdict.replace('-', ' ')}{mark}", "split" if len(set(row.verdicts.values())) > 1 else "")
