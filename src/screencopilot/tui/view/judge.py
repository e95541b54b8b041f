"""The rating: five rungs and NE, the bar marked, the chosen rung's text with its neighbours readable."""

from __future__ import annotations

from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import Row, Span, first_that_fit, fit, hanging, two_sided

_NE_WORDS = "not enough evidence: as good an answer as a number"


def draw_rating(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """The ladder, from the whole of it down to one line, by height."""
    full = _ladder(g, width, texts="all")
    if height is None or len(full) <= height:
        return full
    for texts in ("near", "chosen", "none"):
        rows = _ladder(g, width, texts=texts)
        if len(rows) <= height:
            return rows
    return _scale(g, width, height)


def _chosen(g: Glance) -> int | None:
    rating = g.marks.rating
    return rating.value if rating and isinstance(rating.value, int) else None


def _ladder(g: Glance, width: int, *, texts: str) -> list[Row]:
    chosen, bar = _chosen(g), g.item.bar
    rows = [_head(g, width)]
    for number in range(5, 0, -1):
        rung = g.probe.rung(number)
        near = chosen is not None and abs(number - chosen) <= 1
        ink = "chosen" if number == chosen else "plain" if near else "quiet"
        whole = texts == "all" or (texts == "near" and near) or (texts == "chosen" and number == chosen)
        told = rung.text if whole else rung.tell or rung.text
        lead: list[Span] = [
            (f" {number} ", "letter"),
            ("●" if number == chosen else "○", ink),
            (" ▸ " if number == bar else "   ", "bar-mark"),
        ]
        rows += hanging(lead, told, ink, width - 1, f"rate:{number}")
    return rows


def _head(g: Glance, width: int) -> Row:
    rating = g.marks.rating
    words: list[Span] = [(f"▸ bar {g.item.bar} for {g.state.opened.level} ", "bar-mark")]
    if rating and rating.value == "NE":
        return two_sided(
            [(" RATING ", "head"), ("NE: not enough evidence", "chosen")], words, width, "rate:NE"
        )
    left: list[Span] = [(" RATING ", "head")]
    if rating is None:
        left.append((f"{g.look.keys.name('not-enough')} NE", "quiet"))
    return two_sided(left, words, width, "rate:NE")


def _scale(g: Glance, width: int, height: int) -> list[Row]:
    """One line of figures, then the chosen rung and, where there is room, its neighbours."""
    rating, bar = g.marks.rating, g.item.bar
    spans: list[Span] = [(" ", "")]
    for number in range(1, 6):
        here = rating is not None and rating.value == number
        mark = "▸" if number == bar else " "
        spans += [
            (mark, "bar-mark"),
            (f"[{number}]" if here else f" {number} ", "chosen" if here else "letter"),
        ]
    ne = rating is not None and rating.value == "NE"
    key = g.look.keys.name("not-enough")
    spans.append((" [NE]" if ne else f"  {key} NE", "chosen" if ne else "letter"))
    rows = [two_sided(spans, [(f"▸ bar {bar} ", "bar-mark")] if width >= 40 else [], width)]
    chosen = _chosen(g)
    if chosen is None:
        words = f"{key} {_NE_WORDS}" if ne else f"1-5 rate, {key} not enough evidence"
        return [*rows, Row(fit([(f"   {words}", "quiet")], width))][:height]
    if height >= 4:
        for number in (chosen + 1, chosen, chosen - 1):
            if 1 <= number <= 5:
                rung = g.probe.rung(number)
                ink = "chosen" if number == chosen else "quiet"
                rows.append(two_sided([(f"  {number} ", ink), (rung.tell or rung.text, ink)], [], width))
        return rows[:height]
    told = hanging([(f"  {chosen} ", "chosen")], g.probe.rung(chosen).text, "chosen", width - 1)
    return [*rows, *first_that_fit([told], height - 1, width)]
