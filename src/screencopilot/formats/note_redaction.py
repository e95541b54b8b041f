"""A note without what could tell who was screened and what was said: structure, times and ratings stay.

Only what is named here is kept. Keys that this version does not know go, since nobody can tell what they hold.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.domain.note import Calibration, Candidate, Evaluator, Note, ProbeNote
from screencopilot.formats.note_toml import REDACTED, Document, note_to_document

#: What a reader should know; it stands in the file and in what the commands say.
WORDS = (
    "names, quotes, free text, numbers and claim texts were removed; a redacted note is never sealed again"
)
_ID_ROOM = 64 - len("-redacted")


def is_redacted(document: Mapping[str, Any]) -> bool:
    """Whether a note's document says that it was redacted."""
    return REDACTED in document


def redact(note: Note, at: dt.datetime, ref: str = "") -> Document:
    """Return a note's document without names, quotes, free text, numbers and the words of claims; always a draft.

    Args:
        note: the note as it was read.
        at: zoned wall time, for the mark.
        ref: what to call the candidate; made from the note's id when empty, so that two candidates never seem one.

    The id gets an ending of its own: the redacted note is another file, and never takes the whole one's place.
    """
    name = f"{note.id[:_ID_ROOM].removesuffix('-redacted')}-redacted"
    plain = replace(
        note,
        id=name,
        status="draft",
        candidate=Candidate(ref or f"redacted-{note.id[:8]}", note.candidate.role, note.candidate.level),
        evaluator=Evaluator("", note.evaluator.shipped),
        claims=tuple(replace(claim, text="") for claim in note.claims),
        probes=tuple(map(_probe, note.probes)),
        evidence=tuple(replace(line, text="") for line in note.evidence),
        overall=UNSET if note.overall is UNSET else replace(note.overall, because=""),
        calibration=UNSET if note.calibration is UNSET else _calibration(note.calibration),
        revisions=tuple(replace(revision, because="") for revision in note.revisions),
        seal=UNSET,
    )
    was = {"was": note.status, "about": WORDS}
    return {**note_to_document(plain), REDACTED: {"at": at.replace(microsecond=0), **was}}


def _probe(probe: ProbeNote) -> ProbeNote:
    return replace(probe, because=UNSET, skipped_because=UNSET, numbers=dict.fromkeys(probe.numbers, ""))


def _calibration(figures: Calibration) -> Calibration:
    # The notices are the program's own sentences, but a file from elsewhere could hold any.
    return replace(figures, notices=(), severity=UNSET)
