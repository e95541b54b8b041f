"""``compare`` as a process: formats, what is skipped, what stays closed, what is filtered."""

from __future__ import annotations

import csv
import io
import re
import stat
from pathlib import Path

import pytest

from screencopilot.store.profile import Profile, save_profile
from tests.analysis.panels import note
from tests.cli.process import Ran, run_program, run_python
from tests.report.samples import sparse_panel, two_notes, write_notes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder of the sparse panel's notes with a file that is none."""
    write_notes(tmp_path / "panel", sparse_panel())
    (tmp_path / "panel" / "bad.toml").write_text("x = \n", encoding="utf-8")
    return tmp_path


def compared(folder: Path, *args: str) -> Ran:
    """Run ``compare`` on the folder ``panel`` there."""
    return run_program(folder, ["compare", "panel", *args])


def test_json_is_the_contracts_document_and_a_bad_file_stops_nothing(folder: Path):
    ran = compared(folder, "--format", "json")
    assert (ran.code, ran.err) == (0, "")
    assert ran.json["schema"] == "screencopilot/comparison/1"
    assert [row["ref"] for row in ran.json["candidates"]] == [f"C-{n:02}" for n in range(12)]
    assert all(row["adjusted"] is None for row in ran.json["candidates"])
    assert [(Path(one["path"]).name, one["why"]) for one in ran.json["skipped"]] == [
        ("bad.toml", "line 1: is not TOML: Invalid value (mend the line)")
    ]


def test_adjusted_is_asked_for(folder: Path):
    rows = compared(folder, "--format", "json", "--adjusted").json["candidates"]
    assert all(row["low"] < row["adjusted"] < row["high"] for row in rows)


def test_text_is_the_default(folder: Path):
    ran = compared(folder)
    assert ran.code == 0
    assert ran.out.startswith("Comparison of notes\n===")
    assert max(map(len, ran.out.splitlines())) <= 100


def test_files_and_folders_are_both_taken(folder: Path):
    ran = run_program(folder, ["compare", "panel/00.toml", "panel/01.toml", "--format", "json"])
    assert [row["notes"] for row in ran.json["candidates"]] == [2]


@pytest.mark.parametrize(("name", "begin"), [
    ("r.html", b"<!doctype html>"), ("r.md", b"# Comparison"), ("r.csv", b"\xef\xbb\xbf\"row\""), ("r.json", b"{\n"),
    ("r.txt", b"Comparison of notes\n"),
])  # fmt: skip
def test_out_takes_the_format_from_the_files_name(folder: Path, name: str, begin: bytes):
    ran = compared(folder, "--out", name)
    assert (ran.code, ran.out) == (0, f"written: {name}\n")
    assert (folder / name).read_bytes().startswith(begin)
    assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600


def test_out_never_writes_over_a_note(folder: Path):
    before = (folder / "panel" / "00.toml").read_bytes()
    ran = compared(folder, "--out", "panel/00.toml")
    assert ran.code == 1
    assert "a report is no note" in ran.err
    assert (folder / "panel" / "00.toml").read_bytes() == before


def test_csv_tells_every_rating_and_the_skipped_file(folder: Path):
    rows = list(csv.DictReader(io.StringIO(compared(folder, "--format", "csv").out, newline="")))
    assert sum(row["row"] == "rating" for row in rows) == 24 * 5
    assert sum(row["row"] == "skipped" for row in rows) == 1


@pytest.mark.parametrize(("options", "refs", "notes"), [
    (["--candidate", "c-03"], ["C-03"], 2),
    (["--candidate", "C-03", "--candidate", "C-05"], ["C-03", "C-05"], 4),
    (["--candidate", "C-0"], [], 0),
    (["--role", "other"], [], 0),
    (["--evaluator", "e2", "--since", "2026-11-08"], ["C-07"], 1),
    (["--since", "2026-11-12"], ["C-10", "C-11"], 4),
])  # fmt: skip
def test_filters(folder: Path, options: list[str], refs: list[str], notes: int):
    ran = compared(folder, "--format", "json", *options)
    assert [row["ref"] for row in ran.json["candidates"]] == refs
    assert sum(row["notes"] for row in ran.json["candidates"]) == notes
    assert "not asked for" in ran.err
    assert ran.code == (0 if notes else 1)


def test_a_wrong_day_is_wrong_use(folder: Path):
    ran = compared(folder, "--since", "yesterday")
    assert ran.code == 2
    assert "write a date such as 2026-11-01" in ran.err


def test_without_paths_the_own_notes_are_compared(tmp_path: Path):
    assert run_program(tmp_path, ["compare"]).code == 2
    write_notes(tmp_path / "home" / "data" / "notes", two_notes())
    assert "Comparison of C-7" in run_program(tmp_path, ["compare"]).out


def test_drafts_and_changed_seals_are_skipped_with_why(tmp_path: Path):
    paths = write_notes(tmp_path / "panel", [note("c", "a", [3]), note("c", "b", [1], status="draft"),
                                             note("c", "d", [2])])  # fmt: skip
    paths[2].write_text(paths[2].read_text().replace("rating = 2", "rating = 5"))
    found = compared(tmp_path, "--format", "json").json
    assert {Path(one["path"]).name: one["why"] for one in found["skipped"]} == {
        "01.toml": "a draft: only sealed notes are compared",
        "02.toml": "changed after it was sealed: its seal does not fit any more",
    }
    assert found["candidates"][0]["notes"] == 1


def test_a_redacted_note_is_skipped(tmp_path: Path):
    write_notes(tmp_path / "one", two_notes()[:1])
    (tmp_path / "panel").mkdir()
    ran = run_program(tmp_path, ["notes", "redact", "one/00.toml", "--out", "panel"])
    assert ran.code == 0, ran.err
    ran = compared(tmp_path, "--format", "json")
    assert ran.code == 1
    assert [one["why"][:8] for one in ran.json["skipped"]] == ["redacted"]


# --- independence -----------------------------------------------------------------------------------------------------


@pytest.fixture
def panel_with_draft(tmp_path: Path) -> Path:
    """Notes by Ben and Cy on C-1 and C-2; Ann has a draft on C-1."""
    write_notes(tmp_path / "panel", [
        note("C-1", "Ben Quill", [5, 5]), note("C-1", "Cy Moor", [2, 2], hour=3), note("C-2", "Ben Quill", [3], hour=9),
        note("C-1", "Ann", [4], status="draft", hour=12),
    ])  # fmt: skip
    return tmp_path


@pytest.mark.parametrize("kind", ["text", "json", "csv", "md", "html"])
def test_a_candidate_one_is_still_to_judge_stays_closed(panel_with_draft: Path, kind: str):
    ran = compared(panel_with_draft, "--as", "ann", "--format", kind)
    assert ran.code == 0
    shown = ran.out + ran.err
    assert "Cy Moor" not in shown
    assert "00.toml" not in shown
    assert "2 notes on C-1 by others, closed to ann" in shown.replace("\\", "").replace("\n  ", " ")
    assert "it is no access control" in " ".join(shown.split())


def test_whose_view_it_is_stands_in_the_profile(panel_with_draft: Path):
    save_profile(panel_with_draft / "home" / "config" / "profile.toml", Profile(evaluator="Ann"))
    refs = [row["ref"] for row in compared(panel_with_draft, "--format", "json").json["candidates"]]
    assert refs == ["C-2"]
    other = compared(panel_with_draft, "--format", "json", "--as", "Ben Quill").json["candidates"]
    assert [row["ref"] for row in other] == ["C-1", "C-2"]


def test_a_draft_among_the_own_notes_closes_too(tmp_path: Path):
    write_notes(tmp_path / "panel", [note("C-1", "Ben", [5]), note("C-1", "Cy", [2], hour=3)])
    write_notes(tmp_path / "home" / "data" / "notes", [note("C-1", "Ann", [4], status="draft", hour=12)])
    ran = compared(tmp_path, "--as", "Ann", "--format", "json")
    assert (ran.code, ran.json["candidates"]) == (1, [])


def test_after_sealing_the_others_open(panel_with_draft: Path):
    write_notes(panel_with_draft / "panel" / "mine", [note("C-1", "Ann", [4, 3], hour=12, id="mine")])
    ran = compared(panel_with_draft, "--as", "Ann", "--format", "json")
    assert [(row["ref"], row["notes"]) for row in ran.json["candidates"]] == [("C-1", 3), ("C-2", 1)]


def test_nobody_known_is_told_when_there_are_drafts(panel_with_draft: Path):
    ran = compared(panel_with_draft, "--format", "json")
    assert [row["notes"] for row in ran.json["candidates"]] == [2, 1]
    assert "--as NAME says who you are" in ran.err


# --- names and hostile text -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["text", "json", "csv", "md", "html"])
def test_redacted_reports_hold_no_name_no_quote_and_no_path(tmp_path: Path, kind: str):
    write_notes(tmp_path / "panel", two_notes())
    (tmp_path / "panel" / "Zoe.toml").write_text("schema = 'Zoe'", encoding="utf-8")
    ran = compared(tmp_path, "--redact", "--format", kind)
    assert ran.code == 0
    shown = ran.out + ran.err
    for word in ("Ann", "Ben", "C-7", "recall fell", "as heard", "Ran it for", "Zoe", "toml", str(tmp_path)):
        assert word not in shown, word
    assert "Evaluator 1" in shown


def test_no_escape_code_reaches_the_terminal(tmp_path: Path):
    path = write_notes(tmp_path / "panel", [note("C-1", "Ann", [3])])[0]
    text = path.read_text(encoding="utf-8").replace('"Ann"', '"A\\u001b]0;x\\u0007\\u202enn"')
    (tmp_path / "panel" / "\x1b[2J.toml").write_text(text, encoding="utf-8")
    for kind in ("text", "json", "csv", "md", "html"):
        ran = compared(tmp_path, "--format", kind)
        assert not {"\x1b", "\x07", "\u202e"} & set(ran.out + ran.err), kind


def test_help_says_that_closing_is_no_access_control(tmp_path: Path):
    words = " ".join(run_program(tmp_path, ["compare", "--help"]).out.split())
    assert "it is no access control" in words


# --- many notes -------------------------------------------------------------------------------------------------------


def test_very_many_notes_go_through_the_index_and_say_the_same_twice(tmp_path: Path):
    notes = [
        note(f"C-{n // 2:03}", f"E{n % 2}", [1 + n % 5, 3], hour=9 * n, ticks={"FA1-A": ["s1"]})
        for n in range(120)
    ]
    write_notes(tmp_path / "panel", notes)
    first = compared(tmp_path, "--format", "json")
    index = tmp_path / "home" / "state" / "cache" / "notes.sqlite3"
    assert index.exists()
    assert compared(tmp_path, "--format", "json").out == first.out
    index.unlink()
    assert compared(tmp_path, "--format", "json").out == first.out
    (tmp_path / "panel" / "000.toml").unlink(missing_ok=True)
    (tmp_path / "panel" / "00.toml").unlink()
    assert len(compared(tmp_path, "--format", "json").json["candidates"]) == 60
    assert "split probes" in compared(tmp_path).out


def test_evidence_of_the_first_splits_is_there_for_many_candidates_too(tmp_path: Path):
    write_notes(tmp_path / "panel", [*two_notes(), *(note(f"D-{n}", "E", [3], hour=n) for n in range(30))])
    out = compared(tmp_path).out
    assert "recall fell to 0.64" in out
    assert "because as heard" in out


LOADED = """
import sys
sys.argv = ["screencopilot", *sys.argv[1:]]
from screencopilot.__main__ import main
try:
    main()
except SystemExit:
    pass
print("\\n".join(sys.modules), file=sys.stderr)
"""


@pytest.mark.parametrize(("args", "absent"), [
    (["--help"], {"jinja2", "sqlite3", "screencopilot.analysis.comparison", "textual"}),
    (["compare", "panel", "--format", "json"], {"jinja2", "textual", "multiprocessing.pool"}),
])  # fmt: skip
def test_only_what_is_needed_is_loaded(folder: Path, args: list[str], absent: set[str]):
    loaded = set(run_python(folder, "-c", LOADED, *args).err.splitlines())
    assert not absent & loaded
    assert not re.search(r"\btextual\b", " ".join(loaded))
