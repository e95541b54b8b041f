"""What the note line tells; apart from the widget, so that a screen can listen before the widget is loaded."""

from __future__ import annotations

from dataclasses import dataclass

from textual.message import Message


@dataclass
class LineTyped(Message):
    """The text in the note line changed."""

    text: str


@dataclass
class LineEntered(Message):
    """Enter: the line is to be kept."""

    text: str


@dataclass
class LineLeft(Message):
    """Escape: back to ticking, the draft stays."""

    text: str


@dataclass
class LineDetached(Message):
    """Backspace on the empty line: the note is for no signal in particular."""
