"""What stands under an opened row: the diagnosis, who heard which signal, evidence side by side, the rungs between."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.cells import cell_len

from screencopilot.analysis.comparison_values import Cell, ProbeRow
from screencopilot.analysis.splits import AskedDifferent, LoneFlag, Split
from screencopilot.domain.bank import Probe, Tone
from screencopilot.report.content_splits import NOT_HERE, side
from screencopilot.report.wording import KINDS, listed
from screencopilot.tui.view.compare_columns import NOT_NAMED, Columns, line
from screencopilot.tui.view.compare_page import side_by_side
from screencopilot.tui.view.lines import Row, Span, hanging, wrap
from screencopilot.tui.view.listen import GLYPHS

#: Evidence stands side by side where each side has this many cells.
SIDE = 30
_INDENT = "    "
HEARD = "●"
_HEAD = f"HEARD: {', '.join(f'{GLYPHS[tone]} {tone.value}' for tone in Tone)}; empty is not observed"


class Opened:
    """What is known of the row that is opened."""

    def __init__(
        self,
        row: ProbeRow,
        probe: Probe | None,
        split: Split | None,
        asked: Sequence[AskedDifferent] = (),
        flags: Sequence[LoneFlag] = (),
    ) -> None:
        """``asked`` are the families of the candidate asked otherwise, ``flags`` the red flags not all kept."""
        self.row, self.probe, self.split = row, probe, split
        self.asked = [one for one in asked if one.family == row.family]
        self.flags = [one for one in flags if one.probe == row.probe]
        self.rungs = [cell.rating for cell in row.cells if isinstance(cell.rating, int)]


def draw_opened(o: Opened, c: Columns, width: int) -> list[Row]:
    """Return the rows under an opened probe."""
    rows: list[Row] = []
    if o.probe is not None and cell_len(f"{o.row.probe} {o.probe.title}") > c.label - 1:
        rows = hanging([(_INDENT, "")], o.probe.title, "title", width)  # it had no room above
    rows += [*_diagnosis(o, width), *_heard(o, c, width), *_evidence(o.row.cells, width)]
    return [*rows, *_between(o, width), Row(())]


def _diagnosis(o: Opened, width: int) -> Iterator[Row]:
    for words, ink in diagnosis(o):
        yield from hanging([(_INDENT, "")], words, ink, width)


def diagnosis(o: Opened) -> list[tuple[str, str]]:
    """Return what may be said of the ratings of one probe, with the ink of each sentence."""
    said: list[tuple[str, str]] = []
    if o.split is not None:
        sides = ", on both sides of the bar" if o.split.straddles_bar else ""
        said.append((f"{KINDS[o.split.kind]}; spread {o.split.spread}{sides}", "late"))
        said.append((o.split.sentence, "plain"))
    elif len(o.rungs) > 1:
        said.append(("no split: at most one rung apart, and on the same side of the bar", "quiet"))
    elif len(o.row.cells) > 1:
        said.append(("nothing to compare: fewer than two of you gave it a rung", "quiet"))
    else:
        said.append(("one evaluator had this probe in this meaning", "quiet"))
    for one in o.asked:
        given = listed(f"{name} {rung}" for name, rung in one.ratings.items())
        said.append((f"asked different things: {given}. {one.sentence}", "late"))
    for flag in o.flags:
        kept = f"{flag.flag} kept by {listed(flag.kept_by)}, not by {listed(flag.not_by)}"
        said.append((f"red flag {kept}", "red"))
    return said


def _heard(o: Opened, c: Columns, width: int) -> list[Row]:
    """Who heard which signal, in the evaluators' own columns; signals that all heard come last."""
    ticked: dict[str, set[str]] = {}
    for cell in o.row.cells:
        for signal in cell.ticks:
            ticked.setdefault(signal, set()).add(cell.evaluator)
    if not ticked:
        return hanging([(_INDENT, "")], "no signal was ticked", "quiet", width)
    everyone = {cell.evaluator for cell in o.row.cells}
    rows = list(hanging([(_INDENT, "")], _HEAD, "head", width))
    for signal in sorted(ticked, key=lambda s: (ticked[s] == everyone, s)):
        known = o.probe.signal(signal) if o.probe else None
        ink = known.tone.value if known else "plain"
        name = f"{signal} " if known else ""  # evidence names the signal it was written for
        words = wrap(known.text if known else signal, max(1, c.label - 5 - cell_len(name)))
        mark = GLYPHS[known.tone] if known else HEARD
        given: dict[str, Span] = dict.fromkeys(ticked[signal], (mark, ink))
        rows.append(line(c, ("", ""), [("  ", ""), (name, "quiet"), (words[0], "plain")], ("", ""), given))
        rows += [
            line(c, ("", ""), [(" " * (2 + cell_len(name)), ""), (more, "plain")], ("", ""), {})
            for more in words[1:]
        ]
        if not c.all_in_sight:
            names = listed(name or NOT_NAMED for name in sorted(ticked[signal]))
            rows += hanging([(_INDENT + "  ", "")], f"heard by {names}", "quiet", width)
    return rows


def _evidence(given: Sequence[Cell], width: int) -> list[Row]:
    rows = hanging([(_INDENT, "")], "EVIDENCE", "head", width)
    return [*rows, *sides([(_headed(cell), side(cell)) for cell in given], width)]


def _headed(cell: Cell) -> str:
    return f"{cell.evaluator or NOT_NAMED}: {'not rated' if cell.rating is None else cell.rating}"


def sides(parts: Sequence[tuple[str, Sequence[str]]], width: int) -> list[Row]:
    """Return several people's lines on one thing, beside each other as far as there is room, else below each other."""
    room = width - len(_INDENT)
    count = max(1, min(len(parts), (room + 3) // (SIDE + 3)))
    each = (room - 3 * (count - 1)) // count
    rows: list[Row] = []
    for start in range(0, len(parts), count):
        group = [_column(name, lines, each) for name, lines in parts[start : start + count]]
        rows += (Row(((_INDENT, ""), *r.spans)) for r in side_by_side(group, each))
    return rows


def _column(name: str, lines: Sequence[str], width: int) -> list[Row]:
    rows = hanging([], name, "title", width)
    for text in lines:
        rows += [
            Row(((" " if not n else "   ", ""), (part, "plain")))
            for n, part in enumerate(wrap(text, max(1, width - 3)))
        ]
    return rows


def _between(o: Opened, width: int) -> list[Row]:
    """The rungs from the lowest to the highest rating, in the words in which it was asked."""
    if not o.rungs:
        return []
    if o.probe is None:
        return hanging([(_INDENT, "")], NOT_HERE, "quiet", width)
    low, high = min(o.rungs), max(o.rungs)
    words = "THE RUNGS BETWEEN" if low < high else "THE RUNG GIVEN"
    rows = hanging([(_INDENT, "")], words, "head", width)
    bars = {cell.bar for cell in o.row.cells}
    for rung in o.probe.ladder:
        if low <= rung.rung <= high:
            ink = "bar-mark" if rung.rung in bars else "letter"
            bar = "  (the bar)" if rung.rung in bars else ""
            rows += hanging([(f"{_INDENT}  {rung.rung} ", ink)], f"{rung.text}{bar}", "plain", width)
    return rows
