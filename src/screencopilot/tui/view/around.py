"""Around the probe: the agenda at the left of the full layout, the key line at the foot."""

from __future__ import annotations

from functools import lru_cache

from screencopilot.domain.pacing import minutes
from screencopilot.domain.plan import AgendaItem
from screencopilot.tui.keymap import KeyTable
from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import EMPTY, Row, Span, fit, hanging, row, window, wrap

Hints = tuple[tuple[str, str], ...]


@lru_cache(maxsize=8)
def keys_live(keys: KeyTable) -> Hints:
    """The keys while ticking."""
    return (
        ("a-z", "tick"),
        (f"1-5 {keys.name('not-enough')}", "rate, NE"),
        (keys.name("write-line"), "write"),
        (_pair(keys.name("previous-probe"), keys.name("next-probe")), "probe"),
        (keys.name("asked-follow-up"), "asked"),
        (keys.name("pause"), "pause"),
        (keys.name("curtain"), "hide"),
        (keys.name("keys"), "keys"),
    )


@lru_cache(maxsize=8)
def keys_writing(keys: KeyTable) -> Hints:
    """The keys while the note line is open."""
    return (
        ("Enter", "keep"),
        ("Esc", "tick again, draft stays"),
        ("+ - !", "polarity"),
        ('"', "quote"),
        (keys.name("curtain", writing=True), "hide"),
    )


@lru_cache(maxsize=8)
def keys_greeting(keys: KeyTable) -> Hints:
    """The keys during the greeting."""
    return (
        (keys.name("next-probe"), "first question"),
        ("a-z 1-9", "start and mark"),
        (keys.name("agenda"), "agenda"),
        (keys.name("curtain"), "hide"),
        (keys.name("keys"), "keys"),
    )


def _pair(one: str, other: str) -> str:
    return f"{one}{other}" if len(one) == len(other) == 1 else f"{one} {other}"


def draw_keys(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """The keys that matter here, as many as fit."""
    hints = keys_writing if g.look.writing else keys_greeting if g.opening else keys_live
    lines: list[list[Span]] = [[(" ", "")]]
    used = 1
    for key, does in hints(g.look.keys):
        size = len(key) + len(does) + 3
        if used + size > width:
            if height == len(lines) or len(lines) == 2:
                break
            lines.append([(" ", "")])
            used = 1
        lines[-1] += [(key, "key"), (f" {does}  ", "quiet")]
        used += size
    return [Row(fit(line, width)) for line in lines]


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
    return "·", "plain", "must" if item.must else "optional"


def draw_agenda(g: Glance, width: int, height: int | None = None) -> list[Row]:
    """Every probe with its state and minutes, then the claims."""
    rows = [row((" AGENDA", "head")), EMPTY]
    here = 0
    for number, item in enumerate(g.script.agenda, 1):
        glyph, ink, word = item_state(g, item)
        act = f"open:{item.probe}"
        here = len(rows) if item.probe == g.state.current else here
        title = g.script.probe(item.probe).title
        rows += hanging([(f" {glyph} ", ink), (f"{number} ", "quiet")], title, ink, width - 1, act)
        spent = g.state.seconds_on(item.probe, g.at)
        clock = (
            f"{minutes(spent)} of {minutes(item.budget_seconds)}" if spent else minutes(item.budget_seconds)
        )
        rows.append(row(("     ", ""), (f"{clock} · {word}", "quiet"), act=act))
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
        verdict = mark.verdict if mark and mark.verdict else "not probed"
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
