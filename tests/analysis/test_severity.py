"""The severity model: what it must recover, what may not move it, and when it must keep silent."""

from __future__ import annotations

import math
import random
from itertools import pairwise, product
from statistics import fmean

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screencopilot.analysis import severity_grid
from screencopilot.analysis.severity import (
    ScoredNote,
    Vignettes,
    fit,
    linked_groups,
    probe_effects,
)
from screencopilot.analysis.severity_grid import Look, cholesky, forward, mixture

SHROUT = [[9, 2, 5, 8], [6, 1, 3, 2], [8, 4, 6, 8], [7, 1, 2, 6], [10, 5, 6, 9], [6, 2, 4, 7]]


def scored(candidate: str, evaluator: str, *rungs: float) -> ScoredNote:
    return ScoredNote(candidate, evaluator, {f"p{i}": rung for i, rung in enumerate(rungs)})


def drawn(
    seed: int, candidates: int = 8, raters: int = 3, each: int = 2, probes: int = 4
) -> list[ScoredNote]:
    rng = random.Random(seed)
    strict = [rng.gauss(0, 0.5) for _ in range(raters)]
    notes = []
    for c in range(candidates):
        ability = rng.gauss(3, 0.8)
        for k in range(each):
            r = (c + k) % raters
            rungs = [max(1, min(5, round(ability - strict[r] + rng.gauss(0, 0.7)))) for _ in range(probes)]
            notes.append(scored(f"c{c}", f"r{r}", *rungs))
    return notes


# --- recovery ---------------------------------------------------------------------------------------------------------


def test_shrout_and_fleiss_severities():
    notes = [scored(f"t{t}", f"J{j}", x) for t, row in enumerate(SHROUT) for j, x in enumerate(row, 1)]
    found = fit(notes, rungs=10).evaluators
    for name, value in {"J1": -2.16, "J2": 2.53, "J3": 0.87, "J4": -1.25}.items():
        assert found[name].severity == pytest.approx(value, abs=0.02)


@pytest.fixture(scope="module")
def gates():
    return pytest.importorskip("benchmarks.panel_gates", reason="the benchmarks are not in the wheel")


@pytest.mark.parametrize("name", ["base", "no severity"])
def test_a_fast_slice_of_the_recovery_gates(gates, name):
    """Whole in ``python -m benchmarks.panel_gates``; here 30 panels with wider bounds."""
    found = gates.figures(gates.one_run(gates.DESIGNS[name], seed) for seed in range(30))
    assert found["ratio"] <= (0.93 if name == "base" else 1.02)
    assert 0.82 <= found["coverage"] <= 0.97
    assert found["wrong"] <= 0.10
    assert found["severity"] <= 0.20


def test_vignettes_help_to_know_the_evaluator(gates):
    design = gates.DESIGNS["none shared, 12 vignettes"]
    found = gates.figures(gates.one_run(design, seed) for seed in range(15))
    assert found["severity"] < 0.24
    assert 0.82 <= found["coverage"] <= 0.98


def test_the_grid_against_dense_matrices():
    """Mean, covariance and marginal likelihood of one grid point, from the whole covariance of y."""
    numpy = pytest.importorskip("numpy")
    notes = [
        (0, 0, 3.2, 1.0),
        (0, 1, 2.1, 1.3),
        (1, 1, 4.0, 1.0),
        (1, 2, 3.7, 0.8),
        (2, 0, 2.5, 1.0),
        (2, 2, 2.9, 1.1),
    ]
    looks = [[Look(r, y, v) for c, r, y, v in notes if c == k] for k in range(3)]
    z = numpy.array([[float(c == k) for k in range(3)] for c, *_ in notes])
    x = numpy.array([[float(r == k) for k in range(3)] for _, r, *_ in notes])
    y, v = numpy.array([n[2] for n in notes]), numpy.diag([n[3] for n in notes])
    ones = numpy.ones(len(notes))
    likelihoods = []
    for sa, ss, se in product((0.4, 0.9), (0.2, 0.7), (0.3, 0.6)):
        total = sa**2 * z @ z.T + ss**2 * x @ x.T + se**2 * v
        inverse = numpy.linalg.inv(total)
        mu = ones @ inverse @ y / (ones @ inverse @ ones)
        dense = -0.5 * (
            numpy.linalg.slogdet(total)[1] + math.log(ones @ inverse @ ones) + (y - mu) @ inverse @ (y - mu)
        )
        base = severity_grid._system(looks, 3, sa, se)
        root, half, ours = severity_grid._solve(base, ss, [])
        likelihoods.append(float(dense) - ours)
        point = severity_grid._point(1.0, (sa, ss, se), base, root, half, 0.0)
        wide = numpy.hstack([ones[:, None], z, -x])
        prior = numpy.diag([0.0] + [1 / sa**2] * 3 + [1 / ss**2] * 3)
        covariance = numpy.linalg.inv(prior + wide.T @ numpy.linalg.inv(se**2 * v) @ wide)
        mean = covariance @ wide.T @ numpy.linalg.inv(se**2 * v) @ y
        for c in range(3):
            line = numpy.array([1.0] + [float(c == k) for k in range(3)] + [-1 / 3] * 3)
            assert point.fair[c] == pytest.approx(
                (float(line @ mean), float(line @ covariance @ line)), abs=1e-9
            )
            for d in range(3):
                gap = numpy.array([0.0] + [float(c == k) - float(d == k) for k in range(3)] + [0.0] * 3)
                shared = sum((a - b) ** 2 for a, b in zip(point.roots[c], point.roots[d], strict=True))
                variance = point.own[c] + point.own[d] + shared if c != d else 0.0
                assert variance == pytest.approx(float(gap @ covariance @ gap), abs=1e-9)
        for r in range(3):
            line = numpy.array([0.0] * 4 + [float(r == k) - 1 / 3 for k in range(3)])
            assert point.severity[r] == pytest.approx(
                (float(line @ mean), float(line @ covariance @ line)), abs=1e-9
            )
    assert max(likelihoods) - min(likelihoods) < 1e-9, "equal up to one constant over the whole grid"


def test_cholesky_and_forward():
    root = cholesky([[4.0], [2.0, 10.0]])
    assert root == [[2.0], [1.0, 3.0]]
    assert forward(root, [2.0, 7.0]) == [1.0, 2.0]


def test_mixture_quantiles():
    mean, low, high = mixture([(0.5, -2.0, 0.25), (0.5, 2.0, 0.25)], 0.90)
    below = [0.5 * sum(0.5 * math.erfc(-(x - m) / math.sqrt(0.5)) for m in (-2.0, 2.0)) for x in (low, high)]
    assert mean == pytest.approx(0.0)
    assert below == pytest.approx([0.05, 0.95], abs=1e-6)


# --- invariances ------------------------------------------------------------------------------------------------------


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 9999), st.randoms(use_true_random=False))
def test_order_of_notes_changes_nothing_at_all(seed, rng):
    notes = drawn(seed)
    assert fit(notes) == fit(rng.sample(notes, len(notes)))


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 9999))
def test_relabelling_changes_only_names(seed):
    notes = drawn(seed)
    names = {"r0": "zoe", "r1": "amy", "r2": "kim"}
    other = fit([ScoredNote("x" + n.candidate[::-1], names[n.evaluator], n.ratings) for n in notes])
    for ref, score in fit(notes).candidates.items():
        twin = other.candidates["x" + ref[::-1]]
        assert (twin.adjusted, twin.low, twin.high) == pytest.approx(
            (score.adjusted, score.low, score.high), abs=1e-6
        )
        assert (twin.rank_low, twin.rank_high) == (score.rank_low, score.rank_high)
    for name, one in fit(notes).evaluators.items():
        assert other.evaluators[names[name]].severity == pytest.approx(one.severity, abs=1e-6)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 9999), st.floats(0.1, 1.5))
def test_rating_lower_throughout_makes_an_evaluator_stricter(seed, shift):
    notes = drawn(seed)
    lower = [
        ScoredNote(
            n.candidate, n.evaluator, {p: x - shift * (n.evaluator == "r1") for p, x in n.ratings.items()}
        )
        for n in notes
    ]
    one, other = fit(notes), fit(lower)
    moved = other.evaluators["r1"].severity - one.evaluators["r1"].severity  # type: ignore[operator]
    assert moved > 0
    gaps = [other.candidates[c].adjusted - one.candidates[c].adjusted for c in one.candidates]
    raw = [other.candidates[c].raw - one.candidates[c].raw for c in one.candidates]
    assert max(gaps) - min(gaps) <= max(raw) - min(raw)


def test_full_crossing_ranks_as_raw_means():
    for seed in range(10):
        scores = list(fit(drawn(seed, raters=3, each=3)).candidates.values())
        by_raw = sorted(scores, key=lambda s: (s.raw, s.candidate))
        assert all(a.adjusted <= b.adjusted + 1e-6 for a, b in pairwise(by_raw))


def test_ranges_calls_and_intervals_agree():
    found = fit(drawn(3, candidates=14))
    for ref, score in found.candidates.items():
        assert 1 <= score.rank_low <= score.rank_high <= score.rank_of == 14
        assert score.rank_low == 1 + sum(below == ref for _, below in found.above)
        assert score.rank_high == 14 - sum(above == ref for above, _ in found.above)
        assert 1.0 <= score.low <= score.adjusted <= score.high <= 5.0
    assert all((b, a) not in found.above for a, b in found.above)
    assert all(found.candidates[a].adjusted > found.candidates[b].adjusted for a, b in found.above)


# --- minimum counts, silence ------------------------------------------------------------------------------------------


def test_one_evaluator_or_two_candidates_are_too_few():
    solo = [scored(f"c{i}", "a", i % 5 + 1, 3) for i in range(10)]
    assert "Needs 2 evaluators and 3 candidates" in fit(solo).reason
    assert "(here 2 and 2)" in fit([scored(c, e, 3, 4) for c in "xy" for e in "ab"]).reason
    assert fit([]).candidates == {}


def test_one_rung_everywhere_is_undefined():
    found = fit([scored(f"c{i}", e, 3, 3, 3) for i in range(5) for e in "ab"])
    assert found.reason == "Undefined: every rating is on the same rung."
    assert found.candidates == {}


def test_a_report_too_large_for_the_grid_is_refused_with_a_reason():
    assert (
        "kept to 200 candidates" in fit([scored(f"c{i}", "ab"[i % 2], i % 5 + 1) for i in range(201)]).reason
    )
    assert "12 evaluators" in fit([scored(f"c{i % 9}", f"e{i}", i % 5 + 1) for i in range(13)]).reason


def test_severity_needs_four_shared_candidates_or_eight_vignettes():
    notes = [scored(f"c{i}", e, 3 + (i % 2), 4 - (e == "b")) for i in range(3) for e in "ab"]
    silent = fit(notes).evaluators["a"]
    assert (silent.severity, silent.low, silent.firm) == (None, None, False)
    assert silent.reason == "3 shared candidates; 4 needed, or 8 vignettes."
    assert fit(notes, vignettes={"a": Vignettes(0.4, 7)}).evaluators["a"].severity is None
    told = fit(notes, vignettes={"a": Vignettes(0.4, 8)}).evaluators
    assert told["a"].severity is not None
    assert told["b"].severity is None
    more = [*notes, scored("c9", "a", 3, 4), scored("c9", "b", 3, 3)]
    assert fit(more).evaluators["a"].severity is not None


def test_vignettes_pull_a_severity_their_way():
    notes = drawn(5)
    plain = fit(notes).evaluators["r0"].severity
    pulled = fit(notes, vignettes={"r0": Vignettes(2.0, 12)}).evaluators["r0"].severity
    assert plain is not None
    assert pulled is not None
    assert pulled > plain


def test_pairs_across_unlinked_groups_are_never_called():
    low = [scored(f"a{i}", e, 1, 1, 1 + i % 2) for i in range(4) for e in ("r0", "r1")]
    high = [scored(f"z{i}", e, 5, 5, 5 - i % 2) for i in range(4) for e in ("r2", "r3")]
    found = fit([*low, *high])
    assert found.groups == (("a0", "a1", "a2", "a3"), ("z0", "z1", "z2", "z3"))
    assert not any(a[0] != b[0] for a, b in found.above)
    assert found.candidates["a0"].rank_high == 8


def test_vignettes_are_no_links():
    notes = [scored("a", "r0", 1), scored("b", "r1", 5)]
    assert len(linked_groups(notes)) == 2


def test_probe_effects_shrink_and_keep_the_mean():
    notes = [{"easy": 4.0, "hard": 2.0}] * 6 + [{"easy": 5.0}]
    effects = probe_effects(notes)
    assert 0 < effects["easy"] < 1.0
    assert effects["hard"] < 0
    weighted = 7 * effects["easy"] + 6 * effects["hard"]
    assert weighted == pytest.approx(0.0, abs=1e-9)


def test_notes_without_ratings_are_passed_over():
    notes = drawn(4)
    assert fit([*notes, ScoredNote("c99", "r0", {})]) == fit(notes)


def test_all_in_one_note_counts_stay():
    found = fit(drawn(4))
    assert {e.notes for e in found.evaluators.values()} <= {5, 6}
    assert fmean(s.notes for s in found.candidates.values()) == 2
