"""The bars of a review: one for each probe against its budget, on the axis of the whole screen, marks upon them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from rich.cells import cell_len

from screencopilot.domain.bank import Tone
from screencopilot.domain.pacing import minutes
from screencopilot.domain.timeline import Bar, Kind, Mark, Timeline
from screencopilot.tui.view.lines import Row, Span, cut, fit, row, width_of
from screencopilot.tui.view.listen import GLYPHS

#: A glyph and an ink for each kind; ticks, lines and ratings have theirs by what they say.
_GLYPHS: dict[Kind, Span] = {
    Kind.PAUSE: ("┊", "quiet"),
    Kind.OPENED: ("▏", "title"),
    Kind.RETURNED: ("▏", "title"),
    Kind.AGAIN: ("/", "quiet"),
    Kind.NO_CASE: ("/", "weak"),
    Kind.FOLLOW_UP: ("?", "next"),
    Kind.CARD: ("◇", "nudge"),
    Kind.CLAIM: ("@", "letter"),
    Kind.CHECK: ("△", "red"),
    Kind.STAMP: ("*", "strong"),
    Kind.NUMBER: ("n", "plain"),
    Kind.FLAG: ("▲", "red"),
    Kind.MOMENT: ("◎", "bar-mark"),
    Kind.NUDGE: ("›", "quiet"),
    Kind.RE_ENTRY: ("↩", "next"),
    Kind.LOAN: ("←", "next"),
    Kind.DROP_REFUSED: ("‡", "late"),
    Kind.EARLIER: ("·", "quiet"),
    Kind.NOT_ASKED: ("○", "quiet"),
    Kind.VERDICT: ("@", "letter"),
    Kind.OVERALL: ("=", "title"),
    Kind.NOTICE: ("i", "late"),
    Kind.REVISION: ("↻", "late"),
}
_LEGEND: dict[Kind, str] = {
    Kind.FOLLOW_UP: "follow-up",
    Kind.CARD: "card",
    Kind.STAMP: "fingerprint",
    Kind.MOMENT: "moment",
    Kind.CLAIM: "claim",
    Kind.NUMBER: "number",
    Kind.AGAIN: "said again",
    Kind.NO_CASE: "no case",
    Kind.CHECK: "check",
    Kind.FLAG: "red flag",
    Kind.RE_ENTRY: "re-entry",
    Kind.LOAN: "time borrowed",
    Kind.DROP_REFUSED: "kept against the pace",
    Kind.PAUSE: "pause",
}
#: Who gets a cell first where marks stand close; what is not here is told in the list alone.
_ORDER = (
    Kind.RATED,
    Kind.FLAG,
    Kind.MOMENT,
    Kind.LINE,
    Kind.STAMP,
    Kind.CARD,
    Kind.TICK,
    Kind.FOLLOW_UP,
    Kind.NO_CASE,
    Kind.AGAIN,
    Kind.CHECK,
    Kind.NUMBER,
    Kind.RE_ENTRY,
    Kind.LOAN,
)
#: The first of these are never hidden by the sign for several.
_KEPT = 3
SEVERAL = "#"
SPENT, LEFT, OVER = "━", "─", "═"


def glyph(mark: Mark) -> Span:
    """Return a mark's glyph and ink; the glyph alone tells kinds apart."""
    if mark.kind is Kind.TICK:
        tone = next((t for t in Tone if t.value == mark.sign), None)
        return (GLYPHS[tone], tone.value) if tone else ("■", "ticked")
    if mark.kind is Kind.LINE:
        ink = {"+": "strong", "-": "weak", "!": "red"}.get(mark.sign[:1], "plain")
        return ('"' if mark.sign.endswith('"') else "✎", ink)
    if mark.kind is Kind.RATED:
        return (mark.sign[:1], "chosen")
    return _GLYPHS[mark.kind]


def draw_bars(time: Timeline, lit: Mark | None, width: int, room: int) -> list[Row]:
    """The bars in at most ``room`` rows, those round the lit one first, and the axis beneath.

    With room for two rows each, a bar's marks stand on a row of their own under it.
    """
    if not time.bars:
        return []
    label, note = _label_width(width), 12 if width < 70 else 26
    axis = max(8, width - label - note)
    here = next((n for n, bar in enumerate(time.bars) if lit and bar.note.id == lit.probe), 0)
    two_rows = room >= 2 * len(time.bars)
    top = max(0, min(here - room // 2, len(time.bars) - room))
    rows = []
    for number, bar in enumerate(time.bars[top : top + room], top):
        lead = _label(bar, number == here, label)
        marks = _marks(time, bar, lit, axis)
        times = _times(time, bar, axis)
        under = [(" ", "")] * axis if two_rows else times
        marked = [marks.get(x, cell) for x, cell in enumerate(under)]
        act = f"probe:{bar.note.id}"
        shown = times if two_rows else marked
        rows.append(Row(fit([*lead, *_joined(shown), *_beside(bar, note)], width), act))
        if two_rows:
            rows.append(Row(fit([(" " * label, ""), *_joined(marked)], width), act))
    return [*rows, _axis(time, lit, label, axis)]


def _label(bar: Bar, lit: bool, width: int) -> list[Span]:
    lead: list[Span] = [
        ("▸" if lit else " ", "next"),
        (cut(f"{bar.number} {bar.title}", width - 2), "cursor" if lit else "plain"),
    ]
    return [*lead, (" " * (width - width_of(lead)), "")]


def legend(time: Timeline, width: int, *, on_bars: bool = True) -> list[str]:
    """Return lines of at most ``width`` cells on what the glyphs in sight mean, none parted from its word."""
    kinds = {mark.kind for mark in time.marks}
    tones = {mark.sign for mark in time.marks if mark.kind is Kind.TICK}
    parts = [f"{SPENT} time {LEFT} budget left {OVER} over"] if on_bars else []
    parts += [f"{GLYPHS[tone]} {tone.value}" for tone in Tone if tone.value in tones]
    if "" in tones:
        parts.append("■ signal")
    if Kind.LINE in kinds:
        parts += ['" quote', "✎ line"]
    if Kind.RATED in kinds:
        parts.append("1-5 N rating")
    parts += [f"{_GLYPHS[kind][0]} {word}" for kind, word in _LEGEND.items() if kind in kinds]
    lines = [""]
    for part in [*parts, f"{SEVERAL} several"]:
        joined = f"{lines[-1]} · {part}" if lines[-1] else part
        if cell_len(joined) <= width:
            lines[-1] = joined
        else:
            lines.append(cut(part, width))
    return lines


def _label_width(width: int) -> int:
    return max(10, min(30, width // 4))


def _beside(bar: Bar, room: int) -> list[Span]:
    """The figures at a bar's end."""
    note = bar.note
    if note.status != "asked":
        return [(f" {note.status.replace('-', ' ')}", "quiet")]
    words = f" {minutes(note.seconds)}/{minutes(bar.budget)}"
    spans: list[Span] = [(words, "over" if bar.over else "quiet")]
    if room > 20:
        spans.append((f" {note.rating or '-'} · bar {note.bar}", "plain"))
    return spans


def _cell(time: Timeline, at: float, width: int) -> int:
    return max(0, min(width - 1, int(at / time.seconds * width)))


def _times(time: Timeline, bar: Bar, width: int) -> list[Span]:
    """The cells of a bar: its visits, what of them was over the budget, and what of the budget was left."""
    cells: list[Span] = [(" ", "")] * width
    spent = 0.0
    for span in bar.spans:
        for x in range(_cell(time, span.start, width), _cell(time, span.end, width) + 1):
            so_far = spent + max(0.0, min(span.end, x / width * time.seconds) - span.start)
            cells[x] = (OVER, "late") if so_far > bar.budget else (SPENT, "on-time")
        spent += span.end - span.start
    left = bar.budget - spent
    if bar.spans and left > 0:
        end = bar.spans[-1].end
        for x in range(_cell(time, end, width) + 1, _cell(time, end + left, width) + 1):
            cells[x] = (LEFT, "rule")
    return cells


def _marks(time: Timeline, bar: Bar, lit: Mark | None, width: int) -> dict[int, Span]:
    """The cells of a bar's marks; the lit one stands out at its own."""
    cells = _placed(time, bar, width)
    if lit and lit.at is not None and lit.probe == bar.note.id:
        cells[_cell(time, lit.at, width)] = (glyph(lit)[0], "alert")
    return cells


def _placed(time: Timeline, bar: Bar, width: int) -> dict[int, Span]:
    """Give each mark its cell, or a free one close by; where there is none, a sign that there are several.

    That sign takes the place of what counts least there, and never that of a rating, a red flag or a moment.
    """
    cells: dict[int, Span] = {}
    ranks: dict[int, int] = {}
    marks = [m for m in time.on(bar.note.id) if m.kind in _ORDER]
    for mark in sorted(marks, key=lambda m: _ORDER.index(m.kind)):
        own, shown = _cell(time, mark.at or 0.0, width), glyph(mark)
        near = [x for x in (own, own + 1, own - 1, own + 2, own - 2) if 0 <= x < width]
        free = next((x for x in near if cells.get(x) in {None, shown}), None)
        least = max(near[:3], key=lambda x: ranks.get(x, -1))
        if free is not None:
            cells[free], ranks[free] = shown, _ORDER.index(mark.kind)
        elif ranks.get(least, 0) >= _KEPT:
            cells[least], ranks[least] = (SEVERAL, "plain"), len(_ORDER)
    return cells


def _axis(time: Timeline, lit: Mark | None, label: int, width: int) -> Row:
    """Minutes, pauses, and where the lit mark is; a figure that one of these would cut is left out."""
    cells: list[Span] = [(" ", "")] * width
    for pause in time.pauses:
        cells[_cell(time, pause.at, width)] = ("┊", "plain")
    if lit and lit.at is not None:
        cells[_cell(time, lit.at, width)] = ("▴", "next")
    for at in _ticks(time.seconds, width):
        words, x = f"{int(at // 60)}", _cell(time, at, width)
        if x + len(words) <= width and all(text == " " for text, _ in cells[x : x + len(words)]):
            cells[x : x + len(words)] = [(c, "quiet") for c in words]
    return row((f"{'min ':>{label}}", "quiet"), *_joined(cells))


def _ticks(seconds: float, width: int) -> Sequence[float]:
    """Return the seconds to be named, far enough from each other to be read."""
    step = 60.0
    for factor in (5, 2, 1.5, 2, *(2,) * 40):
        if step / seconds * width >= 6:
            break
        step *= factor
    return [step * n for n in range(int(seconds // step) + 1)]


def _joined(spans: Iterable[Span]) -> list[Span]:
    """Join neighbours of one ink: fewer pieces to paint."""
    joined: list[Span] = []
    for text, ink in spans:
        if joined and joined[-1][1] == ink:
            joined[-1] = (joined[-1][0] + text, ink)
        else:
            joined.append((text, ink))
    return joined
