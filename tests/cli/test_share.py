"""``notes share`` and the choosing of ``notes list`` as processes."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from tests.analysis.panels import note
from tests.cli.process import run_program
from tests.report.samples import write_notes


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three sealed notes, one of them deeper; a draft; and a file that is none."""
    write_notes(tmp_path / "notes", [
        note("C-1", "Ann", [3], id="n-1"), note("C-2", "Ann", [3], id="n-2", hour=48),
        note("C-3", "Ben", [3], id="n-3", status="draft"),
    ])  # fmt: skip
    write_notes(tmp_path / "notes" / "deeper", [note("C-1", "Ben", [3], id="n-4", hour=24)])
    (tmp_path / "notes" / "bad.toml").write_text("x = \n", encoding="utf-8")
    return tmp_path


def test_share_copies_the_sealed_and_refuses_the_rest(folder: Path) -> None:
    ran = run_program(folder, ["notes", "share", "notes", "--to", "shared"])
    assert ran.code == 1
    assert [line.split(": ")[0] for line in ran.out.splitlines()] == ["copied"] * 3
    assert [line.split(": ")[0] for line in ran.lines] == ["refused"] * 2
    assert "a draft" in ran.err
    again = run_program(folder, ["notes", "share", "notes", "--to", "shared", "--candidate", "C-1", "--json"])
    assert [one["state"] for one in again.json["notes"]].count("there") == 2
    assert len(list((folder / "shared").iterdir())) == 3


def test_share_without_a_fault_ends_well_and_dry_run_writes_nothing(folder: Path) -> None:
    words = ["notes", "share", "notes/00.toml", "--to", "shared"]
    dry = run_program(folder, [*words, "--dry-run"])
    assert (dry.code, dry.err) == (0, "")
    assert dry.out == f"would be copied: {Path('shared', '2026-11-02_C-1_Ann_n-1.toml')}\n"
    assert not (folder / "shared").exists()
    assert run_program(folder, words).code == 0
    assert run_program(folder, ["notes", "share", "--to", "shared"]).code == 2


def test_share_says_when_the_folder_cannot_be_made(folder: Path) -> None:
    ran = run_program(folder, ["notes", "share", "notes/00.toml", "--to", "none/shared"])
    assert (ran.code, ran.out, len(ran.lines)) == (1, "", 1)
    assert "make that one first" in ran.err


@pytest.mark.parametrize(("words", "ids"), [
    ([], {"n-1", "n-2", "n-3", "n-4"}),
    (["--candidate", "c-1"], {"n-1", "n-4"}),
    (["--candidate", "C-1", "--candidate", "C-3"], {"n-1", "n-3", "n-4"}),
    (["--evaluator", "ANN"], {"n-1", "n-2"}),
    (["--evaluator", "Ann", "--since", "2026-11-03"], {"n-2"}),
    (["--since", "2026-11-03", "--until", "2026-11-03"], {"n-4"}),
    (["--until", "2026-11-02"], {"n-1", "n-3"}),
    (["--role", "ml-engineer", "--candidate", "C-9"], set()),
])  # fmt: skip
def test_list_shows_what_is_asked_for_beside_a_bad_file(
    words: list[str], ids: set[str], folder: Path
) -> None:
    ran = run_program(folder, ["notes", "list", "notes", "--json", *words])
    assert {one["id"] for one in ran.json["notes"]} == ids
    assert ran.code == 1
    assert "bad.toml:1" in ran.err


def test_list_of_a_role(folder: Path) -> None:
    (role,) = {one["role"] for one in run_program(folder, ["notes", "list", "notes", "--json"]).json["notes"]}
    assert len(run_program(folder, ["notes", "list", "notes", "--json", "--role", role]).json["notes"]) == 4


def test_list_wants_a_day(folder: Path) -> None:
    assert run_program(folder, ["notes", "list", "--since", "yesterday"]).code == 2
    assert run_program(folder, ["notes", "list", "--candidate", "C-9"]).out == "no such notes there\n"
    missing = run_program(folder, ["notes", "list", "none", "--candidate", "C-9"])
    assert missing.code == 1
    assert "no such file or folder" in missing.err


def test_list_of_a_large_folder_opens_only_what_is_meant(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from screencopilot.cli.listing import Choice, listed
    from screencopilot.formats import note_toml
    from screencopilot.store.paths import folders

    home = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    write_notes(tmp_path / "many", [note(f"C-{n}", "Ann", [3], id=f"n-{n}", hour=n) for n in range(120)])
    choice = Choice(candidates=("C-7",), since=dt.date(2026, 11, 1))
    listed(home, [tmp_path / "many"], choice)
    opened = []
    true_load = note_toml.load_note
    monkeypatch.setattr(note_toml, "load_note", lambda place: opened.append(place) or true_load(place))

    found, problems = listed(home, [tmp_path / "many"], choice)

    assert [one.id for one in found] == ["n-7"]
    assert problems == []
    assert len(opened) == 1
