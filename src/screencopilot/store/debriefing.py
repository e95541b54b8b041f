"""A debrief at work: its session together with journal and lock, kept as it happens and gone on with after a crash.

It lies in the state folder like a screen, in a folder of its own that begins with the case's key: starting a debrief
on the same candidate and the same notes finds the one that was not finished.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from screencopilot import __version__
from screencopilot.domain.clock import Clock
from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_commands import DebriefCommand
from screencopilot.domain.debrief_events import (
    DebriefEntry,
    Opened,
    decode_debrief_entry,
    encode_debrief_entry,
)
from screencopilot.domain.debrief_session import DebriefSession
from screencopilot.domain.debrief_state import DebriefState, replay
from screencopilot.formats.journal_text import decode_clean
from screencopilot.formats.text_safety import one_line
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError, from_os, shown
from screencopilot.store.journal import Journal, read_journal
from screencopilot.store.journal_file import JOURNAL_NAME, read_snapshot
from screencopilot.store.journal_status import JournalStatus
from screencopilot.store.locks import Holder, SessionLock, holder_of, take_lock
from screencopilot.store.paths import Folders, ensure_folder
from screencopilot.store.sessions import FINISHED_NAME, mark_finished

#: How the program calls itself in records.
APP = f"screencopilot {__version__}"
_KEY_LENGTH = 16
#: Keys of events and cases whose text is kept as it was typed or written.
_PROSE = frozenset({"text", "because", "words"})
_CASE: msgspec.json.Decoder[Case] = msgspec.json.Decoder(Case)
_READ_AGAIN = "what the debrief began with is damaged: the notes were read again"
#: How many debriefs on the same notes are told apart.
_NAMES_TRIED = 1000


def debriefs_folder(folders: Folders) -> Path:
    """Return where the journals of debriefs lie, one folder each."""
    return folders.state / "debriefs"


@dataclass(frozen=True)
class UnfinishedDebrief:
    """A debrief on the same notes that was not closed: its folder, its state, who has it open now."""

    path: Path
    state: DebriefState
    locked_by: Holder | None = None

    @property
    def last(self) -> dt.datetime:
        """When something was last kept."""
        return self.state.last_wall


class DebriefDesk:
    """One open debrief; make it with :func:`begin_debrief` or :func:`resume_debrief`.

    Attributes:
        folder: where it is kept.
        faults: what could not be read back of a resumed one, one line each.
    """

    def __init__(
        self, session: DebriefSession, journal: Journal, lock: SessionLock, faults: tuple[str, ...] = ()
    ) -> None:
        self.session = session
        self.folder = journal.folder
        self.faults = faults
        self._journal = journal
        self._lock = lock

    @property
    def case(self) -> Case:
        """What it is about."""
        return self.session.case

    @property
    def state(self) -> DebriefState:
        """Everything that happened so far."""
        return self.session.state

    @property
    def status(self) -> JournalStatus:
        """Whether everything is saved, now."""
        return self._journal.status

    def do(self, command: DebriefCommand, *args: Any, **kwargs: Any) -> None:
        """Run a command: it is in the journal before this returns.

        Raises:
            Refused: the command makes no sense now.
        """
        self.session.do(command, *args, **kwargs)

    def finish(self) -> None:
        """Offer it no more; its journal is kept.

        Raises:
            StoreError: that cannot be noted.
        """
        mark_finished(self.folder)

    def close(self) -> JournalStatus:
        """Write what is left and let others in; a second call does nothing more."""
        status = self._journal.close()
        self._lock.release()
        return status


def begin_debrief(folders: Folders, case: Case, clock: Clock, minutes: int, read_minutes: int) -> DebriefDesk:
    """Open a new debrief.

    Raises:
        StoreError: its folder cannot be made.
    """
    folder = _new_folder(folders, case)
    lock = take_lock(folder, clock.wall())
    try:
        journal = Journal.create(folder, msgspec.json.encode(_keepable(case)))
    except StoreError:
        lock.release()
        raise
    opened = Opened(str(uuid.uuid4()), APP, case.key, minutes, read_minutes)
    session = DebriefSession.begin(case, clock, _recorder(journal), opened)
    return DebriefDesk(session, journal, lock)


def unfinished_debrief(folders: Folders, case: Case) -> UnfinishedDebrief | None:
    """Return the latest debrief on the same candidate and notes that was not closed, or None.

    One whose journal has lost its beginning is passed over: nothing could be gone on with.

    Raises:
        StoreError: the folder of debriefs cannot be read.
    """
    folder, found = debriefs_folder(folders), []
    try:
        paths = sorted(folder.glob(f"{_stem(case)}-*")) if folder.is_dir() else []
    except OSError as error:
        raise from_os("the debriefs cannot be listed", folder, error) from error
    for path in paths:
        if path.is_symlink() or (path / FINISHED_NAME).exists():
            continue
        with contextlib.suppress(StoreError):
            state = replay(_entries(read_journal(path / JOURNAL_NAME).payloads)[0])
            if state is not None and state.opened.key == case.key:
                found.append(UnfinishedDebrief(path, state, holder_of(path)))
    return max(found, key=lambda one: (one.last, one.path), default=None)


def resume_debrief(path: Path, case: Case, clock: Clock) -> DebriefDesk:
    """Go on with a debrief where it was.

    Args:
        path: its folder, as :func:`unfinished_debrief` found it for these notes.
        case: as the notes give it now; it takes the place of the kept one where that is damaged.
        clock: where time comes from.

    Raises:
        StoreError: another program has it open, or it cannot be read.
    """
    lock = take_lock(path, clock.wall())
    try:
        journal, reading = Journal.reopen(path)
    except StoreError:
        lock.release()
        raise
    kept, case_faults = _kept_case(path, case)
    entries, faults = _entries(reading.payloads)
    try:
        session = DebriefSession(kept, clock, _recorder(journal), entries, reading.last_seq + 1)
    except ValueError as error:
        journal.close()
        lock.release()
        raise StoreError("this debrief cannot be gone on with", path, "begin a new one") from error
    return DebriefDesk(session, journal, lock, (*reading.faults, *faults, *case_faults))


def put_debrief_aside(found: UnfinishedDebrief) -> None:
    """Offer a debrief no more; all that is kept of it stays.

    Raises:
        StoreError: that cannot be noted, or a program has it open.
    """
    if found.locked_by is not None:
        raise StoreError(f"open in another program: {found.locked_by}", found.path, "go on there")
    mark_finished(found.path)


def _keepable(case: Case) -> Case:
    """Return the case as JSON can hold it: names of files may be no text, and are not read back."""
    notes = tuple(msgspec.structs.replace(note, path=shown(note.path)) for note in case.notes)
    return msgspec.structs.replace(case, notes=notes)


def _recorder(journal: Journal) -> Any:
    def record(entry: DebriefEntry) -> None:
        journal.append(entry.seq, encode_debrief_entry(entry))

    return record


def _stem(case: Case) -> str:
    return case.key.partition(":")[2][:_KEY_LENGTH]


def _new_folder(folders: Folders, case: Case) -> Path:
    parent = ensure_folder(debriefs_folder(folders))
    for number in range(1, _NAMES_TRIED):
        path = parent / f"{_stem(case)}-{number}"
        try:
            DISK.make_new_folder(path)
        except FileExistsError:
            continue
        except OSError as error:
            raise from_os("the debrief's folder cannot be made", path, error) from error
        return path
    raise StoreError("too many debriefs on these notes are kept", parent, "remove some of them")


def _entries(payloads: tuple[bytes, ...]) -> tuple[list[DebriefEntry], tuple[str, ...]]:
    entries, faults = [], []
    for number, payload in enumerate(payloads, 1):
        try:
            entries.append(decode_clean(payload, decode_debrief_entry, _PROSE))
        except msgspec.MsgspecError as error:
            faults.append(one_line(f"event {number} is not known to this version and was left out: {error}"))
    return entries, tuple(faults)


def _kept_case(path: Path, case: Case) -> tuple[Case, tuple[str, ...]]:
    """Return the case as it was kept, which the events speak of; the given one where that is damaged or another's.

    Where the notes lie is taken from the given one: they may have been moved since.
    """
    raw, faults = read_snapshot(path, DISK)
    try:
        kept = decode_clean(raw, _CASE.decode, _PROSE)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return case, faults or (_READ_AGAIN,)
    if kept.key != case.key or not kept.whole:
        return case, faults or (_READ_AGAIN,)
    return msgspec.structs.replace(kept, notes=case.notes), faults
