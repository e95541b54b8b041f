"""A decision record as Markdown, for pasting where decisions are kept. It says what was said, and computes nothing."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import UNSET

from screencopilot.domain.debrief_events import CHOICE_WORDS, RESULT_WORDS
from screencopilot.domain.debrief_record import DebriefRecord, Discussed, ViewHeld, moved_words
from screencopilot.domain.pacing import minutes
from screencopilot.report.blocks import Block, Cell, Heading, Items, Prose, Table
from screencopilot.report.markdown import of_blocks
from screencopilot.report.wording import NONE, listed

NOT_COME_TO = "Not come to"
ORIGINALS = "The ratings as they were sealed. They stay in the notes, whatever was said later."


def debrief_markdown(record: DebriefRecord) -> str:
    """Return the record as Markdown; text from notes and panel cannot format anything."""
    return of_blocks(blocks(record))


def blocks(record: DebriefRecord) -> Iterator[Block]:
    """Give the record from the decision to the digests."""
    time, candidate = record.timing, record.candidate
    yield Heading(f"Debrief on {candidate.ref}", 1)
    yield Prose(
        f"{candidate.role}, {candidate.level}. {time.started:%Y-%m-%d %H:%M} to {time.ended:%H:%M %z}, "
        f"{minutes(time.active_seconds)} of {time.minutes}:00. Present: {listed(record.present)}."
    )
    yield Heading("Decision")
    yield Prose(CHOICE_WORDS[record.decision.choice].capitalize())
    if record.decision.words:
        yield Prose(record.decision.words)
    if record.questions:
        yield Heading("Open questions")
        yield Items(record.questions)
    yield from _disagreements(record)
    yield from _revisions(record)
    yield from _originals(record)
    yield Heading("Notes read")
    yield Items(tuple(f"{note.evaluator}: {note.id}, {note.digest}" for note in record.notes))


def _disagreements(record: DebriefRecord) -> Iterator[Block]:
    yield Heading("Disagreements")
    if not record.disagreements:
        yield Prose("No probe that two rated was split.")
    for one in record.disagreements:
        yield Heading(f"{one.probe} ({one.competency})", 3)
        yield Prose(f"{_result(one)} {one.split}")
        rows = tuple(_view(view) for view in one.views)
        head = ("Evaluator", "First", "Second", "Held at the end", "Moved by")
        yield Table(head, rows, f"Who holds which view of {one.probe}")


def _result(one: Discussed) -> str:
    result = NOT_COME_TO if one.result is UNSET else RESULT_WORDS[one.result].capitalize()
    why = f": {one.because}" if one.because else ""
    return f"{result}{why}" + ("" if why.endswith((".", "!", "?")) else ".")


def _view(view: ViewHeld) -> tuple[Cell, ...]:
    second = NONE if view.second is UNSET else str(view.second)
    sure = f" ({view.confidence} confidence)" if view.confidence is not UNSET else ""
    moved = "" if view.moved_by is UNSET else moved_words(view.moved_by)
    return (
        Cell(view.evaluator, "name"),
        Cell(str(view.first), "number"),
        Cell(second + sure),
        Cell(str(view.last), "number"),
        Cell(moved),
    )


def _revisions(record: DebriefRecord) -> Iterator[Block]:
    if not record.revisions:
        return
    yield Heading("Revisions")
    lines = []
    for one in record.revisions:
        where = "" if one.in_note else f" Only in this record: {one.kept_out or 'not written into the note'}."
        why = one.because if one.because.endswith((".", "!", "?")) else f"{one.because}."
        lines.append(f"{one.probe}, {one.evaluator}: {one.was} to {one.to}. {why}{where}")
    yield Items(tuple(lines))


def _originals(record: DebriefRecord) -> Iterator[Block]:
    yield Heading("Original ratings")
    names = tuple(dict.fromkeys(name for row in record.ratings for name in row.given))
    rows = tuple(
        (
            Cell(f"{row.probe} ({row.competency})", "name"),
            *(Cell(str(row.given.get(name, NONE))) for name in names),
        )
        for row in record.ratings
    )
    yield Table(("Probe", *(name or "not named" for name in names)), rows, "Original ratings")
    yield Prose(ORIGINALS, quiet=True)
