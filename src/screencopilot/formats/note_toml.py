"""Notes: from TOML to a typed note and back, with unknown keys kept, and the seal.

A note goes to disk as a *document*: plain tables, arrays and values in the order that people read them. Keys that
this version does not know stay in the document at every depth, so that an older program never strips a newer note.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Literal

import tomli_w
from msgspec import NODEFAULT, UNSET, Struct, structs

from screencopilot.domain.canonical import digest
from screencopilot.domain.note import Note
from screencopilot.formats.bank_rules import known, unique
from screencopilot.formats.checked import convert
from screencopilot.formats.errors import Fault, NoteError
from screencopilot.formats.text_safety import clean, one_line, safe_filename_part
from screencopilot.formats.toml_lines import KeyPath
from screencopilot.formats.toml_source import Finding, Place, TomlSource, parse_toml, read_toml

Document = dict[str, Any]
SealState = Literal["sealed-intact", "changed", "draft"]

#: Keys whose text may have several lines.
PROSE = frozenset({"text", "because", "skipped_because"})
#: What may be added to a sealed note, and so is not under its digest.
_NOT_SEALED = frozenset({"seal", "revisions"})
_NAME_PART = 40
_YEARS = range(1000, 9000)
#: The table that marks a redacted note (:mod:`screencopilot.formats.note_redaction`): such a one is never sealed again.
REDACTED = "redacted"


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
        faults = source.faults(_findings(note))
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
    for index, loan in enumerate(note.loans):
        yield from known(loan.probe, probes, "probe", ("loans", index, "probe"))
        yield from known(loan.lender, probes, "probe", ("loans", index, "from"))
    for index, revision in enumerate(note.revisions):
        yield from known(revision.probe, probes, "probe", ("revisions", index, "probe"))
    for key, stamp in _stamps(note):
        if stamp.year not in _YEARS:  # beyond them a stamp cannot even be shown in another zone
            yield key, f"{stamp.year} is no year of a screen", "write the right date"
    if note.status == "sealed" and note.seal is UNSET:
        yield (
            ("seal",),
            "is missing: the note says that it is sealed",
            "seal it again, or write status = 'draft'",
        )


def _stamps(note: Note) -> Iterator[tuple[KeyPath, dt.datetime]]:
    yield ("timing", "started"), note.timing.started
    yield ("timing", "ended"), note.timing.ended
    if note.seal is not UNSET:
        yield ("seal", "at"), note.seal.at
    for index, revision in enumerate(note.revisions):
        yield ("revisions", index, "at"), revision.at


# -- to a document -------------------------------------------------------------------------------------------------


def note_to_document(note: Note, raw: Mapping[str, Any] | None = None) -> Document:
    """Return the note as plain TOML data, in the order of its types, with clean text.

    Fields at their default say nothing and are left out, empty tables and arrays among them. ``raw`` is the document
    the note was loaded from: its unknown keys survive at every depth (tables in arrays are matched by ``id``, without
    one by position), and where its values mean the same they stay as they stand: an untouched note keeps its digest.
    """
    document: Document = _table(note, raw)
    return document


def _table(value: Struct, raw: Any) -> Document:
    old = raw if isinstance(raw, Mapping) else {}
    fields = structs.fields(value)
    table: Document = {}
    for field in fields:
        item, name = getattr(value, field.name), field.encode_name
        if name in old or not _says_nothing(field, item):
            table[name] = _plain(item, old.get(name), name in PROSE)
    known_names = {field.encode_name for field in fields}
    kept = {name: item for name, item in old.items() if name not in known_names}
    return {name: item for name, item in table.items() if item is not UNSET} | kept


def _says_nothing(field: structs.FieldInfo, item: Any) -> bool:
    default = field.default if field.default_factory is NODEFAULT else field.default_factory()
    return bool(item == default)


def _plain(value: Any, raw: Any, prose: bool = False) -> Any:
    """Return one value as TOML data: ``raw`` itself where it means the same."""
    match value:
        case Struct():
            return _table(value, raw)
        case Mapping():
            old = raw if isinstance(raw, Mapping) else {}
            return {
                one_line(name): _plain(item, old.get(name), name in PROSE) for name, item in value.items()
            }
        case tuple() | list():
            return [_plain(item, old, prose) for item, old in _paired(value, raw)]
        case str():
            same = isinstance(raw, str) and _tidy(raw, prose) == value
            return raw if same else _tidy(value, prose)
        case dt.datetime():
            return raw if raw == value else _writable(value)
        case _:
            return raw if type(raw) in (int, float) and raw == value else value


def _paired(values: Iterable[Any], raw: Any) -> Iterator[tuple[Any, Any]]:
    rows = raw if isinstance(raw, list) else []
    by_id = {row["id"]: row for row in rows if isinstance(row, Mapping) and isinstance(row.get("id"), str)}
    for index, value in enumerate(values):
        name = getattr(value, "id", None)
        by_place = rows[index] if index < len(rows) else None
        yield value, by_place if name is None else by_id.get(name)


def _tidy(text: str, prose: bool) -> str:
    return clean(text) if prose else one_line(text)


def _writable(stamp: dt.datetime) -> dt.datetime:
    # TOML writes offsets in whole minutes; zones of long ago had seconds.
    offset = stamp.utcoffset()
    return stamp.astimezone(dt.UTC) if offset and offset.seconds % 60 else stamp


def dump_note(document: Mapping[str, Any]) -> bytes:
    """Return the document as TOML bytes; text with line ends stands in multi-line strings.

    Reading the bytes gives an equal document.
    """
    # tomli_w would turn CRLF inside a multi-line string into LF; only kept unknown keys can hold one.
    exact = "\r" not in "".join(_texts(document))
    plain = {
        name: item for name, item in document.items() if not isinstance(item, Mapping) and not _is_rows(item)
    }
    chunks = [tomli_w.dumps(plain, multiline_strings=exact)]
    for name, item in document.items():
        if isinstance(item, Mapping):
            chunks.append(tomli_w.dumps({name: item}, multiline_strings=exact))
        elif _is_rows(item):
            chunks += [_row(name, row, exact) for row in item]
    return "\n".join(chunks).encode()


def _is_rows(item: Any) -> bool:
    return isinstance(item, list) and bool(item) and all(isinstance(row, Mapping) for row in item)


def _row(name: str, row: Mapping[str, Any], exact: bool) -> str:
    # tomli_w puts short tables of an array on one line each, above all tables; people and git diffs want [[name]].
    header = tomli_w.dumps({name: {}}).strip()
    text = tomli_w.dumps({name: row}, multiline_strings=exact)
    return f"[{header}]\n{text.removeprefix(header).lstrip()}"


def _texts(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case Mapping():
            for item in value.values():
                yield from _texts(item)
        case list() | tuple():
            for item in value:
                yield from _texts(item)


def note_file_name(note: Note) -> str:
    """Return ``<date>_<candidate ref>_<evaluator>_<first 8 of id>.toml``, of safe characters only."""
    parts = (
        note.timing.started.date().isoformat(),
        safe_filename_part(note.candidate.ref, _NAME_PART),
        safe_filename_part(note.evaluator.name, _NAME_PART),
        safe_filename_part(note.id, 8),
    )
    return "_".join(parts) + ".toml"


# -- the seal ------------------------------------------------------------------------------------------------------


def seal_digest(document: Mapping[str, Any]) -> str:
    """Return the digest over the canonical form of a document without ``seal`` and ``revisions``."""
    return digest({name: value for name, value in document.items() if name not in _NOT_SEALED})


def seal(document: Mapping[str, Any], at: dt.datetime) -> Document:
    """Return the document sealed at ``at`` (with its zone): status, stamp and digest set.

    Raises:
        NoteError: it is a redacted one: a seal on it would vouch for what nobody wrote.
    """
    if REDACTED in document:
        message, mend = "a redacted note is never sealed again", "keep it as it is"
        raise NoteError(Fault(str(document.get("id", "")), None, REDACTED, message, mend))
    sealed = {**document, "status": "sealed"}
    return {**sealed, "seal": {"at": _writable(at), "digest": seal_digest(sealed)}}


def verify(document: Mapping[str, Any]) -> SealState:
    """Say whether a sealed document is still what was sealed.

    It tells a changed note from an unchanged one; it does not prove who wrote it. A seal on a note that calls itself
    a draft counts as changed.
    """
    stamp = document.get("seal")
    if stamp is None and document.get("status") != "sealed":
        return "draft"
    given = stamp.get("digest") if isinstance(stamp, Mapping) else None
    intact = document.get("status") == "sealed" and given == seal_digest(document)
    return "sealed-intact" if intact else "changed"
