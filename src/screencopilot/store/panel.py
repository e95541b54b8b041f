"""What lies in the panel's repository, as far as it is ours: files of notes under ``notes/``.

Everything there was put there by others. A file counts once it is a plain one of a note's size, reads as a note, and
its seal fits; its name counts for nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from screencopilot.formats.errors import NoteError
from screencopilot.formats.note_toml import NoteFile, parse_note
from screencopilot.formats.toml_source import SIZE_LIMIT
from screencopilot.store.errors import shown
from screencopilot.store.keeping_refs import folded
from screencopilot.store.panel_clone import Clone, Entry
from screencopilot.store.panel_names import NOTES
from screencopilot.store.sharing import Refused, SealedFile, sealed_files, why_not_sealed

_SUFFIX = ".toml"
_BLOB_SHOWN = 10
_FOLDER_SHOWN = 100


class There(NamedTuple):
    """The repository as it was fetched: its branch, the latest commit ("" for none), and the files under ``notes/``."""

    branch: str
    commit: str
    entries: Sequence[Entry]


class Incoming(NamedTuple):
    """A note in the repository whose seal fits."""

    entry: Entry
    file: NoteFile


class Kept(NamedTuple):
    """A file in the repository that is not taken, and why; ``name`` tells nothing of whose note it is."""

    name: str
    why: str


@dataclass(frozen=True)
class Own:
    """The evaluator's own notes: those that are sealed, and the files that are none.

    ``others`` counts sealed notes of other people in the same folder: they are theirs to push.
    """

    sealed: Sequence[SealedFile]
    refused: Sequence[Refused]
    others: int

    @property
    def opened(self) -> frozenset[str]:
        """The candidates (folded refs) on whom the own note is sealed, so that others' notes may be read."""
        return frozenset(folded(one.file.note.candidate.ref) for one in self.sealed)


def look(clone: Clone) -> There:
    """Fetch the latest state.

    Raises:
        StoreError: the remote cannot be reached or refuses, or holds more than can be meant.
    """
    branch = clone.branch()
    commit = clone.fetch(branch)
    return There(branch, commit, clone.entries(commit, NOTES))


def look_again(clone: Clone) -> There:
    """Return the state that was fetched last, without asking the remote; its branch is not known."""
    return There("", clone.tip(), clone.entries(clone.tip(), NOTES))


def own_notes(folder: Path, viewer: str) -> Own:
    """Return the own notes: the files of a folder, without the folders in it.

    Args:
        folder: where the own notes are kept.
        viewer: whose they are; "" takes all that lie there as one's own.
    """
    me = folded(viewer)
    sealed, refused, others = [], [], 0
    for one in sealed_files(_note_files(folder)):
        if isinstance(one, Refused):
            refused.append(one)
        elif me and folded(one.file.note.evaluator.name) != me:
            others += 1
        else:
            sealed.append(one)
    return Own(sealed, refused, others)


def sift(clone: Clone, entries: Iterable[Entry], known: Collection[str]) -> Iterator[Incoming | Kept]:
    """Give the notes among files of the repository, and what is not taken; one bad file stops no other.

    Args:
        clone: where they are read.
        entries: the files.
        known: objects that need not be looked at again.
    """
    wanted: dict[str, Entry] = {}
    for entry in entries:
        if not entry.path.endswith(_SUFFIX.encode()) or entry.blob in known or entry.blob in wanted:
            continue
        if not entry.regular:
            yield Kept(name_of(entry), "is a link or another repository, no file")
        elif entry.size > SIZE_LIMIT:
            yield Kept(name_of(entry), f"is larger than any note ({entry.size:,} bytes)")
        else:
            wanted[entry.blob] = entry
    content = clone.read((entry.blob, entry.size) for entry in wanted.values())
    for entry, data in zip(wanted.values(), content, strict=True):
        yield _read(entry, data)


def name_of(entry: Entry) -> str:
    """Return how a file there is called: its own name may tell who wrote the note, its folder and object do not."""
    folder = entry.path.rpartition(b"/")[0].decode("utf-8", "replace")
    if len(folder) > _FOLDER_SHOWN:
        folder = f"{folder[:_FOLDER_SHOWN]}…"
    return f"{shown(folder)}/… (object {entry.blob[:_BLOB_SHOWN]})"


def blob_of(data: bytes, like: str) -> str:
    """Return the name that git gives a file's content, in the kind of names that the object ``like`` has."""
    kind = hashlib.sha256 if len(like) == hashlib.sha256().digest_size * 2 else _sha1
    return kind(b"blob %d\0" % len(data) + data).hexdigest()


def blobs_of(contents: Iterable[bytes], entries: Sequence[Entry]) -> frozenset[str]:
    """Return the names git gives some contents, of the kind that the entries have."""
    like = entries[0].blob if entries else ""
    return frozenset(blob_of(data, like) for data in contents)


def _sha1(data: bytes) -> hashlib._Hash:
    return hashlib.sha1(data, usedforsecurity=False)


def _note_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return [p for p in folder.iterdir() if p.suffix == _SUFFIX and not p.name.startswith(".")]


def _read(entry: Entry, data: bytes) -> Incoming | Kept:
    try:
        file = parse_note(data, "")
    except NoteError as error:
        return Kept(name_of(entry), f"cannot be read as a note: {shown(error.faults[0].message)}")
    why = why_not_sealed(file)
    return Kept(name_of(entry), why) if why else Incoming(entry, file)
