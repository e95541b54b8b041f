"""Plain text transcripts: the forms that Zoom, Meet, Teams, Otter and people write.

Known: ``[Name] 00:01:02`` with the words below, ``Name  0:12`` and ``Name (0:12)`` likewise, a name and below it a
time, ``[00:01] Name: words`` on one line, a time alone on its line, ``Name: words`` without times, and words alone.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace

from screencopilot.formats.transcript_cues import Piece
from screencopilot.formats.transcript_names import believed, looks_like_name, split_prefix
from screencopilot.formats.transcript_source import TIME, seconds_of

_DAY = 24 * 3600.0
_BRACKETED = re.compile(rf"\[([^\[\]]{{1,80}})\]\s*{TIME}\s*(.*)", re.ASCII | re.DOTALL)
_TIME_FIRST = re.compile(
    rf"[\[(]?{TIME}(?:\s*(?:-->?|\u2013)\s*{TIME})?[\])]?\s*(?:[-|\u2013]\s+)?(.*)", re.ASCII | re.DOTALL
)
#: Two spaces, a bracket or a bar before the time tell a head from a sentence that ends in a time.
_NAME_FIRST = re.compile(rf"(\S(?:.{{0,78}}\S)?)(  | ?[|\u2013(\[] ?| ){TIME}[\])]?", re.ASCII)
_CHAT = re.compile(r"From {1,2}(\S.{0,78}?) {1,2}to {1,2}\S.{0,78}? {0,2}: ?(.*)", re.DOTALL)
_RIM = " :|\u2013"
#: A Google document saved as Markdown: headings with anchors, bold names, slanting remarks.
_MARKDOWN = re.compile(r"^#{1,6}\s|\*\*|^[_*]{1,3}(?=\S)|[_*]{1,3}$|(?<=\s)\{#[^{}]{0,80}\}$")
_HEADING = re.compile(r"\W{0,8}Transcript\W{0,8}")
_WIDE = re.compile(r"\s{2,}|\t")
#: What the programs themselves write into the text.
_BOILERPLATE = re.compile(
    r"Meeting ended after |Transcription ended after |This editable transcript was computer.generated"
    r"|Transcribed by https://|.{1,80} (?:started|stopped) transcription$"
)


@dataclass(frozen=True)
class _Line:
    """One line taken apart; ``name`` and ``words`` are only candidates until the name is believed."""

    number: int
    raw: str
    kind: str  # "time", "head" (a name and its time), "said" (a name and words), "words" (with or without a time)
    name: str = ""
    words: str = ""
    start: float | None = None
    end: float | None = None
    sure: bool = True  # of a head: nothing else looks like it


def line_pieces(lines: list[str]) -> tuple[list[Piece], list[str]]:
    """Return the words of a plain text transcript, and what a person should know about them."""
    rows = [_taken_apart(tidy, number) for number, line in enumerate(lines, 1) if (tidy := _spaced(line))]
    headings = [index for index, row in enumerate(rows) if _HEADING.fullmatch(row.raw)]
    first = headings[-1] + 1 if headings and headings[-1] + 1 < len(rows) else 0
    spoken = [row for row in rows[first:] if not _BOILERPLATE.match(row.raw)]
    pieces, early = _joined(_only_believed(_names_above_times(spoken)))
    early += first
    told = f"{early} lines" if early > 1 else "1 line"
    return pieces, [f"{told} before the first speaker left out"] if early else []


def _spaced(line: str) -> str:
    """Return a line without Markdown's signs, runs of white space cut to two spaces (some forms need two)."""
    return _WIDE.sub("  ", _MARKDOWN.sub("", line.strip()).strip())


def _taken_apart(raw: str, number: int) -> _Line:
    if found := _BRACKETED.match(raw):
        if looks_like_name(found[1].strip()):
            return _Line(number, raw, "head", found[1].strip(), found[7], seconds_of(found, 2))
    elif found := _TIME_FIRST.match(raw):
        start, end = seconds_of(found, 1), seconds_of(found, 6) if found[7] else None
        row = _Line(number, raw, "time", words=found[11], start=start, end=end)
        if not found[11].strip():
            return row
        if chat := _CHAT.match(found[11]):
            return replace(row, kind="head", name=chat[1], words=chat[2])
        prefix = split_prefix(found[11])
        return replace(row, kind="said", name=prefix[0], words=prefix[1]) if prefix else _plain(row)
    elif (found := _NAME_FIRST.fullmatch(raw)) and looks_like_name(found[1].rstrip(_RIM)):
        name, start = found[1].rstrip(_RIM), seconds_of(found, 3)
        return _Line(number, raw, "head", name, start=start, sure=found[2] != " " or name != found[1])
    elif prefix := split_prefix(raw):
        return _Line(number, raw, "said", *prefix)
    return _Line(number, raw, "words", words=raw)


def _plain(row: _Line) -> _Line:
    """Return a row as words without a speaker; what seemed a name is among them again."""
    if row.start is None or row.kind == "head":
        return replace(row, kind="words", name="", words=row.raw, start=None, end=None)
    words = f"{row.name}: {row.words}" if row.name else row.words
    return replace(row, kind="words", name="", words=words)


def _names_above_times(rows: list[_Line]) -> list[_Line]:
    """Turn a name on one line and a time alone on the next into one head, as Google Meet writes them."""
    times = [index for index, row in enumerate(rows) if row.kind == "time"]
    above = {
        index: rows[index - 1].raw.rstrip(_RIM)
        for index in times
        if index
        and (rows[index - 1].kind == "words" or not rows[index - 1].words)
        and rows[index - 1].start is None
        and rows[index - 1].number == rows[index].number - 1
        and looks_like_name(rows[index - 1].raw.rstrip(_RIM))
    }
    names = believed(above.values(), len(times))
    often = Counter(above.values())
    taken = {
        index: name
        for index, name in above.items()
        if name in names and (often[name] > 1 or _all_capital(name))
    }
    return [
        replace(row, kind="head", name=taken[index], raw=f"{taken[index]} {row.raw}")
        if index in taken
        else row
        for index, row in enumerate(rows)
        if index + 1 not in taken
    ]


def _only_believed(rows: list[_Line]) -> list[_Line]:
    """Turn rows back into words whose name is none."""
    kinds = Counter(row.kind for row in rows)
    unsure = Counter(row.name for row in rows if row.kind == "head" and not row.sure)
    heads = {name for name, times in unsure.items() if times > 1 or _all_capital(name)}
    said = believed((row.name for row in rows if row.kind == "said"), kinds["said"] + kinds["words"])

    def is_real(row: _Line) -> bool:
        if row.kind == "head":
            return row.sure or row.name in heads
        # Below heads, "Name: words" are words.
        return row.kind != "said" or (
            row.name in said and (row.start is not None or kinds["said"] >= kinds["head"])
        )

    return [row if is_real(row) else _plain(row) for row in rows]


def _all_capital(name: str) -> bool:
    return all(not word[0].islower() for word in name.split())


def _joined(rows: list[_Line]) -> tuple[list[Piece], int]:
    """Put the words below a head or a name together, and give times alone to what follows them.

    The number is of the lines before the first speaker, which are left out.
    """
    named = any(row.name for row in rows)
    pieces: list[Piece] = []
    words: list[str] = []
    opened: _Line | None = None
    pending: float | None = None
    day, last, early = 0.0, 0.0, 0

    def close() -> None:
        if opened and words:
            pieces.append(Piece(opened.start, opened.end, opened.name, " ".join(words), opened.number))
        words.clear()

    for row in rows:
        start, end = row.start, row.end
        if start is not None:
            if start + day < last - _DAY / 2:  # times of day, past midnight
                day += _DAY
            start = last = start + day
            end = end + day if end is not None and end + day >= start else None
        if row.kind == "time":
            pending = start
            continue
        if row.kind == "words" and start is None and pending is None and named:
            if opened is None:
                early += 1
            words += [row.words] if opened else []
            continue
        close()
        # Words after a time alone go on with the speaker before; words with a time of their own may be anyone's.
        name = row.name or (opened.name if opened and start is None else "")
        opened = replace(row, name=name, start=pending if start is None else start, end=end)
        pending = None
        words.append(row.words)
    close()
    return pieces, early
