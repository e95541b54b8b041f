"""The review of a note, drawn: bars on the screen's axis, everything in order, the whole text of the mark one is at."""

from __future__ import annotations

from msgspec import Struct

from screencopilot.domain.beside import Beside
from screencopilot.domain.pacing import minutes
from screencopilot.domain.timeline import Kind, Mark, Timeline
from screencopilot.tui.view.lines import (
    EMPTY,
    Row,
    Span,
    fit,
    hanging,
    row,
    rule,
    side_by_side,
    two_sided,
    window,
    wrap,
)
from screencopilot.tui.view.review_bars import draw_bars, glyph, legend
from screencopilot.tui.view.review_mark import HEADS, KIND_WORDS, draw_mark, judged
from screencopilot.tui.view.review_words import draw_words

#: From this width on the text of the mark and the transcript stand beside the list.
WIDE = 110

_ENDS = {Kind.NOT_ASKED, Kind.VERDICT, Kind.OVERALL, Kind.NOTICE, Kind.REVISION}


class Reviewing(Struct, frozen=True):
    """One look at a review.

    ``seal`` says what the note is; ``lit`` is the mark one is at; ``word`` the row of the transcript one has gone to,
    None for the one at the mark; ``on_words`` whether the arrows move there; ``message`` is said once.
    """

    timeline: Timeline
    seal: str
    lit: int = 0
    beside: Beside | None = None
    word: int | None = None
    on_words: bool = False
    message: str = ""
    notices: tuple[str, ...] = ()

    @property
    def mark(self) -> Mark | None:
        """The mark one is at; None in a note without any."""
        return self.timeline.marks[self.lit] if 0 <= self.lit < len(self.timeline.marks) else None

    @property
    def word_lit(self) -> int:
        """The row of the transcript one is at."""
        if self.beside is None:
            return 0
        if self.word is not None:
            return max(0, min(self.word, len(self.beside.rows) - 1))
        at = self.mark.at if self.mark else None
        return self.beside.row_at(at) if at is not None else 0


def draw_review(r: Reviewing, width: int, height: int) -> list[Row]:
    """All rows of the screen, at most ``height``; the keys are the last of them."""
    foot = _foot(r, width, height)
    room = max(1, height - len(foot))
    rows = [_head(r, width)]
    if width >= WIDE:
        left = (width - 3) * 3 // 5
        right = width - 3 - left
        rows += side_by_side([_left(r, left, room - 1), _right(r, right, room - 1)], [left, right])
    else:
        rows += _single(r, width, room - 1)
    rows = rows[:room]
    return [*rows, *[EMPTY] * (room - len(rows)), *foot][:height]


def review_keys(r: Reviewing) -> str:
    """Return the key line."""
    if r.on_words and r.beside:
        return "↑↓ words · q quote · < > 1 s · [ ] 10 s · Tab marks · Esc back"
    own = "r revise" if r.seal == "sealed-intact" else "a amend" if r.seal == "draft" else ""
    words = "Tab words · < > offset" if r.beside else "o transcript"
    return " · ".join(
        p for p in ("↑↓ marks", "←→ probes", "m moment", "Enter whole", own, words, "t text", "Esc back") if p
    )


def _head(r: Reviewing, width: int) -> Row:
    note = r.timeline.note
    left: list[Span] = [
        (" REVIEW ", "head"),
        (note.candidate.ref, "title"),
        (f"  {note.candidate.role} {note.candidate.level}", "quiet"),
    ]
    return two_sided(
        left, [(f"{SEALS.get(r.seal, r.seal)} ", "late" if r.seal == "changed" else "quiet")], width
    )


SEALS = {
    "sealed-intact": "sealed, intact",
    "changed": "CHANGED after the seal",
    "draft": "draft",
    "redacted": "redacted",
}


def _foot(r: Reviewing, width: int, height: int) -> list[Row]:
    most = 1 if height < 12 else 2
    keys = [row((f" {line}", "quiet")) for line in wrap(review_keys(r), width - 2)[:most]]
    said = (
        hanging([(" › ", "nudge")], r.message, "nudge", width - 1)[: max(1, height // 5)] if r.message else []
    )
    return [*said, *keys][-max(1, height - 4) :]


def _single(r: Reviewing, width: int, room: int) -> list[Row]:
    """Everything in one column: bars, list, and below it the words."""
    rows = _top(r, width, room)
    rest = room - len(rows)
    below = max(3, rest * 2 // 5) if r.beside else 0
    rows += draw_list(r, width, rest - below, whole=True)
    if r.beside:
        rows += [EMPTY] * (room - below - len(rows))
        rows += draw_words(r.beside, r.word_lit, r.on_words, width, below)
    return rows


def _top(r: Reviewing, width: int, room: int) -> list[Row]:
    bars = draw_bars(r.timeline, r.mark, width, max(1, room * 2 // 5 - 1))
    low = room < 24  # there the glyphs of marks matter more than those of bars
    lines = legend(r.timeline, width - 2, on_bars=not low)
    shown = [row((f" {line}", "quiet")) for line in lines[: 1 if low else 4]]
    if not r.timeline.exact and room >= 24:
        shown.append(
            row(fit([(" visits worked out from the note: its journal is not here", "quiet")], width)[0])
        )
    return [*bars, *shown, rule(width)]


def _left(r: Reviewing, width: int, room: int) -> list[Row]:
    rows = _top(r, width, room)
    return [*rows, *draw_list(r, width, room - len(rows), whole=False)]


def _right(r: Reviewing, width: int, room: int) -> list[Row]:
    """The whole text of the mark; beneath it the words, or how to open them."""
    whole = draw_mark(r.timeline, r.mark, r.beside, width, roomy=True) if r.mark else []
    if r.beside is None:
        return window(whole, room, 0, keys=False)
    top = min(len(whole), max(3, room // 2))
    rows = window(whole, top, 0, keys=False)
    rows.append(rule(width))
    return [*rows, *draw_words(r.beside, r.word_lit, r.on_words, width, room - len(rows))]


# The list.


def draw_list(r: Reviewing, width: int, height: int, *, whole: bool) -> list[Row]:
    """Everything in order with its second; ``whole`` shows the lit mark's whole text in its place."""
    if height <= 0:
        return []
    rows: list[Row] = []
    focus, ended = 0, False
    for number, mark in enumerate(r.timeline.marks):
        lit = number == r.lit
        if mark.kind in _ENDS and not ended:
            ended = True
            rows.append(row((" AT THE END", "head")))
        if lit:
            focus = len(rows)
        near = abs(number - r.lit) <= height  # the others are out of sight, and only counted
        rows.append(_line(r.timeline, mark, lit, width, f"mark:{number}") if near else EMPTY)
        if lit and whole:
            rows += draw_mark(r.timeline, mark, r.beside, width, 4)[1:]
    rows += [r_ for notice in r.notices for r_ in hanging([(" i ", "late")], notice, "quiet", width - 1)]
    if not rows:
        return [row((" nothing was marked", "quiet"))]
    return window(rows, height, max(0, focus - height // 3), keys=False)


def _line(time: Timeline, mark: Mark, lit: bool, width: int, act: str) -> Row:
    sign, ink = glyph(mark)
    stamp = f"{minutes(mark.at):>6}" if mark.at is not None else " " * 6
    lead: list[Span] = [("▸" if lit else " ", "next"), (f"{stamp} ", "quiet"), (f"{sign} ", ink)]
    bar = time.bar(mark.probe)
    if mark.kind in HEADS and bar:
        return two_sided(
            [*lead, (f"{bar.number} {bar.title}", "title")], [(f"{judged(time, bar)} ", "plain")], width, act
        )
    text = mark.text
    if mark.kind in {Kind.RATED, Kind.EARLIER}:
        text = f"rated {mark.sign}: {mark.text}"
    elif mark.kind in _ENDS or mark.kind in {Kind.NUDGE, Kind.MOMENT, Kind.CLAIM}:
        text = f"{KIND_WORDS[mark.kind]}: {mark.text}" if mark.kind is not Kind.MOMENT else mark.text
    return Row(fit([*lead, (text, "cursor" if lit else "plain")], width), act)
