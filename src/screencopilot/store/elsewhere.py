"""Screens that were saved elsewhere: a small file among the sessions says in which folder each of them goes on.

The screen's own disk may be the one that is full, so where a file of a few bytes finds no room a symbolic link is
tried: most file systems keep a short one without taking up space.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
from collections.abc import Mapping
from pathlib import Path

from screencopilot.store.atomic import write_durably
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_file import JOURNAL_NAME, SNAPSHOT_NAME, refuse_second_journal
from screencopilot.store.locks import SessionLock, take_lock
from screencopilot.store.paths import Folders, ensure_folder

#: How the file that tells of a move is named: the session's id, and this.
MOVED_SUFFIX = ".moved"
#: The same once the screen is finished: home has nothing to offer, but forgetting has to find it.
KEPT_SUFFIX = ".kept"
#: No path is longer than this many bytes.
_PATH_LIMIT = 4096


def claim_elsewhere(place: Path, session_id: str, now: dt.datetime) -> tuple[Path, SessionLock]:
    """Make a session's folder under another place, mode 0700, and take its lock.

    Args:
        place: the folder the user chose; made when missing.
        session_id: names the folder in it.
        now: zoned wall time, for the lock.

    Raises:
        StoreError: a session is kept there already, or it cannot be written there.
    """
    try:
        target = Path(os.path.abspath(place.expanduser())) / session_id  # noqa: PTH100 - resolve() follows links
    except (RuntimeError, ValueError) as error:
        raise StoreError("that is no folder", place, "write it out in full") from error
    refuse_second_journal(target)
    ensure_folder(target)
    return target, take_lock(target, now)


def leave_nothing(target: Path, lock: SessionLock) -> None:
    """Take back a claim that came to nothing, so that the same folder can be tried again."""
    for name in (JOURNAL_NAME, SNAPSHOT_NAME):
        with contextlib.suppress(OSError):
            DISK.remove(target / name)
    lock.release()


def tell_move(folders: Folders, target: Path, suffix: str = MOVED_SUFFIX) -> None:
    """Note where a session goes on, so that home finds it.

    Raises:
        StoreError: that cannot be noted; the session itself is safe.
    """
    ensure_folder(folders.sessions)
    note = folders.sessions / f"{target.name}{suffix}"
    try:
        if note.is_symlink():
            DISK.remove(note)  # or the file would be written where it leads
        write_durably(note, os.fsencode(target), replace=True)
    except (StoreError, OSError) as error:
        try:
            note.symlink_to(target)
        except OSError:
            raise StoreError(
                "home cannot note where the screen is kept", note, f"keep in mind: {target}"
            ) from error


def keep_move(folders: Folders, target: Path) -> None:
    """Note that a session stays where it was saved, and that home need not offer it any more.

    Raises:
        StoreError: that cannot be noted.
        OSError: the note of its move cannot be removed.
    """
    tell_move(folders, target, KEPT_SUFFIX)
    DISK.remove(folders.sessions / f"{target.name}{MOVED_SUFFIX}")


def moved_sessions(folders: Folders) -> Mapping[str, Path]:
    """Return the folder of each session that goes on elsewhere, by the session's id; it may be out of reach now."""
    return {name: target for name, (target, _) in _notes_of_moves(folders, MOVED_SUFFIX).items()}


def all_elsewhere(folders: Folders) -> Mapping[str, tuple[Path, Path]]:
    """Return the folder of every session that was saved elsewhere, finished ones too, and the file that tells of it."""
    return {**_notes_of_moves(folders, KEPT_SUFFIX), **_notes_of_moves(folders, MOVED_SUFFIX)}


def _notes_of_moves(folders: Folders, suffix: str) -> dict[str, tuple[Path, Path]]:
    try:
        with os.scandir(folders.sessions) as entries:
            notes = [Path(e.path) for e in entries if e.name.endswith(suffix) and not e.name.startswith(".")]
    except OSError:  # whoever lists the sessions meets the same, and tells it
        return {}
    found = {note.name.removesuffix(suffix): (_told(note), note) for note in notes}
    return {
        name: (target, note)
        for name, (target, note) in found.items()
        if target is not None and target.name == name
    }


def _told(note: Path) -> Path | None:
    """Return the folder that a note of a move names, None when it names none."""
    try:
        if note.is_symlink():
            target = note.readlink()
        else:
            data, more = DISK.read_capped(note, _PATH_LIMIT)
            target = Path(os.fsdecode(b"" if more else data))
    except OSError:
        return None
    return target if target.is_absolute() and "\0" not in str(target) else None
