"""The rest of the tables of section 4, by coefficients that do not ship: a second way to the same data."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from itertools import combinations
from statistics import fmean, variance

import pytest

from screencopilot.analysis.agreement_coefficients import alpha, coincidences, quadratic
from tests.analysis.test_agreement_tables import (
    ABSTRACTORS,
    FLEISS_1971,
    GWET,
    GWET_RATERS,
    HALLGREN_3,
    HALLGREN_5,
    SHROUT,
    WIKIPEDIA,
    Units,
    from_table,
    gwet_ordinal,
    linear,
    near,
)

# --- the coefficients that do not ship --------------------------------------------------------------------------------


def weighted_alpha(units: Units, weights: list[list[float]]) -> float:
    met = coincidences(units)
    counts: Counter[float] = Counter()
    for (a, _), n in met.items():
        counts[a] += n
    total = sum(counts.values())
    lost = {(a, b): 1 - weights[int(a) - 1][int(b) - 1] for a in counts for b in counts}
    seen = sum(met.get(pair, 0.0) * gap for pair, gap in lost.items())
    return 1 - (total - 1) * seen / sum(counts[a] * counts[b] * gap for (a, b), gap in lost.items())


@pytest.mark.parametrize(
    ("weights", "value"), [(quadratic(5), 0.849), (linear(5), 0.800), (gwet_ordinal(5), 0.834)]
)
def test_alpha_by_gwets_weights(weights, value):
    assert weighted_alpha(GWET, weights) == near(value)


def test_ordinal_means_two_things():
    assert alpha(GWET, "ordinal") == near(0.815)
    assert weighted_alpha(GWET, gwet_ordinal(5)) == near(0.834)


def observed(units: Units) -> list[float]:
    return [
        sum(n * (n - 1) for n in Counter(unit).values()) / (len(unit) * (len(unit) - 1))
        for unit in units
        if len(unit) > 1
    ]


def fleiss(units: Units, levels: int) -> float:
    shares = [fmean(unit.count(k + 1) / len(unit) for unit in units) for k in range(levels)]
    chance = sum(p * p for p in shares)
    return (fmean(observed(units)) - chance) / (1 - chance)


def brennan(units: Units, levels: int) -> float:
    return (fmean(observed(units)) - 1 / levels) / (1 - 1 / levels)


def conger(raters: Sequence[str], units: Units, levels: int) -> float:
    shares = []
    for line in raters:
        given = [int(x) for x in line.split() if x != "."]
        shares.append([given.count(k + 1) / len(given) for k in range(levels)])
    columns = list(zip(*shares, strict=True))
    chance = sum(fmean(column) ** 2 - variance(column) / len(shares) for column in columns)
    return (fmean(observed(units)) - chance) / (1 - chance)


def kappa(table: Sequence[Sequence[float]], disagreement: Sequence[Sequence[float]] | None = None) -> float:
    size, total = len(table), sum(map(sum, table))
    lost = disagreement or [[float(a != b) for b in range(size)] for a in range(size)]
    rows = [sum(row) / total for row in table]
    columns = [sum(column) / total for column in zip(*table, strict=True)]
    cells = [(a, b) for a in range(size) for b in range(size)]
    seen = sum(lost[a][b] * table[a][b] / total for a, b in cells)
    return 1 - seen / sum(lost[a][b] * rows[a] * columns[b] for a, b in cells)


def cross(units: Units, i: int, j: int, levels: int) -> list[list[int]]:
    return [
        [sum(u[i] == a + 1 and u[j] == b + 1 for u in units) for b in range(levels)] for a in range(levels)
    ]


def test_other_coefficients_of_gwets_table():
    assert fmean(observed(GWET)) == near(0.8181818)
    assert fleiss(GWET, 5) == near(0.76117)
    assert brennan(GWET, 5) == near(0.77273)
    assert conger(GWET_RATERS, GWET, 5) == near(0.76282)


def standard_error_brennan(units: Units, levels: int) -> float:
    n, value = len(units), brennan(units, levels)
    parts = observed(units)
    scores = [n / len(parts) * (own - 1 / levels) / (1 - 1 / levels) for own in parts]
    scores += [0.0] * (n - len(parts))
    return math.sqrt(sum((score - value) ** 2 for score in scores) / (n * (n - 1)))


def standard_error_fleiss(units: Units, levels: int) -> float:
    n, value = len(units), fleiss(units, levels)
    shares = [fmean(unit.count(k + 1) / len(unit) for unit in units) for k in range(levels)]
    chance = sum(p * p for p in shares)
    shared, total = sum(len(unit) > 1 for unit in units), 0.0
    for unit in units:
        own = observed([unit])[0] if len(unit) > 1 else 0.0
        score = n / shared * (own - chance * (len(unit) > 1)) / (1 - chance)
        own_chance = fmean(shares[rating - 1] for rating in unit)
        total += (score - 2 * (1 - value) * (own_chance - chance) / (1 - chance) - value) ** 2
    return math.sqrt(total / (n * (n - 1)))


def test_their_standard_errors():
    assert standard_error_brennan(GWET, 5) == near(0.14472)
    assert standard_error_fleiss(GWET, 5) == near(0.15302)


def test_fleiss_and_wikipedia():
    assert fleiss(FLEISS_1971, 5) == near(0.43024)
    assert fleiss(WIKIPEDIA, 5) == near(0.20993)


def test_kappas():
    cohen = [[0.44, 0.07, 0.09], [0.05, 0.20, 0.05], [0.01, 0.03, 0.06]]
    assert kappa(cohen) == near(0.4915)
    assert kappa(cohen, [[0, 1, 3], [1, 0, 6], [3, 6, 0]]) == near(0.3478)
    sas = [[0, 4, 1], [0, 8, 0], [0, 1, 5]]
    assert kappa(sas) == near(0.4842)
    assert kappa(sas, [[0, 1, 2], [1, 0, 1], [2, 1, 0]]) == near(0.4701)
    assert kappa(ABSTRACTORS) == near(0.79641)
    assert brennan(from_table(ABSTRACTORS), 3) == near(0.835)


def test_hallgrens_pairs_and_light():
    pairs = [kappa(cross(HALLGREN_3, i, j, 3)) for i, j in combinations(range(3), 2)]
    assert sorted(pairs) == [near(0.4667), near(0.4839), near(0.7391)]
    assert fmean(pairs) == near(0.5632)


def icc(rows: Sequence[Sequence[float]]) -> dict[str, float]:
    """Shrout and Fleiss 1979: mean squares and the six intraclass correlations of a complete table."""
    n, k = len(rows), len(rows[0])
    middle = fmean(x for row in rows for x in row)
    between = k * sum((fmean(row) - middle) ** 2 for row in rows)
    judges = n * sum((fmean(column) - middle) ** 2 for column in zip(*rows, strict=True))
    total = sum((x - middle) ** 2 for row in rows for x in row)
    b, w, j = between / (n - 1), (total - between) / (n * (k - 1)), judges / (k - 1)
    e = (total - between - judges) / ((n - 1) * (k - 1))
    return {
        "BMS": b, "WMS": w, "JMS": j, "EMS": e,
        "1,1": (b - w) / (b + (k - 1) * w), "2,1": (b - e) / (b + (k - 1) * e + k * (j - e) / n),
        "3,1": (b - e) / (b + (k - 1) * e), "1,k": (b - w) / b, "2,k": (b - e) / (b + (j - e) / n), "3,k": (b - e) / b,
    }  # fmt: skip


def test_shrout_and_fleiss():
    found = icc(SHROUT)
    expected = {
        "BMS": 11.2417, "WMS": 6.2639, "JMS": 32.4861, "EMS": 1.0194,
        "1,1": 0.1657, "2,1": 0.2898, "3,1": 0.7148, "1,k": 0.4428, "2,k": 0.6201, "3,k": 0.9093,
    }  # fmt: skip
    assert {name: found[name] for name in expected} == {name: near(value) for name, value in expected.items()}
    assert (found["BMS"] - found["EMS"]) / 4 == near(2.5556)
    assert (found["JMS"] - found["EMS"]) / 6 == near(5.2444)


def test_hallgrens_intraclass_correlations():
    assert icc(HALLGREN_3)["3,k"] == near(0.8517)
    assert icc(HALLGREN_5)["3,k"] == near(0.963)
