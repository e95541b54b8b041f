"""The transcript beside a review: how it was laid, and the words round the mark."""

from __future__ import annotations

from screencopilot.domain.beside import Beside
from screencopilot.domain.pacing import minutes
from screencopilot.tui.view.lines import Row, Span, first_row, hanging, row, two_sided


def draw_words(b: Beside, lit: int, focused: bool, width: int, height: int) -> list[Row]:
    """The words round row ``lit`` of the transcript, as many as there is room for; its own are always in sight."""
    if height <= 0:
        return []
    source = [(" WORDS ", "next" if focused else "head"), (b.transcript.source, "quiet")]
    rows = [two_sided(source, [("Tab to the marks " if focused else "Tab to the words ", "quiet")], width)]
    if height > 4:
        rows += hanging([(" ", "")], b.words, "late" if b.offset is None else "quiet", width - 1)[
            : height - 4
        ]
    return [*rows, *_around(b, lit, focused, width, height - len(rows))][:height]


def _around(b: Beside, lit: int, focused: bool, width: int, room: int) -> list[Row]:
    """Whole utterances, of which about a third of the room goes to what was said before."""
    if room <= 0:
        return []
    own = _utterance(b, lit, True, focused, width)
    if len(own) > room:
        return [*own[: room - 1], first_row(own[room - 1 :], width)]
    before: list[Row] = []
    for number in range(lit - 1, max(-1, lit - room), -1):
        rows = _utterance(b, number, False, focused, width)
        if len(before) + len(rows) > (room - len(own)) // 3:
            break
        before = [*rows, *before]
    shown = [*before, *own]
    for number in range(lit + 1, min(len(b.rows), lit + room)):
        rows = _utterance(b, number, False, focused, width)
        free = room - len(shown)
        if free <= 0:
            break
        shown += rows if len(rows) <= free else [*rows[: free - 1], first_row(rows[free - 1 :], width)]
    return shown


def _utterance(b: Beside, number: int, lit: bool, focused: bool, width: int) -> list[Row]:
    said = b.rows[number]
    second = b.second(number)
    stamp = "" if second is None else f"{minutes(second):>6} "
    mark = "▸" if lit else " "
    lead: list[Span] = [(mark, "next" if focused else "quiet"), (stamp, "quiet")]
    if said.utterance.speaker:
        lead.append((f"{said.utterance.speaker[:18]}: ", "head"))
    if sum(len(text) for text, _ in lead) > width // 2:  # too narrow to hang the words beside a name
        lead = lead[:2]
    return hanging(lead, said.utterance.text, "say" if lit else "plain", width - 1, f"words:{number}")


def empty_words(width: int) -> list[Row]:
    """What stands there while no transcript is open."""
    return [row((" WORDS ", "head")), *hanging([(" ", "")], "o opens the call's transcript", "quiet", width)]
