"""A terminal that the program runs in: keys go in, a screen comes out, and waiting has a deadline, never a nap."""

from __future__ import annotations

import codecs
import contextlib
import fcntl
import os
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Self

import pyte

from tests.cli.process import environment

#: Seconds until something that does not appear is given up; nothing here is measured against it.
PATIENCE = 30.0
#: Seconds before the first key of a line: a person takes longer. What comes faster is tested in test_typing_ahead.
HAND = 0.15
#: Seconds between two looks at what does not show on the terminal: files, and the end of a process.
LOOK = 0.02

RIGHT, LEFT, UP, DOWN = "\x1b[C", "\x1b[D", "\x1b[A", "\x1b[B"
ENTER, ESC, BACKSPACE = "\r", "\x1b", "\x7f"
F9, F10 = "\x1b[20~", "\x1b[21~"
CTRL_C, CTRL_Q, CTRL_Y = "\x03", "\x11", "\x19"


class Terminal:
    """Runs ``python -m screencopilot`` on a terminal of its own.

    Args:
        folder: where the program keeps everything.
        args: of the command line.
        size: columns and rows.
    """

    def __init__(self, folder: Path, args: Sequence[str] = (), size: tuple[int, int] = (100, 40)) -> None:
        self.folder = folder
        self.raw = b""
        self.patience = PATIENCE
        self._screen = pyte.Screen(*size)
        self._stream = pyte.Stream(self._screen)
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")
        self._master, slave = os.openpty()
        self._open = True
        self._set_size(*size)
        self.manners = termios.tcgetattr(self._master)
        try:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "screencopilot", *args],
                cwd=folder,
                env=environment(folder),
                stdin=slave,
                stdout=slave,
                stderr=slave,
                start_new_session=True,
                preexec_fn=_own_terminal,
            )
        finally:
            os.close(slave)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.kill()
        self.hang_up()

    # What is there.

    @property
    def rows(self) -> list[str]:
        """The rows on the screen, without the blanks at their ends."""
        return [row.rstrip() for row in self._screen.display]

    @property
    def text(self) -> str:
        """All rows."""
        return "\n".join(self.rows)

    @property
    def words(self) -> str:
        """All that is on the screen, with single spaces: for words that may be wrapped over rows."""
        return " ".join(self.text.split())

    @property
    def is_sane(self) -> bool:
        """Whether the terminal was given back: its own screen, a cursor, no mouse or paste reports, its old manners."""
        switches = {"1049": "l", "25": "h", "1000": "l", "1003": "l", "2004": "l"}
        last = {n: self.raw.rpartition(f"\x1b[?{n}".encode())[2][:1].decode() for n in switches}
        return last == switches and termios.tcgetattr(self._master) == self.manners

    # Keys.

    def send(self, keys: str) -> None:
        """Press keys, all at once."""
        os.write(self._master, keys.encode())

    def press(self, keys: str, appears: str | Callable[[], object]) -> None:
        """Press keys and wait until their effect is there: words on the screen, or something to become true."""
        self.send(keys)
        self.wait(appears)

    def type_line(self, words: str) -> None:
        """Type words into a line that is open, and wait until they stand there."""
        self.pass_time(HAND)
        self.press(words, words)

    def resize(self, columns: int, rows: int) -> None:
        """Make the window another size; the system tells the program."""
        self._screen.resize(rows, columns)
        self._set_size(columns, rows)

    def _set_size(self, columns: int, rows: int) -> None:
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", rows, columns, 0, 0))

    # Waiting.

    def wait(self, appears: str | Callable[[], object]) -> None:
        """Take in what the program draws until words are on the screen, or something is true."""
        true = appears if callable(appears) else lambda: appears in self.words
        deadline = time.monotonic() + self.patience
        while not true():
            assert time.monotonic() < deadline, f"{appears} never came; the screen is\n{self.text}"
            running = self._take_in(LOOK)
            assert running or true(), (
                f"{appears} never came; it ended with {self.process.poll()} and\n{self.raw[-2000:]!r}"
            )

    def pass_time(self, seconds: float) -> None:
        """Let time pass that the program measures, such as a pause, and take in what it draws meanwhile."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self._take_in(left)

    def wait_end(self) -> int:
        """Wait until the program ends; return its exit status."""
        deadline = time.monotonic() + self.patience
        while self.process.poll() is None:
            assert time.monotonic() < deadline, f"it does not end; the screen is\n{self.text}"
            if not self._take_in(LOOK):
                with contextlib.suppress(subprocess.TimeoutExpired):
                    self.process.wait(LOOK)
        while self._open and self._take_in(0):
            pass
        return self.process.returncode

    def _take_in(self, seconds: float) -> bool:
        """Read what comes within the time; False when nothing can come any more."""
        if not self._open:
            return False
        ready, _, _ = select.select([self._master], [], [], seconds)
        if not ready:
            return self.process.poll() is None
        try:
            data = os.read(self._master, 65536)
        except OSError:  # so Linux says that the program has closed its side
            return False
        self.raw += data
        self._stream.feed(self._decoder.decode(data))
        return bool(data)

    # Ends.

    def signal(self, number: signal.Signals) -> None:
        """Send a signal to the program."""
        self.process.send_signal(number)

    def kill(self) -> None:
        """End the program as kill -9 does, and wait until it is gone."""
        self.process.kill()
        self.process.wait()

    def hang_up(self) -> None:
        """Close the terminal under the program."""
        if self._open:
            self._open = False
            os.close(self._master)


def _own_terminal() -> None:
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)
