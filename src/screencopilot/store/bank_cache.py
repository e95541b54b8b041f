"""Resolved banks kept ready: a live screen opens a quarter faster when its TOML need not be parsed again.

The cache is never the truth: it is used only while every file it was made from lies where it lay, with the same size
and time of change, under the same version of the program; anything odd about it and the files are read anew.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from screencopilot import __version__
from screencopilot.domain.bank import ResolvedBank
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders, ensure_folder

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

#: A place on the search path: path, size in bytes, time of change in nanoseconds; (path, -1, 0) where no file is.
Mark = tuple[str, int, int]


class _Kept(msgspec.Struct, frozen=True):
    version: str
    marks: tuple[Mark, ...]
    bank: ResolvedBank


_DECODER: msgspec.msgpack.Decoder[_Kept] | None = None


def marks_of(places: Iterable[Path | Traversable]) -> tuple[Mark, ...] | None:
    """Return the marks of files; None when one of them is no plain file (a zipped package) and cannot be marked."""
    marks: list[Mark] = []
    for place in places:
        if not isinstance(place, Path):
            return None
        try:
            stat = place.stat()
            marks.append((str(place), stat.st_size, stat.st_mtime_ns))
        except OSError:
            marks.append((str(place), -1, 0))
    return tuple(marks)


def kept_bank(folders: Folders, bank_id: str) -> ResolvedBank | None:
    """Return a kept bank that is still good, or None."""
    try:
        data = _file(folders, bank_id).read_bytes()
        kept = _decode(data)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    if kept.version != __version__ or marks_of(Path(path) for path, _, _ in kept.marks) != kept.marks:
        return None
    return kept.bank


def keep_bank(
    folders: Folders, bank_id: str, places: Iterable[Path | Traversable], bank: ResolvedBank
) -> None:
    """Keep a bank for next time; a disk that refuses is no trouble, since the files can be read again."""
    marks = marks_of(places)
    if marks is None:
        return
    from screencopilot.store.atomic import put_whole  # costs start-up time, and only a first start needs it

    path = _file(folders, bank_id)
    with contextlib.suppress(OSError, StoreError):
        ensure_folder(path.parent)
        data = msgspec.msgpack.encode(_Kept(__version__, marks, bank))
        put_whole(path, data, replace=True, sync=False, disk=DISK)


def _file(folders: Folders, bank_id: str) -> Path:
    return folders.state / "cache" / "banks" / f"{bank_id}.msgpack"


def _decode(data: bytes) -> _Kept:
    global _DECODER
    if _DECODER is None:
        _DECODER = msgspec.msgpack.Decoder(_Kept)
    return _DECODER.decode(data)
