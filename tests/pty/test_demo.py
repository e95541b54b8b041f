"""The demo on the real live screen."""

from __future__ import annotations

from pathlib import Path

from screencopilot.demo.script import SETUP
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
    assert [p.rating for p in file.note.probes] == [4, 4, 2, "NE"]
    assert len(file.note.evidence) == 8
    assert file.note.overall.recommendation == "yes"
    assert_no_sockets(tmp_path)
