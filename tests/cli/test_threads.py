"""Threads that read their first note at the same time, as home and the draft writer do."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import run_program, run_python

#: Six threads read one note, in a process that has read none yet, and are changed as often as can be.
AT_ONCE = """
import sys, threading
sys.setswitchinterval(1e-5)
from screencopilot.formats.note_toml import parse_note
with open(sys.argv[1], "rb") as file:
    raw = file.read()
read = []
threads = [threading.Thread(target=lambda: read.append(parse_note(raw, "note"))) for _ in range(6)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(len(read))
"""


@pytest.mark.parametrize("attempt", range(3))
def test_first_notes_of_a_process_can_be_read_in_several_threads(attempt: int, tmp_path: Path) -> None:
    path = run_program(tmp_path, ["demo", "--headless"]).out.strip()

    ran = run_python(tmp_path, "-c", AT_ONCE, path)

    assert (ran.code, ran.out) == (0, "6\n"), ran.err
