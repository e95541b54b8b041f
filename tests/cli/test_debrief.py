"""``debrief`` on the command line: which notes it takes, what it refuses, and that it needs a terminal."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from msgspec.structs import replace

from screencopilot.cli.debriefing import make_case
from screencopilot.domain.debrief import Case
from screencopilot.domain.note import Note
from screencopilot.formats.note_toml import dump_note, note_file_name, note_to_document
from screencopilot.store.paths import Folders, folders
from screencopilot.store.profile import Profile, save_profile
from tests.analysis.panels import note
from tests.cli.process import run_program
from tests.debriefs import case_on, three_notes, write_panel


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


@pytest.fixture
def panel(tmp_path: Path) -> Path:
    write_panel(tmp_path / "panel")
    return tmp_path / "panel"


def refusal(
    capsys: pytest.CaptureFixture[str], home: Folders, path: Path, candidate: str = "", viewer: str = ""
) -> str:
    with pytest.raises(SystemExit) as end:
        make_case(home, [path], candidate, viewer)
    assert end.value.code == 1
    return capsys.readouterr().err


def draft_of(one: Note, folder: Path) -> None:
    draft = {k: v for k, v in note_to_document(replace(one, status="draft")).items() if k != "seal"}
    (folder / f"draft-{note_file_name(one)}").write_bytes(dump_note(draft))


def without_places(case: Case) -> Case:
    rows = tuple(replace(row, title="") for row in case.rows)
    known = tuple(
        replace(d, title="", rungs=(), signals=tuple(replace(s, text="", tone="") for s in d.signals))
        for d in case.disagreements
    )
    return replace(case, rows=rows, disagreements=known)


def test_a_folders_notes_make_the_case_that_compare_would(home: Folders, panel: Path) -> None:
    case = make_case(home, [panel], "", "")
    assert without_places(case) == without_places(case_on(sorted(panel.iterdir())))
    assert [one.probe for one in case.disagreements] == ["CT1-A", "AR1-A"]


def test_one_evaluator_is_no_panel(home: Folders, panel: Path, capsys: pytest.CaptureFixture[str]) -> None:
    words = refusal(capsys, home, sorted(panel.iterdir())[0])
    assert "two evaluators on one candidate (here: Ann)" in words


def test_a_note_of_nobody_is_refused_by_its_file(
    home: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ann, ben, cy = three_notes()
    paths = write_panel(
        tmp_path / "panel", [ann, ben, replace(cy, evaluator=replace(cy.evaluator, name=" "))]
    )
    words = refusal(capsys, home, tmp_path / "panel")
    assert f"{paths[2]}: names no evaluator" in words


def test_what_is_left_out_is_told_with_why(
    home: Folders, panel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft_of(
        replace(three_notes()[0], id="another", evaluator=replace(three_notes()[0].evaluator, name="Dee")),
        panel,
    )
    (panel / "bad.toml").write_text("x = \n")
    case = make_case(home, [panel], "", "")
    told = capsys.readouterr().err
    assert case.evaluators == ("Ann", "Ben", "Cy")
    assert "a draft: only sealed notes are compared" in told
    assert "bad.toml" in told


def test_of_several_candidates_one_is_named(
    home: Folders, panel: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_panel(panel, [note("C-8", "Ann", [1]), note("C-8", "Ben", [4], hour=3)])
    assert "name it with --candidate: C-7, C-8" in refusal(capsys, home, panel)
    assert make_case(home, [panel], "c-8", "").candidate.ref == "C-8"
    assert "two evaluators" in refusal(capsys, home, panel, "C-9")


@pytest.mark.parametrize("viewer", ["", "dee"])
def test_notes_stay_closed_to_whom_they_would_anchor(
    home: Folders, panel: Path, capsys: pytest.CaptureFixture[str], viewer: str
) -> None:
    one = replace(three_notes()[0], id="dees-own", evaluator=replace(three_notes()[0].evaluator, name="Dee"))
    draft_of(one, panel)
    if not viewer:
        home.config.mkdir(parents=True)
        save_profile(home.profile_file, Profile(evaluator="Dee"))
    told = refusal(capsys, home, panel, viewer=viewer)
    assert "3 notes on C-7 by others, closed to" in told
    for name in ("Ann", "Ben", "Cy"):
        assert name not in told


def test_it_needs_a_terminal(tmp_path: Path, panel: Path) -> None:
    ran = run_program(tmp_path, ["debrief", str(panel)])
    assert (ran.code, ran.out) == (2, "")
    assert "the debrief needs a terminal" in ran.err


def test_reading_longer_than_all_of_it_is_refused(tmp_path: Path, panel: Path) -> None:
    ran = run_program(tmp_path, ["debrief", str(panel), "--minutes", "4", "--read", "5"])
    assert ran.code == 2
    assert "do not fit" in ran.err


def test_a_path_that_is_no_text_is_refused_as_such(
    home: Folders, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / os.fsdecode(b"caf\xe9")
    try:
        write_panel(folder)
    except OSError:
        pytest.skip("this system has no such names")
    words = refusal(capsys, home, folder)
    assert "is no readable text; rename it" in words
    assert "does not exist" not in words
