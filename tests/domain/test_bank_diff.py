"""What changed between two banks, and which notes still compare: told from the values alone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import UNSET, structs

from screencopilot.domain.bank import Card, Competency, Level, Probe, ResolvedBank, Waiver
from screencopilot.domain.bank_diff import BankDiff, Change, diff_banks
from screencopilot.domain.canonical import digest
from screencopilot.domain.plan import draw_agenda
from tests.sample import sample_bank

PROBE = "AR1-A"


def with_probe(bank: ResolvedBank, probe: Probe) -> ResolvedBank:
    return structs.replace(bank, probes={**bank.probes, probe.id: probe}, digest="sha256:other")


def edited(**changes: Any) -> ResolvedBank:
    bank = sample_bank()
    return with_probe(bank, structs.replace(bank.probes[PROBE], **changes))


def with_bank(**changes: Any) -> ResolvedBank:
    bank = sample_bank()
    return structs.replace(bank, bank=structs.replace(bank.bank, **changes), digest="sha256:other")


def only_change(difference: BankDiff) -> Change:
    (probe,) = difference.revised
    (change,) = probe.changes
    return change


def test_a_bank_does_not_differ_from_itself() -> None:
    bank = sample_bank()
    found = diff_banks(bank, bank)
    assert found.equal
    assert [found.bank, found.plans, found.shared, found.added, found.removed, found.revised] == [()] * 6
    assert found.same == tuple(sorted(bank.probes)) == found.comparable
    assert "in full" in found.verdict


def first_signal(**changes: Any) -> tuple[Any, ...]:
    one, *others = sample_bank().probes[PROBE].signals
    return (structs.replace(one, **changes), *others)


def bars(**changes: int) -> Any:
    return structs.replace(sample_bank().probes[PROBE].bar, **changes)


@pytest.mark.parametrize(
    ("changes", "key", "after"),
    [
        ({"say": "Which one hurt?"}, "say", "Which one hurt?"),
        ({"bar": bars(mid=2)}, "bar.mid", "2"),
        ({"signals": first_signal(text="Blames the weather")}, "signals.w1.text", "Blames the weather"),
        ({"signals": first_signal(decisive=True)}, "signals.w1.decisive", "yes"),
        ({"signals": sample_bank().probes[PROBE].signals[1:]}, "signals.w1", ""),
        ({"follow_ups": sample_bank().probes[PROBE].follow_ups[:2]}, "follow_ups.f3", ""),
        ({"cards": ("half-money", "labels-late")}, "cards", "half-money · labels-late"),
        ({"rev": 2}, "rev", "2"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_a_revised_probe_is_told_field_by_field(changes: dict[str, Any], key: str, after: str) -> None:
    found = diff_banks(sample_bank(), edited(**changes))
    assert (only_change(found).key, only_change(found).after) == (key, after)
    assert found.apart == (PROBE,)
    assert PROBE in found.verdict


def test_a_signal_that_only_moved_is_one_change() -> None:
    before = sample_bank().probes[PROBE].signals
    change = only_change(diff_banks(sample_bank(), edited(signals=(*before[1:], before[0]))))
    assert change.key == "signals (order)"
    assert change.after.split(", ") == [s.id for s in (*before[1:], before[0])]


def test_what_no_answer_hangs_on_is_told_and_leaves_notes_comparable() -> None:
    waiver = Waiver("E09", "a word of the trade here")
    found = diff_banks(sample_bank(), edited(category="retrieval", waive=(waiver,)))
    (probe,) = found.revised
    assert probe.comparable
    assert PROBE in found.comparable
    assert {change.key for change in probe.changes} == {"category", "waive"}


def test_a_forgotten_rev_is_told() -> None:
    forgotten, raised = (
        diff_banks(sample_bank(), edited(say="Else?")),
        diff_banks(sample_bank(), edited(say="Else?", rev=2)),
    )
    assert forgotten.revised[0].rev_forgotten
    assert not raised.revised[0].rev_forgotten


def test_probes_that_came_and_went() -> None:
    bank = sample_bank()
    fewer = structs.replace(
        bank, probes={k: p for k, p in bank.probes.items() if k != PROBE}, digest="sha256:o"
    )
    assert [probe.id for probe in diff_banks(bank, fewer).removed] == [PROBE]
    assert [probe.id for probe in diff_banks(fewer, bank).added] == [PROBE]
    assert PROBE not in diff_banks(bank, fewer).comparable


def test_the_banks_own_fields_and_plans() -> None:
    bank = sample_bank()
    one, *others = bank.bank.competencies
    lighter: tuple[Competency, ...] = (structs.replace(one, weight=1, floor=UNSET), *others)
    plan, *plans = bank.bank.plans
    shorter = (structs.replace(plan, blocks=plan.blocks[:-1], buffer=12), *plans)
    found = diff_banks(bank, with_bank(competencies=lighter, plans=shorter, levels=(Level.LEAD,)))
    assert {change.key for change in found.bank} == {
        "competencies.diagnosis.weight", "competencies.diagnosis.floor", "levels"
    }  # fmt: skip
    assert {change.key for change in found.plans} == {
        f"plans.{plan.id}.buffer", f"plans.{plan.id}.blocks.{plan.blocks[-1].slot}"
    }  # fmt: skip


def test_shared_entries_count() -> None:
    bank = sample_bank()
    card = Card("labels-late", "Labels come late", "Labels now take a year.", "data", force=2)
    found = diff_banks(bank, structs.replace(bank, cards={**bank.cards, card.id: card}, digest="sha256:o"))
    assert [change.key for change in found.shared] == ["cards.labels-late.say"]
    assert not found.equal


def test_means_of_two_banks_are_said_not_to_compare() -> None:
    found = diff_banks(sample_bank(), with_bank(id="another"))
    assert found.apart == ()
    assert "ids differ" in found.verdict


def test_without_a_common_probe_nothing_compares() -> None:
    bank = sample_bank()
    found = diff_banks(bank, structs.replace(bank, probes={}, digest="sha256:o"))
    assert found.comparable == ()
    assert "no probe" in found.verdict


EDITS: tuple[Callable[[Probe], Probe], ...] = (
    lambda p: p,
    lambda p: structs.replace(p, title="Else"),
    lambda p: structs.replace(p, category="retrieval"),
    lambda p: structs.replace(p, minutes=p.minutes + 1),
    lambda p: structs.replace(p, signals=p.signals[::-1]),
    lambda p: structs.replace(p, ladder=(*p.ladder[:4], structs.replace(p.ladder[4], tell="else"))),
    lambda p: structs.replace(p, waive=(Waiver("W05", "long words are the point"),)),
)


@settings(deadline=None)
@given(st.lists(st.sampled_from(EDITS), min_size=5, max_size=5))
def test_comparable_is_what_two_screens_write_into_their_notes(edits: list[Callable[[Probe], Probe]]) -> None:
    before = sample_bank()
    probes = {name: edit(before.probes[name]) for name, edit in zip(before.probes, edits, strict=True)}
    after = structs.replace(before, probes=probes, digest=digest(probes))
    plan = before.bank.plans[0]
    found = diff_banks(before, after)
    for form in "AB":
        forms = {"AR1": form, "CT1": form}
        pairs = zip(*(draw_agenda(b, plan, Level.SENIOR, "C-1", forms) for b in (before, after)), strict=True)
        for one, other in pairs:
            assert (one.digest == other.digest) == (one.probe in found.comparable)
            assert (one.digest != other.digest) == (one.probe in found.apart)


@settings(deadline=None)
@given(st.lists(st.sampled_from(EDITS), min_size=5, max_size=5))
def test_there_and_back_are_the_same_changes_turned_round(edits: list[Callable[[Probe], Probe]]) -> None:
    before = sample_bank()
    probes = {name: edit(before.probes[name]) for name, edit in zip(before.probes, edits, strict=True)}
    after = structs.replace(before, probes=probes)
    there, back = diff_banks(before, after), diff_banks(after, before)
    turned = [(c.key, c.after, c.before) for probe in back.revised for c in probe.changes]
    assert sorted((c.key, c.before, c.after) for probe in there.revised for c in probe.changes) == sorted(
        turned
    )
    assert there.same == back.same
