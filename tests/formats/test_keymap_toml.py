"""The keymap: what it takes, and everything it refuses, at once and with a mend."""

from __future__ import annotations

import string
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screencopilot.formats.errors import Fault, KeymapError
from screencopilot.formats.keymap_toml import CommandKeys, load_keymap


class Act(NamedTuple):
    id: str
    keys: tuple[str, ...]
    writing: tuple[str, ...]
    title: str


COMMANDS = (
    Act("curtain", ("0", "f9"), ("f9",), "Curtain: hide everything at once"),
    Act("write-line", ("enter",), (), "Open the note line"),
    Act("close-screen", ("f10",), ("f10",), "Close the screen"),
    Act("leave", ("ctrl+q",), ("ctrl+q",), "Leave"),
    Act("next-probe", ("right",), ("f6",), "Next probe"),
    Act("pause", ("space",), ("f8",), "Pause or resume"),
    Act("mark-moment", ("apostrophe",), ("f7",), "Mark this moment"),
    Act("claims", ("at",), (), "Claims"),
)
SCHEMA = 'schema = "screencopilot/keymap/1"\n'


def load(folder: Path, text: str) -> Mapping[str, CommandKeys]:
    place = folder / "keymap.toml"
    place.write_text(text, encoding="utf-8")
    return load_keymap(place, COMMANDS)


def faults(folder: Path, body: str) -> tuple[Fault, ...]:
    with pytest.raises(KeymapError) as caught:
        load(folder, SCHEMA + body)
    return caught.value.faults


def only(folder: Path, body: str) -> Fault:
    (fault,) = faults(folder, body)
    assert fault.line
    assert fault.mend
    return fault


# What it takes.


def test_an_empty_keymap_leaves_every_key_as_it_was(tmp_path: Path) -> None:
    assert load(tmp_path, SCHEMA) == {c.id: CommandKeys(c.keys, c.writing) for c in COMMANDS}


def test_a_rebound_command_has_its_new_keys_only_and_the_others_keep_theirs(tmp_path: Path) -> None:
    keys = load(tmp_path, SCHEMA + '[live]\npause = ["f2", "PgUp"]\n[live.writing]\npause = "Ctrl+T"\n')
    assert keys["pause"] == CommandKeys(("f2", "pageup"), ("ctrl+t",))
    assert keys["claims"] == CommandKeys(("at",), ())


def test_keys_can_be_exchanged(tmp_path: Path) -> None:
    keys = load(tmp_path, SCHEMA + '[live]\npause = "@"\nclaims = "space"\n')
    assert (keys["pause"].keys, keys["claims"].keys) == (("at",), ("space",))


def test_a_command_that_is_not_vital_may_be_left_without_a_key(tmp_path: Path) -> None:
    assert load(tmp_path, SCHEMA + "[live]\nclaims = []\n")["claims"].keys == ()


def test_f9_draws_the_curtain_whatever_else_does(tmp_path: Path) -> None:
    keys = load(tmp_path, SCHEMA + '[live]\ncurtain = "f2"\n[live.writing]\ncurtain = "f3"\n')
    assert keys["curtain"] == CommandKeys(("f2", "f9"), ("f3", "f9"))


def test_a_key_named_twice_for_one_command_is_one_key(tmp_path: Path) -> None:
    assert load(tmp_path, SCHEMA + '[live]\npause = [";", "semicolon"]\n')["pause"].keys == ("semicolon",)


# What it refuses.


@pytest.mark.parametrize(
    ("body", "key", "message", "mend"),
    [
        ('[live]\npauze = "f2"\n', "live.pauze", "not a known command", "'pause'"),
        ('[live]\npause = "ctrl+plonk"\n', "live.pause", "not a key that a terminal sends", ""),
        ('[live]\npause = "pagedwn"\n', "live.pause", "not a key that a terminal sends", "'pagedown'"),
        ('[live]\npause = "ctrl+i"\n', "live.pause", "not a key that a terminal sends", "send tab for it"),
        ('[live]\npause = "ctrl+c"\n', "live.pause", "leaves everywhere", "another key"),
        ('[live]\npause = ""\n', "live.pause", "not a key", ""),
        ('[live]\npause = "x"\n', "live.pause", "ticks a signal", "letters tick"),
        ('[live]\npause = ["f2", "3"]\n', "live.pause[1]", "rates", "1-5 rate"),
        ('[live]\npause = "f9"\n', "live.pause", "the key of pause (Pause or resume) and of curtain (Curtain)", "f9 draws"),  # noqa: E501
        ('[live]\npause = "@"\n', "live.pause", "the key of pause (Pause or resume) and of claims (Claims)", "give claims one"),  # noqa: E501
        ("[live]\nleave = []\n", "live.leave", "may not be left without a key", "at least one"),
        ("[live.writing]\nnext-probe = []\n", "live.writing.next-probe", "may not be left without a key", ""),
        ('[live.writing]\npause = "q"\n', "live.writing.pause", "is text while the note line is open", "function key"),
        ('[live.writing]\npause = "left"\n', "live.writing.pause", "edits the line", "function key"),
        ('[live.writing]\npause = "f7"\n', "live.writing.pause", "and of mark-moment", "give mark-moment"),
        ("[live]\npause = 7\n", "live.pause", "must be", ""),
        ("[live]\npause = [7]\n", "live.pause", "must be", ""),
        ('[live]\npause = { a = "f2" }\n', "live.pause", "must be a key or an array", ""),
        ('[live]\nwriting = "f2"\n', "live.writing", "must be a table", "[live.writing]"),
        ('[alive]\npause = "f2"\n', "alive", "not a known key here", "'live'"),
    ],
)  # fmt: skip
def test_each_fault_says_where_what_and_how_to_mend(
    body: str, key: str, message: str, mend: str, tmp_path: Path
) -> None:
    fault = only(tmp_path, body)
    assert fault.key == key
    assert message in fault.message
    assert mend in fault.mend


@pytest.mark.parametrize("command", ["curtain", "write-line", "close-screen", "leave", "next-probe"])
def test_no_vital_command_can_be_left_without_a_key(command: str, tmp_path: Path) -> None:
    assert "without a key" in only(tmp_path, f"[live]\n{command} = []\n").message


@pytest.mark.parametrize("key", [*string.ascii_lowercase, *"12345"])
def test_no_letter_or_rung_can_be_rebound(key: str, tmp_path: Path) -> None:
    assert "stays that" in only(tmp_path, f'[live]\npause = "{key}"\n').message


def test_all_faults_are_told_at_once_each_on_its_line(tmp_path: Path) -> None:
    body = '[live]\npauze = "f2"\npause = "ctrl+plonk"\nclaims = 7\n[live.writing]\nleave = []\nodd = "f3"\n'
    told = [(fault.line, fault.key) for fault in faults(tmp_path, body)]
    assert told == [
        (3, "live.pauze"),
        (4, "live.pause"),
        (5, "live.claims"),
        (7, "live.writing.leave"),
        (8, "live.writing.odd"),
    ]


def test_a_clash_between_two_lines_of_the_file_is_told_once(tmp_path: Path) -> None:
    fault = only(tmp_path, '[live]\npause = "f2"\nclaims = "F2"\n')
    assert "pause" in fault.message
    assert "claims" in fault.message


@pytest.mark.parametrize(
    "schema", ["", 'schema = "screencopilot/bank/1"\n', 'schema = "screencopilot/keymap/2"\n']
)
def test_a_file_of_another_kind_or_version_is_that_one_fault(schema: str, tmp_path: Path) -> None:
    with pytest.raises(KeymapError) as caught:
        load(tmp_path, f'{schema}[live]\nodd = "f2"\n')
    assert [fault.key for fault in caught.value.faults] == ["schema"]


keys = st.one_of(st.text(max_size=4), st.sampled_from(["f2", "F9", "ctrl+t", "space", "5", "@", "a", "\x1b[2J", ""]), st.integers())  # fmt: skip  # noqa: E501
bound = st.one_of(keys, st.lists(keys, max_size=3), st.dictionaries(st.text(max_size=3), keys, max_size=2))
tables = st.dictionaries(
    st.one_of(st.sampled_from([c.id for c in COMMANDS]), st.text(max_size=5)), bound, max_size=6
)


@given(live=tables, writing=st.one_of(st.none(), tables))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_keymap_is_sound_or_told(live: dict[str, object], writing: object, tmp_path: Path) -> None:
    if writing is not None:
        live = {**live, "writing": writing}
    document = {"schema": "screencopilot/keymap/1", "live": live}
    try:
        merged = load(tmp_path, tomli_w.dumps(document))
    except KeymapError as error:
        assert "\x1b" not in str(error)
        assert all(fault.message and fault.mend for fault in error.faults)
        return
    for mode in (0, 1):
        named = [key for command in merged.values() for key in command[mode]]
        assert len(named) == len(set(named))
    assert all(merged[c.id].keys for c in COMMANDS[:5])
    assert not {key for command in merged.values() for key in command.keys} & {
        *string.ascii_lowercase,
        *"12345",
    }
