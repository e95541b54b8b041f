"""Where a panel splits on one candidate, and on which heard signal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.analysis.splits import CandidateSplits, Heard, candidate_splits, is_split, signal_overlap
from screencopilot.analysis.splits_signals import signal_agreement


def heard(who: str, rating: int, ticks: str = "", **more: object) -> Heard:
    values = {
        "probe": "FA1-A",
        "family": "FA1",
        "competency": "diagnosis",
        "meaning": "m",
        "bar": 3,
        "conversation": 0,
    }
    return Heard(evaluator=who, rating=rating, ticks=tuple(ticks.split()), **{**values, **more})  # type: ignore[arg-type]


def only(found: CandidateSplits):
    assert len(found.splits) == 1
    return found.splits[0]


@pytest.mark.parametrize(
    ("ratings", "bar", "split"),
    [
        ((3, 3), 3, False),
        ((3, 4), 3, False),
        ((3, 5), 3, True),
        ((2, 3), 3, True),
        ((1, 2), 3, False),
        ((4, 5), 5, True),
    ],
)
def test_a_split_is_two_rungs_or_the_bar_between(ratings, bar, split):
    assert is_split([heard(f"E{i}", r, bar=bar) for i, r in enumerate(ratings)]) is split


def test_each_is_set_against_their_own_bar():
    assert is_split([heard("a", 3, bar=3), heard("b", 3, bar=4)])


def test_mostly_different_signals():
    split = only(candidate_splits("c", [heard("a", 4, "s1 s2 s3"), heard("b", 2, "s3 w1")]))
    assert split.kind == "different-signals"
    assert split.overlap == pytest.approx(1 / 4)
    assert split.heard_by == {"s1": ("a",), "s2": ("a",), "s3": ("a", "b"), "w1": ("b",)}
    assert (split.spread, split.straddles_bar, split.ratings) == (2, True, {"a": 4, "b": 2})


def test_the_same_signals_judged_differently():
    split = only(candidate_splits("c", [heard("a", 4, "s1 s2"), heard("b", 2, "s1 s2 w1")]))
    assert split.kind == "judged-differently"
    assert "Same signals" in split.sentence


def test_an_overlap_of_one_half_is_judged_differently():
    assert (
        only(candidate_splits("c", [heard("a", 4, "s1 s2"), heard("b", 2, "s1")])).kind
        == "judged-differently"
    )


def test_no_signal_at_all_is_no_class_but_a_reason():
    split = only(candidate_splits("c", [heard("a", 4), heard("b", 2)]))
    assert (split.kind, split.overlap) == (None, None)
    assert split.reason
    assert split.sentence == "No evidence recorded to compare."


def test_one_side_without_a_signal_heard_different_things():
    assert only(candidate_splits("c", [heard("a", 4, "s1"), heard("b", 2)])).kind == "different-signals"


def test_the_overlap_is_of_those_who_rated_furthest_apart():
    group = [heard("a", 5, "s1 s2"), heard("b", 3, "s9"), heard("c", 1, "s1 s2")]
    assert signal_overlap(group) == 1.0
    assert only(candidate_splits("c", group)).heard_by["s9"] == ("b",)


def test_the_overlap_pools_pairs():
    group = [heard("a", 4, "s1 s2"), heard("b", 4, "s3"), heard("c", 2, "s1")]
    assert signal_overlap(group) == pytest.approx((1 + 0) / (2 + 2))


def test_probes_of_another_meaning_do_not_compare():
    found = candidate_splits("c", [heard("a", 5, "s1"), heard("b", 1, "s1", meaning="other")])
    assert found.splits == ()
    (entry,) = found.asked_different
    assert (entry.ratings, entry.spread) == ({"a": 5, "b": 1}, 4)
    assert "changed its meaning" in entry.sentence


def test_another_form_of_a_family_is_asked_different():
    (entry,) = candidate_splits(
        "c", [heard("a", 5), heard("b", 1, meaning="o", probe="FA1-B")]
    ).asked_different
    assert entry.probes == {"a": "FA1-A", "b": "FA1-B"}
    assert "other wordings of FA1" in entry.sentence


def test_two_meanings_rated_alike_are_not_listed():
    assert candidate_splits("c", [heard("a", 4), heard("b", 4, meaning="o")]) == CandidateSplits("c")


def test_conversations_are_told():
    def together(*numbers: int) -> str:
        group = [heard(f"E{i}", 1 + 2 * (i % 2), "s1", conversation=n) for i, n in enumerate(numbers)]
        return only(candidate_splits("c", group)).conversations

    assert [together(0, 0), together(0, 1), together(0, 0, 1)] == ["same", "separate", "mixed"]
    separate = only(candidate_splits("c", [heard("a", 4, "s1"), heard("b", 2, "s2", conversation=1)]))
    assert "may have answered differently" in separate.sentence


def test_a_red_flag_kept_by_one_is_always_listed():
    found = candidate_splits("c", [heard("a", 3, flags=("buzzwords",)), heard("b", 3), heard("d", 3)])
    assert found.splits == ()
    (flag,) = found.flags
    assert (flag.flag, flag.kept_by, flag.not_by) == ("buzzwords", ("a",), ("b", "d"))


def test_a_red_flag_kept_by_all_is_no_disagreement():
    assert candidate_splits("c", [heard("a", 3, flags=("x",)), heard("b", 3, flags=("x",))]).flags == ()


def test_the_widest_split_comes_first():
    rows = [heard("a", 4, probe="P1", meaning="1"), heard("b", 2, probe="P1", meaning="1")]
    rows += [heard("a", 5, probe="P2", meaning="2"), heard("b", 1, probe="P2", meaning="2")]
    assert [split.probe for split in candidate_splits("c", rows).splits] == ["P2", "P1"]


def test_one_evaluator_is_no_panel():
    assert candidate_splits("c", [heard("a", 1), heard("a", 5)]) == CandidateSplits("c")


ROWS = st.lists(
    st.builds(
        heard,
        st.sampled_from("abcd"),
        st.integers(1, 5),
        st.lists(st.sampled_from(["s1", "s2", "w1"]), unique=True).map(" ".join),
        meaning=st.sampled_from("mn"),
        conversation=st.integers(0, 2),
    ),
    max_size=12,
    unique_by=lambda h: (h.evaluator, h.meaning),
)


@given(ROWS, st.randoms(use_true_random=False))
def test_order_of_notes_changes_nothing(rows, rng):
    assert candidate_splits("c", rows) == candidate_splits("c", rng.sample(rows, len(rows)))


@given(ROWS)
def test_relabelling_evaluators_changes_only_their_names(rows):
    turned = [heard({"a": "z", "b": "y", "c": "x", "d": "w"}[r.evaluator], r.rating, " ".join(r.ticks),
                    meaning=r.meaning, conversation=r.conversation) for r in rows]  # fmt: skip
    one, two = candidate_splits("c", rows), candidate_splits("c", turned)
    assert [(s.kind, s.spread, s.overlap) for s in one.splits] == [
        (s.kind, s.spread, s.overlap) for s in two.splits
    ]


@given(ROWS)
def test_no_split_carries_a_coefficient(rows):
    for split in candidate_splits("c", rows).splits:
        assert not any(char.isdigit() for char in split.sentence)


def test_signal_agreement_counts_pairs_and_waits_for_enough():
    few = [[heard("a", 3, "s1"), heard("b", 3, "s1")]] * 9
    (short,) = signal_agreement(few)
    assert (short.positive, short.opportunities, short.ticks) == (None, 9, 18)
    assert "9 joint chances and 18 ticks; 10 and 5 needed" in short.reason
    (one,) = signal_agreement([*few, [heard("a", 3, "s1"), heard("b", 3)]])
    assert one.positive == pytest.approx(2 * 9 / (2 * 9 + 1))


@given(st.lists(ROWS, min_size=12, max_size=16))
def test_signal_agreement_equals_the_pairs_written_out(panels):
    from itertools import combinations

    units = [[r for r in rows if r.meaning == "m"] for rows in panels]
    for found in signal_agreement(units):
        pairs = [
            (found.signal in x.ticks, found.signal in y.ticks) for u in units for x, y in combinations(u, 2)
        ]
        both, either = sum(x and y for x, y in pairs), sum(x != y for x, y in pairs)
        assert found.opportunities == len(pairs)
        if found.positive is not None:
            assert found.positive == pytest.approx(2 * both / (2 * both + either))
