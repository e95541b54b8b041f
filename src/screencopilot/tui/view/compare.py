"""The comparison of a panel's notes, drawn: which page of it is looked at, a head above it and the keys below."""

from __future__ import annotations

from collections import Counter

from screencopilot.report.wording import many
from screencopilot.tui.view.compare_call import call_page
from screencopilot.tui.view.compare_candidates import candidates_page, splits_page
from screencopilot.tui.view.compare_evaluators import agreement_page, evaluators_page
from screencopilot.tui.view.compare_keys import key_lines, keys_of
from screencopilot.tui.view.compare_look import Comparing, tabs_of
from screencopilot.tui.view.compare_matrix import candidate_page
from screencopilot.tui.view.compare_page import Page, PageMaker, Place, in_sight, paint
from screencopilot.tui.view.lines import (
    EMPTY,
    Row,
    Span,
    at_most,
    hanging,
    row,
    rule,
    two_sided,
    width_of,
)

#: A screen lower than this has no rows to spare.
LOW = 20
#: Skipped files named where nothing else is to be shown.
_SKIPPED = 200

_NAMES = {
    "candidates": "Candidates",
    "splits": "Splits",
    "agreement": "Agreement",
    "evaluators": "Evaluators",
}


def page_of(c: Comparing, width: int, height: int) -> Page:
    """Return the page that is looked at."""
    if c.report is None or c.bare:
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
    if c.trouble:
        page.say("The notes could not be compared.", "cursor")
        page.say(c.trouble, "plain")
        return page.page()
    if c.report is None:
        words = f"reading notes: {c.read:,} of {c.files:,}" if c.files else "looking for notes …"
        page.say(f"{many(c.files, 'file')} read; comparing …" if c.read >= c.files > 0 else words, "cursor")
        return page.page()
    page.say("No note could be compared.", "cursor")
    for notice in c.report.notices:
        page.say(notice, "plain")
    skipped = c.report.comparison.skipped
    for one in skipped[:_SKIPPED]:
        page.add(hanging([("- ", "quiet")], f"{one.path}: {one.why}", "plain", page.width))
    if len(skipped) > _SKIPPED:
        page.say(f"And {len(skipped) - _SKIPPED:,} more: x shows all.")
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
    if c.bare:
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


def _counts(c: Comparing) -> str:
    if c.report is None:
        return ""
    found = c.report.comparison
    skipped = f"{len(found.skipped):,} skipped (x)" if found.skipped else ""
    return " · ".join(p for p in (many(c.report.notes, "note"), skipped) if p)


def _foot(c: Comparing, width: int, height: int) -> list[Row]:
    most = 1 if height < LOW else 3
    keys = [row((f" {line}", "quiet")) for line in key_lines(keys_of(c), width - 2, most)]
    words = c.message or c.busy
    said = hanging([(" › ", "nudge")], words, "nudge", width - 1) if words else []
    return [*at_most(said, max(1, height // 5), width - 1), *keys][-max(1, height - 4) :]


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
