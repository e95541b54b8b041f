"""Evaluators and their agreement, drawn: how each uses the rungs, what each keeps of minutes and evidence."""

from __future__ import annotations

from collections.abc import Mapping, Sequence, Set

from screencopilot.analysis.agreement import Agreement
from screencopilot.analysis.comparison_values import EvaluatorRow
from screencopilot.analysis.severity_words import SEVERITY_UNIT
from screencopilot.report.blocks import Heading
from screencopilot.report.content import agreement
from screencopilot.report.panel import TimeUsed
from screencopilot.report.values import Report
from screencopilot.report.wording import NONE, gap, many, span
from screencopilot.store.keeping_refs import folded
from screencopilot.tui.view.compare_candidates import has, narrowed
from screencopilot.tui.view.compare_columns import NOT_NAMED
from screencopilot.tui.view.compare_page import Page, PageMaker, cells
from screencopilot.tui.view.lines import Row, Span, hanging

#: From this width on time and severity have columns of their own.
WIDE = 108
_STEPS = "▁▂▃▄▅▆▇█"

Part = tuple[Sequence[Span], int, bool]


def agreement_page(report: Report, width: int) -> Page:
    """Return the page of agreement: sentences, and the figures with their counts."""
    page = PageMaker(width)
    found = report.comparison
    if not report.single and found.candidates:
        panel = found.agreement
        page.keep([_figures_head(page.width)])
        page.item("agreement all", [_figures("all competencies", panel.overall, page.width)])
        for name, one in panel.competencies.items():
            page.item(f"agreement {name}", [_figures(name, one, page.width)])
        page.add([Row(())])
        page.say("A dash: the notes do not carry that figure; the sentences below say why.")
    page.blocks(block for block in agreement(report) if not isinstance(block, Heading))
    for remark in found.remarks:
        page.add([Row(())])
        page.say(remark)
    return page.page()


def _figures_head(width: int) -> Row:
    names = ("", "Alpha", "Plausibly", "AC2", "Candidates", "Probes")
    return Row(cells(_laid([(name, "head") for name in names], width)))


def _figures(name: str, one: Agreement, width: int) -> Row:
    shown = not one.words_only and one.alpha is not None and one.low is not None and one.high is not None
    texts = (
        name,
        f"{one.alpha:.2f}" if shown else NONE,
        f"{one.low:.2f} to {one.high:.2f}" if shown else NONE,
        f"{one.ac2:.2f}" if shown and one.ac2 is not None else NONE,
        f"{one.candidates:,}",
        f"{one.units:,}",
    )
    return Row(cells(_laid([(text, "plain") for text in texts], width)))


def _laid(spans: Sequence[Span], width: int) -> list[Part]:
    sizes = [0, 7, 15, 6, 12, 8]
    if width < 66:
        sizes[3] = 0
    sizes[0] = max(8, min(40, width - sum(sizes)))
    pairs = zip(spans, sizes, strict=True)
    return [([one], size, number > 0) for number, (one, size) in enumerate(pairs) if size]


# -- evaluators -----------------------------------------------------------------------------------------------------


def evaluators_page(
    report: Report,
    width: int,
    *,
    opened: Set[str] = frozenset(),
    times: Mapping[str, TimeUsed],
    words: str = "",
) -> Page:
    """Return the page of evaluators in order of name; ``times`` are by ``folded`` name."""
    found = report.comparison
    page = PageMaker(width)
    shown = [row for row in found.evaluators if has(words, row.name or NOT_NAMED)]
    page.keep(narrowed(words, len(shown), len(found.evaluators), "evaluator", page.width))
    page.keep([_head(found.adjusted, page.width)])
    for row in shown:
        used = times.get(folded(row.name))
        name = f"evaluator {row.name}"
        drawn = _evaluator(row, used, found.adjusted, page.width)
        if name in opened:
            drawn += _opened(row, used, page.width)
        page.item(name, drawn)
    page.add([Row(())])
    page.say("Rungs: how often each was given, 1 to 5. NE: not enough evidence, of all ratings.")
    page.say(
        "Evidence: ratings that have a tick or a written line. Time: minutes used of those planned; Enter says more."
    )
    if found.adjusted:
        page.say(f"Severity: {SEVERITY_UNIT}. Nobody here is the measure of the others.")
    else:
        page.say("a shows severity with its interval too.")
    return page.page()


def _parts(spans: Sequence[Span], adjusted: bool, width: int) -> list[Part]:
    sizes = [0, 7, 14, 8, 10]
    wide = width >= WIDE
    sizes += [9, 9, 16] if wide and adjusted else [9] if wide else []
    sizes[0] = max(8, min(30, width - sum(sizes)))
    pairs = zip(spans[: len(sizes)], sizes, strict=True)
    return [([one], size, number > 0) for number, (one, size) in enumerate(pairs)]


def _head(adjusted: bool, width: int) -> Row:
    names = ("Evaluator", "Notes", "Rungs 1-5", "NE", "Evidence", "Time", "Severity", "Plausibly")
    return Row(cells(_parts([(name, "head") for name in names], adjusted, width)))


def _evaluator(row: EvaluatorRow, used: TimeUsed | None, adjusted: bool, width: int) -> list[Row]:
    given = row.ratings + row.not_enough
    spans: list[Span] = [
        (row.name or NOT_NAMED, "cursor"),
        (f"{row.notes:,}", "plain"),
        (rungs_drawn(row.rungs), "asked"),
        (f"{row.not_enough / given:.0%}" if given else NONE, "plain"),
        (f"{row.with_evidence / row.ratings:.0%}" if row.ratings else NONE, "plain"),
        (_share(used), "plain"),
        (gap(row.severity), "plain"),
        (span(row.low, row.high), "plain"),
    ]
    rows = [Row(cells(_parts(spans, adjusted, width)))]
    if width < WIDE and adjusted:
        said = row.sentence or row.reason
        rows += hanging([("    ", "")], said, "plain" if row.severity is not None else "quiet", width)
    return rows


def rungs_drawn(rungs: Sequence[int]) -> str:
    """Return a distribution over rungs 1 to 5 as five blocks; a rung never given is a dot."""
    most = max(rungs, default=0)
    return " ".join(_STEPS[max(0, -(-n * len(_STEPS) // most) - 1)] if n else "·" for n in rungs)


def _share(used: TimeUsed | None) -> str:
    return f"{used.seconds / used.budget_seconds:.0%}" if used and used.budget_seconds else NONE


def _opened(row: EvaluatorRow, used: TimeUsed | None, width: int) -> list[Row]:
    rungs = ", ".join(f"rung {n}: {count}" for n, count in enumerate(row.rungs, 1))
    said = [
        f"{many(row.ratings, 'rating')}: {rungs}; NE: {row.not_enough}",
        f"{row.with_evidence} of {row.ratings} with a tick or a written line",
        time_words(used),
        *(f"{check.bank}: {check.sentence}" for check in row.drift),
        *(f"{habit.bank}: {habit.sentence}" for habit in row.habits),
    ]
    if row.severity is not None or row.by_bank:
        said += [row.sentence, *(one.figure.sentence for one in row.by_bank if len(row.by_bank) > 1)]
    if row.reason:
        said.append(row.reason)
    return [r for words in said if words for r in hanging([("    ", "")], words, "plain", width)] + [Row(())]


def time_words(used: TimeUsed | None) -> str:
    """Return how the minutes were kept, with its counts."""
    if used is None or not used.budget_seconds:
        return "no minutes to count in these notes"
    share = used.seconds / used.budget_seconds
    return (
        f"{share:.0%} of the minutes planned for probes; {used.over} of {many(used.probes, 'probe')} ran over"
    )
