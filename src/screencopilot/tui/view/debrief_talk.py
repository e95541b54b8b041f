"""The second vote and the walk, drawn: nobody's second rating is on the terminal before the walk but one's own."""

from __future__ import annotations

from screencopilot.domain.debrief import Disagreement
from screencopilot.domain.debrief_events import RESULT_WORDS, Voted
from screencopilot.domain.debrief_record import moved_words
from screencopilot.domain.debrief_state import held
from screencopilot.formats.text_safety import one_line
from screencopilot.tui.view.debrief_case import (
    draw_between,
    draw_heading,
    draw_heard,
    draw_views,
    draw_whole,
    shown_name,
    titled,
)
from screencopilot.tui.view.debrief_look import WIDE, Debriefing
from screencopilot.tui.view.lines import (
    EMPTY,
    Row,
    Span,
    cut,
    fit,
    hanging,
    row,
    rule,
    side_by_side,
    two_sided,
    window,
)


def draw_vote(d: Debriefing, width: int, room: int) -> list[Row]:
    """Whose turn it is; or, in a turn, the own ratings with the evidence of the one that is lit."""
    return _turn(d, width, room) if d.state.turn else _hand_over(d, width, room)


def _hand_over(d: Debriefing, width: int, room: int) -> list[Row]:
    rows = [
        *hanging(
            [(" ", "")],
            "Each rates the split probes once more, alone at the screen. First and second rating are both kept.",
            "quiet",
            width - 1,
        ),
        EMPTY,
    ]
    waiting = False
    for number, name in enumerate(d.case.voters):
        lit, done = number == d.lit, name in d.state.turns_done
        waiting = waiting or not done
        mine = sum(name in one.names for one in d.case.disagreements)
        note = "turn is over" if done else f"{mine} to vote on"
        lead: list[Span] = [
            ("▸ " if lit else "  ", "next"),
            (shown_name(name), "cursor" if lit else "quiet" if done else "plain"),
        ]
        rows.append(two_sided(lead, [(f"{note} ", "quiet")], width, f"voter:{number}"))
    if not waiting:
        rows += [EMPTY, *hanging([(" ", "")], "All have voted. Enter begins the walk.", "nudge", width - 1)]
    return window(rows, room, 0, keys=False)


def _turn(d: Debriefing, width: int, room: int) -> list[Row]:
    one = d.one
    entries = [
        _own_row(d, number, probe, width if width < WIDE else 46) for number, probe in enumerate(d.own)
    ]
    if one is None:
        return entries
    count = len(d.case.disagreements)
    if width >= WIDE:
        left = [
            row((" YOUR RATINGS", "head")),
            *window(entries, max(1, room - 1), d.lit - (room - 1) // 2, keys=False),
        ]
        wide = width - 49
        return side_by_side([left, window(draw_whole(one, count, wide), room, d.top, keys=False)], [46, wide])
    listed = min(len(entries), max(2, room // 4))
    shown = window(entries, listed, d.lit - listed // 2, keys=False)
    rest = max(0, room - len(shown) - 1)
    return [*shown, rule(width), *window(draw_whole(one, count, width), rest, d.top, keys=False)]


def _own_row(d: Debriefing, number: int, one: Disagreement, width: int) -> Row:
    view = one.view(d.state.turn)
    vote = d.state.marks.votes.get(one.number, {}).get(d.state.turn)
    lit = number == d.lit
    first = "" if view is None else str(view.rating)
    second = f" → {vote.rating}" if vote else ""
    right: list[Span] = [(f"{first}", "quiet" if vote else "title"), (second, "chosen"), (" ", "")]
    if vote and view is not None and vote.rating == view.rating:
        right = [(f"{first} kept ", "chosen")]
    lead: list[Span] = [("▸ " if lit else "  ", "next"), (titled(one), "cursor" if lit else "plain")]
    return two_sided(lead, right, width, f"own:{number}")


# The walk.


def draw_walk(d: Debriefing, width: int, room: int) -> list[Row]:
    """The disagreement that is talked about: who holds what, how it ended, the evidence side by side."""
    one = d.one
    if one is None:
        return []
    count = len(d.case.disagreements)
    if width >= WIDE:
        left_width = (width - 3) * 2 // 5
        left = [
            *_strip(d, left_width),
            *draw_heading(one, count, left_width),
            *_standing(d, one, left_width),
        ]
        between = [EMPTY, *draw_between(one, left_width)]
        low = len(left) + len(between) > room  # then they go to the side that can be scrolled
        left += [] if low else between
        right_width = width - 3 - left_width
        right = [
            *draw_views(one, right_width, held(d.case, d.state, one.number)),
            *([EMPTY, *draw_between(one, right_width)] if low else []),
            EMPTY,
            *draw_heard(one, right_width),
        ]
        return side_by_side([left[:room], window(right, room, d.top)], [left_width, right_width])
    rows = [
        *draw_heading(one, count, width),
        *_standing(d, one, width),
        rule(width),
        *draw_views(one, width, held(d.case, d.state, one.number)),
        EMPTY,
        *draw_between(one, width),
        EMPTY,
        *draw_heard(one, width),
    ]
    return [*_strip(d, width), *window(rows, max(1, room - 1), d.top)]


def _strip(d: Debriefing, width: int) -> list[Row]:
    """One sign for each disagreement: settled, talked about now, still to come."""
    spans: list[Span] = [(" ", "")]
    for one in d.case.disagreements:
        settled, now = one.number in d.state.marks.outcomes, one.number == d.state.current
        sign = "✓" if settled else "·"
        spans.append(
            (f"[{one.number}{sign}]" if now else f" {one.number}{sign} ", "cursor" if now else "quiet")
        )
    return [Row(fit(spans, width))]


def _standing(d: Debriefing, one: Disagreement, width: int) -> list[Row]:
    """How the talk ended; and who sealed, voted and holds what."""
    now, votes = held(d.case, d.state, one.number), d.state.marks.votes.get(one.number, {})
    outcome = d.state.marks.outcomes.get(one.number)
    rows = [row((" not settled yet", "late"))]
    if outcome is not None:
        why = f": {one_line(outcome.because)}" if outcome.because else ""
        rows = hanging([(" ✓ ", "saved")], f"{RESULT_WORDS[outcome.result]}{why}", "plain", width - 1)
    for view in one.views:
        vote = votes.get(view.evaluator)
        steps = str(view.rating)
        if vote is not None:
            steps += f" → {vote.rating}" if vote.rating != view.rating else " kept"
        last = vote.rating if vote else view.rating
        if now[view.evaluator] != last:
            steps += f" → {now[view.evaluator]}"
        lead: list[Span] = [(f" {cut(shown_name(view.evaluator), 18):<18} ", "plain")]
        rows += hanging(lead, steps + _why(vote), "title", width - 1)
    return rows


def _why(vote: Voted | None) -> str:
    if vote is None:
        return ""
    parts = [f"{vote.confidence} confidence"] if vote.confidence else []
    if vote.moved_by:
        parts.append(f"moved by {one_line(moved_words(vote.moved_by))}")
    return f"   {', '.join(parts)}" if parts else ""
