"""``notes verify``, ``redact``, ``forget`` and ``purge``: what they say, what goes, what stays; and all modes."""

from __future__ import annotations

import datetime as dt
import os
import pty
import shutil
import stat
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st

from screencopilot.formats.errors import NoteError
from screencopilot.formats.note_redaction import redact
from screencopilot.formats.note_toml import dump_note, load_note, parse_note, seal
from screencopilot.store.paths import Folders, folders
from tests.cli.process import environment, run_program
from tests.formats.files import good

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
OLD = (NOW - dt.timedelta(days=4000)).timestamp()


@pytest.fixture(scope="module")
def played(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder in which the demo was played: one sealed note on DEMO-7, and its journal. Tests work on copies."""
    folder = tmp_path_factory.mktemp("played")
    assert run_program(folder, ["demo", "--headless"]).code == 0
    return folder


@pytest.fixture
def folder(played: Path, tmp_path: Path) -> Path:
    shutil.copytree(played / "home", tmp_path / "home")
    return tmp_path


@pytest.fixture
def home(folder: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(folder / "home")})


@pytest.fixture
def note(home: Folders) -> Path:
    (path,) = home.notes.glob("*.toml")
    return path


def tree(folder: Path) -> set[str]:
    """Return every file and folder beneath one, links as such."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*")}


def put(path: Path, content: str, *, old: bool = False) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(content, encoding="utf-8")
    if old:
        os.utime(path, (OLD, OLD))
    return path


def note_of(ref: str, note_id: str = "n-1", ended: str = "2026-11-21T10:46:40-05:00") -> str:
    text = (
        good("note").replace('"C-2041"', f'"{ref}"').replace("0192f0c1-7c1e-7000-8000-000000000001", note_id)
    )
    return text.replace("2026-11-21T10:46:40-05:00", ended)


# -- verify --------------------------------------------------------------------------------------------------------


def test_verify_tells_the_four_states_and_what_a_seal_is_not(folder: Path, home: Folders, note: Path) -> None:
    changed = put(
        home.notes / "b.toml", note.read_text(encoding="utf-8").replace("rating = 4", "rating = 5", 1)
    )
    draft = put(home.notes / "c.toml", good("note"))
    broken = put(home.notes / "d.toml", "schema = \n")

    ran = run_program(folder, ["notes", "verify"])

    assert ran.code == 1
    for state, path in (
        ("sealed-intact", note),
        ("changed", changed),
        ("draft", draft),
        ("unreadable", broken),
    ):
        assert f"{state:<13}  {path}\n" in ran.out
    assert "does not prove who wrote" in ran.out
    assert f"{broken}:1" in ran.err


def test_verify_is_content_with_intact_notes_and_drafts(folder: Path, note: Path) -> None:
    draft = put(folder / "draft.toml", good("note"))

    assert run_program(folder, ["notes", "verify", str(note), str(draft)]).code == 0
    assert run_program(folder, ["notes", "verify", str(folder / "none.toml")]).code == 1


def test_verify_as_json(folder: Path, note: Path) -> None:
    ran = run_program(folder, ["notes", "verify", "--json"])

    assert [(n["path"], n["state"]) for n in ran.json["notes"]] == [(str(note), "sealed-intact")]
    assert "does not prove" in ran.json["about"]


# -- redact --------------------------------------------------------------------------------------------------------

#: What stands in the sample for each thing that must go.
SECRETS = ("C-2041", "A. Kim", "Owned", "Two lines", "11th", "26th", "0.81", "heard again", "newer version")


def test_redacted_note_has_its_structure_and_ratings_and_no_words() -> None:
    whole = parse_note(good("note").encode(), "x").note
    document = redact(whole, NOW)
    text = dump_note(document).decode()
    bare = parse_note(text.encode(), "x").note

    assert not [secret for secret in SECRETS if secret in text]
    assert [(p.id, p.rating, p.confidence, p.ticks, p.seconds) for p in bare.probes] == [
        (p.id, p.rating, p.confidence, p.ticks, p.seconds) for p in whole.probes
    ]
    assert [(e.id, e.at, e.signal, e.polarity) for e in bare.evidence] == [
        (e.id, e.at, e.signal, e.polarity) for e in whole.evidence
    ]
    assert [c.verdict for c in bare.claims] == [c.verdict for c in whole.claims]
    assert [(r.was, r.to) for r in bare.revisions] == [(r.was, r.to) for r in whole.revisions]
    assert document["redacted"]["at"] == NOW
    assert "never sealed again" in document["redacted"]["about"]


def test_redacted_note_is_never_sealed_again() -> None:
    document = redact(parse_note(good("note").encode(), "x").note, NOW)

    with pytest.raises(NoteError, match="never sealed"):
        seal(document, NOW)


@given(word=st.text("abcdefghijkmnopqrstuvwxyz", min_size=24, max_size=24), seed=st.integers(0, 2**20))
@settings(max_examples=60, deadline=None)
def test_no_free_text_survives_redaction_wherever_it_stood(word: str, seed: int) -> None:
    data = tomllib.loads(good("note"))
    places = list(free_texts(data))
    table, key = places[seed % len(places)]
    table[key] = f"about {word} here"

    bare = dump_note(redact(parse_note(tomli_w.dumps(data).encode(), "x").note, NOW)).decode()

    assert word not in bare


def free_texts(data: Any) -> Iterator[tuple[Any, Any]]:
    """Give table and key of each text that people write, and of keys that this version does not know."""
    for name in ("mood",):
        yield data, name
    yield from ((data["candidate"], "ref"), (data["candidate"], "pronouns"), (data["evaluator"], "name"))
    yield from ((row, "text") for row in [*data["claims"], *data["evidence"]])
    yield from ((row, "because") for row in [data["probes"][0], data["overall"], *data["revisions"]])
    yield data["probes"][0], "skipped_because"
    yield data["probes"][0]["numbers"], "began"
    yield data["probes"][0]["warmth"], "from_a_newer"
    yield data["calibration"]["severity"], "basis"


def test_redact_in_place_takes_the_journal_with_it(folder: Path, home: Folders, note: Path) -> None:
    words = load_note(note).note.evidence[0].text
    dry = run_program(folder, ["notes", "redact", str(note), "--dry-run"])
    assert dry.code == 0
    assert note.exists()
    assert str(note) in dry.out
    assert str(home.sessions) in dry.out

    ran = run_program(folder, ["notes", "redact", str(note), "--yes"])

    (left,) = home.notes.iterdir()
    assert ran.code == 0
    assert str(left) in ran.out
    assert "DEMO-7" not in left.name
    assert stat.S_IMODE(left.stat().st_mode) == 0o600
    assert list(home.sessions.iterdir()) == []
    held = [
        path
        for path in (folder / "home").rglob("*")
        if path.is_file() and words.encode() in path.read_bytes()
    ]
    assert held == []
    verified = run_program(folder, ["notes", "verify"])
    assert verified.out.startswith("redacted ")
    assert verified.code == 0
    assert "bears no seal" in run_program(folder, ["notes", "show", str(left)]).err


def test_redact_to_another_file_leaves_everything_as_it_is(folder: Path, home: Folders, note: Path) -> None:
    before, data = tree(folder / "home"), note.read_bytes()

    ran = run_program(
        folder, ["notes", "redact", str(note), "--out", str(folder / "out.toml"), "--as", "P-1"]
    )

    assert ran.code == 0
    assert load_note(folder / "out.toml").note.candidate.ref == "P-1"
    assert (tree(folder / "home"), note.read_bytes()) == (before, data)
    again = run_program(folder, ["notes", "redact", str(note), "--out", str(folder / "out.toml")])
    assert again.code == 1
    assert "is there and is kept" in again.err


def test_redact_refuses_a_link_and_a_screen_that_still_runs(folder: Path, home: Folders, note: Path) -> None:
    link = folder / "link.toml"
    link.symlink_to(note)
    assert "is a link" in run_program(folder, ["notes", "redact", str(link), "--yes"]).err
    next(home.sessions.glob("*/finished")).unlink()

    ran = run_program(folder, ["notes", "redact", str(note), "--yes"])

    assert ran.code == 1
    assert "not finished" in ran.err
    assert note.exists()


# -- forget --------------------------------------------------------------------------------------------------------


def test_forget_finds_everything_of_one_candidate_and_nothing_else(
    folder: Path, home: Folders, note: Path
) -> None:
    draft = put(home.notes / "draft.toml", note_of("demo-7"))
    torn = put(
        home.notes / ".tmp-0011", 'schema = "screencopilot/note/1"\n[candidate]\nref = "Demo-7"\nrole = "appl'
    )
    cache = put(home.state / "cache" / "notes.json", '{"ref":"DEMO-7"}')
    session = next(home.sessions.iterdir())
    put(session / ".tmp-0022", '"candidate_ref":"DEMO-7"')
    kept = {
        put(home.notes / "other.toml", note_of("DEMO-77", "n-2")),
        put(home.notes / "another.toml", note_of("C-1", "n-3").replace("0.81", "DEMO-7 said 0.81")),
        put(home.notes / ".tmp-0033", '[candidate]\nref = "XDEMO-7"\n'),
        put(home.state / "cache" / "other.json", '{"ref":"DEMO-70"}'),
    }
    gone = {note, draft, torn, cache, session}
    dry = run_program(folder, ["notes", "forget", "demo-7", "--dry-run"])
    listed = {Path(line.split("  (")[0]) for line in dry.out.splitlines() if line.endswith(")")}
    assert (dry.code, listed) == (0, gone), "exactly what would go"
    as_json = run_program(folder, ["notes", "forget", "demo-7", "--dry-run", "--json"]).json
    assert {Path(one["path"]) for one in as_json["going"]} == gone
    assert (as_json["dry_run"], as_json["stays"]) == (True, [])
    assert all(path.exists() for path in gone)

    ran = run_program(folder, ["notes", "forget", "DEMO-7", "--yes"])

    assert (ran.code, ran.err) == (0, "")
    assert not any(path.exists() for path in gone)
    assert all(path.exists() for path in kept)
    assert "nothing is kept" in run_program(folder, ["notes", "forget", "DEMO-7"]).out


def test_forget_knows_a_ref_however_its_accents_are_written(folder: Path, home: Folders) -> None:
    kept = put(home.notes / "jose.toml", note_of("José", "n-2"))

    assert str(kept) in run_program(folder, ["notes", "forget", "JOSE\u0301", "--dry-run"]).out


def test_forget_tells_what_it_cannot_look_into(folder: Path, home: Folders, note: Path) -> None:
    broken = put(home.notes / "broken.toml", '[candidate]\nref = "DEMO-7"\nx = \n')
    journal = next(home.sessions.glob("*/journal.jsonl"))
    data = journal.read_bytes()
    journal.write_bytes(data.replace(b'"candidate_ref":"DEMO-7"', b'"candidate_ref:"DEMO-7"', 1))

    ran = run_program(folder, ["notes", "forget", "DEMO-7", "--yes"])

    assert ran.code == 1
    assert not note.exists()
    assert f"stays: {broken}" in ran.err
    assert f"stays: {journal.parent}" in ran.err


def test_forget_reads_the_ref_of_a_damaged_first_line(folder: Path, home: Folders) -> None:
    journal = next(home.sessions.glob("*/journal.jsonl"))
    journal.write_bytes(b"{" + journal.read_bytes())

    assert str(journal.parent) in run_program(folder, ["notes", "forget", "DEMO-7", "--dry-run"]).out


def test_links_are_neither_followed_nor_removed(folder: Path, home: Folders, note: Path) -> None:
    mine = put(folder / "mine.toml", note_of("DEMO-7"), old=True)
    away = folder / "away"
    shutil.copytree(next(home.sessions.iterdir()), away)
    (home.notes / "link.toml").symlink_to(mine)
    (home.sessions / "linked").symlink_to(away)
    (home.sessions / "s-2").mkdir()
    inner = put(home.sessions / "s-2" / "finished", "", old=True)
    (inner.parent / "inside").symlink_to(away)
    before = tree(away)

    forgot = run_program(folder, ["notes", "forget", "DEMO-7", "--yes"])
    purged = run_program(folder, ["notes", "purge", "--older-than", "1d", "--yes"])

    for ran in (forgot, purged):
        assert ran.code == 1
        assert ran.err.count("is a link") == 2
    assert mine.exists()
    assert tree(away) == before
    assert (home.notes / "link.toml").is_symlink()
    assert (home.sessions / "linked").is_symlink()


def test_a_screen_that_is_open_elsewhere_stays(folder: Path, home: Folders, note: Path) -> None:
    session = next(home.sessions.iterdir())
    put(session / "lock-holder.json", '{"pid":1,"host":"elsewhere","since":"2026-11-21T10:00:00Z"}')

    ran = run_program(folder, ["notes", "forget", "DEMO-7", "--yes"])

    assert ran.code == 1
    assert "process 1 on elsewhere" in ran.err
    assert session.exists()
    assert not note.exists()


# -- purge ---------------------------------------------------------------------------------------------------------


def test_purge_takes_what_is_older_and_tells_unfinished_screens(
    folder: Path, home: Folders, note: Path
) -> None:
    old = put(home.notes / "old.toml", note_of("C-1", "n-2", "2011-01-02T10:00:00-05:00"))
    report = put(home.crash_reports / "crash-2011.txt", "x", old=True)
    put(home.crash_reports / "crash-new.txt", "x")
    left_over = put(home.notes / ".tmp-00", "x", old=True)
    finished, unfinished = home.sessions / "s-old", home.sessions / "s-open"
    for session in (finished, unfinished):
        put(session / "journal.jsonl", "x", old=True)
    put(finished / "finished", "", old=True)
    for session in (finished, unfinished):
        os.utime(session, (OLD, OLD))
    kept = [note, home.crash_reports / "crash-new.txt", unfinished, next(home.sessions.glob("*-*-*-*"))]

    dry = run_program(folder, ["notes", "purge", "--older-than", "365d", "--dry-run"])
    listed = {Path(line.split("  (")[0]) for line in dry.out.splitlines() if line.endswith(")")}
    assert listed == {old, report, left_over, finished}
    purge = ["notes", "purge", "--older-than", "365d", "--json"]
    assert run_program(folder, purge).code == 2, "nothing goes while it lists"
    as_json = run_program(folder, [*purge, "--dry-run"]).json
    assert {Path(one["path"]) for one in as_json["going"]} == listed
    assert str(unfinished) in {one["path"] for one in as_json["stays"]}
    ran = run_program(folder, ["notes", "purge", "--older-than", "365d", "--yes"])

    assert not any(path.exists() for path in listed)
    assert all(path.exists() for path in kept)
    assert ran.code == 1
    assert f"stays: {unfinished}: an unfinished screen" in ran.err


@pytest.mark.parametrize("age", ["0d", "365", "-1d", "1 year", "d", "1e3d", ""])
def test_purge_wants_an_age_with_its_unit(age: str, folder: Path) -> None:
    assert run_program(folder, ["notes", "purge", "--older-than", age]).code == 2


def test_purge_of_an_age_before_all_time_finds_nothing(folder: Path) -> None:
    assert "nothing is kept" in run_program(folder, ["notes", "purge", "--older-than", "99999y"]).out


# -- asking --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("command", [["forget", "DEMO-7"], ["purge", "--older-than", "1d"], ["redact", "{}"]])
def test_without_a_terminal_nothing_goes_unless_yes_is_said(
    command: list[str], folder: Path, note: Path
) -> None:
    data = tomllib.loads(note.read_text(encoding="utf-8"))
    old = put(note.with_name("old.toml"), note_of("C-1", "n-2", "2011-01-02T10:00:00-05:00"))
    before = tree(folder / "home")

    ran = run_program(folder, ["notes", *(word.format(note) for word in command)])

    assert ran.code == 2
    assert "--yes" in ran.err
    assert tree(folder / "home") == before
    assert old.exists()
    assert tomllib.loads(note.read_text(encoding="utf-8")) == data


@pytest.mark.parametrize(("answer", "stays"), [("n\n", True), ("\n", True), ("y\n", False)])
def test_on_a_terminal_it_asks_once(answer: str, stays: bool, folder: Path, note: Path) -> None:
    master, slave = pty.openpty()
    os.write(master, answer.encode())
    done = subprocess.run(
        [sys.executable, "-m", "screencopilot", "notes", "forget", "DEMO-7"],
        env=environment(folder),
        stdin=slave,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    os.close(master)
    os.close(slave)

    assert note.exists() == stays
    assert done.stdout.count("for good? [y/N]") == 1
    assert done.returncode == (1 if stays else 0)


# -- modes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("umask", [0o000, 0o022, 0o277], ids=oct)
def test_everything_is_private_whatever_the_umask(umask: int, tmp_path: Path) -> None:
    script = f"""
import os
from pathlib import Path
from screencopilot.cli.commands import run

os.umask({umask})
home = Path(os.environ["SCREENCOPILOT_HOME"])
assert run(["demo", "--headless"]) == 0
(note,) = home.glob("data/notes/*.toml")
assert run(["notes", "redact", str(note), "--yes"]) == 0
assert run(["demo", "--headless"]) == 0
(session,) = home.glob("state/sessions/*")
assert run(["notes", "recover", session.name]) == 0
"""
    env = environment(tmp_path)
    done = subprocess.run(
        [sys.executable, "-c", script], env=env, capture_output=True, text=True, check=False, timeout=60
    )

    assert done.returncode == 0, done.stderr
    modes = {
        str(path): oct(stat.S_IMODE(path.stat().st_mode))
        for path in [tmp_path / "home", *(tmp_path / "home").rglob("*")]
    }
    wrong = {
        path: mode for path, mode in modes.items() if mode != ("0o700" if Path(path).is_dir() else "0o600")
    }
    assert wrong == {}
    assert any("cache" in path for path in modes)
