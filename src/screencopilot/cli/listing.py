"""Which notes ``notes list`` shows: found in any folders, and chosen by what they say."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

from screencopilot.store.errors import shown
from screencopilot.store.keeping_refs import among
from screencopilot.store.library import NoteProblem, NoteSummary, list_notes
from screencopilot.store.note_reading import ReadNote, find_files
from screencopilot.store.paths import Folders

#: A screen's day is that of its own zone, which may be this far from UTC.
_ZONES = dt.timedelta(days=1)


class Choice(NamedTuple):
    """What was asked for; an empty one is all. Refs and names are compared without regard to capitals."""

    candidates: Sequence[str] = ()
    roles: Sequence[str] = ()
    evaluators: Sequence[str] = ()
    since: dt.date | None = None
    until: dt.date | None = None

    def __bool__(self) -> bool:
        return any(part for part in self)

    def has(self, note: NoteSummary) -> bool:
        """Whether a note is among those asked for."""
        day = note.started.date()
        return (
            among(note.candidate_ref, self.candidates)
            and among(note.role, self.roles)
            and among(note.evaluator, self.evaluators)
            and (self.since is None or self.since <= day)
            and (self.until is None or day <= self.until)
        )

    def may_have(self, read: ReadNote) -> bool:
        """Whether a note, as the index knows it, may be among them; one that cannot be read always is."""
        return read.state == "unreadable" or (
            among(read.candidate, self.candidates)
            and among(read.role, self.roles)
            and among(read.evaluator, self.evaluators)
            and (self.since is None or self.since - _ZONES <= read.day)
            and (self.until is None or read.day <= self.until + _ZONES)
        )


def listed(
    folders: Folders, paths: Iterable[Path], choice: Choice
) -> tuple[Sequence[NoteSummary], Sequence[NoteProblem]]:
    """Return the notes asked for, the latest first, and what could not be read. One bad file stops no other.

    Args:
        folders: where the index lies, which spares reading a large folder again when only a few of its notes are meant.
        paths: files, and folders with all below them.
        choice: what was asked for.
    """
    files, troubles = _found(folders, paths, choice)
    summaries, problems = list_notes(files)
    more = [NoteProblem(Path(one.path), f"{shown(one.path)}: {one.why}") for one in troubles]
    return [one for one in summaries if not choice or choice.has(one)], [*problems, *more]


def _found(folders: Folders, paths: Iterable[Path], choice: Choice) -> tuple[list[Path], Sequence[ReadNote]]:
    if not choice:
        marks, troubles = find_files(paths)
        return [Path(mark.path) for mark in marks], troubles
    from screencopilot.store.note_index import NoteIndex, index_path

    with NoteIndex(index_path(folders)) as index:
        reads = index.notes(paths)
        files = {mark.path for mark in index.marks}
    wanted = [Path(read.path) for read in reads if read.path in files and choice.may_have(read)]
    return wanted, [read for read in reads if read.path not in files]
