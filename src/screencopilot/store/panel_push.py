"""The own sealed notes, added to the panel's repository: never a draft, never a journal, never over another's file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from screencopilot.formats.note_toml import NoteFile
from screencopilot.store.errors import StoreError
from screencopilot.store.panel import Incoming, Own, There, blob_of, look, sift
from screencopilot.store.panel_clone import Clone, Entry, RaceError
from screencopilot.store.panel_names import path_of
from screencopilot.store.sharing import Refused

#: How often somebody else may be quicker before we give up; each time at least one of those who push gets through.
TRIES = 25


@dataclass
class Pushed:
    """What a push did, or would do.

    Attributes:
        sent: the notes that travelled.
        there: how many were in the repository already.
        refused: the files that did not travel, and why.
        tries: how often it took.
    """

    sent: list[Path] = field(default_factory=list)
    there: int = 0
    refused: list[Refused] = field(default_factory=list)
    tries: int = 0


def push(clone: Clone, own: Own, now: dt.datetime, *, tries: int = TRIES) -> Pushed:
    """Add the own sealed notes to the repository; whoever is quicker meanwhile is built upon.

    Args:
        clone: of the panel's repository.
        own: the notes.
        now: zoned wall time, for the commit.
        tries: how often to try.

    Raises:
        StoreError: the remote cannot be reached or refuses, or others were quicker each time; nothing was pushed.
    """
    said = ""
    for attempt in range(1, tries + 1):
        there = look(clone)
        done, files = plan(clone, there, own)
        done.tries = attempt
        if not files:
            return done
        try:
            clone.push(clone.commit(there.commit, files, now), there.branch)
        except RaceError as race:
            said = str(race)
            continue
        return done
    what = f"others pushed in the same moment, {tries} times in a row"
    raise StoreError(f"{what}: {said}" if said else what, clone.address, "push again in a moment")


def plan(clone: Clone, there: There, own: Own) -> tuple[Pushed, Mapping[str, bytes]]:
    """Return what a push would do, and the files it would add to the repository, by path."""
    done, files = Pushed(refused=list(own.refused)), dict[str, bytes]()
    by_path = {entry.path: entry for entry in there.entries}
    blobs = {entry.blob for entry in there.entries if entry.regular}
    folders = {folder for path in by_path for folder in _folders_of(path)}
    like = there.entries[0].blob if there.entries else there.commit
    for one in own.sealed:
        path = path_of(one.file.note)
        old = by_path.get(path.encode())
        if blob_of(one.data, like) in blobs:
            done.there += 1
        elif path.encode() in folders or any(part in by_path for part in _folders_of(path.encode())):
            done.refused.append(Refused(one.path, "something else has its place in the panel's repository"))
        elif path in files:
            done.refused.append(
                Refused(one.path, "another note of yours has the same name in the panel's repository")
            )
        elif old is None or _begins(note := _note_of(clone, old), one.file):
            files[path] = one.data
            done.sent.append(one.path)
        elif _begins(one.file, note):  # it has more revisions there
            done.there += 1
        else:
            why = "another file has its name in the panel's repository, and is kept; see who put it there"
            done.refused.append(Refused(one.path, why))
    return done, files


def _note_of(clone: Clone, entry: Entry) -> NoteFile | None:
    """Return the note that a file there holds; None when it is no note whose seal fits."""
    return next((one.file for one in sift(clone, [entry], ()) if isinstance(one, Incoming)), None)


def _begins(old: NoteFile | None, new: NoteFile | None) -> bool:
    """Whether both are one sealed note, and the old one's revisions are the first of the new one's."""
    if old is None or new is None:
        return False
    same = old.raw["seal"]["digest"] == new.raw["seal"]["digest"]
    return same and new.note.revisions[: len(old.note.revisions)] == old.note.revisions


def _folders_of(path: bytes) -> list[bytes]:
    parts = path.split(b"/")
    return [b"/".join(parts[:count]) for count in range(1, len(parts))]
