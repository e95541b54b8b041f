"""The evaluator's day so far, from the notes on disk: what tiredness and contrast are told from."""

from __future__ import annotations

import datetime as dt

from screencopilot.domain.note import Note
from screencopilot.domain.nudges import Day
from screencopilot.store.paths import Folders


def day_so_far(folders: Folders, now: dt.datetime, own_id: str) -> Day:
    """Return today's screens before this one; notes that cannot be read are passed over.

    Args:
        folders: where the notes are.
        now: zoned wall time.
        own_id: the id of the screen that is running.
    """
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import load_note

    notes: list[Note] = []
    for path in sorted(folders.notes.glob(f"{now:%Y-%m-%d}_*.toml")) if folders.notes.is_dir() else []:
        try:
            note = load_note(path).note
        except NoteError:
            continue
        if note.id != own_id and note.timing.started < now:
            notes.append(note)
    notes.sort(key=lambda note: note.timing.started)
    return Day(
        screens=len(notes),
        minutes=sum(note.timing.active_seconds for note in notes) / 60,
        first=_rungs(notes[0]) if notes else (),
        previous=_rungs(notes[-1]) if notes else (),
    )


def _rungs(note: Note) -> tuple[int, ...]:
    return tuple(probe.rating for probe in note.probes if isinstance(probe.rating, int))
