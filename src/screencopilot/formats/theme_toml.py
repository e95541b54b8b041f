"""Themes: colours from TOML, checked before a terminal sees them.

Textual finds a bad colour only while it draws, when it is too late to refuse the file.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from screencopilot.domain.theme import OPTIONAL_COLOURS, REQUIRED_COLOURS, VARIABLES, ThemeFile
from screencopilot.formats.checked import convert
from screencopilot.formats.errors import ThemeError, shown
from screencopilot.formats.toml_source import Finding, Place, read_toml
from screencopilot.formats.words import nearest

_HEX = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_NAMES = ("black", "red", "green", "yellow", "blue", "magenta", "cyan", "white")
#: The terminal's own sixteen colours and its default.
ANSI_COLOURS = frozenset(
    {"ansi_default", *(f"ansi_{name}" for name in _NAMES), *(f"ansi_bright_{name}" for name in _NAMES)}
)


def load_theme(place: Place) -> ThemeFile:
    """Read one theme file.

    Raises:
        ThemeError: with all faults of the file.
    """
    source = read_toml(place, ThemeError)
    theme, faults = convert(source, ThemeFile, "theme")
    if theme is not None:
        faults = source.faults(_findings(theme))
    if theme is None or faults:
        raise ThemeError(*faults)
    return theme


def _findings(theme: ThemeFile) -> Iterator[Finding]:
    for name in REQUIRED_COLOURS:
        if name not in theme.colors:
            yield ("colors", name), "is missing", 'add a colour such as "#1c2024"'
    yield from _colours("colors", theme.colors, (*REQUIRED_COLOURS, *OPTIONAL_COLOURS))
    yield from _colours("variables", theme.variables, tuple(VARIABLES))


def _colours(table: str, colours: dict[str, str], known: tuple[str, ...]) -> Iterator[Finding]:
    for name, colour in colours.items():
        if name not in known:
            yield (table, name), "is not a known colour here", nearest(name, known)
        if not _HEX.fullmatch(colour) and colour not in ANSI_COLOURS:
            mend = (
                nearest(colour, sorted(ANSI_COLOURS))
                if colour.startswith("ansi")
                else "write #rgb or #rrggbb"
            )
            yield (table, name), f"{shown(colour)} is not a colour", mend
