"""A live screen on the shipped bank, and what it left on disk."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

from screencopilot.domain.bank import ResolvedBank
from screencopilot.domain.entry import decode_entry
from screencopilot.domain.events import DraftTyped, Event
from screencopilot.store.journal import read_journal
from screencopilot.store.paths import Folders, folders
from screencopilot.store.search_path import load_resolved
from tests.cli.process import sockets_seen
from tests.pty.terminal import ENTER, RIGHT, Terminal

E = TypeVar("E", bound=Event)

BANK = "applied-ml-engineer"
CANDIDATE = "C-2041"
CLAIM = "Led fraud scoring to live"
#: The sizes of the three layouts: side, strip, full.
SIZES = [(60, 45), (140, 14), (160, 45)]
FULL = SIZES[2]
TICKED = "■"
#: What the first two probes are called.
FIRST, SECOND = "1/4 Silent decay", "2/4 Watch with late labels"


def screen_args(candidate: str = CANDIDATE, evaluator: str = "Kim", claim: str = CLAIM) -> list[str]:
    """Return the arguments that open a screen whose first two probes are FA1-A and DM1-A."""
    args = ["screen", "--bank", BANK, "--plan", "45", "--level", "senior"]
    args += ["--candidate", candidate, "--evaluator", evaluator]
    args += ["--claim", f"owned-model-in-production: {claim}"]
    return [*args, "--form", "FA1=A", "--form", "DM1=A"]


def first_probe(folder: Path, size: tuple[int, int] = FULL) -> Terminal:
    """Open a screen and ask its first probe."""
    terminal = Terminal(folder, screen_args(), size)
    try:
        terminal.wait("Opening")
        terminal.press(RIGHT, FIRST)
    except BaseException:
        terminal.__exit__()
        raise
    return terminal


def home_of(folder: Path) -> Folders:
    """Return where a program that runs in ``folder`` keeps its things."""
    return folders({"SCREENCOPILOT_HOME": str(folder / "home")})


def shipped_bank() -> ResolvedBank:
    """Return the bank the screens run on."""
    return load_resolved(BANK, folders({"SCREENCOPILOT_HOME": "/nowhere"}))


def letters(probe: str) -> dict[str, str]:
    """Return a shipped probe's signals by the letter that ticks them."""
    signals = shipped_bank().probes[probe].signals_in_order
    return {chr(ord("a") + n): signal.id for n, signal in enumerate(signals)}


def session_folder(folder: Path) -> Path:
    """Return the folder of the one screen there is."""
    (session,) = home_of(folder).sessions.iterdir()
    return session


def happened(folder: Path, kind: type[E]) -> list[E]:
    """Return the events of one kind in the journal of the one screen there is; none while it has no journal yet."""
    journal = next(home_of(folder).sessions.glob("*/journal.jsonl"), None)
    if journal is None:
        return []
    reading = read_journal(journal)
    events = [decode_entry(payload).event for payload in reading.payloads]
    return [event for event in events if isinstance(event, kind)]


def note_path(folder: Path) -> Path:
    """Return the one note there is."""
    (path,) = home_of(folder).notes.glob("*.toml")
    return path


def half_typed(terminal: Terminal, words: str) -> None:
    """Open the note line and type words into it, without keeping them."""
    terminal.press(ENTER, "Esc tick again")
    terminal.type_line(words)


def draft(folder: Path) -> str:
    """Return what the journal has of the note line."""
    typed = happened(folder, DraftTyped)
    return typed[-1].text if typed else ""


def resume(terminal: Terminal) -> None:
    """From home, take up the newest unfinished screen."""
    terminal.wait("UNFINISHED")
    terminal.press(ENTER, lambda: "UNFINISHED" not in terminal.words and CANDIDATE in terminal.words)


def ticks_shown(terminal: Terminal) -> int:
    """Return how many ticked signals the screen shows."""
    return terminal.text.count(TICKED)


def assert_no_sockets(folder: Path) -> None:
    """The program asked for no socket."""
    seen = sockets_seen(folder)
    assert not seen.exists(), seen.read_text(encoding="utf-8")
