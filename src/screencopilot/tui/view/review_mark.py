"""The mark one is at in a review: its whole text, and what stands at its probe's head."""

from __future__ import annotations

from screencopilot.domain.beside import Beside
from screencopilot.domain.pacing import minutes
from screencopilot.domain.timeline import Bar, Kind, Mark, Timeline
from screencopilot.tui.view.lines import EMPTY, Row, Span, hanging, row
from screencopilot.tui.view.review_bars import glyph

KIND_WORDS: dict[Kind, str] = {
    Kind.PAUSE: "pause",
    Kind.OPENED: "probe opened",
    Kind.RETURNED: "back to the probe",
    Kind.AGAIN: "said again",
    Kind.NO_CASE: "no such case: asked instead",
    Kind.FOLLOW_UP: "follow-up",
    Kind.CARD: "constraint card",
    Kind.CLAIM: "claim asked",
    Kind.CHECK: "check of a red flag",
    Kind.TICK: "signal heard",
    Kind.STAMP: "fingerprint",
    Kind.NUMBER: "number they gave",
    Kind.LINE: "line written",
    Kind.FLAG: "red flag kept",
    Kind.MOMENT: "moment",
    Kind.NUDGE: "nudge shown",
    Kind.RE_ENTRY: "re-entry",
    Kind.LOAN: "time borrowed",
    Kind.DROP_REFUSED: "kept against the pace",
    Kind.EARLIER: "rated first",
    Kind.RATED: "rating",
    Kind.NOT_ASKED: "not asked",
    Kind.VERDICT: "claim",
    Kind.OVERALL: "recommendation",
    Kind.NOTICE: "notice",
    Kind.REVISION: "revision",
}
#: Marks at which a visit to a probe begins.
HEADS = {Kind.OPENED, Kind.RETURNED}
_NAMED = {Kind.TICK, Kind.FOLLOW_UP, Kind.CARD, Kind.FLAG, Kind.CHECK}


def draw_mark(
    time: Timeline, mark: Mark, beside: Beside | None, width: int, indent: int = 1, *, roomy: bool = False
) -> list[Row]:
    """The whole text of a mark: a row on what it is, its words, what to know of it.

    At a probe's head or its rating follows what the probe came to; with ``roomy`` at every mark on the probe.
    """
    pad: list[Span] = [(" " * indent, "")]
    sign, ink = glyph(mark)
    when = f" at {minutes(mark.at)}" if mark.at is not None else ""
    texts: list[Span] = [(_about(mark), "say")]
    if mark.aside:
        texts.append((mark.aside, "quiet"))
    bar, of_probe = time.bar(mark.probe), mark.kind in {*HEADS, Kind.RATED, Kind.NOT_ASKED}
    if bar and not of_probe and not roomy:
        texts.append((f"in {bar.number} {bar.title}", "quiet"))
    if bar and of_probe:
        texts += _of_probe(time, bar, beside)
    rows = [row((f" {sign} ", ink), (f"{KIND_WORDS[mark.kind]}{when}", "head"))]
    rows += [r for text, ink in texts for r in hanging(pad, text, ink, width - 1)]
    if bar and roomy and not of_probe:
        rows += [EMPTY, *hanging(pad, f"{bar.number} {bar.title}", "title", width - 1)]
        rows += [r for text, ink in _of_probe(time, bar, beside) for r in hanging(pad, text, ink, width - 1)]
    return rows


def _about(mark: Mark) -> str:
    if mark.kind is Kind.RATED:
        return f"{mark.sign}: {mark.text}"
    tone = f"{mark.sign} " if mark.kind is Kind.TICK and mark.sign else ""
    name = f"{tone}{mark.about}: " if mark.kind in _NAMED and mark.about != mark.text else ""
    return f"{name}{mark.text}"


def _of_probe(time: Timeline, bar: Bar, beside: Beside | None) -> list[Span]:
    """What a probe came to: its judgment with why, its time, and the guessed share of talk."""
    note, later = bar.note, time.revision(bar.note.id)
    found: list[Span] = [(judged(time, bar) + (" confidence" if note.confidence else ""), "chosen")]
    if note.because:
        found.append((f"because {note.because}", "plain"))
    if note.not_enough:
        found.append((f"not enough evidence: {note.not_enough.replace('-', ' ')}", "plain"))
    if later:
        found.append((f"revised {later.at:%Y-%m-%d} from {later.was} to {later.to}: {later.because}", "late"))
    over = f", {minutes(bar.over)} over" if bar.over else ""
    visits = f" in {len(bar.spans)} visits" if len(bar.spans) > 1 and time.exact else ""
    moved = (
        f", {minutes(abs(bar.borrowed))} {'borrowed' if bar.borrowed > 0 else 'lent'}" if bar.borrowed else ""
    )
    found.append((f"{minutes(note.seconds)} of {minutes(bar.budget)}{moved}{visits}{over}", "quiet"))
    if note.numbers:
        found.append(("; ".join(f"{k}: {v}" for k, v in note.numbers.items()), "quiet"))
    if beside and (share := beside.share(note.id)):
        found.append((share, "quiet"))
    return found


def judged(time: Timeline, bar: Bar) -> str:
    """Return a probe's rating, bar and confidence in a few words."""
    note, later = bar.note, time.revision(bar.note.id)
    rated = "not rated" if not note.rating else f"rated {note.rating}"
    if later:
        rated += f", revised to {later.to}"
    sure = f", {note.confidence}" if note.confidence else ""
    return f"{rated}, bar {note.bar}{sure}"
