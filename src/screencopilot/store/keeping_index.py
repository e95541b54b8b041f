"""The index of compared notes, as something kept: it holds what the notes hold, and is made anew when it is gone."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import datetime

from screencopilot.store.keeping_finds import Going, Left
from screencopilot.store.keeping_look import LINK
from screencopilot.store.note_index import index_path
from screencopilot.store.paths import Folders

_WHAT = "the index of compared notes; it is made anew"


def index_files(folders: Folders) -> Iterator[Going | Left]:
    """Give the index, and what a crash may have left beside it."""
    path = index_path(folders)
    for file in sorted(path.parent.glob(f"{path.name}*")):
        yield Left(file, LINK) if file.is_symlink() else Going(file, _WHAT)


def index_has_older(folders: Folders, before: datetime) -> bool:
    """Whether the index holds a note of a screen that began before a moment; one that cannot be read counts as if."""
    import sqlite3

    import msgspec

    from screencopilot.store.note_reading import ReadNote

    path = index_path(folders)
    if not path.is_file():
        return False
    decoder = msgspec.msgpack.Decoder(ReadNote)
    try:
        with closing(sqlite3.connect(path, timeout=2.0)) as database:
            bodies = database.execute("SELECT known FROM notes")
            reads = (decoder.decode(body) for (body,) in bodies)
            return any(0 < read.started < before.timestamp() for read in reads)
    except (sqlite3.Error, msgspec.MsgspecError, UnicodeDecodeError, TypeError):
        return True
