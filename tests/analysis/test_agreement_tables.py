"""The published tables of ``research/psychometrics.md`` section 4, to three decimals.

What ships is alpha and AC2. Kappas, Fleiss and intraclass correlations never stand in a report (2.3, 2.4); they live
in ``test_agreement_kappas.py``, as a second way to the same tables.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from statistics import fmean

import pytest

from screencopilot.analysis.agreement_coefficients import Gwet, ac2, alpha, coincidences, quadratic

Units = list[list[int]]


def by_unit(*raters: str) -> Units:
    """Turn raters' lines ("." missing) into units of ratings."""
    return [
        [int(x) for x in column if x != "."]
        for column in zip(*(line.split() for line in raters), strict=True)
    ]


KRIPPENDORFF = by_unit(
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . 3", ". 3 3 3 2 3 4 2 2 5 1 .", "1 2 3 3 2 4 4 1 2 5 1 ."
)
GWET_RATERS = (
    "1 2 3 3 2 1 4 1 2 . . .", "1 2 3 3 2 2 4 1 2 5 . .", ". 3 3 3 2 3 4 2 2 5 1 3", "1 2 3 3 2 4 4 1 2 5 1 .",
)  # fmt: skip
GWET = by_unit(*GWET_RATERS)
SECOND = by_unit(
    ". . . . . 3 4 1 2 1 1 3 3 . 3", "1 . 2 1 3 3 4 3 . . . . . . .", ". . 2 1 3 4 4 . 2 1 1 3 3 . 4"
)
FIVE = [
    [rating + 1 for rating in unit]
    for unit in by_unit(
        "1 1 2 . 0 0 1 1 2 2 . 0 1 3 1", "1 1 3 0 0 0 0 . 2 1 1 0 2 3 1", "2 0 3 0 0 0 2 2 2 1 0 0 2 2 1",
        ". 1 3 . . . . 0 . 1 0 0 2 2 .", "2 . . 0 0 0 1 . 2 . . . . 3 1",
    )
]  # fmt: skip
HALLGREN_3_ROWS = "101 000 111 000 000 112 011 020 101 000 222 222"
HALLGREN_3 = [[int(x) + 1 for x in row] for row in HALLGREN_3_ROWS.split()]
HALLGREN_5 = [[int(x) for x in str(row)] for row in (656, 556, 667, 213, 333, 211, 655, 766, 554, 435)]
SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]
FLEISS_ROWS = (
    "444444 222555 233335 555555 222444 113333 333355 113334 114444 555555 144444 124444 222333 144444 224445 "
    "333335 111455 111112 224444 133555 555555 244444 224555 114444 144445 222224 111155 224444 133333 555555"
)
FLEISS_1971 = [[int(x) for x in row] for row in FLEISS_ROWS.split()]
WIKIPEDIA_ROWS = (
    "0 0 0 0 14/0 2 6 4 2/0 0 3 5 6/0 3 9 2 0/2 2 8 1 1/7 7 0 0 0/3 2 6 3 0/2 5 3 2 2/6 5 2 1 0/0 2 2 3 7"
)
WIKIPEDIA = [
    [level + 1 for level, n in enumerate(map(int, row.split())) for _ in range(n)]
    for row in WIKIPEDIA_ROWS.split("/")
]
ABSTRACTORS = [[13, 0, 0], [0, 20, 7], [0, 4, 56]]


def near(value: float) -> object:
    return pytest.approx(value, abs=5e-4)


def identity(levels: int) -> list[list[float]]:
    return [[float(a == b) for b in range(levels)] for a in range(levels)]


def linear(levels: int) -> list[list[float]]:
    return [[1 - abs(a - b) / (levels - 1) for b in range(levels)] for a in range(levels)]


def gwet_ordinal(levels: int) -> list[list[float]]:
    most = math.comb(levels, 2)
    return [[1 - math.comb(abs(a - b) + 1, 2) / most for b in range(levels)] for a in range(levels)]


def from_table(table: Sequence[Sequence[int]]) -> Units:
    return [[a + 1, b + 1] for a, row in enumerate(table) for b, n in enumerate(row) for _ in range(n)]


# --- alpha ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.743), ("ordinal", 0.815), ("interval", 0.849), ("ratio", 0.797)]
)
def test_krippendorffs_four_observers(metric, value):
    assert alpha(KRIPPENDORFF, metric) == near(value)
    assert alpha(GWET, metric) == near(value), "unit 12 has one rating: whose it is changes nothing"


def test_krippendorffs_table_has_forty_pairable_ratings_in_eleven_units():
    assert sum(coincidences(KRIPPENDORFF).values()) == pytest.approx(40)
    assert sum(len(unit) > 1 for unit in KRIPPENDORFF) == 11


@pytest.mark.parametrize(
    ("metric", "value"), [("nominal", 0.691358), ("interval", 0.810845), ("ordinal", 0.80672)]
)
def test_the_second_set(metric, value):
    assert alpha(SECOND, metric) == near(value)


@pytest.mark.parametrize(
    ("units", "metric", "value"),
    [
        (FIVE, "nominal", 0.48053),
        (HALLGREN_3, "nominal", 0.574),
        (HALLGREN_3, "ordinal", 0.640),
        (HALLGREN_5, "nominal", 0.20),
        (from_table(ABSTRACTORS), "nominal", 0.79726),
    ],
)
def test_alpha_of_the_other_tables(units, metric, value):
    assert alpha(units, metric) == pytest.approx(value, abs=5e-3 if value == 0.20 else 5e-4)


# --- AC1 and AC2 ------------------------------------------------------------------------------------------------------


def gwet_standard_error(units: Units, levels: int, weights: list[list[float]]) -> float:
    """Linearised standard error over units, as in Gwet's handbook."""
    n, shared = len(units), sum(len(unit) > 1 for unit in units)
    value = ac2(units, levels, weights)
    assert value is not None
    shares = [fmean(unit.count(k + 1) / len(unit) for unit in units) for k in range(levels)]
    factor = sum(map(sum, weights)) / (levels * (levels - 1))
    chance = factor * sum(p * (1 - p) for p in shares)
    total = 0.0
    for unit in units:
        rated, counts = len(unit), Counter(unit)
        met = sum(
            n_a * (sum(weights[a - 1][b - 1] * n_b for b, n_b in counts.items()) - 1)
            for a, n_a in counts.items()
        )
        own = met / (rated * (rated - 1)) if rated > 1 else 0.0
        score = n / shared * (own - chance * (rated > 1)) / (1 - chance)
        own_chance = factor * sum(n_k * (1 - shares[k - 1]) for k, n_k in counts.items()) / rated
        total += (score - 2 * (1 - value) * (own_chance - chance) / (1 - chance) - value) ** 2
    return math.sqrt(total / (n * (n - 1)))


@pytest.mark.parametrize(
    ("weights", "value", "error"),
    [
        (identity(5), 0.77544, 0.14295),
        (quadratic(5), 0.91400, 0.10396),
        (linear(5), 0.85874, 0.11733),
        (gwet_ordinal(5), 0.899, 0.107),
    ],
)
def test_gwets_twelve_by_four(weights, value, error):
    assert ac2(GWET, 5, weights) == near(value)
    assert gwet_standard_error(GWET, 5, weights) == near(error)


def test_gwets_agreement_by_chance_with_quadratic_weights():
    sums = Gwet(5)
    for unit in GWET:
        sums.add(unit)
    observed_share = sums.agreed / sums.shared
    assert observed_share == near(0.975)
    assert (sums.rated, sums.shared) == (12, 11), "the unit rated once counts for the shares of each rung"
    value = sums.coefficient()
    assert value is not None
    assert (observed_share - value) / (1 - value) == near(0.714)


def test_gwets_five_observers():
    assert ac2(FIVE, 4, identity(4)) == near(0.49662)
    assert gwet_standard_error(FIVE, 4, identity(4)) == near(0.12197)


def test_abstractors_by_ac1():
    assert ac2(from_table(ABSTRACTORS), 3, identity(3)) == near(0.84933)
    assert gwet_standard_error(from_table(ABSTRACTORS), 3, identity(3)) == near(0.04344)


def test_one_level_dominating_separates_alpha_from_ac2():
    units = [[3, 3]] * 18 + [[3, 2], [2, 3]]
    assert alpha(units, "nominal") == pytest.approx(-0.03, abs=5e-3)
    assert ac2(units, 4, identity(4)) == pytest.approx(0.90, abs=5e-3)
    assert ac2(units, 4) == near(0.988)
    assert ac2([[r - 1 for r in unit] for unit in units], 2) == near(0.890), (
        "only the levels seen: not the scale"
    )


def test_constant_data_is_undefined_for_alpha_and_one_for_ac2():
    assert alpha([[3, 3]] * 20) is None
    assert ac2([[3, 3]] * 20, 5) == pytest.approx(1.0)
