from __future__ import annotations

import errno
import os
import shutil
import threading

import pytest
from journals import FOR_EVER, SAVED, append, numbers

from screencopilot.store.journal import Journal, JournalStatus, read_journal


def test_a_full_disk_keeps_lines_in_memory_and_writes_them_in_order_later(quiet, folder, disk):
    append(quiet, 1)
    disk.room = 0
    status = append(quiet, 2, 3)
    assert (status.saved, status.pending) == (False, 2)
    assert status.problem == os.strerror(errno.ENOSPC)
    assert "free some space" in status.mend
    assert numbers(folder) == [1]
    disk.room = None
    assert append(quiet, 4) == SAVED
    assert numbers(folder) == [1, 2, 3, 4]


@pytest.mark.parametrize("room", range(1, 40, 3))
def test_a_disk_that_fills_up_within_a_line_leaves_no_torn_line(quiet, folder, disk, room):
    append(quiet, 1)
    disk.room = room
    assert append(quiet, 2).pending == 1
    assert numbers(folder) == [1]
    disk.room = None
    append(quiet, 3)
    assert numbers(folder) == [1, 2, 3]


def test_a_torn_line_that_cannot_be_cut_at_once_is_cut_later(quiet, folder, disk):
    append(quiet, 1)
    disk.room, disk.troubles["truncate"] = 10, errno.EIO
    append(quiet, 2)
    assert read_journal(folder / "journal.jsonl").faults, "torn on disk"
    disk.room = None
    assert append(quiet, 3).pending == 2, "still not cut, so nothing is written after it"
    disk.troubles.clear()
    assert append(quiet, 4) == SAVED
    assert numbers(folder) == [1, 2, 3, 4]


def test_the_thread_tries_again_by_itself(folder, disk):
    saved = threading.Event()

    def look() -> None:
        if journal.status.saved and numbers(folder) == [1]:
            saved.set()

    journal = Journal.create(folder, b"{}", disk=disk, on_change=look, gather_seconds=0, retry_seconds=0.001)
    refusals = iter(range(3))
    real = disk.write

    def write(fd: int, data: bytes) -> int:
        if next(refusals, None) is not None:
            raise OSError(errno.ENOSPC, "full")
        return real(fd, data)

    disk.write = write
    assert not append(journal, 1).saved
    assert saved.wait(30)
    journal.close()


def test_the_listener_hears_of_trouble_and_of_its_end(folder, disk):
    heard: list[JournalStatus] = []
    journal = Journal.create(
        folder,
        b"{}",
        disk=disk,
        on_change=lambda: heard.append(journal.status),
        gather_seconds=FOR_EVER,
        retry_seconds=FOR_EVER,
    )
    append(journal, 1)
    assert heard == [], "nothing changed"
    disk.troubles["write"] = errno.EROFS
    append(journal, 2)
    append(journal, 3)
    disk.troubles.clear()
    append(journal, 4)
    assert [(s.saved, s.pending) for s in heard] == [(False, 1), (False, 2), (True, 0)]
    journal.close()


@pytest.mark.parametrize("call", ["make_folder", "create", "write", "replace"])
def test_a_screen_can_begin_on_a_disk_that_refuses(folder, disk, call):
    disk.troubles[call] = errno.EROFS
    journal = Journal.create(folder, b"{}", disk=disk, retry_seconds=FOR_EVER)
    assert not journal.status.saved
    assert append(journal, 1, 2).pending == 2
    disk.troubles.clear()
    assert append(journal, 3) == SAVED
    assert numbers(folder) == [1, 2, 3]
    assert (folder / "screen.json").exists()
    journal.close()


def test_a_failed_fsync_is_told_until_one_succeeds_on_a_file_written_anew(folder, disk):
    journal = Journal.create(folder, b"{}", disk=disk, gather_seconds=FOR_EVER, retry_seconds=FOR_EVER)
    append(journal, 1)
    old = (folder / "journal.jsonl").stat().st_ino
    disk.troubles["fsync"] = errno.EIO
    journal._work()
    assert not journal.status.saved
    assert "failing" in journal.status.mend
    assert not append(journal, 2).saved, "written, but not trusted"
    assert numbers(folder) == [1, 2], "and safe from a kill all the while"
    journal._work()
    assert not journal.status.saved
    assert (folder / "journal.jsonl").stat().st_ino == old, (
        "a refused copy never takes the place of the old file"
    )
    disk.troubles.clear()
    assert journal.close() == SAVED
    assert (folder / "journal.jsonl").stat().st_ino != old
    assert numbers(folder) == [1, 2]
    assert sorted(p.name for p in folder.iterdir()) == ["journal.jsonl", "screen.json"]


def test_lines_appended_while_the_file_is_written_anew_are_in_it(folder, disk):
    journal = Journal.create(folder, b"{}", disk=disk, gather_seconds=FOR_EVER, retry_seconds=FOR_EVER)
    append(journal, 1)
    disk.troubles["fsync"] = errno.EIO
    journal._work()

    def meanwhile() -> None:
        del disk.troubles["fsync"]
        append(journal, 2)

    disk.troubles["fsync"] = meanwhile
    journal._work()
    assert append(journal, 3) == SAVED
    assert numbers(folder) == [1, 2, 3]
    journal.close()


@pytest.mark.parametrize("how", ["removed", "moved", "file only"])
def test_a_vanished_folder_is_made_again_with_everything_in_it(quiet, folder, how):
    append(quiet, 1, 2)
    if how == "removed":
        shutil.rmtree(folder)
    elif how == "moved":
        folder.rename(folder.with_name("elsewhere"))
    else:
        (folder / "journal.jsonl").unlink()
    assert append(quiet, 3) == SAVED
    assert numbers(folder) == [1, 2, 3]
    assert (folder / "screen.json").read_bytes() == b"{}"


def test_a_folder_that_vanishes_while_the_thread_syncs_is_made_again_at_once(quiet, folder, disk):
    append(quiet, 1, 2)
    disk.troubles["fsync"] = lambda: shutil.rmtree(folder, ignore_errors=True)
    quiet._work()
    assert numbers(folder) == [1, 2]


def test_a_file_system_that_cannot_tell_files_apart_does_not_write_all_anew_each_time(quiet, folder, disk):
    disk.still_names = lambda _path, _fd: False
    append(quiet, 1)
    disk.calls.clear()
    assert append(quiet, 2) == SAVED
    assert disk.calls == ["write"]
    assert numbers(folder) == [1, 2]


def test_a_vanished_folder_that_cannot_be_made_again_is_told(quiet, folder, disk):
    append(quiet, 1)
    shutil.rmtree(folder)
    folder.write_bytes(b"in the way")
    status = append(quiet, 2)
    assert not status.saved
    assert status.problem
    folder.unlink()
    assert append(quiet, 3) == SAVED
    assert numbers(folder) == [1, 2, 3]
