"""The comparison, drawn: no row too wide, every row to be reached, and nothing said that must not be."""

from __future__ import annotations

import re
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.domain.note import Evidence
from screencopilot.report.panel import Survey, TimeUsed
from screencopilot.report.values import Report
from screencopilot.tui.view.compare import (
    draw_compare,
    draw_skipped,
    page_of,
    room_for_page,
)
from screencopilot.tui.view.compare_columns import columns, short_names
from screencopilot.tui.view.compare_evaluators import rungs_drawn, time_words
from screencopilot.tui.view.compare_keys import draw_help, key_lines, keys_of
from screencopilot.tui.view.compare_look import TABS, Comparing
from screencopilot.tui.view.compare_page import (
    Page,
    PageMaker,
    Place,
    gone_to,
    moved,
    next_split,
    paged,
    paint,
    settled,
)
from screencopilot.tui.view.lines import row
from screencopilot.tui.view.listen import GLYPHS
from tests.analysis.panels import note
from tests.report.samples import PROBE, SIGNALS, hostile_notes, report, sparse_panel, two_notes

WIDTHS, HEIGHTS = st.integers(50, 200), st.integers(8, 60)


@cache
def one() -> Report:
    return report(two_notes(), skipped=[Skipped("/x/bad.toml", "line 1: is not TOML")])


@cache
def many(adjusted: bool = False) -> Report:
    return report(sparse_panel(), adjusted=adjusted)


@cache
def crowd() -> Report:
    """One candidate and eleven evaluators with long names of one beginning."""
    names = [f"Evaluator number {n:02} of the panel" for n in range(11)]
    return report([note("C-1", name, [1 + n % 5, 3], hour=3 * n) for n, name in enumerate(names)])


@cache
def hostile() -> Report:
    return report(hostile_notes())


def opened_all(c: Comparing) -> Comparing:
    """The same look with every item of its page opened."""
    return replace(c, opened=frozenset(item.name for item in page_of(c, 100, 40).items))


def looks(whole: Report) -> list[Comparing]:
    """Every page of a report, closed and opened."""
    refs = whole.comparison.candidates
    probe = whole.comparison.probes[0].probe
    calls = tuple(r for r in whole.comparison.probes if r.probe == probe)
    bare = Comparing(report=whole, survey=Survey({"ann": TimeUsed(3, 900, 1080, 1)}, {probe: 2}, {}))
    found = [replace(bare, tab=tab) for tab in TABS]
    found += [replace(bare, ref=refs[0].ref), replace(bare, probe=probe, calls=calls)]
    found += [replace(bare, words="ann e1"), replace(bare, message="said once " * 20, busy="wait")]
    return [*found, *map(opened_all, found), Comparing(read=3, files=10), Comparing()]


LOOKS = [look for whole in (one(), many(), many(True), crowd(), hostile()) for look in looks(whole)]
#: By number, so that a failure is short enough to read.
WHICH = st.integers(0, len(LOOKS) - 1)


def text_of(c: Comparing, width: int = 120, height: int = 60) -> str:
    """All rows of a page, those out of sight too."""
    page = page_of(c, width, height)
    return "\n".join(r.text.rstrip() for r in (*page.head, *page.rows))


@settings(max_examples=150, deadline=None)
@given(WHICH, WIDTHS, HEIGHTS, st.integers(0, 30), st.integers(0, 200))
def test_no_row_is_wider_than_the_screen_and_no_screen_higher(
    which: int, width: int, height: int, lit: int, top: int
) -> None:
    c = LOOKS[which]
    page = page_of(c, width, height)
    place = settled(page, Place(lit, top), room_for_page(c, width, height))
    rows = draw_compare(c, page, place, width, height)
    assert len(rows) <= height
    assert all(cell_len(r.text) <= width for r in rows), [r.text for r in rows if cell_len(r.text) > width]


@settings(max_examples=60, deadline=None)
@given(WHICH, WIDTHS, st.integers(10, 50))
def test_down_shows_every_row_and_every_item_and_up_leads_back(which: int, width: int, height: int) -> None:
    c = LOOKS[which]
    page, room = page_of(c, width, height), room_for_page(c, width, height)
    place, seen, lit = settled(page, Place(), room), set[int](), set[int]()
    space = room - min(len(page.head), room - 1)
    for _ in range(2 * len(page.rows) + 10):
        seen |= set(range(place.top, min(len(page.rows), place.top + space)))
        lit.add(place.lit)
        after = moved(page, place, 1, room)
        if after == place:
            break
        place = after
    assert seen == set(range(len(page.rows)))
    assert lit == set(range(max(1, len(page.items))))
    for _ in range(2 * len(page.rows) + 10):
        place = moved(page, place, -1, room)
    assert place == Place(0, 0)


@settings(max_examples=40, deadline=None)
@given(WHICH, WIDTHS, st.integers(10, 50))
def test_screens_on_show_every_row_and_end_at_the_last_item(which: int, width: int, height: int) -> None:
    c = LOOKS[which]
    page, room = page_of(c, width, height), room_for_page(c, width, height)
    space = room - min(len(page.head), room - 1)
    place, seen = settled(page, Place(), room), set[int]()
    for _ in range(len(page.rows) + 2):
        seen |= set(range(place.top, min(len(page.rows), place.top + space)))
        before, place = place, paged(page, place, 1, room)
        assert place.lit >= before.lit
    assert seen == set(range(len(page.rows)))
    assert place.lit == max(0, len(page.items) - 1)
    assert place == paged(page, Place(), 1_000_000, room)
    assert paged(page, place, -1_000_000, room) == Place(0, 0)


@settings(max_examples=60, deadline=None)
@given(WHICH, WIDTHS, st.integers(10, 50), st.integers(0, 40), st.integers(0, 300))
def test_an_item_gone_to_is_in_sight(which: int, width: int, height: int, number: int, top: int) -> None:
    c = LOOKS[which]
    page, room = page_of(c, width, height), room_for_page(c, width, height)
    place = gone_to(page, number, top, room)
    space = room - min(len(page.head), room - 1)
    if page.items:
        assert place.top <= page.items[place.lit].line < place.top + space
        assert place.lit == min(number, len(page.items) - 1)


@given(st.lists(st.text(max_size=30), unique=True, max_size=12), st.integers(6, 20))
def test_shortened_names_fit_and_stay_apart(names: list[str], width: int) -> None:
    short = short_names(names, width)
    assert all(cell_len(text) <= width for text in short.values())
    plain = [name for name in names if name.isalnum()]
    assert len({short[name] for name in plain}) == len(plain)


def test_narrow_screens_shorten_names_with_a_legend_and_leave_nobody_out_unsaid() -> None:
    c = Comparing(report=crowd())
    text = text_of(c, 60)
    assert "= Evaluator number 00 of the panel" in text
    assert "of 11: ← → the others" in text
    assert re.search(r"evaluators 8-11 of 11|evaluators \d+-11 of 11", text_of(replace(c, first=10), 60))
    assert columns(["Ann", "Ben"], 150).all_in_sight


# -- one candidate --------------------------------------------------------------------------------------------------


def test_the_matrix_has_ratings_with_their_marks_and_the_largest_disagreement_first() -> None:
    text = text_of(Comparing(report=one()))
    lines = text.splitlines()
    split = next(line for line in lines if line.startswith(f"≠ {PROBE.id}"))
    assert re.search(r"3\s+4\s+2 !$", split)
    assert re.search(r"ZZ1-A\s+3\s+3 °\s+3 °$", text, re.M)
    assert re.search(r"ZZ2-A\s+3\s+NE$", text, re.M)
    assert lines.index(split) < next(n for n, line in enumerate(lines) if "ZZ1-A" in line)
    assert "4.0 ·1" in text  # a mean never without its count


def test_an_opened_row_says_who_heard_what_shows_evidence_side_by_side_and_the_rungs_between() -> None:
    c = opened_all(Comparing(report=one()))
    text = text_of(c, 140)
    assert "heard the same, judged differently; spread 2, on both sides of the bar" in text
    assert re.search(r"Ann: 4 .*│ Ben: 2", text)
    assert re.search(r"1:05 “recall fell to 0.64”.*│", text)
    assert "from memory" in text
    words = PROBE.signal(SIGNALS[1])
    assert words is not None
    mark = re.escape(GLYPHS[words.tone])
    assert re.search(rf"{words.text}\s+{mark}\s+{mark}$", text, re.M)
    assert "THE RUNGS BETWEEN" in text
    ladder = {rung.rung: rung.text for rung in PROBE.ladder}
    assert all(ladder[n] in text for n in (2, 3, 4))
    assert ladder[5] not in text
    assert ladder[1] not in text


def test_who_heard_a_signal_stands_in_their_column() -> None:
    text = text_of(opened_all(Comparing(report=many(), ref="C-00")), 120)
    heads = next(line for line in text.splitlines() if line.strip().startswith("bar"))
    ann, ben = heads.index("E0"), heads.index("E1")
    split = next(s for s in many().comparison.disagreements if s.candidate == "C-00")
    block = text[text.index(f"≠ {split.probe}") :].splitlines()
    for signal, names in split.heard_by.items():
        line = next(part for part in block if part.strip().startswith(f"{signal} ")).ljust(200)
        assert (line[ann] == "●") is ("E0" in names)
        assert (line[ben] == "●") is ("E1" in names)


def test_words_that_are_not_here_are_said_to_be_missing() -> None:
    bare = replace(one(), probes={})
    text = text_of(opened_all(Comparing(report=bare)), 140)
    assert "are not on this computer" in text
    assert "THE RUNGS BETWEEN" not in text


def test_claims_have_a_block_with_verdicts_and_practitioners_marked() -> None:
    text = text_of(Comparing(report=one()))
    block = text[text.index("CLAIMS") :]
    assert "≠ Ran it for a year (owned)" in block
    assert "Ann: verified\n" in block
    assert "Ben: unsupported *" in block


def test_other_meanings_are_marked_and_never_called_a_split() -> None:
    apart = [
        note("C-1", "Ann", {"FA1-A": 5}, meanings={"FA1-A": "one"}),
        note("C-1", "Ben", {"FA1-A": 1}, meanings={"FA1-A": "two"}, hour=4),
    ]
    text = text_of(opened_all(Comparing(report=report(apart))))
    assert "? FA1-A" in text
    assert "asked different things: Ann 5, Ben 1" in text
    assert "≠ FA1-A" not in text


# -- several --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("adjusted", [False, True])
@pytest.mark.parametrize("width", [60, 100, 160])
def test_candidates_stand_in_order_of_name_whatever_is_shown(adjusted: bool, width: int) -> None:
    page = page_of(Comparing(report=many(adjusted)), width, 40)
    names = [item.name.removeprefix("candidate ") for item in page.items]
    assert names == sorted(names)
    means = [row.raw_mean or 0 for row in many(adjusted).comparison.candidates]
    assert means != sorted(means)  # else the order of names would prove nothing
    assert means != sorted(means, reverse=True)


@pytest.mark.parametrize("width", [60, 100, 160])
def test_adjusted_figures_come_with_interval_and_a_range_of_ranks(width: int) -> None:
    text = text_of(Comparing(report=many(True)), width)
    first = many(True).comparison.candidates[0]
    assert first.low is not None
    assert f"{first.low:.1f} to {first.high:.1f}" in text
    assert f"{first.rank_low} to {first.rank_high} of 12" in text
    off = text_of(Comparing(report=many()), width)
    assert "a shows them" in off
    assert f"{first.low:.1f} to {first.high:.1f}" not in off


def test_a_reason_that_all_share_is_said_once() -> None:
    alone = report([note(f"C-{n}", "Ann", [3], hour=n * 5) for n in range(4)], adjusted=True)
    text = text_of(Comparing(report=alone))
    reason = alone.comparison.candidates[0].reason
    assert reason
    assert " ".join(text.split()).count(reason) == 1


FORBIDDEN = re.compile(
    r"\bhire|\bwinner|\bbest candidate|probabil|\bscore of|\brank \d+ of|\brank \d+$|unbiased|objective|validated|"
    r"\bfair\b|\bpercentile|\btop \d",
    re.I | re.M,
)


@pytest.mark.parametrize("c", looks(many(True)) + looks(many()) + looks(one()))
def test_nothing_is_said_that_must_not_be(c: Comparing) -> None:
    text = "\n".join((text_of(c, 120), *keys_of(c)))
    assert not FORBIDDEN.search(text), FORBIDDEN.search(text)


def test_of_one_candidate_no_coefficient_is_given() -> None:
    text = text_of(Comparing(report=one(), tab="agreement"))
    assert "no coefficient is given" in text
    assert "Alpha" not in text


def test_agreement_stands_with_counts_and_a_sentence() -> None:
    text = text_of(Comparing(report=many(), tab="agreement"))
    overall = many().comparison.agreement.overall
    assert re.search(rf"all competencies\s+{overall.alpha:.2f}\s+.* to .*\s12\s+60", text)
    assert "Treat ratings as rough" in " ".join(text.split())


def test_narrowing_hides_rows_and_says_so_but_changes_no_figure() -> None:
    whole, part = Comparing(report=many()), Comparing(report=many(), words="E3")
    shown = [item.name for item in page_of(part, 160, 40).items]
    rows = {f"candidate {r.ref}": r for r in many().comparison.candidates}
    assert 0 < len(shown) < len(rows)
    assert all("E3" in rows[name].evaluators for name in shown)
    assert f"{len(shown)} of 12 candidates shown" in text_of(part)
    line = next(s for s in text_of(whole).splitlines() if s.startswith(shown[0].split()[1]))
    assert line in text_of(part)
    by_role = Comparing(report=many(), words="ml c-03", survey=Survey(roles={"c-03": "ml"}))
    assert [i.name for i in page_of(by_role, 100, 40).items] == ["candidate C-03"]


def test_splits_stand_in_the_reports_order_with_their_diagnosis() -> None:
    page = page_of(Comparing(report=many(), tab="splits"), 120, 40)
    splits = many().comparison.disagreements
    assert [i.name for i in page.items] == [f"split {s.candidate} {s.probe} {s.meaning}" for s in splits]
    assert "heard the same, judged differently" in text_of(Comparing(report=many(), tab="splits"))


def test_evaluators_are_told_by_their_use_of_rungs_minutes_and_evidence() -> None:
    c = Comparing(report=one(), tab="evaluators", survey=Survey({"ann": TimeUsed(3, 900, 1000, 1)}))
    text = text_of(opened_all(c), 120)
    line = next(s for s in text.splitlines() if s.startswith("Ann"))
    assert re.search(r"· · █ █ ·\s+33%\s+50%\s+90%", line)
    assert "90% of the minutes planned for probes; 1 of 3 probes ran over" in text
    assert "no minutes to count" in text  # Ben, of whom the survey knows nothing


def test_severity_is_told_with_its_interval_only_when_asked_for() -> None:
    first = many(True).comparison.evaluators[0]
    said = " ".join(text_of(Comparing(report=many(True), tab="evaluators"), 60).split())
    assert first.sentence
    assert first.sentence in said
    assert "plausibly from" not in text_of(Comparing(report=many(), tab="evaluators"), 60)


def test_the_judgment_call_shows_one_probe_across_candidates_side_by_side() -> None:
    both = [*two_notes(), note("C-8", "Ann", {PROBE.id: 3}, hour=50, id="z",
            evidence=(Evidence("e1", 9, PROBE.id, "quote", "", "we measured it"),))]  # fmt: skip
    whole = report(both)
    calls = tuple(r for r in whole.comparison.probes if r.probe == PROBE.id)
    text = text_of(Comparing(report=whole, probe=PROBE.id, calls=calls), 140)
    assert re.search(r"“recall fell to 0.64”.*│", text)
    assert "“we measured it”" in text
    assert text.index("C-7") < text.index("C-8")
    assert "C-8 · bar 3 · another meaning" in text
    assert all(rung.text in text for rung in PROBE.ladder)


def test_nothing_to_compare_says_why() -> None:
    empty = report([], skipped=[Skipped("/x/bad.toml", "line 1: is not TOML")])
    text = text_of(Comparing(report=empty))
    assert "No note could be compared." in text
    assert "/x/bad.toml: line 1: is not TOML" in text


def test_help_and_skipped_hold_what_they_promise() -> None:
    c = Comparing(report=one())
    said = "\n".join(r.text for r in draw_help(c, 80))
    assert all(key in said for key in ("Enter", "n  N", "Tab", "j ", "a ", "/ ", "e ", "x ", "Esc"))
    assert "bad.toml" in "\n".join(r.text for r in draw_skipped(c, 80))
    assert all(cell_len(r.text) <= 80 for r in draw_help(c, 80))


# -- small parts ----------------------------------------------------------------------------------------------------


def test_the_next_split_goes_round() -> None:
    made = PageMaker(60)
    for name, split in (("a", False), ("b", True), ("c", False), ("d", True)):
        made.item(name, [row(name)], split=split)
    page = made.page()
    assert [next_split(page, lit, 1) for lit in range(4)] == [1, 3, 3, 1]
    assert [next_split(page, lit, -1) for lit in range(4)] == [3, 3, 1, 1]
    assert next_split(Page((), ()), 0, 1) is None


def test_only_the_lit_item_is_marked() -> None:
    made = PageMaker(40)
    made.keep([row("head")])
    made.item("a", [row("one"), row("more")])
    made.item("b", [row("two")])
    rows = paint(made.page(), Place(1, 0), 40, 6)
    assert [r.text for r in rows[:4]] == ["  head", "  one", "  more", "▸ two"]
    assert [r.act for r in rows[:4]] == ["", "item:0", "item:0", "item:1"]


@given(st.lists(st.integers(0, 500), min_size=5, max_size=5))
def test_a_rung_that_was_given_is_never_drawn_as_one_that_was_not(rungs: list[int]) -> None:
    drawn = rungs_drawn(rungs).split()
    assert len(drawn) == 5
    assert [mark == "·" for mark in drawn] == [n == 0 for n in rungs]
    assert not any(rungs) or drawn[rungs.index(max(rungs))] == "█"


def test_minutes_that_notes_do_not_carry_are_not_invented() -> None:
    assert time_words(None) == "no minutes to count in these notes"
    assert time_words(TimeUsed(0, 0, 0, 0)) == "no minutes to count in these notes"


@given(st.integers(20, 200), st.integers(1, 3), st.sampled_from(TABS))
def test_keys_that_have_no_room_are_in_the_help_that_is_named(width: int, most: int, tab: str) -> None:
    keys = keys_of(Comparing(report=many(), tab=tab))  # type: ignore[arg-type]
    lines = key_lines(keys, width, most)
    shown = " · ".join(lines).split(" · ")
    assert len(lines) <= most
    assert set(keys) <= set(shown) or width < 24 or {"Esc back", "? all keys"} <= set(shown)


def test_skipped_files_beyond_those_named_are_counted() -> None:
    bare = report([], skipped=[Skipped(f"/x/{n}.toml", "bad") for n in range(203)])
    text = "\n".join(r.text for r in page_of(Comparing(report=bare), 80, 40).rows)
    assert "And 3 more: x shows all." in text
