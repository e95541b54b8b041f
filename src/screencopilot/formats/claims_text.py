"""Claims of a résumé as people paste or keep them: ``kind: words``, one a line; bullets and blank lines are fine."""

from __future__ import annotations

import codecs
import re
from collections.abc import Collection, Iterator
from pathlib import Path
from typing import NamedTuple

from screencopilot.domain.events import ClaimText
from screencopilot.formats.errors import Fault, FormatError, shown
from screencopilot.formats.file_bytes import read_regular, why_unreadable
from screencopilot.formats.text_safety import one_line

#: Bytes of a file of claims; a whole résumé as text has a tenth of it.
SIZE_LIMIT = 64 * 1024
#: Characters of one claim.
CLAIM_LIMIT = 400
#: Claims of one screen; more than a handful is never asked about.
MOST_CLAIMS = 40
#: A kind may be shortened to this many letters, as long as only one begins with them.
SHORTEST_KIND = 3

_BULLET = re.compile(r"^(?:[-*•‣◦–·]|\d{1,2}[.)])\s+")


class ClaimsError(FormatError):
    """A text file of claims cannot be used."""


class Unread(NamedTuple):
    """A line that is no claim as it stands: its number from 1, its words, and why."""

    line: int
    text: str
    why: str
    mend: str


class ClaimLines(NamedTuple):
    """What a text holds: the claims in its order, and the lines that need a hand."""

    claims: tuple[ClaimText, ...]
    unread: tuple[Unread, ...]


def claim_of(line: str, kinds: Collection[str]) -> ClaimText | str:
    """Return the claim that a line of text states, or in words why it states none.

    Args:
        line: ``kind: words``; the kind in any case, with spaces for hyphens, or only its first letters.
        kinds: the ids of the claim kinds there are.
    """
    kind, colon, words = one_line(line).partition(":")
    text = words.strip()
    if not colon:
        return "has no kind"
    known = _kind(kind, kinds)
    if known is None:
        return f"{shown(kind.strip())} is no kind of claim"
    if not text:
        return "has no words after its kind"
    return ClaimText(known, text) if len(text) <= CLAIM_LIMIT else f"has more than {CLAIM_LIMIT} characters"


def _kind(typed: str, kinds: Collection[str]) -> str | None:
    name = re.sub(r"[\s_]+", "-", typed.strip().casefold())
    if name in kinds:
        return name
    begun = [kind for kind in kinds if len(name) >= SHORTEST_KIND and kind.startswith(name)]
    return begun[0] if len(begun) == 1 else None


def parse_claims(text: str, kinds: Collection[str]) -> ClaimLines:
    """Read claims from text, one a line; blank lines and those that begin with ``#`` are passed over.

    Of a text that is no list of claims at all only the first lines are told.
    """
    claims: list[ClaimText] = []
    unread: list[Unread] = []
    for number, line in _lines(text[:SIZE_LIMIT]):
        if len(unread) == MOST_CLAIMS:
            break
        found = claim_of(line, kinds)
        if isinstance(found, str):
            unread.append(Unread(number, line, found, f"begin it with one of: {', '.join(sorted(kinds))}"))
        elif found not in claims and len(claims) < MOST_CLAIMS:
            claims.append(found)
        elif found not in claims:
            why, mend = f"is claim number {MOST_CLAIMS + 1}", f"take down at most {MOST_CLAIMS}"
            unread.append(Unread(number, line, why, mend))
            break
    return ClaimLines(tuple(claims), tuple(unread))


def _lines(text: str) -> Iterator[tuple[int, str]]:
    for number, raw in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        line = _BULLET.sub("", one_line(raw[: CLAIM_LIMIT * 8])).strip()
        if line and not line.startswith("#"):
            yield number, line


def read_claims_text(path: Path) -> str:
    """Return the text of a file of claims, not cleaned yet.

    Raises:
        ClaimsError: it cannot be read, is too large, or is no text.
    """
    try:
        raw = read_regular(path, SIZE_LIMIT)
    except (OSError, ValueError) as problem:  # ValueError: a NUL in the path
        raise ClaimsError(Fault(str(path), None, "", *why_unreadable(problem, "a text file"))) from problem
    if len(raw) > SIZE_LIMIT:
        raise ClaimsError(Fault(str(path), None, "", "is larger than 64 KB", "keep only the claims in it"))
    utf16 = raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = raw.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as problem:
        line = None if utf16 else raw.count(b"\n", 0, problem.start) + 1
        fault = Fault(str(path), line, "", "is not plain text", "save it as a text file in UTF-8")
        raise ClaimsError(fault) from problem
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise ClaimsError(Fault(str(path), line, "", "holds a NUL character", "save it as a text file"))
    return text


def load_claims(path: Path, kinds: Collection[str]) -> tuple[ClaimText, ...]:
    """Read the claims of a text file, each line of it one.

    Raises:
        ClaimsError: with every fault of the file, named by line.
    """
    found = parse_claims(read_claims_text(path), kinds)
    if found.unread:
        faults = (Fault(str(path), u.line, shown(u.text), u.why, u.mend) for u in found.unread)
        raise ClaimsError(*faults)
    if not found.claims:
        raise ClaimsError(Fault(str(path), None, "", "holds no claim", "write one a line, as kind: words"))
    return found.claims
