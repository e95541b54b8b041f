"""The journal of a session: what was seen is kept.

Every line is handed to the operating system before :meth:`Journal.append` returns, so ``kill -9`` loses nothing; a
thread makes it durable within 250 ms, so a power cut loses no more than that. A disk that refuses does not end the
screen: lines are kept in memory, in order, and tried again.
"""

from __future__ import annotations

import threading
from functools import partial
from pathlib import Path
from typing import Unpack

import msgspec

from screencopilot.store.disk import DISK
from screencopilot.store.errors import from_os, mend_for
from screencopilot.store.journal_file import (
    JOURNAL_NAME,
    JournalFile,
    read_snapshot,
    read_whole,
    refuse_second_journal,
)
from screencopilot.store.journal_lines import JournalReading, encode_line, parse_journal, read_journal
from screencopilot.store.journal_status import JournalOptions, JournalStatus

__all__ = ["Journal", "JournalOptions", "JournalReading", "JournalStatus", "read_journal"]

#: Seconds to wait for more lines before one fsync serves them all; with the fsync itself well within 250 ms.
GATHER_SECONDS = 0.1
#: Seconds between two tries of the thread on a disk that refuses.
RETRY_SECONDS = 1.0


class Journal:
    """An append-only file of one session's entries; make it with :meth:`create` or :meth:`reopen`."""

    def __init__(self, file: JournalFile, **options: Unpack[JournalOptions]) -> None:
        self._file = file
        self._disk = options.get("disk", DISK)
        self._on_change = options.get("on_change")
        self._gather_seconds = options.get("gather_seconds", GATHER_SECONDS)
        self._retry_seconds = options.get("retry_seconds", RETRY_SECONDS)
        self._changed = threading.Condition()
        self._synced = 0
        self._write_error: OSError | None = None
        self._sync_error: OSError | None = None
        self._closing = False
        self._announced = JournalStatus(saved=True, pending=0)
        self._thread = threading.Thread(target=self._keep_durable, name="journal", daemon=True)

    @classmethod
    def create(cls, folder: Path, snapshot: bytes, **options: Unpack[JournalOptions]) -> Journal:
        """Begin a session's journal: folder, ``screen.json`` and an empty journal.

        It is durable when this returns; with ``sync_first=False`` it is only handed to the operating system, without
        waiting for the disk, and the thread makes it durable like anything that is appended.

        A disk that refuses is told by :attr:`status` and tried again with every append, as later on.

        Args:
            folder: the session's folder; made with mode 0700 when missing.
            snapshot: JSON of all that the screen runs on, so that it can be recovered without its bank.
            **options: see :class:`JournalOptions`.

        Raises:
            StoreError: the folder holds a journal already; that one is never written over.
        """
        refuse_second_journal(folder)
        journal = cls(JournalFile(folder, snapshot, options.get("disk", DISK)), **options)
        journal._start(sync=options.get("sync_first", True))
        return journal

    @classmethod
    def reopen(cls, folder: Path, **options: Unpack[JournalOptions]) -> tuple[Journal, JournalReading]:
        """Go on with an unfinished session: cut the torn tail off, keep the rest, and return what was read.

        Take the session's lock first. A disk that refuses to be written is told by :attr:`status`.

        Args:
            folder: the session's folder.
            **options: see :class:`JournalOptions`.

        Raises:
            StoreError: the journal cannot be read at all, or is too large to be ours.
        """
        disk = options.get("disk", DISK)
        data = read_whole(folder / JOURNAL_NAME, disk)
        reading = parse_journal(data)
        snapshot, faults = read_snapshot(folder, disk)
        file = JournalFile(folder, snapshot, disk)
        journal = cls(file, **options)
        file.adopt(data[: reading.whole_length], unterminated=reading.unterminated)
        journal._start()
        return journal, msgspec.structs.replace(reading, faults=(*reading.faults, *faults))

    @property
    def folder(self) -> Path:
        """The session's folder; another one after :meth:`move_to`."""
        return self._file.folder

    @property
    def snapshot(self) -> bytes:
        """The JSON in ``screen.json``; b"" when a recovered session has lost it."""
        return self._file.snapshot

    @property
    def status(self) -> JournalStatus:
        """Whether everything is saved, now."""
        with self._changed:
            return self._status()

    def append(self, seq: int, payload: bytes) -> JournalStatus:
        """Hand one entry to the operating system and return how that went; never raises for the disk.

        Args:
            seq: the entry's number, one above the last.
            payload: the entry as JSON on one line.

        Raises:
            ValueError: the payload holds a newline, or the journal is closed.
        """
        line = encode_line(seq, payload)
        with self._changed:
            if self._closing:
                raise ValueError("the journal is closed")
            self._file.pending.append(line)
            self._flush()
            self._changed.notify_all()
            status = self._status()
        self._announce()
        return status

    def move_to(self, folder: Path) -> None:
        """Save elsewhere: write all there is into another folder, durably, and go on there.

        The old folder is left as it is. Take a lock in the new one. Appending goes on meanwhile.

        Raises:
            StoreError: it cannot be written there either, or a journal is there; the journal stays where it was.
        """
        refuse_second_journal(folder)
        new = JournalFile(folder, self.snapshot, self._disk)
        with self._changed:
            before = self._file.everything()
        new.pending = [before]
        try:
            new.flush()
            self._sync(new)
            with self._changed:
                new.pending = [self._file.everything()[len(before) :]]
                new.flush()
                self._file.distrust()
                self._file, self._synced = new, 0
                self._write_error = self._sync_error = None
                self._changed.notify_all()
        except OSError as error:
            new.distrust()
            raise from_os("the session cannot be saved there", folder, error) from error
        self._announce()

    def close(self) -> JournalStatus:
        """Write and sync what is left, end the thread, and return how that went. A second call does nothing more."""
        with self._changed:
            already, self._closing = self._closing, True
            self._changed.notify_all()
        if not already:
            self._thread.join()
            self._work()
            with self._changed:
                self._file.distrust()
            self._announce()
        return self.status

    def _start(self, *, sync: bool = True) -> None:
        if sync:
            self._work(first=True)
        else:
            with self._changed:
                self._flush()
        self._thread.start()
        self._announce()

    def _status(self) -> JournalStatus:
        pending = len(self._file.pending)
        error = self._write_error or self._sync_error
        if error is None:
            return JournalStatus(saved=pending == 0, pending=pending)
        return JournalStatus(False, pending, error.strerror or type(error).__name__, mend_for(error))

    def _announce(self) -> None:
        """Tell the listener when the status became another; outside the lock, since it will ask for the status."""
        with self._changed:
            status, before = self._status(), self._announced
            self._announced = status
        if status != before and self._on_change is not None:
            self._on_change()

    def _flush(self) -> None:
        """Try to write what is pending; the lock is held."""
        self._write_error = None
        try:
            self._file.flush()
        except OSError as error:
            self._write_error = error

    def _needs_sync(self) -> bool:
        return self._write_error is None and self._file.touched > self._synced

    def _in_trouble(self) -> bool:
        return self._write_error is not None or self._sync_error is not None

    def _keep_durable(self) -> None:
        """The thread: sleeps until there is something to sync or to try again, and ends when the journal closes."""
        while self._wait_for_work():
            self._work()
            self._announce()

    def _wait_for_work(self) -> bool:
        """Wait for lines to sync, then a little for more of them; in trouble, until the next try is due."""
        with self._changed:
            self._changed.wait_for(lambda: self._closing or self._in_trouble() or self._needs_sync())
            undisturbed = False
            while not (self._closing or undisturbed):
                trouble = self._in_trouble()
                pause = self._retry_seconds if trouble else self._gather_seconds
                undisturbed = not self._changed.wait_for(partial(self._differs, trouble), pause)
            return not self._closing

    def _differs(self, trouble: bool) -> bool:
        return self._closing or self._in_trouble() != trouble

    def _work(self, *, first: bool = False) -> None:
        """Write what could not be written, and make durable what is written."""
        with self._changed:
            if first or self._in_trouble() or self._closing:
                self._flush()
            file, mark, needed, renew = self._file, self._file.touched, self._needs_sync(), self._sync_error
        if not needed:
            return
        try:
            if renew is not None:
                self._renew(file)
            self._sync(file)
        except OSError as error:
            with self._changed:
                if file is self._file:
                    self._sync_error = error
            return
        with self._changed:
            if file is self._file:
                self._synced, self._sync_error = mark, None
                self._flush()  # looks, too, whether the file is still in its place

    def _renew(self, file: JournalFile) -> None:
        """Write the journal anew: after a failed fsync the system may have dropped the bytes it could not write.

        Raises:
            OSError: the disk refused; the journal is as before.
        """
        with self._changed:
            written = file.written()
        spare = file.write_spare(written)
        with self._changed:
            if file is self._file:
                file.swap_in(spare, len(written))
            else:  # moved elsewhere meanwhile
                self._disk.remove(spare)

    def _sync(self, file: JournalFile) -> None:
        """Sync the journal, and the folder when names in it are new; the lock is held only to look, not to wait.

        Raises:
            OSError: the disk refused.
        """
        with self._changed:
            fd, names = file.duplicate(), file.new_names
            file.new_names = False
        try:
            self._disk.fsync(fd)
            if names:
                file.sync_names()
        finally:
            self._disk.close(fd)
