"""``notes`` and the headless demo as a process."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from screencopilot.formats.note_toml import dump_note, load_note, note_to_document, verify
from tests.cli.process import run_program


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder in which the demo was played, and the note it left in ``notes`` there; tests only read it."""
    folder = tmp_path_factory.mktemp("demo")
    ran = run_program(folder, ["demo", "--headless", "--out", str(folder / "notes")])
    assert (ran.code, ran.err) == (0, "")
    return folder, Path(ran.out.strip())


@pytest.fixture
def note(played: tuple[Path, Path], tmp_path: Path) -> Path:
    """A copy of the demo's note, to be spoilt."""
    path = tmp_path / "note.toml"
    path.write_bytes(played[1].read_bytes())
    return path


def test_headless_demo_leaves_one_sealed_note_that_reads_back_equal(played: tuple[Path, Path]) -> None:
    folder, path = played
    file = load_note(path)

    assert [path] == list((folder / "notes").glob("*.toml"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert (file.note.status, verify(file.raw)) == ("sealed", "sealed-intact")
    assert note_to_document(file.note, file.raw) == file.raw
    assert dump_note(file.raw) == path.read_bytes()


def test_headless_demo_without_out_puts_its_note_among_the_others(tmp_path: Path) -> None:
    path = Path(run_program(tmp_path, ["demo", "--headless"]).out.strip())

    assert path.parent == tmp_path / "home" / "data" / "notes"
    assert str(path) in run_program(tmp_path, ["notes", "list"]).out


def test_review_needs_a_terminal_and_a_transcript_the_review(played: tuple[Path, Path]) -> None:
    folder, path = played

    ran = run_program(folder, ["notes", "show", str(path), "--review"])
    assert (ran.code, ran.out) == (2, "")
    assert "needs a terminal" in ran.err
    ran = run_program(folder, ["notes", "show", str(path), "--transcript", "call.vtt"])
    assert (ran.code, ran.out) == (2, "")
    assert "--review" in ran.err


def test_show_prints_the_note(played: tuple[Path, Path]) -> None:
    folder, path = played
    note = load_note(path).note

    ran = run_program(folder, ["notes", "show", str(path)])

    assert (ran.code, ran.err) == (0, "")
    assert note.candidate.ref in ran.out
    assert all(probe.id in ran.out for probe in note.probes)
    words = " ".join(ran.out.split())
    assert all(" ".join(line.text.split()) in words for line in note.evidence)
    assert "sealed" in words
    assert max(map(len, ran.out.splitlines())) <= 110


def test_show_as_json_is_the_whole_document_with_the_state_of_its_seal(played: tuple[Path, Path]) -> None:
    folder, path = played
    raw = load_note(path).raw

    shown = run_program(folder, ["notes", "show", str(path), "--json"]).json

    assert shown["seal"] == "sealed-intact"
    assert shown["note"]["evidence"] == raw["evidence"]
    assert shown["note"]["probes"] == raw["probes"]
    assert shown["note"]["timing"]["active_seconds"] == raw["timing"]["active_seconds"]


def test_list_shows_each_note_the_latest_first(played: tuple[Path, Path]) -> None:
    folder, path = played

    ran = run_program(folder, ["notes", "list", str(path.parent)])
    as_json = run_program(folder, ["notes", "list", str(path.parent), "--json"]).json

    assert (ran.code, ran.err) == (0, "")
    assert all(words in ran.out for words in ("sealed", "DEMO-7", "applied-ml-engineer", str(path)))
    assert [(n["status"], n["candidate_ref"], n["path"]) for n in as_json["notes"]] == [
        ("sealed", "DEMO-7", str(path))
    ]


def test_list_without_notes_says_so(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["notes", "list"])

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("no notes yet")
    assert run_program(tmp_path, ["notes", "list", "--json"]).json == {"notes": [], "problems": []}


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
def test_list_tells_a_bad_note_beside_the_good_one(as_json: bool, note: Path, tmp_path: Path) -> None:
    bad = tmp_path / "bad.toml"
    bad.write_text("schema = \n", encoding="utf-8")

    ran = run_program(tmp_path, ["notes", "list", str(tmp_path), *(["--json"] if as_json else [])])

    assert ran.code == 1
    assert str(note) in ran.out
    assert f"{bad}:1" in ran.err


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
def test_changed_sealed_note_is_told(as_json: bool, note: Path, tmp_path: Path) -> None:
    text = note.read_text(encoding="utf-8")
    assert "rating = 2" in text
    note.write_text(text.replace("rating = 2", "rating = 5"), encoding="utf-8")

    ran = run_program(tmp_path, ["notes", "show", str(note), *(["--json"] if as_json else [])])

    assert ran.code == 1
    assert "changed after it was sealed" in ran.err
    if as_json:
        assert ran.json["seal"] == "changed"
    else:
        assert "rated 5" in ran.out


def test_bad_note_is_refused_with_every_fault(note: Path, tmp_path: Path) -> None:
    text = note.read_text(encoding="utf-8")
    note.write_text(text.replace("rating = 2", "rating = 9").replace('polarity = "-"', 'polarity = "?"'))

    ran = run_program(tmp_path, ["notes", "show", str(note)])

    assert (ran.code, ran.out) == (1, "")
    assert any(".rating: " in line and line.startswith(f"{note}:") for line in ran.lines), ran.err
    assert any(".polarity: " in line and line.startswith(f"{note}:") for line in ran.lines), ran.err


def test_hostile_note_is_shown_without_its_escape_codes(note: Path, tmp_path: Path) -> None:
    text = note.read_text(encoding="utf-8")
    note.write_text(
        text.replace('"DEMO-7"', '"DEMO\\u001b]0;pwned\\u0007\\u009b2J\\u202e7"'), encoding="utf-8"
    )

    shown = run_program(tmp_path, ["notes", "show", str(note)])
    listed = run_program(tmp_path, ["notes", "list", str(note)])

    for out in (shown.out, listed.out):
        assert "DEMO]0;pwned2J7" in out
        assert not {"\x1b", "\x07", "\u009b", "\u202e"} & set(out)


def test_missing_note_is_one_line(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["notes", "show", str(tmp_path / "none.toml")])

    assert (ran.code, ran.out, len(ran.lines)) == (1, "", 1)
    assert "none.toml" in ran.err
