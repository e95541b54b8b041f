"""A calibration result in sentences: one decimal, with interval and count, never a verdict on a person.

Wording and what is never said: ``research/psychometrics.md`` 2.8, 5.2, 5.5 (a reference rating is no truth; drift
against oneself is a question).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from screencopilot.analysis.calibration import WORTH_ASKING, change_between
from screencopilot.domain.calibration import LEAST, RoundResult, Tally
from screencopilot.domain.severity_stamp import about_words, gap_words, span_words

#: Shares are given from this many on; below it counts say all there is.
_SHARE_FROM = 10
_KINDS = ("hollow", "real", "borderline")
ABOUT = "This is about the written answers; how you rate in a live screen may differ."
AUTHOR_ONLY = "Every reference is its author's own rating: no second practitioner has agreed to one yet."


def sentences(result: RoundResult) -> tuple[str, ...]:
    """Return what a round says, the severity first."""
    return tuple(_sentences(result))


def _sentences(result: RoundResult) -> Iterator[str]:
    yield severity_words(result)
    if result.all.rated:
        yield f"Within the accepted range: {_placed(result.all)}; the same rung as the reference: {result.exact}."
    kinds = [f"{kind} {_placed(result.kinds[kind])}" for kind in _KINDS if kind in result.kinds]
    if kinds:
        yield f"By kind of answer: {'; '.join(kinds)}."
    if result.reference_ticks:
        yield f"Under-heard: {_share(result.under_heard, result.reference_ticks, 'signals the references tick')}."
    if result.own_ticks:
        yield f"Over-heard: {_share(result.over_heard, result.own_ticks, 'signals you ticked')}."
    missed = [name for name, part in result.families.items() if part.above or part.below]
    if missed:
        yield f"Families with a rating outside the range: {', '.join(missed)}."
    if result.not_enough:
        yield f"Rated NE and left out of the figures: {result.not_enough}."
    if result.seen:
        yield f"Seen in an earlier round and left out of the figures: {result.seen}."
    yield provenance(result.agreed, result.vignettes)
    yield ABOUT


def practice_sentences(result: RoundResult) -> tuple[str, ...]:
    """Return what may be said of a round in which every reference was shown at once: counts, and no severity."""
    lines = ["Practice: each reference was shown before the next answer, so none of this is a measurement."]
    if result.all.rated:
        lines.append(f"Within the accepted range: {_placed(result.all)}.")
    return (*lines, provenance(result.agreed, result.vignettes))


def severity_words(result: RoundResult) -> str:
    """Return the severity of a round in one sentence, or why there is none."""
    found = result.severity
    if found is None:
        have = f"{result.vignettes} rated answer{'' if result.vignettes == 1 else 's'}"
        return f"Too few to say how strictly you rate: {have} read for the first time, {LEAST} needed."
    firm = (found.low > 0 or found.high < 0) and abs(found.estimate) >= WORTH_ASKING
    return (
        f"On {result.vignettes} written answers you rated {about_words(found.estimate)} the reference "
        f"(plausibly from {span_words(found.low, found.high)}){'.' if firm else '; no firm conclusion.'}"
    )


def provenance(agreed: int, of: int) -> str:
    """Return who stands behind the references."""
    if not agreed:
        return AUTHOR_ONLY
    return f"A second practitioner has agreed to {agreed} of {of} references; the others are their author's alone."


def drift_words(results: Sequence[RoundResult]) -> str:
    """Return how the latest figure stands to the one before it, as a question where it asks one; "" without two."""
    figures = [result for result in results if result.severity is not None]
    change = change_between(*figures[-2:]) if len(figures) > 1 else None
    if change is None:
        return ""
    days = f"{change.earlier:%Y-%m-%d} and {change.later:%Y-%m-%d}"
    if change.asks:
        return (
            f"Between {days} your ratings of written answers moved about {gap_words(change.mean)} "
            f"(plausibly from {span_words(change.low, change.high)}). Did your bar move, or were these answers of "
            "another kind?"
        )
    return (
        f"Between {days} the difference is {abs(change.mean):.1f} and no firm conclusion "
        f"(plausibly from {span_words(change.low, change.high)})."
    )


def _placed(part: Tally) -> str:
    return f"{part.within} of {part.rated} ({part.above} above, {part.below} below)"


def _share(count: int, of: int, what: str) -> str:
    share = f" ({100 * count / of:.0f} %)" if of >= _SHARE_FROM else ""
    return f"{count} of {of} {what}{share}"
