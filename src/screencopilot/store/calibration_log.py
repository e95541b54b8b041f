"""The answers to vignettes on disk: one file that is only ever added to, each line with its checksum.

Lines are those of a screen's journal (:mod:`screencopilot.store.journal_lines`), so a torn or damaged one costs itself
and no other. An answer is on the medium before its reference is shown.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import msgspec

from screencopilot.domain.calibration import CalibrationEntry, RoundLog, rounds_of
from screencopilot.store.disk import DISK, Disk
from screencopilot.store.errors import StoreError, from_os
from screencopilot.store.journal_lines import SIZE_LIMIT, JournalReading, encode_line, read_journal
from screencopilot.store.locks import SessionLock, take_lock
from screencopilot.store.paths import Folders, ensure_folder

_DECODER: msgspec.json.Decoder[CalibrationEntry] = msgspec.json.Decoder(CalibrationEntry)


@dataclass(frozen=True)
class AnswersReading:
    """The rounds so far in order, and one line for each thing in the file that could not be read."""

    rounds: tuple[RoundLog, ...]
    faults: tuple[str, ...] = ()


def answers_file(folders: Folders) -> Path:
    """Return where the answers lie."""
    return folders.data / "calibration" / "answers.jsonl"


def read_answers(folders: Folders, disk: Disk = DISK) -> AnswersReading:
    """Read all rounds; what is damaged is passed over and told.

    Raises:
        StoreError: the file is there and cannot be opened.
    """
    path = answers_file(folders)
    if not path.exists():
        return AnswersReading(())
    return _decoded(read_journal(path, disk))


def _decoded(reading: JournalReading) -> AnswersReading:
    from screencopilot.formats.journal_text import decode_clean
    from screencopilot.formats.text_safety import one_line

    entries: list[CalibrationEntry] = []
    faults = list(reading.faults)
    for line in reading.lines:
        try:
            entries.append(decode_clean(line.payload, _DECODER.decode))
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
            faults.append(f"entry {line.seq}: made by another version, passed over")
    return AnswersReading(rounds_of(entries), tuple(map(one_line, faults)))


class AnswersLog:
    """Adds entries to the file; holds it for this program until closed. Make it with :meth:`open`."""

    def __init__(self, path: Path, lock: SessionLock, next_seq: int, disk: Disk) -> None:
        self._path, self._lock, self._next_seq, self._disk = path, lock, next_seq, disk

    @classmethod
    def open(cls, folders: Folders, now: dt.datetime, disk: Disk = DISK) -> tuple[Self, AnswersReading]:
        """Take the file for this program and read it; ``now`` is zoned wall time.

        Raises:
            StoreError: another program calibrates now, or the file cannot be made, read or mended.
        """
        path = answers_file(folders)
        ensure_folder(path.parent, disk)
        lock = take_lock(path.parent, now)
        try:
            if not path.exists():
                _make(path, disk)
            _refuse_too_large(path)
            reading = read_journal(path, disk)
            _cut_torn_end(path, reading, disk)
        except BaseException:
            lock.release()
            raise
        return cls(path, lock, reading.last_seq + 1, disk), _decoded(reading)

    def add(self, entry: CalibrationEntry) -> None:
        """Keep one entry for good: it is on the medium when this returns.

        Raises:
            StoreError: it was not kept, and nothing of it stands in the file; it can be tried again.
        """
        line = encode_line(self._next_seq, msgspec.json.encode(entry))
        try:
            fd = self._disk.open_append(self._path)
            try:
                length = self._path.stat().st_size
                self._write(fd, line, length)
            finally:
                self._disk.close(fd)
        except OSError as error:
            raise from_os("the answer was not kept", self._path, error) from error
        self._next_seq += 1

    def _write(self, fd: int, line: bytes, length: int) -> None:
        try:
            self._disk.write_all(fd, line)
            self._disk.fsync(fd)
        except OSError:
            self._disk.truncate(fd, length)  # else the next line would stand behind half of this one
            raise

    def close(self) -> None:
        """Let other programs in."""
        self._lock.release()


def _make(path: Path, disk: Disk) -> None:
    try:
        disk.close(disk.create(path))
        disk.fsync_folder(path.parent)
    except OSError as error:
        raise from_os("the file of answers cannot be made", path, error) from error


def _refuse_too_large(path: Path) -> None:
    """Refuse to write into a file of which only the beginning is read: its end would be cut off as torn."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise from_os("the file of answers cannot be read", path, error) from error
    if size > SIZE_LIMIT:
        raise StoreError(f"is larger than {SIZE_LIMIT // 2**20} MB, and is kept", path, "move it away")


def _cut_torn_end(path: Path, reading: JournalReading, disk: Disk) -> None:
    """Cut what a crash left of a last line, and end one that lacks only its newline."""
    try:
        if path.stat().st_size == reading.whole_length:
            return
        fd = disk.open_append(path)
        try:
            if reading.unterminated:
                disk.write_all(fd, b"\n")
            else:
                disk.truncate(fd, reading.whole_length)
        finally:
            disk.close(fd)
    except OSError as error:
        raise from_os("the file of answers cannot be mended", path, error) from error
