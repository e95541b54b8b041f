"""Transcripts of a call, from a VTT, SRT or plain text file to utterances.

No library: the caption readers on offer drop cues with comma decimals, drop the words between ``<`` and ``>``, keep one
voice of a cue, and tell no lines. The forms that meeting programs write need little, and all of it forgiving.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path

from screencopilot.domain.transcript import Transcript, Utterance
from screencopilot.formats.errors import Fault
from screencopilot.formats.transcript_cues import Piece, cue_pieces, has_cues
from screencopilot.formats.transcript_lines import line_pieces
from screencopilot.formats.transcript_source import (
    TranscriptError,
    file_label,
    lines_of,
    read_bytes,
    tidy_name,
    tidy_text,
)

__all__ = ["TranscriptError", "load_transcript", "parse_transcript"]

#: Utterances; an hour of Teams captions has about 1,500.
UTTERANCE_LIMIT = 20_000
#: Characters of one utterance; a longer monologue becomes several of the same speaker.
TEXT_LIMIT = 4000
#: Speakers; a file with more is no transcript of an interview.
SPEAKER_LIMIT = 200

_ZOOM_NAME = re.compile(r"GMT(\d{8})-(\d{6})(?!\d)", re.ASCII)


def load_transcript(path: Path) -> Transcript:
    """Read one transcript file; at most 2 MB of it, and only when it is a regular file.

    Raises:
        TranscriptError: it cannot be read, is no text within the limits, or holds no words.
    """
    return parse_transcript(read_bytes(path), str(path))


def parse_transcript(raw: bytes, path: str) -> Transcript:
    """Read a transcript from its bytes; the form is told from the content, ``path`` is how messages call it.

    Raises:
        TranscriptError: the bytes are no text within the limits, or hold no words.
    """
    lines = lines_of(raw, path)
    form = "captions" if has_cues(lines) else "text"
    pieces, notices = cue_pieces(lines) if form == "captions" else line_pieces(lines)
    utterances: list[Utterance] = []
    speakers: dict[str, None] = {}
    for piece in pieces:
        for utterance in _utterances(piece):
            utterances.append(utterance)
            if utterance.speaker:
                speakers[utterance.speaker] = None
        if len(utterances) > UTTERANCE_LIMIT:
            message = f"has more than {UTTERANCE_LIMIT} utterances"
            raise TranscriptError(Fault(path, piece.line, "", message, "split the file"))
        if len(speakers) > SPEAKER_LIMIT:
            message = f"has more than {SPEAKER_LIMIT} speakers"
            raise TranscriptError(
                Fault(path, piece.line, "", message, "check that it is the transcript of one call")
            )
    if not utterances:
        raise TranscriptError(
            Fault(path, None, "", "holds no words", "export the transcript as VTT, SRT or plain text")
        )
    if all(utterance.start is None for utterance in utterances):
        notices.append("no times: it can be read and quoted, not laid on the screen's clock")
    if not speakers:
        notices.append("no speakers are named")
    return Transcript(tuple(utterances), tuple(speakers), file_label(path), _started(path), tuple(notices))


def _utterances(piece: Piece) -> Iterator[Utterance]:
    text = tidy_text(piece.text)
    if not any(map(str.isalnum, text)):
        return
    speaker, parts = tidy_name(piece.speaker), list(_parts(text))
    for number, part in enumerate(parts):
        first, last = number == 0, number == len(parts) - 1
        yield Utterance(piece.start if first else None, piece.end if last else None, speaker, part)


def _parts(text: str) -> Iterator[str]:
    start = 0
    while len(text) - start > TEXT_LIMIT:
        space = text.rfind(" ", start + 1, start + TEXT_LIMIT)
        cut = space if space > 0 else start + TEXT_LIMIT
        yield text[start:cut].strip()
        start = cut
    yield text[start:].strip()


def _started(path: str) -> dt.datetime | None:
    """Return when the recording began, where Zoom has put it into the file's name."""
    found = _ZOOM_NAME.search(file_label(path))
    if not found:
        return None
    try:
        return dt.datetime.strptime(found[1] + found[2], "%Y%m%d%H%M%S").replace(tzinfo=dt.UTC)
    except ValueError:
        return None
