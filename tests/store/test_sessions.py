from __future__ import annotations

import datetime as dt
import os

import pytest

from screencopilot.store.errors import StoreError
from screencopilot.store.journal import Journal
from screencopilot.store.locks import take_lock
from screencopilot.store.sessions import list_unfinished, mark_finished, new_session_folder

NOW = dt.datetime(2026, 11, 21, 15, 0, 3, tzinfo=dt.UTC)


def begin(home, session_id: str, *, lines: int = 1):
    path = new_session_folder(home, session_id)
    journal = Journal.create(path, b"{}")
    for seq in range(1, lines + 1):
        journal.append(seq, b"{}")
    journal.close()
    return path


def stamp(path, time: dt.datetime) -> None:
    os.utime(path, (time.timestamp(), time.timestamp()))


def test_no_folder_has_no_sessions(home):
    assert list_unfinished(home) == ()


def test_an_unfinished_session_is_listed_with_its_times_and_size(home):
    path = begin(home, "0192f0c1-aaaa")
    stamp(path / "screen.json", NOW)
    stamp(path / "journal.jsonl", NOW + dt.timedelta(minutes=30))
    (found,) = list_unfinished(home)
    assert (found.id, found.path, found.problem, found.locked_by) == ("0192f0c1-aaaa", path, "", None)
    assert (found.started, found.last) == (NOW, NOW + dt.timedelta(minutes=30))
    assert found.size == (path / "journal.jsonl").stat().st_size


def test_a_finished_one_is_kept_but_not_listed(home):
    path = begin(home, "a")
    mark_finished(path)
    mark_finished(path)
    assert list_unfinished(home) == ()
    assert (path / "journal.jsonl").exists()
    assert (path / "finished").stat().st_mode & 0o777 == 0o600


def test_the_last_used_comes_first(home):
    for n, name in enumerate(["a", "c", "b"]):
        stamp(begin(home, name) / "journal.jsonl", NOW + dt.timedelta(hours=n))
    assert [s.id for s in list_unfinished(home)] == ["b", "c", "a"]


def test_one_that_is_open_says_by_whom(home):
    with take_lock(begin(home, "a"), NOW):
        (found,) = list_unfinished(home)
        assert found.locked_by is not None
        assert found.locked_by.pid == os.getpid()


def test_what_is_broken_is_reported_and_the_rest_is_listed(home):
    begin(home, "whole")
    (begin(home, "no-journal") / "journal.jsonl").unlink()
    (begin(home, "no-snapshot") / "screen.json").unlink()
    looped = new_session_folder(home, "looped")
    (looped / "journal.jsonl").symlink_to(looped / "journal.jsonl")
    new_session_folder(home, "empty")
    (home.sessions / "stray.txt").touch()
    problems = {s.id: s.problem for s in list_unfinished(home)}
    assert problems.pop("looped").startswith("cannot be read")
    assert problems == {
        "whole": "",
        "no-journal": "journal.jsonl is missing",
        "no-snapshot": "screen.json is missing",
    }


@pytest.mark.parametrize("mask", [0, 0o777])
def test_a_sessions_folder_is_private_whatever_the_umask(home, umask, mask):
    umask(mask)
    path = new_session_folder(home, "a")
    assert path.stat().st_mode & 0o777 == path.parent.stat().st_mode & 0o777 == 0o700


def test_a_session_is_never_made_twice(home):
    new_session_folder(home, "a")
    with pytest.raises(StoreError, match="cannot be made"):
        new_session_folder(home, "a")


@pytest.mark.parametrize("name", ["", ".", "..", "../x", "a/b", "/etc", "a\0b", "a\n", "x" * 65, "-a", "é"])
def test_no_other_text_becomes_a_path(home, name):
    with pytest.raises(StoreError, match="no plain name"):
        new_session_folder(home, name)
