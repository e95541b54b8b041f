"""Minimum counts, words and invariances of agreement across candidates."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screencopilot.analysis.agreement import agreement
from screencopilot.analysis.agreement_coefficients import (
    Gwet,
    ac2,
    alpha,
    alpha_of,
    coincidences,
    jackknife,
    together,
    without,
)
from screencopilot.analysis.agreement_student import beta_share, t_below, t_quantile

UNITS = st.lists(st.lists(st.integers(1, 5), min_size=1, max_size=5), min_size=2, max_size=30)


def drawn(
    candidates: int = 12, probes: int = 5, noise: float = 0.7, seed: int = 4
) -> list[tuple[str, list[int]]]:
    rng = random.Random(seed)
    found: list[tuple[str, list[int]]] = []
    for c in range(candidates):
        ability = rng.gauss(3, 1)
        found += [
            (f"c{c}", [max(1, min(5, round(ability + rng.gauss(0, noise)))) for _ in range(2)])
            for _ in range(probes)
        ]
    return found


# --- minimum counts ---------------------------------------------------------------------------------------------------


def test_seven_shared_candidates_give_no_figure():
    found = agreement(drawn(7))
    assert (found.alpha, found.low, found.high, found.ac2) == (None, None, None, None)
    assert found.candidates == 7
    assert found.units == 35
    assert found.sentence == "Not enough shared ratings to measure agreement (7 shared candidates; 8 needed)."
    assert found.reason == found.sentence


def test_eight_shared_candidates_give_one():
    found = agreement(drawn(8))
    assert found.alpha == pytest.approx(alpha([unit for _, unit in drawn(8)]))
    assert found.low is not None
    assert found.high is not None
    assert found.low < found.alpha < found.high


def test_one_candidate_never_gets_a_coefficient():
    assert agreement([("c", [1, 2, 3, 4, 5])] * 200).alpha is None


def test_candidates_rated_once_are_not_shared():
    found = agreement([*drawn(7), *((f"x{i}", [3]) for i in range(50))])
    assert (found.candidates, found.alpha) == (7, None)


def test_twenty_nine_probes_are_too_few():
    found = agreement(drawn(10)[:29])
    assert "29 probes rated by two or more; 30 needed" in agreement(drawn(29, probes=1)).sentence
    assert found.alpha is None


def test_two_rungs_must_each_be_used_five_times():
    few = [(f"c{i % 10}", [3, 3]) for i in range(38)] + [("c1", [3, 4]), ("c2", [4, 4])]
    assert "fewer than 2 rungs were used 5 times" in agreement(few).sentence


def test_everyone_on_one_rung_is_undefined_never_one():
    found = agreement([(f"c{i % 10}", [3, 3]) for i in range(50)])
    assert (found.alpha, found.ac2) == (None, None)
    assert found.sentence == "Agreement is undefined: every shared rating is on the same rung."


def test_nothing_at_all():
    assert agreement([]).candidates == 0


def test_perfect_agreement_has_no_interval_and_says_so():
    found = agreement([(f"c{i % 10}", [1 + i % 5] * 2) for i in range(60)])
    assert (found.alpha, found.low, found.reliance) == (1.0, None, None)
    assert "no figure is printed" in found.sentence
    assert "1.0" not in found.sentence


def test_a_wide_interval_is_put_into_words_only():
    found = agreement(drawn(8, probes=5, noise=1.6, seed=3))
    assert found.high is not None
    assert found.low is not None
    assert found.high - found.low > 0.6
    assert found.words_only
    assert not any(mark in found.sentence for mark in ("0.", "%", "Alpha"))


# --- AC2 --------------------------------------------------------------------------------------------------------------


def dominated(share: float) -> list[tuple[str, list[int]]]:
    rng = random.Random(8)
    return [
        (f"c{i % 12}", [4 if rng.random() < share else rng.choice([3, 5]) for _ in range(2)])
        for i in range(120)
    ]


def test_ac2_stands_beside_alpha_only_when_one_rung_dominates():
    assert agreement(drawn()).ac2 is None
    assert "one rung takes 80%" in agreement(drawn()).ac2_reason
    found = agreement(dominated(0.9))
    assert found.ac2 == pytest.approx(ac2([unit for _, unit in dominated(0.9)], 5))
    assert found.alpha is not None
    assert found.ac2 > found.alpha
    assert "tells us little about telling candidates apart" in found.sentence


def test_ac2_has_a_candidate_jackknife_interval():
    found = agreement(dominated(0.9))
    assert found.ac2 is not None
    assert found.ac2_low is not None
    assert found.ac2_high is not None
    assert found.ac2_low < found.ac2 < found.ac2_high


def test_a_rating_off_the_scale_is_refused():
    with pytest.raises(ValueError, match="ratings must be 1 to 5"):
        ac2([[0, 3]], 5)


# --- words ------------------------------------------------------------------------------------------------------------


def test_the_sentence_carries_figure_interval_count_and_conversations():
    found = agreement(drawn(12, noise=0.5), conversations="same")
    assert not found.words_only
    assert found.sentence.startswith(
        f"Alpha {found.alpha:.2f}, plausibly {found.low:.2f} to {found.high:.2f}, 12 shared"
    )
    assert "same conversation" in found.sentence
    assert "separate conversations" in agreement(drawn(12, noise=0.5)).sentence


def test_thresholds_apply_to_the_lower_end():
    strong = agreement(drawn(40, noise=0.15))
    assert strong.low is not None
    assert strong.reliance == "rely"
    rough = agreement(drawn(20, noise=0.8))
    assert rough.low is not None
    assert rough.low < 0.667
    assert rough.reliance == "rough"
    assert "Treat ratings as rough" in rough.sentence


def test_no_verbal_scale_of_agreement():
    said = " ".join(
        agreement(drawn(n, noise=x)).sentence for n in (5, 8, 12, 40) for x in (0.1, 0.5, 1.0, 3.0)
    )
    for word in ("slight", "fair", "moderate", "substantial", "almost perfect", "excellent", "poor"):
        assert word not in said.lower()


# --- jackknife --------------------------------------------------------------------------------------------------------


def test_leaving_out_by_subtraction_equals_counting_again():
    parts: dict[str, list[list[int]]] = {}
    for candidate, unit in drawn(9):
        parts.setdefault(candidate, []).append(unit)
    whole = together(coincidences(part) for part in parts.values())
    for left, part in parts.items():
        rest = [unit for name, units in parts.items() if name != left for unit in units]
        assert alpha_of(without(whole, coincidences(part))) == pytest.approx(alpha(rest))


def test_the_jackknife_leaves_out_candidates_not_probes():
    units = drawn(12)
    found = agreement(units)
    names = sorted({c for c, _ in units})
    left_out = [alpha([unit for c, unit in units if c != name]) for name in names]
    assert (found.low, found.high) == pytest.approx(jackknife(found.alpha, left_out))


def test_no_interval_where_it_cannot_be_had():
    assert jackknife(None, [0.1, 0.2]) is None
    assert jackknife(0.5, [0.4]) is None
    assert jackknife(0.5, [0.4, None, 0.6]) is None
    assert jackknife(1.0, [1.0, 1.0, 1.0]) is None
    assert jackknife(0.9, [0.9, 1.0, 0.9]) is None


# --- invariances ------------------------------------------------------------------------------------------------------


@given(UNITS, st.randoms(use_true_random=False))
def test_order_of_units_and_evaluators_changes_nothing(units, rng):
    mixed = [rng.sample(unit, len(unit)) for unit in units]
    rng.shuffle(mixed)
    one, other = alpha(units), alpha(mixed)
    assert one == pytest.approx(other) if one is not None else other is None
    assert ac2(units, 5) == pytest.approx(ac2(mixed, 5)) if any(len(u) > 1 for u in units) else True


@given(UNITS)
def test_ordinal_alpha_knows_only_the_order_of_rungs(units):
    stretched = [[{1: 1, 2: 4, 3: 5, 4: 40, 5: 41}[x] for x in unit] for unit in units]
    turned = [[6 - x for x in unit] for unit in units]
    for other in (stretched, turned):
        one, two = alpha(units), alpha(other)
        assert one == pytest.approx(two) if one is not None else two is None


@given(UNITS)
def test_alpha_never_exceeds_one_and_reaches_it_only_without_disagreement(units):
    value = alpha(units)
    if value is not None:
        assert value <= 1.0 + 1e-12
        assert (value > 1.0 - 1e-12) == all(len(set(unit)) < 2 for unit in units)


@given(UNITS)
def test_units_rated_once_do_not_move_alpha(units):
    one, two = alpha(units), alpha([*units, [1], [5], [5]])
    assert one == pytest.approx(two) if one is not None else two is None


@given(UNITS, UNITS)
def test_what_is_added_to_ac2_can_be_taken_out(units, others):
    sums = Gwet(5)
    for unit in [*units, *others]:
        sums.add(unit)
    for unit in others:
        sums.add(unit, -1)
    value, expected = sums.coefficient(), ac2(units, 5)
    assert value == pytest.approx(expected) if expected is not None else value is None


@settings(deadline=None)
@given(st.integers(0, 10_000))
def test_relabelling_candidates_changes_nothing(seed):
    units = drawn(9, seed=seed)
    other = [(f"z{99 - int(c[1:])}", unit) for c, unit in reversed(units)]
    one, two = agreement(units), agreement(other)
    assert one.sentence == two.sentence
    assert one.alpha == pytest.approx(two.alpha)


# --- Student's t ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("share", "freedom", "value"),
    [(0.975, 1, 12.7062), (0.975, 7, 2.3646), (0.975, 11, 2.2010), (0.95, 30, 1.6973), (0.025, 7, -2.3646)],
)
def test_t_quantiles_of_the_printed_tables(share, freedom, value):
    assert t_quantile(share, freedom) == pytest.approx(value, abs=1e-4)
    assert t_below(value, freedom) == pytest.approx(share, abs=1e-5)


def test_the_edges_of_the_beta_function():
    assert (beta_share(2, 3, 0), beta_share(2, 3, 1)) == (0.0, 1.0)
    with pytest.raises(ValueError, match="no t quantile"):
        t_quantile(1.0, 5)
