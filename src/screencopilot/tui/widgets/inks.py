"""Inks: the names in which rows are drawn, each a design token of the theme and a weight.

They are looked up once for the whole terminal. As component classes of every line-drawn widget they cost a quarter of
the time to the first frame.
"""

from __future__ import annotations

from typing import NamedTuple

from rich.style import Style
from textual.app import App
from textual.color import Color


class Ink(NamedTuple):
    """The theme's token for the text, whether it is bold, and the token of its ground if it has one of its own."""

    token: str
    bold: bool = False
    ground: str = ""


INKS = {
    "alert": Ink("background", bold=True, ground="clock-late"),
    "asked": Ink("asked"),
    "bar-mark": Ink("bar-mark", bold=True),
    "chosen": Ink("chosen", bold=True),
    "clock": Ink("foreground", bold=True),
    "cursor": Ink("foreground", bold=True),
    "head": Ink("quiet", bold=True),
    "key": Ink("letter", bold=True),
    "late": Ink("clock-late"),
    "letter": Ink("letter", bold=True),
    "next": Ink("next"),
    "nudge": Ink("nudge"),
    "on-time": Ink("clock-on-time"),
    "over": Ink("clock-over", bold=True),
    "plain": Ink("foreground"),
    "quiet": Ink("quiet"),
    "red": Ink("signal-red"),
    "rule": Ink("rule"),
    "saved": Ink("saved"),
    "say": Ink("foreground", bold=True),
    "strong": Ink("signal-strong"),
    "ticked": Ink("ticked", bold=True),
    "title": Ink("foreground", bold=True),
    "unsaved": Ink("unsaved", bold=True),
    "weak": Ink("signal-weak"),
}

_MIXED: dict[tuple[str, str], Style] = {}


def ink_style(app: App[object], name: str) -> Style:
    """Return an ink in the app's theme of now; an unknown name is plain."""
    key = (app.theme, name)
    style = _MIXED.get(key)
    if style is None:
        style = _MIXED[key] = _mixed(app, INKS.get(name, INKS["plain"]))
    return style


def _mixed(app: App[object], ink: Ink) -> Style:
    variables = app.theme_variables
    colour = Color.parse(variables[ink.token]).rich_color
    ground = Color.parse(variables[ink.ground]).rich_color if ink.ground else None
    return Style(color=colour, bgcolor=ground, bold=ink.bold or None)
