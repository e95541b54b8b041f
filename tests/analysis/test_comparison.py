"""From notes to a comparison: which notes count, what is never put together, and what each figure rests on."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.analysis.agreement_coefficients import alpha
from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_notes import Skipped, admitted, meaning, units
from screencopilot.domain.note import Claim, Evidence, Revision
from tests.analysis.panels import BASE, digest_of, note, panel

# --- which notes count ------------------------------------------------------------------------------------------------


def test_drafts_are_set_aside():
    found = compare([note("c", "a", [3]), note("c", "b", [1], status="draft")], paths=["a.toml", "b.toml"])
    assert found.skipped == (Skipped("b.toml", "a draft: only sealed notes are compared"),)
    assert found.candidates[0].notes == 1


def test_only_the_first_sealed_note_of_an_evaluator_counts():
    late = note("c", "a", [5, 5], hour=0, sealed_after=50)
    early = note("c", "a", [1, 1], hour=10)
    found = compare([late, early], paths=["late.toml", "early.toml"])
    assert found.candidates[0].raw_mean == 1.0
    assert found.skipped == (
        Skipped("late.toml", "only first sealed ratings count, and early.toml was sealed before"),
    )


def test_a_copy_of_a_note_counts_once():
    one = note("c", "a", [3])
    assert compare([one, one], paths=["x.toml", "y.toml"]).skipped == (
        Skipped("y.toml", "the same note as x.toml"),
    )


def test_revisions_never_count():
    revised = note("c", "a", [2], revisions=(Revision(BASE, "FA1-A", 2, 5, "talked over"),))
    assert compare([revised]).candidates[0].raw_mean == 2.0


def test_refs_and_names_are_one_whatever_their_case():
    found = compare([note("C-1", "Ann", [3]), note(" c-1", "Ben", [1]), note("C-2", "ann ", [4])])
    assert [row.ref for row in found.candidates] == ["C-1", "C-2"]
    assert [row.name for row in found.evaluators] == ["Ann", "Ben"]


def test_the_callers_skipped_files_are_passed_on():
    assert compare([], skipped=[Skipped("x", "not TOML")]).skipped == (Skipped("x", "not TOML"),)


def test_paths_must_match_the_notes():
    with pytest.raises(ValueError, match="zip"):
        compare([note("c", "a", [3])], paths=["x", "y"])


def test_not_enough_evidence_never_counts_as_a_number():
    found = compare([note("c", "a", {"P1-A": 4, "P2-A": "NE", "P3-A": None}), note("c", "b", {"P2-A": 1})])
    assert found.candidates[0].raw_mean == pytest.approx((4 + 1) / 2)
    assert found.evaluators[0].not_enough == 1
    assert found.evaluators[0].ratings == 1
    assert found.disagreements == ()
    only = compare([note("c", "a", {"P1-A": "NE"})]).candidates[0]
    assert (only.raw_mean, only.reason) == (None, "No rating to take a mean of.")


def test_raw_mean_weighs_evaluators_alike():
    found = compare([note("c", "a", [5, 5, 5, 5]), note("c", "b", [1])]).candidates[0]
    assert found.raw_mean == 3.0
    assert found.against_bar == pytest.approx((4 * 2 - 2) / 5)


# --- meaning ----------------------------------------------------------------------------------------------------------


def test_probes_compare_only_on_equal_digest():
    found = compare([note("c", "a", [5]), note("c", "b", [1], meanings={"FA1-A": "changed"})])
    assert found.disagreements == ()
    assert found.asked_different[0].family == "FA1"
    assert any("not compared" in remark for remark in found.remarks)


def test_without_a_probe_digest_the_banks_stands_in():
    def bare(evaluator: str, rung: int, **more: object):
        one = note("c", evaluator, [rung], **more)  # type: ignore[arg-type]
        return replace(one, probes=tuple(replace(p, digest=UNSET) for p in one.probes))

    assert meaning(bare("a", 1), bare("a", 1).probes[0]) == digest_of("ml") + "#FA1-A@1"
    assert len(compare([bare("a", 5), bare("b", 1)]).disagreements) == 1
    assert compare([bare("a", 5), bare("b", 1, bank_meaning="other")]).disagreements == ()


def test_agreement_is_over_units_of_equal_meaning():
    notes = panel(12)
    changed = [
        replace(n, probes=(replace(n.probes[0], digest=digest_of(n.id)), *n.probes[1:])) for n in notes
    ]
    assert compare(notes).agreement.overall.units == 60
    assert compare(changed).agreement.overall.units == 48


# --- conversations ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("hour", "one"), [(0, True), (0.3, True), (0.5, False), (2, False)])
def test_one_conversation_is_read_off_the_clock(hour, one):
    screened, _ = admitted([note("c", "a", [3]), note("c", "b", [3], hour=hour)])
    assert (screened[0].conversation == screened[1].conversation) is one


def test_same_and_separate_conversations_are_never_pooled():
    separate = panel(10, seed=2)
    same = [replace(n, candidate=replace(n.candidate, ref="S" + n.candidate.ref), id="s" + n.id)
            for n in panel(9, seed=3, same=True)]  # fmt: skip
    found = compare([*separate, *same]).agreement
    assert (found.overall.conversations, found.overall.candidates, found.overall.units) == (
        "separate",
        10,
        50,
    )
    assert (found.other.conversations, found.other.candidates, found.other.units) == ("same", 9, 45)
    assert found.overall.alpha == pytest.approx(compare(separate).agreement.overall.alpha)
    assert found.other.alpha == pytest.approx(compare(same).agreement.overall.alpha)
    assert "same conversation" in compare(same).agreement.overall.sentence or found.other.words_only


def test_an_observer_is_not_a_separate_conversation():
    notes = [note("c", "a", [1]), note("c", "b", [2], sealed_after=2), note("c", "d", [5], hour=9)]
    screened, _ = admitted(notes)
    assert units(screened, "separate") == {"fa": [("c", [1, 5])]}
    assert sorted(units(screened, "same")["fa"]) == [("c", [1, 2]), ("c", [5])]


def test_the_model_leaves_out_the_other_kind_and_says_so():
    notes = [*panel(12), note("C-00", "E9", [1] * 5, hour=0.1, sealed_after=9)]
    found = compare(notes, adjusted=True)
    assert "1 note is left out of the adjusted figures" in " ".join(found.remarks)
    row = next(row for row in found.evaluators if row.name == "E9")
    assert (row.severity, row.notes) == (None, 1)
    assert "kind of conversation" in row.reason
    plain = compare(panel(12), adjusted=True)
    assert [r.adjusted for r in found.candidates] == pytest.approx([r.adjusted for r in plain.candidates])


# --- agreement --------------------------------------------------------------------------------------------------------


def test_one_candidate_gets_splits_and_no_coefficient():
    found = compare([note("c", f"E{i}", [1 + i % 5] * 40, hour=2 * i) for i in range(6)])
    assert found.agreement.overall.alpha is None
    assert "1 shared candidate; 8 needed" in found.agreement.overall.sentence
    assert len(found.disagreements) == 40


def test_agreement_equals_alpha_over_candidate_and_probe():
    notes = panel(12)
    units_: dict[tuple[str, str], list[int]] = {}
    for one in notes:
        for probe in one.probes:
            units_.setdefault((one.candidate.ref, probe.id), []).append(probe.rating)  # type: ignore[arg-type]
    assert compare(notes).agreement.overall.alpha == pytest.approx(alpha(units_.values()))


def test_each_competency_keeps_its_own_minimum():
    ratings = {f"{'AB'[i % 4 == 0]}X{i}-A": 3 for i in range(8)}
    notes = [note(f"c{c}", e, {p: 1 + (c + k) % 5 for k, p in enumerate(ratings)}, hour=9 * c + 3 * h)
             for c in range(10) for h, e in enumerate("ab")]  # fmt: skip
    found = compare(notes).agreement.competencies
    assert found["ax"].alpha is not None
    assert found["bx"].alpha is None
    assert "20 probes rated by two or more; 30 needed" in found["bx"].sentence


# --- the rest of the value --------------------------------------------------------------------------------------------


def test_the_matrix_has_a_cell_for_each_evaluator_asked():
    line = Evidence("e1", 10, "FA1-A", "quote", "+", "0.81 to 0.64")
    notes = [
        note("c", "a", {"FA1-A": 4}, evidence=(line,)),
        note("c", "b", {"FA1-A": "NE"}, flags={"FA1-A": "vague"}),
    ]
    (row,) = compare(notes).probes
    assert [(cell.evaluator, cell.rating) for cell in row.cells] == [("a", 4), ("b", "NE")]
    assert row.cells[0].evidence == (line,)
    assert row.cells[1].flags == ("vague",)
    assert compare(notes).evaluators[0].with_evidence == 1


def test_matrix_rows_are_in_order_of_disagreement():
    notes = [note("c", "a", [3, 1, 5]), note("c", "b", [3, 5, 4])]
    assert [row.spread for row in compare(notes).probes] == [4, 1, 0]


def test_disagreements_are_in_order_of_spread_times_weight():
    notes = [note("c", "a", {"AA1-A": 1, "BB1-A": 5}), note("c", "b", {"AA1-A": 3, "BB1-A": 2})]
    assert [s.probe for s in compare(notes).disagreements] == ["BB1-A", "AA1-A"]
    assert [s.probe for s in compare(notes, weights={"aa": 2.0}).disagreements] == ["AA1-A", "BB1-A"]


def test_claims_stand_side_by_side():
    def claimed(who, verdict, text, **more):
        return note("c", who, [3], claims=(Claim(text, "owned", verdict, **more),))

    notes = [claimed("a", "verified", "Owned  it", by_practitioner=True), claimed("b", UNSET, "owned it")]
    (row,) = compare(notes).claims
    assert row.verdicts == {"a": "verified", "b": None}
    assert row.practitioners == ("a",)


def test_drift_is_checked_for_each_evaluator():
    notes = [note(f"c{i:02}", "a", [3, 4, 2 + i % 3], hour=24 * i) for i in range(12)]
    (check,) = compare(notes).evaluators[0].drift
    assert (check.against, check.notes, len(check.chart)) == ("own", 12, 2)
    assert compare(notes[:5]).evaluators[0].drift[0].reason


def test_drift_prefers_co_raters():
    notes = [note(f"c{i:02}", e, [1 + (i + h) % 5, 3], hour=24 * i + 3 * h)
             for i in range(12) for h, e in enumerate("ab")]  # fmt: skip
    assert {check.against for row in compare(notes).evaluators for check in row.drift} == {"co-raters"}


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 999), st.randoms(use_true_random=False))
def test_order_of_notes_changes_nothing(seed, rng):
    shared = [replace(n, id="s" + n.id) for n in panel(3, seed=seed + 1, same=True)[:4]]
    notes = [*panel(9, seed=seed), *shared]
    for adjusted in (False, True):
        assert compare(rng.sample(notes, len(notes)), adjusted=adjusted) == compare(notes, adjusted=adjusted)


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 999))
def test_relabelling_evaluators_changes_only_names(seed):
    notes = panel(10, seed=seed)
    names = {f"E{i}": f"Z{9 - i}" for i in range(5)}
    other = compare(
        [replace(n, evaluator=replace(n.evaluator, name=names[n.evaluator.name])) for n in notes],
        adjusted=True,
    )
    one = compare(notes, adjusted=True)
    assert other.agreement.overall.alpha == pytest.approx(one.agreement.overall.alpha)
    assert [r.adjusted for r in other.candidates] == pytest.approx(
        [r.adjusted for r in one.candidates], abs=1e-6
    )
    assert [(s.kind, s.spread) for s in other.disagreements] == [
        (s.kind, s.spread) for s in one.disagreements
    ]
    told = {row.name: row.severity for row in other.evaluators}
    assert [told[names[r.name]] for r in one.evaluators] == pytest.approx(
        [r.severity for r in one.evaluators], abs=1e-6
    )


def test_no_notes_at_all():
    found = compare([], adjusted=True)
    assert (found.candidates, found.evaluators, found.disagreements) == ((), (), ())


def test_zones_do_not_make_conversations():
    here = note("c", "a", [3])
    zone = dt.timezone(dt.timedelta(hours=-5))
    there = note("c", "b", [3])
    timing = replace(
        there.timing, started=there.timing.started.astimezone(zone), ended=there.timing.ended.astimezone(zone)
    )
    screened, _ = admitted([here, replace(there, timing=timing)])
    assert {one.conversation for one in screened} == {0}
