"""Many note files: read whole or through the index, which is never the truth."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_json import to_json_document
from screencopilot.formats.note_toml import load_note
from screencopilot.store import note_reading
from screencopilot.store.independence import closed_refs
from screencopilot.store.keeping import find_ref
from screencopilot.store.note_index import NoteIndex, index_path
from screencopilot.store.note_reading import ReadNote, find_files, read_file, read_files
from screencopilot.store.note_sharing import Sharing
from screencopilot.store.paths import Folders
from tests.analysis.panels import note, panel
from tests.report.samples import sparse_panel, two_notes, write_notes


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    """A folder of eight sealed notes."""
    write_notes(tmp_path / "notes", panel(4))
    return tmp_path / "notes"


@pytest.fixture
def index(tmp_path: Path) -> Path:
    return tmp_path / "state" / "cache" / "notes.sqlite3"


def read(index: Path, *paths: Path) -> tuple[list[ReadNote], int]:
    """What the index says of paths, and how many files it had to read for that."""
    with NoteIndex(index, worth_keeping=1) as found:
        return found.notes(paths), found.read


# --- which files ------------------------------------------------------------------------------------------------------


def test_folders_are_searched_to_the_bottom_and_each_file_counts_once(tmp_path: Path, notes: Path):
    write_notes(notes / "more" / "deep", [note("C-9", "z", [3])])
    (notes / ".hidden").mkdir()
    (notes / ".hidden" / "x.toml").write_text("")
    (notes / ".tmp-1.toml").write_text("")
    (notes / "readme.md").write_text("")
    marks, troubles = find_files([notes, notes / "00.toml", notes / "more"])
    assert [Path(mark.path).name for mark in marks] == [f"0{i}.toml" for i in range(8)] + ["00.toml"]
    assert troubles == []


def test_linked_folders_are_not_entered_so_no_walk_goes_in_circles(notes: Path):
    (notes / "round").symlink_to(notes, target_is_directory=True)
    assert len(find_files([notes])[0]) == 8


def test_what_cannot_be_looked_at_is_told_and_stops_nothing(notes: Path):
    found, _ = read(notes.parent / "i", notes, notes.parent / "none.toml", Path("a\0b"))
    assert [one.state for one in found].count("sealed-intact") == 8
    told = {Path(one.path).name: one.why for one in found if one.state == "unreadable"}
    assert "there is no such file" in told["none.toml"]
    assert len(told) == 2


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes")
def test_a_pipe_is_never_waited_for(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.toml")
    assert read_file(str(tmp_path / "pipe.toml")).state == "unreadable"
    assert find_files([tmp_path]) == ([], [])


# --- one file ---------------------------------------------------------------------------------------------------------


def test_states_of_notes(tmp_path: Path):
    good, draft, changed = write_notes(tmp_path, [note("c", "a", [3]), note("c", "b", [1], status="draft"),
                                                  note("c", "d", [2])])  # fmt: skip
    changed.write_text(changed.read_text().replace("rating = 2", "rating = 5"))
    (tmp_path / "bad.toml").write_text("x = \n")
    states = [read_file(str(p)).state for p in (good, draft, changed, tmp_path / "bad.toml")]
    assert states == ["sealed-intact", "draft", "changed", "unreadable"]
    assert read_file(str(tmp_path / "bad.toml")).why == "line 1: is not TOML: Invalid value (mend the line)"


def test_what_a_comparison_needs_is_all_there(tmp_path: Path):
    paths = write_notes(tmp_path, two_notes())
    whole = compare([load_note(path).note for path in paths])
    assert compare([read_file(str(path)).note() for path in paths]) == whole


def test_bare_notes_give_the_same_figures(tmp_path: Path):
    paths = write_notes(tmp_path, [*sparse_panel(), *two_notes()])
    notes = [load_note(path).note for path in paths]
    shared = Sharing()
    bare = [shared.bare(one) for one in notes]
    assert to_json_document(compare(bare, adjusted=True)) == to_json_document(compare(notes, adjusted=True))
    assert compare(bare).evaluators == compare(notes).evaluators
    assert bare[0].probes[0] is shared.bare(notes[0]).probes[0]


def test_several_processes_read_the_same_in_the_same_order(notes: Path, monkeypatch: pytest.MonkeyPatch):
    paths = [mark.path for mark in find_files([notes])[0]]
    alone = list(read_files(paths, 1))
    monkeypatch.setattr(note_reading, "MANY", 1)
    monkeypatch.setattr(note_reading, "_CHUNK", 3)
    assert list(read_files(paths, 2)) == alone


def test_without_processes_the_files_are_read_all_the_same(notes: Path, monkeypatch: pytest.MonkeyPatch):
    def refused(*_args):
        raise OSError("no more processes")

    monkeypatch.setattr(note_reading, "MANY", 1)
    monkeypatch.setattr("concurrent.futures.ProcessPoolExecutor", refused)
    paths = [mark.path for mark in find_files([notes])[0]]
    assert [one.state for one in read_files(paths, 2)] == ["sealed-intact"] * 8


# --- the index --------------------------------------------------------------------------------------------------------


def test_a_second_run_reads_no_file_and_says_the_same(notes: Path, index: Path):
    first, read_first = read(index, notes)
    second, read_second = read(index, notes)
    assert (read_first, read_second) == (8, 0)
    assert first == second


def test_only_what_changed_is_read_again(notes: Path, index: Path):
    read(index, notes)
    path = notes / "03.toml"
    path.write_text(path.read_text().replace("rating = ", "rating =  ", 1))
    write_notes(notes / "new", [note("C-9", "z", [3])])
    (notes / "05.toml").unlink()
    found, count = read(index, notes)
    assert count == 2
    assert len(found) == 8
    assert "05.toml" not in {Path(one.path).name for one in found}


def test_a_changed_file_of_the_same_size_and_time_is_seen(notes: Path, index: Path):
    before, _ = read(index, notes)
    path = notes / "03.toml"
    times = path.stat()
    text = path.read_text()
    swapped = (
        text.replace("rating = 3", "rating = 4", 1)
        if "rating = 3" in text
        else text.replace("rating = 2", "rating = 1", 1)
    )
    path.write_text(swapped)
    os.utime(path, ns=(times.st_atime_ns, times.st_mtime_ns))
    after, _ = read(index, notes)
    assert before[3].state == "sealed-intact"
    assert after[3].state == "changed"


def test_files_of_other_folders_stay_known(notes: Path, index: Path, tmp_path: Path):
    other = tmp_path / "notes-of-others"
    write_notes(other, panel(2, seed=5))
    read(index, notes)
    read(index, other)
    assert read(index, notes)[1] == 0
    assert read(index, other, notes)[1] == 0


@pytest.mark.parametrize("spoil", ["text", "table", "version", "body"])
def test_a_damaged_or_foreign_index_is_made_anew(notes: Path, index: Path, spoil: str):
    first, _ = read(index, notes)
    if spoil == "text":
        index.write_bytes(b"no database" * 1000)
    else:
        with sqlite3.connect(index) as database:
            database.execute({
                "table": "DROP TABLE notes",
                "version": "UPDATE format SET name = 'other'",
                "body": "UPDATE notes SET known = x'00'",
            }[spoil])  # fmt: skip
        database.close()
    assert read(index, notes) == (first, 8)
    if spoil != "table":
        assert read(index, notes) == (first, 0)


def test_an_index_in_another_programs_hands_is_left_alone(
    notes: Path, index: Path, monkeypatch: pytest.MonkeyPatch
):
    first, _ = read(index, notes)
    connect = sqlite3.connect
    monkeypatch.setattr(sqlite3, "connect", lambda path, timeout: connect(path, timeout=0))
    with connect(index) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        assert read(index, notes) == (first, 8)
        holder.rollback()
    holder.close()
    monkeypatch.undo()
    assert read(index, notes) == (first, 0)


def test_where_no_index_can_be_made_the_files_are_read(notes: Path, tmp_path: Path):
    (tmp_path / "blocked").write_text("a file")
    found, count = read(tmp_path / "blocked" / "notes.sqlite3", notes)
    assert (len(found), count) == (8, 8)


def test_few_files_are_read_without_an_index(notes: Path, index: Path):
    with NoteIndex(index) as found:
        assert len(found.notes([notes])) == 8
    assert not index.exists()


def test_the_index_is_for_its_owner_only(notes: Path, index: Path):
    read(index, notes)
    assert stat.S_IMODE(index.stat().st_mode) == 0o600


def test_results_are_kept_until_a_note_they_may_rest_on_goes(notes: Path, index: Path):
    with NoteIndex(index, worth_keeping=1) as found:
        found.notes([notes])
        found.keep_result("key", b"result")
        assert found.result("key") == b"result"
        assert found.result("other") is None
    with NoteIndex(index, worth_keeping=1) as found:
        found.notes([notes])
        assert found.result("key") == b"result"
    (notes / "00.toml").unlink()
    with NoteIndex(index, worth_keeping=1) as found:
        found.notes([notes])
        assert found.result("key") is None


def test_only_the_latest_results_are_kept(notes: Path, index: Path):
    with NoteIndex(index, worth_keeping=1) as found:
        found.notes([notes])
        for number in range(6):
            found.keep_result(str(number), b"x")
        assert [found.result(str(n)) is not None for n in range(6)] == [False, False, True, True, True, True]


def test_forget_finds_the_index_by_a_candidates_ref(notes: Path, tmp_path: Path):
    folders = Folders(tmp_path / "data", tmp_path / "config", tmp_path / "state")
    read(index_path(folders), notes)
    assert [going.path for going in find_ref(folders, "c-03").going] == [index_path(folders)]
    assert find_ref(folders, "C-0").going == ()


def test_a_name_that_is_no_text_is_no_trouble(notes: Path, index: Path):
    odd = os.fsencode(notes) + b"/\xff.toml"
    Path(os.fsdecode(odd)).write_bytes((notes / "00.toml").read_bytes())
    first, _ = read(index, notes)
    assert read(index, notes) == (first, 0)
    assert len(first) == 9


# --- independence -----------------------------------------------------------------------------------------------------


def known(candidate: str, evaluator: str, state: str) -> ReadNote:
    return replace(ReadNote("x", "draft"), candidate=candidate, evaluator=evaluator, state=state)  # type: ignore[arg-type]


def test_a_candidate_is_closed_while_one_has_a_draft_and_no_sealed_note():
    ben = known("C-1", "Ben", "sealed-intact")
    assert closed_refs("Ann", [known("C-1", "Ann", "draft"), ben]) == {"c-1"}
    assert closed_refs("ann", [known("c-1", "Ann", "draft"), ben]) == {"c-1"}
    assert closed_refs("Ann", [known("C-1", "Ann", "draft"), known("C-1", "ANN", "sealed-intact")]) == set()
    assert closed_refs("Ann", [known("C-1", "Ann", "draft"), known("C-1", "Ann", "changed")]) == {"c-1"}
    assert closed_refs("Ben", [known("C-1", "Ann", "draft"), ben]) == set()
    assert closed_refs("", [known("C-1", "", "draft")]) == set()
    assert closed_refs("Ann", [ben], ["C-1"]) == {"c-1"}
