"""The folders of screens in progress: made, listed for recovery, and marked when their note is written.

A folder without a file named ``finished`` is an unfinished screen, so listing needs to open none of the journals.
"""

from __future__ import annotations

import datetime as dt
import os
import re
from dataclasses import dataclass, replace
from pathlib import Path

from screencopilot.store.atomic import write_durably
from screencopilot.store.disk import DISK
from screencopilot.store.elsewhere import KEPT_SUFFIX, MOVED_SUFFIX, keep_move, moved_sessions
from screencopilot.store.errors import StoreError, from_os, shown
from screencopilot.store.journal_file import JOURNAL_NAME, SNAPSHOT_NAME
from screencopilot.store.locks import Holder, holder_of
from screencopilot.store.paths import Folders, ensure_folder

FINISHED_NAME = "finished"

#: Ids come from uuid; the pattern keeps any other text from becoming a path.
_SESSION_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,63}")
_NEVER = dt.datetime.fromtimestamp(0, dt.UTC)


@dataclass(frozen=True)
class UnfinishedSession:
    """A screen that was not closed.

    Attributes:
        id: the session's id: its folder's name.
        path: its folder.
        started: when it was opened (UTC), by the time stamp of ``screen.json``.
        last: when something was last kept (UTC), by the time stamp of the journal.
        size: bytes in the journal.
        locked_by: the program that has it open now, or None.
        problem: why it cannot be recovered, or only in part, in one line; "" for nothing.
    """

    id: str
    path: Path
    started: dt.datetime
    last: dt.datetime
    size: int
    locked_by: Holder | None = None
    problem: str = ""


def new_session_folder(folders: Folders, session_id: str) -> Path:
    """Make the folder of a new session, mode 0700.

    Raises:
        StoreError: the id is no plain name, a session of that id is there, or the folder cannot be made.
    """
    if not _SESSION_ID.fullmatch(session_id):
        raise StoreError(
            "the session's id is no plain name", session_id[:80], "use letters, digits and dashes"
        )
    ensure_folder(folders.sessions)
    path = folders.sessions / session_id
    try:
        DISK.make_new_folder(path)
    except OSError as error:
        raise from_os("the session's folder cannot be made", path, error) from error
    return path


def mark_finished(session: Path) -> None:
    """Mark a session's folder as done; its journal is kept for the review.

    Raises:
        StoreError: the mark cannot be written.
    """
    write_durably(session / FINISHED_NAME, b"", replace=True)


def list_unfinished(folders: Folders) -> tuple[UnfinishedSession, ...]:
    """Return the screens that were not closed, the last used first; what cannot be read says so in its ``problem``.

    A folder in which nothing was ever kept is left out: there is nothing to recover. A screen that was saved elsewhere
    is looked for where it went on; what it left here is offered only while that place is out of reach.

    Raises:
        StoreError: the folder of sessions itself cannot be read; a missing one has no sessions.
    """
    try:
        with os.scandir(folders.sessions) as entries:
            names = [e.name for e in entries if e.is_dir() and not e.name.startswith(".")]
    except FileNotFoundError:
        return ()
    except OSError as error:
        raise from_os("the sessions cannot be listed", folders.sessions, error) from error
    moved = moved_sessions(folders)
    here = [name for name in names if name not in moved and not name.endswith((MOVED_SUFFIX, KEPT_SUFFIX))]
    found = [s for s in (_look(folders.sessions / name) for name in here) if s is not None]
    found += [
        s for s in (_look_elsewhere(folders.sessions / name, moved[name]) for name in moved) if s is not None
    ]
    return tuple(sorted(found, key=lambda s: (s.last, s.id), reverse=True))


def put_aside(folders: Folders, session: UnfinishedSession) -> None:
    """Offer a screen no more; all that is kept of it stays.

    Raises:
        StoreError: that cannot be noted.
    """
    if os.path.isdir(session.path):  # noqa: PTH112 - Path.is_dir() raises on a failing disk
        mark_finished(session.path)
        return
    try:
        keep_move(folders, session.path)
    except OSError as error:
        raise from_os("cannot be put aside", session.path, error) from error


def _look_elsewhere(old: Path, target: Path) -> UnfinishedSession | None:
    found = _look(target)
    if found is not None and not found.problem:
        return found
    if _is_finished(target) or _is_finished(old):
        return None
    left = _look(old)
    if left is not None:
        problem = f"went on in {shown(str(target))}, which is out of reach; this is how it was before"
        return replace(left, problem=problem)
    return UnfinishedSession(
        old.name, target, _NEVER, _NEVER, 0, problem=f"kept in {shown(str(target))}, which is out of reach"
    )


def _is_finished(path: Path) -> bool:
    try:
        return (path / FINISHED_NAME).exists()
    except OSError:
        return False


def _look(path: Path) -> UnfinishedSession | None:
    try:
        if (path / FINISHED_NAME).exists():
            return None
        journal, snapshot = _stat(path / JOURNAL_NAME), _stat(path / SNAPSHOT_NAME)
    except OSError as error:
        problem = f"cannot be read: {error.strerror}"
        return UnfinishedSession(path.name, path, _NEVER, _NEVER, 0, problem=problem)
    first, last = snapshot or journal, journal or snapshot
    if first is None or last is None:
        return None
    problem = "" if snapshot else f"{SNAPSHOT_NAME} is missing"
    return UnfinishedSession(
        id=path.name,
        path=path,
        started=_time(first),
        last=_time(last),
        size=journal.st_size if journal else 0,
        locked_by=holder_of(path),
        problem=problem if journal else f"{JOURNAL_NAME} is missing",
    )


def _stat(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _time(stat: os.stat_result) -> dt.datetime:
    try:
        return dt.datetime.fromtimestamp(stat.st_mtime, dt.UTC)
    except (ValueError, OverflowError, OSError):  # a stamp beyond the year 9999
        return _NEVER
