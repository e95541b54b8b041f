"""The parts of a debrief that are read: the matrix, who heard what, evidence side by side, the rungs between."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from rich.cells import cell_len

from screencopilot.domain.debrief import Case, Disagreement, MatrixRow, View
from screencopilot.domain.note import Evidence, RatingValue
from screencopilot.domain.pacing import minutes
from screencopilot.formats.text_safety import one_line
from screencopilot.tui.view.lines import EMPTY, Row, Span, cut, fit, hanging, row, side_by_side, two_sided

#: Narrower than this, what two people have stands one below the other.
COLUMN = 28
_TONES = {"strong": "strong", "weak": "weak", "red": "red"}
_SIGNS = {"strong": "+ ", "weak": "- ", "red": "! "}
_POLARITY = {"+": "strong", "-": "weak", "!": "red", "": "quiet"}


def shown_name(name: str) -> str:
    """Return a name fit to be shown; a note may be without one."""
    return one_line(name) or "not named"


def draw_matrix(case: Case, width: int) -> list[Row]:
    """Return the first sealed ratings: a row for each probe, a column for each evaluator; splits are marked."""
    names = case.evaluators
    longest = max((cell_len(shown_name(name)) for name in names), default=0)
    each = max(4, min(max(8, longest + 2), (width - 24) // max(1, len(names))))
    label = max(12, min(46, width - each * len(names) - 2))
    rows: list[Row] = []
    if any(cell_len(shown_name(name)) > each - 1 for name in names):
        rows += hanging([(" columns: ", "quiet")], ", ".join(map(shown_name, names)), "quiet", width - 1)
    head: list[Span] = [(" " * label, "")]
    head += [(_padded(shown_name(name), each), "head") for name in names]
    rows.append(Row(fit(head, width)))
    competency = ""
    for one in case.rows:
        if one.competency != competency:
            competency = one.competency
            rows.append(row((cut(f" {competency}", width), "quiet")))
        rows.append(_matrix_row(one, names, label, each, width))
    return rows


def _matrix_row(one: MatrixRow, names: Sequence[str], label: int, each: int, width: int) -> Row:
    title = f"{one.probe} {one.title}".strip()
    spans: list[Span] = [
        ("≠ " if one.split else "  ", "late"),
        (_padded(title, label - 2), "plain" if one.split else "quiet"),
    ]
    ink = "title" if one.split else "quiet"
    spans += [(_padded(str(one.ratings.get(name, "·")), each), ink) for name in names]
    return Row(fit(spans, width))


def _padded(text: str, width: int) -> str:
    short = cut(text, width - 1)
    return short + " " * (width - cell_len(short))


def titled(one: Disagreement) -> str:
    """Return a disagreement's probe with its title, where that is known."""
    return one.probe if one.title == one.probe else f"{one.probe} {one.title}"


def draw_heading(one: Disagreement, count: int, width: int) -> list[Row]:
    """Return what the disagreement is: its place, its probe, how far apart, how the split is called."""
    lead: list[Span] = [(f" {one.number} of {count}  ", "head")]
    rows = hanging(lead, f"{titled(one)} ({one.competency})", "title", width - 1)
    sides = ", on both sides of the bar" if one.straddles_bar else ""
    rungs = "1 rung" if one.spread == 1 else f"{one.spread} rungs"
    return [*rows, *hanging([(" ", "")], f"{rungs} apart{sides}. {one.sentence}", "quiet", width - 1)]


def draw_views(one: Disagreement, width: int, now: Mapping[str, RatingValue] | None = None) -> list[Row]:
    """Return what each has, side by side where there is room.

    Args:
        one: the disagreement.
        width: cells.
        now: the rating to show with each name; the sealed one without it.
    """
    count = len(one.views)
    each = (width - 1 - 3 * (count - 1)) // max(1, count)
    if count < 2 or each < COLUMN:
        rows: list[Row] = []
        for view in one.views:
            rows += [*([EMPTY] if rows else []), *_column(view, width - 1, now, lead=" ")]
        return rows
    columns = [_column(view, each, now, lead="") for view in one.views]
    return [Row(((" ", ""), *one.spans)) for one in side_by_side(columns, [each] * count)]


def _column(view: View, width: int, now: Mapping[str, RatingValue] | None, *, lead: str) -> list[Row]:
    """Return one evaluator's view: rating and bar, why, flags, every line of evidence with its time."""
    rating = now.get(view.evaluator, view.rating) if now else view.rating
    right: list[Span] = [(f"{rating}", "chosen"), (f"  bar {view.bar}", "bar-mark")]
    rows = [two_sided([(lead + shown_name(view.evaluator), "title")], right, width)]
    pad: list[Span] = [(lead, "")]
    sure = f"{view.confidence} confidence" if view.confidence else ""
    later = f"revised to {view.revised} since it was sealed" if view.revised is not None else ""
    for text in (sure, later):
        if text:
            rows += hanging(pad, text, "quiet", width)
    if view.because:
        rows += hanging(pad, f"because {one_line(view.because)}", "plain", width)
    for flag in view.flags:
        rows += hanging(pad, f"red flag kept: {flag}", "red", width)
    for line in view.evidence:
        rows += _line(line, lead, width)
    if not view.evidence:
        rows += hanging(pad, "no line was written", "quiet", width)
    return rows


def _line(line: Evidence, lead: str, width: int) -> list[Row]:
    before: list[Span] = [
        (f"{lead}{minutes(line.at):>5} ", "quiet"),
        (f"{line.polarity or '·'} ", _POLARITY[line.polarity]),
    ]
    return hanging(before, said(line), "plain", width)


def said(line: Evidence) -> str:
    """Return a line of evidence on one line, a quote in quotes."""
    text = one_line(line.text)
    return f"“{text}”" if line.kind == "quote" else text


def draw_heard(one: Disagreement, width: int) -> list[Row]:
    """Return who heard which signal, those that part the panel first; unticked is not observed, never absent."""
    if not one.signals:
        return [row((" nothing was ticked", "quiet"))]
    heard = {s.id: [v.evaluator for v in one.views if s.id in v.ticks] for s in one.signals}
    order = sorted(one.signals, key=lambda s: (len(heard[s.id]) == len(one.views), s.id))
    rows = [row((" WHO HEARD WHAT", "head"))]
    for signal in order:
        who = (
            "all" if len(heard[signal.id]) == len(one.views) else ", ".join(map(shown_name, heard[signal.id]))
        )
        ink = _TONES.get(signal.tone, "plain")
        lead: list[Span] = [(f" {_SIGNS.get(signal.tone, '')}", ink)]
        rows += hanging(
            lead, f"{signal.text or signal.id}: {who}", "quiet" if who == "all" else "plain", width - 1
        )
    return rows


def draw_between(one: Disagreement, width: int) -> list[Row]:
    """Return the rungs between the lowest and the highest rating, or that their words are not here."""
    rungs = one.between()
    if not rungs:
        return hanging(
            [(" ", "")], "The rungs' words, as it was asked, are not on this computer.", "quiet", width - 1
        )
    rows = [row((" THE RUNGS BETWEEN", "head"))]
    for rung in rungs:
        rows += hanging([(f" {rung.rung}  ", "letter")], rung.text, "plain", width - 1)
    return rows


def draw_whole(one: Disagreement, count: int, width: int) -> list[Row]:
    """Return everything on one disagreement as it was sealed: as it is read in silence, and before the second vote."""
    return [
        *draw_heading(one, count, width),
        *draw_views(one, width),
        EMPTY,
        *draw_heard(one, width),
        EMPTY,
        *draw_between(one, width),
    ]
