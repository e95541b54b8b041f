"""What a debrief writes at its end: revisions into the notes that are ours to write, and the decision record.

A revision that a note cannot take stands in the record alone, with why. Nothing is ever written over.
"""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from msgspec.structs import replace

from screencopilot.domain.commands import Refused
from screencopilot.domain.debrief import Case, NoteRead
from screencopilot.domain.debrief_record import DebriefRecord, Revised
from screencopilot.domain.note import Note
from screencopilot.domain.revising import rating_now, revised
from screencopilot.formats.errors import FormatError
from screencopilot.formats.note_toml import load_note, note_to_document, verify
from screencopilot.formats.text_safety import safe_filename_part
from screencopilot.store.atomic import write_durably
from screencopilot.store.errors import StoreError
from screencopilot.store.library import find_note, save_sealed
from screencopilot.store.paths import Folders, ensure_folder

_NAME_PART = 40
_NAMES_TRIED = 100


def records_folder(folders: Folders) -> Path:
    """Return where decision records go unless told otherwise: beside the notes, not among them."""
    return folders.data / "debriefs"


@dataclass(frozen=True)
class RecordFiles:
    """Where the record was written."""

    toml: Path
    markdown: Path


def why_not_ours(note: NoteRead) -> str:
    """Return why a note's file takes no revision, "" when it may: it must be ours, and lie where we may write."""
    path = Path(note.path)
    try:
        if path.is_symlink():
            return "its file is a link"
        stat = path.stat()
    except OSError as error:
        return f"its file cannot be reached: {error.strerror}"
    except ValueError:
        return "its file cannot be reached by that name"
    if hasattr(os, "geteuid") and stat.st_uid != os.geteuid():
        return "its file belongs to somebody else"
    if not os.access(path, os.W_OK) or not os.access(path.parent, os.W_OK):
        return "its file cannot be written"
    return ""


def append_revisions(case: Case, revisions: Sequence[Revised], at: dt.datetime) -> tuple[Revised, ...]:
    """Add revisions to the notes they are of, each note once; the sealed part stays as it is.

    Args:
        case: names the notes.
        revisions: what changed.
        at: zoned time of the revisions.

    Returns:
        The revisions with what became of them: ``in_note``, or ``kept_out`` with why.
    """
    by_note: dict[str, list[Revised]] = {}
    for one in revisions:
        by_note.setdefault(one.note, []).append(one)
    notes = {note.id: note for note in case.notes}
    became = {note_id: _append(notes.get(note_id), part, at) for note_id, part in by_note.items()}
    return tuple(replace(one, in_note=not (why := became[one.note]), kept_out=why) for one in revisions)


def _append(read: NoteRead | None, part: Sequence[Revised], at: dt.datetime) -> str:
    """Write one note's revisions; return why it could not be done, "" when it was."""
    if read is None:
        return "its note is not known"
    try:
        return why_not_ours(read) or _written(read, part, at)
    except (StoreError, FormatError, Refused, OSError) as error:
        return str(error).splitlines()[0]


def _written(read: NoteRead, part: Sequence[Revised], at: dt.datetime) -> str:
    path = Path(read.path)
    file = load_note(path)
    if verify(file.raw) != "sealed-intact" or file.raw["seal"]["digest"] != read.digest:
        return "the note is not any more as it was read"
    found = find_note(path.parent, file.note.id)
    if found is None or not found.samefile(path):
        return "its file has another name than its own"
    note: Note = file.note
    for one in part:
        if rating_now(note, one.probe) != one.to:  # it may be there already, from before a crash
            note = revised(note, one.probe, one.to, one.because, at)
    if note.revisions != file.note.revisions:
        save_sealed(path.parent, note_to_document(note, file.raw))
    return ""


def record_stem(record: DebriefRecord) -> str:
    """Return ``debrief-<candidate>-<date>``, of safe characters only."""
    day = record.timing.ended.date().isoformat()
    return f"debrief-{safe_filename_part(record.candidate.ref, _NAME_PART)}-{day}"


def write_record(folder: Path, record: DebriefRecord, markdown: str) -> RecordFiles:
    """Write the record as TOML and as Markdown under a name that is free; the same record is not written twice.

    Args:
        folder: where to; made when missing.
        record: what happened.
        markdown: the same, to read.

    Raises:
        StoreError: it cannot be written, or every name is taken.
        DebriefError: the record would not read back.
    """
    from screencopilot.formats.debrief_toml import dump_record

    data, text = dump_record(record), markdown.encode()
    ensure_folder(folder)
    stem = record_stem(record)
    for name in (stem, *(f"{stem}-{number}" for number in range(2, _NAMES_TRIED))):
        files = RecordFiles(folder / f"{name}.toml", folder / f"{name}.md")
        if _is_free(files.toml, data) and _is_free(files.markdown, text):
            for path, whole in ((files.toml, data), (files.markdown, text)):
                if not os.path.lexists(path):
                    write_durably(path, whole, replace=False)
            return files
    raise StoreError(
        "every name for the record is taken", folder / stem, "tidy the folder, or choose another"
    )


def _is_free(path: Path, data: bytes) -> bool:
    """Whether nothing stands there, or these very bytes, from before a crash."""
    if not os.path.lexists(path):
        return True
    try:
        return path.is_file() and path.stat().st_size == len(data) and path.read_bytes() == data
    except OSError:
        return False
