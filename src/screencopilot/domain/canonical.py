"""Canonical form and digests: equal meaning gives equal bytes, whatever the file's layout."""

from __future__ import annotations

import hashlib
from typing import Any

import msgspec


def canonical(value: Any) -> bytes:
    """Return JSON bytes with sorted keys and no spaces; dates as ISO 8601, unset fields left out."""
    return msgspec.json.encode(value, order="sorted")


def digest(value: Any) -> str:
    """Return ``sha256:`` and the hex digest of the value's canonical form."""
    return "sha256:" + hashlib.sha256(canonical(value)).hexdigest()
