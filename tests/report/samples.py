"""Comparisons for the tests of reports, and files of notes for those of the command."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.domain.canonical import digest
from screencopilot.domain.note import Claim, Evidence, Note
from screencopilot.formats.note_toml import dump_note, note_to_document, seal
from screencopilot.report.values import Report, screen_line
from tests.analysis.panels import note, panel
from tests.sample import sample_bank

MADE = dt.datetime(2026, 11, 21, 9, 30, tzinfo=dt.UTC)
PROBE = next(iter(sample_bank().probes.values()))
SIGNALS = [signal.id for signal in PROBE.signals]


def two_notes() -> list[Note]:
    """One candidate, two evaluators of two conversations: a split on a known probe, a flag, a bare rating."""
    meaning = digest(PROBE.meaning)
    return [
        _known(note(
            "C-7", "Ann", {PROBE.id: 4, "ZZ1-A": 3, "ZZ2-A": "NE"},
            ticks={PROBE.id: SIGNALS[:2]}, id="a",
            claims=(Claim("Ran it for a year", "owned", "verified", by_practitioner=True),),
            evidence=(Evidence("e1", 65, PROBE.id, "quote", "+", "recall fell to 0.64", SIGNALS[0]),),
        ), meaning),
        _known(note(
            "C-7", "Ben", {PROBE.id: 2, "ZZ1-A": 3}, hour=5, flags={PROBE.id: "vague-part"},
            ticks={PROBE.id: SIGNALS[1:2]}, id="b",
            claims=(Claim("Ran it for a year", "owned", "unsupported"),),
            evidence=(
                Evidence("e1", 130, PROBE.id, "observation", "-", "no figure of his own"),
                Evidence("e2", 140, PROBE.id, "quote", "!", "it all just worked", recalled_after=61),
            ),
        ), meaning),
    ]  # fmt: skip


def _known(one: Note, meaning: str) -> Note:
    first = replace(
        one.probes[0], digest=meaning, because="as heard", confidence="high", asked_at=10, rated_at=200
    )
    return replace(one, probes=(first, *one.probes[1:]))


def report(
    notes: Sequence[Note], *, adjusted: bool = False, skipped: Iterable[Skipped] = (), **more: Any
) -> Report:
    """A report on notes, with the sample bank's words and every screen in time."""
    return Report(
        comparison=compare(notes, adjusted=adjusted, skipped=skipped),
        made=MADE,
        probes={digest(probe.meaning): probe for probe in sample_bank().probes.values()},
        screens=tuple(map(screen_line, notes)),
        **more,
    )


def sparse_panel() -> list[Note]:
    """Five evaluators and twelve candidates, two notes on each, with a line of evidence in every note."""
    line = (Evidence("e1", 30, "FA1-A", "quote", "+", "eleven percent of orders"),)
    return [replace(one, id=f"n{i:02}", evidence=line) for i, one in enumerate(panel())]


HOSTILE = (
    "<script>alert(1)</script>\"'><img src=x onerror=alert(2)> &amp; {{ 7*7 }} {% raw %} ]]> --> `x` "
    "[a](javascript:b) | https://evil.example"
)


def hostile_notes() -> list[Note]:
    """Two notes in which every text that a file can choose is hostile."""
    notes = []
    for name, rung in (("=1+1", 5), ("@SUM(A1)", 1)):
        one = note(
            f"+{HOSTILE}"[:120], f"{name}{HOSTILE}"[:200], {f"-P{HOSTILE}"[:64]: rung, "=Q": rung},
            ticks={f"-P{HOSTILE}"[:64]: [HOSTILE[:64], "=t"]}, bank=HOSTILE[:64],
            meanings={f"-P{HOSTILE}"[:64]: "p"}, level=HOSTILE[:64],
            flags={"=Q": HOSTILE[:64]}, hour=rung, id=f"id{rung}{HOSTILE}"[:64],
            claims=(Claim(f"\t={HOSTILE}", HOSTILE[:64], "plausible"),),
            evidence=(Evidence("e1", 5, "=Q", "quote", "+", f"={HOSTILE}", HOSTILE[:64]),),
        )  # fmt: skip
        probes = tuple(
            replace(p, competency=f"@{HOSTILE}"[:64], because=f"-{HOSTILE}", asked_at=3) for p in one.probes
        )
        notes.append(replace(one, probes=probes))
    return notes


def write_notes(folder: Path, notes: Iterable[Note]) -> list[Path]:
    """Seal notes into files ``00.toml`` ... of a folder; those that call themselves drafts stay drafts."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, one in enumerate(notes):
        document = note_to_document(replace(one, seal=UNSET))
        if one.status == "sealed":
            document = seal(document, one.timing.ended + dt.timedelta(minutes=15))
        path = folder / f"{number:02}.toml"
        path.write_bytes(dump_note(document))
        paths.append(path)
    return paths
