"""Terminals for faults: over a rigged program, and over a folder on a small disk of its own."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest.mock import patch

import pytest

from tests.pty import terminal as pty
from tests.pty.screens import FIRST, FULL, begin, screen_args

PROGRAM = Path(__file__).with_name("rigged_program.py")
F12 = "\x1b[24~"


class Rigged(pty.Terminal):
    """Runs :mod:`tests.crash.rigged_program` instead of the program itself."""

    def __init__(self, folder: Path, args: Sequence[str] = (), size: tuple[int, int] = FULL) -> None:
        def start(command: Sequence[str], **options: Any) -> subprocess.Popen[bytes]:
            assert command[1:3] == ["-m", "screencopilot"]
            return subprocess.Popen([command[0], str(PROGRAM), *command[3:]], **options)

        with patch.object(pty, "subprocess", SimpleNamespace(Popen=start)):
            super().__init__(folder, args, size)


def rig(folder: Path, **wrong: Any) -> None:
    """Say what is wrong from now on; nothing without arguments."""
    new = folder / "rig.new"
    new.write_text(json.dumps(wrong), encoding="utf-8")
    new.replace(folder / "rig.json")


@contextmanager
def rigged_probe(folder: Path) -> Iterator[Rigged]:
    """A rigged program on the first of the probes that are marked."""
    with Rigged(folder, screen_args()) as terminal:
        begin(terminal)
        terminal.wait(FIRST)
        yield terminal


@contextmanager
def small_disk(folder: Path, kib: int) -> Iterator[Path]:
    """Mount a disk of so many KiB on a folder; the test is skipped where that is not allowed."""
    folder.mkdir(parents=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={kib}k,mode=0700", "tmpfs", str(folder)],
        capture_output=True,
        check=False,
    )
    if done.returncode:
        pytest.skip("mounting is not allowed here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path) -> Path:
    """Leave no room on a disk; return the file to remove for some."""
    filler = folder / "filler"
    with filler.open("wb", buffering=0) as file:
        for size in (65536, 4096, 1):
            while True:
                try:
                    file.write(b"x" * size)
                except OSError:
                    break
    return filler
