"""From files to a report: which notes are asked for, which stay closed, and the words of their probes."""

from __future__ import annotations

import datetime as dt
import gc
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
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
from screencopilot.report.values import MATRICES, TIMELINES, Report, ScreenLine, screen_line, shortened
from screencopilot.store.bank_cache import marks_of
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.independence import ABOUT, begun_refs, closed_refs
from screencopilot.store.keeping_refs import folded
from screencopilot.store.note_index import NoteIndex, index_path
from screencopilot.store.note_reading import ReadNote, read_file
from screencopilot.store.note_sharing import Sharing
from screencopilot.store.paths import Folders
from screencopilot.store.profile import load_profile

_WHY = {
    "draft": "a draft: only sealed notes are compared",
    "redacted": "redacted: it bears no seal, and only sealed notes are compared",
    "changed": "changed after it was sealed: its seal does not fit any more",
}
#: Banks whose words are looked up: a comparison across more of them is no panel's.
_BANKS = 8


@dataclass(frozen=True)
class Wanted:
    """What was asked for; an empty choice is all. ``viewer`` is whose view it is, "" for the profile's."""

    kind: str = "text"
    adjusted: bool = False
    explain: bool = False
    redact: bool = False
    candidates: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    evaluators: tuple[str, ...] = ()
    since: dt.date | None = None
    viewer: str = ""

    def has(self, read: ReadNote) -> bool:
        """Whether a note is among those asked for."""
        return (
            _among(read.candidate, self.candidates)
            and _among(read.role, self.roles)
            and _among(read.evaluator, self.evaluators)
            and (self.since is None or read.day >= self.since)
        )


@dataclass(frozen=True)
class Chosen:
    """The notes to compare, what is left out of them and why, and sentences on both."""

    notes: Sequence[ReadNote]
    skipped: Sequence[Skipped]
    notices: tuple[str, ...]


def make_report(folders: Folders, paths: Iterable[Path], wanted: Wanted) -> Report:
    """Read, choose and compare notes.

    Args:
        folders: where the profile, the own notes, the banks and the index lie.
        paths: files and folders.
        wanted: what was asked for.
    """
    gc.disable()  # the notes of a large folder are only made, never dropped, before the program ends
    try:
        with NoteIndex(index_path(folders)) as index:
            return _made(folders, list(paths), wanted, index)
    finally:
        gc.enable()


def _made(folders: Folders, paths: Sequence[Path], wanted: Wanted, index: NoteIndex) -> Report:
    chosen = _chosen(folders, paths, wanted, index)
    probes, weights = _words(folders, chosen.notes)
    comparison = _compared(chosen, weights, wanted, index)
    return Report(
        comparison=comparison,
        made=SystemClock().wall(),
        probes=probes,
        weights=weights,
        screens=_screens(chosen, wanted),
        notices=chosen.notices,
        explain=wanted.explain,
        redacted=wanted.redact,
    )


# -- which notes ----------------------------------------------------------------------------------------------------


def _chosen(folders: Folders, paths: Sequence[Path], wanted: Wanted, index: NoteIndex) -> Chosen:
    found = index.notes(paths)
    viewer = wanted.viewer or load_profile(folders.profile_file).profile.evaluator
    closed = _closed(folders, viewer, found)
    notes: list[ReadNote] = []
    skipped: list[Skipped] = []
    held: dict[str, list[ReadNote]] = {}
    others = 0
    for read in found:
        path = shown(read.path)
        if read.state == "unreadable":
            skipped.append(Skipped(path, read.why))
        elif not wanted.has(read):
            others += 1
        elif folded(read.candidate) in closed and folded(read.evaluator) != folded(viewer):
            held.setdefault(folded(read.candidate), []).append(read)
        elif read.state != "sealed-intact":
            skipped.append(Skipped(path, _WHY[read.state]))
        else:
            notes.append(read)
    skipped += [_held(part, viewer) for part in held.values()]
    return Chosen(notes, skipped, tuple(_notices(found, held, others, viewer)))


def _closed(folders: Folders, viewer: str, found: Sequence[ReadNote]) -> frozenset[str]:
    if not viewer:
        return frozenset()
    own: list[ReadNote] = []
    if folders.notes.is_dir():
        with NoteIndex(index_path(folders)) as index:
            own = index.notes([folders.notes])
    return closed_refs(viewer, [*found, *own], begun_refs(folders, viewer))


def _held(part: Sequence[ReadNote], viewer: str) -> Skipped:
    """Return the notes on one closed candidate as one line without their paths: these would tell whose they are."""
    notes = "1 note" if len(part) == 1 else f"{len(part)} notes"
    why = f"{notes} on {part[0].candidate} by others, closed to {viewer} until the own note on that candidate is sealed"
    return Skipped(f"{part[0].candidate}: closed", why)


def _notices(
    found: Iterable[ReadNote], held: Mapping[str, object], others: int, viewer: str
) -> Iterable[str]:
    if others:
        yield (
            f"{others:,} other notes there were not asked for."
            if others > 1
            else "1 other note was not asked for."
        )
    if held:
        yield ABOUT
    elif not viewer and any(read.state == "draft" for read in found):
        yield "Nobody is known as evaluator on this computer, so nothing is held closed; --as NAME says who you are."


def _among(value: str, wanted: Sequence[str]) -> bool:
    return not wanted or folded(value) in map(folded, wanted)


# -- the comparison -------------------------------------------------------------------------------------------------


def _compared(chosen: Chosen, weights: Mapping[str, float], wanted: Wanted, index: NoteIndex) -> Comparison:
    """Compare, or take what was kept of the very same comparison: of very many notes it takes seconds."""
    whole = wanted.kind == "csv"
    key = _key(chosen, weights, wanted, index)
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
        return notes, [shown(read.path) for read in chosen.notes], chosen.skipped
    from screencopilot.report.redaction import redacted_notes, redacted_skips

    paths = [f"note {number}" for number in range(1, len(notes) + 1)]
    return redacted_notes(notes), paths, redacted_skips(chosen.skipped)


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


def _key(chosen: Chosen, weights: Mapping[str, float], wanted: Wanted, index: NoteIndex) -> str:
    """Return what names this comparison: the files as they are, what was asked, and the code that compares."""
    code = marks_of(sorted(Path(screencopilot.analysis.__path__[0]).glob("*.py")))
    given = [read.path for read in chosen.notes]
    skipped = [(one.path, one.why) for one in chosen.skipped]
    asked = (wanted.kind == "csv", wanted.adjusted, wanted.redact)
    seen = (index.marks, given, skipped)
    return digest(msgspec.to_builtins((__version__, code, asked, weights, repr(seen))))


def _screens(chosen: Chosen, wanted: Wanted) -> tuple[ScreenLine, ...]:
    if wanted.kind != "html" or len(chosen.notes) > TIMELINES:
        return ()
    notes, _, _ = _given(chosen, wanted)
    screens = map(screen_line, notes)
    return tuple(sorted(screens, key=lambda s: (s.candidate.casefold(), s.evaluator.casefold(), s.day)))


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
