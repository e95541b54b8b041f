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
from screencopilot.store.elsewhere import KEPT_SUFFIX, MOVED_SUFFIX, all_elsewhere
from screencopilot.store.errors import StoreError, from_os
from screencopilot.store.keeping_age import old_finds
from screencopilot.store.keeping_clones import clones_with
from screencopilot.store.keeping_debriefs import debriefs_of
from screencopilot.store.keeping_finds import Finds as Finds
from screencopilot.store.keeping_finds import Going as Going
from screencopilot.store.keeping_finds import Left as Left
from screencopilot.store.keeping_look import (
    LEFT_OVER,
    LINK,
    any_mentions,
    content_mentions,
    entries,
    if_mentioned,
    journal_of,
)
from screencopilot.store.keeping_refs import same_ref, session_ref, toml_ref
from screencopilot.store.library import find_note
from screencopilot.store.locks import holder_of
from screencopilot.store.paths import Folders

_SUFFIX = ".toml"


def find_ref(folders: Folders, ref: str) -> Finds:
    """Find all that is kept on a candidate: notes, drafts, journals, temporary left-overs, caches.

    Args:
        folders: where to look.
        ref: the candidate's ref, whole; capitals make no difference.
    """
    return _sorted(
        [
            *_notes_of(folders.notes, ref),
            *_notes_of(folders.panel_notes, ref),
            *clones_with(folders, ref),
            *_sessions_of(folders.sessions, ref),
            *_moved_of(folders, ref),
            *debriefs_of(folders, ref),
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
    return _sorted([*old_finds(folders, before)])


def find_session(folders: Folders, session_id: str) -> Path | None:
    """Return the folder of a session, or None; an id with a path in it is nobody's."""
    path, _ = all_elsewhere(folders).get(session_id, (folders.sessions / session_id, None))
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
            raise StoreError(LINK, path, "remove it by hand")
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
    going = sorted(
        (f for f in found if isinstance(f, Going)),
        key=lambda g: (g.path.name.endswith((MOVED_SUFFIX, KEPT_SUFFIX)), g.path),  # after what they lead to
    )
    left = sorted((f for f in found if isinstance(f, Left)), key=lambda f: f.path)
    return Finds(tuple(going), tuple(left))


# -- of one candidate ---------------------------------------------------------------------------------------------


def _notes_of(folder: Path, ref: str) -> Iterator[Going | Left]:
    for entry in entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(LEFT_OVER):
            yield from if_mentioned(entry, ref, "a left-over of a note")
        elif entry.name.endswith(_SUFFIX) and not entry.name.startswith("."):
            yield from _if_note_of(entry, ref)


def _if_note_of(path: Path, ref: str) -> Iterator[Going | Left]:
    from screencopilot.formats.errors import FormatError

    try:
        found, status = toml_ref(path)
    except FormatError as error:
        if content_mentions(path, ref) is not False:
            yield Left(path, f"cannot be read as a note, and may be meant: {error.faults[0].message}")
        return
    if same_ref(found, ref):
        yield Going(path, "a draft" if status == "draft" else "a note")


def _sessions_of(folder: Path, ref: str) -> Iterator[Going | Left]:
    for entry in entries(folder):
        if isinstance(entry, Left):
            if not entry.path.name.endswith((MOVED_SUFFIX, KEPT_SUFFIX)):  # looked into by _moved_of
                yield entry
        elif entry.is_dir():
            yield from _if_session_of(entry, ref)
        elif entry.name.startswith(LEFT_OVER):
            yield from if_mentioned(entry, ref, "a left-over of a screen")


def _if_session_of(path: Path, ref: str) -> Iterator[Going | Left]:
    found = session_ref(path)
    if found is None:
        if any_mentions(path, ref):
            yield Left(path, "its journal is damaged: it may be meant")
    elif same_ref(found, ref):
        yield journal_of(path, "a screen")


def _moved_of(folders: Folders, ref: str) -> Iterator[Going | Left]:
    """Give screens that were saved elsewhere, and their own notes beside them; the rest of that folder is not ours."""
    for target, record in all_elsewhere(folders).values():
        if not target.is_dir() or target.is_symlink():
            why = "a screen was saved there, and it is out of reach: it may be meant"
            yield Left(
                target, f"{why} (if it is gone for good, remove {record.name} from {folders.sessions})"
            )
            continue
        finds = list(_if_session_of(target, ref))
        yield from finds
        note = find_note(target.parent, target.name)
        if note is not None:
            yield from _if_note_of(note, ref)
        if any(isinstance(find, Going) for find in finds) and not record.is_symlink():
            yield Going(record, "where that screen was saved")


def _caches_of(folders: Folders, ref: str) -> Iterator[Going | Left]:
    for folder, _, names in os.walk(folders.state / "cache"):
        for name in names:
            path = Path(folder, name)
            if not path.is_symlink():
                yield from if_mentioned(path, ref, "a cache; it is made anew")
