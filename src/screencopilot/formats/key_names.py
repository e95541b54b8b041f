"""Keys by name: as people write them in a keymap, and as the terminal program knows them.

Only keys that a common terminal can really tell apart have a name here: ``ctrl+i`` is Tab to most of them, and
``ctrl+plonk`` would be taken without a word and never come.
"""

from __future__ import annotations

import string
import unicodedata

_PLAIN = (
    "up", "down", "left", "right", "home", "end", "pageup", "pagedown", "insert", "delete",
    "tab", "space", "enter", "escape", "backspace",
)  # fmt: skip
#: Those of them that come with Shift and Ctrl too.
_SHIFTED = _PLAIN[:10]
#: Ctrl and these is Backspace, Tab, a new line and Enter to a terminal.
_CONFUSED = {"h": "backspace", "i": "tab", "j": "enter", "m": "enter"}
_NAMED = frozenset(
    [
        *_PLAIN,
        "shift+tab",
        *(f"{held}+{key}" for held in ("shift", "ctrl", "ctrl+shift") for key in _SHIFTED),
        *(f"{held}f{number}" for held in ("", "ctrl+") for number in range(1, 25)),
        *(f"ctrl+{letter}" for letter in string.ascii_lowercase if letter not in _CONFUSED),
    ]
) - {"ctrl+shift+insert"}
_SHORT = {
    "esc": "escape", "pgup": "pageup", "pgdn": "pagedown", "del": "delete", "ins": "insert", "return": "enter",
    "←": "left", "→": "right", "↑": "up", "↓": "down",
}  # fmt: skip
#: Where the terminal program's name for a character is not Unicode's.
_RENAMED = {
    "solidus": "slash",
    "reverse_solidus": "backslash",
    "commercial_at": "at",
    "hyphen_minus": "minus",
    "plus_sign": "plus",
    "low_line": "underscore",
}


def _sign_name(sign: str) -> str:
    name = unicodedata.name(sign, "").lower().replace("-", "_").replace(" ", "_")
    return _RENAMED.get(name, name)


_SIGNS = {_sign_name(sign): sign for sign in string.punctuation}
_SUGGESTED = (_NAMED | set(_SIGNS)) - {"escape", "ctrl+c", "ctrl+p"}


def terminal_key(written: str) -> str | None:
    """Return the terminal program's name of a key; None when no terminal sends such a key.

    Taken are a character (``'``, ``ö``, ``A``), its name (``apostrophe``), a named key in any case (``F7``, ``PgDn``)
    and one with Ctrl or Shift held (``Ctrl+Y``, ``shift+tab``).
    """
    if len(written) == 1:
        if written in _SHORT:
            return _SHORT[written]
        if not written.isprintable() or written.isspace():
            return None
        return written if written.isalnum() else _sign_name(written) or None
    name = written.lower().replace(" ", "")
    *held, key = name.split("+")
    name = "+".join([*sorted(held), _SHORT.get(key, key)])
    return name if name in _NAMED or name in _SIGNS else None


def prints(key: str) -> bool:
    """Whether a key of the terminal program writes a character: in a line of text it is no command."""
    return len(key) == 1 or key == "space" or key in _SIGNS or (key not in _NAMED and "+" not in key)


def near_keys(written: str) -> str:
    """Return a mend for a key that does not exist."""
    from screencopilot.formats.words import nearest

    *held, key = written.lower().split("+")
    if held == ["ctrl"] and key in _CONFUSED:
        return f"most terminals send {_CONFUSED[key]} for it; choose another key"
    told = nearest(written.lower(), sorted(_SUGGESTED))
    return told if told.startswith("did") else "write a character, or a key such as f7, ctrl+y or pagedown"
