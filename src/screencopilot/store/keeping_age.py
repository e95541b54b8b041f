"""What is kept for longer than wanted: notes by the end of their screen, all else by its last change."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

from screencopilot.store.elsewhere import KEPT_SUFFIX, MOVED_SUFFIX, all_elsewhere
from screencopilot.store.keeping_clones import old_clones
from screencopilot.store.keeping_debriefs import old_debriefs
from screencopilot.store.keeping_finds import Going, Left
from screencopilot.store.keeping_index import index_files, index_has_older
from screencopilot.store.keeping_look import LEFT_OVER, entries, if_old, if_old_journal
from screencopilot.store.library import find_note
from screencopilot.store.paths import Folders

_SUFFIX = ".toml"


def old_finds(folders: Folders, before: dt.datetime) -> Iterator[Going | Left]:
    """Give what is older than a moment; see :func:`screencopilot.store.keeping.find_old`."""
    notes = [*_old_notes(folders.notes, before), *_old_notes(folders.panel_notes, before)]
    yield from notes
    yield from old_clones(folders, before, any(isinstance(find, Going) for find in notes))
    yield from _old_sessions(folders.sessions, before)
    yield from _old_elsewhere(folders, before)
    yield from _old_crash_reports(folders.crash_reports, before)
    yield from old_debriefs(folders, before)
    if index_has_older(folders, before):
        yield from index_files(folders)


def _old_notes(folder: Path, before: dt.datetime) -> Iterator[Going | Left]:
    for entry in entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(LEFT_OVER):
            yield from if_old(entry, before, "a left-over of a note")
        elif entry.name.endswith(_SUFFIX) and not entry.name.startswith("."):
            yield from _if_old_note(entry, before)


def _if_old_note(path: Path, before: dt.datetime) -> Iterator[Going | Left]:
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import load_note

    try:
        note = load_note(path).note
    except NoteError as error:
        yield Left(path, f"cannot be read, so its age is not known: {error.faults[0].message}")
        return
    if note.timing.ended < before:
        what = "a draft" if note.status == "draft" else "a note"
        yield Going(path, f"{what} of {note.timing.ended:%Y-%m-%d}")


def _old_sessions(folder: Path, before: dt.datetime) -> Iterator[Going | Left]:
    for entry in entries(folder):
        if isinstance(entry, Left):
            if not entry.path.name.endswith((MOVED_SUFFIX, KEPT_SUFFIX)):
                yield entry
        elif entry.is_dir():
            yield from if_old_journal(entry, before, "screen")
        elif entry.name.startswith(LEFT_OVER):
            yield from if_old(entry, before, "a left-over of a screen")


def _old_elsewhere(folders: Folders, before: dt.datetime) -> Iterator[Going | Left]:
    """Give old screens that were saved elsewhere, with the file that tells of each, and their own notes beside them."""
    for target, record in all_elsewhere(folders).values():
        if not target.is_dir() or target.is_symlink():
            continue
        finds = list(if_old_journal(target, before, "screen"))
        yield from finds
        note = find_note(target.parent, target.name)
        if note is not None:
            yield from _if_old_note(note, before)
        if any(isinstance(find, Going) for find in finds) and not record.is_symlink():
            yield Going(record, "where that screen was saved")


def _old_crash_reports(folder: Path, before: dt.datetime) -> Iterator[Going | Left]:
    for entry in entries(folder):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(("crash-", LEFT_OVER)):
            yield from if_old(entry, before, "a crash report")
