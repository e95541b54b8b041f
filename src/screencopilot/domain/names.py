"""When two names, of people or of candidates, are the same one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence


def folded(name: str) -> str:
    """Return a clean name as it is compared: without regard to capitals, outer spaces, and how accents are written."""
    return unicodedata.normalize("NFC", name.strip()).casefold()


def names_in(typed: str, known: Iterable[str]) -> Sequence[str]:
    """Return the names in a line with commas between; a ``known`` name that has commas of its own stays whole."""
    parts = typed.split(",")
    whole = {folded(name) for name in known if "," in name}
    longest = max((name.count(",") for name in whole), default=0) + 1
    names = []
    start = 0
    while start < len(parts):
        ends = range(min(len(parts), start + longest), start + 1, -1)
        found = next((end for end in ends if folded(",".join(parts[start:end])) in whole), start + 1)
        names.append(",".join(parts[start:found]).strip())
        start = found
    return [name for name in names if name]
