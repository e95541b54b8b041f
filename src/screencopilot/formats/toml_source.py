"""Read TOML from elsewhere without trusting it.

``tomllib`` alone is not enough: deep nesting ends in RecursionError, a dotted key of thousands of parts takes seconds,
a long number raises ValueError, and a FIFO would block for ever. Everything of that kind ends here, in one
:class:`FormatError`.
"""

from __future__ import annotations

import codecs
import re
import tomllib
from collections.abc import Iterable
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from screencopilot.formats.errors import Fault, FormatError, dotted, shortened
from screencopilot.formats.file_bytes import read_regular, why_unreadable
from screencopilot.formats.toml_lines import COMMENT, STRING, KeyPath, LineMap

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable  # costs start-up

Place: TypeAlias = "Path | Traversable"
#: A key path, what is wrong there, and the mend.
Finding = tuple[KeyPath, str, str]

#: Bytes; the largest shipped bank is far below a tenth of it.
SIZE_LIMIT = 2 * 1024 * 1024
DEPTH_LIMIT = 64
KEY_PARTS_LIMIT = 20
TABLES_LIMIT = 20_000
#: Keys, array entries and key parts together.
VALUES_LIMIT = 45_000
#: The parser takes a microsecond for each line, empty ones and comments too.
LINES_LIMIT = 100_000
#: Faults reported for one file; a file with more is not mended by hand from a list.
FAULT_LIMIT = 100

_HAZARD = re.compile(rf"{STRING}|{COMMENT}|([\[\]{{}}=,.])", re.DOTALL)
_AT_LINE = re.compile(r" \(at line (\d+), column \d+\)$")
_AT_END = re.compile(r" \(at end of document\)$")


class TomlSource:
    """One parsed TOML file: where it came from, its plain data, and the line of each key."""

    def __init__(self, path: str, text: str, data: dict[str, Any]) -> None:
        self.path = path
        self.data = data
        self._text = text

    @cached_property
    def _lines(self) -> LineMap:
        return LineMap(self._text)

    def line_of(self, key: KeyPath) -> int | None:
        """Return the line (from 1) of a key path such as ``("probes", 3, "say")``, or of the nearest around it."""
        return self._lines.line_of(key)

    def fault(self, key: KeyPath, message: str, mend: str = "") -> Fault:
        """Return a fault of this file at a key path."""
        return Fault(self.path, self.line_of(key), dotted(key), message, mend)

    def faults(self, findings: Iterable[Finding]) -> list[Fault]:
        """Return the first 100 findings as faults of this file."""
        return [self.fault(*finding) for finding in islice(findings, FAULT_LIMIT)]


def read_toml(place: Place, error: type[FormatError] = FormatError) -> TomlSource:
    """Read and parse one file; at most 2 MB of it, and only when it is a regular file.

    Raises:
        FormatError: of the kind ``error``, for anything that keeps the file from being read or parsed.
    """
    path = str(place)
    try:
        raw = read_regular(place, SIZE_LIMIT) if isinstance(place, Path) else _read_resource(place)
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        raise error(Fault(path, None, "", *why_unreadable(problem, "a TOML file"))) from problem
    return parse_toml(raw, path, error)


def parse_toml(raw: bytes, path: str, error: type[FormatError] = FormatError) -> TomlSource:
    """Parse the bytes of one file; ``path`` is how messages call it.

    Raises:
        FormatError: of the kind ``error``, when the bytes are not TOML 1.0 within the limits.
    """
    fault = _bytes_fault(raw, path)
    if fault:
        raise error(fault)
    text = ""
    try:
        text = raw.decode("utf-8").replace("\r\n", "\n")
        fault = _hazard(text, path)
        if not fault:
            return TomlSource(path, text, tomllib.loads(text))
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        fault = Fault(path, line, "", "is not UTF-8 text", "save the file as UTF-8")
    except tomllib.TOMLDecodeError as problem:
        fault = _syntax_fault(problem, text, path)
    except (RecursionError, ValueError, OverflowError, MemoryError) as problem:
        fault = Fault(
            path, None, "", f"cannot be parsed: {shortened(str(problem))}", "shorten the longest value"
        )
    raise error(fault)


def _read_resource(place: Traversable) -> bytes:
    with place.open("rb") as file:
        return bytes(file.read(SIZE_LIMIT + 1))


def _bytes_fault(raw: bytes, path: str) -> Fault | None:
    if len(raw) > SIZE_LIMIT:
        return Fault(path, None, "", "is larger than 2 MB", "split it, or check that it is the right file")
    if raw.count(b"\n") > LINES_LIMIT:
        return Fault(
            path,
            None,
            "",
            f"has more than {LINES_LIMIT} lines",
            "split it, or check that it is the right file",
        )
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return Fault(path, 1, "", "is UTF-16 text", "save the file as UTF-8")
    if raw.startswith(codecs.BOM_UTF8):
        return Fault(path, 1, "", "begins with a byte order mark", "save the file as UTF-8 without BOM")
    nul = raw.find(b"\0")
    if nul >= 0:
        line = raw.count(b"\n", 0, nul) + 1
        return Fault(path, line, "", "holds a NUL byte", "check that it is a text file")
    return None


def _hazard(text: str, path: str) -> Fault | None:
    """Find what would cost the parser its stack or seconds of time, in one pass over brackets, dots and signs."""
    dots = key_dots = values = tables = depth = 0
    open_weights: list[int] = []
    for place, mark in enumerate(_HAZARD.findall(text)):
        if not mark:  # a string or a comment
            continue
        values += 1
        if mark == "=":
            key_dots, dots = dots, 0
        elif mark == ",":
            dots = 0
        elif mark == ".":
            dots += 1
            if dots >= KEY_PARTS_LIMIT:
                message = f"has a dotted key of more than {KEY_PARTS_LIMIT} parts"
                return _at(place, text, path, message, "shorten the key")
        elif mark in "[{":
            # The dots of the key before an inline table nest as well.
            open_weights.append(1 + key_dots)
            depth += 1 + key_dots
            tables += mark == "{" or len(open_weights) == 1
            key_dots = dots = 0
        else:
            depth -= open_weights.pop() if open_weights else 0
            dots = 0
        if depth > DEPTH_LIMIT:
            return _at(place, text, path, f"nests deeper than {DEPTH_LIMIT} levels", "flatten it")
        if tables > TABLES_LIMIT or values > VALUES_LIMIT:
            message = f"has more than {TABLES_LIMIT} tables or {VALUES_LIMIT} values"
            return _at(place, text, path, message, "split the file")
    return None


def _at(place: int, text: str, path: str, message: str, mend: str) -> Fault:
    """Return a fault at the token number ``place`` of the hazard scan."""
    match = next(islice(_HAZARD.finditer(text), place, None))
    return Fault(path, text.count("\n", 0, match.start()) + 1, "", message, mend)


def _syntax_fault(problem: tomllib.TOMLDecodeError, text: str, path: str) -> Fault:
    message = str(problem)
    found = _AT_LINE.search(message)
    line = int(found[1]) if found else text.count("\n") + 1
    said = shortened(_AT_END.sub("", _AT_LINE.sub("", message)))
    if message.startswith(
        "Cannot"
    ):  # a key or table given twice: the parser tells neither its name nor its line
        repeated = LineMap(text).repeated
        if repeated:
            key, line = repeated
            return Fault(path, line, dotted(key), "stands twice", "keep one of the two")
    return Fault(path, line, "", f"is not TOML: {said}", "mend the line")
