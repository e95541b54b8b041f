"""``notes recover``: what can be read of a damaged journal becomes a draft note, and what was lost is told."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screencopilot.domain.clock import SystemClock
from screencopilot.domain.entry import Entry, encode_entry
from screencopilot.domain.events import DraftTyped
from screencopilot.formats.errors import NoteError
from screencopilot.formats.note_toml import load_note
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_lines import encode_line, read_journal
from screencopilot.store.paths import Folders, folders
from screencopilot.store.recover import UNKNOWN, read_session, recover
from screencopilot.store.recovery import glimpse
from screencopilot.store.sessions import list_unfinished
from tests.cli.process import run_program


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the journal of one demo that was never finished, and the note that it came to beside it."""
    folder = tmp_path_factory.mktemp("played")
    assert run_program(folder, ["demo", "--headless"]).code == 0
    home = folders({"SCREENCOPILOT_HOME": str(folder / "home")})
    (note,) = home.notes.glob("*.toml")
    note.rename(folder / "sealed.toml")
    next(home.sessions.glob("*/finished")).unlink()
    return folder


@pytest.fixture
def folder(played: Path, tmp_path: Path) -> Path:
    shutil.copytree(played, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.fixture
def home(folder: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(folder / "home")})


@pytest.fixture
def session(home: Folders) -> Path:
    (path,) = home.sessions.iterdir()
    return path


def spoil(session: Path, *numbers: int) -> int:
    """Damage lines of the journal (from 1); return how many there are."""
    lines = (session / "journal.jsonl").read_bytes().splitlines(keepends=True)
    for number in numbers:
        lines[number - 1] = lines[number - 1].replace(b'"', b"'", 3)
    (session / "journal.jsonl").write_bytes(b"".join(lines))
    return len(lines)


def test_whole_journal_is_left_to_home_and_recovered_when_named(
    folder: Path, home: Folders, session: Path
) -> None:
    ran = run_program(folder, ["notes", "recover"])
    assert (ran.code, list(home.notes.iterdir())) == (0, [])
    assert "resume it" in ran.out

    named = run_program(folder, ["notes", "recover", session.name[:6]])

    (path,) = home.notes.iterdir()
    whole, back = load_note(folder / "sealed.toml").note, load_note(path).note
    assert (named.code, back.status) == (0, "draft")
    assert "nothing was lost" in named.out
    assert (back.evidence, back.probes, back.claims) == (whole.evidence, whole.probes, whole.claims)


def test_damaged_lines_are_told_and_the_rest_is_in_the_note(
    folder: Path, home: Folders, session: Path
) -> None:
    journal = session / "journal.jsonl"
    count = spoil(session, 20, 21)
    journal.write_bytes(journal.read_bytes() + b'{"crc":"00')
    before = journal.read_bytes()

    ran = run_program(folder, ["notes", "recover"])

    (path,) = home.notes.iterdir()
    assert ran.code == 0
    assert f"{count - 2} events" in ran.out
    assert "lines 20 to 21: damaged" in ran.out
    assert "torn, 10 bytes" in ran.out
    assert load_note(path).raw["recovered"]["lost"][0] == "lines 20 to 21: damaged, skipped"
    assert load_note(path).note.evidence
    assert journal.read_bytes() == before, "the journal stays as it is"


def test_lost_first_line_is_made_good_from_the_snapshot(folder: Path, home: Folders, session: Path) -> None:
    spoil(session, 1)

    ran = run_program(folder, ["notes", "recover"])

    (path,) = home.notes.iterdir()
    note, whole = load_note(path).note, load_note(folder / "sealed.toml").note
    assert "the first line: candidate, evaluator and claims" in ran.out
    assert (note.candidate.ref, note.evaluator.name, note.claims) == (UNKNOWN, "", ())
    assert note.evidence == whole.evidence
    assert [(p.id, p.rating) for p in note.probes] == [(p.id, p.rating) for p in whole.probes]


def test_lost_snapshot_costs_the_notices_only(folder: Path, home: Folders, session: Path) -> None:
    (session / "screen.json").write_bytes(b"{")

    ran = run_program(folder, ["notes", "recover"])

    (path,) = home.notes.iterdir()
    note, whole = load_note(path).note, load_note(folder / "sealed.toml").note
    assert "screen.json: damaged" in ran.out
    assert (note.evidence, note.probes, note.claims) == (whole.evidence, whole.probes, whole.claims)
    assert note.calibration
    assert note.calibration.notices == ()


def test_with_neither_it_says_what_to_do(folder: Path, home: Folders, session: Path) -> None:
    spoil(session, 1)
    (session / "screen.json").unlink()

    ran = run_program(folder, ["notes", "recover"])

    assert ran.code == 1
    assert "too little can be read" in ran.err
    assert "as text" in ran.err
    assert not list(home.notes.iterdir())


def test_recovered_note_never_takes_the_place_of_one_that_is_there(
    folder: Path, home: Folders, session: Path
) -> None:
    kept = home.notes / "2026_x_y_00090721.toml"
    whole = load_note(folder / "sealed.toml").note
    kept = kept.with_name(f"x_{whole.id[:8]}.toml")
    shutil.copy(folder / "sealed.toml", kept)
    data = kept.read_bytes()

    for _ in range(2):
        assert run_program(folder, ["notes", "recover", session.name]).code == 0

    assert kept.read_bytes() == data
    (other,) = [path for path in home.notes.iterdir() if path != kept]
    assert load_note(other).note.id == f"{whole.id}-recovered"


def test_half_typed_line_is_kept_in_the_note(folder: Path, home: Folders, session: Path) -> None:
    journal = session / "journal.jsonl"
    reading = read_journal(journal)
    last = reading.last_seq + 1
    typed = Entry(last, 2000.0, SystemClock().wall(), DraftTyped("half a thou"))
    journal.write_bytes(journal.read_bytes() + encode_line(last, encode_entry(typed)))

    recover(home, session, SystemClock().wall())

    (path,) = home.notes.iterdir()
    assert load_note(path).raw["recovered"]["half_typed"] == "half a thou"


def test_open_screens_and_wrong_names_are_refused(folder: Path, home: Folders, session: Path) -> None:
    for name in ("nothing", "../../x", ".."):
        ran = run_program(folder, ["notes", "recover", name])
        assert ran.code == 1
        assert "no screen of that name" in ran.err
    (session / "lock-holder.json").write_text('{"pid":1,"host":"elsewhere","since":"x"}', encoding="utf-8")
    assert "open in another program" in run_program(folder, ["notes", "recover", session.name]).err


@given(data=st.data())
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_damage_gives_a_note_or_our_own_words(
    data: st.DataObject, played: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    shutil.copytree(played / "home", folder / "home")
    home = folders({"SCREENCOPILOT_HOME": str(folder / "home")})
    (session,) = home.sessions.iterdir()
    for name in ("journal.jsonl", "screen.json"):
        raw = bytearray((session / name).read_bytes())
        for _ in range(data.draw(st.integers(0, 4))):
            start = data.draw(st.integers(0, len(raw)))
            raw[start : start + data.draw(st.integers(0, 3000))] = data.draw(st.binary(max_size=20))
        (session / name).write_bytes(bytes(raw))

    glimpse(session)
    list_unfinished(home)
    try:
        done = recover(home, session, SystemClock().wall())
    except (StoreError, NoteError):
        return
    assert load_note(done.path).note.status == "draft"
    assert read_session(session).lost == done.lost
