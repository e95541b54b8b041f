"""Looking into our own folders: what lies there, and whether a file mentions a candidate. No link is followed."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

from screencopilot.store.disk import DISK
from screencopilot.store.errors import mend_for
from screencopilot.store.keeping_finds import Going, Left
from screencopilot.store.keeping_refs import mentions

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
