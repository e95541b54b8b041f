"""A screen at work: its session together with journal, lock and note.

The desk is what the terminal, the demo and the tests all go through, so that a headless screen leaves the same
journal and the same note as a live one.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec

from screencopilot.domain.clock import Clock
from screencopilot.domain.commands import Command
from screencopilot.domain.commands import seal as seal_command
from screencopilot.domain.entry import Entry, decode_entry, encode_entry
from screencopilot.domain.events import ScreenOpened
from screencopilot.domain.plan import Script
from screencopilot.domain.session import Session
from screencopilot.domain.state import replay
from screencopilot.domain.writeup import note_of
from screencopilot.formats.note_toml import note_to_document, seal
from screencopilot.formats.text_safety import one_line
from screencopilot.store.errors import StoreError
from screencopilot.store.journal import Journal, JournalStatus, read_journal
from screencopilot.store.journal_file import JOURNAL_NAME
from screencopilot.store.library import save_draft, save_sealed
from screencopilot.store.locks import SessionLock, take_lock
from screencopilot.store.paths import Folders
from screencopilot.store.sessions import mark_finished, new_session_folder


class Desk:
    """One open screen; make it with :func:`open_desk` or :func:`resume_desk`, and :meth:`close` it.

    Attributes:
        session: the events and the state.
        folders: where notes go.
        faults: what could not be read back of a resumed journal, one line each.
        away: seconds between the last event and the resumption, 0 for a new screen.
    """

    def __init__(
        self, folders: Folders, session: Session, journal: Journal, lock: SessionLock, clock: Clock
    ) -> None:
        self.folders = folders
        self.session = session
        self.faults: tuple[str, ...] = ()
        self.away = 0.0
        self._journal = journal
        self._lock = lock
        self._clock = clock

    @property
    def status(self) -> JournalStatus:
        """Whether everything is saved."""
        return self._journal.status

    @property
    def folder(self) -> Path:
        """The session's folder."""
        return self._journal.folder

    def do(self, command: Command, *args: Any, **kwargs: Any) -> tuple[Entry, ...]:
        """Run a command; see :meth:`Session.do`."""
        return self.session.do(command, *args, **kwargs)

    def save_draft(self) -> Path:
        """Write the note as it stands; call it off the UI thread.

        Raises:
            StoreError: it cannot be written. The journal has everything all the same.
        """
        note = note_of(self.session.script, self.session.state)
        return save_draft(self.folders.notes, note_to_document(note))

    def write_sealed(self) -> tuple[Path, str]:
        """Write the sealed note, read it back, and return its path and digest; call it off the UI thread.

        Raises:
            StoreError: it cannot be written; the screen stays open and nothing is lost.
        """
        note = note_of(self.session.script, self.session.state, "sealed")
        document = seal(note_to_document(note), self._clock.wall())
        return save_sealed(self.folders.notes, document), document["seal"]["digest"]

    def finish(self, digest: str) -> None:
        """Record that the sealed note was written: the screen needs no recovery any more.

        Raises:
            StoreError: the session cannot be marked; it is offered again at the next start, and can be sealed again.
        """
        self.session.do(seal_command, digest)
        mark_finished(self.folder)

    def move_to(self, folder: Path) -> None:
        """Save elsewhere: go on with the journal in another folder.

        Raises:
            StoreError: it cannot be written there either.
        """
        self._journal.move_to(folder)

    def close(self) -> JournalStatus:
        """Flush the journal and let other programs in; the screen can be resumed unless it was finished."""
        status = self._journal.close()
        self._lock.release()
        return status


def open_desk(folders: Folders, script: Script, opened: ScreenOpened, clock: Clock) -> Desk:
    """Open a new screen.

    Raises:
        StoreError: its folder cannot be made or locked.
    """
    folder = new_session_folder(folders, opened.id)
    lock = take_lock(folder, clock.wall())
    try:
        journal = Journal.create(folder, msgspec.json.encode(script))
    except StoreError:
        lock.release()
        raise
    session = Session.begin(script, clock, _recorder(journal), opened)
    return Desk(folders, session, journal, lock, clock)


def resume_desk(folders: Folders, folder: Path, clock: Clock) -> Desk:
    """Go on with an unfinished screen, exactly where it was.

    Raises:
        StoreError: another program has it open, or it cannot be read.
    """
    lock = take_lock(folder, clock.wall())
    try:
        journal, reading = Journal.reopen(folder)
    except StoreError:
        lock.release()
        raise
    try:
        script = msgspec.json.decode(journal.snapshot, type=Script)
        entries, faults = _entries(reading.payloads)
        session = Session(script, clock, _recorder(journal), entries, reading.last_seq + 1)
    except (msgspec.MsgspecError, ValueError) as error:
        journal.close()
        lock.release()
        mend = "move this folder away; its lines can still be read as text"
        raise StoreError(
            "this screen cannot be resumed: its first lines are damaged", folder, mend
        ) from error
    desk = Desk(folders, session, journal, lock, clock)
    desk.faults = (*reading.faults, *faults)
    desk.away = session.notice_away()
    return desk


def _recorder(journal: Journal) -> Callable[[Entry], None]:
    def record(entry: Entry) -> None:
        journal.append(entry.seq, encode_entry(entry))

    return record


def _entries(payloads: tuple[bytes, ...]) -> tuple[list[Entry], tuple[str, ...]]:
    """Decode what can be decoded; a line of a newer version is skipped and reported."""
    entries, faults = [], []
    for number, payload in enumerate(payloads, 1):
        try:
            entries.append(decode_entry(payload))
        except msgspec.MsgspecError as error:
            faults.append(f"event {number} is not known to this version and was left out: {error}")
    return entries, tuple(faults)


class Glimpse(msgspec.Struct, frozen=True):
    """What an unfinished screen says of itself before it is opened; empty where its journal does not tell."""

    candidate_ref: str = ""
    role: str = ""
    last_line: str = ""


def glimpse(folder: Path) -> Glimpse:
    """Look into a session's journal without opening it; a damaged one gives what can be read."""
    try:
        entries, _ = _entries(read_journal(folder / JOURNAL_NAME).payloads)
    except StoreError:
        return Glimpse()
    state = replay(entries)
    if state is None:
        return Glimpse()
    lines = [w.line.text for w in state.marks.lines]
    last = state.draft or (lines[-1] if lines else "")
    return Glimpse(one_line(state.opened.candidate_ref), one_line(state.opened.role), one_line(last))
