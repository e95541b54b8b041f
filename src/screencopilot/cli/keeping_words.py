"""What ``notes verify`` and ``notes redact`` find, before anything is printed or written."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from screencopilot.formats.errors import NoteError
from screencopilot.formats.note_redaction import WORDS, is_redacted, redact
from screencopilot.formats.note_toml import (
    Document,
    NoteFile,
    dump_note,
    load_note,
    note_file_name,
    parse_note,
    verify,
)
from screencopilot.formats.text_safety import one_line
from screencopilot.store.atomic import write_durably
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.keeping import Going, find_session, remove
from screencopilot.store.keeping_index import index_files
from screencopilot.store.paths import Folders, ensure_folder
from screencopilot.store.sessions import FINISHED_NAME


def clean_path(path: Path | str) -> str:
    """Return a path fit for a terminal: names of files are text from outside."""
    return shown(str(path))


@dataclass(frozen=True)
class Verdict:
    """A note's path, whether its seal is intact, and why it cannot be read."""

    path: Path
    state: str
    reason: str = ""


def verdicts(paths: Iterable[Path]) -> list[Verdict]:
    """Judge notes, and all ``*.toml`` of folders; one that cannot be read stops no other."""
    return [verdict for path in paths for verdict in _judged(path)]


def _judged(path: Path) -> Iterator[Verdict]:
    if not path.is_dir():
        yield _verdict(path)
        return
    try:
        files = sorted(p for p in path.iterdir() if p.suffix == ".toml" and not p.name.startswith("."))
    except OSError as error:
        yield Verdict(path, "unreadable", f"{clean_path(path)}: cannot be listed: {error.strerror}")
        return
    yield from map(_verdict, files)


def _verdict(path: Path) -> Verdict:
    try:
        raw = load_note(path).raw
    except NoteError as error:
        return Verdict(path, "unreadable", str(error))
    return Verdict(path, "redacted" if is_redacted(raw) and verify(raw) == "draft" else verify(raw))


@dataclass(frozen=True)
class Redaction:
    """One note to be redacted: in place, or into another file.

    Attributes:
        folders: where the journal of its screen would be.
        path: the note.
        out: the file or folder to write to; None to let the note itself give way.
        ref: what to call the candidate, or "".
        now: zoned wall time.
    """

    folders: Folders
    path: Path
    out: Path | None
    ref: str
    now: dt.datetime

    @cached_property
    def file(self) -> NoteFile:
        """The note; NoteError when it cannot be read, StoreError when it is a link and would give way."""
        if self.out is None and self.path.is_symlink():
            raise StoreError(
                "is a link: what it leads to may be anybody's", self.path, "name the file itself"
            )
        return load_note(self.path)

    @cached_property
    def document(self) -> Document:
        """The redacted note."""
        return redact(self.file.note, self.now, one_line(self.ref))

    @cached_property
    def target(self) -> Path:
        """Where the redacted note goes; its own name does not tell the candidate either."""
        name = note_file_name(parse_note(dump_note(self.document), clean_path(self.path)).note)
        if self.out is None:
            return self.path.with_name(name)
        return self.out / name if self.out.is_dir() else self.out

    @cached_property
    def going(self) -> tuple[Going, ...]:
        """What gives way: the note, the index of compared notes, and the journal of its screen, which hold as much.

        Raises:
            StoreError: the screen is not finished: its journal would write the note again.
        """
        if self.out is not None:
            return ()
        index = (find for find in index_files(self.folders) if isinstance(find, Going))
        note = (Going(self.path, "the whole note"), *index)
        session = find_session(self.folders, self.file.note.id)
        if session is None:
            return note
        if not (session / FINISHED_NAME).exists():
            raise StoreError("its screen is not finished, and would write it again", session, "seal it first")
        return (*note, Going(session, "the journal of its screen"))

    def told(self) -> Iterator[str]:
        """Give what would happen, one line each."""
        yield from (f"{clean_path(going.path)}  ({going.what})" for going in self.going)
        yield f"becomes {clean_path(self.target)}: {WORDS}"
        if self.out is not None and find_session(self.folders, self.file.note.id):
            yield "the note itself and the journal of its screen stay as they are"

    def write(self) -> Path:
        """Write the redacted note, then remove what gives way; return where it is.

        Raises:
            StoreError: it cannot be written (nothing was removed then), or something cannot be removed.
        """
        going = self.going
        ensure_folder(self.target.parent)
        write_durably(self.target, dump_note(self.document), replace=False)
        for find in reversed(going):  # the journal first: with the note still there one can try again
            remove(find)
        return self.target
