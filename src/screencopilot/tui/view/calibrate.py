"""A written answer being said, drawn: where we are, the answer so far, the keys.

Signals and ladder are drawn as on the live screen. What is drawn here knows nothing of a reference: :class:`Hearing`
holds none.
"""

from __future__ import annotations

from msgspec import Struct

from screencopilot.domain.exercise import Exercise, Spoken
from screencopilot.domain.pacing import minutes
from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import EMPTY, Row, Span, fit, hanging, row, two_sided, window


class Hearing(Struct, frozen=True):
    """One look at an answer that is being said.

    ``seconds`` are active ones since its first word; ``at_once`` shows all of it. ``top`` is the answer's first row in
    sight, None while it follows the voice.
    """

    exercise: Exercise
    glance: Glance
    seconds: float
    at_once: bool = False
    top: int | None = None
    message: str = ""
    learn: bool = False

    @property
    def whole(self) -> bool:
        """Whether all of it was said."""
        return self.at_once or self.seconds >= self.exercise.seconds

    @property
    def turns(self) -> tuple[Spoken, ...]:
        """What was said so far."""
        return self.exercise.turns if self.whole else self.exercise.heard(self.seconds)


def draw_head(h: Hearing, width: int, _height: int | None = None) -> list[Row]:
    """Which answer, on what, how far; beneath it the one quiet line."""
    one = h.exercise
    left: list[Span] = [
        (f" {one.number}/{one.of} ", "head"),
        (one.probe.title, "title"),
        (f"  {one.level}", "quiet"),
    ]
    if one.seen:
        left.append(("  seen before", "late"))
    if width >= 80:
        left.append(("  practice" if h.learn else "  calibration", "quiet"))
    return [two_sided(left, _clock(h), width), _quiet_line(h, width)]


def _clock(h: Hearing) -> list[Span]:
    if h.whole:
        return [("all said ", "on-time")]
    said = f"{minutes(h.seconds)} of {minutes(h.exercise.seconds)} "
    return [(" PAUSED ", "alert"), (f" {said}", "quiet")] if h.glance.state.paused else [(said, "clock")]


def _quiet_line(h: Hearing, width: int) -> Row:
    keys = h.glance.look.keys
    if h.message:
        return Row(fit([(f" › {h.message}", "nudge")], width))
    if h.whole and h.glance.marks.rating is not None:
        return Row(fit([(f" › {keys.name('next-probe')} hands it in: it stands then", "nudge")], width))
    if h.whole:
        return Row(
            fit([(f" › rate it: 1-5, or {keys.name('not-enough')} not enough evidence", "nudge")], width)
        )
    return EMPTY


def draw_answer(h: Hearing, width: int, height: int | None = None) -> list[Row]:
    """The question, then what was said so far; the end stays in sight while it grows."""
    rows = answer_rows(h.exercise.say, h.turns, width)
    if height is None or len(rows) <= height:
        return rows
    return window(rows, height, len(rows) - height if h.top is None else h.top, keys=False)


def answer_limit(h: Hearing, width: int, height: int) -> int:
    """Return how far the answer can be scrolled at a size."""
    return max(0, len(answer_rows(h.exercise.say, h.turns, width)) - height)


def answer_rows(say: str, turns: tuple[Spoken, ...], width: int) -> list[Row]:
    """Return question and turns, all of them."""
    rows = hanging([(" ", "")], say, "say", width - 1)
    for turn in turns:
        if turn.asked:
            rows += hanging([(" ▸ ", "next")], turn.asked, "asked", width - 1)
        if turn.text:
            rows += hanging([("   ", "")], turn.text, "plain", width - 1)
    return rows


def whole_rows(h: Hearing, width: int) -> int:
    """Return the rows that the answer will take when all was said, so that areas keep their places while it grows."""
    return len(answer_rows(h.exercise.say, h.exercise.turns, width))


def draw_keys(h: Hearing, width: int, height: int | None = None) -> list[Row]:
    """The keys that matter here, as many as fit."""
    keys = h.glance.look.keys
    hints = [
        ("a-z", "tick"),
        (f"1-5 {keys.name('not-enough')}", "rate, NE"),
        (keys.name("next-probe"), "hand in"),
        *([("PgUp PgDn", "scroll")] if h.whole else []),
        *([] if h.whole else [(keys.name("agenda"), "all at once"), (keys.name("pause"), "pause")]),
        (keys.name("curtain"), "hide"),
        (keys.name("keys"), "keys"),
        (keys.name("leave"), "leave, go on later"),
    ]
    lines: list[list[Span]] = [[(" ", "")]]
    used = 1
    for key, does in hints:
        size = len(key) + len(does) + 3
        if used + size > width:
            if height == len(lines) or len(lines) == 2:
                break
            lines.append([(" ", "")])
            used = 1
        lines[-1] += [(key, "key"), (f" {does}  ", "quiet")]
        used += size
    return [Row(fit(line, width)) for line in lines]


def help_rows(h: Hearing, width: int) -> list[Row]:
    """Return every key of the calibration screen and what the round is."""
    keys = h.glance.look.keys
    rows = hanging(
        [], "As in a live screen: letters tick what you hear, 1-5 rate. Then hand it in.", "title", width
    )
    rows.append(EMPTY)
    for key, does in (
        ("a-z", "Tick the signal with that letter; again takes it back"),
        ("1-5", "Rate the answer; the same digit again clears it"),
        (keys.name("not-enough"), "Rate NE: not enough evidence"),
        (keys.name("undo"), "Undo the last tick or rating"),
        (f"{keys.name('next-probe')} Enter", "Hand the answer in; it stands then"),
        (keys.name("agenda"), "Show all of the answer at once"),
        (keys.name("pause"), "Pause the voice, and go on"),
        ("↑ ↓", "Scroll the signals, or the answer where they fit"),
        ("PgUp PgDn", "Scroll the answer"),
        (keys.name("curtain"), "Hide everything; the voice waits"),
        (keys.name("close-screen"), "End the round here, with what is rated"),
        (keys.name("leave"), "Leave; the round can be gone on with"),
    ):
        rows += hanging([(f"  {key:<11} ", "key")], does, "plain", width)
    when = (
        "Practice: each reference is shown at once, so nothing of it counts as a measurement."
        if h.learn
        else "References come when the round is over: one read between two answers would bend the next rating."
    )
    return [*rows, EMPTY, *hanging([], when, "quiet", width), row()]
