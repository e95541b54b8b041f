from __future__ import annotations

import datetime as dt
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest

from screencopilot.store import locks
from screencopilot.store.errors import StoreError
from screencopilot.store.locks import Holder, holder_of, take_lock

NOW = dt.datetime(2026, 11, 21, 10, 0, 3, tzinfo=dt.timezone(dt.timedelta(hours=-5)))

HOLD = """
import datetime as dt, sys
from pathlib import Path
from screencopilot.store.locks import take_lock

lock = take_lock(Path(sys.argv[1]), dt.datetime.fromisoformat(sys.argv[2]))
print("held", flush=True)
sys.stdin.read()
lock.release()
"""


@pytest.fixture(autouse=True)
def _impatient(monkeypatch):
    monkeypatch.setattr(locks, "_PATIENCE", 0)


@pytest.fixture
def other(tmp_path):
    command = [sys.executable, "-c", HOLD, str(tmp_path), NOW.isoformat()]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "held\n"
        yield program
        program.kill()


def test_a_second_program_is_refused_with_the_first_ones_process_and_host(tmp_path, other):
    with pytest.raises(StoreError) as caught:
        take_lock(tmp_path, NOW)
    for word in (str(other.pid), socket.gethostname(), "2026-11-21T10:00:03-05:00", str(tmp_path)):
        assert word in str(caught.value)
    with pytest.raises(StoreError):
        take_lock(tmp_path, NOW, by_force=True)
    assert holder_of(tmp_path) == Holder(other.pid, socket.gethostname(), NOW.isoformat())


def test_the_lock_of_a_killed_program_is_taken_over(tmp_path, other):
    os.kill(other.pid, signal.SIGKILL)
    other.wait()
    assert (tmp_path / locks.HOLDER_NAME).exists(), "it had no time to tidy up"
    assert holder_of(tmp_path) is None
    with take_lock(tmp_path, NOW):
        assert holder_of(tmp_path) == Holder(os.getpid(), socket.gethostname(), NOW.isoformat())


def test_a_second_opener_in_one_program_is_refused_too(tmp_path):
    with take_lock(tmp_path, NOW), pytest.raises(StoreError, match=f"process {os.getpid()}"):
        take_lock(tmp_path, NOW)


def test_a_released_lock_is_free_and_leaves_no_name(tmp_path):
    lock = take_lock(tmp_path, NOW)
    lock.release()
    lock.release()
    assert holder_of(tmp_path) is None
    assert not (tmp_path / locks.HOLDER_NAME).exists()
    take_lock(tmp_path, NOW).release()


def test_another_computers_lock_is_respected_unless_taken_by_force(tmp_path):
    far = Holder(1, "far-away", NOW.isoformat())
    (tmp_path / locks.HOLDER_NAME).write_bytes(msgspec.json.encode(far))
    assert holder_of(tmp_path) == far
    with pytest.raises(StoreError, match="process 1 on far-away"):
        take_lock(tmp_path, NOW)
    with take_lock(tmp_path, NOW, by_force=True):
        assert holder_of(tmp_path) != far


@pytest.mark.parametrize("junk", [b"", b"\xff\xfe", b'{"pid":"x"}', b"[" * 4000])
def test_a_garbled_holder_holds_nothing(tmp_path, junk):
    (tmp_path / locks.HOLDER_NAME).write_bytes(junk)
    assert holder_of(tmp_path) is None
    take_lock(tmp_path, NOW).release()


def test_a_hostile_holder_shows_no_escape_sequences(tmp_path):
    far = Holder(1, "\x1b[2Jfar", "\x9b0m")
    (tmp_path / locks.HOLDER_NAME).write_bytes(msgspec.json.encode(far))
    with pytest.raises(StoreError) as caught:
        take_lock(tmp_path, NOW)
    assert "\x1b" not in str(caught.value)
    assert "\x9b" not in str(far)


def test_a_missing_folder_is_our_error(tmp_path):
    with pytest.raises(StoreError):
        take_lock(Path(tmp_path / "gone" / "x"), NOW)
