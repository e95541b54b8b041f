"""From a plan's families to the agenda: rotation of forms, budgets and bars."""

from __future__ import annotations

from collections import Counter

import pytest

from screencopilot.domain.bank import Level
from screencopilot.domain.canonical import digest
from screencopilot.domain.plan import draw_agenda, rotated_form
from tests.sample import PLAN_45, new_session, sample_bank, sample_script

REFS = [f"C-{number}" for number in range(200)]


def drawn(ref, **kwargs):
    return [i.probe for i in draw_agenda(sample_bank(), PLAN_45, Level.SENIOR, ref, **kwargs)]


def test_agenda_follows_the_plan_with_its_minutes_and_musts():
    agenda = sample_script().agenda
    assert [(i.slot, i.family, i.budget_seconds, i.must) for i in agenda] == [
        ("archaeology", "AR1", 840, True),
        ("cost", "CT1", 600, False),
        ("claim", "CV", 480, False),
    ]


@pytest.mark.parametrize(("level", "bar"), [("mid", 3), ("senior", 4), ("staff", 5), ("lead", 5)])
def test_level_moves_the_bar_and_nothing_else(level, bar):
    agenda, senior = sample_script(level=Level(level)).agenda, sample_script().agenda
    assert {i.bar for i in agenda} == {bar}
    assert [i.probe for i in agenda] == [i.probe for i in senior]
    assert [i.digest for i in agenda] == [i.digest for i in senior]


def test_digest_of_an_item_is_that_of_its_probe():
    script = sample_script()
    assert all(i.digest == digest(script.probe(i.probe)) for i in script.agenda)


def test_form_is_stable_for_a_ref():
    assert drawn("C-1") == drawn("C-1")


@pytest.mark.parametrize("written", ["c-1", " C-1 ", "C-1\n"])
def test_form_does_not_hang_on_how_a_ref_is_typed(written):
    assert drawn(written) == drawn("C-1")


def test_two_evaluators_of_a_candidate_ask_the_same_forms():
    one, _, _ = new_session(evaluator="A. Kim", shipped=())
    two, _, _ = new_session(evaluator="B. Osei", shipped=("cut-cost",))
    assert one.state.opened.agenda == two.state.opened.agenda


def test_same_family_gives_the_same_form_in_every_plan():
    forms = {i.family: i.probe for i in sample_script(plan="45").agenda}
    assert forms == {i.family: i.probe for i in sample_script(plan="30").agenda}


def test_forms_spread_over_candidates():
    counts = Counter(drawn(ref)[0] for ref in REFS)
    assert set(counts) == {"AR1-A", "AR1-B"}
    assert min(counts.values()) >= 70


def test_families_rotate_apart_from_each_other():
    pairs = {(first, second) for first, second, _ in map(drawn, REFS)}
    assert len(pairs) == 4


def test_known_ref_draws_the_forms_it_always_drew():
    """A change of the rotation would break panels that are half done."""
    assert drawn("C-1") == ["AR1-B", "CT1-A", "CV-A"]


def test_single_form_is_taken_for_everyone():
    forms = sample_bank().forms("CV")
    assert {rotated_form(forms, ref).id for ref in REFS} == {"CV-A"}


def test_fixed_form_goes_over_the_rotation():
    assert drawn("C-1", forms={"AR1": "A"}) == ["AR1-A", "CT1-A", "CV-A"]


def test_fixed_form_that_does_not_exist_falls_back_to_the_rotation():
    assert drawn("C-1", forms={"AR1": "Z", "ZZ": "A"}) == drawn("C-1")


def test_positions_and_items_of_a_script():
    script = sample_script()
    assert script.position("CV-A") == 2
    assert script.position("AR1-A") == -1
    assert script.position(None) == -1
    assert script.item("CV-A").slot == "claim"
    with pytest.raises(KeyError):
        script.item("AR1-A")


def test_screen_is_as_long_as_its_plan_without_the_opening():
    assert sample_script(plan="45").total_seconds == 43 * 60
    assert sample_script(plan="30").total_seconds == 29 * 60
