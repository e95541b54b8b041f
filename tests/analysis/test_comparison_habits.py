"""What there is to ask an evaluator: minimum counts, words, and nothing without a ground."""

from __future__ import annotations

import pytest

from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_habits import MIN_HEARD, at_least
from screencopilot.domain.note import Note
from tests.analysis.panels import note, panel


def asked(notes: list[Note], name: str) -> dict[str, str]:
    """What an evaluator is asked, by what it is about."""
    (row,) = [row for row in compare(notes).evaluators if row.name == name]
    return {habit.about: habit.sentence for habit in row.habits}


def timid(candidates: int) -> list[Note]:
    """Ada gives the ends on every third candidate, Ben never, on the same candidates in separate conversations."""
    found = []
    for i in range(candidates):
        found.append(note(f"c{i:02}", "Ada", [5, 1, 3, 4, 2] if i % 3 else [2, 3, 4, 3, 2], hour=24 * i))
        found.append(note(f"c{i:02}", "Ben", [4, 2, 3, 4, 2], hour=24 * i + 3))
    return found


def test_ends_passed_over_are_asked_from_ten_shared_candidates_on():
    assert "ends" not in asked(timid(9), "Ben")
    sentence = asked(timid(10), "Ben")["ends"]
    assert "0% against 24% on 10 shared candidates" in sentence
    assert sentence.endswith("?")
    assert "ends" not in asked(timid(10), "Ada")


def test_ends_are_held_against_co_raters_of_the_same_candidates_only():
    alone = [note(f"c{i:02}", "Ben", [4, 2, 3, 4, 2], hour=24 * i) for i in range(30)]
    others = [note(f"d{i:02}", "Ada", [5, 1, 5, 1, 5], hour=24 * i) for i in range(30)]
    assert asked(alone + others, "Ben") == {}


def one_rung(same: int, of: int) -> list[Note]:
    return [note(f"c{i:02}", "Ben", [3] * 5 if i < same else [2, 3, 4, 3, 2], hour=24 * i) for i in range(of)]


@pytest.mark.parametrize(("same", "of", "told"), [
    (3, 10, True), (2, 10, False), (4, 20, True), (3, 20, False), (6, 40, True), (5, 40, False), (9, 9, False),
])  # fmt: skip
def test_one_rung_throughout_is_asked_at_the_counts_of_the_table(same, of, told):
    assert ("one-rung" in asked(one_rung(same, of), "Ben")) == told


def test_one_rung_throughout_is_held_against_the_panels_own_rate():
    others = [note(f"d{i:02}", "Ada", [3] * 5 if i % 2 else [2, 3, 4, 3, 2], hour=24 * i) for i in range(20)]
    assert "one-rung" not in asked(one_rung(3, 10) + others, "Ben")


def test_few_rated_probes_are_no_note_of_one_rung():
    assert asked([note(f"c{i}", "Ben", [3, 3, 3], hour=24 * i) for i in range(12)], "Ben") == {}


@pytest.mark.parametrize(("hits", "count", "tail"), [(3, 10, 0.0115), (4, 20, 0.0159), (6, 40, 0.0139)])
def test_the_binomial_tail(hits, count, tail):
    assert at_least(hits, count, 0.05) == pytest.approx(tail, abs=5e-5)
    assert at_least(0, count, 0.05) == 1.0


def hearing(candidates: int, *, same: bool = False) -> list[Note]:
    """Ada ticks s1 and s2 on every candidate; Ben s1 only."""
    found = []
    for i in range(candidates):
        found.append(note(f"c{i}", "Ada", [3], hour=24 * i, ticks={"FA1-A": ["s1", "s2"]}))
        found.append(note(f"c{i}", "Ben", [3], hour=24 * i + (0 if same else 3), ticks={"FA1-A": ["s1"]}))
    return found


@pytest.mark.parametrize("same", [True, False], ids=["same", "separate"])
def test_a_signal_never_ticked_is_asked_once_others_ticked_it_often_enough(same):
    assert asked(hearing(MIN_HEARD - 1, same=same), "Ben") == {}
    found = compare(hearing(MIN_HEARD, same=same))
    ada, ben = found.evaluators
    assert ada.habits == ()
    (habit,) = ben.habits
    assert (habit.about, habit.bank, habit.notes) == ("never-ticked", "ml", MIN_HEARD)
    assert "FA1-A s2 (5 times)" in habit.sentence
    assert "s1" not in habit.sentence


def test_a_signal_ticked_once_is_not_called_never_ticked():
    once = note("d", "Ben", [3], hour=2000, ticks={"FA1-A": ["s2"]})
    assert asked([*hearing(MIN_HEARD + 3), once], "Ben") == {}


def test_a_changed_probe_is_another_one():
    notes = []
    for i in range(MIN_HEARD):
        notes.append(note(f"c{i}", "Ada", [3], hour=24 * i, ticks={"FA1-A": ["s2"]}))
        notes.append(note(f"c{i}", "Ben", [3], hour=24 * i + 3, meanings={"FA1-A": "other"}))
    assert asked(notes, "Ben") == {}


def test_the_order_of_notes_changes_nothing():
    notes = panel(40, seed=7, each=3)
    assert compare(notes).evaluators == compare(notes[::-1]).evaluators
