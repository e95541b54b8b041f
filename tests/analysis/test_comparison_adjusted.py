"""Adjusted figures of a comparison: opt-in, with their intervals, and never across what nothing links."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_adjusted import OFF, SEVERAL_BANKS
from screencopilot.analysis.comparison_notes import admitted, stamped_vignettes
from screencopilot.analysis.severity import UNLINKED, Vignettes
from tests.analysis.panels import digest_of, note, panel

# --- adjusted ---------------------------------------------------------------------------------------------------------


def test_nothing_is_adjusted_unasked():
    found = compare(panel(12))
    assert {(row.adjusted, row.low, row.rank_low, row.reason) for row in found.candidates} == {
        (None, None, None, OFF)
    }
    assert {(row.severity, row.reason) for row in found.evaluators} == {(None, OFF)}
    assert (found.above, found.explain) == ((), ())


def test_adjusted_figures_come_with_interval_and_rank_range():
    found = compare(panel(12, severity={0: 0.9, 1: -0.6}), adjusted=True)
    for row in found.candidates:
        assert row.low <= row.adjusted <= row.high  # type: ignore[operator]
        assert 1 <= row.rank_low <= row.rank_high <= row.rank_of == 12  # type: ignore[operator]
        assert f"rank {row.rank_low} to {row.rank_high} of 12" in row.sentence
    by_name = {row.name: row for row in found.evaluators}
    assert by_name["E0"].severity > by_name["E1"].severity  # type: ignore[operator]
    assert found.explain
    assert found.above


def test_candidates_are_in_order_of_ref_never_of_score():
    notes = panel(12)
    for adjusted in (False, True):
        refs = [row.ref for row in compare(notes[::-1], adjusted=adjusted).candidates]
        assert refs == sorted(refs)


def test_unlinked_groups_are_told_apart():
    lone = [note(f"Z{i}", "Zed", [1 + i % 5] * 5, hour=900 + 9 * i) for i in range(6)]
    found = compare([*panel(12), *lone], adjusted=True)
    rows = {row.ref: row for row in found.candidates}
    assert (rows["Z0"].adjusted, rows["Z0"].reason) == (None, UNLINKED)
    assert rows["C-00"].rank_of == 12
    assert not any("Z" in a + b for a, b in found.above)
    assert UNLINKED in found.remarks
    zed = next(row for row in found.evaluators if row.name == "Zed")
    assert (zed.severity, zed.reason) == (None, UNLINKED)


def test_vignettes_let_unlinked_evaluators_be_shown_but_not_called():
    stamp = {"estimate": -0.3, "low": -0.7, "high": 0.1, "basis": "12 vignettes, 2026-11-02", "unit": "..."}
    notes = [note(f"{e}{i}", e, [1 + (i + k) % 5 for k in range(5)], hour=9 * i + 99 * h, severity=stamp)
             for h, e in enumerate("ab") for i in range(5)]  # fmt: skip
    found = compare(notes, adjusted=True)
    assert all(row.adjusted is not None for row in found.candidates)
    assert not any(a[0] != b[0] for a, b in found.above)
    assert stamped_vignettes(admitted(notes)[0]) == {e: Vignettes(0.3, 12) for e in "ab"}


@pytest.mark.parametrize(
    "stamp", [{}, {"estimate": "x", "basis": "12 vignettes"}, {"estimate": 0.1, "basis": 7}]
)
def test_stamps_of_another_shape_are_passed_over(stamp):
    assert stamped_vignettes(admitted([note("c", "a", [3], severity=stamp)])[0]) == {}


def test_severity_is_never_carried_across_banks():
    other = [replace(n, id="o" + n.id, bank=replace(n.bank, id="data", digest=digest_of("data")),
                     candidate=replace(n.candidate, ref="D" + n.candidate.ref)) for n in panel(10, seed=9)]  # fmt: skip
    found = compare([*panel(12), *other], adjusted=True)
    row = found.evaluators[0]
    assert row.severity is None
    assert "never carried from one to another" in row.reason
    assert [part.bank for part in row.by_bank] == ["data", "ml"]
    alone = compare(panel(12), adjusted=True).evaluators[0]
    assert row.by_bank[1].figure.severity == pytest.approx(alone.severity)
    assert {c.rank_of for c in found.candidates} == {10, 12}


def test_a_candidate_of_two_banks_gets_no_adjusted_score():
    twice = [note("C-00", e, [3, 4, 2], bank="data", hour=800 + 5 * i) for i, e in enumerate(["E0", "E1"])]
    row = compare([*panel(12), *twice], adjusted=True).candidates[0]
    assert (row.notes, row.adjusted, row.reason) == (4, None, SEVERAL_BANKS)


def test_a_bank_whose_every_probe_changed_is_another_scale():
    def new(one):
        probes = tuple(replace(p, digest=digest_of("v2" + p.id)) for p in one.probes)
        return replace(one, bank=replace(one.bank, digest=digest_of("v2")), probes=probes)

    old, late = panel(12), [new(n) for n in panel(24)[24:]]
    assert {row.rank_of for row in compare([*old, *late], adjusted=True).candidates} == {12}
    mixed = [
        replace(n, probes=(*n.probes[:4], o.probes[4])) for n, o in zip(late, panel(24)[24:], strict=True)
    ]
    assert {row.rank_of for row in compare([*old, *mixed], adjusted=True).candidates} == {24}
