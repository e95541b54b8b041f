"""What the user has set, at work in a real terminal: keys, settings, and no colour where none is wanted."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from screencopilot.store.paths import folders
from screencopilot.store.settings import load_settings
from tests.cli.process import environment
from tests.pty import terminal as terminals
from tests.pty.screens import first_probe, screen_args
from tests.pty.terminal import CTRL_Q, ESC, Terminal

#: Sets a colour, of the text or behind it.
COLOUR = re.compile(rb"\x1b\[(?:[0-9;]*;)?(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])(?:;[0-9;]*)?m")


def config(folder: Path, name: str, text: str) -> None:
    path = folder / "home" / "config" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")


def test_no_color_sends_no_colour(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(terminals, "environment", lambda folder: environment(folder) | {"NO_COLOR": "1"})
    with first_probe(tmp_path) as terminal:
        terminal.press("a", "■")
        terminal.press("\r", "+ - !")
        terminal.press(ESC, "tick")
        terminal.send(CTRL_Q)
        terminal.wait_end()
        assert not COLOUR.search(terminal.raw)
        assert re.search(rb"\x1b\[1[;m]", terminal.raw), "what is bold stays bold"


def test_without_it_there_are_colours(tmp_path: Path) -> None:
    with first_probe(tmp_path) as terminal:
        assert COLOUR.search(terminal.raw)


def test_a_key_of_ones_own_pauses(tmp_path: Path) -> None:
    config(tmp_path, "keymap.toml", 'schema = "screencopilot/keymap/1"\n[live]\npause = "ö"\n')
    with first_probe(tmp_path) as terminal:
        terminal.press("ö", "PAUSED")


def test_a_broken_keymap_is_told_before_the_terminal_starts_and_in_it(tmp_path: Path) -> None:
    config(tmp_path, "keymap.toml", 'schema = "screencopilot/keymap/1"\n[live]\npauze = "ö"\n')
    with Terminal(tmp_path, screen_args(), (160, 45)) as terminal:
        terminal.wait("1 fault in keymap.toml: the built-in keys are used")
        before = terminal.raw.partition(b"\x1b[?1049h")[0].decode()
        assert "live.pauze: is not a known command" in before
        assert "did you mean 'pause'?" in before


def test_a_theme_chosen_in_the_settings_is_there_at_the_next_start(tmp_path: Path) -> None:
    home = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    with Terminal(tmp_path, [], (100, 40)) as terminal:
        terminal.wait("Rehearse")
        terminal.press("s", "okabe-ito")
        terminal.press("\x1b[A", "▸ ○ plain-16")
        terminal.press("\x1b[A", "▸ ○ okabe-ito")
        terminal.press(" ", "▸ ● okabe-ito")
        terminal.press(ESC, "New screen")
        terminal.send("q")
        assert terminal.wait_end() == 0
    assert load_settings(home).theme == "okabe-ito"
    with Terminal(tmp_path, [], (100, 40)) as terminal:
        terminal.wait("Rehearse")
        terminal.press("s", "▸ ● okabe-ito")
