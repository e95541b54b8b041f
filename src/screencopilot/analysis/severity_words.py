"""The severity model in sentences: one decimal, always with the interval, never a verdict on a person.

Wording: ``research/psychometrics.md`` 5.2; what is never said: 5.5.
"""

from __future__ import annotations

from screencopilot.analysis.severity_grid import (
    CANDIDATE_MEDIAN,
    CANDIDATE_SPREAD,
    KEPT,
    NOISE_SPREAD,
    NOTE_SD,
    POINTS,
    PROBE_SD,
    SEVERITY_SCALE,
    VIGNETTE_SLACK,
    VIGNETTE_VARIANCE,
)

ESTIMAND = "the score we would expect if every evaluator on this panel had screened this candidate"
SEVERITY_UNIT = "rungs below the panel on the same candidates; positive is stricter"


def severity_sentence(name: str, mean: float, low: float, high: float, *, firm: bool) -> str:
    """Return one evaluator's severity in words; figures are rungs, positive is stricter (so: rates lower)."""
    about = "about the same as the panel" if abs(mean) < 0.05 else f"about {_side(mean)} than the panel"
    if _tenths(low) * _tenths(high) < 0:
        span = f"{_side(low)} to {_side(high)}"
    else:
        near, far = sorted((abs(low), abs(high)))
        span = f"{near:.1f} to {_side(far if low + high > 0 else -far)}"
    ending = "." if firm else "; no firm conclusion."
    return f"{name} rates the same candidates {about} (plausibly from {span}){ending}"


def _tenths(value: float) -> float:
    return round(value, 1)


def _side(severity: float) -> str:
    return f"{abs(severity):.1f} {'lower' if severity > 0 else 'higher'}"


def score_sentence(
    candidate: str,
    notes: int,
    raw: float,
    adjusted: float,
    low: float,
    high: float,
    ranks: tuple[int, int, int],
) -> str:
    """Return one candidate's raw mean and adjusted score with interval and rank range (low, high, of how many)."""
    first, last, count = ranks
    by = f"{notes} evaluator{'' if notes == 1 else 's'}"
    place = f"rank {first} to {last} of {count}" if first < last else f"rank {first} to {first} of {count}"
    return f"{candidate}: raw {raw:.1f} ({by}), adjusted {adjusted:.1f}, plausibly {low:.1f} to {high:.1f}, {place}."


def pair_sentence(first: str, second: str, *, called: bool) -> str:
    """Return what may be said of two candidates; ``called`` when the pair was called for ``first`` at nine in ten."""
    if called:
        return f"{first} is rated above {second} (the panel's notes make this about 9 in 10 or better)."
    return f"{first} and {second} are not distinguishable on these notes."


def assumptions(rungs: int = 5) -> tuple[str, ...]:
    """Return what the model assumes, a sentence each, for ``--explain``."""
    scale = (rungs - 1) / 3.0
    severity, candidate = SEVERITY_SCALE * scale, CANDIDATE_MEDIAN * scale
    probe, note = PROBE_SD * scale, NOTE_SD * scale
    model = (
        "Model: a note's mean = the candidate - the evaluator's severity + noise, probe differences taken out first; "
        "candidates and evaluators are pulled towards their own averages as far as the notes are few."
    )
    averaged = (
        f"The three spreads are not guessed but averaged over a {POINTS} x {POINTS} x {POINTS} grid "
        f"(points holding {KEPT:.1%} of the weight)."
    )
    beforehand = (
        f"Beforehand: evaluators differ by a half-normal of scale {severity:.2f} rungs; candidates by about "
        f"{candidate:.2f} (log spread {CANDIDATE_SPREAD}); noise is {probe:.2f} for one probe and {note:.2f} for a "
        f"whole note (log spread {NOISE_SPREAD}). These are assumptions."
    )
    vignettes = (
        f"Vignettes enter as a prior on severity (variance {VIGNETTE_SLACK}^2 + {VIGNETTE_VARIANCE} / items), "
        "never as ratings, and link no groups."
    )
    intervals = (
        "Intervals are 90 % ones; in simulations they held the truth in 87-91 % of cases for candidates and 85-88 % "
        "for evaluators. Pairs are called, and rank ranges bounded, at nine in ten."
    )
    limits = (
        "It assumes that who screens whom was not chosen by strength: if seniors take the strong candidates, that is "
        "read as severity. An evaluator who rates erratically, rather than strictly, is not mended by it."
    )
    return (
        f"Adjusted score: {ESTIMAND}.",
        model,
        f"Severity is in {SEVERITY_UNIT}.",
        averaged,
        beforehand,
        vignettes,
        intervals,
        limits,
    )
