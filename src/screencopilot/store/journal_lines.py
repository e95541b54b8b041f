"""The lines of a journal: how one is written, and how a journal is read whatever happened to it.

A line is ``{"crc":"89abcdef","seq":12,"entry":{...}}`` and a newline. The checksum is the CRC-32 of every byte after
its own comma, up to the newline, so a line is judged without knowing what its entry means.
"""

from __future__ import annotations

import re
import zlib
from pathlib import Path

import msgspec

from screencopilot.store.disk import DISK, Disk
from screencopilot.store.errors import from_os

#: A journal beyond this many bytes is no journal of ours; an 8 h screen comes to about 3 MB.
SIZE_LIMIT = 64 * 1024 * 1024

#: The highest number of an entry; far beyond what a file of ours can hold.
LAST_SEQ = 2**53

_HEAD = re.compile(rb'\{"crc":"([0-9a-f]{8})",')
#: What could be a line of ours; all else is passed over at once, however many lines it has.
_LINE = re.compile(rb'^\{"crc":"[0-9a-f]{8}",.*$', re.MULTILINE)


class JournalLine(msgspec.Struct, frozen=True):
    """One sound line: its place in the journal, from 1 on by the caller's counting, and its entry as JSON bytes."""

    seq: int
    payload: bytes


class JournalReading(msgspec.Struct, frozen=True):
    """What could be read of a journal.

    Attributes:
        lines: the sound lines in order, ``seq`` strictly rising.
        faults: one line of text for each thing that was wrong; empty for a whole journal.
        whole_length: bytes up to and with the last newline; what follows is torn.
        unterminated: the last line when all of it but its newline is there (it is among ``lines`` too), else b"".
    """

    lines: tuple[JournalLine, ...]
    faults: tuple[str, ...]
    whole_length: int
    unterminated: bytes = b""

    @property
    def payloads(self) -> tuple[bytes, ...]:
        """The entries as JSON bytes, in order."""
        return tuple(line.payload for line in self.lines)

    @property
    def last_seq(self) -> int:
        """The highest ``seq`` read, 0 for none; go on with the next."""
        return self.lines[-1].seq if self.lines else 0


class _Body(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    crc: str
    seq: int
    entry: msgspec.Raw


_BODY = msgspec.json.Decoder(_Body)


def encode_line(seq: int, payload: bytes) -> bytes:
    """Return one journal line with its newline.

    Args:
        seq: the entry's number; each line's is one above the last.
        payload: the entry as JSON on one line.

    Raises:
        ValueError: the payload holds a newline, which JSON from msgspec never does.
    """
    if b"\n" in payload:
        raise ValueError("a journal entry must be JSON on one line")
    rest = b'"seq":%d,"entry":%b}' % (seq, payload)
    return b'{"crc":"%08x",%b\n' % (zlib.crc32(rest), rest)


def decode_line(line: bytes) -> JournalLine | None:
    """Return what a line (without its newline) says, or None when it is damaged."""
    head = _HEAD.match(line)
    if head is None or zlib.crc32(line[head.end() :]) != int(head[1], 16):
        return None
    try:
        body = _BODY.decode(line)
    except (msgspec.DecodeError, RecursionError):  # the checksum fits, so another program wrote this
        return None
    if not 0 <= body.seq <= LAST_SEQ:  # nothing could follow on it
        return None
    return JournalLine(body.seq, bytes(body.entry))


def read_journal(path: Path, disk: Disk = DISK) -> JournalReading:
    """Read a journal as far as it can be: damaged lines are skipped and reported, a torn last line is cut off.

    Args:
        path: the ``journal.jsonl``.
        disk: the calls to the system; for tests.

    Raises:
        StoreError: the file cannot be opened or read at all. Never for what is in it.
    """
    try:
        data, more = disk.read_capped(path, SIZE_LIMIT)
    except OSError as error:
        raise from_os("the journal cannot be read", path, error) from error
    reading = parse_journal(data)
    if not more:
        return reading
    fault = f"the journal is larger than {SIZE_LIMIT // 2**20} MB: the rest was not read"
    return msgspec.structs.replace(reading, faults=(*reading.faults, fault))


def parse_journal(data: bytes) -> JournalReading:
    """Read the bytes of a journal; see :func:`read_journal`."""
    whole_length = data.rfind(b"\n") + 1
    tail = data[whole_length:]
    reader, number, start = _Reader(), 1, 0
    for found in _LINE.finditer(data, 0, whole_length):
        number += reader.pass_over(number, data.count(b"\n", start, found.start()))
        reader.take(number, found[0])
        number, start = number + 1, found.end() + 1
    number += reader.pass_over(number, data.count(b"\n", start, whole_length))
    if tail and decode_line(tail) is not None:
        reader.take(number, tail)
        return JournalReading(tuple(reader.lines), tuple(reader.faults), whole_length, tail)
    if tail:
        reader.faults.append(f"line {number}: torn, {len(tail)} bytes cut off")
    return JournalReading(tuple(reader.lines), tuple(reader.faults), whole_length)


class _Reader:
    """Takes lines one by one and keeps those that follow on."""

    def __init__(self) -> None:
        self.lines: list[JournalLine] = []
        self.faults: list[str] = []
        self._last = 0
        self._skipped = 0
        self._damaged_from = 0

    def pass_over(self, number: int, count: int) -> int:
        """Note that ``count`` lines from line ``number`` on are damaged, and return the count; a run is told once."""
        if count:
            if not self._damaged_from:
                self._damaged_from = number
                self.faults.append("")
            first, last = self._damaged_from, number + count - 1
            lines = f"line {first}" if first == last else f"lines {first} to {last}"
            self.faults[-1] = f"{lines}: damaged, skipped"
            self._skipped += count
        return count

    def take(self, number: int, raw: bytes) -> None:
        """Judge line ``number`` of the file and keep it when it is sound and in order."""
        line = decode_line(raw)
        if line is None:
            self.pass_over(number, 1)
            return
        self._damaged_from = 0
        if self.lines and line.seq <= self._last:
            word = "a second" if line.seq == self._last else "a late"
            self.faults.append(f"line {number}: {word} entry {line.seq}, skipped")
            return
        missing = line.seq - self._last - 1 if self.lines else 0
        if missing > self._skipped:  # damaged lines are reported already
            self.faults.append(f"line {number}: {missing - self._skipped} entries are missing before it")
        self._last, self._skipped = line.seq, 0
        self.lines.append(line)
