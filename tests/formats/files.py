"""Good minimal files, and one way to break them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from screencopilot.formats import bank_toml, debrief_toml, note_toml, theme_toml, vignette_toml
from screencopilot.formats.errors import Fault, FormatError

DATA = Path(__file__).parent / "data"
LOADERS: dict[str, Callable[[Path], Any]] = {
    "bank": bank_toml.load_bank,
    "module": bank_toml.load_module,
    "cards": bank_toml.load_cards,
    "claims": bank_toml.load_claims,
    "debrief": debrief_toml.load_record,
    "flags": bank_toml.load_flags,
    "note": note_toml.load_note,
    "theme": theme_toml.load_theme,
    "vignette": vignette_toml.load_vignettes,
}


def good(kind: str) -> str:
    return (DATA / f"{kind}.toml").read_text("utf-8")


def edited(kind: str, *edits: tuple[str, str]) -> str:
    """Return the good file with the first place of each text replaced."""
    text = good(kind)
    for old, new in edits:
        assert old in text, f"{old!r} is not in {kind}.toml"
        text = text.replace(old, new, 1)
    return text


def load_text(kind: str, text: str | bytes, folder: Path) -> Any:
    place = folder / f"{kind}.toml"
    place.write_bytes(text if isinstance(text, bytes) else text.encode())
    return LOADERS[kind](place)


def faults_of(kind: str, text: str | bytes, folder: Path) -> tuple[Fault, ...]:
    with pytest.raises(FormatError) as caught:
        load_text(kind, text, folder)
    return caught.value.faults


def line_of(text: str, part: str) -> int:
    """Return the line (from 1) on which ``part`` first stands."""
    return text[: text.index(part)].count("\n") + 1
