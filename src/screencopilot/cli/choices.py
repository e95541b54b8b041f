"""What the user has chosen for the terminal: theme, keys, motion. Files are opened only where they stand."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from screencopilot.domain.theme import ThemeFile
from screencopilot.formats.errors import FormatError, KeymapError
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import load_theme_named
from screencopilot.store.settings import load_settings
from screencopilot.tui.keymap import BUILT_IN, LIVE_COMMANDS, KeyTable

if TYPE_CHECKING:
    from screencopilot.formats.errors import Fault

DEFAULT_THEME = "quiet-dark"
#: For terminals that have sixteen colours and no more.
PLAIN_THEME = "plain-16"


@dataclass(frozen=True)
class Choices:
    """What the terminal is opened with.

    Attributes:
        theme: read and checked.
        keys: the built-in ones, or those of the user's keymap.
        reduced_motion: nothing glides or blinks.
        problems: one line for each thing that could not be used; told before the terminal starts.
        message: the same in one line, for the terminal itself; "" when all is well.
    """

    theme: ThemeFile
    keys: KeyTable
    reduced_motion: bool
    problems: tuple[str, ...]
    message: str


def load_choices(folders: Folders, environ: Mapping[str, str] = os.environ) -> Choices:
    """Read what is chosen; what cannot be used is told, and the program's own stands in for it."""
    settings = load_settings(folders)
    problems = list(settings.problems)
    told = [f"{_count(len(problems))} in config.toml"] if problems else []
    keys, faults = load_keys(folders)
    if faults:
        problems += [str(fault) for fault in faults]
        told.append(f"{_count(len(faults))} in keymap.toml: the built-in keys are used")
    default = default_theme(environ)
    try:
        theme = load_theme_named(settings.theme or default, folders)
    except (StoreError, FormatError) as error:
        theme = load_theme_named(default, folders)
        problems.append(f"{error}; using {default}")
        told.append(f"the theme {settings.theme} cannot be used")
    message = f"{'; '.join(told)} (screencopilot doctor tells more)" if told else ""
    return Choices(theme, keys, settings.reduced_motion, tuple(problems), message)


def load_keys(folders: Folders) -> tuple[KeyTable, tuple[Fault, ...]]:
    """Return the keys of the user's keymap; the built-in ones where there is none, or with the faults it has."""
    if not (folders.keymap_file.exists() or folders.keymap_file.is_symlink()):
        return BUILT_IN, ()
    from screencopilot.formats.keymap_toml import load_keymap

    try:
        return BUILT_IN.rebound(load_keymap(folders.keymap_file, LIVE_COMMANDS)), ()
    except KeymapError as error:
        return BUILT_IN, error.faults


def default_theme(environ: Mapping[str, str]) -> str:
    """Return the theme of someone who has chosen none, by what the terminal says of itself."""
    term = environ.get("TERM", "")
    few = term in {"linux", "ansi", "cons25"} or term.endswith("-16color")
    return PLAIN_THEME if few and not environ.get("COLORTERM") else DEFAULT_THEME


def _count(count: int) -> str:
    return "1 fault" if count == 1 else f"{count} faults"
