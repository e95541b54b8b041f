"""An evaluator's own severity as a note carries it: the figure with its interval, and what it rests on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from msgspec import Struct

#: A gap below this is printed as none.
_ABOUT_NONE = 0.05
UNIT = "rating points, minus is stricter"


class SeverityStamp(Struct, frozen=True):
    """How an evaluator rated written answers against their references, before the screen that carries this.

    ``estimate`` is the mean of own less reference rating in rungs, so minus is stricter, ``low`` to ``high`` its 90 %
    interval; ``basis`` says how many vignettes and of which days.
    """

    estimate: float
    low: float
    high: float
    basis: str
    unit: str = UNIT

    @property
    def words(self) -> str:
        """The stamp in one line, with one decimal."""
        return (
            f"{about_words(self.estimate)} the reference ratings "
            f"({span_words(self.low, self.high)}; {self.basis})"
        )


def severity_stamp(
    mean: float, low: float, high: float, vignettes: int, days: Sequence[dt.date]
) -> SeverityStamp:
    """Return a figure in rungs as a stamp; ``days`` are those of its rounds, in any order."""
    first, last = min(days), max(days)
    when = f"{first:%Y-%m-%d}" if first == last else f"{first:%Y-%m-%d} to {last:%Y-%m-%d}"
    return SeverityStamp(round(mean, 2), round(low, 2), round(high, 2), f"{vignettes} vignettes, {when}")


def about_words(gap: float) -> str:
    """Return a signed gap in rungs as the start of a comparison: ``about 0.3 lower than``."""
    return "about the same as" if abs(gap) < _ABOUT_NONE else f"about {gap_words(gap)} than"


def gap_words(gap: float) -> str:
    """Return a signed gap in rungs as words: ``0.3 lower``."""
    return f"{abs(gap):.1f} {'lower' if gap < 0 else 'higher'}"


def span_words(low: float, high: float) -> str:
    """Return an interval of signed gaps as words: ``0.7 lower to 0.1 higher``; equal sides are named once."""
    if round(low, 1) * round(high, 1) < 0:
        return f"{gap_words(low)} to {gap_words(high)}"
    near, far = sorted((abs(low), abs(high)))
    return f"{near:.1f} to {far:.1f} {'lower' if low + high < 0 else 'higher'}"
