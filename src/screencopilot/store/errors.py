"""The store's own error: what went wrong, where, and how to mend it."""

from __future__ import annotations

import errno
from pathlib import Path

#: What a user can do about an operating system's refusal, by errno.
_MENDS = {
    errno.ENOSPC: "free some space on that disk, or save elsewhere",
    errno.EDQUOT: "free some of your quota on that disk, or save elsewhere",
    errno.EROFS: "that disk is read-only: save elsewhere",
    errno.EACCES: "allow yourself to write there, or save elsewhere",
    errno.EPERM: "allow yourself to write there, or save elsewhere",
    errno.ENOENT: "make the folder again, or save elsewhere",
    errno.ENOTDIR: "a file stands where a folder is needed: move it away, or save elsewhere",
    errno.EISDIR: "a folder stands where a file is needed: move it away",
    errno.EEXIST: "move the file that is there away, or choose another name",
    errno.ELOOP: "the links there lead in a circle: remove one of them",
    errno.ENAMETOOLONG: "choose a shorter name",
    errno.EIO: "that disk may be failing: save elsewhere",
    errno.ESTALE: "the network folder went away: connect it again, or save elsewhere",
}
_MEND_OTHERWISE = "check the disk, or save elsewhere"


class StoreError(Exception):
    """Something on disk could not be done.

    Attributes:
        what: one sentence on what failed, without a full stop.
        where: the path as given, or "".
        mend: what the user can do about it.
    """

    def __init__(self, what: str, where: str | Path, mend: str) -> None:
        self.what = shown(what)
        self.where = shown(str(where))
        self.mend = shown(mend)
        super().__init__(self.what, self.where, self.mend)

    def __str__(self) -> str:
        where = f"{self.where}: " if self.where else ""
        return f"{where}{self.what} ({self.mend})"


def shown(text: str) -> str:
    """Return the text fit for a terminal: names of files are outside text and may hold escape sequences."""
    return "".join(c if c.isprintable() else "�" for c in text)


def mend_for(error: OSError) -> str:
    """Return what a user can do about an operating system's refusal."""
    return _MENDS.get(error.errno or 0, _MEND_OTHERWISE)


def from_os(what: str, where: str | Path, error: OSError) -> StoreError:
    """Return a :class:`StoreError` that carries the system's reason; raise it ``from`` the error."""
    return StoreError(f"{what}: {error.strerror or type(error).__name__}", where, mend_for(error))
