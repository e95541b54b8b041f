"""A draft note from a journal too damaged to go on with: all that can be read, and what was lost, told.

The journal itself is not changed: whoever can read more of it one day still may.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from screencopilot import __version__
from screencopilot.domain import events as ev
from screencopilot.domain.entry import Entry
from screencopilot.domain.plan import Script
from screencopilot.domain.state import replay
from screencopilot.domain.writeup import note_of
from screencopilot.formats.text_safety import one_line
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_file import JOURNAL_NAME, SNAPSHOT_NAME, read_snapshot
from screencopilot.store.journal_lines import read_journal
from screencopilot.store.library import find_note, save_draft
from screencopilot.store.locks import holder_of
from screencopilot.store.paths import Folders
from screencopilot.store.recovery import decode_entries

#: The candidate of a screen whose first line is lost.
UNKNOWN = "unknown"
_ID_ROOM = 64 - len("-recovered")


@dataclass(frozen=True)
class Readable:
    """What can be read of a session.

    Attributes:
        folder: the session's folder.
        script: what it ran on, None when ``screen.json`` is lost.
        entries: the events that can be read, in order.
        lost: one line for each thing that cannot be read; empty for a whole journal.
    """

    folder: Path
    script: Script | None
    entries: tuple[Entry, ...]
    lost: tuple[str, ...]


@dataclass(frozen=True)
class Recovered:
    """A draft note that was written, with what it holds and lacks."""

    path: Path
    events: int
    lines: int
    lost: tuple[str, ...]


def read_session(folder: Path) -> Readable:
    """Read a session as far as it can be, without opening or changing it.

    Raises:
        StoreError: its journal cannot be read at all.
    """
    reading = read_journal(folder / JOURNAL_NAME)
    entries, unknown = decode_entries(reading.payloads)
    raw, faults = read_snapshot(folder, DISK)
    script = _script(raw)
    if script is None:
        faults = faults or (f"{SNAPSHOT_NAME}: damaged",)
        faults += ("the questions' own words, and notices on ratings that rest on them",)
    lost = (*reading.faults, *unknown, *faults)
    if not any(isinstance(entry.event, ev.ScreenOpened) for entry in entries):
        lost += ("the first line: candidate, evaluator and claims",)
    return Readable(folder, script, tuple(entries), lost)


def recover(folders: Folders, folder: Path, now: dt.datetime) -> Recovered:
    """Write a draft note from what can be read of a session.

    Beside a note of the same screen that is there already it gets an id of its own: the recovered one may know less.

    Args:
        folders: where the note goes.
        folder: the session's folder.
        now: zoned wall time, for the mark in the note.

    Raises:
        StoreError: a program has the screen open; or too little can be read for a note; or it cannot be written.
        NoteError: what can be read makes no sound note.
    """
    from screencopilot.formats.note_toml import note_to_document

    holder = holder_of(folder)
    if holder is not None:
        raise StoreError(f"open in another program: {holder}", folder, "close it there first")
    readable = read_session(folder)
    state = replay(_opened_first(readable))
    if state is None:
        mend = f"read the lines of {JOURNAL_NAME} as text"
        raise StoreError("too little can be read for a note: no event, or no questions", folder, mend)
    note = note_of(readable.script, state)
    if find_note(folders.notes, note.id) is not None:
        note = msgspec.structs.replace(note, id=f"{note.id[:_ID_ROOM]}-recovered")
    mark: dict[str, object] = {"at": now.replace(microsecond=0), "lost": list(readable.lost)}
    if state.draft:
        mark["half_typed"] = one_line(state.draft)
    path = save_draft(folders.notes, {**note_to_document(note), "recovered": mark})
    return Recovered(path, len(readable.entries), len(note.evidence), readable.lost)


def _script(raw: bytes) -> Script | None:
    try:
        return msgspec.json.decode(raw, type=Script)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return None


def _opened_first(readable: Readable) -> Sequence[Entry]:
    """Return the entries behind a first line; one made from ``screen.json`` where their own is lost."""
    entries, script = readable.entries, readable.script
    if not entries or any(isinstance(entry.event, ev.ScreenOpened) for entry in entries) or script is None:
        return entries
    first, bank = entries[0], script.bank
    opened = ev.ScreenOpened(
        id=readable.folder.name,
        app=f"screencopilot {__version__}",
        candidate_ref=UNKNOWN,
        role=bank.bank.role,
        level=script.level.value,
        evaluator="",
        shipped=(),
        bank_id=bank.bank.id,
        bank_version=bank.bank.version,
        bank_digest=bank.digest,
        plan=script.plan.id,
        agenda=script.agenda,
    )
    return [Entry(max(0, first.seq - 1), first.at, first.wall, opened), *entries]
