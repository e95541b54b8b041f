"""Notes as a report shows them with ``--redact``: without names and without anything somebody said or wrote.

The notes are redacted before they are compared, so nothing that is made from them can bring a name back. Ratings,
times, signals, levels and the ids of banks and probes stay.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.domain.names import folded
from screencopilot.domain.note import Calibration, Claim, Note

WORDS = "Names, quotes and free text are left out."
#: Stands where a line was written.
GONE = "[left out]"

_BASIS = re.compile(r"(\d{1,4}) vignettes\b")


def redacted_notes(notes: Sequence[Note]) -> list[Note]:
    """Return the notes in the same order, with candidates and evaluators numbered in order of their first screen."""
    in_time = sorted(notes, key=lambda note: (note.timing.started, note.id))
    refs = _numbered("Candidate", (note.candidate.ref for note in in_time))
    names = _numbered("Evaluator", (note.evaluator.name for note in in_time))
    ids = {note.id: f"note {number}" for number, note in enumerate(in_time, start=1)}
    claims: dict[tuple[str, str, str], str] = {}
    return [
        replace(
            note,
            id=ids[note.id],
            candidate=replace(note.candidate, ref=refs[folded(note.candidate.ref)]),
            evaluator=replace(note.evaluator, name=names[folded(note.evaluator.name)]),
            claims=tuple(_claim(note, claim, claims) for claim in note.claims),
            probes=tuple(replace(probe, because=UNSET) for probe in note.probes),
            evidence=tuple(replace(line, text=GONE) for line in note.evidence),
            calibration=_calibration(note.calibration),
        )
        for note in notes
    ]


def redacted_skips(skipped: Iterable[Skipped]) -> list[Skipped]:
    """Return skipped files without their paths; of the reasons only those that cannot hold a name."""
    return [
        Skipped(f"file {number}", one.why if one.why in PLAIN_REASONS else "it cannot be compared")
        for number, one in enumerate(skipped, start=1)
    ]


#: Reasons that stay in a redacted report: sentences of our own without anything from a file.
PLAIN_REASONS = frozenset(
    {
        "a draft: only sealed notes are compared",
        "redacted: it bears no seal, and only sealed notes are compared",
        "changed after it was sealed: its seal does not fit any more",
    }
)


def _numbered(word: str, names: Iterable[str]) -> dict[str, str]:
    known = dict.fromkeys(map(folded, names))
    width = len(str(len(known)))
    return {key: f"{word} {number:0{width}}" for number, key in enumerate(known, start=1)}


def _claim(note: Note, claim: Claim, known: dict[tuple[str, str, str], str]) -> Claim:
    """Return a claim by number: equal ones of a candidate keep one number, others never become one."""
    key = (folded(note.candidate.ref), claim.kind, " ".join(claim.text.split()).casefold())
    return replace(claim, text=known.setdefault(key, f"claim {len(known) + 1}"))


def _calibration(figures: Calibration | UnsetType) -> Calibration | UnsetType:
    """Keep what the model reads, which is two numbers: the rest of the stamp could hold any text."""
    stamp = UNSET if figures is UNSET else figures.severity
    if stamp is UNSET:
        return UNSET
    estimate, basis = stamp.get("estimate"), _BASIS.match(str(stamp.get("basis", "")))
    if basis is None or not isinstance(estimate, int | float):
        return UNSET
    return Calibration(0, 0, severity={"estimate": estimate, "basis": basis[0]})
