"""Around the probe: the agenda at the left of the full layout, the key line at the foot."""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from rich.cells import cell_len

from screencopilot.domain.pacing import minutes
from screencopilot.domain.plan import AgendaItem
from screencopilot.tui.keymap import KeyTable
from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import EMPTY, Row, Span, Spot, fit, hanging, row, window, wrap


class Hint(NamedTuple):
    """One entry of the key line: keys, what they do, and for each key the act a click on it asks for.

    A click on the words asks for the last act; no acts: there is nothing to click.
    """

    keys: tuple[str, ...]
    does: str
    acts: tuple[str, ...] = ()


def _hint(keys: KeyTable, does: str, *commands: str, writing: bool = False) -> Hint:
    names = tuple(keys.name(command, writing=writing) for command in commands)
    return Hint(names, does, tuple(f"run:{command}" for command in commands))


@lru_cache(maxsize=8)
def keys_live(keys: KeyTable) -> tuple[Hint, ...]:
    """The keys while ticking."""
    return (
        Hint(("a-z",), "tick"),
        Hint(("1-5", keys.name("not-enough")), "rate, NE"),
        _hint(keys, "write", "write-line"),
        _hint(keys, "probe", "previous-probe", "next-probe"),
        _hint(keys, "asked", "asked-follow-up"),
        _hint(keys, "pause", "pause"),
        _hint(keys, "hide", "curtain"),
        _hint(keys, "keys", "keys"),
    )


@lru_cache(maxsize=8)
def keys_writing(keys: KeyTable) -> tuple[Hint, ...]:
    """The keys while the note line is open."""
    return (
        Hint(("Enter",), "keep", ("line:enter",)),
        Hint(("Esc",), "tick again, draft stays", ("line:escape",)),
        Hint(("+ - !",), "polarity"),
        Hint(('"',), "quote"),
        _hint(keys, "hide", "curtain", writing=True),
    )


@lru_cache(maxsize=8)
def keys_greeting(keys: KeyTable) -> tuple[Hint, ...]:
    """The keys during the greeting."""
    return (
        _hint(keys, "first question", "next-probe"),
        Hint(("a-z 1-9",), "start and mark"),
        _hint(keys, "agenda", "agenda"),
        _hint(keys, "hide", "curtain"),
        _hint(keys, "keys", "keys"),
    )


def _hints(g: Glance) -> tuple[Hint, ...]:
    keys = g.look.keys
    if g.look.writing:
        return keys_writing(keys)
    if g.opening:
        return keys_greeting(keys)
    return tuple(
        hint._replace(does="go on") if g.state.paused and hint.acts == ("run:pause",) else hint
        for hint in keys_live(keys)
    )


def draw_keys(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """The keys that matter here, as many as fit; a click on one does it."""
    hints = _hints(g)
    lines: list[list[Span]] = [[(" ", "")]]
    spots: list[list[Spot]] = [[]]
    used = 1
    for hint in hints:
        between = "" if all(cell_len(key) == 1 for key in hint.keys) else " "
        key = between.join(hint.keys)
        size = cell_len(key) + cell_len(hint.does) + 3
        if used + size > width:
            if height == len(lines) or len(lines) == 2:
                break
            lines.append([(" ", "")])
            spots.append([])
            used = 1
        lines[-1] += [(key, "key"), (f" {hint.does}  ", "quiet")]
        spots[-1] += _spots(hint, cell_len(between), used, used + size - 2)
        used += size
    return [Row(fit(line, width), spots=tuple(found)) for line, found in zip(lines, spots, strict=True)]


def _spots(hint: Hint, between: int, start: int, end: int) -> list[Spot]:
    """Where a hint can be clicked, in cells: each key for itself, its words with the last."""
    found: list[Spot] = []
    for key, act in zip(hint.keys, hint.acts, strict=False):
        found.append(Spot(start, start + cell_len(key) + between, act))
        start += cell_len(key) + between
    return [*found[:-1], found[-1]._replace(end=end)] if found else []


def item_state(g: Glance, item: AgendaItem) -> tuple[str, str, str]:
    """Return glyph, ink and a word for the state of one probe on the agenda."""
    marks = g.state.marks.probe(item.probe)
    if item.probe == g.state.current and not g.state.closing:
        return "▸", "next", "now"
    if marks.skipped:
        return "–", "quiet", "skipped"
    if marks.rating is not None:
        return "✓", "asked", f"rated {marks.rating.value}"
    if item.probe in g.state.visits:
        return "◐", "late", "not rated"
    if any(f.probe == item.probe for f in g.pace.falls_out):
        return "×", "late", "no longer fits"
    if item.probe in g.pace.kept:
        return "‡", "late", "kept"
    if item.budget_seconds == 0:
        return "·", "quiet", "lent"
    return "·", "plain", "must" if item.must else "optional"


def draw_agenda(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """Every probe with its state and minutes, then the claims."""
    rows = [row((" AGENDA", "head")), EMPTY]
    here = 0
    for number, (item, planned) in enumerate(zip(g.agenda, g.script.agenda, strict=True), 1):
        glyph, ink, word = item_state(g, item)
        act = f"open:{item.probe}"
        here = len(rows) if item.probe == g.state.current else here
        title = g.script.probe(item.probe).title
        rows += hanging([(f" {glyph} ", ink), (f"{number} ", "quiet")], title, ink, width - 1, act)
        spent = g.state.seconds_on(item.probe, g.at)
        clock = (
            f"{minutes(spent)} of {minutes(item.budget_seconds)}" if spent else minutes(item.budget_seconds)
        )
        moved = (item.budget_seconds - planned.budget_seconds) // 60
        clock += f" ({moved:+d})" if moved else ""
        rows.append(Row(fit([("     ", ""), (f"{clock} · {word}", "quiet")], width - 1), act))
        rows.append(EMPTY)
    closing = g.script.plan.candidate_time
    if closing:
        rows += hanging(
            [("   ", ""), ("+ ", "quiet")], f"candidate's questions, {closing} min", "quiet", width - 1
        )
    rows += _claims(g, width)
    return rows if height is None else window(rows, height, here - height // 2, keys=False)


def _claims(g: Glance, width: int) -> list[Row]:
    claims = g.state.opened.claims
    if not claims:
        return []
    rows = [EMPTY, row((" CLAIMS", "head"), (f"  {g.look.keys.name('claims')}", "letter"))]
    for number, claim in enumerate(claims):
        mark = g.state.marks.claims.get(number)
        verdict: str = mark.verdict if mark and mark.verdict else "not probed"
        if mark and mark.verdict and mark.by_practitioner:
            verdict += " · practitioner"
        rows += hanging([("   ", "")], claim.text, "plain", width - 1, f"claim:{number}")
        rows.append(
            row(("   ", ""), (verdict, "asked" if mark and mark.verdict else "late"), act=f"claim:{number}")
        )
    return rows


def draw_too_small(width: int, height: int, smallest: tuple[int, int]) -> list[Row]:
    """What a terminal below the smallest size shows."""
    words = (
        f"This terminal is {width} by {height}. The live screen needs at least {smallest[0]} by {smallest[1]}. "
        "Nothing is lost and the clocks run on: make the window larger."
    )
    return [row((f" {line}", "say")) for line in wrap(words, max(1, width - 2))][:height]
