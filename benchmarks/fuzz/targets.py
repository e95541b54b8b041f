"""What is fuzzed: functions from bytes to nothing, which raise only for a finding."""

from __future__ import annotations

import datetime as dt
import io
import re
import tempfile
import unicodedata
from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from screencopilot.demo.play import play_headless
from screencopilot.domain.state import replay
from screencopilot.domain.writeup import note_of
from screencopilot.formats import bank_toml, debrief_toml, theme_toml, vignette_toml
from screencopilot.formats.claims_text import parse_claims
from screencopilot.formats.errors import FormatError
from screencopilot.formats.note_redaction import redact
from screencopilot.formats.note_text import note_text
from screencopilot.formats.note_toml import dump_note, note_to_document, parse_note, seal_digest
from screencopilot.formats.text_safety import clean, one_line, safe_filename_part
from screencopilot.formats.toml_source import Place, parse_toml
from screencopilot.formats.transcript_text import parse_transcript
from screencopilot.store.journal_lines import encode_line, parse_journal, read_journal
from screencopilot.store.paths import folders
from screencopilot.store.recovery import decode_entries

ROOT = Path(__file__).parents[2]
_NOW = dt.datetime(2026, 11, 21, 10, tzinfo=dt.UTC)
_DROPPED = {"Cc", "Cf", "Cs", "Zl", "Zp"}
_FILE_NAME = re.compile(r"[A-Za-z0-9._-]{1,40}")


class FindingError(AssertionError):
    """Something that should never be, though nothing raised."""


class _InMemory:
    """Bytes that can be read as a shipped file is."""

    def __init__(self, data: bytes) -> None:
        self._data = data

    def open(self, _mode: str) -> io.BytesIO:
        return io.BytesIO(self._data)

    def __str__(self) -> str:
        return "fuzz.toml"


def _file(load: Callable[[Place], Any]) -> Callable[[bytes], None]:
    def target(data: bytes) -> None:
        try:
            load(cast("Place", _InMemory(data)))
        except FormatError as error:
            _check_words(error)

    return target


def _check_words(error: FormatError) -> None:
    if not all(fault.message and fault.path for fault in error.faults):
        raise FindingError("a fault without its file or its message")
    _check_clean(str(error))


def _check_clean(text: str) -> None:
    odd = {c for c in text if c not in "\n\t\u200c\u200d" and unicodedata.category(c) in _DROPPED}
    if odd:
        raise FindingError(f"text for people holds {odd!r}")


def _note(data: bytes) -> None:
    try:
        file = parse_note(data, "fuzz.toml")
    except FormatError as error:
        _check_words(error)
        return
    _check_clean(note_text(file.note))
    again = parse_note(dump_note(note_to_document(file.note, file.raw)), "again")
    if again.note != file.note or seal_digest(again.raw) != seal_digest(file.raw):
        raise FindingError("the note is another after it was written and read")
    bare = parse_note(dump_note(redact(file.note, _NOW)), "redacted").note
    if any(line.text for line in bare.evidence):
        raise FindingError("a redacted note holds words")


def _record(data: bytes) -> None:
    try:
        record = debrief_toml.parse_record(data, "fuzz.toml")
    except FormatError as error:
        _check_words(error)
        return
    if debrief_toml.parse_record(debrief_toml.dump_record(record), "again") != record:
        raise FindingError("the record is another after it was written and read")


def _claims(data: bytes) -> None:
    kinds = ("cut-cost", "owned-model-in-production")
    found = parse_claims(data.decode("utf-8", "replace"), kinds)
    _check_clean("".join(claim.text for claim in found.claims))


def _toml(data: bytes) -> None:
    try:
        parse_toml(data, "fuzz.toml")
    except FormatError as error:
        _check_words(error)


def _journal(data: bytes) -> None:
    reading = parse_journal(data)
    if [line.seq for line in reading.lines] != sorted({line.seq for line in reading.lines}):
        raise FindingError("the journal's lines are not in order")
    # A checksum is hard to guess: the same bytes once more as entries whose checksums are right.
    lines = [line.replace(b"\r", b"") for line in data.splitlines() if line]
    sound = b"".join(encode_line(n, line) for n, line in enumerate(lines, 1))
    entries, _ = decode_entries(parse_journal(sound).payloads)
    state = replay(entries)
    if state is not None:
        note_of(None, state)


def _text(data: bytes) -> None:
    text = data.decode("utf-8", "surrogatepass" if data[:1] == b"s" else "replace")
    once = clean(text)
    _check_clean(once)
    if clean(once) != once or one_line(one_line(text)) != one_line(text):
        raise FindingError("cleaning twice changes more")
    if not _FILE_NAME.fullmatch(safe_filename_part(text, 40)):
        raise FindingError("a file name's part is not safe")


def _transcript(data: bytes) -> None:
    try:
        parse_transcript(data, "fuzz.vtt")
    except FormatError as error:
        _check_words(error)


#: By name: what is called, and the files to begin with.
TARGETS: dict[str, tuple[Callable[[bytes], None], tuple[str, ...]]] = {
    "toml": (_toml, ("tests/formats/data/*.toml",)),
    "note": (_note, ("tests/formats/data/note.toml",)),
    "bank": (_file(bank_toml.load_bank), ("tests/formats/data/bank.toml", "question_banks/roles/a*.toml")),
    "module": (_file(bank_toml.load_module), ("tests/formats/data/module.toml",)),
    "cards": (_file(bank_toml.load_cards), ("tests/formats/data/cards.toml",)),
    "claims": (_file(bank_toml.load_claims), ("tests/formats/data/claims.toml",)),
    "flags": (_file(bank_toml.load_flags), ("tests/formats/data/flags.toml",)),
    "vignettes": (_file(vignette_toml.load_vignettes), ("question_banks/vignettes/*.toml",)),
    "theme": (_file(theme_toml.load_theme), ("tests/formats/data/theme.toml", "themes/*.toml")),
    "debrief": (_record, ("tests/formats/data/debrief.toml",)),
    "claims-text": (_claims, ("tests/formats/data/claims.toml",)),
    "journal": (_journal, ()),
    "text": (_text, ("docs/*.md",)),
    "transcript": (_transcript, ("tests/formats/data/transcript_*",)),
}


def seeds(name: str) -> list[bytes]:
    """Return the files a target begins with."""
    if name == "journal":
        return [_demo_events()]
    return [path.read_bytes() for glob in TARGETS[name][1] for path in sorted(ROOT.glob(glob))]


def _demo_events() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        home = folders({"SCREENCOPILOT_HOME": folder})
        play_headless(home, _NOW)
        (journal,) = home.sessions.glob("*/journal.jsonl")
        return b"\n".join(read_journal(journal).payloads)


def guarded(name: str, data: bytes) -> str:
    """Run a target on some bytes; return what is wrong, in a line that names kind and place, or ""."""
    try:
        TARGETS[name][0](data)
    except Exception as error:  # noqa: BLE001 - anything at all is a finding
        trace, place = error.__traceback__, ""
        while trace is not None:
            place = f"{Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}"
            trace = trace.tb_next
        return f"{type(error).__name__} at {place}: {str(error)[:120]!r}"
    return ""
