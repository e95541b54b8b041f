"""On a terminal: what banks, notes, themes and journals hold never reaches it as anything but text."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from msgspec.structs import replace

from screencopilot.domain.entry import Entry, encode_entry
from screencopilot.domain.plan import Script
from screencopilot.store.journal import Journal
from tests.hostile import corpus
from tests.hostile.confined import unclean
from tests.pty.screens import home_of
from tests.pty.terminal import Terminal
from tests.sample import new_session, sample_opened, sample_script

#: Everything at once, with words around it to wait for.
HOSTILE = "begin" + "".join(t for t in corpus.TEXTS.values() if 0 < len(t) < 80) + "end"
#: Sequences that a program of ours sends: their kind is the private mark and the last letter, or all of a command such
#: as Textual's own for the shape of the pointer.
_SEQUENCE = re.compile(
    r"\x1b\[([?<>=]?)[0-9;:$ ]*([@-~])|\x1b\](.*?)(?:\x07|\x1b\\)|\x1b([78=>])|\x1b([P_^X\]])", re.DOTALL
)


def kinds(raw: bytes) -> set[tuple[str, ...]]:
    """Return the kinds of the escape sequences in what was sent to a terminal."""
    return set(_SEQUENCE.findall(raw.decode("utf-8")))


def assert_only_text(raw: bytes, ours: set[tuple[str, ...]]) -> None:
    """What was sent holds our own kinds of sequences, and besides them nothing but text."""
    text = raw.decode("utf-8")  # a bare C1 byte would be no UTF-8
    assert kinds(raw) <= ours, f"{kinds(raw) - ours} came from the content"
    left = unclean(_SEQUENCE.sub("", text).replace("\r", ""))
    assert not left, f"{left!r} came from the content"


@pytest.mark.parametrize("name", ["title", "clipboard", "link", "dcs", "apc", "print", "window", "answerback", "c1",
                                  "shift-out", "backspaces", "bidi", "zero-width", "tags"])  # fmt: skip
def test_the_eye_itself_sees_each_of_them(name: str) -> None:
    usual = kinds(b"\x1b[31mred\x1b[0m\x1b[?25h\x1b]22;default\x07")

    with pytest.raises(AssertionError, match="came from the content"):
        assert_only_text(f"plain {corpus.TEXTS[name]} text".encode(), usual)


def run(folder: Path, args: Sequence[str], size: tuple[int, int] = (100, 40)) -> tuple[int, bytes]:
    """Run a command on a terminal; return its status and all it sent there."""
    with Terminal(folder, args, size) as terminal:
        code = terminal.wait_end()
        return code, terminal.raw


def filled(kind: str, leave: frozenset[str]) -> bytes:
    """Return a good file with hostile text in each text for people; keys named in ``leave`` stay."""

    def spoilt(value: Any, key: str) -> Any:
        match value:
            case dict():
                return {k: spoilt(v, k) for k, v in value.items()}
            case list():
                return [spoilt(v, key) for v in value]
            case str() if key not in leave:
                return f"{value[:4]}\x1b]0;pwned\x07\u202e\u009b2J[red]"
        return value

    return tomli_w.dumps(spoilt(tomllib.loads(corpus.good(kind)), "")).encode()


#: Keys whose values are names and choices; a hostile one is refused, which other tests look at.
_NAMES = frozenset(
    [
        "schema",
        "id",
        "status",
        "version",
        "role",
        "level",
        "levels",
        "modules",
        "family",
        "slot",
        "form",
        "kind",
        "competency",
        "tone",
        "flag",
        "rung",
        "when",
        "reveals",
        "cards",
        "claims",
        "category",
        "drop_order",
        "digest",
        "probe",
        "signal",
        "polarity",
        "evidence",
        "rating",
        "verdict",
        "ticks",
        "shipped",
        "plan",
        "confidence",
        "recommendation",
        "to",
        "from",
        "numbers",
        "dimension",
    ]
)


def hostile_note(folder: Path) -> Path:
    """Write a note that loads and is hostile in every text."""
    place = home_of(folder).notes / "hostile.toml"
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(filled("note", _NAMES))
    return place


def hostile_bank(folder: Path) -> None:
    """Put a bank and its module in place that load and are hostile in every text."""
    own = home_of(folder).banks
    for kind, place in (
        ("bank", own / "roles" / "applied-ml-engineer.toml"),
        ("module", own / "modules" / "stories.toml"),
    ):
        place.parent.mkdir(parents=True)
        place.write_bytes(filled(kind, _NAMES))
    shared = own / "shared"
    shared.mkdir()
    for kind in ("claims", "cards", "flags"):
        (shared / f"{kind}.toml").write_bytes(filled(kind, _NAMES))


def hostile_journal(folder: Path) -> None:
    """Leave an unfinished screen whose first line is hostile; ours would never write it, another program might."""
    script: Script = sample_script()
    session, _, _ = new_session(script)
    opened = replace(sample_opened(script), candidate_ref=HOSTILE, role=HOSTILE, evaluator=HOSTILE)
    entry = Entry(0, 0.0, session.state.started_wall, opened)
    journal = Journal.create(home_of(folder).sessions / "s-1", b"{}")
    journal.append(1, encode_entry(entry))
    journal.close()


def test_notes_show_and_list_on_a_terminal_send_text_only(tmp_path: Path) -> None:
    note = hostile_note(tmp_path)
    evil_name = note.with_name("x\x1b]0;pwned\x07\u202e.toml")
    evil_name.write_bytes(note.read_bytes())
    for args, status in (
        (["notes", "show", str(note)], 0),
        (["notes", "show", str(note), "--json"], 0),
        (["notes", "list"], 0),
        (["notes", "list", "--json"], 0),
        (["notes", "verify"], 0),
        (["notes", "redact", str(evil_name), "--dry-run"], 0),
        (["notes", "forget", "C-20]0;pwned2J[red]", "--dry-run"], 0),
        (["notes", "purge", "--older-than", "1d", "--dry-run"], 0),
    ):
        code, raw = run(tmp_path, args)
        assert code == status, (args, raw)
        assert b"pwned" in raw or "purge" in args
        assert_only_text(raw, set())


def test_bank_commands_on_a_terminal_send_text_only(tmp_path: Path) -> None:
    hostile_bank(tmp_path)
    for args in (
        ["bank", "list"],
        ["bank", "show", "applied-ml-engineer"],
        ["bank", "show", "applied-ml-engineer", "--json"],
    ):
        code, raw = run(tmp_path, args)
        assert code == 0, raw
        assert b"pwned" in raw
        assert_only_text(raw, set())


@pytest.mark.parametrize("kind", ["bank", "module", "note", "theme"])
def test_refusals_on_a_terminal_send_text_only(kind: str, tmp_path: Path) -> None:
    folder = tmp_path / "x\x1b]0;pwned\x07"
    folder.mkdir()
    place = corpus.build(kind, "id-escape", folder / "x\u009b2J.toml")
    place.write_bytes(place.read_bytes() + b'\n"\\u001b]0;pwned\\u0007" = "\\u009b2J"\n')

    code, raw = run(
        tmp_path, ["notes" if kind == "note" else "bank", "show" if kind == "note" else "check", str(place)]
    )

    assert code == 1
    assert b"pwned" in raw
    assert_only_text(raw, set())


def test_home_with_hostile_files_all_around_sends_text_only(tmp_path: Path) -> None:
    clean, odd = tmp_path / "clean", tmp_path / "odd"
    clean.mkdir()
    odd.mkdir()
    ours = home_seen(clean, "New screen")
    hostile_bank(odd)
    note = hostile_note(odd)
    for case in ("id-escape", "nothing", "binary"):
        corpus.build("note", case, note.with_name(f"{case}-\x1b]0;pwned\x07.toml"))
    hostile_journal(odd)
    home = home_of(odd)
    (home.sessions / "s-\x1b]0;pwned\x07").mkdir()
    (home.sessions / "s-\x1b]0;pwned\x07" / "screen.json").write_bytes(b"{}")
    (home.sessions / "s-1" / "lock-holder.json").write_bytes(
        '{"pid":1,"host":"\x1b]0;pwned","since":"\u202e"}'.encode()
    )
    home.config.mkdir(parents=True)
    home.profile_file.write_bytes(filled("profile", _NAMES | {"bank", "theme"}))

    sent = home_seen(odd, "UNFINISHED")

    assert b"pwned" in sent
    assert_only_text(sent, kinds(ours))


def home_seen(folder: Path, words: str) -> bytes:
    """Open home, step through its list, begin a new screen and leave; return all that was sent."""
    with Terminal(folder, size=(160, 45)) as terminal:
        terminal.wait(words)
        terminal.wait("Leave")
        terminal.press("n", "F10 begin")
        terminal.press("\x1b", "Leave")
        terminal.send("q")
        terminal.wait_end()
        return terminal.raw


DAMAGES = {
    "no-text": b"\xff\xfe",
    "brackets": b"{" * 5000,
    "half-text": b'{"pid":1,"host":"\xff","since":""}',
    "deep": b'{"x":' + b"[" * 4000,
}


@pytest.mark.parametrize("damage", list(DAMAGES))
def test_home_opens_whatever_stands_beside_a_journal(damage: str, tmp_path: Path) -> None:
    hostile_journal(tmp_path)
    session = home_of(tmp_path).sessions / "s-1"
    for name in ("lock-holder.json", "screen.json"):
        (session / name).write_bytes(DAMAGES[damage])
    os.utime(session / "journal.jsonl", (2**45, 2**45))

    with Terminal(tmp_path, size=(160, 45)) as terminal:
        terminal.wait("UNFINISHED")
        terminal.send("\r")
        terminal.wait(lambda: "damaged" in terminal.words or "cannot" in terminal.words)
        terminal.send("q")
        assert terminal.wait_end() == 0
