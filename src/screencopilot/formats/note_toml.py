"""Notes: from TOML to a typed note and back, with unknown keys kept, and the seal.

A note goes to disk as a *document*: plain tables, arrays and values in the order that people read them. Keys that
this version does not know stay in the document at every depth, so that an older program never strips a newer note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import msgspec
import tomli_w
from msgspec import UNSET, Struct

from screencopilot.domain.canonical import digest
from screencopilot.domain.note import Note
from screencopilot.formats.bank_rules import known, unique
from screencopilot.formats.checked import Finding, cleaned, convert
from screencopilot.formats.errors import NoteError
from screencopilot.formats.text_safety import safe_filename_part
from screencopilot.formats.toml_source import Place, TomlSource, parse_toml, read_toml

Document = dict[str, Any]
SealState = Literal["sealed-intact", "changed", "draft"]

#: Keys whose text may have several lines.
PROSE = frozenset({"text", "because", "skipped_because"})
#: What may be added to a sealed note, and so is not under its digest.
_NOT_SEALED = frozenset({"seal", "revisions"})
_NATIVE = (dt.datetime, dt.date, dt.time)
_NAME_PART = 40


@dataclass(frozen=True)
class NoteFile:
    """A note with its document as the file has it, unknown keys included.

    ``raw`` is the parsed file, *not* cleaned: it is for writing back and for :func:`verify`, never for showing.
    """

    note: Note
    raw: Document


def load_note(place: Place) -> NoteFile:
    """Read one note file.

    Raises:
        NoteError: with all faults of the file.
    """
    return _checked(read_toml(place, NoteError))


def parse_note(raw: bytes, path: str) -> NoteFile:
    """Read one note from its bytes; ``path`` is how messages call it. NoteError with all faults."""
    return _checked(parse_toml(raw, path, NoteError))


def _checked(source: TomlSource) -> NoteFile:
    note, faults = convert(source, Note, "note", PROSE)
    if note is not None:
        faults = [source.fault(*finding) for finding in _findings(note)]
    if note is None or faults:
        raise NoteError(*faults)
    return NoteFile(note, source.data)


def _findings(note: Note) -> Iterator[Finding]:
    probes = {probe.id for probe in note.probes}
    evidence = {line.id for line in note.evidence}
    yield from unique((probe.id for probe in note.probes), ("probes",))
    yield from unique((line.id for line in note.evidence), ("evidence",))
    for index, line in enumerate(note.evidence):
        if line.probe:  # an empty one: written before the first probe was opened
            yield from known(line.probe, probes, "probe", ("evidence", index, "probe"))
    for index, claim in enumerate(note.claims):
        for place, name in enumerate(claim.evidence):
            yield from known(name, evidence, "evidence", ("claims", index, "evidence", place))
    for index, flag in enumerate(note.flags):
        yield from known(flag.probe, probes, "probe", ("flags", index, "probe"))
        yield from known(flag.evidence, evidence, "evidence", ("flags", index, "evidence"))
    for index, revision in enumerate(note.revisions):
        yield from known(revision.probe, probes, "probe", ("revisions", index, "probe"))
    if note.status == "sealed" and note.seal is UNSET:
        yield (
            ("seal",),
            "is missing: the note says that it is sealed",
            "seal it again, or write status = 'draft'",
        )


# -- to a document -------------------------------------------------------------------------------------------------


def note_to_document(note: Note, raw: Mapping[str, Any] | None = None) -> Document:
    """Return the note as plain TOML data, in the order of its types, with clean text.

    Unset fields are left out, and so are empty tables and arrays. ``raw`` is the document the note was loaded
    from: its unknown keys survive at every depth (tables in arrays are matched by ``id``, without one by position),
    and where its values mean the same they stay as they stand, so that an untouched note keeps its digest.
    """
    plain = _plain(note)
    return _merged(note, plain, raw or {})


def _plain(value: Any) -> Any:
    document = msgspec.to_builtins(value, builtin_types=_NATIVE)
    return cleaned_document(document)


def cleaned_document(document: Any) -> Any:
    """Return plain data with all text cleaned, keys too: a lone surrogate would keep a note from being written."""
    tidy, odd = cleaned(document, PROSE)
    return tidy if not odd else tidy


def _merged(value: Any, plain: Any, raw: Any) -> Any:
    return plain
