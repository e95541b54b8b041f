"""Helpers of the journal's tests: entries that are their number, and reading them back."""

from __future__ import annotations

from pathlib import Path

from screencopilot.store.journal import Journal, JournalStatus, read_journal

SAVED = JournalStatus(saved=True, pending=0)
FOR_EVER = 3600.0


def entry(seq: int) -> bytes:
    return b'{"n":%d}' % seq


def numbers(folder: Path) -> list[int]:
    reading = read_journal(folder / "journal.jsonl")
    assert reading.faults == ()
    assert list(reading.payloads) == [entry(line.seq) for line in reading.lines]
    return [line.seq for line in reading.lines]


def append(journal: Journal, *seqs: int) -> JournalStatus:
    return [journal.append(seq, entry(seq)) for seq in seqs][-1]
