"""A disk that fails, stalls or writes short on demand, and the folders of a test."""

from __future__ import annotations

import errno
import os
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from screencopilot.store.disk import Disk
from screencopilot.store.journal import Journal
from screencopilot.store.paths import Folders, folders


class TroubledDisk(Disk):
    """The real disk, with a trouble for each call: an errno to raise, or a function to call first."""

    def __init__(self) -> None:
        self.troubles: dict[str, int | Callable[[], None]] = {}
        self.calls: list[str] = []
        self.room: int | None = None
        self.written = threading.Event()

    def _meet(self, call: str) -> None:
        self.calls.append(call)
        trouble = self.troubles.get(call)
        if callable(trouble):
            trouble()
        elif trouble is not None:
            raise OSError(trouble, os.strerror(trouble))

    def create(self, path: Path) -> int:
        self._meet("create")
        return super().create(path)

    def open_append(self, path: Path) -> int:
        self._meet("open_append")
        return super().open_append(path)

    def write(self, fd: int, data: bytes) -> int:
        self._meet("write")
        if self.room is not None:
            if self.room == 0:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
            data = data[: self.room]
            self.room -= len(data)
        return super().write(fd, data)

    def truncate(self, fd: int, length: int) -> None:
        self._meet("truncate")
        super().truncate(fd, length)

    def fsync(self, fd: int) -> None:
        self._meet("fsync")
        super().fsync(fd)

    def fsync_folder(self, folder: Path) -> None:
        self._meet("fsync_folder")
        super().fsync_folder(folder)

    def replace(self, source: Path, target: Path) -> None:
        self._meet("replace")
        super().replace(source, target)

    def link(self, source: Path, target: Path) -> None:
        self._meet("link")
        super().link(source, target)

    def make_folder(self, path: Path) -> None:
        self._meet("make_folder")
        super().make_folder(path)


@pytest.fixture
def disk() -> TroubledDisk:
    return TroubledDisk()


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


@pytest.fixture
def umask() -> Iterator[Callable[[int], None]]:
    before = os.umask(0)
    os.umask(before)
    yield lambda mask: (os.umask(mask), None)[1]
    os.umask(before)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "sessions" / "s-1"


@pytest.fixture
def quiet(folder: Path, disk: TroubledDisk) -> Iterator[Journal]:
    """A journal whose thread neither syncs nor tries again within the test; only appends do."""
    journal = Journal.create(folder, b"{}", disk=disk, gather_seconds=3600.0, retry_seconds=3600.0)
    yield journal
    disk.troubles.clear()
    disk.room = None
    journal.close()
