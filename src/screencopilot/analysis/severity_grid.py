"""The severity model's arithmetic: partial pooling of note means, variance components integrated over a grid.

    y = mu + a_candidate - s_evaluator + e;   a ~ N(0, sa^2), s ~ N(0, ss^2), e ~ N(0, se^2 v)

For fixed (sa, ss, se) everything is normal: each candidate is eliminated in closed form and a small system in
u = (mu, s_1 .. s_R) is left, solved by Cholesky. Source: ``research/psychometrics.md`` 5.1 (the normal equations of
the linear mixed model, Henderson 1950; the marginal likelihood by completing the square).
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from statistics import NormalDist, fmean

from msgspec import Struct

#: Weak priors for a four-rung scale, times (rungs - 1) / 3: half-normal scale of ss, medians and log spreads of sa, se.
SEVERITY_SCALE = 0.35
CANDIDATE_MEDIAN, CANDIDATE_SPREAD = 0.55, 0.6
NOTE_SD, PROBE_SD, NOISE_SPREAD = 0.25, 0.68, 0.4
#: Slack between rating on paper and live, and the variance of one vignette's rating (2.8).
VIGNETTE_SLACK, VIGNETTE_VARIANCE = 0.3, 0.42

POINTS = 7
#: The grid points kept hold this share of the posterior weight.
KEPT = 0.995

Vector = list[float]


class Look(Struct, frozen=True):
    """One note's mean rating ``y`` by evaluator number ``who`` (from 0), with relative noise variance ``v``."""

    who: int
    y: float
    v: float


class Hint(Struct, frozen=True):
    """What vignettes say of evaluator number ``who``: severity ``m`` in rungs, with variance ``variance``."""

    who: int
    m: float
    variance: float


class Point(Struct, frozen=True):
    """One kept grid point: its weight, and where candidates and severities lie given its variances.

    ``fair`` and ``severity`` hold (mean, variance); ``roots`` are the candidates' shared parts, such that the variance
    of a difference is ``own[c] + own[d] + |roots[c] - roots[d]|^2``.
    """

    weight: float
    sds: tuple[float, float, float]
    fair: list[tuple[float, float]]
    own: Vector
    roots: list[Vector]
    severity: list[tuple[float, float]]


class _System(Struct):
    """The normal equations before the severity prior: lower triangle, right side, and the likelihood's pieces."""

    matrix: list[Vector]
    right: Vector
    square: float
    log_det: float
    lines: list[tuple[float, float, list[tuple[int, float]]]]


def noise_ratio(rated: int, usual: float) -> float:
    """Return v: the noise variance of a note with ``rated`` ratings against one with the usual number."""
    return (NOTE_SD**2 + PROBE_SD**2 / rated) / (NOTE_SD**2 + PROBE_SD**2 / usual)


def grid(
    looks: Sequence[Sequence[Look]], evaluators: int, usual: float, scale: float, hints: Sequence[Hint]
) -> list[Point]:
    """Return the kept grid points, heaviest first, weights adding to 1.

    ``looks`` are the notes of each candidate (at least one each); ``usual`` is the usual number of rated probes in a
    note; ``scale`` is (rungs - 1) / 3.
    """
    middle = fmean(look.y for part in looks for look in part)
    centred = [[Look(look.who, look.y - middle, look.v) for look in part] for part in looks]
    noise_median = math.sqrt(NOTE_SD**2 + PROBE_SD**2 / usual)
    tried: list[tuple[float, tuple[float, float, float], _System, list[Vector], Vector]] = []
    for sa, sa_prior in _log_normal(CANDIDATE_MEDIAN * scale, CANDIDATE_SPREAD):
        for se, se_prior in _log_normal(noise_median * scale, NOISE_SPREAD):
            base = _system(centred, evaluators, sa, se)
            for ss, ss_prior in _half_normal(SEVERITY_SCALE * scale):
                root, half, log_likelihood = _solve(base, ss, hints)
                log_weight = log_likelihood + sa_prior + se_prior + ss_prior
                tried.append((log_weight, (sa, ss, se), base, root, half))
    tried.sort(key=lambda point: -point[0])
    weights = [math.exp(point[0] - tried[0][0]) for point in tried]
    total, enough, kept = sum(weights), 0.0, 0
    while enough < KEPT * total:
        enough += weights[kept]
        kept += 1
    return [
        _point(weights[i] / enough, sds, base, root, half, middle)
        for i, (_, sds, base, root, half) in enumerate(tried[:kept])
    ]


def _log_normal(median: float, spread: float) -> list[tuple[float, float]]:
    """Return grid values of a standard deviation, 2.4 prior spreads either side, and their log prior (on the log)."""
    steps = [4.8 * i / (POINTS - 1) - 2.4 for i in range(POINTS)]
    return [(median * math.exp(spread * t), -0.5 * t * t) for t in steps]


def _half_normal(scale: float) -> list[tuple[float, float]]:
    """Return log-spaced grid values from 0.08 to 3 prior scales and their log prior density on the log scale."""
    ratios = [0.08 * (3.0 / 0.08) ** (i / (POINTS - 1)) for i in range(POINTS)]
    return [(scale * t, math.log(t) - 0.5 * t * t) for t in ratios]


def _system(looks: Sequence[Sequence[Look]], evaluators: int, sa: float, se: float) -> _System:
    """Return the normal equations with every candidate eliminated; index 0 is mu, 1.. the severities."""
    size = evaluators + 1
    matrix = [[0.0] * (i + 1) for i in range(size)]
    right = [0.0] * size
    square = log_det = 0.0
    lines = []
    for part in looks:
        terms = [(look.who + 1, 1.0 / (se * se * look.v), look.y) for look in part]
        total = sum(w for _, w, _ in terms)
        pull = sum(w * y for _, w, y in terms)
        precision = 1.0 / (sa * sa) + total
        slope = [(0, total)] + [(i, -w) for i, w, _ in terms]
        matrix[0][0] += total
        right[0] += pull
        for i, w, y in terms:
            matrix[i][i] += w
            matrix[i][0] -= w
            right[i] -= w * y
            square += w * y * y
            log_det -= math.log(w)
        for i, t in slope:
            right[i] -= pull * t / precision
            row = matrix[i]
            for j, other in slope:
                if j <= i:
                    row[j] -= t * other / precision
        square -= pull * pull / precision
        log_det += math.log(precision) + 2.0 * math.log(sa)
        lines.append((precision, pull / precision, [(i, t / precision) for i, t in slope]))
    return _System(matrix, right, square, log_det, lines)


def _solve(base: _System, ss: float, hints: Sequence[Hint]) -> tuple[list[Vector], Vector, float]:
    """Return Cholesky root L, L^-1 b and the log marginal likelihood for one severity spread ``ss``."""
    matrix = [row[:] for row in base.matrix]
    right = base.right[:]
    for i in range(1, len(matrix)):
        matrix[i][i] += 1.0 / (ss * ss)
    for hint in hints:
        matrix[hint.who + 1][hint.who + 1] += 1.0 / hint.variance
        right[hint.who + 1] += hint.m / hint.variance
    root = cholesky(matrix)
    half = forward(root, right)
    log_det = (
        base.log_det + 2.0 * sum(math.log(row[-1]) for row in root) + 2.0 * (len(root) - 1) * math.log(ss)
    )
    return root, half, -0.5 * (log_det + base.square - sum(x * x for x in half))


def cholesky(matrix: Sequence[Sequence[float]]) -> list[Vector]:
    """Return the lower triangle L with L L' = matrix, given the lower triangle of a positive definite matrix."""
    root: list[Vector] = []
    for i, given in enumerate(matrix):
        row: Vector = []
        for j, above in enumerate(root):
            row.append((given[j] - sum(map(float.__mul__, row, above))) / above[j])
        row.append(math.sqrt(given[i] - sum(x * x for x in row)))
        root.append(row)
    return root


def forward(root: Sequence[Vector], right: Sequence[float]) -> Vector:
    """Return x with root x = right, root lower triangular."""
    x: Vector = []
    for row, value in zip(root, right, strict=True):
        x.append((value - sum(map(float.__mul__, x, row))) / row[-1])
    return x


def _point(
    weight: float,
    sds: tuple[float, float, float],
    base: _System,
    root: list[Vector],
    half: Vector,
    middle: float,
) -> Point:
    evaluators = len(root) - 1
    part = 1.0 / evaluators
    fair, own, roots = [], [], []
    for precision, offset, slope in base.lines:
        line = [1.0] + [-part] * evaluators  # mu - mean severity: the panel-average evaluator
        for i, t in slope:
            line[i] -= t
        z = forward(root, line)
        fair.append((middle + offset + _dot(z, half), 1.0 / precision + _dot(z, z)))
        own.append(1.0 / precision)
        roots.append(z)
    severity = []
    for who in range(evaluators):
        line = [0.0] + [-part] * evaluators
        line[who + 1] += 1.0
        z = forward(root, line)
        severity.append((_dot(z, half), _dot(z, z)))
    return Point(weight, sds, fair, own, roots, severity)


def _dot(a: Sequence[float], b: Sequence[float]) -> float:
    return sum(map(float.__mul__, a, b))


def mixture(points: Sequence[tuple[float, float, float]], share: float) -> tuple[float, float, float]:
    """Return mean and the two ends of the central ``share`` of a normal mixture of (weight, mean, variance)."""
    mean = sum(w * m for w, m, _ in points)
    variance = sum(w * (v + (m - mean) ** 2) for w, m, v in points)
    tail = (1.0 - share) / 2.0
    guess = NormalDist(mean, math.sqrt(variance))
    parts = [(w, m, math.sqrt(2.0 * v)) for w, m, v in points]
    low, high = (_quantile(parts, p, guess.inv_cdf(p)) for p in (tail, 1.0 - tail))
    return mean, low, high


def _quantile(parts: Sequence[tuple[float, float, float]], share: float, x: float) -> float:
    """Return where the mixture of (weight, mean, sd * sqrt 2) reaches ``share``: Newton held in by bisection."""
    low, high = -math.inf, math.inf
    for _ in range(60):
        below = density = 0.0
        for w, m, s in parts:
            z = (x - m) / s
            below += w * 0.5 * math.erfc(-z)
            density += w * math.exp(-z * z) / s
        gap = below - share
        if gap > 0:
            high = x
        else:
            low = x
        step = gap / max(density / math.sqrt(math.pi), 1e-12)
        nearer = x - step
        if not low < nearer < high:
            nearer = (
                (low + high) / 2.0
                if math.isfinite(low + high)
                else x - math.copysign(min(abs(step), 1.0), gap)
            )
        if abs(nearer - x) < 1e-7:
            return nearer
        x = nearer
    return x


def chance_above(points: Sequence[Point], c: int, d: int, firm: float) -> int:
    """Return 1 when P(c above d) >= ``firm``, -1 when P(d above c) is, else 0.

    Points come heaviest first, and the sum stops as soon as the rest can no longer change the call.
    """
    above, rest = 0.0, 1.0
    for point in points:
        gap = point.fair[c][0] - point.fair[d][0]
        a, b = point.roots[c], point.roots[d]
        variance = point.own[c] + point.own[d] + sum([(x - y) ** 2 for x, y in zip(a, b, strict=True)])
        above += point.weight * 0.5 * math.erfc(-gap / math.sqrt(2.0 * variance))
        rest -= point.weight
        if above >= firm:
            return 1
        if above + rest <= 1.0 - firm:
            return -1
        if above + rest < firm and above > 1.0 - firm:
            return 0
    return 0
