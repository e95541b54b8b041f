"""A panel of three on one candidate, for the tests of debriefs: notes as values and as files, and their case.

Splits, in the order of ``compare``: 1 is CT1-A (Ann 5, Ben 2, Cy NE), 2 is AR1-A (Ann 4, Ben 3, Cy 2; the words of its
bank are known). CV-A is no split, ZZ1-A was rated by Cy alone.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from screencopilot.analysis.comparison import compare
from screencopilot.analysis.debrief_case import case_of
from screencopilot.domain.canonical import digest
from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_events import MovedBy, Opened
from screencopilot.domain.debrief_session import DebriefSession
from screencopilot.domain.note import Evidence, Note
from screencopilot.formats.note_toml import dump_note, load_note, note_file_name, note_to_document, seal
from tests.analysis.panels import BASE, note
from tests.sample import ManualClock, sample_bank

PROBES = {digest(probe.meaning): probe for probe in sample_bank().probes.values()}
KNOWN = sample_bank().probes["AR1-A"]
#: What Ben may say of Ann's evidence.
BY_ANN = MovedBy("evidence", "recall fell to 0.64", "Ann", "e1")


def three_notes() -> list[Note]:
    """The notes as values; their seals are set by :func:`write_panel`."""
    ann = (
        Evidence("e1", 65, "CT1-A", "quote", "+", "recall fell to 0.64", "s1"),
        Evidence("e2", 300, "AR1-A", "quote", "+", "I found it on the 26th"),
    )
    ben = (Evidence("e1", 130, "CT1-A", "observation", "-", "no figure of his own"),)
    given: list[tuple[str, dict[str, Any], Any, dict[str, Any]]] = [
        ("Ann", {"CT1-A": 5, "AR1-A": 4, "CV-A": 3}, ann, {"CT1-A": ["s1", "s2"], "AR1-A": ["s1", "s2"]}),
        ("Ben", {"CT1-A": 2, "AR1-A": 3, "CV-A": 3}, ben, {"CT1-A": ["w1"], "AR1-A": ["s1"]}),
        ("Cy", {"CT1-A": "NE", "AR1-A": 2, "CV-A": 3, "ZZ1-A": 1}, (), {"AR1-A": ["s1", "w1"]}),
    ]
    notes = [
        note("C-7", name, ratings, hour=2 * n, evidence=lines, ticks=ticks, id=f"note{n}-0000")
        for n, (name, ratings, lines, ticks) in enumerate(given)
    ]
    return [replace(one, probes=tuple(_known(p) for p in one.probes)) for one in notes]


def _known(probe: Any) -> Any:
    return replace(probe, digest=digest(KNOWN.meaning)) if probe.id == KNOWN.id else probe


def write_panel(folder: Path, notes: Sequence[Note] | None = None) -> list[Path]:
    """Write sealed notes under the names the program gives them."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for one in notes or three_notes():
        document = seal({k: v for k, v in note_to_document(one).items() if k != "seal"}, one.seal.at)  # type: ignore[union-attr]
        path = folder / note_file_name(one)
        path.write_bytes(dump_note(document))
        paths.append(path)
    return paths


def case_on(paths: Sequence[Path]) -> Case:
    """The case of notes on disk."""
    notes = {str(path): load_note(path).note for path in paths}
    return case_of(compare(list(notes.values()), paths=list(notes)), notes, PROBES)


def sample_case(notes: Sequence[Note] | None = None) -> Case:
    """The case of notes that lie nowhere."""
    named = {f"/nowhere/{one.id}.toml": one for one in notes or three_notes()}
    return case_of(compare(list(named.values()), paths=list(named)), named, PROBES)


def opened(case: Case, minutes: int = 20, read_minutes: int = 5) -> Opened:
    """The first event of a debrief."""
    return Opened("d-1", "test", case.key, minutes, read_minutes)


def new_debrief(
    case: Case | None = None, clock: ManualClock | None = None
) -> tuple[DebriefSession, list[Any]]:
    """A debrief just opened, and the list that its entries go to."""
    case, journal = case or sample_case(), []
    return DebriefSession.begin(case, clock or ManualClock(BASE), journal.append, opened(case)), journal
