"""A theme as plain values; the terminal turns it into its own kind."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from screencopilot.domain.bank import Slug

Colour = Annotated[
    str, Meta(min_length=1, max_length=32, description="#rgb, #rrggbb or an ansi_ colour name")
]

#: The fields of a Textual theme that a theme file must give (the rest are derived from them).
REQUIRED_COLOURS = (
    "primary",
    "secondary",
    "accent",
    "foreground",
    "background",
    "surface",
    "panel",
    "success",
    "warning",
    "error",
)
#: Optional ones.
OPTIONAL_COLOURS = ("boost",)

#: Our own design tokens with what each colours; every theme may set them, each has a default taken from a base colour.
VARIABLES: dict[str, str] = {
    "signal-strong": "success",
    "signal-weak": "warning",
    "signal-red": "error",
    "ticked": "foreground",
    "quiet": "secondary",
    "rule": "panel",
    "clock-on-time": "success",
    "clock-late": "warning",
    "clock-over": "error",
    "nudge": "accent",
    "bar-mark": "primary",
    "chosen": "primary",
    "asked": "secondary",
    "next": "accent",
    "letter": "primary",
    "saved": "success",
    "unsaved": "error",
    "note-line": "foreground",
}


class ThemeFile(Struct, frozen=True, forbid_unknown_fields=True):
    """One theme file: base colours of the terminal theme, and our design tokens."""

    schema: str
    name: Slug
    dark: bool
    colors: dict[str, Colour]
    variables: dict[str, Colour] = {}
