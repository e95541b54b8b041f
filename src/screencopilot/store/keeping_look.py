"""Looking into our own folders: what lies there, how old it is, whom it mentions. No link is followed."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterator
from pathlib import Path

from screencopilot.store.disk import DISK
from screencopilot.store.errors import mend_for
from screencopilot.store.keeping_finds import Going, Left
from screencopilot.store.keeping_refs import mentions
from screencopilot.store.locks import holder_of
from screencopilot.store.sessions import FINISHED_NAME

#: How temporary files of ours begin; one that stays behind was never finished.
LEFT_OVER = ".tmp-"
#: A left-over or a cache beyond this many bytes is none of ours.
_READ_LIMIT = 64 * 1024 * 1024
#: Why a link stays.
LINK = "is a link: neither followed nor removed; look yourself where it leads"


def entries(folder: Path) -> Iterator[Path | Left]:
    """Give what lies in a folder; links, and a folder that cannot be listed, as what is left."""
    try:
        with os.scandir(folder) as found:
            names = sorted((entry.name, entry.is_symlink()) for entry in found)
    except FileNotFoundError:
        return
    except OSError as error:
        yield Left(folder, f"cannot be listed: {error.strerror} ({mend_for(error)})")
        return
    for name, is_link in names:
        yield Left(folder / name, LINK) if is_link else folder / name


def is_file(path: Path) -> bool:
    """Whether something is a file, and no link to one."""
    return path.is_file() and not path.is_symlink()


def if_mentioned(path: Path, ref: str, what: str) -> Iterator[Going | Left]:
    """Give a file that mentions a ref as ``what`` would go; one that cannot be read as what is left."""
    mentioned = content_mentions(path, ref)
    if mentioned:
        yield Going(path, what)
    elif mentioned is None:
        yield Left(path, "cannot be read, and may be meant")


def content_mentions(path: Path, ref: str) -> bool | None:
    """Return whether the ref stands in a file; None when that cannot be told. A folder mentions nothing."""
    if path.is_dir():
        return False
    try:
        data, more = DISK.read_capped(path, _READ_LIMIT)
    except OSError:
        return None
    return mentions(data, ref) or (None if more else False)


def any_mentions(folder: Path, ref: str) -> bool:
    """Whether a file of a folder mentions a ref, or may: one that cannot be read."""
    files = [entry for entry in entries(folder) if isinstance(entry, Path) and is_file(entry)]
    return any(content_mentions(file, ref) is not False for file in files)


def journal_of(folder: Path, what: str) -> Going | Left:
    """Return the folder of a journal as what would go, or as what is left while a program has it open.

    Args:
        folder: of a screen or a debrief.
        what: which of the two, with its article.
    """
    holder = holder_of(folder)
    if holder is not None:
        return Left(folder, f"is open in {holder}: close it there first")
    done = "finished" if (folder / FINISHED_NAME).exists() else "unfinished"
    return Going(folder, f"the journal of {what}, {done}")


def if_old_journal(folder: Path, before: dt.datetime, what: str) -> Iterator[Going | Left]:
    """Give the folder of a journal last changed before a moment; an unfinished one as what is left.

    Args:
        folder: of a screen or a debrief.
        before: zoned.
        what: which of the two, without its article.
    """
    changed = last_change(folder)
    for entry in entries(folder):
        if isinstance(entry, Left) and entry.path == folder:  # it cannot be listed
            yield entry
            return
        changed = max(changed, last_change(entry.path if isinstance(entry, Left) else entry))
    if changed >= before.timestamp():
        return
    if (folder / FINISHED_NAME).exists():
        yield Going(folder, f"the journal of a finished {what} of {day_of(changed)}")
    else:
        yield Left(folder, f"an unfinished {what} of {day_of(changed)}: finish it, or forget its candidate")


def if_old(path: Path, before: dt.datetime, what: str) -> Iterator[Going]:
    """Give a file last changed before a moment as ``what`` would go."""
    changed = last_change(path)
    if is_file(path) and changed < before.timestamp():
        yield Going(path, f"{what} of {day_of(changed)}")


def last_change(path: Path) -> float:
    """Return when something was last changed, in seconds since 1970; 0 when it went meanwhile."""
    try:
        return path.lstat().st_mtime
    except OSError:
        return 0.0


def day_of(seconds: float) -> str:
    """Return the day (UTC) of a moment in seconds since 1970."""
    return f"{dt.datetime.fromtimestamp(max(0.0, seconds), dt.UTC):%Y-%m-%d}"
