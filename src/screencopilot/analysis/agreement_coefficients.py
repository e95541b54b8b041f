"""Krippendorff's alpha and Gwet's AC2 on counted ratings, with the jackknife over candidates.

Everything is additive in *units* (one candidate's one probe, rated by two or more), so a candidate's share can be
taken out again: leaving out each candidate costs a few dozen operations, whatever the number of notes.

Sources: Krippendorff, *Content Analysis*, chapter on reliability (coincidences, ordinal metric); Gwet 2008 and
*Handbook of Inter-Rater Reliability* (AC1, AC2); Hughes, arXiv 2210.13265 (jackknife in small samples). The formulas
as written here: ``research/psychometrics.md`` 2.1 and 2.2.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean, stdev
from typing import Literal

from screencopilot.analysis.agreement_student import t_quantile

Metric = Literal["nominal", "ordinal", "interval", "ratio"]
#: Coincidences: how often two values met in one unit, each unit weighing as many ratings as it has.
Coincidences = dict[tuple[float, float], float]


def coincidences(units: Iterable[Iterable[float]]) -> Coincidences:
    """Return the coincidence matrix of units of ratings; units with fewer than two ratings add nothing."""
    met: Coincidences = {}
    for unit in units:
        counts = Counter(unit)
        rated = counts.total()
        if rated < 2:
            continue
        for a, n_a in counts.items():
            for b, n_b in counts.items():
                pairs = n_a * (n_b - (a == b))
                if pairs:
                    met[a, b] = met.get((a, b), 0.0) + pairs / (rated - 1)
    return met


def alpha_of(met: Mapping[tuple[float, float], float], metric: Metric = "ordinal") -> float | None:
    """Return alpha = 1 - D_o / D_e of a coincidence matrix; None when only one value (or nothing) was used.

    ``metric`` is Krippendorff's difference function; his ordinal one runs on the pairable ratings' own counts.
    """
    sums: dict[float, float] = {}
    for (a, _), n in met.items():
        sums[a] = sums.get(a, 0.0) + n
    # Values whose counts were wholly taken out by the jackknife leave rounding dust behind.
    counts = {value: sums[value] for value in sorted(sums) if sums[value] > 1e-9}
    if len(counts) < 2:
        return None
    total = sum(counts.values())
    gap = _differences(counts, metric)
    observed = sum(met.get(pair, 0.0) * square for pair, square in gap.items())
    expected = sum(counts[a] * counts[b] * square for (a, b), square in gap.items())
    return 1.0 - (total - 1.0) * observed / expected


def _differences(counts: Mapping[float, float], metric: Metric) -> Coincidences:
    """Return the squared difference of each ordered pair of unequal values; ``counts`` are in rising order."""
    place: dict[float, float] = {}
    below = 0.0
    for value, n in counts.items():
        place[value] = below + n / 2.0  # the ordinal metric is the distance of mean ranks
        below += n
    square: dict[Metric, Callable[[float, float], float]] = {
        "nominal": lambda _a, _b: 1.0,
        "ordinal": lambda a, b: (place[a] - place[b]) ** 2,
        "interval": lambda a, b: (a - b) ** 2,
        "ratio": lambda a, b: ((a - b) / (a + b)) ** 2,
    }
    measure = square[metric]
    return {(a, b): measure(a, b) for a in counts for b in counts if a != b}


def alpha(units: Iterable[Iterable[float]], metric: Metric = "ordinal") -> float | None:
    """Return Krippendorff's alpha of units of ratings (missing ones simply left out); None when undefined.

    It is undefined, and never 1, when every pairable rating has one value.
    """
    return alpha_of(coincidences(units), metric)


class Gwet:
    """Running sums for AC2 over units of ratings 1 to ``levels``; units may be added and taken out again.

    ``weights[a][b]`` is the credit for ratings a+1 and b+1 meeting; without it quadratic weights over the FULL
    scale, never only over the levels seen.
    """

    def __init__(self, levels: int, weights: Sequence[Sequence[float]] | None = None) -> None:
        self.weights = weights or quadratic(levels)
        self.levels = levels
        self.agreed = 0.0
        self.shared = 0
        self.rated = 0
        self.shares = [0.0] * levels

    def add(self, unit: Iterable[int], sign: int = 1) -> None:
        """Add a unit of ratings, or with ``sign`` -1 take it out; one without ratings changes nothing.

        Raises:
            ValueError: when a rating is not one of 1 to ``levels``.
        """
        counts = Counter(unit)
        rated = counts.total()
        if not rated:
            return
        if min(counts) < 1 or max(counts) > self.levels:
            raise ValueError(f"ratings must be 1 to {self.levels}, not {sorted(counts)}")
        self.rated += sign
        for level, n in counts.items():
            self.shares[level - 1] += sign * n / rated
        if rated < 2:
            return
        self.shared += sign
        met = 0.0
        for a, n_a in counts.items():
            row = self.weights[a - 1]
            met += n_a * (sum(row[b - 1] * n_b for b, n_b in counts.items()) - 1.0)
        self.agreed += sign * met / (rated * (rated - 1))

    def coefficient(self) -> float | None:
        """Return AC2 (AC1 with identity weights); None without a unit rated twice."""
        if self.shared < 1 or self.levels < 2:
            return None
        got = self.agreed / self.shared
        weight = sum(map(sum, self.weights)) / (self.levels * (self.levels - 1))
        by_chance = weight * sum(p / self.rated * (1.0 - p / self.rated) for p in self.shares)
        return (got - by_chance) / (1.0 - by_chance)


def quadratic(levels: int) -> list[list[float]]:
    """Return agreement weights 1 - ((a-b)/(levels-1))^2."""
    return [[1.0 - ((a - b) / (levels - 1)) ** 2 for b in range(levels)] for a in range(levels)]


def ac2(
    units: Iterable[Iterable[int]], levels: int, weights: Sequence[Sequence[float]] | None = None
) -> float | None:
    """Return Gwet's AC2 of units of ratings 1 to ``levels``; quadratic weights unless told; None when undefined."""
    sums = Gwet(levels, weights)
    for unit in units:
        sums.add(unit)
    return sums.coefficient()


def together(parts: Iterable[Mapping[tuple[float, float], float]]) -> Coincidences:
    """Return the coincidence matrix of several parts."""
    met: Coincidences = {}
    for part in parts:
        for pair, n in part.items():
            met[pair] = met.get(pair, 0.0) + n
    return met


def without(
    met: Mapping[tuple[float, float], float], part: Mapping[tuple[float, float], float]
) -> Coincidences:
    """Return a coincidence matrix less a part of it."""
    left = dict(met)
    for pair, n in part.items():
        left[pair] -= n
        if abs(left[pair]) < 1e-9:
            left[pair] = 0.0
    return left


def jackknife(
    whole: float | None, left_out: Sequence[float | None], share: float = 0.95
) -> tuple[float, float] | None:
    """Return the interval of a coefficient from its leave-one-candidate-out values, on z = -log(1 - coefficient).

    Pseudo-values G z - (G-1) z_(-g), Student's t with G-1 degrees of freedom, transformed back
    (``psychometrics.md`` 2.1). None where it cannot be had: fewer than two candidates, a value undefined, or a
    coefficient of exactly 1 with or without one candidate.
    """
    count = len(left_out)
    values = [value for value in (whole, *left_out) if value is not None and value < 1.0 - 1e-12]
    if count < 2 or len(values) != count + 1:
        return None
    z, *rest = (-math.log(1.0 - value) for value in values)
    pseudo = [count * z - (count - 1) * other for other in rest]
    half = t_quantile(0.5 + share / 2.0, count - 1) * stdev(pseudo) / math.sqrt(count)
    middle = fmean(pseudo)
    return _back(middle - half), _back(middle + half)


def _back(z: float) -> float:
    """Return 1 - exp(-z), held at -1: alpha below that has no further meaning and would only fill a page."""
    return max(-1.0, -math.expm1(-z)) if z > -700 else -1.0
