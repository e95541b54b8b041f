"""From theme files to the terminal's themes; every colour was checked when the file was read."""

from __future__ import annotations

from typing import Any

from textual.theme import Theme

from screencopilot.domain.theme import VARIABLES, ThemeFile

_ANSI = "ansi_"


def textual_theme(file: ThemeFile) -> Theme:
    """Return a theme file in Textual's form; design tokens the file leaves out take a base colour of it.

    A file that names the terminal's own colours only is sent as these, never mixed into true colours.
    """
    tokens = {name: file.variables.get(name, file.colors[base]) for name, base in VARIABLES.items()}
    colours: dict[str, Any] = dict(file.colors)
    native = all(colour.startswith(_ANSI) for colour in (*file.colors.values(), *tokens.values()))
    if native:
        tokens = {**_around(file), **tokens}
    return Theme(name=file.name, dark=file.dark, variables=tokens, ansi=native, **colours)


def default_tokens(theme: Theme) -> dict[str, str]:
    """Return our tokens for a theme that has none (one of Textual's own), so that no style is left unresolved."""
    fallback = theme.foreground or theme.primary
    return {name: getattr(theme, base, None) or fallback for name, base in VARIABLES.items()}


def _around(file: ThemeFile) -> dict[str, str]:
    """Return what Textual would leave to the terminal's default colours, which may be black on this theme's black."""
    ink, ground = file.colors["foreground"], file.colors["background"]
    return {
        "surface": file.colors["surface"],
        "panel": file.colors["panel"],
        **dict.fromkeys(("text", "text-muted", "text-disabled", "foreground-muted"), ink),
        **dict.fromkeys(("input-cursor-foreground", "block-cursor-blurred-foreground"), ink),
        **dict.fromkeys(("input-cursor-background", "block-cursor-blurred-background"), ground),
        "ansi-foreground": ink,
        "ansi-background": ground,
        "screen-selection-foreground": ground,
        "screen-selection-background": file.colors["primary"],
        "block-cursor-foreground": ground,
        "block-cursor-background": file.colors["primary"],
        "block-hover-background": ground,
        "input-selection-background": file.colors["primary"],
        "input-selection-foreground": ground,
        "border": file.colors["primary"],
        "border-blurred": file.colors["secondary"],
    }
