from __future__ import annotations

import errno
import tomllib

import pytest

from screencopilot.store.errors import StoreError
from screencopilot.store.profile import Profile, load_profile, save_profile

FULL = Profile("ml", "45", "senior", "A. Kim", ("owned-model",))


def test_no_profile_is_the_defaults_without_a_problem(tmp_path):
    reading = load_profile(tmp_path / "profile.toml")
    assert (reading.profile, reading.problem) == (Profile(), "")
    assert not list(tmp_path.iterdir())


def test_what_was_saved_is_remembered_privately(tmp_path):
    path = tmp_path / "config" / "profile.toml"
    save_profile(path, FULL)
    assert load_profile(path).profile == FULL
    assert path.stat().st_mode & 0o777 == 0o600
    assert tomllib.loads(path.read_text())["schema"] == "screencopilot/profile/1"


def test_keys_of_a_newer_version_are_kept(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text('bank = "old"\nlater = [1, 2]\n')
    save_profile(path, FULL)
    assert tomllib.loads(path.read_text())["later"] == [1, 2]
    assert load_profile(path).profile == FULL


@pytest.mark.parametrize(
    "junk", [b"\0", b"bank = ", b"bank = 7", b"shipped = 'x'", b"\xff", b"a=" + b"[" * 500]
)
def test_a_broken_profile_is_moved_aside_and_told(tmp_path, junk):
    path = tmp_path / "profile.toml"
    path.write_bytes(junk)
    reading = load_profile(path)
    assert reading.profile == Profile()
    assert "profile.toml.broken" in reading.problem
    assert (tmp_path / "profile.toml.broken").read_bytes() == junk
    assert not path.exists()


def test_a_second_broken_profile_does_not_replace_the_first(tmp_path):
    path = tmp_path / "profile.toml"
    for junk in (b"one", b"two"):
        path.write_bytes(junk)
        load_profile(path)
    assert (tmp_path / "profile.toml.broken").read_bytes() == b"one"
    assert (tmp_path / "profile.toml.broken-2").read_bytes() == b"two"


def test_a_broken_profile_that_cannot_be_moved_is_not_written_over(tmp_path, disk):
    path = tmp_path / "profile.toml"
    path.write_bytes(b"broken")
    disk.troubles["replace"] = errno.EROFS
    assert "could not be moved aside" in load_profile(path, disk).problem
    disk.troubles.clear()
    with pytest.raises(StoreError, match="broken, and kept"):
        save_profile(path, FULL)
    assert path.read_bytes() == b"broken"


def test_text_is_cleaned(tmp_path):
    path = tmp_path / "profile.toml"
    path.write_text('evaluator = "A.\\u001b[31m Kim\\n"\nshipped = ["\\u009bx"]\n')
    profile = load_profile(path).profile
    assert profile.evaluator == "A.[31m Kim"
    assert profile.shipped == ("x",)
