"""What debriefs leave in our own folders, looked through for a candidate or an age: journals and decision records."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import msgspec

from screencopilot.domain.debrief import Case
from screencopilot.store.debrief_records import records_folder
from screencopilot.store.debriefing import debriefs_folder
from screencopilot.store.disk import DISK
from screencopilot.store.journal_file import read_snapshot
from screencopilot.store.keeping_finds import Going, Left
from screencopilot.store.keeping_look import (
    LEFT_OVER,
    any_mentions,
    content_mentions,
    entries,
    if_mentioned,
    if_old,
    if_old_journal,
    is_file,
    journal_of,
)
from screencopilot.store.keeping_refs import same_ref, toml_ref
from screencopilot.store.paths import Folders

_TOML, _MARKDOWN = ".toml", ".md"


def debriefs_of(folders: Folders, ref: str) -> Iterator[Going | Left]:
    """Give the debriefs on a candidate: their journals, and the records in our own folder."""
    for entry in entries(debriefs_folder(folders)):
        if isinstance(entry, Left):
            yield entry
        elif entry.is_dir():
            yield from _if_journal_of(entry, ref)
    for entry in entries(records_folder(folders)):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(LEFT_OVER):
            yield from if_mentioned(entry, ref, "a left-over of a decision record")
        elif entry.suffix == _TOML:
            yield from _if_record_of(entry, ref)
        elif _stands_alone(entry) and content_mentions(entry, ref) is not False:
            yield Left(entry, "a decision record without its TOML file: it may be meant")


def _stands_alone(path: Path) -> bool:
    return path.suffix == _MARKDOWN and not path.with_suffix(_TOML).exists()


def _if_journal_of(path: Path, ref: str) -> Iterator[Going | Left]:
    raw, _ = read_snapshot(path, DISK)
    try:
        case = msgspec.json.decode(raw, type=Case)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        if any_mentions(path, ref):
            yield Left(path, "what this debrief was about is damaged: it may be meant")
        return
    if same_ref(case.candidate.ref, ref):
        yield journal_of(path, "a debrief")


def _if_record_of(path: Path, ref: str) -> Iterator[Going | Left]:
    from screencopilot.formats.errors import FormatError

    try:
        found, _ = toml_ref(path)
    except FormatError as error:
        if content_mentions(path, ref) is not False:
            yield Left(path, f"cannot be read as a record, and may be meant: {error.faults[0].message}")
        return
    if same_ref(found, ref):
        yield from _record(path, "a decision record")


def _record(path: Path, what: str) -> Iterator[Going]:
    """Give a record, and the same in Markdown beside it."""
    yield Going(path, what)
    if is_file(path.with_suffix(_MARKDOWN)):
        yield Going(path.with_suffix(_MARKDOWN), f"{what}, to read")


def old_debriefs(folders: Folders, before: dt.datetime) -> Iterator[Going | Left]:
    """Give the debriefs older than a moment: records by their end, journals by their last change."""
    for entry in entries(debriefs_folder(folders)):
        if isinstance(entry, Left):
            yield entry
        elif entry.is_dir():
            yield from if_old_journal(entry, before, "debrief")
    for entry in entries(records_folder(folders)):
        if isinstance(entry, Left):
            yield entry
        elif entry.name.startswith(LEFT_OVER):
            yield from if_old(entry, before, "a left-over of a decision record")
        elif entry.suffix == _TOML:
            yield from _if_old_record(entry, before)
        elif _stands_alone(entry):
            yield from if_old(entry, before, "a decision record without its TOML file")


def _if_old_record(path: Path, before: dt.datetime) -> Iterator[Going | Left]:
    from screencopilot.formats.debrief_toml import DebriefError, load_record

    try:
        record = load_record(path)
    except DebriefError as error:
        yield Left(path, f"cannot be read, so its age is not known: {error.faults[0].message}")
        return
    if record.timing.ended < before:
        yield from _record(path, f"a decision record of {record.timing.ended:%Y-%m-%d}")
