"""Student's t and the normal distribution in plain Python, for intervals and control charts.

Sources: the regularised incomplete beta function by Lentz's continued fraction (Press et al., *Numerical Recipes*,
6.4); Student's t from it (Abramowitz & Stegun 26.7.1); the normal quantile is the standard library's.
"""

from __future__ import annotations

import math
from functools import lru_cache
from statistics import NormalDist

_TINY = 1e-300
_STEPS = 300


def beta_share(a: float, b: float, x: float) -> float:
    """Return the regularised incomplete beta function I_x(a, b); ``a, b > 0``, ``0 <= x <= 1``."""
    if x <= 0.0:
        return 0.0
    if x >= 1.0:
        return 1.0
    front = math.exp(
        math.lgamma(a + b) - math.lgamma(a) - math.lgamma(b) + a * math.log(x) + b * math.log1p(-x)
    )
    if x < (a + 1) / (a + b + 2):
        return front * _fraction(a, b, x) / a
    return 1.0 - front * _fraction(b, a, 1.0 - x) / b


def _fraction(a: float, b: float, x: float) -> float:
    c, d = 1.0, 1.0 / _not_zero(1.0 - (a + b) * x / (a + 1.0))
    total = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        for term in (even, odd):
            d = 1.0 / _not_zero(1.0 + term * d)
            c = _not_zero(1.0 + term / c)
            total *= c * d
        if abs(c * d - 1.0) < 1e-15:
            break
    return total


def _not_zero(value: float) -> float:
    return value if abs(value) > _TINY else _TINY


def t_below(t: float, freedom: float) -> float:
    """Return P(T <= t) for Student's t with ``freedom`` > 0 degrees of freedom."""
    tail = 0.5 * beta_share(freedom / 2.0, 0.5, freedom / (freedom + t * t))
    return 1.0 - tail if t > 0 else tail


@lru_cache(maxsize=256)
def t_quantile(share: float, freedom: int) -> float:
    """Return t with P(T <= t) = ``share``; ``0 < share < 1``, by bisection to 1e-10 (relative beyond 1).

    Raises:
        ValueError: when ``share`` is not strictly between 0 and 1 or ``freedom`` is below 1.
    """
    if not 0.0 < share < 1.0 or freedom < 1:
        raise ValueError(f"no t quantile for share {share} with {freedom} degrees of freedom")
    if share == 0.5:
        return 0.0
    if share < 0.5:
        return -t_quantile(1.0 - share, freedom)
    high = 1.0
    while t_below(high, freedom) < share:
        high *= 2.0
    low = 0.0
    while high - low > 1e-10 * max(1.0, high):
        middle = (low + high) / 2.0
        if t_below(middle, freedom) < share:
            low = middle
        else:
            high = middle
    return (low + high) / 2.0


def normal_score_of_t(t: float, freedom: float) -> float:
    """Return the normal deviate with the same tail as ``t``: Phi^-1(T(t)), computed in the lower tail.

    Deviates beyond 8 are given as 8: that far out the figure says nothing that 8 does not.
    """
    tail = t_below(-abs(t), freedom)
    score = 8.0 if tail < 6.3e-16 else min(8.0, -NormalDist().inv_cdf(tail)) if tail < 0.5 else 0.0
    return math.copysign(score, t)
