"""A screen at work: its session together with journal, lock and note.

The desk is what the terminal, the demo and the tests all go through, so that a headless screen leaves the same
journal and the same note as a live one.

A new screen does not wait for the disk: its desk is settled (folder, lock, journal) by a thread once the first
question stands on the terminal, and at the latest before the first command takes effect. A disk that refuses does not
keep a screen from being run: what happens stays in memory, the status says so, and settling is tried again.
"""

from __future__ import annotations

import contextlib
import os
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec

from screencopilot.domain.clock import Clock
from screencopilot.domain.commands import Command
from screencopilot.domain.commands import seal as seal_command
from screencopilot.domain.entry import Entry, encode_entry
from screencopilot.domain.events import ScreenOpened
from screencopilot.domain.plan import Script
from screencopilot.domain.session import Session
from screencopilot.domain.writeup import note_of
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_status import JournalStatus
from screencopilot.store.paths import Folders

if TYPE_CHECKING:
    from screencopilot.store.journal import Journal
    from screencopilot.store.locks import SessionLock


class Desk:
    """One open screen; make it with :func:`open_desk` or :func:`~screencopilot.store.recovery.resume_desk`.

    Attributes:
        session: the events and the state.
        folders: where notes go.
        faults: what could not be read back of a resumed journal, one line each.
        away: seconds between the last event and the resumption, 0 for a new screen.
        keeps: whether anything is kept on disk; not in a preview.
        kept_words: the words of the saved mark while all is well.
    """

    keeps = True
    kept_words = "saved"

    def __init__(self, folders: Folders, clock: Clock, folder: Path) -> None:
        self.folders = folders
        self.folder = folder
        self.faults: tuple[str, ...] = ()
        self.away = 0.0
        self.session: Session
        self._clock = clock
        self._early: list[Entry] = []
        self._journal: Journal | None = None
        self._lock: SessionLock | None = None
        self._trouble: StoreError | None = None
        self._untold = False
        self._settling = threading.RLock()
        self._drafting = threading.Lock()

    @property
    def settled(self) -> bool:
        """Whether the journal is open."""
        return self._journal is not None

    @property
    def status(self) -> JournalStatus:
        """Whether everything is saved; a desk about to be settled for the first time is no trouble yet."""
        if self._journal is not None and (self._trouble is None or not self._journal.status.saved):
            return self._journal.status
        if self._trouble is not None:
            return JournalStatus(False, len(self._early), self._trouble.what, self._trouble.mend)
        return JournalStatus(saved=True, pending=0)

    def settle(self) -> None:
        """Make the session's folder, take its lock and open its journal, unless that is done; never raises."""
        with self._settling:
            try:
                if self._journal is None:
                    self._settle()
                else:
                    self._hold()
                self._trouble = None
            except StoreError as error:
                self._trouble = error
        self._tell_move()

    def _settle(self) -> None:
        from screencopilot.store.locks import take_lock
        from screencopilot.store.sessions import new_session_folder

        if self._lock is None:
            if not os.path.isdir(self.folder):  # noqa: PTH112 - Path.is_dir() raises on a failing disk
                new_session_folder(self.folders, self.folder.name)
            self._lock = take_lock(self.folder, self._clock.wall())
        self._journal = self._begin_journal(self.folder)
        self._early.clear()

    def _begin_journal(self, folder: Path) -> Journal:
        from screencopilot.store.journal import Journal

        snapshot = msgspec.json.encode(self.session.script)
        journal = Journal.create(folder, snapshot, sync_first=False)  # this may be the thread that paints
        for entry in self._early:
            journal.append(entry.seq, encode_entry(entry))
        return journal

    def _hold(self) -> None:
        """Take the lock anew when it was removed with the folder, which the journal makes again.

        Raises:
            StoreError: another program has taken it in the meantime, or the folder is not there again yet.
        """
        from screencopilot.store.locks import take_lock

        if self._lock is not None and not self._lock.in_place:
            self._lock.release()
            self._lock = take_lock(self.folder, self._clock.wall())

    def adopt(self, session: Session, journal: Journal, lock: SessionLock) -> None:
        """Take over a journal that was opened again."""
        self.session, self._journal, self._lock = session, journal, lock

    def record(self, entry: Entry) -> None:
        """Keep one entry: in the journal, or in memory until that is open."""
        with self._settling:
            if self._journal is None:
                self._early.append(entry)
            else:
                self._journal.append(entry.seq, encode_entry(entry))
                try:
                    self._hold()
                except StoreError as error:
                    self._trouble = error

    def do(self, command: Command, *args: Any, **kwargs: Any) -> tuple[Entry, ...]:
        """Run a command; see :meth:`Session.do`. What it does is in the journal before it can be shown."""
        if self._journal is None and self._trouble is None:
            self.settle()
        return self.session.do(command, *args, **kwargs)

    def save_draft(self) -> Path:
        """Write the note as it stands; call it off the UI thread.

        Raises:
            StoreError: it cannot be written. The journal has everything all the same.
        """
        from screencopilot.formats.note_toml import note_to_document
        from screencopilot.store.library import save_draft

        with self._drafting:  # of two threads that write drafts, the later one has the later state
            document = note_to_document(note_of(self.session.script, self.session.state))
            return self._where_it_can(lambda folder: save_draft(folder, document))

    def write_sealed(self) -> tuple[Path, str]:
        """Write the sealed note, read it back, and return its path and digest; call it off the UI thread.

        Raises:
            StoreError: it cannot be written; the screen stays open and nothing is lost.
        """
        from screencopilot.formats.note_toml import note_to_document, seal
        from screencopilot.store.library import save_sealed

        note = note_of(self.session.script, self.session.state, "sealed")
        document = seal(note_to_document(note), self._clock.wall())
        return self._where_it_can(lambda folder: save_sealed(folder, document)), document["seal"]["digest"]

    def _where_it_can(self, save: Callable[[Path], Path]) -> Path:
        """Save among the notes; of a screen that was saved elsewhere, there when the notes' own disk refuses."""
        try:
            return save(self.folders.notes)
        except StoreError:
            if not self.moved:
                raise
        return save(self.folder.parent)

    def finish(self, digest: str) -> None:
        """Record that the sealed note was written: the screen needs no recovery any more.

        Raises:
            StoreError: the session cannot be marked; it is offered again at the next start, and can be sealed again.
        """
        from screencopilot.store.elsewhere import keep_move
        from screencopilot.store.sessions import mark_finished

        self.session.do(seal_command, digest)
        mark_finished(self.folder)
        if self.moved:
            with contextlib.suppress(
                StoreError, OSError
            ):  # what was left behind tells itself where it went on
                left = self.folders.sessions / self.folder.name
                if left.is_dir():
                    mark_finished(left)
                keep_move(self.folders, self.folder)

    @property
    def moved(self) -> bool:
        """Whether it was saved elsewhere."""
        return self.folder.parent != self.folders.sessions

    @property
    def untold(self) -> bool:
        """Whether home does not know yet where it was saved; settling tries to tell it again."""
        return self._untold

    def move_to(self, folder: Path) -> None:
        """Save elsewhere: go on with journal and lock in a folder of this screen's own; call it off the UI thread.

        Args:
            folder: where that folder is made; made itself when missing.

        Raises:
            StoreError: it cannot be written there either, or is kept there already; all stays where it was.
        """
        from screencopilot.store.elsewhere import claim_elsewhere, leave_nothing

        target, lock = claim_elsewhere(folder, self.folder.name, self._clock.wall())
        try:
            self._carry_to(target)
        except StoreError:
            leave_nothing(target, lock)
            raise
        with self._settling:
            before, self._lock, self.folder, self._trouble = self._lock, lock, target, None
        if before is not None:
            before.release()
        self._untold = True
        self._tell_move()

    def _carry_to(self, target: Path) -> None:
        with self._settling:
            if self._journal is None:
                journal = self._begin_journal(target)
                status = journal.status
                if not status.saved:
                    journal.close()
                    raise StoreError(status.problem, target, status.mend)
                self._journal = journal
                self._early.clear()
                return
        self._journal.move_to(target)

    def _tell_move(self) -> None:
        from screencopilot.store.elsewhere import tell_move

        if self._untold:
            with contextlib.suppress(StoreError):
                tell_move(self.folders, self.folder)
                self._untold = False

    def close(self) -> JournalStatus:
        """Flush the journal and let other programs in; the screen can be resumed unless it was finished."""
        self.settle()
        with self._settling:
            if self._journal is not None:
                self._journal.close()
            if self._lock is not None:
                self._lock.release()
        return self.status


def open_desk(folders: Folders, script: Script, opened: ScreenOpened, clock: Clock) -> Desk:
    """Open a new screen; its desk is settled by the first command, or by :meth:`Desk.settle` before."""
    desk = Desk(folders, clock, folders.sessions / opened.id)
    desk.session = Session.begin(script, clock, desk.record, opened)
    return desk
