"""A note, to read."""

from __future__ import annotations

from pathlib import Path

from screencopilot.formats.note_text import note_text
from screencopilot.formats.note_toml import load_note
from screencopilot.formats.text_safety import one_line
from screencopilot.tui.screens.sheets import ReadSheet
from screencopilot.tui.view.lines import Row, fit


def note_sheet(path: Path) -> ReadSheet:
    """Return a sheet with the note in a file.

    Raises:
        NoteError: the file is no sound note.
    """
    note = load_note(path).note

    def read(width: int) -> list[Row]:
        return [Row(fit([(line, "")], width)) for line in note_text(note, width).splitlines()]

    return ReadSheet(one_line(path.name), read)
