"""Two programs on one screen or on one note, and locks left by the dead or by computers with another time."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from screencopilot.domain import commands as do
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.store import locks, turns
from screencopilot.store.desk import Desk, open_desk
from screencopilot.store.disk import DISK, Disk
from screencopilot.store.errors import StoreError
from screencopilot.store.locks import HOLDER_NAME, Holder, holder_of, take_lock
from screencopilot.store.paths import Folders, folders
from screencopilot.store.recovery import resume_desk
from screencopilot.store.sessions import list_unfinished
from screencopilot.tui.view.home import age
from tests.pty.screens import FULL, first_probe, resume, session_folder, ticks_shown
from tests.pty.terminal import Terminal
from tests.sample import ManualClock, sample_opened, sample_script

RACE = """
import sys
from pathlib import Path
from screencopilot.domain.clock import SystemClock
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import folders
from screencopilot.store.recovery import resume_desk

home, session = folders({"SCREENCOPILOT_HOME": sys.argv[1]}), Path(sys.argv[2])
print("ready", flush=True)
sys.stdin.readline()
try:
    desk = resume_desk(home, session, SystemClock())
    print("held", flush=True)
except StoreError as error:
    print(error.what, flush=True)
sys.stdin.read()
"""
PROGRAMS = 4


def desk_with_a_line(home: Folders, clock: ManualClock | None = None) -> Desk:
    clock = clock or ManualClock()
    desk = open_desk(home, sample_script(), sample_opened(sample_script()), clock)
    desk.do(do.next_probe)
    desk.do(do.write_line, "recall fell")
    return desk


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


def test_of_programs_that_resume_one_screen_at_once_exactly_one_gets_it(
    home: Folders, tmp_path: Path
) -> None:
    desk = desk_with_a_line(home)
    desk.close()
    command = [sys.executable, "-c", RACE, str(tmp_path / "home"), str(desk.folder)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "text": True}
    programs = [subprocess.Popen(command, **pipes) for _ in range(PROGRAMS)]
    try:
        for program in programs:
            assert program.stdout.readline() == "ready\n"
        for program in programs:
            program.stdin.write("go\n")
            program.stdin.flush()
        said = [program.stdout.readline().strip() for program in programs]
        holder = next(p for p, words in zip(programs, said, strict=True) if words == "held")
        assert said.count("held") == 1
        assert sum(f"process {holder.pid}" in words for words in said) == PROGRAMS - 1
    finally:
        for program in programs:
            program.kill()
            program.communicate()


def test_lock_of_a_killed_program_is_taken_over_by_the_next(tmp_path: Path) -> None:
    with first_probe(tmp_path) as first:
        first.press("a", lambda: ticks_shown(first) == 1)
        first.kill()
    assert (
        msgspec.json.decode((session_folder(tmp_path) / HOLDER_NAME).read_bytes())["pid"] == first.process.pid
    )

    with Terminal(tmp_path, size=FULL) as second:
        resume(second)
        second.wait(lambda: ticks_shown(second) == 1)
        holder = holder_of(session_folder(tmp_path))
        assert holder is not None
        assert holder.pid == second.process.pid


@pytest.mark.parametrize("days", [-400, 400], ids=["behind", "ahead"])
def test_holder_on_a_computer_whose_clock_is_far_off_is_respected_all_the_same(
    days: int, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(locks, "_PATIENCE", 0)
    desk = desk_with_a_line(home)
    desk.close()
    clock = ManualClock()
    there = Holder(4711, "far-away", (clock.wall() + dt.timedelta(days=days)).isoformat())
    (desk.folder / HOLDER_NAME).write_bytes(msgspec.json.encode(there))

    with pytest.raises(StoreError, match="process 4711 on far-away"):
        resume_desk(home, desk.folder, clock)
    (listed,) = list_unfinished(home)
    assert listed.locked_by == there


@pytest.mark.parametrize("hours", [-30, 30], ids=["behind", "ahead"])
def test_screen_kept_on_a_computer_with_another_time_is_resumed_with_its_seconds_right(
    hours: int, home: Folders
) -> None:
    clock = ManualClock()
    desk = desk_with_a_line(home, clock)
    clock.tick(90)
    desk.do(do.rate_probe, 4)
    desk.close()
    other = ManualClock(clock.wall() + dt.timedelta(hours=hours))
    stamp = other.wall().timestamp() + 7200
    os.utime(desk.folder / "journal.jsonl", (stamp, stamp))

    (listed,) = list_unfinished(home)
    assert age(other.wall() - listed.last) == "under a minute"
    again = resume_desk(home, desk.folder, other)
    try:
        assert again.session.at == 90.0
        assert again.away == max(0.0, hours * 3600.0)
        assert again.session.state.paused_seconds == max(0.0, hours * 3600.0)
        again.save_draft()
    finally:
        again.close()


class Meanwhile(Disk):
    """The real disk; what another program does in the middle of a write is done by a function."""

    def __init__(self, act) -> None:
        self.act = act

    def fsync(self, fd: int) -> None:
        act, self.act = self.act, None
        if act is not None:
            act()
        super().fsync(fd)


def test_note_sealed_by_one_program_is_never_replaced_by_the_draft_of_another(
    home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    from screencopilot.store import library

    first, second = desk_with_a_line(home), None
    other = folders({"SCREENCOPILOT_HOME": str(home.data.parent.parent / "other")})
    shared = Folders(home.data, other.config, other.state)
    second = desk_with_a_line(shared)
    for desk in (first, second):
        desk.do(do.open_closing)
        desk.do(do.recommend, "yes", "low", "one fact")
    first.save_draft()
    refused = []

    def seal_now() -> None:
        try:
            second.write_sealed()
        except StoreError as error:
            refused.append(error.what)

    monkeypatch.setattr(turns.turn_in.__wrapped__, "__defaults__", (0.0,))
    real = library.save_draft
    monkeypatch.setattr(library, "save_draft", lambda *args: real(*args, disk=Meanwhile(seal_now)))
    first.save_draft()
    assert refused == ["another program is writing there"]

    path, _ = second.write_sealed()
    monkeypatch.setattr(library, "save_draft", real)
    with pytest.raises(StoreError, match="sealed and is kept"):
        first.save_draft()
    assert verify(load_note(path).raw) == "sealed-intact"
    first.close()
    second.close()


def test_folder_that_was_removed_and_locked_by_another_is_told_and_taken_back(home: Folders) -> None:
    desk = desk_with_a_line(home)
    for name in (locks.LOCK_NAME, HOLDER_NAME):
        DISK.remove(desk.folder / name)
    other = take_lock(desk.folder, ManualClock().wall())

    desk.do(do.rate_probe, 3)
    assert "open in another program" in desk.status.problem
    other.release()
    desk.settle()
    assert desk.status.saved
    with pytest.raises(StoreError, match=f"process {os.getpid()}"):
        take_lock(desk.folder, ManualClock().wall())
    desk.close()
