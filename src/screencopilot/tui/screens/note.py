"""A note, to read."""

from __future__ import annotations

from pathlib import Path

from screencopilot.formats.note_text import note_text
from screencopilot.formats.note_toml import load_note
from screencopilot.tui.screens.sheets import ReadSheet
from screencopilot.tui.view.lines import row


def note_sheet(path: Path) -> ReadSheet:
    """Return a sheet with the note in a file.

    Raises:
        NoteError: the file is no sound note.
    """
    note = load_note(path).note
    rows = [row(line) for line in note_text(note, 78).splitlines()]
    return ReadSheet(path.name, rows)
