"""The demo on the real live screen."""

from __future__ import annotations

from pathlib import Path

from screencopilot.demo.script import SETUP, STEPS
from screencopilot.domain import commands
from screencopilot.formats.note_toml import load_note, verify
from tests.pty.closing import SEALED
from tests.pty.screens import assert_no_sockets
from tests.pty.terminal import ENTER, Terminal


def test_demo_in_a_terminal_ends_in_a_sealed_note_and_tells_its_path(tmp_path: Path) -> None:
    out = tmp_path / "notes"

    with Terminal(tmp_path, ["demo", "--speed", "600", "--out", str(out)], (160, 45)) as terminal:
        terminal.patience *= 3
        terminal.wait(SEALED)
        terminal.send(ENTER)
        assert terminal.wait_end() == 0
        assert terminal.is_sane
        (path,) = out.glob("*.toml")
        assert str(path) in terminal.raw.decode().replace("\r\n", ""), "the shell is left with the path"

    file = load_note(path)
    assert verify(file.raw) == "sealed-intact"
    assert file.note.candidate.ref == SETUP.candidate
    rated = [step.args[0] for step in STEPS if step.does is commands.rate_probe]
    assert [p.rating for p in file.note.probes if p.rating] == rated
    assert len(file.note.evidence) == len([step for step in STEPS if step.does is commands.write_line])
    assert file.note.overall.recommendation
    assert_no_sockets(tmp_path)
