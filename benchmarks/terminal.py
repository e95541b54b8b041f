"""A program in a real pseudo-terminal: keys in, and every byte out kept with the time it came.

While the program runs, this side only reads, stamps and answers the one query whose answer changes how Textual writes
(synchronized output); the emulator runs over the recording afterwards, see :mod:`benchmarks.frames`.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import random
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import NamedTuple, Self

#: After a key, this long without output is quiet; the pause after that keeps keys from locking step with timers.
QUIET_SECONDS = 0.025
PAUSE_SECONDS = (0.004, 0.02)

_ASKS_FOR_SYNC = b"\x1b[?2026$p"
_HAS_SYNC = b"\x1b[?2026;2$y"
_ESCAPE = re.compile(rb"\x1b\[[0-?]*[ -/]*[@-~]")
_QUIT = b"\x11"


class Size(NamedTuple):
    """Columns and rows."""

    columns: int
    rows: int

    def __str__(self) -> str:
        return f"{self.columns}x{self.rows}"


class Stuck(Exception):  # noqa: N818 - says what happened to the program, not that the benchmark is wrong
    """The program did not show what was waited for."""


class Terminal:
    """One run of one program; use it as a context manager.

    Attributes:
        size: of the screen.
        started: nanoseconds (monotonic) just before the program was started.
        chunks: what it wrote, each with its time.
        keys: the times of the timed keys.
    """

    def __init__(self, command: Sequence[str], size: Size, environ: Mapping[str, str]) -> None:
        self.size = size
        self.chunks: list[tuple[int, bytes]] = []
        self.keys: list[int] = []
        self._master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", size.rows, size.columns, 0, 0))
        os.set_blocking(self._master, False)
        self._poll = select.poll()
        self._poll.register(self._master, select.POLLIN)
        self.started = time.monotonic_ns()
        self._process = subprocess.Popen(
            command, stdin=slave, stdout=slave, stderr=slave, env=dict(environ), start_new_session=True
        )
        os.close(slave)

    @property
    def pid(self) -> int:
        """The program's process id."""
        return self._process.pid

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        with contextlib.suppress(OSError):
            self.send(_QUIT)
        for _ in range(60):
            self.read(0.05)
            if self._process.poll() is not None:
                break
        else:
            self._process.kill()
        self._process.wait()
        os.close(self._master)

    def read(self, seconds: float) -> bool:
        """Wait at most so long for output and keep it; whether any came."""
        if not self._poll.poll(max(0, seconds) * 1000):
            return False
        try:
            data = os.read(self._master, 65536)
        except (BlockingIOError, OSError):  # the program has ended
            time.sleep(max(0, seconds))
            return False
        self.chunks.append((time.monotonic_ns(), data))
        if _ASKS_FOR_SYNC in data:
            self.send(_HAS_SYNC)
        return True

    def wait_for(self, text: str, seconds: float = 30.0) -> None:
        """Read until a text was written.

        Raises:
            Stuck: it was not, or the program has ended.
        """
        end, seen, wanted = time.monotonic() + seconds, 0, text.encode()
        tail = b""
        while time.monotonic() < end:
            self.read(0.1)
            tail = (tail + b"".join(data for _, data in self.chunks[seen:]))[-65536:]
            seen = len(self.chunks)
            if wanted in _ESCAPE.sub(b"", tail):
                return
            if self._process.poll() is not None:
                break
        words = _ESCAPE.sub(b"", tail[-3000:]).decode("utf-8", "replace").strip()
        raise Stuck(f"{text!r} was not shown; the last that was: {words[-400:]!r}")

    def settle(self, quiet: float = QUIET_SECONDS, seconds: float = 3.0) -> None:
        """Read until nothing came for a while."""
        end = time.monotonic() + seconds
        while self.read(quiet) and time.monotonic() < end:
            pass

    def send(self, keys: bytes) -> None:
        """Type, untimed."""
        os.write(self._master, keys)

    def press(self, key: bytes) -> None:
        """Type one key, note when, and read until its effects are over."""
        self.settle(0)
        time.sleep(random.uniform(*PAUSE_SECONDS))
        self.settle(0)
        self.keys.append(time.monotonic_ns())
        self.send(key)
        self.read(1.0)
        self.settle()

    def hurry(self, keys: Sequence[bytes]) -> None:
        """Type many keys, each as soon as there was some answer to the one before; untimed."""
        for key in keys:
            self.settle(0)
            self.send(key)
            self.read(1.0)
        self.settle(0.3)

    def memory(self) -> int:
        """Return the program's resident memory in kB."""
        found = re.search(r"VmRSS:\s+(\d+)", Path(f"/proc/{self.pid}/status").read_text())
        return int(found[1]) if found else 0

    def cpu_seconds(self) -> float:
        """Return the processor time of all its threads."""
        tasks = Path(f"/proc/{self.pid}/task").iterdir()
        return sum(int((task / "schedstat").read_text().split()[0]) for task in tasks) / 1e9
