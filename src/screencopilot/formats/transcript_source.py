"""The bytes of a transcript: read with a size cap, decoded, split into lines, and what can be wrong with them."""

from __future__ import annotations

import codecs
import html
import re
from pathlib import Path

from screencopilot.formats.errors import Fault, FormatError
from screencopilot.formats.file_bytes import read_regular, why_unreadable
from screencopilot.formats.text_safety import clean, one_line

#: Bytes; an hour of Teams captions, the most verbose form, is a quarter of a megabyte.
SIZE_LIMIT = 2 * 1024 * 1024
#: Lines; an hour of captions has about 6,000.
LINE_LIMIT = 60_000
#: Characters of a speaker's name that are kept.
NAME_LIMIT = 80

_ENTITY = re.compile(r"&(?:#[0-9]{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,7});")
_CLOCK = r"(?:(\d{1,3}):)?(\d{1,3}):(\d{2}|\d)(?:[.,](\d{1,6})\d*)?"
#: One time of day or of a recording: ``0:12``, ``00:01:02``, ``00:01:02,500``; groups are h, m, s, fraction, am/pm.
TIME = rf"{_CLOCK}(?:\s?([AaPp])\.?[Mm]\.?)?(?![\d:])"


class TranscriptError(FormatError):
    """A transcript cannot be used."""


def read_bytes(path: Path) -> bytes:
    """Return the bytes of a regular file, at most one more than the size limit.

    Raises:
        TranscriptError: the file cannot be read.
    """
    try:
        return read_regular(path, SIZE_LIMIT)
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        raise TranscriptError(
            Fault(str(path), None, "", *why_unreadable(problem, "a VTT, SRT or text file"))
        ) from problem


def lines_of(raw: bytes, path: str) -> list[str]:
    """Return the lines of a transcript's bytes, not yet cleaned; ``path`` is how messages call the file.

    Raises:
        TranscriptError: the bytes are not text within the limits.
    """
    if len(raw) > SIZE_LIMIT:
        raise TranscriptError(
            Fault(path, None, "", "is larger than 2 MB", "export the transcript alone, as text or VTT")
        )
    utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as problem:
        line = None if utf16 else raw.count(b"\n", 0, problem.start) + 1
        fault = Fault(path, line, "", f"is not UTF-{16 if utf16 else 8} text", "save the file as UTF-8")
        raise TranscriptError(fault) from problem
    nul = text.find("\0")
    if nul >= 0:
        line = text.count("\n", 0, nul) + 1
        raise TranscriptError(
            Fault(path, line, "", "holds a NUL character", "export the transcript as VTT, SRT or plain text")
        )
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    if len(lines) > LINE_LIMIT:
        raise TranscriptError(
            Fault(path, LINE_LIMIT, "", f"has more than {LINE_LIMIT} lines", "split the file")
        )
    return lines


def seconds_of(match: re.Match[str], first: int = 1) -> float:
    """Return the seconds of a :data:`TIME` whose groups begin at number ``first``."""
    hours, minutes, seconds, fraction, half = match.group(*range(first, first + 5))
    if half and hours is None:  # "10:02 AM": of the day, so hours and minutes
        hours, minutes, seconds = minutes, seconds, "0"
    hour = int(hours or 0)
    if half:
        hour = hour % 12 + (12 if half in "pP" else 0)
    return hour * 3600 + int(minutes) * 60 + int(seconds) + (float(f"0.{fraction}") if fraction else 0.0)


def tidy_text(raw: str) -> str:
    """Return spoken words on one clean line, with entities such as ``&amp;`` resolved first."""
    # Resolved before cleaning, for ``&#27;`` is an escape character.
    return " ".join(clean(_ENTITY.sub(lambda m: html.unescape(m[0]), raw)).split())


def tidy_name(raw: str) -> str:
    """Return a speaker's name on one clean line of at most 80 characters."""
    return tidy_text(raw[: NAME_LIMIT * 4])[:NAME_LIMIT].strip()


def file_label(path: str) -> str:
    """Return the last part of a path, cleaned for showing."""
    return one_line(re.split(r"[\\/]", path)[-1])
