"""Every command of the live screen: its id, its keys, what it is called. Palette, help and dispatch read this table.

Printable keys work while ticking; while the note line is open only the keys in ``writing`` do, since letters are text.
"""

from __future__ import annotations

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
    LiveCommand("curtain", ("0", "f9"), ("f9",), "Curtain: hide everything at once", "Screen"),
    LiveCommand("save-elsewhere", ("f12",), ("f12",), "Save elsewhere: go on in another folder", "Screen"),
    LiveCommand("close-screen", ("f10",), ("f10",), "Close the screen: the closing form", "Screen"),
    LiveCommand("keys", ("question_mark", "f1"), ("f1",), "Keys for this place", "Screen"),
    LiveCommand("leave", ("ctrl+q",), ("ctrl+q",), "Leave; the screen can be resumed", "Screen"),
)

_TICKING = {key: command.id for command in LIVE_COMMANDS for key in command.keys}
_WRITING = {key: command.id for command in LIVE_COMMANDS for key in command.writing}
_NAMES = {
    "apostrophe": "'",
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


def command_for(key: str, *, writing: bool) -> str | None:
    """Return the id of the command on a key, None when the key is no command here."""
    return (_WRITING if writing else _TICKING).get(key)


def key_name(key: str) -> str:
    """Return a key as a person reads it."""
    if key in _NAMES:
        return _NAMES[key]
    return "+".join(part.capitalize() if len(part) > 1 else part.upper() for part in key.split("+"))
