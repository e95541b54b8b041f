"""Caption files, WebVTT and SRT, as Zoom, Teams and others write them.

One forgiving reader for both: a line with two times and an arrow opens a cue, everything until the next one belongs to
it. No byte sequence makes it fail, and no words are lost for a time that cannot be read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from screencopilot.formats.transcript_names import believed, split_prefix
from screencopilot.formats.transcript_source import TIME, seconds_of

_TIMING = re.compile(rf"\s*{TIME}\s*(?:-{{1,3}}>|\u2192)\s*{TIME}(?:\s|$)", re.ASCII)
#: Two times so broken that they cannot be read; words with an arrow in them are words.
_BROKEN = re.compile(r"\s*([\d:.,]{3,})\s*(?:-{1,3}>|\u2192)\s*([\d:.,]{3,})(?:\s|$)", re.ASCII)
_SKIPPED = re.compile(r"(?:NOTE|STYLE|REGION)(?:\s|$)")
_ID = re.compile(r"\s*(?:\d{1,9}|[0-9a-fA-F-]{8,64}(?:/\d{1,9}(?:-\d{1,9})?)?)\s*", re.ASCII)
_VOICE = re.compile(r"<v(?:\.[^<>\s]{0,100})?\s{1,8}([^<>]{0,200})>")
#: The tags of WebVTT and SRT only: "p99 < 400 ms and > 2" keeps its words.
_TAG = re.compile(
    r"</?(?:v|c|i|b|u|ruby|rt|lang|font)(?:[.\s][^<>]{0,200})?>|<(?:\d{1,3}:)?\d{1,3}:\d{2}[.,]\d{1,3}>",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True)
class Piece:
    """Words as the file has them, uncleaned: start and end in seconds (None: not told), speaker, the line (from 1)."""

    start: float | None
    end: float | None
    speaker: str
    text: str
    line: int


@dataclass
class _Cue:
    line: int
    start: float | None
    end: float | None
    payload: list[str] = field(default_factory=list)


def has_cues(lines: list[str]) -> bool:
    """Return whether the lines are a caption file."""
    first = next((line for line in lines if line.strip()), "")
    return first.lstrip()[:6].upper() == "WEBVTT" or any(map(_timing, lines))


def cue_pieces(lines: list[str]) -> tuple[list[Piece], list[str]]:
    """Return the words of a caption file in order of time, and what a person should know about them."""
    cues = _cues(lines)
    spoken = [line for cue in cues for line in cue.payload[:1] if not _VOICE.search(line)]
    names = believed((p[0] for line in spoken if (p := split_prefix(_TAG.sub("", line)))), len(spoken))
    pieces = [piece for cue in cues for piece in _pieces(cue, names)]
    notices = []
    lost = [cue.line for cue in cues if cue.start is None]
    if lost:
        cues_of = f"{len(lost)} cues have" if len(lost) > 1 else "1 cue has"
        notices.append(f"{cues_of} a time that cannot be read, the first in line {lost[0]}")
    return _in_order(pieces), notices


def _timing(line: str) -> re.Match[str] | None:
    return _TIMING.match(line) if ">" in line or "\u2192" in line else None


def _cues(lines: list[str]) -> list[_Cue]:
    cues: list[_Cue] = []
    skipping = False
    fresh = True  # whether the line begins a block
    for index, line in enumerate(lines):
        if not line.strip():
            skipping, fresh = False, True
            continue
        cue = _opened(line, index + 1)
        if cue:
            cues.append(cue)
            skipping = False
        elif fresh and _SKIPPED.match(line):
            skipping = True
        elif cues and not skipping and not _is_id(lines, index, fresh):
            cues[-1].payload.append(line)
        fresh = False
    return cues


def _opened(line: str, number: int) -> _Cue | None:
    timing = _timing(line)
    if timing:
        start, end = seconds_of(timing, 1), seconds_of(timing, 6)
        return _Cue(number, start, end if end >= start else None)
    broken = _BROKEN.match(line) if ":" in line else None
    return _Cue(number, None, None) if broken and ":" in broken[1] and ":" in broken[2] else None


def _is_id(lines: list[str], index: int, fresh: bool) -> bool:
    """Return whether a line is the id of the cue whose times stand in the next one."""
    following = lines[index + 1] if index + 1 < len(lines) else ""
    return _opened(following, 0) is not None and (fresh or _ID.fullmatch(lines[index]) is not None)


def _pieces(cue: _Cue, names: frozenset[str]) -> Iterator[Piece]:
    """Split the payload of a cue by its voices, and by the believed names its lines open with."""
    speaker, words = "", list[str]()
    for line in cue.payload:
        # An odd number of parts: words, then a name and its words for each voice tag.
        first, *voices = _VOICE.split(line)
        prefix = split_prefix(_TAG.sub("", first))
        opening = prefix if prefix and prefix[0] in names else ("", first)
        for name, said in (opening, *zip(voices[::2], voices[1::2], strict=True)):
            if name and words:
                yield Piece(cue.start, cue.end, speaker, " ".join(words), cue.line)
                words = []
            speaker = name or speaker
            words.append(_TAG.sub("", said))
    if words:
        yield Piece(cue.start, cue.end, speaker, " ".join(words), cue.line)


def _in_order(pieces: list[Piece]) -> list[Piece]:
    """Return pieces by start; one without a time stays behind the piece that it followed."""
    known, keyed = 0.0, []
    for piece in pieces:
        known = piece.start if piece.start is not None else known
        keyed.append((known, piece))
    return [piece for _, piece in sorted(keyed, key=lambda pair: pair[0])]
