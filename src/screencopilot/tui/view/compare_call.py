"""The judgment-call view, drawn: one probe across all candidates and evaluators, their quotes side by side."""

from __future__ import annotations

from collections.abc import Sequence

from screencopilot.analysis.comparison_values import ProbeRow
from screencopilot.report.content_splits import NOT_HERE, side
from screencopilot.report.values import Report, RowKey
from screencopilot.report.wording import many
from screencopilot.tui.view.compare_candidates import has, narrowed
from screencopilot.tui.view.compare_columns import NOT_NAMED
from screencopilot.tui.view.compare_page import Page, PageMaker
from screencopilot.tui.view.compare_split import sides
from screencopilot.tui.view.lines import Row, at_most, hanging

#: Candidates drawn at once; the rest is counted.
MOST = 200


def call_page(report: Report, probe: str, rows: Sequence[ProbeRow], width: int, *, words: str = "") -> Page:
    """Return the page of one probe (by id); candidates in order of name, each meaning told apart."""
    page = PageMaker(width)
    shown = called(rows, words)
    meanings = list(dict.fromkeys(row.meaning for row in rows))
    known = next((report.probes[m] for m in meanings if m in report.probes), None)
    title = f"{probe} {known.title}" if known else probe
    refs = many(len({row.candidate for row in rows}), "candidate")
    notes = many(sum(len(row.cells) for row in rows), "note")
    page.keep(at_most(hanging([], f"{title}: {refs}, {notes}", "title", page.width), 1, page.width))
    page.keep(narrowed(words, len(shown), len(rows), "row", page.width))
    if known is not None:
        page.say(known.say, "say")
    if len(meanings) > 1:
        page.say("Its meaning changed between these notes: only what was asked alike compares.", "late")
    splits = {RowKey(s.candidate, s.probe, s.meaning) for s in report.comparison.disagreements}
    for row in shown[:MOST]:
        another = " · another meaning" if row.meaning != meanings[0] else ""
        bars = "/".join(map(str, sorted({cell.bar for cell in row.cells})))
        key = RowKey(row.candidate, row.probe, row.meaning)
        sign = [("≠ ", "late")] if key in splits else []
        head = hanging(sign, f"{row.candidate} · bar {bars}{another}", "cursor", page.width)
        parts = [
            (f"{c.evaluator or NOT_NAMED}: {'not rated' if c.rating is None else c.rating}", side(c))
            for c in row.cells
        ]
        page.item(call_name(row), [*head, *sides(parts, page.width), Row(())], split=key in splits)
    if not rows:
        page.say("Nobody asked this probe.")
    if len(shown) > MOST:
        page.say(f"And {len(shown) - MOST:,} more: / narrows the list by candidate or evaluator.")
    page.heading("THE RUNGS")
    if known is None:
        page.say(NOT_HERE)
    else:
        for rung in known.ladder:
            page.add(hanging([(f"  {rung.rung} ", "letter")], rung.text, "plain", page.width))
    return page.page()


def called(rows: Sequence[ProbeRow], words: str) -> list[ProbeRow]:
    """Return the rows that are shown: those of candidates or evaluators with the words in their names."""
    if not words:
        return list(rows)
    return [row for row in rows if has(words, " ".join((row.candidate, *(c.evaluator for c in row.cells))))]


def call_name(row: ProbeRow) -> str:
    """Return what a candidate's item is called in the judgment-call view."""
    return f"call {row.candidate} {row.meaning}"
