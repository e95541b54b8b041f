"""Reports as text and Markdown: what stands where, and nothing a note holds can format or mislead."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.report.markdown import escaped, markdown
from screencopilot.report.text import columns, text
from screencopilot.report.wording import gap, span
from tests.analysis.panels import note, panel
from tests.analysis.test_comparison_json import FORBIDDEN
from tests.report.samples import hostile_notes, report, sparse_panel, two_notes

DATA = Path(__file__).parent / "data"
BAD = Skipped("bad.toml", "line 1: is not TOML (mend the line)")


@pytest.mark.parametrize(("name", "render"), [("one.txt", lambda r: text(r, 96)), ("one.md", markdown)])
def test_one_candidate_reads_as_the_golden_file(name, render):
    assert render(report(two_notes(), skipped=[BAD])).rstrip() == (DATA / name).read_text("utf-8").rstrip()


def lines_of(part: str, whole: str) -> list[str]:
    """The lines of one part of a text report, its heading and underline left out."""
    found = whole.split(f"\n{part}\n{'-' * len(part)}\n", 1)[1]
    return re.split(r"\n\n[^\n]+\n-+\n", found)[0].strip().splitlines()


def test_several_candidates_stand_in_order_of_name_with_their_counts():
    rows = [line.split() for line in lines_of("Candidates", text(report(sparse_panel()), 120))[2:14]]
    assert [row[0] for row in rows] == [f"C-{number:02}" for number in range(12)]
    assert all(row[2] == "2" for row in rows)


def test_no_adjusted_figure_and_no_rank_without_being_asked():
    whole = text(report(sparse_panel()))
    assert "djusted" not in whole
    assert "rank" not in whole.lower()


def test_adjusted_figures_come_with_interval_rank_range_and_what_is_not_distinguishable():
    whole = text(report(sparse_panel(), adjusted=True), 120)
    rows = lines_of("Candidates", whole)[2:14]
    assert all(re.search(r"\d\.\d +\d\.\d to \d\.\d +\d+ to \d+ of 12$", row) for row in rows)
    assert re.search(r"\d+ pairs of 66 can be told apart", whole)
    assert "not distinguishable on these notes" in whole
    assert "the score we would expect if every evaluator on this panel" in whole


def test_one_candidate_never_gets_a_coefficient():
    shown = text(report(two_notes()))
    assert "Alpha" not in shown
    assert "On one candidate no coefficient is given" in shown


def test_rows_of_the_matrix_follow_spread_times_weight():
    notes = [
        note("C-1", "Ann", {"AA1-A": 5, "BB1-A": 4}),
        note("C-1", "Ben", {"AA1-A": 2, "BB1-A": 2}, hour=3),
    ]
    plain, weighted = text(report(notes)), text(report(notes, weights={"bb": 3.0}))
    assert plain.index("\n  AA1-A") < plain.index("\n  BB1-A")
    assert weighted.index("\n  BB1-A") < weighted.index("\n  AA1-A")


def test_the_first_splits_are_told_in_full_and_the_rest_by_a_line_each():
    found = report(panel(24, noise=1.2))
    whole = text(found, 120)
    splits = found.comparison.disagreements
    assert len(splits) > 20
    assert f"{len(splits)} split probes" in whole
    assert whole.count("confidence") == 0
    assert whole.count("are not on this computer") == 12
    assert whole.count(" (heard ") + whole.count(" (nothing was ticked") == len(splits) - 12


def test_a_probe_whose_words_are_unknown_says_so():
    notes = [note("C-1", "Ann", [5]), note("C-1", "Ben", [1], hour=3)]
    assert "not on this computer" in text(report(notes))


def test_ratings_asked_in_another_meaning_are_told_apart():
    notes = [note("C", "a", {"FA1-A": 5}), note("C", "b", {"FA1-A": 1}, hour=3, meanings={"FA1-A": "new"})]
    whole = text(report(notes))
    assert "Asked different things" in whole
    assert "No probe that two of you rated is split." in whole


def test_what_was_skipped_is_told_with_why():
    assert "bad.toml: line 1: is not TOML" in text(report([], skipped=[BAD]))
    assert "No note could be compared." in text(report([]))


def test_explain_prints_what_the_model_assumes():
    told = " ".join(text(report(sparse_panel(), adjusted=True, explain=True)).split())
    assert "These are assumptions." in told
    assert "half-normal of scale 0.47" in told
    assert "These are assumptions." not in text(report(sparse_panel(), adjusted=True), 200)


@pytest.mark.parametrize("render", [text, markdown])
@pytest.mark.parametrize("adjusted", [False, True])
def test_no_report_makes_a_forbidden_claim(render, adjusted):
    for notes in (two_notes(), sparse_panel(), panel(40, evaluators=2, severity={0: 0.5})):
        ours = replace(
            report(notes, adjusted=adjusted, explain=True), probes={}
        )  # a bank's words are its own
        for line in render(ours).splitlines():
            assert not FORBIDDEN.search(line), line


@pytest.mark.parametrize("width", [40, 80, 120])
def test_prose_and_lists_keep_within_the_width(width):
    tables = re.compile(r"^(-+|\S.* {2,}\S.*| {2}\S.*)$")
    for line in text(report(sparse_panel(), adjusted=True), width).splitlines():
        assert columns(line) <= width or tables.match(line), line


def test_evaluators_stand_side_by_side_when_there_is_room():
    wide, narrow = text(report(two_notes()), 120), text(report(two_notes()), 60)
    assert re.search(r"Ann: 4 +\| Ben: 2", wide)
    assert not re.search(r"Ann: 4 +\| Ben: 2", narrow)


def test_no_figure_is_minus_nothing():
    assert (span(-0.04, 0.04), gap(-0.04), span(None, 1.0)) == ("0.0 to 0.0", "0.0", "–")


def test_columns_counts_wide_and_joined_characters():
    assert [columns(words) for words in ("abc", "日本", "e\u0301", "")] == [3, 4, 1, 0]


def test_hostile_text_formats_nothing_in_markdown():
    shown = markdown(report(hostile_notes()))
    assert "<" not in shown
    assert not re.search(r"(?<!\\)\[a", shown)
    assert not re.search(r"(?<!\\)\]\(", shown)
    assert "https:" not in shown


def shown_cells(line: str) -> int:
    """How many cells a Markdown reader sees in a row: bars after a backslash do not part cells."""
    return len(re.findall(r"(?<!\\)\|", line)) - 1


def test_tables_of_markdown_have_equal_rows_whatever_a_note_holds():
    table: list[int] = []
    for line in [*markdown(report(hostile_notes())).splitlines(), ""]:
        if line.startswith("|"):
            table.append(shown_cells(line))
        else:
            assert len(set(table)) <= 1, table
            table.clear()


@given(st.text(max_size=60))
def test_escaped_text_is_one_line_without_signs_of_its_own(words):
    shown = escaped(words)
    bare = re.sub(r"\\.|&(#\d+|lt|gt|amp);", "", shown)
    assert not re.search(r"[`*_{}\[\]<>|!~$]", bare)
    assert len(shown.splitlines()) <= 1
    assert not re.match(r"[-+=]|\d+[.)](\s|$)", shown)
