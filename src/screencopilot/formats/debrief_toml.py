"""Decision records: from TOML to a typed record and back. A record is written once and never changed by the program."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from screencopilot.domain.debrief_record import DebriefRecord
from screencopilot.formats.bank_rules import known
from screencopilot.formats.checked import convert
from screencopilot.formats.errors import FormatError
from screencopilot.formats.note_toml import dump_note
from screencopilot.formats.text_safety import clean, one_line
from screencopilot.formats.toml_source import Finding, Place, TomlSource, parse_toml, read_toml

#: Keys whose text may have several lines.
PROSE = frozenset({"because", "words", "text", "kept_out"})


class DebriefError(FormatError):
    """A decision record cannot be used."""


def load_record(place: Place) -> DebriefRecord:
    """Read one decision record.

    Raises:
        DebriefError: with all faults of the file.
    """
    return _checked(read_toml(place, DebriefError))


def parse_record(raw: bytes, path: str) -> DebriefRecord:
    """Read one record from its bytes; ``path`` is how messages call it. DebriefError with all faults."""
    return _checked(parse_toml(raw, path, DebriefError))


def _checked(source: TomlSource) -> DebriefRecord:
    record, faults = convert(source, DebriefRecord, "debrief", PROSE)
    if record is not None:
        faults = source.faults(_findings(record))
    if record is None or faults:
        raise DebriefError(*faults)
    return record


def _findings(record: DebriefRecord) -> Iterator[Finding]:
    notes = {note.id for note in record.notes}
    probes = {one.probe for one in record.disagreements}
    for index, one in enumerate(record.disagreements):
        for place, view in enumerate(one.views):
            yield from known(view.note, notes, "note", ("disagreements", index, "views", place, "note"))
    for index, revision in enumerate(record.revisions):
        yield from known(revision.note, notes, "note", ("revisions", index, "note"))
        yield from known(revision.probe, probes, "probe", ("revisions", index, "probe"))


def dump_record(record: DebriefRecord) -> bytes:
    """Return a record as TOML bytes with clean text; reading them gives an equal record.

    Raises:
        DebriefError: it would not: the record holds what its own reader refuses.
    """
    document = _plain(msgspec.to_builtins(record, builtin_types=(dt.datetime,)), prose=False)
    data = dump_note(document)
    parse_record(data, "the record")
    return data


def _plain(value: Any, *, prose: bool) -> Any:
    match value:
        case str():
            return clean(value) if prose else one_line(value)
        case Mapping():
            return {one_line(name): _plain(item, prose=name in PROSE) for name, item in value.items()}
        case list() | tuple():
            return [_plain(item, prose=prose) for item in value]
        case dt.datetime():
            offset = value.utcoffset()  # TOML writes offsets in whole minutes; zones of long ago had seconds
            return value.astimezone(dt.UTC) if offset and offset.seconds % 60 else value
        case _:
            return value
