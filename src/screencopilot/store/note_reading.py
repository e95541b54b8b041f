"""Many note files at once: which there are, and what a comparison needs of each, read by several processes."""

from __future__ import annotations

import contextlib
import dataclasses
import datetime as dt
import os
import signal
import sys
import zlib
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Literal, NamedTuple

import msgspec
from msgspec import UNSET, Struct
from msgspec.structs import replace

from screencopilot.domain.note import Calibration, Note, ProbeNote
from screencopilot.store.errors import mend_for

if TYPE_CHECKING:
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import NoteFile

State = Literal["sealed-intact", "changed", "draft", "redacted", "unreadable"]

_SUFFIX = ".toml"
#: From this many files on it pays to start processes for them (each takes as long to start as a few hundred files).
MANY = 600
_CHUNK = 50


class Mark(NamedTuple):
    """A file as the folder tells of it: a file whose mark is unchanged is not read again. Times in nanoseconds."""

    path: str
    size: int
    mtime: int
    ctime: int


class ReadNote(Struct, frozen=True, gc=False):
    """What is known of one file: its place in lists, and ``body``, the note as far as comparisons need it.

    ``why`` says what keeps an unreadable one from being read. ``started`` is in seconds since 1970.
    """

    path: str
    state: State
    id: str = ""
    candidate: str = ""
    role: str = ""
    level: str = ""
    evaluator: str = ""
    bank: str = ""
    started: float = 0.0
    why: str = ""
    body: bytes = b""

    def note(self) -> Note:
        """Return the note without what no comparison looks at, such as the seconds of its ticks."""
        return _DECODER.decode(zlib.decompress(self.body))

    @property
    def day(self) -> dt.date:
        """The day the screen began (UTC)."""
        return dt.datetime.fromtimestamp(self.started, dt.UTC).date()


_DECODER = msgspec.msgpack.Decoder(Note)
_ENCODER = msgspec.msgpack.Encoder()


def find_files(paths: Iterable[Path]) -> tuple[list[Mark], list[ReadNote]]:
    """Return each note file once, in order of path, and what cannot be looked at.

    Args:
        paths: files, and folders whose ``*.toml`` are taken, those of folders in them too; hidden ones are passed over.
    """
    marks: dict[str, Mark] = {}
    troubles: list[ReadNote] = []
    for path in paths:
        name = os.path.abspath(path)  # noqa: PTH100 - Path.absolute keeps "..", and links stay as they are named
        try:
            if os.path.isdir(name):  # noqa: PTH112 - a NUL in the name is no folder, and no error
                marks.update((mark.path, mark) for mark in _in_folder(name, troubles))
            else:
                marks[name] = _mark(name, os.stat(name))  # noqa: PTH116
        except (OSError, ValueError) as error:
            troubles.append(_unlisted(name, error))
    return sorted(marks.values()), troubles


def _in_folder(folder: str, troubles: list[ReadNote]) -> Iterator[Mark]:
    """Give the note files under a folder; no linked folder is entered, so no walk goes in circles."""
    waiting = [folder]
    while waiting:
        here = waiting.pop()
        try:
            with os.scandir(here) as entries:
                for entry in entries:
                    if entry.name.startswith("."):
                        continue
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
                    elif entry.name.endswith(_SUFFIX) and entry.is_file():
                        with contextlib.suppress(FileNotFoundError):  # it went just now: the others did not
                            yield _mark(entry.path, entry.stat())
        except OSError as error:
            troubles.append(_unlisted(here, error))


def _mark(path: str, stat: os.stat_result) -> Mark:
    return Mark(path, stat.st_size, stat.st_mtime_ns, stat.st_ctime_ns)


def _unlisted(path: str, error: Exception) -> ReadNote:
    if isinstance(error, FileNotFoundError):
        return ReadNote(path, "unreadable", why="there is no such file or folder (check the path)")
    reason = error.strerror if isinstance(error, OSError) else None
    mend = mend_for(error) if isinstance(error, OSError) else "check the path"
    return ReadNote(path, "unreadable", why=f"cannot be looked at: {reason or 'no path'} ({mend})")


def read_files(paths: Sequence[str], processes: int | None = None) -> Iterator[ReadNote]:
    """Read note files, in order; one that cannot be read stops no other.

    Args:
        paths: the files.
        processes: how many may be used; as many as there are processors when None.
    """
    count = _processors() if processes is None else processes
    if count < 2 or len(paths) < MANY:
        yield from map(read_file, paths)
        return
    done = 0
    for read in _in_processes(paths, count):
        yield read
        done += 1
    yield from map(read_file, paths[done:])


def _processors() -> int:
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _in_processes(paths: Sequence[str], count: int) -> Iterator[ReadNote]:
    """Read with several processes, as far as the system lets us have them: the rest is left to the caller."""
    from concurrent.futures import ProcessPoolExecutor
    from concurrent.futures.process import BrokenProcessPool
    from multiprocessing import get_context

    chunks = [paths[i : i + _CHUNK] for i in range(0, len(paths), _CHUNK)]
    with contextlib.suppress(OSError, ImportError, BrokenProcessPool):
        _keep_track()
        pool = ProcessPoolExecutor(min(count, 8), get_context("spawn"), _left_to_the_parent)
        try:
            for part in pool.map(_read_chunk, chunks):
                yield from part
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _keep_track() -> None:
    """Start what keeps track of the processes' locks, with the real standard error.

    It hands its file number on, and under a running terminal program what stands for it has none.
    """
    from multiprocessing import resource_tracker

    with contextlib.redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()


def _left_to_the_parent() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _read_chunk(paths: Sequence[str]) -> list[ReadNote]:
    return [read_file(path) for path in paths]


def read_file(path: str) -> ReadNote:
    """Read one note file and judge its seal; never raises for what is in it."""
    from screencopilot.formats.errors import NoteError
    from screencopilot.formats.note_toml import load_note

    try:
        file = load_note(Path(path))
    except NoteError as error:
        return ReadNote(path, "unreadable", why=_first_fault(error))
    note = file.note
    return ReadNote(
        path=path,
        state=_state(file),
        id=note.id,
        candidate=note.candidate.ref,
        role=note.candidate.role,
        level=note.candidate.level,
        evaluator=note.evaluator.name,
        bank=note.bank.id,
        started=note.timing.started.timestamp(),
        body=zlib.compress(_ENCODER.encode(slim(note)), 1) if note.status == "sealed" else b"",
    )


def _first_fault(error: NoteError) -> str:
    """Return the first fault without its path, which stands beside it in every list."""
    fault, more = error.faults[0], len(error.faults) - 1
    line = "" if fault.line is None else f"line {fault.line}: "
    return f"{line}{dataclasses.replace(fault, path='', line=None)}" + (f"; and {more} more" if more else "")


def _state(file: NoteFile) -> State:
    from screencopilot.formats.note_redaction import is_redacted
    from screencopilot.formats.note_toml import verify

    state = verify(file.raw)
    return "redacted" if state == "draft" and is_redacted(file.raw) else state


def slim(note: Note) -> Note:
    """Return a note without what no comparison looks at; what is left means the same to all of them."""
    figures = note.calibration
    return replace(
        note,
        probes=tuple(map(_slim_probe, note.probes)),
        overall=UNSET,
        calibration=UNSET if figures is UNSET else Calibration(0, 0, severity=figures.severity),
        revisions=(),
    )


def _slim_probe(probe: ProbeNote) -> ProbeNote:
    return replace(
        probe,
        skipped_because=UNSET,
        follow_ups=(),
        cards=(),
        rated_recalled_after=UNSET,
        no_case_at=UNSET,
        said_again=0,
        ticked_at={},
        follow_ups_at={},
        cards_at={},
        numbers={},
        fingerprints={},
        moments=(),
    )
