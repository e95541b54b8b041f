"""Clones of the panel's repository, as something kept: they hold every note that was ever fetched."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Callable, Iterator
from pathlib import Path

from screencopilot.formats.text_safety import safe_filename_part
from screencopilot.store.errors import StoreError
from screencopilot.store.git import Git
from screencopilot.store.keeping_finds import Going, Left
from screencopilot.store.keeping_look import LINK
from screencopilot.store.panel_names import NOTES, REF_PART
from screencopilot.store.paths import Folders

#: Bytes of file names, of all times.
_LIMIT = 256 * 1024 * 1024
_WHAT = "the panel's repository as fetched; what its remote holds stays there, and is fetched again"


def clones_with(folders: Folders, ref: str) -> Iterator[Going | Left]:
    """Give the clones in whose files, of now or of earlier, a candidate's folder is."""
    yield from _clones(folders, lambda clone: _names(clone, ref))


def old_clones(folders: Folders, before: dt.datetime, notes_go: bool) -> Iterator[Going | Left]:
    """Give the clones that hold something from before a moment; all of them when notes as old go (``notes_go``)."""
    yield from _clones(folders, lambda clone: notes_go or _has_older(clone, before))


def _clones(folders: Folders, meant: Callable[[Path], bool]) -> Iterator[Going | Left]:
    if not folders.panel.is_dir():
        return
    for clone in sorted(folders.panel.glob("clone-*.git")):
        if clone.is_symlink():
            yield Left(clone, LINK)
            continue
        try:
            if meant(clone):
                yield Going(clone, _WHAT)
        except StoreError as error:
            yield Left(clone, f"cannot be looked into, and may be meant: {error.what}")


def _has_older(clone: Path, before: dt.datetime) -> bool:
    stamps = Git(clone, os.environ).run("log", "--all", "--format=%ct", "--no-show-signature", limit=_LIMIT)
    return any(int(stamp) < before.timestamp() for stamp in stamps.split() if stamp.isdigit())


def _names(clone: Path, ref: str) -> bool:
    """Whether a file of the clone, of any time, lies in a folder with the candidate's name."""
    found = Git(clone, os.environ).run(
        "log", "--all", "--format=", "--name-only", "-z", "--no-renames", "--no-show-signature", limit=_LIMIT
    )
    wanted = f"{NOTES}/{safe_filename_part(ref, REF_PART)}/".casefold().encode()
    return any(name.lower().startswith(wanted) for name in found.split(b"\0"))
