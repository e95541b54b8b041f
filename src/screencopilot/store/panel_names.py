"""How files are named in the panel's repository: ``notes/<candidate>/<evaluator>-<id>.toml``, safe everywhere."""

from __future__ import annotations

from screencopilot.domain.note import Note
from screencopilot.formats.text_safety import safe_filename_part

#: The folder of the repository that holds notes.
NOTES = "notes"
#: Characters of a candidate's ref in the name of a folder.
REF_PART = 40
_EVALUATOR_PART = 40
_ID_PART = 64


def path_of(note: Note) -> str:
    """Return where a note lies in the repository: safe characters only, whatever its ref and evaluator are."""
    ref = safe_filename_part(note.candidate.ref, REF_PART)
    evaluator = safe_filename_part(note.evaluator.name, _EVALUATOR_PART)
    return f"{NOTES}/{ref}/{evaluator}-{safe_filename_part(note.id, _ID_PART)}.toml"
