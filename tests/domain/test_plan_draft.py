"""Plans drafted from the shipped families: whatever is chosen, they fit their minutes and keep the reader's rules."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import pytest
from hypothesis import given, reject, settings
from hypothesis import strategies as st

from screencopilot.domain.plan_draft import DraftError, Family, draft_plans, families_of
from screencopilot.formats.bank_rules import BLOCK_PERCENT, BUFFER_PERCENT
from screencopilot.formats.bank_toml import load_module
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_modules

PEOPLE = {"stakeholders", "leadership"}
NOWHERE = Folders(Path("none"), Path("none"), Path("none"))


@cache
def shipped() -> tuple[Family, ...]:
    found = find_modules(NOWHERE)
    return tuple(
        f for source in found.values() for f in families_of(load_module(source.path).value, {"FA1"}, PEOPLE)
    )


@settings(deadline=None)  # the first run reads the modules
@given(
    st.lists(st.integers(0, 200), min_size=1, max_size=30),
    st.lists(st.integers(20, 180), min_size=1, max_size=4),
)
def test_any_choice_gives_plans_that_the_reader_takes(picks: list[int], lengths: list[int]) -> None:
    families = list(dict.fromkeys(shipped()[pick % len(shipped())] for pick in picks))
    by_name = {family.name: family for family in families}
    try:
        plans = draft_plans(lengths, families)
    except DraftError:  # nothing chosen fits into the shortest, which the next test is about
        reject()
    assert [plan.minutes for plan in plans] == sorted(set(lengths))
    longest = {block.family for block in plans[-1].blocks}
    for plan in plans:
        slots = [block.slot for block in plan.blocks]
        optional = {block.slot for block in plan.blocks if not block.must}
        assert len(set(slots)) == len(slots)
        assert len({block.family for block in plan.blocks}) == len(slots)
        assert {block.family for block in plan.blocks} <= longest
        spent = sum(block.minutes for block in plan.blocks)
        assert plan.opening + spent + plan.candidate_time + plan.buffer == plan.minutes
        assert plan.buffer * 100 >= BUFFER_PERCENT * plan.minutes
        assert set(plan.drop_order) == optional
        for block in plan.blocks:
            family = by_name[block.family]
            assert block.minutes * 100 >= BLOCK_PERCENT * family.longest
            assert block.minutes <= family.longest
            assert not block.must or family.kind == "claim" or family.rotates


def test_of_all_families_a_whole_screen_is_drafted() -> None:
    plan = draft_plans([60], shipped())[0]
    asked = {family.name: family for family in shipped()}
    chosen = [asked[block.family] for block in plan.blocks]
    assert [block.slot for block in plan.blocks][:2] == ["claim", "archaeology"]
    assert plan.blocks[-1].slot == "people"
    assert plan.blocks[1].family == "FA1", "what other banks ask as a must comes first"
    assert len({family.category for family in chosen} - {"none"}) >= 3
    assert plan.drop_order[-1] == "people"


def test_an_authors_own_family_comes_before_the_others() -> None:
    own = [f if f.name != "RR5" else Family(f.name, f.category, f.forms, own=True) for f in shipped()]
    assert "RR5" in {block.family for block in draft_plans([30], own)[0].blocks}
    assert "RR5" not in {block.family for block in draft_plans([30], shipped())[0].blocks}


def test_what_fits_into_no_plan_is_refused() -> None:
    with pytest.raises(DraftError, match="10 minutes"):
        draft_plans([10], shipped())
