"""The panel's repository on this computer: bare, so that nothing that lies in it ever becomes a file here.

What comes in is looked at as git's objects: links, folders with strange names and large files stay entries of a list.
What goes out is added onto the latest state there, entry by entry, so that two who push at once never have a conflict.
"""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from screencopilot.store.errors import StoreError
from screencopilot.store.git import PATIENCE, Git, GitError, no_hooks
from screencopilot.store.panel_address import checked_address, is_here, key_of

#: The remote's latest state as it was last fetched, and what is about to be pushed.
TIP = "refs/panel/tip"
_NEXT = "refs/panel/next"
#: Branches tried in this order where the remote does not say which is its own.
_BRANCHES = ("main", "master")
#: More files or bytes of names than this are no panel's repository.
_LIST_LIMIT = 32 * 1024 * 1024
_ENTRIES = 200_000
#: Bytes of files that are held in memory at once.
_AT_ONCE = 16 * 1024 * 1024
#: Who commits: nobody in particular. Names and refs stand in the notes, and nowhere else.
_NOBODY = "screencopilot <screencopilot@localhost>"
_MESSAGE = b"Sealed notes"
_DAMAGED, _ANEW = "the clone is damaged", "remove it; the next pull makes it anew"
_BRANCH = re.compile(rb"refs/heads/[A-Za-z0-9][A-Za-z0-9._/-]{0,200}")
_ID = re.compile(rb"[0-9a-f]{40}|[0-9a-f]{64}")
#: What would run commands out of the settings of a repository that is pushed to, besides its hooks: how it lists what
#: an alternate has, tidying up, and the filters of a checkout.
_HARMLESS = {
    "core.alternateRefsCommand": "exit 0 #",
    "core.fsmonitor": "false",
    "gc.auto": "0",
    "maintenance.auto": "false",
    "receive.autogc": "false",
    "receive.denyCurrentBranch": "refuse",
}
#: Refusals that only say: somebody else was quicker, or is at it right now.
_RACE = re.compile(
    r"\[rejected\]|cannot lock ref|failed to update ref|incorrect old value|already exists|stale info"
)


class Entry(NamedTuple):
    """One file in the repository: its path as bytes, its mode, its object, and its size in bytes (-1 for no file)."""

    path: bytes
    mode: str
    blob: str
    size: int

    @property
    def regular(self) -> bool:
        """Whether it is a plain file; not a link and not another repository."""
        return self.mode in ("100644", "100755")


class RaceError(Exception):
    """Somebody else has pushed in the meantime: fetch, and try again. Holds what git said, fit for a terminal."""


@dataclass(frozen=True)
class Clone:
    """A bare clone of one address; see :func:`clone_at`."""

    git: Git
    address: str

    @property
    def folder(self) -> Path:
        """Where it lies."""
        return self.git.folder

    def branch(self) -> str:
        """Ask the remote for the branch that holds its notes; the first of ours where it has none yet.

        Raises:
            StoreError: the remote cannot be reached or refuses.
        """
        out = self._reach(
            "ls-remote", "--symref", *self._there("upload-pack"), "--", self.address, "HEAD", "refs/heads/*"
        )
        heads = set()
        for line in out.splitlines():
            left, _, name = line.partition(b"\t")
            if name == b"HEAD" and left.startswith(b"ref: ") and _BRANCH.fullmatch(left[5:]):
                return left[5:].decode()
            if _BRANCH.fullmatch(name):
                heads.add(name.decode())
        ours = [f"refs/heads/{name}" for name in _BRANCHES]
        return next((name for name in ours if name in heads), min(heads, default=ours[0]))

    def fetch(self, branch: str) -> str:
        """Fetch the latest state and return its commit, "" for a repository without any.

        Raises:
            StoreError: the remote cannot be reached or refuses.
        """
        self.git.tidy()
        self._drop(_NEXT)
        if not self.tip():  # not there yet, or damaged: git would refuse to fetch beside it
            self._drop(TIP)
        try:
            self._reach(
                "fetch", "--quiet", "--no-tags", "--no-recurse-submodules", "--no-write-fetch-head", "--refmap=",
                *self._there("upload-pack"), "--", self.address, f"+{branch}:{TIP}",
            )  # fmt: skip
        except GitError as error:
            if "couldn't find remote ref" not in error.said:
                raise
            self.git.run("update-ref", "-d", TIP)
        return self.tip()

    def tip(self) -> str:
        """Return the commit that was fetched last; "" before the first."""
        answer = self.git.ask("rev-parse", "--quiet", "--verify", f"{TIP}^{{commit}}")
        return answer.out.decode("ascii", "replace").strip() if not answer.code else ""

    def entries(self, commit: str, under: str) -> list[Entry]:
        """Return all that lies under a folder of a state, in order of path.

        Raises:
            StoreError: it is more than can be meant.
        """
        if not commit:
            return []
        out = self.git.run("ls-tree", "-r", "-z", "-l", "--full-tree", commit, "--", under, limit=_LIST_LIMIT)
        lines = out.split(b"\0")[:-1]
        if len(lines) > _ENTRIES:
            raise StoreError(
                "there are too many files", self.address, "look at what lies in the panel's repository"
            )
        return [_entry(line) for line in lines]

    def read(self, blobs: Iterable[tuple[str, int]]) -> Iterator[bytes]:
        """Give the content of files, in order; the caller has seen to it that each is small enough.

        Args:
            blobs: object and size of each.
        """
        group: list[tuple[str, int]] = []
        for blob, size in blobs:
            group.append((blob, size))
            if sum(size for _, size in group) > _AT_ONCE:
                yield from self._read(group)
                group.clear()
        yield from self._read(group)

    def commit(self, parent: str, files: Mapping[str, bytes], at: dt.datetime) -> str:
        """Make a commit that adds files to a state, and return it; all else there stays as it is.

        Args:
            parent: the state, "" for none.
            files: content by path: safe characters only.
            at: zoned wall time.
        """
        parts = [
            f"feature done\ncommit {_NEXT}\ncommitter {_NOBODY} {int(at.timestamp())} +0000\n".encode(),
            b"data %d\n%s\n" % (len(_MESSAGE), _MESSAGE),
            f"from {parent}\n".encode() if parent else b"",
        ]
        for path, data in files.items():
            parts.append(b"M 100644 inline %s\ndata %d\n%s\n" % (path.encode("ascii"), len(data), data))
        self._drop(_NEXT)
        self.git.run("fast-import", "--quiet", "--force", data=b"".join([*parts, b"done\n"]))
        return self.git.run("rev-parse", "--verify", _NEXT).decode().strip()

    def push(self, commit: str, branch: str) -> None:
        """Push a commit.

        Raises:
            RaceError: somebody else was quicker.
            StoreError: the remote cannot be reached or refuses.
        """
        words = (
            "push",
            "--porcelain",
            "--no-verify",
            "--no-follow-tags",
            "--no-signed",
            "--recurse-submodules=no",
        )
        answer = self.git.ask(*words, *self._there("receive-pack"), "--", self.address, f"{commit}:{branch}")
        if not answer.code:
            self.git.run("update-ref", TIP, commit)
            return
        told = [line for line in answer.out.decode("utf-8", "replace").splitlines() if line.startswith("!")]
        if any(map(_RACE.search, [*told, answer.said])) and "hook declined" not in "".join(told):
            raise RaceError(answer.said)
        raise _refused("the panel's remote refuses", self.address, answer.said)

    def _read(self, group: Sequence[tuple[str, int]]) -> Iterator[bytes]:
        if not group:
            return
        asked = "".join(f"{blob}\n" for blob, _ in group).encode()
        room = sum(size + 200 for _, size in group)
        out, start = self.git.run("cat-file", "--batch", data=asked, limit=room), 0
        for blob, size in group:
            head, begin = b"%s blob %d\n" % (blob.encode(), size), 0
            if not out.startswith(head, start):
                raise StoreError(_DAMAGED, self.folder, _ANEW)
            begin = start + len(head)
            yield out[begin : begin + size]
            start = begin + size + 1

    def _drop(self, ref: str) -> None:
        """Remove a ref of ours, sound or not: git itself does not remove a damaged one."""
        with contextlib.suppress(OSError):
            (self.folder / ref).unlink()
        self.git.ask("update-ref", "-d", ref)

    def _reach(self, *words: str) -> bytes:
        try:
            return self.git.run(*words)
        except GitError as error:
            if self.git.ask("rev-parse", "--git-dir").code:
                raise StoreError(_DAMAGED, self.folder, _ANEW) from error
            raise _refused("the panel's remote cannot be read", self.address, error.said) from error

    def _there(self, program: str) -> Sequence[str]:
        """Return how the other side is started where that is this computer: so that nothing that lies there runs."""
        if not is_here(self.address):
            return ()
        settings = {**no_hooks(self.git.folder), **_HARMLESS}
        pairs = " ".join(f"-c {shlex.quote(f'{name}={value}')}" for name, value in settings.items())
        name = "upload-pack" if program == "upload-pack" else "receive-pack"
        return (f"--{name}=git {pairs} {name}",)


def clone_at(folder: Path, address: str, patience: float = PATIENCE) -> Clone:
    """Return the clone of an address, made when it is not there yet; nothing is fetched.

    Args:
        folder: where clones are kept.
        address: a checked one.
        patience: seconds that one call of git may take.

    Raises:
        StoreError: the address is none, or the clone cannot be made.
    """
    address = checked_address(address)
    clone = Clone(Git(place_of(folder, address), os.environ, patience), address)
    clone.git.make()
    return clone


def place_of(folder: Path, address: str) -> Path:
    """Return where the clone of an address lies."""
    return folder / f"clone-{key_of(address)}.git"


def _entry(line: bytes) -> Entry:
    about, _, path = line.partition(b"\t")
    mode, kind, blob, size = about.split()
    if not _ID.fullmatch(blob):
        raise StoreError(
            "git answers what cannot be understood", "", "see whether another version of git does"
        )
    return Entry(path, mode.decode(), blob.decode(), int(size) if kind == b"blob" and size.isdigit() else -1)


def _refused(what: str, address: str, said: str) -> GitError:
    return GitError(what, address, "see what git says, and whether you may use that repository", said)
