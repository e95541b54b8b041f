"""What is kept on one candidate, or for longer than wanted: found first, so that it can be shown, removed after that.

Only what lies in our own folders is looked at, and no link in them is followed or removed: what it leads to may be
anybody's. A folder of ours may itself be a link: where the notes live is the user's choice.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import shutil
import stat
from collections.abc import Iterator
from pathlib import Path

from screencopilot.store.disk import DISK
from screencopilot.store.elsewhere import moved_sessions
from screencopilot.store.errors import StoreError, from_os, mend_for
from screencopilot.store.keeping_finds import Finds as Finds
from screencopilot.store.keeping_finds import Going as Going
from screencopilot.store.keeping_finds import Left as Left
from screencopilot.store.keeping_refs import mentions, same_ref, session_ref, toml_ref
from screencopilot.store.library import find_note
from screencopilot.store.locks import holder_of
from screencopilot.store.paths import Folders
from screencopilot.store.sessions import FINISHED_NAME

#: How temporary files of ours begin; one that stays behind was never finished.
LEFT_OVER = ".tmp-"
_SUFFIX = ".toml"
#: A left-over or a cache beyond this many bytes is none of ours.
_READ_LIMIT = 64 * 1024 * 1024
_LINK = "is a link: neither followed nor removed; look yourself where it leads"


def find_ref(folders: Folders, ref: str) -> Finds:
    """Find all that is kept on a candidate: notes, drafts, journals, temporary left-overs, caches.

    Args:
        folders: where to look.
        ref: the candidate's ref, whole; capitals make no difference.
    """
    return _sorted(
        [
            *_notes_of(folders.notes, ref),
            *_sessions_of(folders.sessions, ref),
            *_moved_of(folders, ref),
            *_caches_of(folders, ref),
        ]
    )


def find_old(folders: Folders, before: dt.datetime) -> Finds:
    """Find what is older than a moment: notes by the end of their screen, all else by its last change.

    Args:
        folders: where to look.
        before: zoned; what is from then or later stays.

    Unfinished screens stay, and are told when they are old.
    """
    return _sorted(
        [
            *_old_notes(folders.notes, before),
            *_old_sessions(folders.sessions, before),
            *_old_crash_reports(folders.crash_reports, before),
        ]
    )


def find_session(folders: Folders, session_id: str) -> Path | None:
    """Return the folder of a session, or None; an id with a path in it is nobody's."""
    path = moved_sessions(folders).get(session_id, folders.sessions / session_id)
    return path if path.name == session_id and path.is_dir() and not path.is_symlink() else None


def remove(going: Going) -> None:
    """Remove one find for good.

    Raises:
        StoreError: it cannot be removed, has become a link since it was found, or is open in a program now.
    """
    path = going.path
    try:
        mode = path.lstat().st_mode
        if stat.S_ISLNK(mode):
            raise StoreError(_LINK, path, "remove it by hand")
        if stat.S_ISDIR(mode):
            _refuse_open(path)
            shutil.rmtree(path)
        else:
            DISK.remove(path)
    except FileNotFoundError:  # gone is gone
        return
    except OSError as error:
        raise from_os("cannot be removed", path, error) from error
    with contextlib.suppress(OSError):  # gone all the same, if not yet for good
        DISK.fsync_folder(path.parent)


def _refuse_open(session: Path) -> None:
    holder = holder_of(session)
    if holder is not None:
        raise StoreError(f"is open in {holder}", session, "close it there first")


def _sorted(found: list[Going | Left]) -> Finds:
    going = sorted((f for f in found if isinstance(f, Going)), key=lambda g: g.path)
    left = sorted((f for f in found if isinstance(f, Left)), key=lambda f: f.path)
    return Finds(tuple(going), tuple(left))


# -- of one candidate ---------------------------------------------------------------------------------------------


def _notes_of(folder: Path, ref: str) -> Iterator[Going | Left]:
    for entry in _entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(LEFT_OVER):
            yield from _if_mentioned(entry, ref, "a left-over of a note")
        elif entry.name.endswith(_SUFFIX) and not entry.name.startswith("."):
            yield from _if_note_of(entry, ref)


def _if_note_of(path: Path, ref: str) -> Iterator[Going | Left]:
    from screencopilot.formats.errors import FormatError

    try:
        found, status = toml_ref(path)
    except FormatError as error:
        if _content_mentions(path, ref) is not False:
            yield Left(path, f"cannot be read as a note, and may be meant: {error.faults[0].message}")
        return
    if same_ref(found, ref):
        yield Going(path, "a draft" if status == "draft" else "a note")


def _sessions_of(folder: Path, ref: str) -> Iterator[Going | Left]:
    for entry in _entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.is_dir():
            yield from _if_session_of(entry, ref)
        elif entry.name.startswith(LEFT_OVER):
            yield from _if_mentioned(entry, ref, "a left-over of a screen")


def _if_session_of(path: Path, ref: str) -> Iterator[Going | Left]:
    files = [file for file in _entries(path) if isinstance(file, Path) and _is_file(file)]
    found = session_ref(path)
    if found is None:
        if any(_content_mentions(file, ref) is not False for file in files):
            yield Left(path, "its journal is damaged: it may be meant")
        return
    if not same_ref(found, ref):
        return
    holder = holder_of(path)
    if holder is not None:
        yield Left(path, f"is open in {holder}: close it there first")
        return
    done = "finished" if (path / FINISHED_NAME).exists() else "unfinished"
    yield Going(path, f"the journal of a screen, {done}")


def _moved_of(folders: Folders, ref: str) -> Iterator[Going | Left]:
    """Give screens that were saved elsewhere, and their own notes beside them; the rest of that folder is not ours."""
    for target in moved_sessions(folders).values():
        if target.is_dir() and not target.is_symlink():
            yield from _if_session_of(target, ref)
            note = find_note(target.parent, target.name)
            if note is not None:
                yield from _if_note_of(note, ref)
        else:
            yield Left(target, "a screen was saved there, and it is out of reach: it may be meant")


def _caches_of(folders: Folders, ref: str) -> Iterator[Going | Left]:
    for folder, _, names in os.walk(folders.state / "cache"):
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                yield from _if_mentioned(path, ref, "a cache; it is made anew")


def _if_mentioned(path: Path, ref: str, what: str) -> Iterator[Going | Left]:
    mentioned = _content_mentions(path, ref)
    if mentioned:
        yield Going(path, what)
    elif mentioned is None:
        yield Left(path, "cannot be read, and may be meant")


def _content_mentions(path: Path, ref: str) -> bool | None:
    """Return whether the ref stands in a file; None when that cannot be told. A folder mentions nothing."""
    if path.is_dir():
        return False
    try:
        data, more = DISK.read_capped(path, _READ_LIMIT)
    except OSError:
        return None
    return mentions(data, ref) or (None if more else False)


# -- by age -------------------------------------------------------------------------------------------------------


def _old_notes(folder: Path, before: dt.datetime) -> Iterator[Going | Left]:
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import load_note

    for entry in _entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(LEFT_OVER):
            yield from _if_old(entry, before, "a left-over of a note")
        elif entry.name.endswith(_SUFFIX) and not entry.name.startswith("."):
            try:
                note = load_note(entry).note
            except NoteError as error:
                yield Left(entry, f"cannot be read, so its age is not known: {error.faults[0].message}")
                continue
            if note.timing.ended < before:
                what = "a draft" if note.status == "draft" else "a note"
                yield Going(entry, f"{what} of {note.timing.ended:%Y-%m-%d}")


def _old_sessions(folder: Path, before: dt.datetime) -> Iterator[Going | Left]:
    for entry in _entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.is_dir():
            changed = max((_changed(file) for file in [entry, *entry.iterdir()]), default=0.0)
            if changed >= before.timestamp():
                continue
            if (entry / FINISHED_NAME).exists():
                yield Going(entry, f"the journal of a finished screen of {_day(changed)}")
            else:
                yield Left(
                    entry, f"an unfinished screen of {_day(changed)}: finish it, or forget its candidate"
                )
        elif entry.name.startswith(LEFT_OVER):
            yield from _if_old(entry, before, "a left-over of a screen")


def _old_crash_reports(folder: Path, before: dt.datetime) -> Iterator[Going | Left]:
    for entry in _entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(("crash-", LEFT_OVER)):
            yield from _if_old(entry, before, "a crash report")


def _if_old(path: Path, before: dt.datetime, what: str) -> Iterator[Going]:
    changed = _changed(path)
    if _is_file(path) and changed < before.timestamp():
        yield Going(path, f"{what} of {_day(changed)}")


def _changed(path: Path) -> float:
    try:
        return path.lstat().st_mtime
    except OSError:  # it went meanwhile
        return 0.0


def _day(seconds: float) -> str:
    return f"{dt.datetime.fromtimestamp(max(0.0, seconds), dt.UTC):%Y-%m-%d}"


# -- folders ------------------------------------------------------------------------------------------------------


def _is_file(path: Path) -> bool:
    return path.is_file() and not path.is_symlink()


def _entries(folder: Path) -> Iterator[Path | Left]:
    """Give what lies in a folder; links, and a folder that cannot be listed, as what is left."""
    try:
        with os.scandir(folder) as found:
            entries = sorted((entry.name, entry.is_symlink()) for entry in found)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Left(folder, f"cannot be listed: {error.strerror} ({mend_for(error)})")
        return
    for name, is_link in entries:
        yield Left(folder / name, _LINK) if is_link else folder / name
