"""Severity on vignettes against hand computation, its minimum, and what is said of it."""

from __future__ import annotations

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.analysis.agreement_student import t_quantile
from screencopilot.analysis.calibration import (
    ROUNDING_SD,
    change_between,
    mean_gap,
    over_heard,
    result_of,
    severity_on,
    under_heard,
)
from screencopilot.analysis.calibration_words import AUTHOR_ONLY, drift_words, sentences, severity_words
from screencopilot.domain.calibration import LEAST, RoundResult
from tests.calibration_sample import DAY, gaps_log, log_of, rated

#: -3/8; squares 5 - 8 * 0.375^2 = 3.875, over 7 gives s = 0.744024; t_.95,7 = 1.894579.
GAPS = [-1, -1, 0, 0, -1, 0, 1, -1]


def test_severity_is_the_mean_difference_with_a_90_percent_t_interval() -> None:
    result = result_of(gaps_log(GAPS), DAY)
    half = 1.894579 * 0.744024 / math.sqrt(8)
    assert result.estimate == -0.375
    assert result.sd == pytest.approx(0.744024, abs=1e-6)
    assert result.low == pytest.approx(-0.375 - half, abs=1e-6)
    assert result.high == pytest.approx(-0.375 + half, abs=1e-6)
    assert result.vignettes == 8


def test_minus_is_stricter_in_the_stamp_and_its_basis_says_how_many_and_when() -> None:
    stamp = result_of(gaps_log([-1] * 9), DAY).severity
    assert stamp is not None
    assert stamp.estimate == -1.0
    assert stamp.basis == "9 vignettes, 2026-11-21"
    assert "about 1.0 lower than the reference ratings" in stamp.words


def test_on_a_bank_the_latest_rounds_count_until_there_are_enough_answers() -> None:
    days = [DAY + dt.timedelta(days=30 * n) for n in range(3)]
    oldest = result_of(gaps_log([2] * 8, ["FA1"]), days[0])
    older = result_of(gaps_log([0] * 5, ["FA1"]), days[1])
    latest = result_of(gaps_log([-1] * 10, ["EV1", "FA1"]), days[2])
    stamp = severity_on((oldest, older, latest), {"FA1", "ND2"})
    assert stamp is not None
    assert stamp.estimate == -0.5
    assert stamp.basis == "10 vignettes, 2026-12-21 to 2027-01-20"
    assert severity_on((older, latest), {"ND2"}) is None
    alone = severity_on((oldest, latest), {"FA1", "EV1"})
    assert alone is not None
    assert alone == latest.severity


def test_equal_differences_do_not_pass_for_a_sure_figure() -> None:
    found = mean_gap([0.0] * 12)
    assert found is not None
    assert found.high == pytest.approx(t_quantile(0.95, 11) * ROUNDING_SD / math.sqrt(12))


@pytest.mark.parametrize("count", range(LEAST))
def test_below_the_minimum_there_is_no_figure_and_no_stamp(count: int) -> None:
    result = result_of(gaps_log([-1] * count), DAY)
    assert result.estimate is result.low is result.high is result.sd is UNSET
    assert result.severity is None
    assert "Too few" in severity_words(result)
    assert f"{LEAST} needed" in severity_words(result)
    assert not any("lower than the reference" in words for words in sentences(result))


def test_ne_and_vignettes_seen_before_are_counted_apart_and_in_no_figure() -> None:
    answers = [rated(n, 3) for n in range(1, 9)]
    log = log_of(*answers, rated(9, "NE", ticks=("s1",)), rated(10, 5, seen=True, ticks=("s1", "s2")))
    result = result_of(log, DAY)
    assert (result.vignettes, result.not_enough, result.seen) == (8, 1, 1)
    assert result.estimate == 0.0
    assert result.all.rated == 8
    assert result.own_ticks == 1  # the NE answer was heard; the one seen before says nothing new


def test_signals_heard_too_many_and_too_few() -> None:
    one = rated(1, 3, ticks=("s1", "s2", "w1"), reference_ticks=("s2", "s4"))
    assert over_heard(one) == ("s1", "w1")
    assert under_heard(one) == ("s4",)
    result = result_of(log_of(one), DAY)
    assert (result.over_heard, result.own_ticks) == (2, 3)
    assert (result.under_heard, result.reference_ticks) == (1, 2)
    words = " ".join(sentences(result))
    assert "Over-heard: 2 of 3 signals you ticked." in words  # no share of three
    assert "%" not in words


def test_the_accepted_range_counts_by_kind_and_family() -> None:
    log = log_of(
        rated(1, 4, 2, accept=(2, 2), kind="hollow"),
        rated(2, 3, 4, accept=(4, 4), kind="real"),
        rated(3, 4, 3, accept=(3, 4)),
    )
    result = result_of(log, DAY)
    assert (result.all.within, result.all.above, result.all.below) == (1, 1, 1)
    assert (
        result.kinds["hollow"].above == result.kinds["real"].below == result.kinds["borderline"].within == 1
    )
    assert "Families with a rating outside the range: FA1, FA2." in sentences(result)


def test_who_stands_behind_the_references_is_always_said() -> None:
    assert AUTHOR_ONLY in sentences(result_of(gaps_log(GAPS), DAY))
    agreed = result_of(log_of(rated(1, 3, agreed=2), rated(2, 3)), DAY)
    assert any("agreed to 1 of 2" in words for words in sentences(agreed))


def test_a_figure_is_firm_only_when_its_interval_excludes_none() -> None:
    assert severity_words(result_of(gaps_log(GAPS), DAY)).endswith("no firm conclusion.")
    firm = severity_words(result_of(gaps_log([-1] * 8 + [0] * 4), DAY))
    assert "about 0.7 lower than the reference" in firm
    assert "no firm conclusion" not in firm


def _result(gaps: list[int], day: dt.date) -> RoundResult:
    return result_of(gaps_log(gaps, name=f"{day}"), day)


def test_a_change_between_rounds_is_welchs() -> None:
    earlier, later = _result(GAPS, DAY), _result([1, 1, 1, 0, 1, 0, 1, 1, 0, 1], DAY + dt.timedelta(days=20))
    change = change_between(earlier, later)
    assert change is not None
    # 0.7 + 0.375; errors 0.744024^2/8 = 0.0691964 and 0.483046^2/10 = 0.0233333; Satterthwaite 11.48, so 11.
    half = t_quantile(0.95, 11) * math.sqrt(0.0691964 + 0.0233333)
    assert change.mean == pytest.approx(1.075)
    assert change.high - change.mean == pytest.approx(half, abs=1e-6)
    assert change.asks


def test_drift_is_a_question_never_a_finding() -> None:
    rounds = [_result([0, -1] * 5, DAY), _result([1, 1, 0, 1, 1] * 2, DAY + dt.timedelta(days=20))]
    words = drift_words(rounds)
    assert words.endswith("?")
    assert "higher" in words
    steady = drift_words([rounds[0], replace(rounds[0], date=DAY + dt.timedelta(days=9))])
    assert "no firm conclusion" in steady
    assert "?" not in steady
    assert drift_words(rounds[:1]) == drift_words([]) == ""
    assert drift_words([rounds[0], _result([1, 1], DAY)]) == ""  # the second has no figure to differ


@given(st.lists(st.integers(-4, 4), min_size=LEAST, max_size=40), st.integers(-2, 2))
def test_the_interval_holds_its_mean_and_moves_with_the_ratings(gaps: list[int], by: int) -> None:
    found, moved = mean_gap([float(g) for g in gaps]), mean_gap([float(g + by) for g in gaps])
    assert found is not None
    assert moved is not None
    assert found.low < found.mean < found.high
    assert moved.mean - found.mean == pytest.approx(by, abs=1e-9)
    assert moved.high - moved.low == pytest.approx(found.high - found.low, abs=1e-9)


@given(
    st.lists(
        st.builds(
            lambda number, rating, rung, ticks, theirs, seen: rated(
                number, rating, rung, ticks=tuple(ticks), reference_ticks=tuple(theirs), seen=seen
            ),
            st.integers(1, 9),
            st.one_of(st.integers(1, 5), st.just("NE")),
            st.integers(1, 5),
            st.sets(st.sampled_from(["s1", "s2", "w1", "r1"])),
            st.sets(st.sampled_from(["s1", "s2", "w1", "r1"])),
            st.booleans(),
        ),
        max_size=30,
    )
)
def test_every_answer_is_counted_once_and_the_words_always_stand(answers: list[Any]) -> None:
    result = result_of(log_of(*answers), DAY)
    assert result.vignettes + result.not_enough + result.seen == len(answers)
    whole = result.all
    assert whole.within + whole.above + whole.below == whole.rated == result.vignettes
    assert sum(part.rated for part in result.kinds.values()) == whole.rated
    assert sum(part.rated for part in result.families.values()) == whole.rated
    assert result.own_ticks - result.over_heard == result.reference_ticks - result.under_heard
    assert all(words.endswith((".", "?")) for words in sentences(result))
    assert (result.severity is None) == (result.vignettes < LEAST)
