"""From files to a report: the notes are chosen, compared, and given the words of their probes."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import msgspec
from msgspec import UNSET
from msgspec.structs import replace

import screencopilot.analysis
from screencopilot import __version__
from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.analysis.comparison_values import Cell, Comparison
from screencopilot.domain.bank import Probe
from screencopilot.domain.canonical import digest
from screencopilot.domain.clock import SystemClock
from screencopilot.domain.note import Note
from screencopilot.report.choosing import Chosen, Found, Wanted, choose, look
from screencopilot.report.values import MATRICES, TIMELINES, Report, ScreenLine, screen_line, shortened
from screencopilot.store.bank_cache import marks_of
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.keeping_refs import folded
from screencopilot.store.note_index import NoteIndex, index_path
from screencopilot.store.note_reading import ReadNote, read_file
from screencopilot.store.note_sharing import Sharing
from screencopilot.store.paths import Folders

#: Banks whose words are looked up: a comparison across more of them is no panel's.
_BANKS = 8
#: Formats that hold every row of the comparison, of however many candidates.
TABLES = ("csv", "parquet")


def make_report(folders: Folders, paths: Iterable[Path], wanted: Wanted) -> Report:
    """Read, choose and compare notes.

    Args:
        folders: where the profile, the own notes, the banks and the index lie.
        paths: files and folders.
        wanted: what was asked for.
    """
    with nothing_dropped(), NoteIndex(index_path(folders)) as index:
        return report_of(folders, look(folders, paths, wanted.viewer, index), wanted, index)


def report_of(folders: Folders, found: Found, wanted: Wanted, index: NoteIndex) -> Report:
    """Choose and compare notes that were read; results are kept in the ``index`` if it is open."""
    chosen = choose(found, wanted)
    probes, weights = _words(folders, chosen.notes)
    comparison = _compared(chosen, weights, wanted, index, found)
    return Report(
        comparison=comparison,
        made=SystemClock().wall(),
        probes=probes,
        weights=weights,
        screens=_screens(chosen, wanted),
        notices=chosen.notices,
        explain=wanted.explain,
        redacted=wanted.redact,
        started=_started(chosen, wanted),
    )


@contextmanager
def nothing_dropped() -> Iterator[None]:
    """Within this, the notes of a large folder are only made, never dropped: nothing is looked for to drop."""
    gc.disable()
    try:
        yield
    finally:
        gc.enable()


# -- the comparison -------------------------------------------------------------------------------------------------


def _compared(
    chosen: Chosen, weights: Mapping[str, float], wanted: Wanted, index: NoteIndex, there: Found
) -> Comparison:
    """Compare, or take what was kept of the very same comparison: of very many notes it takes seconds."""
    whole = wanted.kind in TABLES
    key = _key(chosen, weights, wanted, there)
    kept = index.result(key)
    if kept is not None:
        try:
            return msgspec.msgpack.decode(kept, type=Comparison)
        except (msgspec.MsgspecError, UnicodeDecodeError):
            pass  # of another version: made anew
    bare = not (whole or wanted.redact) and len({folded(read.candidate) for read in chosen.notes}) > MATRICES
    notes, paths, skipped = _given(chosen, wanted, bare=bare)
    found = compare(notes, paths=paths, adjusted=wanted.adjusted, skipped=skipped, weights=weights)
    found = found if whole else shortened(found)
    if bare:
        found = _worded(found, {shown(read.path): read.path for read in chosen.notes})
    if not wanted.redact:
        index.keep_result(key, msgspec.msgpack.encode(found))
    return found


def _given(
    chosen: Chosen, wanted: Wanted, *, bare: bool = False
) -> tuple[Sequence[Note], list[str], Sequence[Skipped]]:
    """Return the notes as they are compared, with what messages call them, and the skipped files.

    ``bare`` notes are without their words: of a hundred thousand notes all the words would not fit.
    """
    if bare:
        shared = Sharing()
        notes = [shared.bare(read.note()) for read in chosen.notes]
    else:
        notes = [read.note() for read in chosen.notes]
    if not wanted.redact:
        return notes, _names(chosen, wanted), chosen.skipped
    from screencopilot.report.redaction import redacted_notes, redacted_skips

    return redacted_notes(notes), _names(chosen, wanted), redacted_skips(chosen.skipped)


def _worded(found: Comparison, files: Mapping[str, str]) -> Comparison:
    """Return a comparison of bare notes with the words of the few cells that are printed, read from their ``files``."""

    def worded(cell: Cell, probe_id: str) -> Cell:
        read = read_file(files[cell.note])
        if (
            read.state != "sealed-intact"
        ):  # it went or changed just now: its ratings stand, its words are lost
            return cell
        note = read.note()
        because = next((probe.because for probe in note.probes if probe.id == probe_id), UNSET)
        lines = tuple(line for line in note.evidence if line.probe == probe_id)
        return replace(cell, because="" if because is UNSET else because, evidence=lines)

    rows = (replace(row, cells=tuple(worded(cell, row.probe) for cell in row.cells)) for row in found.probes)
    return replace(found, probes=tuple(rows))


def _key(chosen: Chosen, weights: Mapping[str, float], wanted: Wanted, there: Found) -> str:
    """Return what names this comparison: the files as they are, what was asked, and the code that compares."""
    code = marks_of(sorted(Path(screencopilot.analysis.__path__[0]).glob("*.py")))
    given = [read.path for read in chosen.notes]
    skipped = [(one.path, one.why) for one in chosen.skipped]
    asked = (wanted.kind in TABLES, wanted.adjusted, wanted.redact)
    seen = (there.marks, given, skipped)
    return digest(msgspec.to_builtins((__version__, code, asked, weights, repr(seen))))


def _screens(chosen: Chosen, wanted: Wanted) -> tuple[ScreenLine, ...]:
    if wanted.kind != "html" or len(chosen.notes) > TIMELINES:
        return ()
    notes, _, _ = _given(chosen, wanted)
    screens = map(screen_line, notes)
    return tuple(sorted(screens, key=lambda s: (s.candidate.casefold(), s.evaluator.casefold(), s.day)))


def _started(chosen: Chosen, wanted: Wanted) -> Mapping[str, float]:
    if wanted.kind != "parquet":
        return {}
    names = _names(chosen, wanted)
    return {name: read.started for name, read in zip(names, chosen.notes, strict=True)}


def _names(chosen: Chosen, wanted: Wanted) -> list[str]:
    """Return what the notes are called: by their paths, which a redacted report does not tell."""
    if wanted.redact:
        return [f"note {number}" for number in range(1, len(chosen.notes) + 1)]
    return [shown(read.path) for read in chosen.notes]


def _words(folders: Folders, notes: Iterable[ReadNote]) -> tuple[dict[str, Probe], dict[str, float]]:
    """Return the probes of the notes' banks by digest, and the weights of their competencies.

    A bank that is not here, or has faults, only costs its words: ratings are compared by what the notes say.
    """
    from screencopilot.formats.errors import FormatError
    from screencopilot.store.search_path import load_resolved

    probes: dict[str, Probe] = {}
    weights: dict[str, float] = {}
    for bank_id in sorted({read.bank for read in notes})[:_BANKS]:
        try:
            bank = load_resolved(bank_id, folders)
        except (StoreError, FormatError):
            continue
        probes |= {digest(probe.meaning): probe for probe in bank.probes.values()}
        for competency in bank.bank.competencies:
            weights.setdefault(competency.id, float(competency.weight))
    return probes, weights
