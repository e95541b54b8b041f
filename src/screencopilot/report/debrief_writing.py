"""The end of a debrief: revisions into the notes, then the record; done again after a crash, it does nothing twice."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from screencopilot.domain.debrief_record import Revised, record_of, revisions_of
from screencopilot.report.debrief import debrief_markdown
from screencopilot.store.debrief_records import RecordFiles, append_revisions, write_record
from screencopilot.store.debriefing import APP, DebriefDesk


@dataclass(frozen=True)
class WrittenDebrief:
    """Where the record is, and what became of each revision."""

    files: RecordFiles
    revisions: tuple[Revised, ...]


def write_debrief(desk: DebriefDesk, out: Path) -> WrittenDebrief:
    """Write what a confirmed debrief leaves behind, and offer it no more; call it off the UI thread.

    Args:
        desk: the debrief; confirmed.
        out: the record's folder.

    Raises:
        StoreError: the record cannot be written there; revisions in notes may be there by then, and are not made again.
        DebriefError: the record would not read back.
        ValueError: it is not confirmed.
    """
    state, at = desk.state, desk.state.confirmed_wall
    if at is None:
        raise ValueError("a debrief is written once it is confirmed")
    revisions = append_revisions(desk.case, revisions_of(desk.case, state), at)
    record = record_of(desk.case, state, APP, revisions)
    files = write_record(out, record, debrief_markdown(record))
    desk.finish()
    return WrittenDebrief(files, revisions)
