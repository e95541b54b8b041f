"""After the rating, drawn: the reference against one's own, and what came of a round."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import UNSET

from screencopilot.domain.bank import Signal
from screencopilot.domain.calibration import VignetteRated
from screencopilot.domain.exercise import Reference
from screencopilot.domain.vignette import Vignette
from screencopilot.tui.view.calibrate import answer_rows
from screencopilot.tui.view.lines import EMPTY, Row, Span, fit, hanging, row, rule, two_sided, window
from screencopilot.tui.view.listen import GLYPHS

#: Longer lines of prose are hard to read.
WIDEST = 100
_KINDS = {"hollow": "a hollow answer", "real": "a real answer", "borderline": "a borderline answer"}
_DIFFERS = {
    "fluency": "its pair differs in how fluently it is told",
    "we": "its pair differs in 'we' and 'I'",
    "magnitude": "its pair differs in exact numbers and orders of magnitude",
    "modesty": "its pair differs in modesty",
    "no-case": "its pair differs in having a case of one's own",
    "vendor": "its pair differs in vendor talk",
    "re-entry": "its pair differs in what a second look brings",
    "blame": "its pair differs in blame",
    "second-language": "its pair differs in the speaker's language",
}
_PLACES = {
    "within": ("within the accepted range", "saved"),
    "above": ("above the accepted range", "late"),
    "below": ("below the accepted range", "late"),
    "NE": ("NE: left out of the figures", "quiet"),
}


def draw_reference(ref: Reference, width: int) -> list[Row]:
    """Return the whole page: ratings, why, the signals heard by one or both, the answer again."""
    width = min(width, WIDEST)
    one, told, rated = ref.exercise, ref.vignette, ref.rated
    rows = [
        two_sided(
            [(f" {one.number}/{one.of} ", "head"), (one.probe.title, "title"), (f"  {one.level}", "quiet")],
            [(f"{_KINDS[told.type]} ", "quiet")],
            width,
        )
    ]
    if told.differs is not UNSET:
        rows += hanging([("     ", "")], _DIFFERS.get(told.differs, told.differs), "quiet", width - 1)
    rows += [*_ratings(ref, width), EMPTY]
    for head, text in (
        (f"why {told.rung}", told.why),
        ("why not lower", told.why_not_lower or ""),
        ("why not higher", told.why_not_higher or ""),
        ("the trap", told.trap),
    ):
        if text:
            rows += hanging([(f" {head:<15}", "head")], text, "plain", width - 1)
    rows += [EMPTY, *_signals(one.probe.signals_in_order, told, rated, width), EMPTY]
    rows += hanging([(" ", "")], _standing(told), "quiet", width - 1)
    return [*rows, rule(width), *answer_rows(one.say, one.turns, width)]


def _ratings(ref: Reference, width: int) -> list[Row]:
    told, rated = ref.vignette, ref.rated
    words, ink = _PLACES[rated.place]
    low, high = told.accept[0], told.accept[-1]
    accepted = f"{low}" if low == high else f"{low} or {high}"
    line: list[Span] = [
        (f" You {rated.rating}", "chosen"),
        (f" · reference {told.rung}", "title"),
        (f" · accepted {accepted} · ", "quiet"),
        (words, ink),
    ]
    rows = [Row(fit(line, width))]
    for rung in dict.fromkeys((told.rung, rated.rating)):
        if isinstance(rung, int):
            mine = "your rung" if rung == rated.rating and rung != told.rung else "reference"
            both = "both" if rated.rating == told.rung else mine
            rows += hanging(
                [(f"   {both:<10}{rung} ", "quiet")], ref.probe.rung(rung).text, "plain", width - 1
            )
    return rows


def _signals(signals: Sequence[Signal], told: Vignette, rated: VignetteRated, width: int) -> list[Row]:
    """Every signal that either ticked, and every one that the reference says why it does not."""
    rows = [row((" SIGNALS", "head"))]
    for signal in signals:
        mine, theirs = signal.id in rated.ticks, signal.id in told.ticks
        because = told.not_ticked_because.get(signal.id, "")
        if not (mine or theirs or because):
            continue
        sign, word, ink = _heard(mine, theirs)
        lead: list[Span] = [(f"  {sign} {word:<12}", ink), (f"{GLYPHS[signal.tone]} ", signal.tone.value)]
        rows += hanging(lead, signal.text, "plain" if mine or theirs else "quiet", width - 1)
        if because:
            rows += hanging([(" " * 18, "")], because, "quiet", width - 1)
    return rows


def _heard(mine: bool, theirs: bool) -> tuple[str, str, str]:
    if mine and theirs:
        return "■", "both", "saved"
    if mine:
        return "▲", "over-heard", "late"
    return ("▽", "under-heard", "late") if theirs else ("□", "neither", "quiet")


def _standing(told: Vignette) -> str:
    if told.agreed_by:
        return f"The reference is agreed to by {', '.join(told.agreed_by)}; it is a judgment and no truth."
    return "The reference is its author's own rating: no second practitioner has agreed to it yet."


def draw_result(sentences: Sequence[str], notes: Sequence[str], width: int) -> list[Row]:
    """Return the page of a round that is over."""
    width = min(width, WIDEST)
    rows = [row((" The round is over ", "head")), EMPTY]
    for number, sentence in enumerate(sentences):
        rows += hanging([(" ", "")], sentence, "plain" if number else "title", width - 1)
        rows += [] if number else [EMPTY]
    rows.append(EMPTY)
    for note in notes:
        rows += hanging([(" ", "")], note, "quiet", width - 1)
    return rows


def draw_page(
    rows: Sequence[Row], keys: Sequence[tuple[str, str]], message: str, size: tuple[int, int], top: int
) -> list[Row]:
    """Return a page's rows in sight with its keys beneath."""
    width, height = size
    line: list[Span] = [(" ", "")]
    for key, does in keys:
        line += [(key, "key"), (f" {does}  ", "quiet")]
    foot = [Row(fit([(f" › {message}", "nudge")], width)) if message else EMPTY, Row(fit(line, width))]
    room = max(1, height - len(foot))
    shown = window(rows, room, top)
    return [*shown, *[EMPTY] * (room - len(shown)), *foot][:height]
