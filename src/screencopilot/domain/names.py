"""When two names, of people or of candidates, are the same one."""

from __future__ import annotations

import unicodedata


def folded(name: str) -> str:
    """Return a clean name as it is compared: without regard to capitals, outer spaces, and how accents are written."""
    return unicodedata.normalize("NFC", name.strip()).casefold()
