"""How figures, names and kinds read: one decimal for scores, the count always beside them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from screencopilot.analysis.splits import Split
from screencopilot.domain.note import Evidence
from screencopilot.domain.pacing import minutes
from screencopilot.formats.text_safety import one_line

#: What stands where there is no figure; the reason stands below.
NONE = "–"
LEGEND = (
    "Ratings are rungs 1-5, NE is not enough evidence. ! a red flag was kept. ° no tick and no line was written. "
    "≠ the ratings split: two rungs apart or more, or on both sides of the bar."
)
KINDS = {
    "different-signals": "heard different things",
    "judged-differently": "heard the same, judged differently",
    None: "nothing was ticked to compare",
}


def score(value: float | None) -> str:
    """Return a score in rungs."""
    return NONE if value is None else f"{value:.1f}"


def gap(value: float | None) -> str:
    """Return a signed distance in rungs."""
    if value is None:
        return NONE
    return "0.0" if abs(value) < 0.05 else f"{value:+.1f}"


def span(low: float | None, high: float | None) -> str:
    """Return an interval."""
    if low is None or high is None:
        return NONE
    return f"{round(low, 1) + 0.0:.1f} to {round(high, 1) + 0.0:.1f}"  # never -0.0


def many(count: int, word: str) -> str:
    """Return ``1 note`` or ``2 notes``."""
    return f"{count:,} {word}{'' if count == 1 else 's'}"


def listed(names: Iterable[Any]) -> str:
    """Return names with commas between them."""
    return ", ".join(map(str, names))


def ratings(split: Split) -> str:
    """Return who gave what: ``Ann 2, Ben 5``."""
    return listed(f"{name} {rung}" for name, rung in split.ratings.items())


def evidence(line: Evidence) -> str:
    """Return one line of evidence with its time, on one line."""
    text = one_line(line.text)
    said = f"“{text}”" if line.kind == "quote" else text
    notes = [line.signal or "", "speaks against" if line.polarity == "-" else ""]
    if line.polarity == "!":
        notes.append("red flag")
    if isinstance(line.recalled_after, int):
        notes.append(f"from memory, {minutes(line.recalled_after)} after the close")
    tail = listed(note for note in notes if note)
    return f"{minutes(line.at)}  {said}" + (f"  [{tail}]" if tail else "")
