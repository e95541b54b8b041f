"""The one gate for text from outside: banks, notes, themes, transcripts, pasted and typed text, file names.

A terminal obeys escape sequences wherever it meets them, and Textual passes most of them on. So what comes from
outside loses every control and format character here, once, and is plain text after that.
"""

from __future__ import annotations

import re
import unicodedata

_ZERO_WIDTH_JOINERS = "\u200c\u200d"
#: Format characters that writing needs: line ends, tabs, and the joiners of Persian, Indic scripts and emoji.
_KEEP = frozenset("\n\t" + _ZERO_WIDTH_JOINERS)
_DROP = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_MARK = frozenset({"Mn", "Mc", "Me"})

#: Combining marks on one character; no living script stacks more.
MAX_MARKS = 8
#: Zero-width joiners side by side.
MAX_JOINERS = 2
#: Characters joined into one glyph; the longest emoji in use joins fewer than ten.
MAX_CHAIN = 16

_GAPS = re.compile(r"\s*[\n\t]\s*")
_NOT_FILENAME = re.compile(r"[^A-Za-z0-9._-]+")
_WINDOWS_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)


def clean(text: str) -> str:
    r"""Return text without control, format and surrogate characters; CRLF and CR become ``\n``.

    Kept whole: emoji families, CJK, Persian with its non-joiners. Floods of combining marks and joiners are cut to a
    stack a terminal can draw. Nothing else is changed or normalised, and cleaning twice changes nothing more.
    """
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return "".join(_without_floods(text))


def one_line(text: str) -> str:
    """Return cleaned text on one line: line ends and tabs, with the spaces round them, become one space."""
    return _GAPS.sub(" ", clean(text)).strip()


def safe_filename_part(text: str, limit: int) -> str:
    """Return a part of a file name: 1 to ``limit`` of ``[A-Za-z0-9._-]``, safe on every system.

    Accents are folded (``José`` gives ``Jose``). Never empty (``x`` then), never with a dot at an end, never a name
    that Windows keeps for its devices.
    """
    plain = unicodedata.normalize("NFKD", clean(text)).encode("ascii", "ignore").decode()
    part = _NOT_FILENAME.sub("-", plain).strip(".-")
    if _WINDOWS_RESERVED.match(part):
        part = f"x-{part}"
    return part[:limit].strip(".-") or "x"


def _without_floods(text: str) -> list[str]:
    # Every choice rests on what was kept so far, never on what was dropped: that makes cleaning idempotent.
    kept: list[str] = []
    marks = joiners = chain = 0
    for char in text:
        category = unicodedata.category(char)
        if char in _ZERO_WIDTH_JOINERS:
            joiners += 1
            if joiners > MAX_JOINERS or chain >= MAX_CHAIN:
                continue
        elif category in _DROP and char not in _KEEP:
            continue
        elif category in _MARK:
            if marks >= MAX_MARKS:
                continue
            marks += 1
        else:
            joined = bool(kept) and kept[-1] in _ZERO_WIDTH_JOINERS
            chain = chain + 1 if joined else 1
            marks = joiners = 0
        kept.append(char)
    return kept
