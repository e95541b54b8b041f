"""The comparison of a panel's notes, drawn: which page of it is looked at, a head above it and the keys below."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from screencopilot.analysis.comparison_values import CandidateRow, ProbeRow
from screencopilot.report.explaining import explained
from screencopilot.report.panel import Survey
from screencopilot.report.values import Report
from screencopilot.report.wording import many
from screencopilot.tui.view.compare_call import call_page
from screencopilot.tui.view.compare_candidates import candidates_page, splits_page
from screencopilot.tui.view.compare_evaluators import agreement_page, evaluators_page
from screencopilot.tui.view.compare_matrix import candidate_page
from screencopilot.tui.view.compare_page import Page, PageMaker, Place, in_sight, paint
from screencopilot.tui.view.lines import EMPTY, Row, Span, hanging, row, rule, two_sided, width_of

Tab = Literal["candidates", "splits", "agreement", "evaluators"]
TABS: tuple[Tab, ...] = ("candidates", "splits", "agreement", "evaluators")
#: A screen lower than this has no rows to spare.
LOW = 20
NO_SURVEY = Survey()

_NAMES = {
    "candidates": "Candidates",
    "splits": "Splits",
    "agreement": "Agreement",
    "evaluators": "Evaluators",
}


class Comparing(Struct, frozen=True):
    """One look at a comparison.

    ``report`` is None while notes are read, ``read`` of ``files`` so far. ``ref`` is the candidate that is opened, with
    ``single`` its report where the whole one has no matrix of it; ``probe`` is the probe looked at across candidates,
    ``calls`` its rows. ``opened`` are the names of opened items; ``words`` narrow lists; ``first`` is the first
    evaluator in sight. ``survey`` is empty before all notes were gone through. ``busy`` says what is waited for,
    ``message`` is said until the next key.
    """

    report: Report | None = None
    read: int = 0
    files: int = 0
    tab: Tab = "candidates"
    ref: str = ""
    single: Report | None = None
    probe: str = ""
    calls: tuple[ProbeRow, ...] = ()
    opened: frozenset[str] = frozenset()
    words: str = ""
    first: int = 0
    survey: Survey = NO_SURVEY
    busy: str = ""
    message: str = ""

    @property
    def alone(self) -> bool:
        """Whether the whole comparison is of one candidate."""
        return self.report is not None and self.report.single

    @property
    def at(self) -> str:
        """Which page is looked at: a tab, ``candidate``, ``call`` or ``loading``."""
        if self.report is None:
            return "loading"
        if self.probe:
            return "call"
        on_candidate = self.ref or (self.alone and self.tab in {"candidates", "splits"})
        return "candidate" if on_candidate else self.tab

    @property
    def candidate(self) -> CandidateRow | None:
        """The candidate that is looked at, with its figures in the whole comparison."""
        if self.report is None:
            return None
        rows = self.report.comparison.candidates
        ref = self.ref or (rows[0].ref if self.alone else "")
        return next((row for row in rows if row.ref == ref), None)

    @property
    def matrix(self) -> Report | None:
        """The report that has the matrix of the candidate looked at."""
        return self.single if self.ref and self.single is not None else self.report


def page_of(c: Comparing, width: int, height: int) -> Page:
    """Return the page that is looked at."""
    if c.report is None or not c.report.comparison.candidates:
        return _bare(c, width)
    at, row, matrix = c.at, c.candidate, c.matrix
    if at == "call":
        return call_page(c.report, c.probe, c.calls, width, words=c.words)
    if at == "candidate" and row is not None and matrix is not None:
        return candidate_page(matrix, row, c.opened, width, first=c.first, low=height < LOW)
    if at == "splits":
        return splits_page(c.report, width, words=c.words)
    if at == "agreement":
        return agreement_page(c.report, width)
    if at == "evaluators":
        return evaluators_page(c.report, width, opened=c.opened, times=c.survey.times, words=c.words)
    return candidates_page(c.report, width, words=c.words, roles=c.survey.roles)


def _bare(c: Comparing, width: int) -> Page:
    """Return the page while notes are read, or when none of them can be compared."""
    page = PageMaker(width)
    page.add([EMPTY])
    if c.report is None:
        words = f"reading notes: {c.read:,} of {c.files:,}" if c.files else "looking for notes …"
        page.say(f"{many(c.files, 'file')} read; comparing …" if c.read >= c.files > 0 else words, "cursor")
        return page.page()
    page.say("No note could be compared.", "cursor")
    for notice in c.report.notices:
        page.say(notice, "plain")
    for one in c.report.comparison.skipped[:200]:
        page.add(hanging([("- ", "quiet")], f"{one.path}: {one.why}", "plain", page.width))
    return page.page()


# -- the whole screen -----------------------------------------------------------------------------------------------


def room_for_page(c: Comparing, width: int, height: int) -> int:
    """Return how many rows of the screen are the page's."""
    return max(1, height - len(_head(c, width, height)) - len(_foot(c, width, height)))


def draw_compare(c: Comparing, page: Page, place: Place, width: int, height: int) -> list[Row]:
    """Return all rows of the screen, at most ``height``; the keys are the last of them."""
    foot = _foot(c, width, height)
    room = room_for_page(c, width, height)
    head = _head(c, width, height, in_sight(page, place, room))
    return [*head, *paint(page, place, width, room), *foot][-height:]


def _head(c: Comparing, width: int, height: int, sight: str = "") -> list[Row]:
    left: list[Span] = [(" COMPARE ", "head"), *_where(c)]
    right: list[Span] = [(f"{sight or _counts(c)} ", "quiet")]
    rows = [two_sided(left, right if width_of([*left, *right]) < width else [], width)]
    return [*rows, rule(width)] if height >= LOW else rows


def _where(c: Comparing) -> list[Span]:
    if c.report is None:
        return []
    if c.probe:
        return [("one probe across candidates", "title")]
    row = c.candidate
    if c.ref and row is not None:
        return [(row.ref, "title")]
    tabs = tabs_of(c)
    spans: list[Span] = []
    for number, tab in enumerate(tabs, 1):
        lit = tab == c.tab or (c.alone and number == 1 and c.at == "candidate")
        name = row.ref if c.alone and number == 1 and row is not None else _NAMES[tab]
        spans += [(f"{number} ", "key"), (f"{name}  ", "chosen" if lit else "quiet")]
    return spans


def tabs_of(c: Comparing) -> tuple[Tab, ...]:
    """Return the tabs there are: of one candidate the splits stand in the matrix itself."""
    return tuple(tab for tab in TABS if not (c.alone and tab == "splits"))


def _counts(c: Comparing) -> str:
    if c.report is None:
        return ""
    found = c.report.comparison
    skipped = f"{len(found.skipped):,} skipped (x)" if found.skipped else ""
    return " · ".join(p for p in (many(c.report.notes, "note"), skipped) if p)


def _foot(c: Comparing, width: int, height: int) -> list[Row]:
    most = 1 if height < LOW else 3
    keys = [row((f" {line}", "quiet")) for line in _lines(keys_of(c), width - 2)[:most]]
    words = c.message or c.busy
    said = hanging([(" › ", "nudge")], words, "nudge", width - 1)[: max(1, height // 5)] if words else []
    return [*said, *keys][-max(1, height - 4) :]


def _lines(parts: Sequence[str], width: int) -> list[str]:
    """Return lines of at most ``width`` cells, no part parted."""
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines[-1] else part
        if width_of([(joined, "")]) <= width:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines


def keys_of(c: Comparing) -> tuple[str, ...]:
    """Return the keys of the page looked at with what they do, the most wanted first."""
    own = {
        "loading": (),
        "candidates": ("Enter open", "n N splits", "j one probe", "a adjusted", "/ narrow"),
        "splits": ("Enter open", "j its probe", "/ narrow"),
        "candidate": ("Enter open", "n N splits", "j this probe everywhere", "o all"),
        "call": ("Enter its candidate", "←→ other probes", "n N splits", "/ narrow"),
        "agreement": (),
        "evaluators": ("Enter more", "a adjusted", "/ narrow"),
    }[c.at]
    tabs = () if c.ref or c.probe or c.report is None else ("Tab pages",)
    rest = ("e page", "x skipped", "? keys") if c.report is not None else ()
    moves = ("↑↓",) if c.report is not None else ()
    return (*moves, *own, *tabs, "Esc back", *rest)


HELP = (
    ("↑↓ PgUp PgDn", "move; a long item is scrolled through"),
    ("Enter", "open a row: who heard what, evidence side by side, the rungs between; or a candidate"),
    ("n  N", "the next row you split on, and the one before"),
    ("Tab  1-4", "the pages: candidates, splits, agreement, evaluators"),
    ("j", "the judgment call: one probe across all candidates and evaluators; ← → the other probes"),
    ("o", "open all split rows of a candidate, or close all"),
    ("← →", "the other evaluators, where not all have room"),
    ("a", "severity-adjusted figures with their intervals, or the raw notes alone"),
    ("/", "narrow a list by candidate, role, level or evaluator; the figures stay those of all"),
    ("e", "write the HTML page beside the notes; no file is written over"),
    ("x", "what was skipped, and why"),
    ("0  F9", "hide everything"),
    ("Esc", "back"),
)
#: Where a split leads.
SETTLE = (
    "To settle a candidate's splits with the panel: screencopilot debrief --candidate REF, on the same paths."
)


def draw_help(c: Comparing, width: int) -> list[Row]:
    """Return the keys, and how the figures are made."""
    rows: list[Row] = []
    for keys, words in HELP:
        rows += hanging([(f"{keys:<13}", "key")], words, "plain", width)
    rows += [EMPTY, *hanging([], SETTLE, "plain", width)]
    if c.report is not None:
        rows += [EMPTY, row(("HOW THE FIGURES ARE MADE", "head"))]
        for words in explained(c.report):
            rows += hanging([("- ", "quiet")], words, "plain", width)
    return rows


def draw_skipped(c: Comparing, width: int) -> list[Row]:
    """Return what was left out, and how the notes were chosen."""
    assert c.report is not None
    found = c.report.comparison
    rows: list[Row] = []
    for notice in c.report.notices:
        rows += hanging([], notice, "plain", width)
    for one in found.skipped:
        rows += hanging([("- ", "quiet")], f"{one.path}: {one.why}", "plain", width)
    return rows or [row(("nothing was skipped", "quiet"))]


def probes_of(c: Comparing) -> list[tuple[str, str]]:
    """Return the ids of the probes that were asked, as far as is known, with what can be said of each."""
    assert c.report is not None
    report = c.report
    titles = {probe.id: probe.title for probe in report.probes.values()}
    known = c.survey.asked or {one.probe: 0 for one in report.comparison.probes}
    splits = Counter(s.probe for s in report.comparison.disagreements)

    def about(name: str) -> str:
        notes = many(c.survey.asked[name], "note") if name in c.survey.asked else ""
        split = many(splits[name], "split") if splits[name] else ""
        return " · ".join(part for part in (titles.get(name, ""), notes, split) if part)

    return [(name, about(name)) for name in sorted(known)]
