"""Which notes a comparison is of: those asked for, without those that stay closed to whoever looks.

Everything that shows notes of several people goes through here, so that independence is kept in one place.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.store.errors import shown
from screencopilot.store.independence import ABOUT, begun_refs, closed_refs
from screencopilot.store.keeping_refs import among, folded
from screencopilot.store.note_index import NoteIndex, index_path
from screencopilot.store.note_reading import Mark, ReadNote
from screencopilot.store.paths import Folders
from screencopilot.store.profile import load_profile

_WHY = {
    "draft": "a draft: only sealed notes are compared",
    "redacted": "redacted: it bears no seal, and only sealed notes are compared",
    "changed": "changed after it was sealed: its seal does not fit any more",
}


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
            among(read.candidate, self.candidates)
            and among(read.role, self.roles)
            and among(read.evaluator, self.evaluators)
            and (self.since is None or read.day >= self.since)
        )


@dataclass(frozen=True)
class Found:
    """All that lies there: what is known of each file, with the ``marks`` by which it was found unchanged.

    ``closed`` are the candidates (folded refs) that stay closed to the ``viewer``; nothing of the notes of others on
    them may be shown. Take what may from :func:`choose`.
    """

    reads: Sequence[ReadNote]
    closed: frozenset[str]
    viewer: str
    marks: tuple[Mark, ...] = ()


@dataclass(frozen=True)
class Chosen:
    """The notes to compare, what is left out of them and why, and sentences on both."""

    notes: Sequence[ReadNote]
    skipped: Sequence[Skipped]
    notices: tuple[str, ...]


def look(folders: Folders, paths: Iterable[Path], viewer: str, index: NoteIndex) -> Found:
    """Read what lies in files and folders, and see what of it stays closed.

    Args:
        folders: where the profile, the own notes and the index lie.
        paths: files and folders.
        viewer: whose view it is, "" for the profile's.
        index: what reads them.
    """
    reads = index.notes(paths)
    marks = index.marks
    viewer = viewer or load_profile(folders.profile_file).profile.evaluator
    return Found(reads, _closed(folders, viewer, reads), viewer, marks)


def choose(found: Found, wanted: Wanted) -> Chosen:
    """Return the notes asked for that may be shown, and why the others are not."""
    notes: list[ReadNote] = []
    skipped: list[Skipped] = []
    held: dict[str, list[ReadNote]] = {}
    others = 0
    for read in found.reads:
        path = shown(read.path)
        if read.state == "unreadable":
            skipped.append(Skipped(path, read.why))
        elif not wanted.has(read):
            others += 1
        elif folded(read.candidate) in found.closed and folded(read.evaluator) != folded(found.viewer):
            held.setdefault(folded(read.candidate), []).append(read)
        elif read.state != "sealed-intact":
            skipped.append(Skipped(path, _WHY[read.state]))
        else:
            notes.append(read)
    skipped += [_held(part, found.viewer) for part in held.values()]
    return Chosen(notes, skipped, tuple(_notices(found.reads, held, others, found.viewer)))


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
