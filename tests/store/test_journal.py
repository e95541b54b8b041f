from __future__ import annotations

import errno
import os
import shutil
import subprocess
import sys
import threading

import pytest
from journals import FOR_EVER, SAVED, append, entry, numbers

from screencopilot.store.errors import StoreError
from screencopilot.store.journal import Journal, read_journal


def test_every_line_is_in_the_file_when_append_returns(quiet, folder):
    for seq in range(1, 50):
        assert append(quiet, seq) == SAVED
        assert numbers(folder) == list(range(1, seq + 1))


def test_one_line_is_one_write(quiet, disk):
    disk.calls.clear()
    append(quiet, 1)
    assert disk.calls == ["write"]


def test_the_snapshot_and_the_journal_are_durable_and_private_before_the_first_event(folder, disk, umask):
    umask(0)
    journal = Journal.create(folder, b'{"bank":1}', disk=disk, gather_seconds=FOR_EVER)
    assert (folder / "screen.json").read_bytes() == journal.snapshot == b'{"bank":1}'
    assert disk.calls.count("fsync_folder") == 2
    assert disk.calls.count("fsync") >= 4, "journal, snapshot, and two folders"
    assert {p.stat().st_mode & 0o777 for p in folder.iterdir()} == {0o600}
    assert folder.stat().st_mode & 0o777 == 0o700
    journal.close()


def test_a_journal_is_never_begun_over_another(quiet, folder):
    append(quiet, 1)
    with pytest.raises(StoreError, match="kept there already"):
        Journal.create(folder, b"{}")
    assert numbers(folder) == [1]


def test_short_writes_are_gone_on_with(quiet, folder, disk, monkeypatch):
    monkeypatch.setattr(disk, "write", lambda fd, data: os.write(fd, data[:3]))
    assert append(quiet, 1, 2) == SAVED
    assert numbers(folder) == [1, 2]


def test_a_stalled_fsync_delays_no_append(folder, disk):
    stalled, go_on = threading.Event(), threading.Event()
    journal = Journal.create(folder, b"{}", disk=disk, gather_seconds=0)

    def stall() -> None:
        stalled.set()
        assert go_on.wait(30)

    disk.troubles["fsync"] = stall
    append(journal, 1)
    assert stalled.wait(30), "the thread syncs by itself"
    # This thread is the only one that can end the stall: were an append to wait for the fsync, it would wait for ever.
    assert append(journal, *range(2, 100)) == SAVED
    assert numbers(folder) == list(range(1, 100))
    go_on.set()
    assert journal.close() == SAVED


def test_lines_appended_during_a_sync_are_synced_too(folder, disk):
    inside, go_on, again = threading.Event(), threading.Event(), threading.Event()
    journal = Journal.create(folder, b"{}", disk=disk, gather_seconds=0)

    def stall() -> None:
        if inside.is_set():
            again.set()
        inside.set()
        assert go_on.wait(30)

    disk.troubles["fsync"] = stall
    append(journal, 1)
    assert inside.wait(30)
    append(journal, 2)
    go_on.set()
    assert again.wait(30)
    journal.close()


def test_an_idle_journal_asks_nothing_of_the_disk(folder, disk):
    synced = threading.Event()
    journal = Journal.create(folder, b"{}", disk=disk, gather_seconds=0)
    disk.troubles["fsync"] = synced.set
    append(journal, 1)
    assert synced.wait(30)
    journal.close()
    assert disk.calls.count("fsync") <= 6, "four at the start, one for the line; close has none left to do"


def test_close_syncs_ends_the_thread_and_may_be_called_twice(quiet, folder, disk):
    append(quiet, 1)
    disk.calls.clear()
    assert quiet.close() == SAVED
    assert disk.calls == ["fsync"]
    assert quiet.close() == SAVED
    assert not quiet._thread.is_alive()
    with pytest.raises(ValueError, match="closed"):
        append(quiet, 2)


def test_close_waits_for_the_thread_so_that_no_fsync_outlives_it(folder, disk, monkeypatch):
    inside, go_on = threading.Event(), threading.Event()
    journal = Journal.create(folder, b"{}", disk=disk, gather_seconds=0)
    thread = journal._thread

    def stall() -> None:
        if threading.current_thread() is thread:
            inside.set()
            assert go_on.wait(30)

    def join() -> None:
        go_on.set()
        threading.Thread.join(thread)

    monkeypatch.setattr(thread, "join", join)
    disk.troubles["fsync"] = stall
    append(journal, 1)
    assert inside.wait(30)
    journal.close()
    alive = thread.is_alive()
    go_on.set()
    assert not alive


# -- elsewhere -----------------------------------------------------------------------------------------------------


def test_save_elsewhere_takes_everything_along_and_goes_on_there(quiet, folder, tmp_path, disk):
    append(quiet, 1)
    disk.room = 0
    append(quiet, 2)
    disk.room = None
    other = tmp_path / "stick" / "s-1"
    quiet.move_to(other)
    assert quiet.status == SAVED
    assert quiet.folder == other
    append(quiet, 3)
    assert numbers(other) == [1, 2, 3]
    assert numbers(folder) == [1]
    assert (other / "screen.json").read_bytes() == b"{}"


def test_lines_appended_while_moving_come_along(quiet, tmp_path, disk):
    append(quiet, 1)

    def meanwhile() -> None:
        disk.troubles.clear()
        append(quiet, 2)

    disk.troubles["fsync"] = meanwhile
    quiet.move_to(tmp_path / "other")
    append(quiet, 3)
    assert numbers(tmp_path / "other") == [1, 2, 3]


def test_save_elsewhere_that_fails_stays_where_it_was(quiet, folder, tmp_path):
    append(quiet, 1)
    (tmp_path / "file").touch()
    with pytest.raises(StoreError):
        quiet.move_to(tmp_path / "file" / "under")
    with pytest.raises(StoreError, match="kept there already"):
        quiet.move_to(folder)
    append(quiet, 2)
    assert (quiet.folder, numbers(folder)) == (folder, [1, 2])


# -- recovery ------------------------------------------------------------------------------------------------------


def test_reopening_cuts_the_torn_tail_and_goes_on(quiet, folder):
    append(quiet, 1, 2)
    quiet.close()
    with (folder / "journal.jsonl").open("ab") as file:
        file.write(b'{"crc":"0123')
    journal, reading = Journal.reopen(folder)
    assert reading.payloads == (entry(1), entry(2))
    assert "torn" in reading.faults[0]
    assert journal.snapshot == b"{}"
    journal.append(reading.last_seq + 1, entry(3))
    assert numbers(folder) == [1, 2, 3]
    assert journal.close() == SAVED


def test_reopening_ends_a_last_line_that_lacks_its_newline(quiet, folder):
    append(quiet, 1, 2)
    quiet.close()
    path = folder / "journal.jsonl"
    path.write_bytes(path.read_bytes()[:-1])
    journal, reading = Journal.reopen(folder)
    assert (reading.last_seq, reading.faults) == (2, ())
    append(journal, 3)
    journal.close()
    assert numbers(folder) == [1, 2, 3]


def test_reopening_without_snapshot_says_so(quiet, folder):
    append(quiet, 1)
    quiet.close()
    (folder / "screen.json").unlink()
    journal, reading = Journal.reopen(folder)
    assert reading.last_seq == 1
    assert "screen.json" in reading.faults[0]
    assert journal.snapshot == b""
    journal.close()


def test_a_reopened_journal_outlives_its_folder_too(quiet, folder):
    append(quiet, 1, 2)
    quiet.close()
    journal, _ = Journal.reopen(folder)
    shutil.rmtree(folder)
    append(journal, 3)
    journal.close()
    assert numbers(folder) == [1, 2, 3]


def test_reopening_on_a_read_only_disk_still_reads(quiet, folder, disk):
    append(quiet, 1)
    quiet.close()
    disk.troubles |= {"open_append": errno.EROFS, "create": errno.EROFS}
    journal, reading = Journal.reopen(folder, disk=disk, retry_seconds=FOR_EVER)
    assert reading.last_seq == 1
    assert append(journal, 2).pending == 1
    disk.troubles.clear()
    assert append(journal, 3) == SAVED
    assert numbers(folder) == [1, 2, 3]
    journal.close()


def test_a_file_that_must_be_written_anew_stays_until_its_copy_is_durable(quiet, folder, disk):
    append(quiet, 1)
    quiet.close()
    old = (folder / "journal.jsonl").stat().st_ino
    disk.troubles |= {"open_append": errno.EACCES, "fsync": errno.ENOSPC}
    journal, _ = Journal.reopen(folder, disk=disk, retry_seconds=FOR_EVER)
    del disk.troubles["open_append"]
    assert append(journal, 2).pending == 1
    assert (folder / "journal.jsonl").stat().st_ino == old
    disk.troubles.clear()
    assert append(journal, 3) == SAVED
    assert numbers(folder) == [1, 2, 3]
    journal.close()


def test_nothing_to_reopen_is_our_error(tmp_path):
    with pytest.raises(StoreError):
        Journal.reopen(tmp_path / "nothing")


APPEND_FOR_EVER = """
import sys
from pathlib import Path
from screencopilot.store.journal import Journal

folder = Path(sys.argv[1])
if folder.exists():
    journal, reading = Journal.reopen(folder)
    seq = reading.last_seq
else:
    journal, seq = Journal.create(folder, b"{}"), 0
while True:
    seq += 1
    journal.append(seq, b'{"n":%d}' % seq)
    sys.stdout.write(f"{seq}\\n")
    sys.stdout.flush()
"""


def test_kill_9_loses_nothing_that_was_appended(folder):
    """Kill a program again and again at an arbitrary line, and go on from what it left."""
    seen = 0
    for lines in (1, 40, 7, 300, 90, 2):
        command = [sys.executable, "-c", APPEND_FOR_EVER, str(folder)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as program:
            assert program.stdout is not None
            for _ in range(lines):
                seen = int(program.stdout.readline())
            program.kill()
            told = [
                int(line) for line in program.stdout.read().splitlines(keepends=True) if line.endswith("\n")
            ]
        reading = read_journal(folder / "journal.jsonl")
        assert all("torn" in fault for fault in reading.faults)
        assert [line.seq for line in reading.lines] == list(range(1, reading.last_seq + 1))
        assert reading.last_seq >= max([seen, *told])
