"""One program on one screen.

The lock itself is the kernel's (through filelock): it goes when its process goes, however that ended, so a dead
program's lock is simply free. Beside it lies a small file that says who holds it, for the message and for folders that
are shared between computers, where the kernel's lock is not seen.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import socket
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Self

import msgspec

from screencopilot.store.atomic import put_whole
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError, from_os, shown

if TYPE_CHECKING:
    from filelock import BaseFileLock

LOCK_NAME = "lock"
HOLDER_NAME = "lock-holder.json"

#: Seconds to wait for a program that only looks whether the screen is free (:func:`holder_of`).
_PATIENCE = 0.3


#: Of a file that the disk does not tell about now.
_UNKNOWN = (-1, -1)


class Holder(msgspec.Struct, frozen=True):
    """Who has a screen open: process id, computer, and since when (ISO 8601 with zone)."""

    pid: int
    host: str
    since: str

    def __str__(self) -> str:
        return f"process {self.pid} on {shown(self.host)}, since {shown(self.since)}"


class SessionLock:
    """Holds a session's folder for this program until released; make it with :func:`take_lock`."""

    def __init__(self, folder: Path, lock: BaseFileLock) -> None:
        self._folder = folder
        self._lock = lock
        self._file = _identity(folder)

    @property
    def in_place(self) -> bool:
        """Whether it still guards the folder: not after the folder was removed, even if it was made again since."""
        return self._lock.is_locked and _identity(self._folder) in {self._file, _UNKNOWN}

    def release(self) -> None:
        """Let others in. A second call does nothing."""
        if self._lock.is_locked:
            if self.in_place:  # else the name there may be another's
                with contextlib.suppress(
                    OSError
                ):  # a holder that stays is seen to be gone by the lock itself
                    (self._folder / HOLDER_NAME).unlink(missing_ok=True)
            self._lock.release()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()


def take_lock(
    folder: Path, now: dt.datetime, *, host: str | None = None, by_force: bool = False
) -> SessionLock:
    """Take a session's lock.

    Args:
        folder: the session's folder; it must exist.
        now: zoned wall time, to tell others since when.
        host: this computer's name; asked of the system when None.
        by_force: take it although another computer seems to hold it; never from a living process of this one.

    Raises:
        StoreError: another program holds it (the message says which process on which computer), or the folder cannot
            be written.
    """
    here = host if host is not None else socket.gethostname()
    lock = _acquire(folder)
    left = _stated_holder(folder)
    if left is not None and left.host != here and not by_force:
        lock.release()
        raise StoreError(
            f"open in another program: {left}", folder, "close it there, or take over if that program is gone"
        )
    try:
        holder = Holder(os.getpid(), here, now.isoformat(timespec="seconds"))
        # Not synced: after a power cut nobody holds the lock, whatever the file says.
        put_whole(folder / HOLDER_NAME, msgspec.json.encode(holder), replace=True, sync=False, disk=DISK)
    except OSError as error:
        lock.release()
        raise from_os("the session cannot be locked", folder, error) from error
    return SessionLock(folder, lock)


def holder_of(folder: Path, host: str | None = None) -> Holder | None:
    """Return who has the session open, None when it is free. A dead process of this computer holds nothing."""
    left = _stated_holder(folder)
    here = host if host is not None else socket.gethostname()
    if left is None or left.host != here:
        return left
    try:
        _acquire(folder, patience=0).release()
    except StoreError:
        return left
    return None


def _acquire(folder: Path, patience: float = _PATIENCE) -> BaseFileLock:
    from filelock import FileLock, Timeout  # only programs that open a session pay for it

    if not os.path.isdir(folder):  # noqa: PTH112 - filelock would make it; Path.is_dir() raises on a failing disk
        raise StoreError("the session is gone", folder, "make the folder again, or save elsewhere")
    # Taken by one thread and released by another: the lock is the session's, not the thread's.
    lock = FileLock(folder / LOCK_NAME, timeout=patience, mode=0o600, thread_local=False)
    try:
        lock.acquire(poll_interval=0.05)
    except Timeout:
        holder = _stated_holder(folder)
        who = str(holder) if holder else "it did not say which"
        raise StoreError(
            f"open in another program: {who}", folder, "go on there, or close it there first"
        ) from None
    except OSError as error:
        raise from_os("the session cannot be locked", folder, error) from error
    return lock


def _identity(folder: Path) -> tuple[int, int] | None:
    """Return which file the lock is, None when there is none."""
    try:
        found = (folder / LOCK_NAME).stat()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError:
        return _UNKNOWN
    return found.st_dev, found.st_ino


def _stated_holder(folder: Path) -> Holder | None:
    """Return what the file beside the lock says; a missing or garbled one says nothing, and the lock still decides."""
    try:
        data, _ = DISK.read_capped(folder / HOLDER_NAME, 4096)
        return msgspec.json.decode(data, type=Holder)
    except (OSError, msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return None
