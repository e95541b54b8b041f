"""The bytes of a file from elsewhere: only of a regular file, with a cap, and never blocking on a pipe."""

from __future__ import annotations

import os
import stat
from pathlib import Path


def read_regular(path: Path, limit: int) -> bytes:
    """Return the bytes of a regular file, at most one more than ``limit``, so that the caller sees it is too large.

    Raises:
        OSError: it cannot be read; errno 0 when it is a folder, a pipe or a device.
        ValueError: there is a NUL in the path.
    """
    # Looked at before opening, since opening some devices has effects; and again after, since files can be swapped.
    _refuse_special(path.stat().st_mode)
    flags = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    with open(os.open(path, flags), "rb") as file:  # noqa: PTH123 - a descriptor, not a path
        _refuse_special(os.fstat(file.fileno()).st_mode)
        return file.read(limit + 1)


def why_unreadable(problem: Exception, wanted: str) -> tuple[str, str]:
    """Return what :func:`read_regular` met, in words, and the mend; ``wanted`` is the kind of file to name instead."""
    match problem:
        case FileNotFoundError():
            return "does not exist", "check the path"
        case PermissionError():
            return "may not be read", "give yourself permission to read it"
        case OSError(errno=0, strerror=str(reason)):
            return reason, f"name {wanted}"
        case OSError(strerror=str(reason)):
            return f"cannot be read: {reason}", "check the path"
        case _:
            return "cannot be read", "check the path"


def _refuse_special(mode: int) -> None:
    if not stat.S_ISREG(mode):
        kind = "a folder" if stat.S_ISDIR(mode) else "a pipe or device"
        raise OSError(0, f"is {kind}, not a file")
