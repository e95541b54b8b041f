"""Which words before a colon or a time are a speaker's name, and which are just words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

#: ``Name: words``; the name is judged by :func:`looks_like_name` and by how often it stands there.
PREFIX = re.compile(r"\s{0,8}([^\W\d_][^:<>\n]{0,59}?)\s{0,2}[:\uff1a](?:\s|$)(.*)", re.DOTALL)
#: A share of lines that open with a name, from which on even a name heard once is believed.
MOSTLY = 0.8
_MOST_WORDS = 6
_SENTENCE = re.compile(r"[?!;,\u3002]|\.\s+[a-z]|\.$")


def looks_like_name(text: str) -> bool:
    """Return whether text could be the name of a speaker: short, begins with a letter, is no sentence."""
    return (
        len(text) <= 60
        and text[:1].isalpha()
        and len(text.split()) <= _MOST_WORDS
        and not _SENTENCE.search(text)
    )


def split_prefix(line: str) -> tuple[str, str] | None:
    """Return ``(name, words)`` of a line such as ``Ada: we moved it``, None when it cannot be one."""
    found = PREFIX.match(line)
    return (found[1], found[2]) if found and looks_like_name(found[1]) else None


def believed(candidates: Iterable[str], lines: int) -> frozenset[str]:
    """Return which candidate names are speakers, of a file with ``lines`` lines that could open with one.

    "The problem: ..." is said once; a speaker speaks again. So a name is believed when it stands there twice (three
    times without a capital), or when four lines of five open with some candidate.
    """
    counts = Counter(candidates)
    mostly = counts.total() >= MOSTLY * lines
    return frozenset(
        name for name, times in counts.items() if mostly or times >= (2 if name != name.lower() else 3)
    )
