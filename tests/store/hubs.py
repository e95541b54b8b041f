"""Panels for tests: a bare repository, evaluators with notes, and files that somebody hostile has put there."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from screencopilot.domain.note import Note
from screencopilot.formats.note_toml import dump_note, note_to_document, seal
from screencopilot.store.panel import look, own_notes
from screencopilot.store.panel_clone import Clone, clone_at
from screencopilot.store.panel_pull import Pulled, pull
from screencopilot.store.panel_push import Pushed, push
from tests.analysis.panels import note
from tests.report.samples import write_notes

NOW = dt.datetime(2026, 11, 21, 12, tzinfo=dt.UTC)
_QUIET = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}


def git(hub: Path, *words: str, data: bytes = b"") -> str:
    """Run git in a repository, as somebody else would."""
    environ = {**os.environ, **_QUIET}
    done = subprocess.run(
        ["git", f"--git-dir={hub}", *words], input=data, capture_output=True, check=True, env=environ
    )
    return done.stdout.decode("utf-8", "replace")


def make_hub(folder: Path) -> Path:
    """Make an empty bare repository; there is a blank and a quote in its name."""
    hub = folder / "the panel's hub.git"
    git(hub, "init", "--quiet", "--bare", "--template=", str(hub))
    return hub


def plant(hub: Path, files: Mapping[bytes, tuple[str, bytes]], branch: str = "main") -> None:
    """Put files into a repository just as they are: ``files`` are mode and content by path."""
    head = git(hub, "for-each-ref", "--format=%(objectname)", f"refs/heads/{branch}").strip()
    parts = [f"commit refs/heads/{branch}\ncommitter x <x@x> 0 +0000\ndata 0\n".encode()]
    if head:
        parts.append(f"from {head}\n".encode())
    for path, (mode, data) in files.items():
        quoted = b'"' + b"".join(b"\\%03o" % byte for byte in path) + b'"'
        if mode == "160000":
            parts.append(b"M 160000 %s %s\n" % (data, quoted))
        else:
            parts.append(b"M %s inline %s\ndata %d\n%s\n" % (mode.encode(), quoted, len(data), data))
    git(hub, "fast-import", "--quiet", data=b"".join(parts))


def listing(hub: Path, branch: str = "main") -> list[str]:
    """Return the paths of all files there."""
    return git(hub, "ls-tree", "-r", "--name-only", branch).splitlines()


def sealed_bytes(one: Note) -> bytes:
    """Return a note as a sealed file."""
    return dump_note(seal(note_to_document(one), NOW))


@dataclass(frozen=True)
class Member:
    """One evaluator with folders of their own."""

    name: str
    folder: Path
    hub: Path

    @property
    def notes(self) -> Path:
        """Their own notes."""
        return self.folder / "notes"

    @property
    def pulled(self) -> Path:
        """The notes of others."""
        return self.folder / "panel" / "notes"

    @property
    def clone(self) -> Clone:
        """Their clone of the panel's repository."""
        return clone_at(self.folder / "panel", str(self.hub))

    def screens(self, *refs: str) -> list[Path]:
        """Leave a sealed note on each candidate."""
        return write_notes(
            self.notes, [note(ref, self.name, [3, 4], id=f"{self.name}-{ref}") for ref in refs]
        )

    def push(self) -> Pushed:
        """Push as the command does."""
        return push(self.clone, own_notes(self.notes, self.name), NOW)

    def pull(self, *, dry_run: bool = False) -> Pulled:
        """Pull as the command does."""
        clone = self.clone
        return pull(clone, look(clone), own_notes(self.notes, self.name), self.pulled, dry_run=dry_run)

    def here(self) -> list[str]:
        """Return the names of the notes that were pulled."""
        return sorted(path.name for path in self.pulled.glob("*")) if self.pulled.is_dir() else []
