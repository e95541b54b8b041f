"""The settings, drawn: themes with a sample, comfort, the nudges with their reasons, what one has shipped."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from screencopilot.domain.nudges import RULES, Rule
from screencopilot.tui.view.lines import EMPTY, Row, Span, fit, hanging, row, two_sided

#: Days to choose from for the reminder of old notes; 0 is never.
REMINDERS = (0, 30, 90, 180, 365, 730)
#: Each ink that means something, with the glyph and the words it never stands without.
SAMPLE: tuple[Span, ...] = (
    ("a ", "letter"),
    ("■+ strong ", "strong"),
    ("□~ weak ", "weak"),
    ("□! red ", "red"),
    ("▸ next ", "next"),
    ("on time ", "on-time"),
    ("1:10 behind ", "late"),
    ("over ", "over"),
    ("◦ nudge ", "nudge"),
    ("● saved ", "saved"),
    ("▲ NOT SAVED ", "unsaved"),
)
KEYS: tuple[Span, ...] = (
    (" ↑↓ ", "key"), ("move", "quiet"), ("  Space ", "key"), ("choose, on or off", "quiet"),
    ("  ←→ ", "key"), ("days", "quiet"), ("  Esc ", "key"), ("back", "quiet"), ("  0 ", "key"), ("hide", "quiet"),
)  # fmt: skip


class Kind(Struct, frozen=True):
    """A kind of claim that one may have shipped: its id and its label."""

    id: str
    label: str


class Chosen(Struct, frozen=True):
    """Everything the settings screen shows; ids that no file offers any more stay in their tuples."""

    themes: tuple[str, ...] = ()
    theme: str = ""
    reduced_motion: bool = False
    remind_after_days: int = 365
    silenced: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    shipped: tuple[str, ...] = ()


class Item(Struct, frozen=True):
    """One line that can be lit; ``act`` is ``theme:NAME``, ``motion``, ``remind``, ``nudge:ID`` or ``kind:ID``.

    ``head`` stands above the first of a group, ``state`` at the right edge, ``details`` beneath while it is lit.
    """

    act: str
    mark: str
    text: str
    state: str = ""
    head: str = ""
    details: tuple[str, ...] = ()


def items(chosen: Chosen) -> list[Item]:
    """Return all that can be set, in the order it stands on the screen."""
    return [*_themes(chosen), *_comfort(chosen), *_nudges(chosen), *_kinds(chosen)]


def _themes(chosen: Chosen) -> Iterator[Item]:
    for number, name in enumerate(chosen.themes):
        here = name == chosen.theme
        head = "" if number else "THEME  shown as you move"
        yield Item(f"theme:{name}", "●" if here else "○", name, "chosen" if here else "", head)


def _comfort(chosen: Chosen) -> Iterator[Item]:
    on = chosen.reduced_motion
    why = ("Nothing glides, and the cursor does not blink.",)
    yield Item("motion", _box(on), "Reduced motion", _word(on), "COMFORT", why)
    days = chosen.remind_after_days
    state = f"← {days} days →" if days else "← never →"
    detail = ("Home names the notes that are older. It removes nothing; notes purge does.",)
    yield Item("remind", " ", "Remind me of notes older than", state, "", detail)


def _nudges(chosen: Chosen) -> Iterator[Item]:
    on = sum(rule.id not in chosen.silenced for rule in RULES)
    for number, rule in enumerate(RULES):
        head = "" if number else f"NUDGES  {on} of {len(RULES)} on"
        yield _nudge(rule, rule.id not in chosen.silenced, head)


def _nudge(rule: Rule, on: bool, head: str) -> Item:
    details = (f"when  {rule.moment}", f"why   {rule.reason}")
    return Item(f"nudge:{rule.id}", _box(on), rule.text, _word(on), head, details)


def _kinds(chosen: Chosen) -> Iterator[Item]:
    for number, kind in enumerate(chosen.kinds):
        on = kind.id in chosen.shipped
        head = "" if number else "SHIPPED BY YOURSELF  your verdicts on such claims count as a practitioner's"
        yield Item(f"kind:{kind.id}", _box(on), kind.label, "shipped" if on else "", head)


def draw_settings(shown: Sequence[Item], lit: int, width: int) -> tuple[list[Row], int]:
    """Return all rows, and which of them is lit."""
    rows = [EMPTY, row(("  Settings", "title"))]
    lit_at = 0
    for number, item in enumerate(shown):
        if item.head:
            rows += [EMPTY, *hanging([("  ", "")], item.head, "head", width - 2)]
        here = number == lit
        if here:
            lit_at = len(rows)
        lead: list[Span] = [("  ▸ " if here else "    ", "next"), (f"{item.mark} ", "letter")]
        text: Span = (item.text, "cursor" if here else "plain")
        rows.append(two_sided([*lead, text], [(f"{item.state}  ", "quiet")], width, item.act))
        if here:
            rows += _details(item, width)
    return rows, lit_at


def draw_foot(message: str, width: int) -> list[Row]:
    """Return what stands at the foot whatever is lit: the message, and the keys."""
    said = hanging([("  ▲ ", "late")], message, "late", width - 2)[:3] if message else []
    return [*said, Row(fit(KEYS, width))]


def _details(item: Item, width: int) -> list[Row]:
    if item.act.startswith("theme:"):
        return _sample(width)
    return [r for text in item.details for r in hanging([("      ", "")], text, "quiet", width - 2)]


def _sample(width: int) -> list[Row]:
    """Every ink that means something, on as many lines as it takes."""
    lines: list[list[Span]] = [[("      ", "")]]
    used = 6
    for text, ink in SAMPLE:
        if used + len(text) > width - 2:
            lines.append([("      ", "")])
            used = 6
        lines[-1].append((text, ink))
        used += len(text)
    return [Row(tuple(line)) for line in lines]


def _box(on: bool) -> str:
    return "■" if on else "□"


def _word(on: bool) -> str:
    return "on" if on else "off"
