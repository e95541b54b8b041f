"""A debrief in a real terminal, killed in the middle of a vote: it goes on where it was, and ends in a record."""

from __future__ import annotations

from pathlib import Path

from screencopilot.formats.debrief_toml import load_record
from screencopilot.formats.note_toml import load_note, verify
from tests.debriefs import write_panel
from tests.pty.terminal import Terminal

ARGS = ["debrief", "panel"]
SIZE = (140, 40)
DOWN = "\x1b[B"


def test_a_vote_that_was_shown_survives_kill_9(tmp_path: Path) -> None:
    paths = write_panel(tmp_path / "panel")
    with Terminal(tmp_path, ARGS, SIZE) as terminal:
        terminal.wait("SILENT READ")
        terminal.press("\r", "on to the second vote")
        terminal.press("y", "▸ Ann")
        terminal.press(DOWN, "▸ Ben")
        terminal.press("\r", "SECOND VOTE, Ben")
        terminal.press("3", "what moved you?")
        terminal.press("1", "How sure are you now?")
        terminal.press("l", "2 → 3")
        terminal.kill()
    with Terminal(tmp_path, ARGS, SIZE) as terminal:
        terminal.wait("go on with it")
        terminal.press("g", "2 → 3")
        terminal.press("\r", "Ben: done?")
        terminal.press("y", "▸ Ann")
        terminal.press("-", "Skip the turn of Ann?")
        terminal.press("y", "▸ Cy")
        terminal.press("-", "Skip the turn of Cy?")
        terminal.press("y", "All have voted")
        terminal.press("\r", "WALK")
        terminal.press("k", "views kept")
        terminal.press("\r", "✓ views kept")
        terminal.press("d", "Who was present")
        terminal.press("\r", "Ann, Ben, Cy")
        terminal.press("\r", "▸ Who was present Ann, Ben, Cy")
        terminal.press(DOWN, "▸ Decision")
        for key in ("\r", "4", "\r"):  # typed ahead: each for the sheet it is meant for
            terminal.send(key)
        terminal.wait("▸ Decision no decision")
        for _ in range(2):
            terminal.send(DOWN)
        terminal.press("\r", "close the debrief?")
        terminal.press("y", "The record is written.")
        terminal.send("\r")
        assert terminal.wait_end() == 0
    (path,) = (tmp_path / "home" / "data" / "debriefs").glob("*.toml")
    record = load_record(path)
    assert [(r.evaluator, r.was, r.to, r.in_note) for r in record.revisions] == [("Ben", 2, 3, True)]
    assert all(verify(load_note(note).raw) == "sealed-intact" for note in paths)
