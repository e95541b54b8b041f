"""A screen saved elsewhere: moved whole or not at all, found again, put aside, forgotten."""

from __future__ import annotations

import datetime as dt
import errno
import os
from pathlib import Path

import pytest

from screencopilot.domain import commands as do
from screencopilot.store import journal as journal_module
from screencopilot.store.desk import Desk, open_desk
from screencopilot.store.disk import Disk
from screencopilot.store.elsewhere import KEPT_SUFFIX, MOVED_SUFFIX, moved_sessions
from screencopilot.store.errors import StoreError
from screencopilot.store.keeping import Left, find_old, find_ref, find_session, remove
from screencopilot.store.locks import holder_of
from screencopilot.store.paths import Folders, folders
from screencopilot.store.recovery import resume_desk
from screencopilot.store.sessions import list_unfinished, put_aside
from tests.sample import ManualClock, sample_opened, sample_script


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


@pytest.fixture
def desk(home: Folders) -> Desk:
    desk = open_desk(home, sample_script(), sample_opened(sample_script()), ManualClock())
    desk.do(do.next_probe)
    desk.do(do.write_line, "recall fell")
    return desk


class Full(Disk):
    """The real disk until it is full."""

    full = False

    def write(self, fd: int, data: bytes) -> int:
        if self.full:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        return super().write(fd, data)


def test_everything_goes_on_there_and_the_lock_too(desk: Desk, home: Folders, tmp_path: Path) -> None:
    before = desk.folder
    desk.move_to(tmp_path / "stick")
    desk.do(do.rate_probe, 4)

    assert (desk.moved, desk.untold, desk.folder.parent) == (True, False, tmp_path / "stick")
    assert holder_of(desk.folder) is not None
    assert holder_of(before) is None
    desk.close()
    (found,) = list_unfinished(home)
    again = resume_desk(home, found.path, ManualClock())
    assert again.session.state.marks == desk.session.state.marks
    again.close()


def test_place_that_refuses_keeps_nothing_and_can_be_tried_again(
    home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    disk = Full()
    monkeypatch.setattr(journal_module, "DISK", disk)
    desk = open_desk(home, sample_script(), sample_opened(sample_script()), ManualClock())
    desk.do(do.next_probe)
    here = desk.folder
    monkeypatch.setattr(disk, "fsync", _refuse)
    with pytest.raises(StoreError):
        desk.move_to(tmp_path / "stick")
    assert (desk.folder, list_unfinished(home)[0].path) == (here, here)

    monkeypatch.undo()
    desk.move_to(tmp_path / "stick")
    assert desk.folder.parent == tmp_path / "stick"
    desk.close()


def _refuse(_fd: int) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.parametrize("place", ["home", "again"])
def test_folder_that_keeps_the_screen_already_is_refused(
    place: str, desk: Desk, home: Folders, tmp_path: Path
) -> None:
    if place == "again":
        desk.move_to(tmp_path / "stick")
    with pytest.raises(StoreError, match="kept there already"):
        desk.move_to(desk.folder.parent)
    assert desk.status.saved
    desk.close()


def test_folder_of_nobody_is_our_error(desk: Desk) -> None:
    with pytest.raises(StoreError):
        desk.move_to(Path("~nobody-of-that-name/x"))
    desk.close()


@pytest.mark.parametrize(
    "note",
    [b"", b"\0", b"relative", b"/", b"/tmp/another-name", b"\xff" * 5000],
    ids=lambda note: repr(note[:12]),
)
def test_garbled_note_of_a_move_hides_no_screen(note: bytes, desk: Desk, home: Folders) -> None:
    desk.close()
    (home.sessions / f"{desk.folder.name}{MOVED_SUFFIX}").write_bytes(note)

    assert moved_sessions(home) == {}
    assert [s.path for s in list_unfinished(home)] == [desk.folder]


def test_screen_on_a_lost_stick_is_told_and_can_be_put_aside(home: Folders, tmp_path: Path) -> None:
    home.sessions.mkdir(parents=True)
    (home.sessions / f"s-1{MOVED_SUFFIX}").write_bytes(os.fsencode(tmp_path / "gone" / "s-1"))
    (lost,) = list_unfinished(home)
    assert "out of reach" in lost.problem

    put_aside(home, lost)
    assert list_unfinished(home) == ()


def test_forgetting_finds_what_was_saved_elsewhere(desk: Desk, home: Folders, tmp_path: Path) -> None:
    before = desk.folder
    desk.move_to(tmp_path / "stick")
    desk.close()
    assert find_session(home, desk.folder.name) == desk.folder
    told = before.with_name(f"{before.name}{MOVED_SUFFIX}")
    assert [g.path for g in find_ref(home, "C-1").going] == [before, desk.folder, told]

    (tmp_path / "stick").rename(tmp_path / "pocket")
    (left,) = find_ref(home, "C-1").left
    assert left == Left(desk.folder, left.why)


def sealed(desk: Desk) -> Path:
    """Seal the screen's note and close its desk."""
    desk.do(do.open_closing)
    desk.do(do.recommend, "no", "high", "vague throughout")
    path, digest = desk.write_sealed()
    desk.finish(digest)
    desk.close()
    return path


def test_finished_screen_is_offered_no_more_but_forgetting_finds_it(
    desk: Desk, home: Folders, tmp_path: Path
) -> None:
    desk.move_to(tmp_path / "stick")
    path = sealed(desk)
    beside = path.rename(desk.folder.parent / path.name)  # as when the notes' own disk refuses
    told = home.sessions / f"{desk.folder.name}{KEPT_SUFFIX}"
    left_behind = home.sessions / desk.folder.name

    assert list_unfinished(home) == ()
    assert moved_sessions(home) == {}
    assert find_session(home, desk.folder.name) == desk.folder
    found = find_ref(home, "c-1")
    assert {g.path for g in found.going} == {desk.folder, beside, told, left_behind}
    assert found.left == ()
    assert find_ref(home, "C-2").going == ()
    for going in found.going:
        remove(going)
    assert not any(path.exists() for path in (desk.folder, beside, told))
    assert find_ref(home, "C-1") == find_ref(home, "C-2")


def test_purging_finds_finished_screens_that_were_saved_elsewhere(
    desk: Desk, home: Folders, tmp_path: Path
) -> None:
    desk.move_to(tmp_path / "stick")
    path = sealed(desk)
    beside = path.rename(desk.folder.parent / path.name)
    after, long_after = (dt.datetime.now(dt.UTC) + dt.timedelta(days=days) for days in (-30, 4000))

    assert find_old(home, after).going == ()
    gone = {g.path for g in find_old(home, long_after).going}
    assert {desk.folder, beside, home.sessions / f"{desk.folder.name}{KEPT_SUFFIX}"} <= gone


def test_finished_screen_on_a_lost_stick_is_told_when_forgetting(
    desk: Desk, home: Folders, tmp_path: Path
) -> None:
    desk.move_to(tmp_path / "stick")
    sealed(desk)
    (tmp_path / "stick").rename(tmp_path / "pocket")

    assert list_unfinished(home) == ()
    assert [one.path for one in find_ref(home, "C-9").left] == [desk.folder]
