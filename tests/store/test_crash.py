from __future__ import annotations

import datetime as dt
import errno
from pathlib import Path

import pytest

from screencopilot.store import crash
from screencopilot.store.atomic import write_durably
from screencopilot.store.crash import crash_report, write_crash_report
from screencopilot.store.errors import StoreError

NOW = dt.datetime(2026, 11, 21, 10, 0, 3, tzinfo=dt.UTC)
SECRET = "recall went from 0.81 to 0.64"


def a_crash(tmp_path: Path, disk) -> BaseException:
    disk.troubles["write"] = errno.ENOSPC
    try:
        try:
            write_durably(tmp_path / SECRET, SECRET.encode(), replace=True, disk=disk)
        except StoreError as error:
            raise ValueError(SECRET) from error
    except ValueError as error:
        error.add_note(SECRET)
        return error


def test_it_names_kinds_and_lines_of_our_code_from_the_first_cause_on(tmp_path, disk):
    text = crash_report(a_crash(tmp_path, disk), NOW)
    kinds = [line for line in text.splitlines() if line.startswith(("builtins.", "screencopilot."))]
    assert kinds == ["builtins.OSError", "screencopilot.store.errors.StoreError", "builtins.ValueError"]
    assert "  screencopilot/store/atomic.py:" in text
    assert "in write_durably" in text
    assert "conftest" not in text, "frames of others stay out"
    assert "2026-11-21T10:00:03+00:00" in text
    assert "Python 3." in text
    assert "msgspec " in text


def test_it_holds_no_message_no_value_and_no_path_of_the_user(tmp_path, disk):
    text = crash_report(a_crash(tmp_path, disk), NOW)
    assert "recall" not in text
    assert "0.81" not in text
    assert str(Path(crash.__file__).parents[2]) not in text
    assert str(tmp_path) not in text


def test_it_is_written_privately_and_its_path_returned(home, tmp_path, disk, umask):
    umask(0)
    path = write_crash_report(a_crash(tmp_path, disk), home, NOW)
    assert path.parent == home.crash_reports
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert "atomic.py" in path.read_text()


def test_a_disk_that_refuses_is_our_error(home, disk):
    disk.troubles["write"] = errno.EROFS
    with pytest.raises(StoreError):
        write_crash_report(ValueError(), home, NOW, disk)


def test_causes_in_a_circle_and_deep_recursion_end(monkeypatch):
    one, two = ValueError(), TypeError()
    one.__context__, two.__context__ = two, one
    assert crash_report(one, NOW).count("builtins.") == 2
    monkeypatch.setattr(crash, "_ours", lambda _code, line: f"x.py:{line}")

    def deeper(n: int) -> None:
        if n == 0:
            raise ValueError
        deeper(n - 1)

    with pytest.raises(ValueError) as caught:
        deeper(500)
    text = crash_report(caught.value, NOW)
    assert " more" in text
    assert len(text.splitlines()) < 70
