"""A debrief, drawn: what part it is in and its clock, the part itself, the keys. Pure: a look in, rows out."""

from __future__ import annotations

from collections.abc import Callable

from screencopilot.domain.debrief_commands import PHASES
from screencopilot.domain.debrief_state import shares
from screencopilot.domain.pacing import minutes
from screencopilot.formats.text_safety import one_line
from screencopilot.tui.view.debrief_case import draw_matrix, draw_whole
from screencopilot.tui.view.debrief_decide import draw_decide, draw_ending
from screencopilot.tui.view.debrief_look import LOW, Debriefing
from screencopilot.tui.view.debrief_talk import draw_vote, draw_walk
from screencopilot.tui.view.lines import EMPTY, Row, Span, hanging, row, rule, two_sided, window, wrap

Draw = Callable[[Debriefing, int, int], list[Row]]


def draw_debrief(d: Debriefing, width: int, height: int) -> list[Row]:
    """All rows of the screen, ``height`` of them; the keys are the last."""
    head, foot = _head(d, width, height), _foot(d, width, height)
    room = max(1, height - len(head) - len(foot))
    body = _BODIES[d.state.phase](d, width, room)[:room]
    return [*head, *body, *[EMPTY] * (room - len(body)), *foot][:height]


# Head and foot.


def _head(d: Debriefing, width: int, height: int) -> list[Row]:
    part, part_clock = part_words(d), clock_words(d)
    total = d.state.opened.minutes * 60
    whole: list[Span] = [(f"all {minutes(d.at)} of {minutes(total)} ", "over" if d.at > total else "clock")]
    if d.unsaved:
        whole = [(f"NOT SAVED: {one_line(d.unsaved)} ", "unsaved")]
    left: list[Span] = [(" DEBRIEF ", "head"), (one_line(d.case.candidate.ref), "title")]
    right: list[Span] = [part_clock] if part_clock[0] else []
    if height < LOW:
        left.append((f"  {part}", "quiet"))
        return [two_sided(left, [*right, *([("  ", "")] if right else []), *whole], width)]
    level = one_line(f"{d.case.candidate.role} {d.case.candidate.level}")
    return [
        two_sided([*left, (f"  {level}", "quiet")], whole, width),
        two_sided([(f" {part}", "asked")], [*right, (" ", "")], width),
        rule(width),
    ]


def part_words(d: Debriefing) -> str:
    """Return which part it is, with what holds in it."""
    if d.state.phase == "read":
        return "SILENT READ, nobody talks"
    if d.state.phase == "vote":
        return (
            f"SECOND VOTE, {one_line(d.state.turn)}; the others look away"
            if d.state.turn
            else "SECOND VOTE, one by one"
        )
    return PHASES[d.state.phase].upper()


def clock_words(d: Debriefing) -> Span:
    """Return the part's own clock with its ink; "" where it has none."""
    stands = "paused  " if d.state.paused else ""
    if d.state.phase == "read":
        spent, budget = d.at, d.state.opened.read_minutes * 60.0
    elif d.state.phase == "walk" and d.state.current:
        spent = d.state.seconds_on(d.state.current, d.at)
        budget = shares(d.case, d.state).get(d.state.current, 0.0)
    else:
        return stands.strip(), "late"
    words = f"{stands}{minutes(spent)} of {minutes(budget)}"
    return words, "late" if d.state.paused else "over" if spent > budget else "on-time"


def _foot(d: Debriefing, width: int, height: int) -> list[Row]:
    most = 1 if height < LOW else 2
    keys = [row((f" {line}", "quiet")) for line in wrap(keys_of(d), width - 2)[:most]]
    said = []
    if d.message:
        said = hanging([(" › ", "nudge")], one_line(d.message), "nudge", width - 1)[: max(1, height // 5)]
    return [*said, *keys][-max(1, height - 4) :]


def keys_of(d: Debriefing) -> str:
    """Return the key line of this part."""
    if d.state.phase == "read":
        last = "Enter to the vote" if d.case.disagreements else "Enter to the decision"
        own = "↑↓ scroll · ←→ disagreement" if d.case.disagreements else "↑↓ scroll"
        return f"{last} · {own} · Space clock · ? help · Esc leave"
    if d.state.phase == "vote" and d.state.turn:
        return "1-5 9 rate · ↑↓ move · PgDn more · Enter done · Backspace take back · ? help"
    if d.state.phase == "vote" and set(d.case.voters) <= set(d.state.turns_done):
        return "Enter begin the walk · ? help · Esc leave"
    if d.state.phase == "vote":
        return "Enter begin the turn · ↑↓ who · - skip · ? help · Esc leave"
    if d.state.phase == "walk":
        settle = "1-5 9 all agree · k views kept · c one changed"
        return f"{settle} · ←→ next · Enter open question · d decide · ↑↓ scroll · ? help"
    if d.state.phase == "decide":
        return "↑↓ move · Enter write · Backspace take back · ← to the walk · ? help · Esc leave"
    return (
        "Enter leave"
        if d.ending and d.ending[0][1] != "late"
        else "Enter try again · o other folder · Esc leave"
    )


# The silent read.


def read_rows(d: Debriefing, width: int) -> tuple[list[Row], list[int]]:
    """Return all that is read in silence, and where each disagreement begins."""
    rows = [
        *hanging([(" ", "")], "Read, and talk later. First ratings as they were sealed.", "quiet", width - 1),
        EMPTY,
        *draw_matrix(d.case, width),
    ]
    for remark in d.case.remarks:
        rows += hanging([(" i ", "late")], remark, "quiet", width - 1)
    if not d.case.disagreements:
        rows += [EMPTY, *hanging([(" ", "")], "No probe that two of you rated is split.", "title", width - 1)]
    starts = []
    for one in d.case.disagreements:
        rows.append(EMPTY)
        starts.append(len(rows))
        rows += [rule(width), *draw_whole(one, len(d.case.disagreements), width)]
    return rows, starts


def draw_read(d: Debriefing, width: int, room: int) -> list[Row]:
    """The matrix and every split, as far as scrolled."""
    return window(read_rows(d, width)[0], room, d.top)


_BODIES: dict[str, Draw] = {
    "read": draw_read,
    "vote": draw_vote,
    "walk": draw_walk,
    "decide": draw_decide,
    "closed": draw_ending,
}
