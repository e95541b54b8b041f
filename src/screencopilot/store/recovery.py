"""Going on with a screen that was not closed, exactly where it was."""

from __future__ import annotations

from pathlib import Path

import msgspec

from screencopilot.domain.clock import Clock
from screencopilot.domain.entry import Entry, decode_entry
from screencopilot.domain.plan import Script
from screencopilot.domain.session import Session
from screencopilot.domain.state import replay
from screencopilot.formats.text_safety import one_line
from screencopilot.store.desk import Desk
from screencopilot.store.errors import StoreError
from screencopilot.store.journal import Journal, read_journal
from screencopilot.store.journal_file import JOURNAL_NAME
from screencopilot.store.locks import take_lock
from screencopilot.store.paths import Folders


def resume_desk(folders: Folders, folder: Path, clock: Clock) -> Desk:
    """Open an unfinished screen again.

    Raises:
        StoreError: another program has it open, or it cannot be read.
    """
    lock = take_lock(folder, clock.wall())
    try:
        journal, reading = Journal.reopen(folder)
    except StoreError:
        lock.release()
        raise
    desk = Desk(folders, clock, folder)
    try:
        script = msgspec.json.decode(journal.snapshot, type=Script)
        entries, faults = decode_entries(reading.payloads)
        session = Session(script, clock, desk.record, entries, reading.last_seq + 1)
    except (msgspec.MsgspecError, ValueError, RecursionError) as error:
        journal.close()
        lock.release()
        mend = "screencopilot notes recover makes a draft note of what can be read"
        raise StoreError(
            "this screen cannot be resumed: its first lines are damaged", folder, mend
        ) from error
    desk.adopt(session, journal, lock)
    desk.faults = (*reading.faults, *faults)
    desk.away = session.notice_away()
    return desk


class Glimpse(msgspec.Struct, frozen=True):
    """What an unfinished screen says of itself before it is opened; empty where its journal does not tell."""

    candidate_ref: str = ""
    role: str = ""
    last_line: str = ""


def glimpse(folder: Path) -> Glimpse:
    """Look into a session's journal without opening it; a damaged one gives what can be read."""
    try:
        entries, _ = decode_entries(read_journal(folder / JOURNAL_NAME).payloads)
    except StoreError:
        return Glimpse()
    state = replay(entries)
    if state is None:
        return Glimpse()
    lines = [w.line.text for w in state.marks.lines]
    last = state.draft or (lines[-1] if lines else "")
    return Glimpse(one_line(state.opened.candidate_ref), one_line(state.opened.role), one_line(last))


def decode_entries(payloads: tuple[bytes, ...]) -> tuple[list[Entry], tuple[str, ...]]:
    """Decode what can be decoded; a line of a newer version is skipped and reported."""
    entries, faults = [], []
    for number, payload in enumerate(payloads, 1):
        try:
            entries.append(decode_entry(payload))
        except (msgspec.MsgspecError, RecursionError) as error:
            faults.append(f"event {number} is not known to this version and was left out: {error}")
    return entries, tuple(faults)
