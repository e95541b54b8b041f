"""Entries of journals with all their text cleaned: whoever may write into our folders could plant anything there."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import msgspec

from screencopilot.formats.checked import cleaned

T = TypeVar("T")


def decode_clean(raw: bytes, decode: Callable[[bytes], T], prose: frozenset[str] = frozenset()) -> T:
    """Return what a line of JSON says, its text cleaned.

    Args:
        raw: the JSON.
        decode: from JSON to the typed value; raises ``msgspec.MsgspecError``.
        prose: the names of keys whose text may have several lines; all other text is put on one.

    Raises:
        msgspec.MsgspecError: it is no such value, or has keys or numbers that none of ours has.
    """
    if raw.isascii() and b"\\" not in raw and b"\x7f" not in raw:
        return decode(raw)  # the usual line: nothing in it can be hidden
    try:
        data, odd = cleaned(msgspec.json.decode(raw), prose)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from None
    if odd:
        raise msgspec.DecodeError("it has a key or a number that no line of ours has")
    return decode(msgspec.json.encode(data))
