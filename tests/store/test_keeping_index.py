"""The index of compared notes goes with what it holds."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from screencopilot.cli.keeping_words import Redaction
from screencopilot.store.keeping import find_old, remove
from screencopilot.store.keeping_index import index_has_older
from screencopilot.store.note_index import NoteIndex, index_path
from screencopilot.store.paths import Folders, folders
from tests.analysis.panels import BASE, note
from tests.report.samples import write_notes

DAY = dt.timedelta(days=1)


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    """A home with one note, an index over it and one from elsewhere, and what a crash left beside the index."""
    home = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    write_notes(home.notes, [note("C-1", "Ann", [3], id="n-1")])
    write_notes(tmp_path / "away", [note("C-2", "Ben", [3], id="n-2", hour=240)])
    with NoteIndex(index_path(home), worth_keeping=1) as index:
        index.notes([home.notes, tmp_path / "away"])
    assert b"C-2" in index_path(home).read_bytes()
    return home


def going(home: Folders, before: dt.datetime) -> set[str]:
    return {one.path.name for one in find_old(home, before).going}


def test_purge_takes_it_when_it_holds_something_as_old(home: Folders) -> None:
    beside = index_path(home).with_name("notes.sqlite3-mj00")
    beside.write_text("C-1", encoding="utf-8")

    assert going(home, BASE - DAY) == set()
    assert going(home, BASE + DAY) == {"00.toml", "notes.sqlite3", "notes.sqlite3-mj00"}
    for one in find_old(home, BASE + DAY).going:
        remove(one)
    assert not index_path(home).exists()
    assert not beside.exists()
    assert going(home, BASE + DAY) == set()


def test_purge_takes_it_for_a_note_from_elsewhere_too(home: Folders, tmp_path: Path) -> None:
    (home.notes / "00.toml").unlink()
    with NoteIndex(index_path(home), worth_keeping=1) as index:
        index.notes([home.notes, tmp_path / "away"])

    assert going(home, BASE + DAY) == set()
    assert going(home, BASE + 20 * DAY) == {"notes.sqlite3"}


@pytest.mark.parametrize("content", [b"", b"not a database at all" * 100])
def test_purge_takes_one_that_cannot_be_read(content: bytes, home: Folders) -> None:
    index_path(home).write_bytes(content)
    assert index_has_older(home, BASE - DAY)


def test_without_an_index_there_is_nothing_to_take_and_none_is_made(tmp_path: Path) -> None:
    home = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    assert find_old(home, BASE).going == ()
    assert not (tmp_path / "home").exists()


def test_redacting_in_place_takes_it_and_into_another_file_does_not(home: Folders, tmp_path: Path) -> None:
    path = home.notes / "00.toml"
    aside = Redaction(home, path, tmp_path / "out.toml", "", BASE)
    assert aside.going == ()

    in_place = Redaction(home, path, None, "", BASE)
    assert [one.path for one in in_place.going] == [path, index_path(home)]
    assert any("the index of compared notes" in line for line in in_place.told())
    in_place.write()
    assert not index_path(home).exists()
    assert not path.exists()
