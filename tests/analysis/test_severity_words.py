"""The severity model in sentences."""

from __future__ import annotations

import pytest

from screencopilot.analysis.severity import fit
from screencopilot.analysis.severity_words import (
    assumptions,
    pair_sentence,
    score_sentence,
    severity_sentence,
)
from tests.analysis.test_severity import drawn

# --- words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("mean", "low", "high", "firm", "expected"),
    [
        (0.22, 0.02, 0.41, False,
         ("Ben rates the same candidates about 0.2 lower than the panel (plausibly from 0.0 to 0.4 lower); "
         "no firm conclusion.")),
        (0.62, 0.31, 0.9, True,
         "Ben rates the same candidates about 0.6 lower than the panel (plausibly from 0.3 to 0.9 lower)."),
        (-0.5, -0.81, -0.2, True,
         "Ben rates the same candidates about 0.5 higher than the panel (plausibly from 0.2 to 0.8 higher)."),
        (0.1, -0.3, 0.5, False,
         ("Ben rates the same candidates about 0.1 lower than the panel (plausibly from 0.3 higher to 0.5 lower); "
         "no firm conclusion.")),
        (0.01, -0.2, 0.2, False,
         ("Ben rates the same candidates about the same as the panel (plausibly from 0.2 higher to 0.2 lower); "
         "no firm conclusion.")),
    ],
)  # fmt: skip
def test_severity_in_words(mean, low, high, firm, expected):
    assert severity_sentence("Ben", mean, low, high, firm=firm) == expected


def test_firm_only_when_the_interval_excludes_nothing_and_it_is_worth_saying():
    for seed in range(20):
        for one in fit(drawn(seed)).evaluators.values():
            if one.severity is not None:
                excludes = one.low > 0 or one.high < 0  # type: ignore[operator]
                assert one.firm == (excludes and abs(one.severity) >= 0.25)
                assert ("no firm conclusion" in one.sentence) != one.firm


def test_a_score_is_said_beside_its_raw_mean_interval_and_rank_range():
    said = score_sentence("Asha", 2, 2.94, 2.81, 2.44, 3.21, (1, 5, 12))
    assert said == "Asha: raw 2.9 (2 evaluators), adjusted 2.8, plausibly 2.4 to 3.2, rank 1 to 5 of 12."


def test_pairs_in_words():
    assert "9 in 10 or better" in pair_sentence("Asha", "Tom", called=True)
    assert (
        pair_sentence("Asha", "Tom", called=False) == "Asha and Tom are not distinguishable on these notes."
    )


def test_the_assumptions_are_printed_with_their_figures():
    said = " ".join(assumptions())
    for part in (
        "if every evaluator on this panel had screened",
        "0.47",
        "0.73",
        "7 x 7 x 7",
        "positive is stricter",
    ):
        assert part in said
