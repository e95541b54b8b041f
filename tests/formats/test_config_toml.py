"""The settings' file: one wrong line is told, and undoes no other."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screencopilot.formats.config_toml import DEFAULTS, Config, ConfigReading, load_config
from screencopilot.formats.text_safety import one_line

NUDGES = {"own-hands": 1, "ask-for-a-number": 2}
GOOD = """schema = "screencopilot/config/1"
theme = "quiet-light"
reduced_motion = true
remind_after_days = 90
silenced = ["own-hands"]
"""


def read(folder: Path, text: str | bytes) -> ConfigReading:
    place = folder / "config.toml"
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return load_config(place, NUDGES)


def test_everything_that_is_set_is_read(tmp_path: Path) -> None:
    reading = read(tmp_path, GOOD)
    assert reading.faults == ()
    assert reading.config == Config("screencopilot/config/1", "quiet-light", True, 90, ("own-hands",))


def test_what_is_not_set_has_its_default(tmp_path: Path) -> None:
    assert read(tmp_path, 'schema = "screencopilot/config/1"\n') == ConfigReading(DEFAULTS, ())


@pytest.mark.parametrize(
    ("old", "new", "key", "message", "mend"),
    [
        ("theme =", "them =", "them", "not a known key", "'theme'"),
        ('"quiet-light"', '"Quiet Light"', "theme", "must be text like", "quiet-dark"),
        ("true", '"yes"', "reduced_motion", "true or false", ""),
        ("90", "-1", "remind_after_days", "a whole number 0-36500", ""),
        ('["own-hands"]', '"own-hands"', "silenced", "must be an array", ""),
        ('"own-hands"', '"own-hnds"', "silenced[0]", "there is no nudge 'own-hnds'", "'own-hands'"),
    ],
)
def test_each_fault_is_told_and_undoes_only_its_own_key(
    old: str, new: str, key: str, message: str, mend: str, tmp_path: Path
) -> None:
    config, faults = read(tmp_path, GOOD.replace(old, new, 1))
    assert [fault.key for fault in faults] == [key]
    assert message in faults[0].message
    assert mend in faults[0].mend
    assert faults[0].line
    wanted = read(tmp_path, GOOD).config
    broken = {"them": "theme"}.get(key, key.partition("[")[0])
    for name in ("theme", "reduced_motion", "remind_after_days"):
        assert getattr(config, name) == getattr(DEFAULTS if name == broken else wanted, name)


@pytest.mark.parametrize(
    "junk", [b"theme = ", b"\xff", b"a=" + b"[" * 500, b"\0", b'schema = "screencopilot/config/2"\n']
)
def test_a_file_that_cannot_be_read_at_all_is_the_defaults_and_told(junk: bytes, tmp_path: Path) -> None:
    config, faults = read(tmp_path, junk)
    assert config == DEFAULTS
    assert faults


values: Any = st.recursive(
    st.one_of(st.text(max_size=5), st.integers(), st.booleans(), st.floats(), st.sampled_from(["own-hands", "quiet-dark"])),  # noqa: E501
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=3), inner, max_size=2)),
    max_leaves=4,
)  # fmt: skip
fields = st.sampled_from(["theme", "reduced_motion", "remind_after_days", "silenced", "odd"])


@given(document=st.dictionaries(fields, values))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_settings_are_read_or_told(document: dict[str, Any], tmp_path: Path) -> None:
    config, faults = read(tmp_path, tomli_w.dumps({"schema": "screencopilot/config/1", **document}))
    assert "\x1b" not in "".join(map(str, faults))
    at_fault = {fault.key.partition("[")[0].partition(".")[0] for fault in faults}
    for name in document.keys() - at_fault - {"odd"}:
        value = document[name]
        wanted = tuple(value) if name == "silenced" else one_line(value) if name == "theme" else value
        assert getattr(config, name) == wanted
    assert ("odd" in at_fault) == ("odd" in document)
