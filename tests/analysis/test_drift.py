"""The self-starting chart: when it speaks, how often it is wrong, and that it asks rather than finds."""

from __future__ import annotations

import math
import random
from statistics import NormalDist, fmean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.analysis.agreement_student import t_below
from screencopilot.analysis.drift import MIN_NOTES, drift, ewma
from screencopilot.analysis.severity_quick import quick_severities

SERIES = st.lists(st.floats(-4, 4).map(lambda x: round(x, 3)), min_size=11, max_size=40)


def steady(count: int, rng: random.Random, step: float = 0.0, after: int = 30) -> list[float]:
    return [rng.gauss(3, 0.68) - (step if t >= after else 0.0) for t in range(count)]


def test_nothing_is_checked_before_the_eleventh_note():
    assert MIN_NOTES == 11
    found = drift("Ben", "ml", [3.0, 4.0] * 5)
    assert (found.chart, found.alarms, found.notes) == ((), (), 10)
    assert found.sentence == "Drift check starts after 11 screens with this bank (you have 10)."
    assert len(drift("Ben", "ml", [3.0, 4.0] * 5 + [3.0]).chart) == 1


def test_the_chart_is_the_formula():
    values = steady(14, random.Random(5))
    level = 0.0
    for point, t in zip(ewma(values), range(11, 15), strict=True):
        before = values[: t - 1]
        score = math.sqrt((t - 1) / t) * (values[t - 1] - fmean(before)) / stdev(before)
        level = 0.2 * NormalDist().inv_cdf(t_below(score, t - 2)) + 0.8 * level
        assert point.level == pytest.approx(level)
        assert point.limit == pytest.approx(3.0 * math.sqrt(0.2 / 1.8 * (1 - 0.8 ** (2 * (t - 10)))))
        assert point.number == t


def test_false_alarms_and_hits_are_those_of_the_specification():
    rng = random.Random(11)
    runs = [[p.alarm for p in ewma(steady(60, rng))] for _ in range(400)]
    assert sum(any(run[:20]) for run in runs) / 400 < 0.08
    late = [run for run in runs if not any(run[:20])]
    assert sum(any(run[20:]) for run in late) / len(late) < 0.10
    hits = [any(p.alarm for p in ewma(steady(60, rng, 0.79))[20:]) for _ in range(200)]
    assert sum(hits) / 200 > 0.6


def test_a_fall_against_ones_own_notes_is_a_question():
    rng = random.Random(2)
    found = drift("Ben", "ml", [rng.gauss(3.5, 0.3) for _ in range(20)] + [1.5] * 4)
    assert (found.against, found.direction, found.question) == ("own", -1, True)
    assert "lower than your own earlier ones. That can be you or the candidates" in found.sentence


def test_co_raters_are_preferred_when_there_are_enough():
    rng = random.Random(2)
    own, against = [rng.gauss(3, 1) for _ in range(20)], [rng.gauss(0, 0.3) for _ in range(15)]
    assert drift("Ben", "ml", own, against).against == "co-raters"
    assert drift("Ben", "ml", own, against[:10]).against == "own"
    risen = drift("Ben", "ml", own, [*against, 2.0, 2.0, 2.0])
    assert (risen.direction, risen.question) == (1, False)
    assert "co-raters" in risen.sentence


def test_a_past_change_is_told_as_past():
    rng = random.Random(3)
    values = [rng.gauss(3, 0.2) for _ in range(20)] + [1.0] * 2 + [rng.gauss(3, 0.2) for _ in range(15)]
    found = drift("Ben", "ml", values)
    assert found.alarms
    assert found.direction == 0
    assert "the latest do not" in found.sentence


def test_notes_without_any_spread_say_nothing():
    assert drift("Ben", "ml", [3.0] * 10 + [5.0]).alarms == ()
    assert all(point.level == 0 for point in ewma([3.0] * 30))


@given(SERIES)
def test_turning_the_scale_turns_the_chart(values):
    for one, other in zip(ewma(values), ewma([-v for v in values]), strict=True):
        assert one.level == pytest.approx(-other.level, abs=1e-6)


@given(SERIES, st.floats(-3, 3), st.floats(0.2, 5))
def test_shift_and_unit_change_nothing(values, shift, unit):
    if stdev(values[:10]) > 1e-3:
        for one, other in zip(ewma(values), ewma([shift + unit * v for v in values]), strict=True):
            assert one.level == pytest.approx(other.level, abs=1e-4)


@given(SERIES)
def test_a_later_note_never_changes_an_earlier_point(values):
    assert ewma(values[:-1]) == ewma(values)[:-1]


def test_quick_severities_find_who_is_strict():
    rng = random.Random(1)
    strict = [rng.gauss(0, 0.4) for _ in range(50)]
    means = []
    for c in range(1000):
        ability = rng.gauss(3, 0.6)
        means += [
            (f"c{c}", f"e{e}", ability - strict[e] + rng.gauss(0, 0.4)) for e in rng.sample(range(50), 2)
        ]
    found = quick_severities(means)
    middle = fmean(strict)
    assert math.sqrt(fmean((found[f"e{e}"] - (s - middle)) ** 2 for e, s in enumerate(strict))) < 0.12
    assert quick_severities([]) == {}
