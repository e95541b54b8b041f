"""Every hostile file, as every kind: it loads or our own error names file and mend; within 1 s and 200 MB.

What "within" means is enforced by the system in a process of its own (``confined``), not by a clock in a test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

import tests
from screencopilot.formats.errors import NoteError
from screencopilot.formats.note_toml import load_note
from screencopilot.store.profile import load_profile
from tests.cli.process import environment
from tests.hostile import corpus, kinds
from tests.hostile.confined import unclean

Ask = Callable[..., str]
ROOT = Path(tests.__file__).parents[1]
#: What each kind is looked at with on the command line; {} is the file.
COMMANDS = {
    "bank": [["bank", "check", "{}"]],
    "module": [["bank", "check", "{}", "--json"]],
    "cards": [["bank", "check", "{}"]],
    "claims": [["bank", "check", "{}"]],
    "flags": [["bank", "check", "{}"]],
    "vignette": [["bank", "check", "{}"]],
    "note": [
        ["notes", "show", "{}"],
        ["notes", "verify", "{}"],
        ["notes", "redact", "{}", "--dry-run"],
    ],
}


@pytest.fixture
def confined(tmp_path: Path) -> Iterator[Callable[[str], Ask]]:
    """Start the process that reads in confinement; gives a function that asks it."""
    running = []

    def started(work: str) -> Ask:
        process = subprocess.Popen(
            [sys.executable, "-m", "tests.hostile.confined", work],
            cwd=ROOT,
            env=environment(tmp_path),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        running.append(process)

        def ask(*words: str) -> str:
            assert process.stdin
            assert process.stdout
            process.stdin.write(json.dumps(words) + "\n")
            process.stdin.flush()
            return str(json.loads(process.stdout.readline())["answer"])

        return ask

    yield started
    for process in running:
        process.communicate()


def test_corpus_is_large_and_holds_what_it_should() -> None:
    assert all(len(set(corpus.cases(kind))) >= 60 for kind in corpus.KINDS)
    assert unclean("".join(corpus.TEXTS.values())) >= {"\x1b", "\x07", "\u009b", "\u202e", "\u200b"}


@pytest.mark.parametrize("kind", corpus.KINDS)
def test_every_file_loads_or_is_refused_within_its_limits(
    kind: str, confined: Callable[[str], Ask], tmp_path: Path
) -> None:
    ask = confined("load")
    answers = {}
    for case in corpus.cases(kind):
        place = tmp_path / case / kinds.PLACES.get(kind, "x.toml")
        place.parent.mkdir(parents=True)
        answers[case] = ask(kind, str(corpus.build(kind, case, place)))

    assert {case: said for case, said in answers.items() if said.startswith("!")} == {}
    if kind != "profile":  # a profile is never refused: it is moved aside, and the defaults are used
        assert {answers["place-fifo"], answers["place-hundred-megabytes"]} == {"refused"}
        assert answers["nothing"] == ("loaded" if kind == "answers" else "refused"), (
            "no answers yet is no fault"
        )
        assert "loaded" in answers.values(), "some cases lead all the way in"


@pytest.mark.parametrize("kind", list(COMMANDS))
def test_no_command_meets_a_traceback_or_says_anything_raw(
    kind: str, confined: Callable[[str], Ask], tmp_path: Path
) -> None:
    ask = confined("run")
    findings = {}
    # Every case goes through the readers above; through whole commands every fourth, all of them when THOROUGH is set.
    every = 1 if os.environ.get("THOROUGH") else 4
    for case in list(corpus.cases(kind))[::every]:
        folder = tmp_path / case
        folder.mkdir()
        place = corpus.build(kind, case, folder / "x.toml")
        for command in COMMANDS[kind]:
            said = ask(*(word.format(place) for word in command))
            if said.startswith("!"):
                findings[case, command[1]] = said

    assert findings == {}


@pytest.mark.parametrize("kind", ["answers", "results"])
def test_calibrate_shows_what_it_can_of_hostile_files(
    kind: str, confined: Callable[[str], Ask], tmp_path: Path
) -> None:
    ask = confined("run")
    place = tmp_path / kinds.PLACES[kind]
    place.parent.mkdir(parents=True)
    findings = {}
    every = 1 if os.environ.get("THOROUGH") else 12
    for case in list(corpus.cases(kind))[::every]:
        place.unlink(missing_ok=True)
        if not case.startswith("place-folder"):
            corpus.build(kind, case, place)
        for words in ([], ["--json"]):
            said = ask("calibrate", "--show", "--as", "Kim", *words)
            if said.startswith("!"):
                findings[case] = said

    assert findings == {}


def test_who_takes_too_much_is_ended(confined: Callable[[str], Ask]) -> None:
    """The limits bite: without them the tests above would pass for any file."""
    ask = confined("load")

    assert ask("spin", "") == "! ended by SIGKILL"
    assert ask("hoard", "").startswith("! MemoryError")


def test_folders_full_of_hostile_files_stop_no_list(confined: Callable[[str], Ask], tmp_path: Path) -> None:
    home = tmp_path / "home"
    places = {
        "theme": home / "config" / "themes",
        "bank": home / "data" / "question_banks" / "roles",
        "module": home / "data" / "question_banks" / "modules",
    }
    for kind, folder in places.items():
        folder.mkdir(parents=True)
        for case in corpus.cases(kind):
            if not case.startswith(
                ("nearly-", "many-")
            ):  # one by one they are fast enough; together they add up
                corpus.build(kind, case, folder / f"{case}.toml")

    assert confined("run")("doctor") == "status 1"
    assert confined("run")("bank", "list") == "status 1"
    assert confined("run")("bank", "list", "--json") == "status 1"


def test_one_bad_note_among_many_is_told_and_the_rest_is_listed(
    confined: Callable[[str], Ask], tmp_path: Path
) -> None:
    notes = tmp_path / "home" / "data" / "notes"
    notes.mkdir(parents=True)
    (notes / "good.toml").write_text(corpus.good("note"), encoding="utf-8")
    for case in corpus.cases("note"):
        corpus.build("note", case, notes / f"{case}.toml")

    assert confined("run")("notes", "list") == "status 1"
    assert confined("run")("notes", "verify") == "status 1"


@pytest.mark.parametrize("case", ["note-started-in-year-one", "note-ended-in-9999", "note-revised-in-9999"])
def test_dates_that_no_zone_can_show_are_refused(case: str, tmp_path: Path) -> None:
    place = corpus.build("note", case, tmp_path / "x.toml")

    with pytest.raises(NoteError, match="is no year of a screen"):
        load_note(place)


def test_hostile_profile_is_moved_aside_and_its_link_never_followed(tmp_path: Path) -> None:
    target = tmp_path / "mine.txt"
    target.write_text("not a profile", encoding="utf-8")
    place = tmp_path / "profile.toml"
    place.symlink_to(target)

    problem = load_profile(place).problem

    assert str(place) in problem
    assert target.read_text(encoding="utf-8") == "not a profile"
    assert not place.exists()
