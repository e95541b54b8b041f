"""The shipped coefficients against independent programs, where those are installed."""

from __future__ import annotations

import random
import warnings
from typing import Any

import pytest

from screencopilot.analysis.agreement_coefficients import ac2, alpha, jackknife
from screencopilot.analysis.agreement_student import normal_score_of_t, t_below, t_quantile
from tests.analysis.test_agreement_kappas import icc
from tests.analysis.test_agreement_tables import SHROUT

METRICS = ["nominal", "ordinal", "interval", "ratio"]


def oracle(name: str) -> Any:
    """Import a package that is not ours to keep free of warnings."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return pytest.importorskip(name)


def sparse(seed: int) -> list[list[int | None]]:
    """Raters by units, 1-5, some missing."""
    rng = random.Random(seed)
    units, raters = rng.randint(5, 40), rng.randint(2, 6)
    truth = [rng.gauss(3, 1) for _ in range(units)]
    return [
        [None if rng.random() < 0.3 else max(1, min(5, round(t + rng.gauss(0, 0.8)))) for t in truth]
        for _ in range(raters)
    ]


def units_of(table: list[list[int | None]]) -> list[list[int]]:
    return [[x for x in column if x is not None] for column in zip(*table, strict=True)]


@pytest.mark.parametrize("metric", METRICS)
def test_alpha_against_krippendorff(metric):
    numpy, krippendorff = oracle("numpy"), oracle("krippendorff")
    for seed in range(60):
        table = sparse(seed)
        data = numpy.array([[numpy.nan if x is None else float(x) for x in row] for row in table])
        expected = krippendorff.alpha(reliability_data=data, level_of_measurement=metric)
        assert alpha(units_of(table), metric) == pytest.approx(float(expected), abs=1e-10)


def test_ac2_against_matrices():
    numpy = oracle("numpy")
    for seed in range(60):
        units = [unit for unit in units_of(sparse(seed)) if unit]
        counts = numpy.array([[unit.count(k) for k in range(1, 6)] for unit in units], dtype=float)
        grid = numpy.arange(5)
        weights = 1 - ((grid[:, None] - grid[None, :]) / 4) ** 2
        rated = counts.sum(axis=1)
        shared = rated >= 2
        met = (counts * (counts @ weights - 1)).sum(axis=1)[shared] / (rated * (rated - 1))[shared]
        share = (counts / rated[:, None]).mean(axis=0)
        chance = weights.sum() / 20 * (share * (1 - share)).sum()
        assert ac2(units, 5) == pytest.approx(float((met.mean() - chance) / (1 - chance)), abs=1e-10)


def test_student_against_scipy():
    stats = oracle("scipy.stats")
    for freedom in (1, 2, 3, 7, 11, 39, 400):
        for t in (-40.0, -3.1, -0.2, 0.0, 0.7, 2.4, 9.0):
            assert t_below(t, freedom) == pytest.approx(float(stats.t.cdf(t, freedom)), rel=1e-9, abs=1e-14)
            score = float(stats.norm.ppf(stats.t.cdf(-abs(t), freedom)))
            assert abs(normal_score_of_t(t, freedom)) == pytest.approx(min(8.0, abs(score)), abs=1e-6)
        for share in (0.005, 0.05, 0.5, 0.9, 0.975, 0.999):
            assert t_quantile(share, freedom) == pytest.approx(
                float(stats.t.ppf(share, freedom)), rel=1e-8, abs=1e-9
            )


def test_jackknife_against_numpy():
    numpy, stats = oracle("numpy"), oracle("scipy.stats")
    values = [0.41, 0.44, 0.39, 0.47, 0.35, 0.42, 0.43, 0.40]
    z, rest = -numpy.log(1 - 0.42), -numpy.log(1 - numpy.array(values))
    pseudo = 8 * z - 7 * rest
    half = stats.t.ppf(0.975, 7) * pseudo.std(ddof=1) / numpy.sqrt(8)
    expected = 1 - numpy.exp(-(pseudo.mean() + numpy.array([-half, half])))
    assert jackknife(0.42, values) == pytest.approx(tuple(expected), abs=1e-9)


def test_intraclass_correlations_against_pingouin():
    pandas, pingouin = oracle("pandas"), oracle("pingouin")
    rows = [(t, j, x) for t, row in enumerate(SHROUT) for j, x in enumerate(row)]
    frame = pandas.DataFrame(rows, columns=["target", "judge", "rating"])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        table = pingouin.intraclass_corr(frame, targets="target", raters="judge", ratings="rating")
    ours = icc(SHROUT)
    expected = [ours[name] for name in ("1,1", "2,1", "3,1", "1,k", "2,k", "3,k")]
    assert sorted(float(x) for x in table["ICC"]) == pytest.approx(sorted(expected), abs=1e-6)
