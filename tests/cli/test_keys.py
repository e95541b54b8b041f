"""``screencopilot keys``, and what is told of a keymap or settings that cannot be used."""

from __future__ import annotations

from pathlib import Path

import pytest

from screencopilot.tui.keymap import LIVE_COMMANDS
from tests.cli.process import run_program, run_python

KEYMAP = 'schema = "screencopilot/keymap/1"\n[live]\npause = "f2"\nclaims = []\n'
BROKEN = 'schema = "screencopilot/keymap/1"\n[live]\npauze = "f2"\nleave = []\n'
#: Reads the choices of a home with nothing in it, as a live screen's start does.
CHOICES = """
import sys
from screencopilot.cli.choices import load_choices
from screencopilot.cli.output import our_folders
assert not load_choices(our_folders(), {}).problems
print("\\n".join(sys.modules))
"""


def keymap(folder: Path, text: str) -> Path:
    path = folder / "home" / "config" / "keymap.toml"
    path.parent.mkdir(parents=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_every_command_stands_there_with_its_keys(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["keys"])
    assert (ran.code, ran.err) == (0, "")
    rows = [line.split() for line in ran.out.splitlines()]
    assert {row[0] for row in rows if row} >= {command.id for command in LIVE_COMMANDS}
    assert ["pause", "Space", "F8"] in [row[:3] for row in rows]
    assert "(yours)" not in ran.out


def test_a_keymap_of_ones_own_is_in_the_table(tmp_path: Path) -> None:
    keymap(tmp_path, KEYMAP)
    ran = run_program(tmp_path, ["keys"])
    assert (ran.code, ran.err) == (0, "")
    (line,) = (line for line in ran.out.splitlines() if line.startswith("pause"))
    assert line.split()[1:3] == ["F2", "F8"]
    assert "(yours)" in line
    (line,) = (line for line in ran.out.splitlines() if line.startswith("claims"))
    assert line.split()[1] == "none"


def test_as_json_each_command_says_whether_it_is_vital_and_rebound(tmp_path: Path) -> None:
    path = keymap(tmp_path, KEYMAP)
    told = run_program(tmp_path, ["keys", "--json"]).json
    commands = {command["id"]: command for command in told["commands"]}
    assert told["keymap"] == str(path)
    assert told["faults"] == []
    assert commands["pause"] == {
        "id": "pause",
        "keys": ["f2"],
        "writing": ["f8"],
        "title": "Pause or resume all clocks",
        "group": "Clocks",
        "vital": False,
        "rebound": True,
    }
    assert commands["leave"]["vital"]
    assert not commands["leave"]["rebound"]


@pytest.mark.parametrize("form", [[], ["--json"]])
def test_a_broken_keymap_is_told_in_full_and_the_built_in_keys_are_shown(
    form: list[str], tmp_path: Path
) -> None:
    path = keymap(tmp_path, BROKEN)
    ran = run_program(tmp_path, ["keys", *form])
    assert ran.code == 1
    assert [line.rpartition("keymap.toml")[2][:8] for line in ran.lines] == [
        ":3: live",
        ":4: live",
        "the buil"[:8],
    ]
    assert str(path) in ran.err
    assert "did you mean 'pause'?" in ran.err
    assert "Ctrl+Q" in ran.out or "ctrl+q" in ran.out


def test_doctor_tells_of_a_broken_keymap_and_of_settings_with_faults(tmp_path: Path) -> None:
    path = keymap(tmp_path, BROKEN)
    path.parent.chmod(0o700)
    (path.parent / "config.toml").write_text(
        'schema = "screencopilot/config/1"\nthem = "x"\n', encoding="utf-8"
    )
    ran = run_program(tmp_path, ["doctor", "--json"])
    told = [
        (f["about"], bool(f["mend"])) for f in ran.json["findings"] if f["about"] in {"settings", "keymap"}
    ]
    assert ran.code == 1
    assert told == [("settings", True), ("keymap", True), ("keymap", True)]


def test_where_nothing_is_set_no_reader_of_keymap_or_settings_is_loaded(tmp_path: Path) -> None:
    ran = run_python(tmp_path, "-c", CHOICES)
    assert ran.code == 0, ran.err
    loaded = set(ran.out.splitlines())
    assert "screencopilot.store.settings" in loaded
    assert not loaded & {
        "screencopilot.formats.keymap_toml",
        "screencopilot.formats.key_names",
        "screencopilot.formats.config_toml",
        "screencopilot.tui.screens.settings",
        "tomli_w",
    }
