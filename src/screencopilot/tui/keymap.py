"""Every command of the live screen: its id, its keys, what it is called.

Palette, help, key line and dispatch read a :class:`KeyTable`: these commands with their built-in keys, or with those of
the user's keymap over them. Printable keys work while ticking; while the note line is open only the keys in ``writing``
do, since letters are text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

GROUPS = ("Marking", "Writing", "Moving", "Asking", "Judging", "Clocks", "Screen")


class LiveCommand(NamedTuple):
    """One thing the evaluator can ask for; ``keys`` are Textual key names."""

    id: str
    keys: tuple[str, ...]
    writing: tuple[str, ...]
    title: str
    group: str


LIVE_COMMANDS = (
    LiveCommand("stamp-story", ("6",), (), "Stamp a specific story", "Marking"),
    LiveCommand("stamp-number", ("7",), (), "Stamp a specific number", "Marking"),
    LiveCommand("stamp-regret", ("8",), (), "Stamp a specific regret", "Marking"),
    LiveCommand("mark-moment", ("apostrophe",), ("f7",), "Mark this moment to come back to", "Marking"),
    LiveCommand("undo", ("backspace",), ("ctrl+z",), "Undo the last tick, rating or line", "Marking"),
    LiveCommand("redo", ("ctrl+y",), ("ctrl+y",), "Redo", "Marking"),
    LiveCommand("write-line", ("enter",), (), "Open the note line", "Writing"),
    LiveCommand("fill-numbers", ("semicolon",), (), "Fill the probe's number blanks", "Writing"),
    LiveCommand("next-probe", ("right",), ("f6",), "Next probe", "Moving"),
    LiveCommand("previous-probe", ("left",), ("f5",), "Previous probe", "Moving"),
    LiveCommand("agenda", ("tab",), ("f4",), "Agenda: jump to any probe", "Moving"),
    LiveCommand("scroll-down", ("down", "pagedown"), (), "Scroll down", "Moving"),
    LiveCommand("scroll-up", ("up", "pageup"), (), "Scroll up", "Moving"),
    LiveCommand("skip-probe", ("minus",), (), "Skip this probe, with a reason", "Moving"),
    LiveCommand("suggest-next", ("equals_sign",), (), "Suggest the next probe, and why", "Moving"),
    LiveCommand("asked-follow-up", ("full_stop",), ("f3",), "The next follow-up was asked", "Asking"),
    LiveCommand("play-card", ("comma",), (), "Play the next constraint card", "Asking"),
    LiveCommand("say-again", ("slash",), (), "Say it again, or no such case", "Asking"),
    LiveCommand(
        "red-flags", ("exclamation_mark",), (), "Red flags: check first, then keep with a quote", "Judging"
    ),
    LiveCommand("claims", ("at",), (), "Claims: ask, judge, link evidence", "Judging"),
    LiveCommand("not-enough", ("9",), (), "Rate NE: not enough evidence", "Judging"),
    LiveCommand("re-entry", ("asterisk",), (), "Back to one of the candidate's own numbers", "Asking"),
    LiveCommand("off-limits", ("number_sign",), (), "A protected topic came up", "Asking"),
    LiveCommand("silence-nudge", ("tilde",), (), "Silence this nudge, for this screen or for ever", "Screen"),
    LiveCommand("pause", ("space",), ("f8",), "Pause or resume all clocks", "Clocks"),
    LiveCommand("borrow-time", ("plus",), (), "Borrow time from a coming probe", "Clocks"),
    LiveCommand("keep-probe", ("ampersand",), (), "Keep a probe that falls out, or let it go", "Clocks"),
    LiveCommand("curtain", ("0", "f9"), ("f9",), "Curtain: hide everything at once", "Screen"),
    LiveCommand("save-elsewhere", ("f12",), ("f12",), "Save elsewhere: go on in another folder", "Screen"),
    LiveCommand("close-screen", ("f10",), ("f10",), "Close the screen: the closing form", "Screen"),
    LiveCommand("keys", ("question_mark", "f1"), ("f1",), "Keys for this place", "Screen"),
    LiveCommand("leave", ("ctrl+q",), ("ctrl+q",), "Leave; the screen can be resumed", "Screen"),
)

#: Where a command that was left without a key still is.
PALETTE_KEY = "ctrl+p"

_NAMES = {
    "apostrophe": "'",
    "quotation_mark": '"',
    "dollar_sign": "$",
    "percent_sign": "%",
    "ampersand": "&",
    "left_parenthesis": "(",
    "right_parenthesis": ")",
    "plus": "+",
    "colon": ":",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "left_square_bracket": "[",
    "right_square_bracket": "]",
    "backslash": "\\",
    "circumflex_accent": "^",
    "underscore": "_",
    "grave_accent": "`",
    "left_curly_bracket": "{",
    "right_curly_bracket": "}",
    "vertical_line": "|",
    "semicolon": ";",
    "minus": "-",
    "equals_sign": "=",
    "full_stop": ".",
    "comma": ",",
    "slash": "/",
    "exclamation_mark": "!",
    "at": "@",
    "asterisk": "*",
    "number_sign": "#",
    "tilde": "~",
    "question_mark": "?",
    "left": "←",
    "right": "→",
    "up": "↑",
    "down": "↓",
    "pageup": "PgUp",
    "pagedown": "PgDn",
}


def key_name(key: str) -> str:
    """Return a key as a person reads it."""
    *held, last = key.split("+")
    if not held and len(last) == 1:
        return last
    named = _NAMES.get(last) or (last.capitalize() if len(last) > 1 else last.upper())
    return "+".join([*(part.capitalize() for part in held), named])


class KeyTable:
    """The commands with the keys that run them.

    Args:
        commands: each with its keys in force; no key stands for two of them.
    """

    def __init__(self, commands: Iterable[LiveCommand]) -> None:
        self.commands = tuple(commands)
        self._by_id = {command.id: command for command in self.commands}
        self._ticking = {key: command.id for command in self.commands for key in command.keys}
        self._writing = {key: command.id for command in self.commands for key in command.writing}

    def command_for(self, key: str, *, writing: bool) -> str | None:
        """Return the id of the command on a key, None when the key is no command here."""
        return (self._writing if writing else self._ticking).get(key)

    def name(self, command: str, *, writing: bool = False) -> str:
        """Return the first key of a command as people read it; for one without a key, that of the palette."""
        keys = self._by_id[command].writing if writing else self._by_id[command].keys
        return key_name(keys[0] if keys else PALETTE_KEY)

    def rebound(self, keys: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]) -> KeyTable:
        """Return a table with other keys: by id, those for ticking and those for the open note line."""
        return KeyTable(
            command._replace(keys=keys[command.id][0], writing=keys[command.id][1])
            for command in self.commands
        )


BUILT_IN = KeyTable(LIVE_COMMANDS)
