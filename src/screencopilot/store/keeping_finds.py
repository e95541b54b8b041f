"""What a search through all that is kept gives."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Going:
    """A file or a session's folder that would go, and what it is in words."""

    path: Path
    what: str


@dataclass(frozen=True)
class Left:
    """Something that stays although it might be meant, and why."""

    path: Path
    why: str


@dataclass(frozen=True)
class Finds:
    """What would go, and what might be meant but stays."""

    going: tuple[Going, ...]
    left: tuple[Left, ...]
