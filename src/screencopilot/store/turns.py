"""One program at a time in a folder, for the moment between looking at a file and writing it.

The folder itself is locked, so no file is left in it: it may be a git checkout, or synced between computers. Where the
system cannot lock folders (Windows, some network disks) everybody goes at once, as before.
"""

from __future__ import annotations

import contextlib
import errno
import os
import time
from collections.abc import Iterator
from pathlib import Path

from screencopilot.store.errors import StoreError, from_os

#: Seconds to wait for another program: none takes nearly as long, unless it hangs on a slow disk.
PATIENCE = 5.0
_BETWEEN = 0.02
_TAKEN = (errno.EAGAIN, errno.EACCES, errno.EWOULDBLOCK)


@contextlib.contextmanager
def turn_in(folder: Path, patience: float = PATIENCE) -> Iterator[None]:
    """Be the only one in a folder for a moment.

    Raises:
        StoreError: another program is in there for longer than one cares to wait, or the folder cannot be opened.
    """
    if os.name == "nt":
        yield
        return
    try:
        fd = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise from_os("the folder cannot be opened", folder, error) from error
    try:
        _take(fd, folder, time.monotonic() + patience)
        yield
    finally:
        os.close(fd)  # and with it goes the lock


def _take(fd: int, folder: Path, deadline: float) -> None:
    import fcntl

    while True:
        try:
            fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            if error.errno not in _TAKEN:
                return
        else:
            return
        if time.monotonic() >= deadline:
            raise StoreError("another program is writing there", folder, "try again in a moment")
        time.sleep(_BETWEEN)
