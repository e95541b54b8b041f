"""Writes docs/coverage.md: which themes and competencies each shipped bank's plans ask for.

Run it as ``make coverage``; with ``--check`` it writes nothing and fails when the page is out of date.
"""

from __future__ import annotations

import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

from screencopilot.domain.bank import Block, Plan, ResolvedBank
from screencopilot.store.paths import folders
from screencopilot.store.search_path import find_banks, load_resolved

OUT = Path(__file__).parent / "coverage.md"
HEAD = """# Coverage

Made by `docs/make_coverage.py` from the shipped banks; do not edit.

## Themes

The plans (by their minutes) that ask a theme's probes: in **bold** they must be asked, in plain type they may fall out
when time runs short. *pool* says that the bank has the theme for the loop after the screen and no plan asks it. A claim
block asks the family that fits the candidate's first claim.
"""
COMPETENCIES = """
## Competencies

How many probes of each plan rate a competency, shortest plan first; *×3* is its weight where it is not 1.
"""


def blocks_on(bank: ResolvedBank, plan: Plan, theme: str) -> list[Block]:
    """Return a plan's blocks whose family is of a theme."""
    return [b for b in plan.blocks if bank.module_titles[bank.forms(b.family)[0].id][0] == theme]


def theme_cell(bank: ResolvedBank, theme: str) -> str:
    """Return the plans in which a bank asks a theme, or that it only has it, or not even that."""
    parts = []
    for plan in bank.bank.plans:
        on = blocks_on(bank, plan, theme)
        if on:
            parts.append(f"**{plan.id}**" if any(block.must for block in on) else plan.id)
    in_pool = any(title == theme for title, _safe in bank.module_titles.values())
    return " ".join(parts) or ("*pool*" if in_pool else "–")


def competency_cell(bank: ResolvedBank, name: str) -> str:
    """Return how often each plan rates a competency, and its weight."""
    competency = bank.competency(name)
    if competency is None:
        return "–"
    counts = [
        sum(bank.forms(block.family)[0].competency == name for block in plan.blocks)
        for plan in bank.bank.plans
    ]
    weight = f" ×{competency.weight}" if competency.weight > 1 else ""
    return " / ".join(map(str, counts)) + weight


def table(head: Iterable[str], rows: Iterable[tuple[str, ...]]) -> Iterator[str]:
    """Give the lines of a Markdown table."""
    names = tuple(head)
    yield f"| {' | '.join(names)} |"
    yield "|" + "---|" * len(names)
    for row in rows:
        yield f"| {' | '.join(row)} |"


def page() -> str:
    """Return the whole page."""
    with tempfile.TemporaryDirectory() as home:
        places = folders({"SCREENCOPILOT_HOME": home})
        banks = [load_resolved(name, places) for name in find_banks(places)]
    themes = sorted({title for bank in banks for title, _safe in bank.module_titles.values()})
    names = sorted({c.id for bank in banks for c in bank.bank.competencies})
    lines = [HEAD]
    lines += table(("role", *themes), ((b.bank.title, *(theme_cell(b, t) for t in themes)) for b in banks))
    lines.append(COMPETENCIES)
    lines += table(("role", *names), ((b.bank.title, *(competency_cell(b, n) for n in names)) for b in banks))
    return "\n".join(lines) + "\n"


def main(args: list[str]) -> int:
    """Write the page, or compare it."""
    made = page()
    if "--check" not in args:
        OUT.write_text(made, "utf-8")
        print(OUT)
        return 0
    fresh = OUT.is_file() and OUT.read_text("utf-8") == made
    if not fresh:
        print(f"{OUT} is out of date: run make coverage", file=sys.stderr)
    return 0 if fresh else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
