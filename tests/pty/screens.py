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
_NOWHERE = folders({"SCREENCOPILOT_HOME": "/nowhere"})


def _planned() -> tuple[tuple[str, ...], str, str]:
    """Return the families of plan 45, and the probes that are marked: FA1-A and form A of the family after it."""
    plan = load_resolved(BANK, _NOWHERE).plan("45")
    assert plan is not None
    families = tuple(block.family for block in plan.blocks)
    return families, "FA1-A", f"{families[families.index('FA1') + 1]}-A"


FAMILIES, FIRST_ID, SECOND_ID = _planned()


def screen_args(candidate: str = CANDIDATE, evaluator: str = "Kim", claim: str = CLAIM) -> list[str]:
    """Return the arguments that open a screen with the two probes that are marked."""
    args = ["screen", "--bank", BANK, "--plan", "45", "--level", "senior"]
    args += ["--candidate", candidate, "--evaluator", evaluator]
    args += ["--claim", f"owned-model-in-production: {claim}"]
    return [*args, *(word for probe in (FIRST_ID, SECOND_ID) for word in ("--form", probe.replace("-", "=")))]


def begin(terminal: Terminal) -> None:
    """From the greeting, go on to the first of the probes that are marked."""
    terminal.wait("Opening")
    for number in range(1, FAMILIES.index("FA1") + 2):
        terminal.press(RIGHT, f"{number}/{len(FAMILIES)} ")


def first_probe(folder: Path, size: tuple[int, int] = FULL) -> Terminal:
    """Open a screen and ask the first of the probes that are marked."""
    terminal = Terminal(folder, screen_args(), size)
    try:
        begin(terminal)
        terminal.wait(FIRST)
    except BaseException:
        terminal.__exit__()
        raise
    return terminal


def home_of(folder: Path) -> Folders:
    """Return where a program that runs in ``folder`` keeps its things."""
    return folders({"SCREENCOPILOT_HOME": str(folder / "home")})


def shipped_bank() -> ResolvedBank:
    """Return the bank the screens run on."""
    return load_resolved(BANK, _NOWHERE)


def shown_as(probe: str) -> str:
    """Return how the screen names a probe: its place on the agenda and its title."""
    place = FAMILIES.index(probe.partition("-")[0]) + 1
    return f"{place}/{len(FAMILIES)} {shipped_bank().probes[probe].title}"


def letters(probe: str) -> dict[str, str]:
    """Return a shipped probe's signals by the letter that ticks them."""
    signals = shipped_bank().probes[probe].signals_in_order
    return {chr(ord("a") + n): signal.id for n, signal in enumerate(signals)}


FIRST, SECOND = shown_as(FIRST_ID), shown_as(SECOND_ID)


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
