"""The journal's file: which lines are in it, and how to get it whole again. Not safe between threads by itself."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from screencopilot.store.atomic import put_whole
from screencopilot.store.disk import Disk
from screencopilot.store.errors import StoreError, from_os
from screencopilot.store.journal_kept import KeptBytes
from screencopilot.store.journal_lines import SIZE_LIMIT

JOURNAL_NAME = "journal.jsonl"
SNAPSHOT_NAME = "screen.json"


class JournalFile:
    """Lines written and lines still to be written, in order; what was written is kept too, to rebuild a lost file.

    Attributes:
        folder: the session's folder.
        pending: lines not yet wholly in the file.
        touched: counts what was written; a sync that began at this count has everything up to it.
        new_names: whether files were made since the folder was last synced.
    """

    def __init__(self, folder: Path, snapshot: bytes, disk: Disk) -> None:
        self.folder = folder
        self.pending: list[bytes] = []
        self.touched = 0
        self.new_names = False
        self._snapshot = snapshot
        self._disk = disk
        self._kept = KeptBytes()
        self._fd: int | None = None
        self._can_tell = True
        self._torn = False

    @property
    def path(self) -> Path:
        """The ``journal.jsonl``."""
        return self.folder / JOURNAL_NAME

    @property
    def snapshot(self) -> bytes:
        """What the screen runs on, as written beside the journal; b"" when that was lost."""
        return self._snapshot

    def written(self) -> bytes:
        """Return every line that is in the file."""
        return self._kept.whole()

    def everything(self) -> bytes:
        """Return every line, written or not; it only ever grows at its end."""
        return b"".join([self._kept.whole(), *self.pending])

    def adopt(self, whole: bytes, *, unterminated: bytes) -> None:
        """Go on with a file that holds these whole lines, and after them perhaps a torn one.

        ``unterminated`` is a line that lacks only its newline: it is written again. A file that cannot be opened for
        writing is left to the next :meth:`flush`, which builds it anew or says why not.
        """
        self._kept = KeptBytes(whole)
        self.pending = [unterminated + b"\n"] if unterminated else []
        with contextlib.suppress(OSError):
            self._fd = self._disk.open_append(self.path)
        self._torn = True

    def flush(self) -> None:
        """Hand every pending line to the operating system, on the file or, when that is lost, on a new one.

        Raises:
            OSError: some lines are still pending; those that went out whole are not written twice.
        """
        if self._fd is None:
            self._build()
        self._heal()
        while self.pending:
            self._write_line(self.pending[0])
            self._kept.add(self.pending.pop(0))
        if not self.in_place():
            self.distrust()
            self._build()

    def in_place(self) -> bool:
        """Whether the open file is still the one that the folder shows."""
        if self._fd is None:
            return False
        return not self._can_tell or self._disk.still_names(self.path, self._fd)

    def distrust(self) -> None:
        """Let go of the file: the next :meth:`flush` writes everything into a new one."""
        fd, self._fd = self._fd, None
        if fd is not None:
            with contextlib.suppress(OSError):  # nothing rests on this file any more
                self._disk.close(fd)

    def duplicate(self) -> int:
        """Return a descriptor of the open file for syncing outside the lock; the caller closes it.

        Raises:
            OSError: none is open, or the system has no more of them.
        """
        if self._fd is None:
            raise FileNotFoundError(errno.ENOENT, "the journal is not open", str(self.path))
        return self._disk.duplicate(self._fd)

    def write_spare(self, written: bytes) -> Path:
        """Write the lines, durably, into a new file beside the journal; needs no lock, and may take its time.

        Raises:
            OSError: the disk refused.
        """
        spare = self.folder / f".tmp-{os.urandom(8).hex()}"
        put_whole(spare, written, replace=True, sync=True, disk=self._disk)
        return spare

    def swap_in(self, spare: Path, length: int) -> None:
        """Put a spare file with the first ``length`` bytes in the journal's place, with what was written since.

        Raises:
            OSError: the disk refused; the journal is as before, the spare is gone.
        """
        fd = None
        try:
            fd = self._disk.open_append(spare)
            self._disk.write_all(fd, self._kept.whole()[length:])
            self._disk.replace(spare, self.path)
        except OSError:
            if fd is not None:
                self._disk.close(fd)
            with contextlib.suppress(OSError):  # a left-over is harmless: nobody reads it
                self._disk.remove(spare)
            raise
        self.distrust()
        self._now_in(fd)

    def sync_names(self) -> None:
        """Make the snapshot and the names of the files durable.

        Raises:
            OSError: the disk refused.
        """
        if self._snapshot:
            self._disk.fsync_file(self.folder / SNAPSHOT_NAME)
        self._disk.fsync_folder(self.folder)
        self._disk.fsync_folder(self.folder.parent)

    def _heal(self) -> None:
        if self._torn and self._fd is not None:
            self._disk.truncate(self._fd, self._kept.size)
            self._torn = False

    def _write_line(self, line: bytes) -> None:
        assert self._fd is not None
        self._torn = True
        self.touched += 1
        try:
            self._disk.write_all(self._fd, line)
        except OSError:
            with contextlib.suppress(
                OSError
            ):  # the next flush tries again; readers cut a torn tail themselves
                self._heal()
            raise
        self._torn = False

    def _build(self) -> None:
        """Make folder, snapshot and journal from memory; the journal is renamed into place, never half there.

        Over a file that is still there the new bytes are synced before the rename, or a disk that refuses late could
        take the old ones with it. Otherwise the syncing thread does it, since a caller may be the one who paints.
        """
        disk = self._disk
        disk.make_folder(self.folder)
        if self._snapshot:
            put_whole(self.folder / SNAPSHOT_NAME, self._snapshot, replace=True, sync=False, disk=disk)
        everything = self.everything()
        put_whole(self.path, everything, replace=True, sync=self.path.exists(), disk=disk)
        fd = disk.open_append(self.path)
        self._kept, self.pending = KeptBytes(everything), []
        self._now_in(fd)

    def _now_in(self, fd: int) -> None:
        self._fd, self._torn, self.new_names = fd, False, True
        self.touched += 1
        # Some network file systems number one file in two ways: on those, do not write all anew with every line.
        self._can_tell = self._disk.still_names(self.path, fd)


def refuse_second_journal(folder: Path) -> None:
    """Raise StoreError when the folder holds a journal: it is never written over."""
    try:
        taken = (folder / JOURNAL_NAME).exists()
    except OSError:  # the first write will meet the same refusal, and the status will say so
        taken = False
    if taken:
        raise StoreError("a session is kept there already", folder, "choose another folder")


def read_whole(path: Path, disk: Disk) -> bytes:
    """Return a journal's bytes; StoreError when it cannot be read or is too large to go on with."""
    try:
        data, more = disk.read_capped(path, SIZE_LIMIT)
    except OSError as error:
        raise from_os("the journal cannot be read", path, error) from error
    if more:  # writing on would have to keep what was not read
        raise StoreError(
            f"the journal is larger than {SIZE_LIMIT // 2**20} MB", path, "review it, and begin a new screen"
        )
    return data


def read_snapshot(folder: Path, disk: Disk) -> tuple[bytes, tuple[str, ...]]:
    """Return the bytes of ``screen.json``, b"" when it is lost, and one line of text for each fault."""
    try:
        data, more = disk.read_capped(folder / SNAPSHOT_NAME, SIZE_LIMIT)
    except OSError as error:
        return b"", (f"{SNAPSHOT_NAME}: cannot be read: {error.strerror}",)
    if more:
        return b"", (f"{SNAPSHOT_NAME}: too large",)
    return data, ()
