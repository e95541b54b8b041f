"""From theme files to the terminal's themes; every colour was checked when the file was read."""

from __future__ import annotations

from typing import Any

from textual.theme import Theme

from screencopilot.domain.theme import VARIABLES, ThemeFile


def textual_theme(file: ThemeFile) -> Theme:
    """Return a theme file in Textual's form; design tokens the file leaves out take a base colour of it."""
    tokens = {name: file.variables.get(name, file.colors[base]) for name, base in VARIABLES.items()}
    colours: dict[str, Any] = dict(file.colors)
    return Theme(name=file.name, dark=file.dark, variables=tokens, **colours)


def default_tokens(theme: Theme) -> dict[str, str]:
    """Return our tokens for a theme that has none (one of Textual's own), so that no style is left unresolved."""
    fallback = theme.foreground or theme.primary
    return {name: getattr(theme, base, None) or fallback for name, base in VARIABLES.items()}
