"""Names of keys: what a person writes is what the terminal program will see."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual.keys import _character_to_key

from screencopilot.formats import key_names
from screencopilot.formats.key_names import prints, terminal_key
from screencopilot.tui.keymap import LIVE_COMMANDS, key_name

#: Every key that comes as a sequence of its own.
SENT = {key.value for keys in ANSI_SEQUENCES_KEYS.values() if isinstance(keys, tuple) for key in keys}


@pytest.mark.parametrize("sign", string.punctuation)
def test_every_sign_has_the_terminal_programs_own_name(sign: str) -> None:
    assert terminal_key(sign) == _character_to_key(sign)
    assert terminal_key(_character_to_key(sign)) == _character_to_key(sign)


@given(st.characters(codec="utf-8"))
def test_a_character_is_the_key_that_the_terminal_program_makes_of_it(character: str) -> None:
    key = terminal_key(character)
    if character in "←→↑↓":
        assert key in {"left", "right", "up", "down"}
    elif key is not None:
        assert key == _character_to_key(character)
        assert prints(key)


@pytest.mark.parametrize("name", sorted(key_names._NAMED))
def test_every_named_key_is_one_that_some_terminal_sends(name: str) -> None:
    assert name in SENT
    assert prints(name) == (name == "space")


@pytest.mark.parametrize(
    ("written", "key"),
    [
        ("F7", "f7"), ("Ctrl+Y", "ctrl+y"), ("PgDn", "pagedown"), ("Esc", "escape"), ("Shift+Tab", "shift+tab"),
        ("←", "left"), ("ö", "ö"), ("A", "A"), ("Shift+Ctrl+Left", "ctrl+shift+left"), ("ctrl + t", "ctrl+t"),
        ("ctrl+plonk", None), ("ctrl+m", None), ("f25", None), ("", None), (" ", None), ("\x1b", None), ("ab", None),
        ("ctrl+", None), ("+", "plus"), ("alt+x", None), ("\u200b", None),
    ],
)  # fmt: skip
def test_keys_are_taken_as_people_write_them(written: str, key: str | None) -> None:
    assert terminal_key(written) == key


def test_every_built_in_key_can_be_written_by_its_name_and_as_it_is_shown() -> None:
    for command in LIVE_COMMANDS:
        for key in (*command.keys, *command.writing):
            assert terminal_key(key) == key
            assert terminal_key(key_name(key)) == key
