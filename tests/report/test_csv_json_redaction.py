"""CSV that no spreadsheet runs, the JSON document, and reports without names."""

from __future__ import annotations

import csv
import io
import json

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_json import to_json_document
from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.domain.note import Claim, Evidence
from screencopilot.report.csv import COLUMNS, csv_text, safe
from screencopilot.report.html import html
from screencopilot.report.json import document
from screencopilot.report.markdown import markdown
from screencopilot.report.redaction import redacted_notes, redacted_skips
from screencopilot.report.text import text
from tests.analysis.panels import note, panel
from tests.report.samples import hostile_notes, report, sparse_panel, two_notes


def rows_of(found) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(csv_text(found), newline="")))


# --- CSV --------------------------------------------------------------------------------------------------------------


def test_csv_has_a_row_for_each_rating_claim_candidate_and_evaluator():
    rows = rows_of(report(two_notes()))
    kinds = [row["row"] for row in rows]
    assert {kind: kinds.count(kind) for kind in kinds} == {
        "candidate": 1, "evaluator": 2, "agreement": 3, "rating": 5, "claim": 2,
    }  # fmt: skip
    first = next(row for row in rows if row["row"] == "rating" and row["evaluator"] == "Ben")
    assert (first["rating"], first["bar"], first["spread"]) == ("2", "3", "2")
    assert first["class"] == "judged-differently"
    assert "it all just worked" in first["evidence"]


def test_csv_rows_all_have_the_same_columns():
    table = list(csv.reader(io.StringIO(csv_text(report(hostile_notes(), adjusted=True)), newline="")))
    assert tuple(table[0]) == COLUMNS
    assert {len(row) for row in table} == {len(COLUMNS)}


def runs(cell: str) -> bool:
    """Whether a spreadsheet may take a cell for a formula: it begins like one and is no number."""
    if not cell.strip().startswith(tuple("=+-@＝＋－＠")) and not cell.startswith(("\t", "\r")):
        return False
    try:
        float(cell)
    except ValueError:
        return True
    return False


def test_no_cell_of_hostile_notes_is_a_formula():
    notes = hostile_notes()
    rows = rows_of(report(notes, adjusted=True, skipped=[Skipped("=path", "@why")]))
    assert len(rows) > 10
    for row in rows:
        assert not [cell for cell in row.values() if runs(cell)]
    assert any(row["evaluator"].startswith("'=1+1") for row in rows)


@given(st.text(max_size=20), st.sampled_from(["", "=", "+", "-", "@", "\t", "\r", " =", "\n=", "＝"]))
def test_no_text_becomes_a_formula_and_none_is_lost(words, start):
    found = safe(start + words)
    assert not found.strip().startswith(tuple("=+-@＝＋－＠"))
    assert not found.startswith(("\t", "\r"))
    assert found.removeprefix("'") == (start + words).removeprefix("'")


def test_numbers_stay_numbers():
    assert [safe(value) for value in (-0.25, 3, None, True)] == [-0.25, 3, "", "yes"]


def test_every_text_is_quoted_so_that_other_separators_part_nothing():
    line = csv_text(report([note("a;=1+1", "b", [3])])).splitlines()[1]
    assert '"a;=1+1"' in line


# --- JSON -------------------------------------------------------------------------------------------------------------


def test_json_is_the_document_of_the_contract():
    found = report(sparse_panel(), adjusted=True)
    assert document(found) == to_json_document(found.comparison)
    assert json.loads(msgspec.json.encode(document(found)))["schema"] == "screencopilot/comparison/1"


def test_json_explains_when_asked():
    assert document(report(panel(6)))["basis"]["explain"] == []
    assert any("assumptions" in line for line in document(report(panel(6), explain=True))["basis"]["explain"])


# --- without names ----------------------------------------------------------------------------------------------------

SECRETS = ("Zoë Quill", "Yann Iverson", "the Lyon account", "we lost forty", "said in passing", "xylophone")


def secret_notes():
    found = []
    for number, name in enumerate(SECRETS[:2]):
        one = note(
            "Candidate Xylophone", name, {"FA1-A": 5 - 3 * number}, hour=4 * number, ticks={"FA1-A": ["s1"]},
            claims=(Claim("Saved the Lyon account", "owned", "verified"), Claim("the Lyon account too", "owned")),
            evidence=(Evidence("e1", 5, "FA1-A", "quote", "+", "we lost forty percent"),),
            severity={"estimate": 0.2, "basis": "12 vignettes, said in passing", "by": "Zoë Quill"},
            id=f"Zoë Quill {number}",
        )  # fmt: skip
        found.append(replace(one, probes=tuple(replace(p, because="said in passing") for p in one.probes)))
    return found


@pytest.mark.parametrize(
    "render", [text, markdown, csv_text, html, lambda r: json.dumps(document(r), ensure_ascii=False)]
)
def test_redacted_reports_hold_no_name_and_no_word(render):
    shown = render(report(redacted_notes(secret_notes()), adjusted=True, redacted=True)).casefold()
    assert [secret for secret in SECRETS if secret.casefold() in shown] == []
    assert "candidate 1" in shown
    assert "evaluator 2" in shown


def test_redaction_keeps_every_figure():
    notes = sparse_panel()
    plain, redacted = compare(notes, adjusted=True), compare(redacted_notes(notes), adjusted=True)
    assert sorted(row.raw_mean for row in plain.candidates) == sorted(r.raw_mean for r in redacted.candidates)
    assert plain.agreement.overall.alpha == redacted.agreement.overall.alpha
    assert sorted(s.spread for s in plain.disagreements) == sorted(s.spread for s in redacted.disagreements)
    assert [c.adjusted for c in plain.candidates] == pytest.approx([c.adjusted for c in redacted.candidates])


def test_redaction_makes_one_of_what_was_one_and_keeps_others_apart():
    notes = redacted_notes(
        [note("C-1", "Ann", [3]), note(" c-1", "ann ", [4], hour=9), note("C-2", "B", [3])]
    )
    assert len({n.candidate.ref for n in notes}) == 2
    assert len({n.evaluator.name for n in notes}) == 2
    claims = compare(redacted_notes(secret_notes())).claims
    assert len(claims) == 2
    assert all(len(row.verdicts) == 2 for row in claims)


def test_redacted_reasons_hold_nothing_from_a_file():
    draft = "a draft: only sealed notes are compared"
    found = redacted_skips([Skipped("/home/ann/zoe.toml", "line 3: is 'Zoë'"), Skipped("x", draft)])
    assert found == [Skipped("file 1", "it cannot be compared"), Skipped("file 2", draft)]
