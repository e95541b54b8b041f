"""The program as its users run it: its own process, a folder of its own, and no way to the network."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

#: Writes down and refuses whatever would reach out of this computer; sockets of the event loop's own pipe are no such
#: thing. It is loaded by every Python that finds it on its path, before anything of ours.
SITECUSTOMIZE = """
import os, socket, sys

_DENIED = {"socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo", "socket.gethostbyname"}

def _deny(event, args):
    if event in _DENIED or event == "socket.__new__" and args[1] != socket.AF_UNIX:
        with open(os.environ["SOCKETS_SEEN"], "a") as seen:
            seen.write(f"{event} {args[1:]}\\n")
        raise PermissionError(f"sockets are forbidden here: {event}")

sys.addaudithook(_deny)
"""
#: What a child keeps of our environment; everything else could change what it prints.
_KEPT = ("PATH", "LD_LIBRARY_PATH", "SYSTEMROOT", "TMPDIR")
#: No run of a command takes nearly this long, seconds.
PATIENCE = 60.0


def environment(folder: Path) -> dict[str, str]:
    """Return the environment of a program that lives in ``folder`` and cannot open a socket."""
    blocked = folder / "no-sockets"
    blocked.mkdir(parents=True, exist_ok=True)
    (blocked / "sitecustomize.py").write_text(SITECUSTOMIZE, encoding="utf-8")
    ours = [str(Path(p).absolute()) for p in os.environ.get("PYTHONPATH", "").split(os.pathsep) if p]
    return {
        **{name: os.environ[name] for name in _KEPT if name in os.environ},
        "HOME": str(folder),
        "LANG": "C.UTF-8",
        "PYTHONPATH": os.pathsep.join([str(blocked), *ours]),
        "PYTHONUTF8": "1",
        "SCREENCOPILOT_HOME": str(folder / "home"),
        "SOCKETS_SEEN": str(sockets_seen(folder)),
        "TERM": "xterm-256color",
    }


def sockets_seen(folder: Path) -> Path:
    """Return the file that tells of sockets asked for; none when none was."""
    return folder / "sockets-seen"


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        """What it said on stderr, line by line."""
        return self.err.splitlines()

    @property
    def json(self) -> Any:
        """What it printed, read as JSON."""
        return json.loads(self.out)


def run_python(folder: Path, *args: str, **changes: str) -> Ran:
    """Run this Python with the program's environment, without a terminal."""
    done = subprocess.run(
        [sys.executable, *args],
        cwd=folder,
        env=environment(folder) | changes,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=PATIENCE,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)


def run_program(folder: Path, args: Sequence[str], **changes: str) -> Ran:
    """Run a command of the program; it may fail, but never with a traceback and never by opening a socket."""
    ran = run_python(folder, "-m", "screencopilot", *args, **changes)
    assert "Traceback" not in ran.err, ran.err
    assert not sockets_seen(folder).exists(), sockets_seen(folder).read_text(encoding="utf-8")
    return ran
