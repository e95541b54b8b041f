"""One program on one screen."""

from __future__ import annotations

import socket
from pathlib import Path

from tests.pty.screens import first_probe, resume, ticks_shown
from tests.pty.terminal import CTRL_Q, ENTER, Terminal


def test_second_program_is_refused_with_process_and_host_until_the_first_one_leaves(tmp_path: Path) -> None:
    with first_probe(tmp_path) as first, Terminal(tmp_path, size=(160, 40)) as second:
        holder = f"process {first.process.pid} on {socket.gethostname()}"
        second.wait(f"open in {holder}")
        second.press(ENTER, f"open in another program: {holder}")
        second.wait("go on there, or close it there first")

        first.press("ab", lambda: ticks_shown(first) == 2)
        first.send(CTRL_Q)
        assert first.wait_end() == 0

        resume(second)
        second.wait(lambda: ticks_shown(second) == 2)
