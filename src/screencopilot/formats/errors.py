"""What is wrong with a file: where, what, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from screencopilot.formats.text_safety import one_line

#: The longest value that a message shows, in characters.
SHOWN_LIMIT = 60


@dataclass(frozen=True)
class Fault:
    """One thing wrong in one file.

    ``line`` counts from 1; ``key`` is a dotted path whose indices count from 0 (``probes[3].signals[1].text``);
    ``mend`` says what to do. Unknown parts are None or empty and are left out of ``str()``.
    """

    path: str
    line: int | None
    key: str
    message: str
    mend: str

    def __str__(self) -> str:
        where = self.path if self.line is None else f"{self.path}:{self.line}"
        said = ": ".join(part for part in (where, self.key, self.message) if part)
        # Path, key and value may come from the file itself: nothing of them reaches a terminal raw.
        return one_line(f"{said} ({self.mend})" if self.mend else said)


class FormatError(Exception):
    """A file that cannot be used, with every fault found in it (at least one)."""

    def __init__(self, *faults: Fault) -> None:
        assert faults
        super().__init__(*faults)
        self.faults: tuple[Fault, ...] = faults

    def __str__(self) -> str:
        return "\n".join(str(fault) for fault in self.faults)


class BankError(FormatError):
    """A bank, a module, a file of vignettes, or a shared one of cards, claim kinds or flags cannot be used."""


class NoteError(FormatError):
    """A note cannot be used."""


class ThemeError(FormatError):
    """A theme cannot be used."""


class KeymapError(FormatError):
    """A keymap cannot be used."""


class ConfigError(FormatError):
    """A file of settings cannot be read."""


def shown(value: Any) -> str:
    """Return a value as a message shows it: on one line, cut to 60 characters, long containers by their kind."""
    match value:
        case dict():
            return "a table"
        case list():
            return "an array"
        case bool():
            return str(value).lower()
        case int() if value.bit_length() > 64:  # Python refuses to print a number of thousands of digits
            return "a number beyond 64 bits"
        case str():
            return f"'{shortened(value)}'"
        case _:
            return shortened(str(value))


def shortened(text: str) -> str:
    """Return text on one clean line of at most 60 characters."""
    line = one_line(text[: SHOWN_LIMIT * 4])
    return line if len(line) <= SHOWN_LIMIT else line[: SHOWN_LIMIT - 1] + "…"


def dotted(key: tuple[str | int, ...]) -> str:
    """Return a key path as people write it: ``("probes", 3, "say")`` gives ``probes[3].say``."""
    text = ""
    for part in key:
        if isinstance(part, int):
            text += f"[{part}]"
        else:
            text += f".{shortened(part)}" if text else shortened(part)
    return text
