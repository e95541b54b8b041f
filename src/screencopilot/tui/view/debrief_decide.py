"""The decision and the end of a debrief, drawn: a form of a few lines, and what was written."""

from __future__ import annotations

from typing import NamedTuple

from screencopilot.domain.debrief_commands import why_not_confirmed
from screencopilot.domain.debrief_events import CHOICE_WORDS
from screencopilot.domain.debrief_record import revisions_of
from screencopilot.formats.text_safety import one_line
from screencopilot.tui.view.debrief_case import shown_name
from screencopilot.tui.view.debrief_look import Debriefing
from screencopilot.tui.view.lines import EMPTY, Row, Span, cut, hanging, row, window


class Field(NamedTuple):
    """One line of the form: what Enter does there, its name, what stands in it."""

    act: str
    name: str
    text: str


def fields_of(d: Debriefing) -> tuple[Field, ...]:
    """Return the lines of the form."""
    marks = d.state.marks
    decided = ""
    if marks.decision is not None:
        words = f": {one_line(marks.decision.words)}" if marks.decision.words else ""
        decided = f"{CHOICE_WORDS[marks.decision.choice]}{words}"
    questions = [Field(f"question:{n}", "Open question", text) for n, text in enumerate(marks.questions)]
    return (
        Field("present", "Who was present", ", ".join(marks.present)),
        Field("decision", "Decision", decided),
        *questions,
        Field("ask", "Another open question" if questions else "Open question", ""),
        Field("write", "Write the record", ""),
    )


def draw_decide(d: Debriefing, width: int, room: int) -> list[Row]:
    """The form, and beneath it what would be written."""
    rows = hanging(
        [(" ", "")], "The panel decides, in its own words. Nothing here computes it.", "quiet", width - 1
    )
    rows.append(EMPTY)
    focus = 0
    for number, field in enumerate(fields_of(d)):
        lit = number == d.lit
        if lit:
            focus = len(rows)
        lead: list[Span] = [
            ("▸ " if lit else "  ", "next"),
            (f"{field.name:<22} ", "cursor" if lit else "quiet"),
        ]
        empty = (
            why_not_confirmed(d.state)
            if field.act == "write"
            else ""
            if field.act == "ask"
            else "not said yet"
        )
        ink = "plain" if field.text else "quiet"
        rows += [
            Row(r.spans, f"field:{number}")
            for r in hanging(lead, one_line(field.text) or empty, ink, width - 1)
        ]
    rows += [EMPTY, *_changes(d, width)]
    return window(rows, room, max(0, focus - room + 3), keys=False)


def _changes(d: Debriefing, width: int) -> list[Row]:
    changes = revisions_of(d.case, d.state)
    open_ones = [one.probe for one in d.case.disagreements if one.number not in d.state.marks.outcomes]
    rows = []
    if open_ones:
        rows += hanging([(" ", "")], f"Not come to: {', '.join(open_ones)}.", "late", width - 1)
    if not changes:
        return [
            *rows,
            *hanging([(" ", "")], "No rating changed, so no note gets a revision.", "quiet", width - 1),
        ]
    rows.append(row((" REVISIONS, beside the sealed ratings", "head")))
    for one in changes:
        lead: list[Span] = [
            (f" {one.probe} {cut(shown_name(one.evaluator), 18)}  ", "plain"),
            (f"{one.was} → {one.to}  ", "chosen"),
        ]
        rows += hanging(lead, one_line(one.because), "quiet", width - 1)
    return rows


def draw_ending(d: Debriefing, width: int, room: int) -> list[Row]:
    """What was written, and what was not and why."""
    rows = [EMPTY]
    for text, ink in d.ending or (("writing ...", "quiet"),):
        rows += hanging([(" ", "")], one_line(text), ink, width - 1)
    return window(rows, room, d.top)
