"""The keys of a comparison: those of the page that is looked at, and all of them with how its figures are made."""

from __future__ import annotations

from collections.abc import Sequence

from screencopilot.report.explaining import explained
from screencopilot.tui.view.compare_look import Comparing
from screencopilot.tui.view.lines import EMPTY, Row, hanging, row, width_of


def key_lines(keys: Sequence[str], width: int, most: int) -> list[str]:
    """Return at most so many lines of keys; where not all have room, the last of them says where they stand."""
    lines = _lines(keys, width)
    shown = list(keys)
    while len(lines) > most and shown:
        shown.pop()
        lines = _lines([*(key for key in shown if key not in _LAST), *_LAST], width)
    return lines[:most]


def _lines(parts: Sequence[str], width: int) -> list[str]:
    """Return lines of at most ``width`` cells, no part parted."""
    lines = [""]
    for part in parts:
        joined = f"{lines[-1]} · {part}" if lines[-1] else part
        if width_of([(joined, "")]) <= width:
            lines[-1] = joined
        else:
            lines.append(part)
    return lines


def keys_of(c: Comparing) -> tuple[str, ...]:
    """Return the keys of the page looked at with what they do, the most wanted first."""
    if c.bare:
        return ("↑↓", "x skipped", "Esc back", "? keys") if c.report is not None else ("Esc back", "? keys")
    own = {
        "candidates": ("Enter open", "n N splits", "j one probe", "a adjusted", "/ narrow"),
        "splits": ("Enter open", "j its probe", "/ narrow"),
        "candidate": ("Enter open", "n N splits", "j this probe everywhere", "o all"),
        "call": ("Enter its candidate", "←→ other probes", "n N splits", "/ narrow"),
        "agreement": (),
        "evaluators": ("Enter more", "a adjusted", "/ narrow"),
    }[c.at]
    tabs = () if c.ref or c.probe else ("Tab pages",)
    rest = ("e page", "x skipped", "? keys")
    moves = ("↑↓",)
    return (*moves, *own, *tabs, "Esc back", *rest)


#: Shown where not all keys have room; the help names all of them.
_LAST = ("Esc back", "? all keys")
HELP = (
    ("↑↓ PgUp PgDn", "move; a long item is scrolled through"),
    ("Enter", "open a row: who heard what, evidence side by side, the rungs between; or a candidate"),
    ("n  N", "the next row you split on, and the one before"),
    ("Tab  1-4", "the pages: candidates, splits, agreement, evaluators"),
    ("j", "the judgment call: one probe across all candidates and evaluators; ← → the other probes"),
    ("o", "open all split rows of a candidate, or close all"),
    ("← →", "the other evaluators, where not all have room"),
    ("a", "severity-adjusted figures with their intervals, or the raw notes alone"),
    ("/", "narrow a list by candidate, role, level or evaluator; the figures stay those of all"),
    ("e", "write the HTML page beside the notes; no file is written over"),
    ("x", "what was skipped, and why"),
    ("0  F9", "hide everything"),
    ("Esc", "back"),
)
#: Where a split leads.
SETTLE = (
    "To settle a candidate's splits with the panel: screencopilot debrief --candidate REF, on the same paths."
)


def draw_help(c: Comparing, width: int) -> list[Row]:
    """Return the keys, and how the figures are made."""
    rows: list[Row] = []
    for keys, words in HELP:
        rows += hanging([(f"{keys:<13}", "key")], words, "plain", width)
    rows += [EMPTY, *hanging([], SETTLE, "plain", width)]
    if c.report is not None:
        rows += [EMPTY, row(("HOW THE FIGURES ARE MADE", "head"))]
        for words in explained(c.report):
            rows += hanging([("- ", "quiet")], words, "plain", width)
    return rows
