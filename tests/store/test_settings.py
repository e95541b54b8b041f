from __future__ import annotations

import datetime as dt
import tomllib
from dataclasses import dataclass

import pytest

from screencopilot.store.errors import StoreError
from screencopilot.store.paths import folders
from screencopilot.store.profile import Profile, load_profile, save_profile
from screencopilot.store.reminder import reminder
from screencopilot.store.settings import Settings, change_settings, load_settings, silence_for_ever

OLD_PROFILE = """schema = "screencopilot/profile/1"
bank = "ml"
theme = "quiet-light"
silenced = ["own-hands"]
later = 1
"""
NOW = dt.datetime(2026, 11, 21, 10, 0, tzinfo=dt.UTC)


@pytest.fixture
def home(tmp_path):
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


def written(home):
    return tomllib.loads(home.config_file.read_text("utf-8"))


def test_nothing_set_is_the_defaults_and_makes_no_file(home):
    assert load_settings(home) == Settings()
    assert not home.config.exists()


def test_what_was_changed_is_there_again_privately(home):
    change_settings(home, theme="okabe-ito", remind_after_days=30)
    change_settings(home, silenced=["own-hands"])
    assert load_settings(home) == Settings("okabe-ito", False, 30, ("own-hands",))
    assert home.config_file.stat().st_mode & 0o777 == 0o600
    assert next(iter(written(home).items())) == ("schema", "screencopilot/config/1")


def test_only_what_is_changed_is_written(home):
    change_settings(home, theme="okabe-ito")
    assert set(written(home)) == {"schema", "theme"}


def test_other_keys_stay_as_they_stand_even_with_faults(home):
    home.config.mkdir(parents=True)
    home.config_file.write_text('schema = "screencopilot/config/1"\nlater = [1]\nreduced_motion = "yes"\n')
    change_settings(home, theme="quiet-dark")
    assert written(home)["later"] == [1]
    assert written(home)["reduced_motion"] == "yes"
    assert len(load_settings(home).problems) == 2


@pytest.mark.parametrize(
    "junk", ["theme = ", 'schema = "screencopilot/config/2"\n', 'schema = "screencopilot/bank/1"\n']
)
def test_a_file_that_is_not_ours_to_read_is_kept(home, junk):
    home.config.mkdir(parents=True)
    home.config_file.write_text(junk)
    assert load_settings(home).problems
    with pytest.raises(StoreError, match="kept"):
        change_settings(home, theme="quiet-dark")
    assert home.config_file.read_text() == junk


def test_a_nudge_silenced_twice_stands_once(home):
    silence_for_ever(home, "own-hands")
    silence_for_ever(home, "own-hands")
    silence_for_ever(home, "off-limits")
    assert load_settings(home).silenced == ("own-hands", "off-limits")


# What the profile held before there were settings.


@pytest.fixture
def old(home):
    home.config.mkdir(parents=True)
    home.profile_file.write_text(OLD_PROFILE)
    return home


def test_an_older_profiles_theme_and_silenced_nudges_hold_until_there_are_settings(old):
    assert load_settings(old) == Settings(theme="quiet-light", silenced=("own-hands",))
    assert not old.config_file.exists()


def test_they_move_with_the_first_change_and_leave_the_profile(old):
    silence_for_ever(old, "off-limits")
    assert load_settings(old) == Settings(theme="quiet-light", silenced=("own-hands", "off-limits"))
    assert tomllib.loads(old.profile_file.read_text()) == {
        "schema": "screencopilot/profile/1",
        "bank": "ml",
        "later": 1,
    }
    old.config_file.unlink()
    assert load_settings(old) == Settings()


def test_they_survive_the_last_choices_being_saved(old):
    save_profile(old.profile_file, Profile("other"))
    assert load_profile(old.profile_file).profile == Profile("other")
    assert load_settings(old).theme == "quiet-light"


def test_settings_are_never_taken_from_the_profile_once_they_have_a_file(old):
    old.config_file.write_text('schema = "screencopilot/config/1"\n')
    assert load_settings(old) == Settings()


@pytest.mark.parametrize("junk", [b"\0", b"theme = 7", b"theme = ", b"silenced = 'x'"])
def test_a_broken_older_profile_gives_no_settings_and_stays(home, junk):
    home.config.mkdir(parents=True)
    home.profile_file.write_bytes(junk)
    assert load_settings(home) == Settings()
    assert home.profile_file.read_bytes() == junk


# The reminder.


@dataclass
class Note:
    started: dt.datetime


@pytest.mark.parametrize(("days", "ages", "said"), [(30, (31, 30, 29), "1 note is"), (30, (40, 50), "2 notes are"), (0, (9999,), ""), (30, (1,), "")])  # fmt: skip  # noqa: E501
def test_old_notes_are_named_with_the_command_that_shows_them(home, days, ages, said):
    change_settings(home, remind_after_days=days)
    told = reminder(home, [Note(NOW - dt.timedelta(days=age)) for age in ages], NOW)
    assert len(told) == bool(said)
    assert all(said in line and f"--older-than {days}d --dry-run" in line for line in told)
