"""A disk that is full, read-only, gone, slow or failing: the screen goes on, says so, and heals."""

from __future__ import annotations

import errno
import os
import shutil
from pathlib import Path

import pytest

from screencopilot.domain import events as ev
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.store.sessions import list_unfinished
from tests.crash.rig import F12, Rigged, fill, rig, rigged_probe, small_disk
from tests.pty.closing import seal_with_gaps_open
from tests.pty.screens import (
    FIRST,
    FULL,
    begin,
    first_probe,
    happened,
    home_of,
    note_path,
    resume,
    screen_args,
    session_folder,
    ticks_shown,
)
from tests.pty.terminal import ENTER, F10, HAND, Terminal

WARNING = "NOT SAVED"
LINE = "new cards fell from 94 to 88"
#: Room for the journal of a short screen and its snapshot, and for little else.
KIB = 1024


def saved(terminal: Terminal) -> bool:
    return "● saved" in terminal.text and WARNING not in terminal.text


def write_line(terminal: Terminal) -> None:
    terminal.press(ENTER, "Esc tick again")
    terminal.type_line(LINE)
    terminal.press(ENTER, "a-z tick")


def assert_kept(folder: Path) -> None:
    """The journal has the two ticks and the line, in order and once."""
    kinds = [
        type(e).__name__ for e in happened(folder, ev.Event) if isinstance(e, (ev.Ticked, ev.LineWritten))
    ]
    assert kinds == ["Ticked", "Ticked", "LineWritten"]


REFUSALS = {
    "full disk": {"write": errno.ENOSPC},
    "read-only folder": dict.fromkeys(("write", "create", "open_append", "make_new_folder"), errno.EROFS),
    "failing fsync": {"fsync": errno.EIO},
    "rename that fails": {"replace": errno.EACCES, "fsync": errno.EIO},
}


@pytest.mark.parametrize("refused", REFUSALS.values(), ids=REFUSALS)
def test_refusing_disk_is_marked_while_the_screen_goes_on_and_heals(
    refused: dict[str, int], tmp_path: Path
) -> None:
    with rigged_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        terminal.wait(lambda: saved(terminal))
        older = (session_folder(tmp_path) / "journal.jsonl").read_bytes()
        rig(tmp_path, refused=refused)
        terminal.press("b", lambda: ticks_shown(terminal) == 2)
        write_line(terminal)
        terminal.wait(lambda: WARNING in terminal.text and LINE in terminal.words)
        assert (session_folder(tmp_path) / "journal.jsonl").read_bytes().startswith(older)

        rig(tmp_path)
        terminal.wait(lambda: saved(terminal))
        terminal.kill()

    assert_kept(tmp_path)
    assert [p.name for p in session_folder(tmp_path).iterdir() if p.name.startswith(".tmp")] == []


def test_warning_stands_on_the_closing_form_until_the_disk_heals(tmp_path: Path) -> None:
    with rigged_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        rig(tmp_path, refused=REFUSALS["full disk"])
        terminal.press("b", lambda: ticks_shown(terminal) == 2)
        write_line(terminal)
        terminal.press(F10, "CLOSING")
        terminal.wait(f"{WARNING}: {os.strerror(errno.ENOSPC)}")

        rig(tmp_path)
        terminal.wait(lambda: WARNING not in terminal.text)
        terminal.kill()

    assert_kept(tmp_path)


def test_stalled_fsync_keeps_nobody_waiting(tmp_path: Path) -> None:
    with rigged_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        rig(tmp_path, stalled=["fsync", "fsync_folder"])
        terminal.press("b", lambda: ticks_shown(terminal) == 2)
        write_line(terminal)
        terminal.wait(LINE)
        assert_kept(tmp_path)  # a kill loses nothing, whatever the disk is at
        rig(tmp_path)
        terminal.wait(lambda: saved(terminal))


def test_folder_removed_under_way_is_made_again_with_everything_and_its_lock(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        shutil.rmtree(home_of(tmp_path).state)
        terminal.press("b", lambda: ticks_shown(terminal) == 2)
        write_line(terminal)
        terminal.wait(lambda: saved(terminal))
        assert_kept(tmp_path)

        (session,) = list_unfinished(home_of(tmp_path))
        assert session.locked_by is not None
        assert session.locked_by.pid == terminal.process.pid


def test_screen_begun_on_a_disk_that_refuses_everything_settles_late(tmp_path: Path) -> None:
    rig(
        tmp_path,
        refused=dict.fromkeys(("write", "create", "make_new_folder", "link", "replace"), errno.ENOSPC),
    )
    with Rigged(tmp_path, screen_args()) as terminal:
        begin(terminal)
        terminal.wait(FIRST)
        terminal.press("ab", lambda: ticks_shown(terminal) == 2)
        write_line(terminal)
        terminal.wait(WARNING)
        assert not home_of(tmp_path).sessions.exists()

        rig(tmp_path)
        terminal.wait(lambda: saved(terminal))
        terminal.kill()

    assert_kept(tmp_path)


def test_small_disk_that_fills_up_harms_no_older_note_and_heals_when_there_is_room(tmp_path: Path) -> None:
    with small_disk(tmp_path / "home", KIB) as disk:
        older = home_of(tmp_path).notes / "older.toml"
        older.parent.mkdir(parents=True)
        older.write_text("kept = true\n", encoding="utf-8")
        with first_probe(tmp_path) as terminal:
            terminal.press("a", lambda: ticks_shown(terminal) == 1)
            terminal.wait(lambda: saved(terminal))
            filler = fill(disk)
            write_all(terminal)
            terminal.wait(WARNING)
            assert "free some space" in terminal.words
            filler.unlink()
            terminal.wait(lambda: saved(terminal))
            terminal.kill()
        assert older.read_text(encoding="utf-8") == "kept = true\n"
        assert len(happened(tmp_path, ev.LineWritten)) == LINES


#: So many lines need more room than the last page of a full disk has.
LINES = 12


def write_all(terminal: Terminal) -> None:
    for number in range(LINES):
        terminal.press(ENTER, "Esc tick again")
        terminal.pass_time(HAND)
        terminal.press("word " * 80 + f"end{number:02d}", f"end{number:02d}")
        terminal.press(ENTER, "a-z tick")


@pytest.mark.parametrize("when", ["from the start", "under way"])
def test_saved_elsewhere_from_a_full_disk_and_found_again_by_home_until_it_is_sealed(
    when: str, tmp_path: Path
) -> None:
    stick = tmp_path / "stick"
    with small_disk(tmp_path / "home", KIB) as disk:
        if when == "from the start":
            fill(disk)
        with first_probe(tmp_path) as terminal:
            terminal.press("ab", lambda: ticks_shown(terminal) == 2)
            if when == "under way":
                terminal.wait(lambda: saved(terminal))
                fill(disk)
                write_all(terminal)
            terminal.wait(WARNING)
            save_elsewhere(terminal, stick)
            write_line(terminal)
            terminal.kill()
        (session,) = list_unfinished(home_of(tmp_path))
        assert (session.path.parent, session.problem) == (stick, "")

        with Terminal(tmp_path, size=FULL) as again:
            resume(again)
            again.wait(lambda: ticks_shown(again) == 2 and LINE in again.words)
            seal_with_gaps_open(again, "has carried a failure")
            again.wait("New screen")
            again.send("q")
            assert again.wait_end() == 0
        assert list_unfinished(home_of(tmp_path)) == ()
        (note,) = stick.glob("*.toml")
        assert verify(load_note(note).raw) == "sealed-intact"


def save_elsewhere(terminal: Terminal, folder: Path) -> None:
    terminal.press(F12, "in which folder?")
    terminal.type_line(str(folder)[:20])  # the rest scrolls out of the sheet's line
    terminal.send(f"{str(folder)[20:]}{ENTER}")
    terminal.wait("saved in")
    terminal.wait(lambda: saved(terminal))


def test_saved_elsewhere_on_a_whole_disk_leaves_one_screen_to_resume(tmp_path: Path) -> None:
    stick = tmp_path / "stick"
    with first_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        save_elsewhere(terminal, stick)
        terminal.press("b", lambda: ticks_shown(terminal) == 2)
        write_line(terminal)
        (session,) = list_unfinished(home_of(tmp_path))
        assert session.path.parent == stick
        assert session.locked_by is not None
        terminal.kill()

    with Terminal(tmp_path, size=FULL) as again:
        resume(again)
        again.wait(lambda: ticks_shown(again) == 2 and LINE in again.words)
        seal_with_gaps_open(again, "has carried a failure")
        again.press("", "RECENT NOTES")
        again.send("q")
        assert again.wait_end() == 0
    assert list_unfinished(home_of(tmp_path)) == ()
    assert verify(load_note(note_path(tmp_path)).raw) == "sealed-intact"


def test_saved_elsewhere_that_is_refused_says_why_and_the_screen_stays_where_it_was(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with first_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        terminal.press(F12, "in which folder?")
        terminal.pass_time(0.2)
        terminal.send(f"{tmp_path / 'file' / 'under'}{ENTER}")
        terminal.wait("not moved")
        terminal.press("b", lambda: ticks_shown(terminal) == 2)
        write_line(terminal)
        terminal.wait(lambda: saved(terminal))
    assert_kept(tmp_path)


@pytest.mark.parametrize("back", [False, True], ids=["while it is out of reach", "when it is there again"])
def test_stick_that_was_pulled_out_is_told_and_the_older_state_is_offered(back: bool, tmp_path: Path) -> None:
    stick, pocket = tmp_path / "stick", tmp_path / "pocket"
    with first_probe(tmp_path) as terminal:
        terminal.press("a", lambda: ticks_shown(terminal) == 1)
        save_elsewhere(terminal, stick)
        terminal.press("b", lambda: ticks_shown(terminal) == 2)
        terminal.kill()
    stick.rename(pocket)
    (left,) = list_unfinished(home_of(tmp_path))
    assert left.path.parent == home_of(tmp_path).sessions
    assert f"went on in {stick}" in left.problem
    if back:
        pocket.rename(stick)
        (found,) = list_unfinished(home_of(tmp_path))
        assert (found.path.parent, found.problem) == (stick, "")
