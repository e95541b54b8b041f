"""One candidate, drawn: competencies and their probes in rows, evaluators in columns, claims apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from statistics import fmean

from screencopilot.analysis.comparison_values import CandidateRow, Cell, ClaimRow, ProbeRow
from screencopilot.report.content_candidate import ANOTHERS, ordered
from screencopilot.report.values import Report, RowKey
from screencopilot.report.wording import LEGEND, gap, listed, many, score
from screencopilot.tui.view.compare_columns import NOT_NAMED, Columns, columns, head, line
from screencopilot.tui.view.compare_page import Page, PageMaker
from screencopilot.tui.view.compare_split import Opened, draw_opened
from screencopilot.tui.view.lines import Row, Span, at_most, cut, hanging

OTHERWISE = "? another form or meaning was asked: not compared. 3.5 ·4 is the mean of 4 ratings."


def candidate_page(
    report: Report, row: CandidateRow, opened: Set[str], width: int, *, first: int = 0, low: bool = False
) -> Page:
    """Return the page of one candidate.

    Args:
        report: with this candidate's matrix.
        row: the candidate's figures, adjusted ones among them where asked for.
        opened: names of the probes that are opened.
        width: cells of the screen.
        first: number of the first evaluator in sight, where not all are.
        low: whether the screen has few rows.
    """
    found = report.comparison
    page = PageMaker(width)
    about = _about(row)
    page.keep(at_most(hanging([], about, "plain", page.width), 1 if low else 3, page.width))
    rows = [one for one in found.probes if one.candidate == row.ref]
    names = sorted({cell.evaluator for one in rows for cell in one.cells})
    laid = columns(names, page.width, first)
    if rows:
        page.keep(head(laid, page.width)[: 1 if low else None])
    splits = {RowKey(s.candidate, s.probe, s.meaning): s for s in found.disagreements}
    asked = [one for one in found.asked_different if one.candidate == row.ref]
    flags = [one for one in found.lone_flags if one.candidate == row.ref]
    for competency, part in ordered(report, row.ref):
        page.add([_competency(competency, part, laid)])
        for one in part:
            split = splits.get(RowKey(one.candidate, one.probe, one.meaning))
            name = row_name(one)
            drawn = [_probe(report, one, laid, split is not None, any(a.family == one.family for a in asked))]
            if name in opened:
                known = Opened(one, report.probes.get(one.meaning), split, asked, flags)
                drawn += draw_opened(known, laid, page.width)
            page.item(name, drawn, split=split is not None)
    if not rows:
        page.say("No probe was asked in these notes.")
    _claims(page, [one for one in found.claims if one.candidate == row.ref])
    if row.sentence or (found.adjusted and row.reason):
        page.heading("ADJUSTED")
        page.say(row.sentence or row.reason, "plain")
    page.heading("MARKS")
    page.say(f"{LEGEND} {OTHERWISE}")
    return page.page()


def row_name(row: ProbeRow) -> str:
    """Return what an item of the matrix is called."""
    return f"{row.probe} {row.meaning}"


def _about(row: CandidateRow) -> str:
    by = listed(name or NOT_NAMED for name in row.evaluators)
    return (
        f"{listed(row.levels)} · {many(row.notes, 'note')} by {by} · raw mean {score(row.raw_mean)}, "
        f"{gap(row.against_bar)} to the bar · {many(row.flags, 'red flag')} kept"
    )


def _competency(name: str, rows: Sequence[ProbeRow], laid: Columns) -> Row:
    given: Mapping[str, list[int]] = {one: [] for one in laid.names}
    for row in rows:
        for cell in row.cells:
            if isinstance(cell.rating, int) and cell.evaluator in given:
                given[cell.evaluator].append(cell.rating)
    means: dict[str, Span] = {
        one: (f"{fmean(rungs):.1f} ·{len(rungs)}", "quiet") for one, rungs in given.items() if rungs
    }
    return line(laid, ("", ""), [(name, "head")], ("", ""), means)


def _probe(report: Report, row: ProbeRow, laid: Columns, split: bool, asked_otherwise: bool) -> Row:
    probe = report.probes.get(row.meaning)
    title = f"{row.probe} {probe.title}" if probe else row.probe
    sign = ("≠ ", "late") if split else ("? ", "late") if asked_otherwise else ("  ", "")
    bars = "/".join(map(str, sorted({cell.bar for cell in row.cells})))
    given = {cell.evaluator: rating(cell, split) for cell in row.cells}
    return line(laid, sign, [(title, "cursor" if split else "plain")], (bars, "quiet"), given)


def rating(cell: Cell, split: bool) -> Span:
    """Return a rating with its marks: ``!`` a red flag was kept, ``°`` no tick and no line was written."""
    if cell.rating is None:
        return "–", "quiet"
    bare = isinstance(cell.rating, int) and not cell.ticks and not cell.evidence
    text = f"{cell.rating}{' !' if cell.flags else ''}{' °' if bare else ''}"
    return text, "red" if cell.flags else "late" if bare else "title" if split else "plain"


# -- claims ---------------------------------------------------------------------------------------------------------


def _claims(page: PageMaker, rows: Sequence[ClaimRow]) -> None:
    if not rows:
        return
    page.heading("CLAIMS")
    for row in rows:
        page.item(f"claim {row.kind} {row.text}", list(_claim(row, page.width)))
    page.say(ANOTHERS)


def _claim(row: ClaimRow, width: int) -> Iterator[Row]:
    told = {name: verdict for name, verdict in row.verdicts.items() if verdict is not None}
    apart = len(set(told.values())) > 1
    yield from hanging([("≠ " if apart else "  ", "late")], f"{row.text} ({row.kind})", "plain", width)
    for name, verdict in sorted(row.verdicts.items()):
        words = "not probed" if verdict is None else verdict.replace("-", " ")
        mark = " *" if verdict is not None and name not in row.practitioners else ""
        ink = "quiet" if verdict is None else "late" if apart else "plain"
        yield from hanging(
            [(f"    {cut(name or NOT_NAMED, width // 3)}: ", "quiet")], f"{words}{mark}", ink, width
        )
