"""The few calls to the operating system that can fail, stall or lie, in one place that tests can replace."""

from __future__ import annotations

import contextlib
import errno
import os
import stat
import sys
from pathlib import Path

_BINARY: int = getattr(os, "O_BINARY", 0)
_NO_FOLLOW: int = getattr(os, "O_NOFOLLOW", 0)
_NO_BLOCK: int = getattr(os, "O_NONBLOCK", 0)

PRIVATE_FILE = 0o600
PRIVATE_FOLDER = 0o700

#: A file system that cannot sync a folder says one of these; there is nothing more to be had from it.
_CANNOT_SYNC = (errno.EINVAL, errno.ENOTSUP, errno.EOPNOTSUPP, errno.EBADF)


class Disk:
    """The real disk. Every method raises ``OSError`` as the system does."""

    def create(self, path: Path) -> int:
        """Create a new file for writing, mode 0600 whatever the umask, and return its descriptor."""
        fd = os.open(
            path, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | _NO_FOLLOW | _BINARY, PRIVATE_FILE
        )
        with contextlib.suppress(PermissionError, AttributeError):  # a FAT stick, and Windows, know no modes
            os.fchmod(fd, PRIVATE_FILE)  # a umask may have taken too much; it never gives more than 0600
        return fd

    def open_append(self, path: Path) -> int:
        """Open an existing file for appending and return its descriptor."""
        return os.open(path, os.O_WRONLY | os.O_APPEND | _BINARY)

    def write(self, fd: int, data: bytes) -> int:
        """Write once and return how many bytes went out: perhaps fewer than given."""
        return os.write(fd, data)

    def write_all(self, fd: int, data: bytes) -> None:
        """Write all of ``data``; after an error any part of it may have gone out."""
        written = self.write(fd, data)
        while written < len(data):
            written += self.write(fd, data[written:])

    def truncate(self, fd: int, length: int) -> None:
        """Cut the file to ``length`` bytes."""
        os.ftruncate(fd, length)

    def duplicate(self, fd: int) -> int:
        """Return a second descriptor of the same open file, so that either may be closed first."""
        return os.dup(fd)

    def close(self, fd: int) -> None:
        """Close a descriptor."""
        os.close(fd)

    def fsync(self, fd: int) -> None:
        """Wait until the file's bytes are on the medium; this may take seconds."""
        if sys.platform == "darwin":
            import fcntl

            try:  # fsync on macOS stops at the drive's cache
                fcntl.fcntl(fd, fcntl.F_FULLFSYNC)
            except OSError:  # network shares know only the plain one
                os.fsync(fd)
        else:
            os.fsync(fd)

    def fsync_file(self, path: Path) -> None:
        """Wait until a file's bytes are on the medium."""
        fd = os.open(path, os.O_RDWR | _BINARY)
        try:
            self.fsync(fd)
        finally:
            os.close(fd)

    def fsync_folder(self, folder: Path) -> None:
        """Wait until the folder's names are on the medium, where the system can do that at all."""
        if os.name == "nt":
            return
        fd = os.open(folder, os.O_RDONLY)
        try:
            self.fsync(fd)
        except OSError as error:
            if error.errno not in _CANNOT_SYNC:
                raise
        finally:
            os.close(fd)

    def replace(self, source: Path, target: Path) -> None:
        """Rename over whatever is there, in one step."""
        source.replace(target)

    def link(self, source: Path, target: Path) -> None:
        """Give the file a second name; FileExistsError when the name is taken."""
        target.hardlink_to(source)

    def remove(self, path: Path) -> None:
        """Remove a name; a name that is not there is as good as removed."""
        path.unlink(missing_ok=True)

    def make_folder(self, path: Path) -> None:
        """Make a folder and its missing parents, each with mode 0700 whatever the umask."""
        if path.is_dir():
            return
        if path.parent != path:
            self.make_folder(path.parent)
        try:
            self.make_new_folder(path)
        except FileExistsError:
            if not path.is_dir():
                raise

    def make_new_folder(self, path: Path) -> None:
        """Make one folder, mode 0700 whatever the umask; FileExistsError when the name is taken."""
        path.mkdir(PRIVATE_FOLDER)
        with contextlib.suppress(PermissionError):  # a FAT stick knows no modes
            path.chmod(PRIVATE_FOLDER)

    def still_names(self, path: Path, fd: int) -> bool:
        """Whether ``path`` still leads to the open file: False after it, or its folder, was removed or moved."""
        try:
            return os.path.samestat(path.stat(), os.fstat(fd))
        except (FileNotFoundError, NotADirectoryError):
            return False

    def read_capped(self, path: Path, limit: int) -> tuple[bytes, bool]:
        """Return up to ``limit`` bytes of a regular file, and whether there were more; a pipe is refused at once."""
        fd = os.open(path, os.O_RDONLY | _NO_BLOCK | _BINARY)
        with os.fdopen(fd, "rb") as file:
            if not stat.S_ISREG(os.fstat(fd).st_mode):
                raise OSError(errno.EINVAL, "not a regular file")
            data = file.read(limit + 1)
        return data[:limit], len(data) > limit


DISK = Disk()
