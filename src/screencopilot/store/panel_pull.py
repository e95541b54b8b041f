"""The notes of others, copied here once the own note on the same candidate is sealed.

Files are named by us. A note that is here is never replaced by another one: only revisions may be added to it.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from screencopilot.formats.errors import NoteError
from screencopilot.formats.file_bytes import read_regular
from screencopilot.formats.note_toml import NoteFile, load_note, note_file_name
from screencopilot.formats.toml_source import SIZE_LIMIT
from screencopilot.store.errors import StoreError
from screencopilot.store.keeping_refs import folded
from screencopilot.store.library import find_note, refuse_loss, save_sealed
from screencopilot.store.note_reading import find_files
from screencopilot.store.panel import Incoming, Kept, Own, There, blobs_of, name_of, sift
from screencopilot.store.panel_clone import Clone


@dataclass
class Pulled:
    """What a pull did, or would do.

    Attributes:
        copied: where others' notes were copied to, new ones and such with new revisions.
        there: how many notes of others were here already.
        waiting: refs of the candidates whose notes wait for the own one to be sealed.
        refused: what was not taken, and why.
    """

    copied: list[Path] = field(default_factory=list)
    there: int = 0
    waiting: list[str] = field(default_factory=list)
    refused: list[Kept] = field(default_factory=list)


def pull(clone: Clone, there: There, own: Own, into: Path, *, dry_run: bool = False) -> Pulled:
    """Copy the notes of others on candidates whom the evaluator has judged.

    Args:
        clone: where they are read.
        there: what :func:`~screencopilot.store.panel.look` saw.
        own: the own notes: of the own folder only, so that nothing pulled ever opens a candidate.
        into: where the copies go; made when missing.
        dry_run: only find out what would happen.
    """
    done = Pulled()
    mine = blobs_of([one.data for one in own.sealed], there.entries)
    here = blobs_of(_contents(into), there.entries)
    done.there = len({entry.blob for entry in there.entries} & here)
    waiting: dict[str, str] = {}
    opened = own.opened
    ids = {one.file.note.id: one.file for one in own.sealed}
    for one in sift(clone, there.entries, mine | here):
        if isinstance(one, Kept):
            done.refused.append(one)
        elif one.file.note.id in ids:
            _of_mine(one, ids[one.file.note.id], done)
        elif folded(one.file.note.candidate.ref) not in opened:
            waiting.setdefault(folded(one.file.note.candidate.ref), one.file.note.candidate.ref)
        else:
            _take(one, into, done, dry_run)
    done.waiting = sorted(waiting.values(), key=str.casefold)
    return done


def _contents(folder: Path) -> Iterator[bytes]:
    """Give the content of the notes that were pulled; one that cannot be read is as good as not there."""
    for mark in find_files([folder])[0] if folder.is_dir() else ():
        with contextlib.suppress(OSError, ValueError):
            yield read_regular(Path(mark.path), SIZE_LIMIT)


def _of_mine(one: Incoming, mine: NoteFile, done: Pulled) -> None:
    if one.file.raw["seal"]["digest"] != mine.raw["seal"]["digest"]:
        done.refused.append(
            Kept(name_of(one.entry), "bears the id of a note of your own, and is another one")
        )


def _take(one: Incoming, into: Path, done: Pulled, dry_run: bool) -> None:
    try:
        path = find_note(into, one.file.note.id)
        old = load_note(path) if path else None
        if path and old:
            if old.raw == one.file.raw:
                done.there += 1
                return
            refuse_loss(path, old, one.file)
        target = path or into / note_file_name(one.file.note)
        done.copied.append(target if dry_run else save_sealed(into, one.file.raw))
    except (StoreError, NoteError) as error:
        why = error.what if isinstance(error, StoreError) else str(error)
        done.refused.append(Kept(name_of(one.entry), f"not put over what is here: {why}"))
