"""Sealed notes copied into a folder that others read too: checked first, by content, and nothing there is replaced.

A copy has the name that every note has, made from what the note says; the name of the file it came from is not used.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from screencopilot.formats.errors import NoteError
from screencopilot.formats.file_bytes import read_regular, why_unreadable
from screencopilot.formats.note_redaction import is_redacted
from screencopilot.formats.note_toml import NoteFile, note_file_name, parse_note, verify
from screencopilot.formats.toml_source import SIZE_LIMIT
from screencopilot.store.atomic import write_durably
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError, from_os, mend_for, shown
from screencopilot.store.keeping_refs import folded
from screencopilot.store.note_reading import find_files
from screencopilot.store.turns import turn_in

State = Literal["copied", "there", "refused"]

_SUFFIX = ".toml"
#: Characters of a file's digest in the name of a copy whose own name is taken.
_DIGEST_PART = 12

#: Why a note that can be read does not travel.
WHY = {
    "draft": "a draft: seal it first",
    "redacted": "redacted: it bears no seal, and only sealed notes are shared",
    "changed": "changed after it was sealed: its seal does not fit any more",
}


@dataclass(frozen=True)
class SealedFile:
    """A note whose seal fits, with the very bytes of its file."""

    path: Path
    data: bytes
    file: NoteFile


@dataclass(frozen=True)
class Refused:
    """A file that is not shared, and why in one line; ``sound`` for a draft or a redacted note, as they should be.

    ``ref`` is the candidate's, "" where the file cannot be read as a note.
    """

    path: Path
    why: str
    sound: bool = False
    ref: str = ""


@dataclass(frozen=True)
class Shared:
    """What became of one note: where its copy is (or would be), or why there is none."""

    path: Path
    state: State
    target: Path | None = None
    why: str = ""


def why_not_sealed(file: NoteFile) -> str:
    """Return why a note does not travel; "" for a sealed one whose seal fits."""
    state = verify(file.raw)
    return WHY.get("redacted" if is_redacted(file.raw) else state, "")


def sealed_files(paths: Iterable[Path]) -> Iterator[SealedFile | Refused]:
    """Give each note file in order of path, as a sealed one or as what is refused; one bad file stops no other.

    Args:
        paths: files, and folders with all below them; hidden files and linked folders in them are passed over.
    """
    marks, troubles = find_files(paths)
    for mark in marks:
        yield _sealed(Path(mark.path))
    yield from (Refused(Path(one.path), one.why) for one in troubles)


def share(
    paths: Iterable[Path], folder: Path, candidate: str = "", *, dry_run: bool = False
) -> Sequence[Shared]:
    """Copy sealed notes into a folder; what cannot be copied is told and stops nothing.

    Args:
        paths: files, and folders with all below them.
        folder: where to; made when only itself is missing.
        candidate: the whole ref of the only candidate whose notes are meant, "" for all.
        dry_run: only find out what would happen.

    Returns:
        One for each note file; other candidates' notes are left out.

    Raises:
        StoreError: the folder is none, or cannot be made.
    """
    _ready(folder, dry_run)
    taken: dict[Path, bytes] = {}
    found = []
    for one in sealed_files(paths):
        ref = one.ref if isinstance(one, Refused) else one.file.note.candidate.ref
        if candidate and ref and folded(ref) != folded(candidate):
            continue
        if isinstance(one, Refused):
            found.append(Shared(one.path, "refused", why=one.why))
        else:
            found.append(_copied(one, folder, taken, dry_run))
    return found


def _sealed(path: Path) -> SealedFile | Refused:
    try:
        data = read_regular(path, SIZE_LIMIT)
        file = parse_note(data, shown(str(path)))
    except NoteError as error:
        more = f" (and {len(error.faults) - 1} more)" if len(error.faults) > 1 else ""
        return Refused(path, f"cannot be read as a note: {shown(error.faults[0].message)}{more}")
    except (OSError, ValueError) as error:
        return Refused(path, why_unreadable(error, "a note")[0])
    why = why_not_sealed(file)
    if why:
        return Refused(path, why, sound=why != WHY["changed"], ref=file.note.candidate.ref)
    return SealedFile(path, data, file)


def _ready(folder: Path, dry_run: bool) -> None:
    """Make the folder unless it is there. A typing error in a path must not become a tree of folders."""
    try:
        if folder.is_dir():
            return
        if os.path.lexists(folder):
            raise StoreError("is no folder", folder, "name a folder to copy into")
        if not folder.absolute().parent.is_dir():
            raise StoreError(
                "the folder it would lie in is not there", folder, "make that one first, or check the path"
            )
        if not dry_run:
            DISK.make_new_folder(folder)
    except ValueError as error:
        raise StoreError("that is no path", str(folder), "check the path") from error
    except OSError as error:
        raise from_os("the folder cannot be made", folder, error) from error


def _copied(one: SealedFile, folder: Path, taken: dict[Path, bytes], dry_run: bool) -> Shared:
    """Copy one note under the first of its two names that is free; ``taken`` are those of this run, for a dry one."""
    name = note_file_name(one.file.note)
    digest = hashlib.sha256(one.data).hexdigest()[:_DIGEST_PART]
    try:
        for target in (folder / name, folder / f"{name.removesuffix(_SUFFIX)}_{digest}{_SUFFIX}"):
            there = taken.get(target) or _there(target, one.data)
            if there == one.data:
                return Shared(one.path, "there", target)
            if there is None:
                if not dry_run:
                    _put(target, one.data)
                taken[target] = one.data
                return Shared(one.path, "copied", target)
    except StoreError as error:
        return Shared(one.path, "refused", why=str(error))
    return Shared(one.path, "refused", why="other files have taken both names it could have there")


def _there(target: Path, data: bytes) -> bytes | None:
    """Return the bytes under a name, as far as they could be equal to ``data``; None when the name is free."""
    if not os.path.lexists(target):
        return None
    try:
        return read_regular(target, len(data))
    except (OSError, ValueError):  # a link that leads nowhere, a folder: whatever it is, the name is taken
        return b""


def _put(target: Path, data: bytes) -> None:
    with turn_in(target.parent):
        write_durably(target, data, replace=False)
    try:
        back, more = DISK.read_capped(target, len(data))
    except OSError as error:
        raise StoreError("was written but cannot be read back", target, mend_for(error)) from error
    if more or back != data:
        raise StoreError("reads back differently from what was written", target, "copy it again elsewhere")
