"""Whose a file is: the candidate's ref in notes, journals and left-overs, as far as damage lets it be told."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from pathlib import Path
from typing import Any

import msgspec

from screencopilot.domain import names
from screencopilot.domain.entry import decode_entry
from screencopilot.domain.events import ScreenOpened
from screencopilot.formats.text_safety import one_line
from screencopilot.store.disk import DISK
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_file import JOURNAL_NAME
from screencopilot.store.journal_lines import SIZE_LIMIT, read_journal

_IN_JOURNAL = re.compile(rb'"candidate_ref":("(?:[^"\\]|\\.)*")')


def folded(ref: str) -> str:
    """Return a ref as it is compared, cleaned: it may come from a command line or a damaged file."""
    return names.folded(one_line(ref))


def same_ref(one: str, other: str) -> bool:
    """Whether two refs are the same candidate's."""
    return folded(one) == folded(other)


def among(value: str, wanted: Collection[str]) -> bool:
    """Whether a ref or a name is one of those asked for; when none is asked for, all are."""
    return not wanted or folded(value) in map(folded, wanted)


def mentions(data: bytes, ref: str) -> bool:
    """Whether a ref stands in the bytes of a file of ours, as a word of its own, in TOML or JSON, torn or whole."""
    text = unicodedata.normalize("NFC", data.decode("utf-8", "replace")).casefold()
    wanted = folded(ref)
    quoted = msgspec.json.encode(wanted).decode()[1:-1]
    return any(re.search(rf"(?<!\w){re.escape(form)}(?!\w)", text) for form in {wanted, quoted})


def toml_ref(path: Path) -> tuple[str, str]:
    """Return candidate ref and status of a note, even of one with faults, as long as it is TOML; "" for none.

    Raises:
        FormatError: it cannot be read, or is not TOML.
    """
    from screencopilot.formats.toml_source import read_toml

    data: dict[str, Any] = read_toml(path).data
    candidate = data.get("candidate")
    ref = candidate.get("ref") if isinstance(candidate, dict) else None
    status = data.get("status")
    return ref if isinstance(ref, str) else "", status if isinstance(status, str) else ""


def session_ref(folder: Path) -> str | None:
    """Return whose screen a session's folder holds; "" without a journal, None when damage hides it."""
    path = folder / JOURNAL_NAME
    if not path.exists():
        return None if any(folder.glob(".tmp-*")) else ""
    try:
        payloads = read_journal(path).payloads
        for payload in payloads:
            opened = _opened(payload)
            if opened is not None:
                return opened.candidate_ref
        data, _ = DISK.read_capped(path, SIZE_LIMIT)
    except (StoreError, OSError):
        return None
    found = _IN_JOURNAL.search(data)  # the line is damaged, but perhaps not there
    if found is None:
        return None
    try:
        return msgspec.json.decode(found[1], type=str)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None


def _opened(payload: bytes) -> ScreenOpened | None:
    try:
        event = decode_entry(payload).event
    except (msgspec.MsgspecError, RecursionError):
        return None
    return event if isinstance(event, ScreenOpened) else None
