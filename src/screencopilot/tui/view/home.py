"""The home screen, drawn: unfinished screens first, then new, then recent notes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

from screencopilot import __version__
from screencopilot.tui.view.lines import EMPTY, Row, hanging, row, two_sided


class Choice(Struct, frozen=True):
    """One thing to choose at home; ``detail`` stands beneath it, ``head`` above the first of its kind."""

    act: str
    text: str
    note: str = ""
    detail: str = ""
    head: str = ""


def draw_home(
    choices: Sequence[Choice], lit: int, problems: Sequence[str], message: str, width: int
) -> tuple[list[Row], int]:
    """Return all rows, and which of them is lit."""
    rows = [EMPTY, row(("  Screencopilot ", "title"), (__version__, "quiet"))]
    rows += hanging(
        [("  ", "")], "Ask about real failures, tick what you hear, keep their words.", "quiet", width - 2
    )
    lit_at = 0
    for number, choice in enumerate(choices):
        if choice.head or choice.act in {"new", "compare", "rehearse", "quit"}:
            rows.append(EMPTY)
        if choice.head:
            rows.append(row((f"  {choice.head}", "head")))
        if number == lit:
            lit_at = len(rows)
        lead = ("  ▸ " if number == lit else "    ", "next")
        left = [lead, (choice.text, "cursor" if number == lit else "plain")]
        rows.append(two_sided(left, [(f"{choice.note}  ", "quiet")], width, choice.act))
        if choice.detail:
            rows.append(two_sided([("      ", ""), (choice.detail, "quiet")], [], width, choice.act))
    for problem in problems:
        rows += hanging([("  ▲ ", "late")], problem, "quiet", width - 2)
    if message:
        rows += [EMPTY, *hanging([("  › ", "late")], message, "late", width - 2)]
    aside = "x puts aside · " if choices[lit].act.startswith("resume:") else ""
    aside = "t as text · " if choices[lit].act.startswith("note:") else aside
    compare = "c compare · " if any(choice.act == "compare" for choice in choices) else ""
    keys = f"↑↓ Enter · n new · {aside}{compare}s settings · q leave · 0 hide"
    rows += [EMPTY, *hanging([("  ", "")], keys, "quiet", width - 2)]
    return rows, lit_at


def when(stamp: dt.datetime) -> str:
    """Return a stamp as local day and time."""
    return f"{stamp.astimezone():%d %b %H:%M}"


def age(span: dt.timedelta) -> str:
    """Return a length of time in its largest fitting unit."""
    minutes = int(span.total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
