"""An index over note files, so that a folder of ten thousand is read once and not every time.

It is never the truth: what it knows of a file counts only while the file has the same size and times, and anything odd
about the index makes it start anew. It lies among the caches, which ``notes forget`` searches and removes whole.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

import msgspec

from screencopilot import __version__
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError
from screencopilot.store.note_reading import Mark, ReadNote, find_files, read_files
from screencopilot.store.paths import Folders, ensure_folder

#: One more with every change of what is kept; an index of another one is made anew.
_FORMAT = f"1 {__version__}"
#: Fewer files than this are read as they are: quick enough, and nothing of them is kept.
WORTH_KEEPING = 100
#: Results kept beside the notes, the latest.
_RESULTS = 4
_BATCH = 500
_IN_USE = (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)

# The ref comes first and between line ends, so that ``notes forget`` finds it in the file's bytes as a word of its own.
_TABLES = """
CREATE TABLE notes (ref TEXT, path BLOB PRIMARY KEY, size INTEGER, mtime INTEGER, ctime INTEGER, known BLOB);
CREATE TABLE results (number INTEGER PRIMARY KEY, key TEXT UNIQUE, body BLOB);
"""
_DECODER = msgspec.msgpack.Decoder(ReadNote)


def index_path(folders: Folders) -> Path:
    """Return where the index lies."""
    return folders.state / "cache" / "notes.sqlite3"


class NoteIndex:
    """Note files, read through the index where that pays; without it when the disk refuses one.

    One connection, used in one thread; close it when done (or use ``with``).
    """

    def __init__(
        self,
        path: Path,
        processes: int | None = None,
        worth_keeping: int = WORTH_KEEPING,
        told: Callable[[int, int], None] | None = None,
    ) -> None:
        """Nothing is opened yet.

        Args:
            path: the index file; made, with its folder, when it is first worth having.
            processes: how many may read files; as many as there are processors when None.
            worth_keeping: from how many files on the index is used.
            told: is called with how many files are known so far, of how many; what it raises ends the reading.
        """
        self._path = path
        self._processes = processes
        self._worth_keeping = worth_keeping
        self._told = told
        self._database: sqlite3.Connection | None = None
        self.read = 0  #: files read so far, the others were known
        self.marks: tuple[Mark, ...] = ()  #: the files of the last ``notes``

    def __enter__(self) -> NoteIndex:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """Close the index file."""
        if self._database is not None:
            self._database.close()
            self._database = None

    def notes(self, paths: Iterable[Path]) -> list[ReadNote]:
        """Return what is known of each file, in order of path; a bad file stops no other.

        Args:
            paths: files, and folders with all below them.
        """
        asked = list(paths)
        marks, troubles = find_files(asked)
        self.marks = tuple(marks)
        if len(marks) < self._worth_keeping or not self._open():
            return [*self._read(marks), *troubles]
        try:
            return [*self._through_index(marks, asked), *troubles]
        except sqlite3.Error as error:  # the files are the truth
            self._after(error)
            return [*self._read(marks), *troubles]

    def result(self, key: str) -> bytes | None:
        """Return what was kept under a key by :meth:`keep_result`; None when nothing was."""
        if self._database is None:
            return None
        with contextlib.suppress(sqlite3.Error, zlib.error):
            row = self._database.execute("SELECT body FROM results WHERE key = ?", (key,)).fetchone()
            return zlib.decompress(row[0]) if row else None
        return None

    def keep_result(self, key: str, body: bytes) -> None:
        """Keep something made from the notes, as long as none of them goes; nothing happens without an index file.

        The key has to name all that the result rests on, the notes' marks among it.
        """
        if self._database is None:
            return
        with contextlib.suppress(sqlite3.Error), self._database as database:
            database.execute(
                "INSERT OR REPLACE INTO results (key, body) VALUES (?, ?)", (key, zlib.compress(body, 1))
            )
            database.execute(
                "DELETE FROM results WHERE number <= (SELECT MAX(number) FROM results) - ?", (_RESULTS,)
            )

    def _read(self, marks: Sequence[Mark]) -> Iterator[ReadNote]:
        self.read += len(marks)
        before = len(self.marks) - len(marks)
        for number, read in enumerate(read_files([mark.path for mark in marks], self._processes), before):
            if self._told is not None:
                self._told(number, len(self.marks))
            yield read

    def _through_index(self, marks: Sequence[Mark], asked: Iterable[Path]) -> list[ReadNote]:
        assert self._database is not None
        known = self._known(asked)
        now = {os.fsencode(mark.path): mark for mark in marks}
        found = {path: read for path, (mark, read) in known.items() if now.get(path) == mark}
        self._forget(known.keys() - found.keys())
        missing = [(path, mark) for path, mark in now.items() if path not in found]
        rows = []
        for (path, mark), read in zip(missing, self._read([mark for _, mark in missing]), strict=True):
            found[path] = read
            rows.append((f"\n{read.candidate}\n", path, *mark[1:], msgspec.msgpack.encode(_placeless(read))))
            if len(rows) == _BATCH:
                self._add(rows)
                rows.clear()
        self._add(rows)
        return [found[path] for path in now]

    def _known(self, asked: Iterable[Path]) -> dict[bytes, tuple[Mark, ReadNote]]:
        """Return what the index has for the files and folders asked for."""
        assert self._database is not None
        found: dict[bytes, tuple[Mark, ReadNote]] = {}
        query = "SELECT path, size, mtime, ctime, known FROM notes WHERE path = ? OR (path > ? AND path < ?)"
        for place in asked:
            name = os.fsencode(os.path.abspath(place))  # noqa: PTH100 - as note_reading names them
            under = name.rstrip(b"/" if os.sep == "/" else b"\\/") + os.fsencode(os.sep)
            after = under[:-1] + bytes([under[-1] + 1])
            for path, size, mtime, ctime, body in self._database.execute(query, (name, under, after)):
                text = os.fsdecode(path)
                try:
                    read = msgspec.structs.replace(_DECODER.decode(body), path=text)
                except (msgspec.MsgspecError, UnicodeDecodeError):
                    continue
                found[path] = Mark(text, size, mtime, ctime), read
        return found

    def _forget(self, paths: Iterable[bytes]) -> None:
        """Take out files that went or changed, and with them every result that may rest on them."""
        assert self._database is not None
        gone = [(path,) for path in paths]
        if gone:
            with self._database as database:
                database.executemany("DELETE FROM notes WHERE path = ?", gone)
                database.execute("DELETE FROM results")

    def _add(self, rows: Iterable[tuple[object, ...]]) -> None:
        assert self._database is not None
        with self._database as database:
            database.executemany("INSERT OR REPLACE INTO notes VALUES (?, ?, ?, ?, ?, ?)", rows)

    def _open(self) -> bool:
        if self._database is None:
            try:
                self._database = _opened(self._path)
            except (sqlite3.Error, StoreError, OSError) as error:
                self._after(error)
        return self._database is not None

    def _after(self, error: Exception) -> None:
        """Remove a damaged index and open an empty one; go without one where that fails or another program has it."""
        self.close()
        if getattr(error, "sqlite_errorcode", 0) & 0xFF in _IN_USE:
            return
        with contextlib.suppress(sqlite3.Error, StoreError, OSError):
            self._path.unlink(missing_ok=True)
            self._database = _opened(self._path)


def _placeless(read: ReadNote) -> ReadNote:
    return msgspec.structs.replace(read, path="")  # it stands in a column of its own, as bytes


def _opened(path: Path) -> sqlite3.Connection:
    ensure_folder(path.parent)
    with contextlib.suppress(FileExistsError):
        DISK.close(DISK.create(path))  # mode 0600, as the notes have it
    database = sqlite3.connect(path, timeout=2.0)
    try:
        # What goes is overwritten; and a crash may cost the index, which is then made anew, but never the time to sync.
        database.executescript(
            "PRAGMA secure_delete = ON; PRAGMA synchronous = OFF; PRAGMA temp_store = MEMORY;"
        )
        database.execute("CREATE TABLE IF NOT EXISTS format (name TEXT)")
        found = database.execute("SELECT name FROM format").fetchone()
        if found != (_FORMAT,):
            _make_tables(database)
    except BaseException:
        database.close()
        raise
    return database


def _make_tables(database: sqlite3.Connection) -> None:
    with database:
        for table in ("notes", "results"):
            database.execute(f"DROP TABLE IF EXISTS {table}")
        database.execute("DELETE FROM format")
    database.executescript(_TABLES)
    with database:
        database.execute("INSERT INTO format VALUES (?)", (_FORMAT,))
