"""Writing a file so that it is either wholly there or not at all, and stays there when the power goes."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path

from screencopilot.store.disk import DISK, Disk
from screencopilot.store.errors import from_os

#: What file systems without hard links answer to being asked for one.
_NO_LINKS = (errno.EPERM, errno.ENOTSUP, errno.EOPNOTSUPP, errno.ENOSYS, errno.EMLINK, errno.EXDEV)


def write_durably(path: Path, data: bytes, *, replace: bool, disk: Disk = DISK) -> None:
    """Write a whole file: temporary file beside it, fsync, rename, fsync of the folder; mode 0600.

    A symbolic link is followed: the file it leads to is written, the link stays. The folder must exist.

    Args:
        path: where to.
        data: all of the file.
        replace: whether a file of that name may be replaced.
        disk: the calls to the system; for tests.

    Raises:
        StoreError: nothing was written, or ``replace`` is False and the name is taken. Whatever stood there before
            still stands there, unless only the last step (making the rename durable) failed.
    """
    target = Path(os.path.realpath(path))
    try:
        put_whole(target, data, replace=replace, sync=True, disk=disk)
        disk.fsync_folder(target.parent)
    except FileExistsError as error:
        raise from_os("a file of that name is there and is kept", path, error) from error
    except OSError as error:
        raise from_os("cannot be written", path, error) from error


def put_whole(target: Path, data: bytes, *, replace: bool, sync: bool, disk: Disk) -> None:
    """Put a whole file in place in one step; with ``sync`` its bytes are on the medium before its name is.

    Raises:
        OSError: nothing was put there, and the temporary file is gone.
    """
    temporary = target.with_name(f".tmp-{os.urandom(8).hex()}")
    try:
        _write_new(temporary, data, sync, disk)
        if replace:
            disk.replace(temporary, target)
        else:
            _claim(temporary, target, disk)
    finally:
        # Best effort: the error that brought us here matters more than a left-over, and after a rename it is gone.
        with contextlib.suppress(OSError):
            disk.remove(temporary)


def _write_new(path: Path, data: bytes, sync: bool, disk: Disk) -> None:
    fd = disk.create(path)
    try:
        disk.write_all(fd, data)
        if sync:
            disk.fsync(fd)
    finally:
        disk.close(fd)


def _claim(temporary: Path, target: Path, disk: Disk) -> None:
    try:
        disk.link(temporary, target)
    except FileExistsError:
        raise
    except OSError as error:
        if error.errno not in _NO_LINKS:
            raise
        _claim_without_links(temporary, target, disk)


def _claim_without_links(temporary: Path, target: Path, disk: Disk) -> None:
    """Take the name with an empty file first: exclusive creation is the only other call that refuses a taken name."""
    disk.close(disk.create(target))
    try:
        disk.replace(temporary, target)
    except OSError:
        disk.remove(target)
        raise
