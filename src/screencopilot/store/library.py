"""Notes on disk: one file per note, one writer per file, so a folder of them can live in git or a synced folder."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screencopilot.store.atomic import write_durably
from screencopilot.store.disk import DISK, Disk
from screencopilot.store.errors import StoreError, from_os, mend_for
from screencopilot.store.paths import ensure_folder
from screencopilot.store.turns import turn_in

if TYPE_CHECKING:
    from screencopilot.formats.note_toml import NoteFile

_SUFFIX = ".toml"
#: How many other notes may have taken a note's name before we give up.
_NAMES_TRIED = 100


@dataclass(frozen=True)
class NoteSummary:
    """What a list of notes shows of one: all of it clean text."""

    path: Path
    id: str
    status: str
    candidate_ref: str
    role: str
    level: str
    evaluator: str
    started: dt.datetime
    bank_id: str
    plan: str


@dataclass(frozen=True)
class NoteProblem:
    """A file or folder that is no note of ours, and why, one line for each fault."""

    path: Path
    reason: str


def save_draft(folder: Path, document: Mapping[str, Any], *, disk: Disk = DISK) -> Path:
    """Write a draft, in place of the earlier draft of the same note.

    Args:
        folder: where notes are kept; made when missing.
        document: the note as ``formats.note_toml.note_to_document`` gives it, ``status = "draft"``.
        disk: the calls to the system; for tests.

    Returns:
        The file.

    Raises:
        StoreError: it cannot be written, or the note is sealed already.
        NoteError: the document is no sound note.
    """
    return _save(folder, document, "draft", disk)


def save_sealed(folder: Path, document: Mapping[str, Any], *, disk: Disk = DISK) -> Path:
    """Write a sealed note, in place of its draft, or of itself when only revisions were added.

    Args and errors are those of :func:`save_draft`; and StoreError when the seal does not fit the note.
    """
    from screencopilot.formats.note_toml import verify

    if verify(document) != "sealed-intact":
        raise StoreError("the note's seal does not fit it", folder, "seal the note again")
    return _save(folder, document, "sealed", disk)


def find_note(folder: Path, note_id: str) -> Path | None:
    """Return the file of the note with this id, or None; only files that can be its own are opened.

    Raises:
        StoreError: the folder cannot be listed.
    """
    return next((path for path, _ in _candidates(folder, note_id)), None)


def list_notes(paths: Iterable[Path]) -> tuple[tuple[NoteSummary, ...], tuple[NoteProblem, ...]]:
    """Return a summary of each note, the latest first, and what could not be read. One bad file stops no other.

    Args:
        paths: files, and folders whose ``*.toml`` are taken (not those of folders in them).
    """
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import load_note

    summaries: list[NoteSummary] = []
    problems: list[NoteProblem] = []
    for path in paths:
        try:
            files = _note_files(path) if path.is_dir() else [path]
        except OSError as error:
            problems.append(NoteProblem(path, f"cannot be listed: {error.strerror} ({mend_for(error)})"))
            continue
        for file in files:
            try:
                summaries.append(_summary(file, load_note(file)))
            except NoteError as error:
                problems.append(NoteProblem(file, str(error)))
    summaries.sort(key=lambda s: (s.started, s.id), reverse=True)
    return tuple(summaries), tuple(problems)


def _save(folder: Path, document: Mapping[str, Any], status: str, disk: Disk) -> Path:
    from screencopilot.formats.note_toml import dump_note, note_file_name, parse_note

    data = dump_note(document)
    new = parse_note(data, str(folder))  # nothing is written that could not be read again
    if new.note.status != status:
        raise StoreError(
            f"the note is not a {status} one", folder, "this is a fault of the program: report it"
        )
    ensure_folder(folder, disk)
    with turn_in(folder):  # else a note sealed by another program meanwhile could be replaced
        for path, old in _candidates(folder, new.note.id):
            refuse_loss(path, old, new)
            return _written(path, data, replace=True, disk=disk)
        path = _free_name(folder, note_file_name(new.note))
        return _written(path, data, replace=False, disk=disk)


def refuse_loss(path: Path, old: NoteFile, new: NoteFile) -> None:
    """Refuse what would be lost: a sealed note gives way only to itself with more revisions, its seal's digest stays.

    Raises:
        StoreError: the ``old`` one, at ``path``, is kept.
    """
    if old.note.status != "sealed":
        return
    seal, kept = old.raw["seal"], new.raw.get("seal", {})
    if new.note.status != "sealed" or seal["digest"] != kept["digest"]:
        raise StoreError("the note there is sealed and is kept", path, "add a revision to it instead")
    if new.note.revisions[: len(old.note.revisions)] != old.note.revisions:
        raise StoreError("the note there has revisions that would be lost", path, "load the note again first")


def _written(path: Path, data: bytes, *, replace: bool, disk: Disk) -> Path:
    write_durably(path, data, replace=replace, disk=disk)
    try:
        back, more = disk.read_capped(path, len(data))
    except OSError as error:
        raise from_os("the note was written but cannot be read back", path, error) from error
    if more or back != data:
        raise StoreError("the note reads back differently from what was written", path, "save elsewhere")
    return path


def _candidates(folder: Path, note_id: str) -> Iterator[tuple[Path, NoteFile]]:
    """Give the notes of this id: their file names carry its first eight characters, so no others are opened."""
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import load_note
    from screencopilot.formats.text_safety import safe_filename_part

    mark = f"_{safe_filename_part(note_id, 8)}"
    try:
        names = _note_names(folder, mark)
    except FileNotFoundError:
        return
    except OSError as error:
        raise from_os("the notes cannot be listed", folder, error) from error
    for name in names:
        try:
            if _id_at(*_mark_of(f"{folder}{os.sep}{name}")) != note_id:
                continue
            path = folder / name
            file = load_note(path)
        except (OSError, NoteError):  # another's or a broken file: it is kept, list_notes tells of it
            continue
        if file.note.id == note_id:
            yield path, file


def _mark_of(path: str) -> tuple[str, int, int, int, int]:
    about = os.stat(path)  # noqa: PTH116 - of very many files, a Path for each is what takes the time
    return path, about.st_ino, about.st_size, about.st_mtime_ns, about.st_ctime_ns


@lru_cache(maxsize=16384)
def _id_at(path: str, *_: int) -> str | None:
    """Return the id of the note that is there, or None; a file that is as it was is not read again.

    Ids may begin alike: without this, every note that is saved would read all the others.
    """
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import load_note

    try:
        return load_note(Path(path)).note.id
    except NoteError:
        return None


def _free_name(folder: Path, name: str) -> Path:
    stem = name.removesuffix(_SUFFIX)
    names = [name, *(f"{stem}-{number}{_SUFFIX}" for number in range(2, _NAMES_TRIED))]
    path = next((folder / name for name in names if not (folder / name).exists()), None)
    if path is None:
        raise StoreError(
            "every name for the note is taken", folder / name, "tidy the folder, or save elsewhere"
        )
    return path


def _note_files(folder: Path) -> list[Path]:
    return [folder / name for name in _note_names(folder)]


def _note_names(folder: Path, part: str = "") -> list[str]:
    """Return the names of a folder's note files that hold ``part``, in order."""
    names = os.listdir(folder)  # noqa: PTH208 - as above
    return sorted(n for n in names if part in n and n.endswith(_SUFFIX) and not n.startswith("."))


def _summary(path: Path, file: NoteFile) -> NoteSummary:
    note = file.note
    return NoteSummary(
        path=path,
        id=note.id,
        status=note.status,
        candidate_ref=note.candidate.ref,
        role=note.candidate.role,
        level=note.candidate.level,
        evaluator=note.evaluator.name,
        started=note.timing.started,
        bank_id=note.bank.id,
        plan=note.bank.plan,
    )
