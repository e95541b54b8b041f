"""Several candidates, drawn: in order of name and never of score; and where their evaluators split."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from screencopilot.analysis.comparison_values import CandidateRow
from screencopilot.analysis.severity_words import ESTIMAND
from screencopilot.analysis.splits import Split
from screencopilot.report.content import RAW, pairs
from screencopilot.report.explaining import ON_PURPOSE
from screencopilot.report.values import Report
from screencopilot.report.wording import KINDS, gap, listed, many, ratings, score, span
from screencopilot.store.keeping_refs import folded
from screencopilot.tui.view.compare_columns import NOT_NAMED
from screencopilot.tui.view.compare_page import Page, PageMaker, cells
from screencopilot.tui.view.lines import Row, Span, at_most, hanging

#: From this width on adjusted figures have columns of their own, and the evaluators are named.
WIDE, BROADEST = 92, 120
#: Lines of a list of splits; the rest is counted.
MOST = 1000

Part = tuple[Sequence[Span], int, bool]


def candidates_page(
    report: Report, width: int, *, words: str = "", roles: Mapping[str, str] | None = None
) -> Page:
    """Return the page of several candidates; ``words`` narrow which are shown, never how figures are made."""
    found = report.comparison
    page = PageMaker(width)
    shown = [row for row in found.candidates if has(words, _searched(row, roles or {}))]
    page.keep(narrowed(words, len(shown), len(found.candidates), "candidate", page.width))
    splits = Counter(split.candidate for split in found.disagreements)
    none = _why_none(found.candidates) if found.adjusted else ""
    if none:
        page.keep(at_most(hanging([], f"Not adjusted. {none}", "late", page.width), 2, page.width))
    page.keep([_head(found.adjusted and not none, page.width)])
    for row in shown:
        drawn = _candidate(row, splits[row.ref], found.adjusted and not none, page.width)
        page.item(f"candidate {row.ref}", drawn, split=bool(splits[row.ref]))
    page.add([Row(())])
    page.say(f"{RAW} Splits: probes on which two ratings are two rungs apart or on both sides of the bar.")
    if found.adjusted:
        page.say(f"Adjusted: {ESTIMAND}. Plausibly: its interval, about 90 %. Rank: the places left open.")
        page.blocks(pairs(report))
    else:
        page.say(f"{ON_PURPOSE} a shows them.")
    for remark in found.remarks:
        page.say(remark)
    return page.page()


def _why_none(rows: Sequence[CandidateRow]) -> str:
    """Return the one reason for which no candidate has an adjusted figure; empty where one has, or they differ."""
    reasons = {row.reason for row in rows} if all(row.adjusted is None for row in rows) else set()
    return reasons.pop() if len(reasons) == 1 else ""


def has(words: str, text: str) -> bool:
    """Whether a text holds every word."""
    held = folded(text)
    return all(word in held for word in folded(words).split())


def _searched(row: CandidateRow, roles: Mapping[str, str]) -> str:
    return " ".join((row.ref, *row.levels, roles.get(folded(row.ref), ""), *row.evaluators))


def narrowed(words: str, shown: int, count: int, what: str, width: int) -> list[Row]:
    """Return what stands over a list that was narrowed."""
    if not words:
        return []
    said = f"{shown:,} of {many(count, what)} shown, with “{words}”; the figures are of all"
    return at_most(hanging([("/ ", "next")], said, "quiet", width), 2, width)


def _head(adjusted: bool, width: int) -> Row:
    names = ("Candidate", "Level", "Notes", "Mean", "To bar", "Flags", "Splits")
    more = ("Adj.", "Plausibly", "Rank") if adjusted else ()
    return Row(cells(_parts([(name, "head") for name in names], [(m, "head") for m in more], "By", width)))


def _parts(first: Sequence[Span], more: Sequence[Span], by: str, width: int) -> list[Part]:
    """Lay figures out; what has no room of its own is left to the row below, or out."""
    sizes = [0, 8, 6, 6, 8, 7, 8]
    if width < 70:
        sizes[1] = 0
    wide = bool(more) and width >= WIDE
    added = [6, 13, 14] if wide else []
    named = 24 if width >= BROADEST else 0
    sizes[0] = max(8, min(40, width - sum(sizes) - sum(added) - named))
    spans = [*first, *(more if wide else ())]
    parts: list[Part] = [
        ([one], size, number > 1)
        for number, (one, size) in enumerate(zip(spans, [*sizes, *added], strict=True))
        if size
    ]
    if named:
        parts += [([("", "")], 2, False), ([(by, "quiet")], width - sum(p[1] for p in parts) - 2, False)]
    return parts


def _candidate(row: CandidateRow, splits: int, adjusted: bool, width: int) -> list[Row]:
    first = [
        (row.ref, "cursor"),
        (listed(row.levels), "quiet"),
        (str(row.notes), "plain"),
        (score(row.raw_mean), "plain"),
        (gap(row.against_bar), "plain"),
        (f"{row.flags} !" if row.flags else "0", "red" if row.flags else "quiet"),
        (f"{splits} ≠" if splits else "0", "late" if splits else "quiet"),
    ]
    rank = f"{row.rank_low} to {row.rank_high} of {row.rank_of}" if row.rank_low else "–"
    more = [(score(row.adjusted), "plain"), (span(row.low, row.high), "plain"), (rank, "plain")]
    by = listed(name or NOT_NAMED for name in row.evaluators)
    rows = [Row(cells(_parts(first, more if adjusted else [], by, width)))]
    if adjusted and row.adjusted is None:
        rows += hanging([("    ", "")], f"not adjusted: {row.reason}", "quiet", width)
    elif adjusted and width < WIDE:
        figures = f"adjusted {score(row.adjusted)}, plausibly {span(row.low, row.high)}, rank {rank}"
        rows += hanging([("    ", "")], figures, "plain", width)
    return rows


# -- splits ---------------------------------------------------------------------------------------------------------


def splits_page(report: Report, width: int, *, words: str = "") -> Page:
    """Return the page of all split probes, by spread times weight: where to talk first."""
    found = report.comparison
    page = PageMaker(width)
    splits = [s for s in found.disagreements if has(words, f"{s.candidate} {s.probe} {listed(s.ratings)}")]
    page.keep(narrowed(words, len(splits), len(found.disagreements), "split probe", page.width))
    if not found.disagreements:
        page.say("No probe that two of you rated is split.", "plain")
    for split in splits[:MOST]:
        page.item(split_name(split), _split(report, split, page.width), split=True)
    if len(splits) > MOST:
        page.say(f"And {len(splits) - MOST:,} more: / narrows the list.")
    if splits:
        page.add([Row(())])
        page.say(
            "In order of spread times weight. Only what was heard the same and judged differently is a matter of "
            "the bar."
        )
    _asked(page, report)
    return page.page()


def split_name(split: Split) -> str:
    """Return what a split's item is called."""
    return f"split {split.candidate} {split.probe} {split.meaning}"


def split_named(report: Report, name: str) -> Split | None:
    """Return the split whose item is called so."""
    return next((split for split in report.comparison.disagreements if split_name(split) == name), None)


def _split(report: Report, split: Split, width: int) -> list[Row]:
    probe = report.probes.get(split.meaning)
    title = f"{split.probe} {probe.title}" if probe else split.probe
    sign = "≠≠" if split.straddles_bar else "≠ "
    rows = hanging([(f"{sign} ", "late")], f"{split.candidate} · {title}", "cursor", width)
    said = (
        f"{ratings(split)}{', on both sides of the bar' if split.straddles_bar else ''}: {KINDS[split.kind]}"
    )
    return [*rows, *hanging([("     ", "")], said, "plain", width)]


def _asked(page: PageMaker, report: Report) -> None:
    found = report.comparison
    if found.asked_different:
        page.heading("ASKED DIFFERENT THINGS: not compared")
        for one in found.asked_different[:MOST]:
            given = listed(f"{name} {rung}" for name, rung in one.ratings.items())
            page.add(hanging([("  ", "")], f"{one.candidate}: {given}. {one.sentence}", "plain", page.width))
        _say_more(page, len(found.asked_different))
    if found.lone_flags:
        page.heading("RED FLAGS THAT NOT ALL KEPT")
        for flag in found.lone_flags[:MOST]:
            who = f"kept by {listed(flag.kept_by)}, not by {listed(flag.not_by)}"
            words = f"{flag.candidate}  {flag.probe}: {flag.flag} {who}"
            page.add(hanging([("  ", "")], words, "plain", page.width))
        _say_more(page, len(found.lone_flags))


def _say_more(page: PageMaker, count: int) -> None:
    if count > MOST:
        page.say(f"And {count - MOST:,} more: open a candidate to see those.")
