"""Borrowing time from a coming probe, and keeping one that would fall out: what is allowed, and what it changes."""

from __future__ import annotations

import contextlib
import math

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screencopilot.domain import commands as do
from screencopilot.domain import time_events as ev
from screencopilot.domain.budgets import agenda_in_force, item_in_force, lenders, shifts
from screencopilot.domain.commands import Refused
from screencopilot.domain.entry import decode_entry, encode_entry
from screencopilot.domain.nextprobe import suggest_next
from screencopilot.domain.note import UNSET, LoanNote
from screencopilot.domain.pacing import pace
from screencopilot.domain.state import replay
from screencopilot.domain.timeline import Kind, timeline
from screencopilot.domain.writeup import note_of
from tests.domain.sitting import WIDE, wide_script
from tests.sample import new_session, sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)
#: Plan "45": 43 min after the opening, 5 of them the candidate's own; 14 must, 10 and 8 optional.
ROOM = 38 * 60


def begun(seconds=0.0, script=None):
    """Return a session some seconds into its first probe, with its journal and clock."""
    session, entries, clock = new_session(script)
    session.do(do.next_probe)
    clock.tick(seconds)
    return session, entries, clock


def budgets(session):
    return {i.probe: i.budget_seconds for i in agenda_in_force(session.script, session.state)}


def pace_of(session):
    return pace(session.script, session.state, session.at)


# Borrowing.


def test_borrowed_time_moves_from_one_budget_to_the_other():
    session, _, _ = begun()
    session.do(do.borrow_time, SECOND, 180)
    assert budgets(session) == {FIRST: 17 * 60, SECOND: 7 * 60, THIRD: 8 * 60}
    session.do(do.borrow_time, THIRD, 480)
    assert budgets(session) == {FIRST: 25 * 60, SECOND: 7 * 60, THIRD: 0}
    assert item_in_force(session.script, session.state, THIRD).budget_seconds == 0
    assert shifts(session.state.marks.loans) == {FIRST: 660, SECOND: -180, THIRD: -480}


def test_a_probe_late_by_what_it_borrows_is_on_time_and_the_rest_needs_less():
    session, _, _ = begun(16 * 60)
    assert pace_of(session).words == "2:00 behind"
    needed = pace_of(session).needed
    session.do(do.borrow_time, SECOND, 120)
    assert pace_of(session).words == "on time"
    assert pace_of(session).needed == needed - 120


def test_undo_gives_the_time_back_and_redo_takes_it_again():
    session, _, _ = begun()
    session.do(do.borrow_time, SECOND, 120)
    session.do(do.undo)
    assert budgets(session) == {i.probe: i.budget_seconds for i in session.script.agenda}
    session.do(do.redo)
    assert budgets(session)[FIRST] == 16 * 60


@pytest.mark.parametrize(
    ("lender", "seconds", "words"),
    [
        (SECOND, 0, "whole minutes"),
        (SECOND, -60, "whole minutes"),
        (SECOND, 90, "whole minutes"),
        (SECOND, 660, "only 10:00 to lend"),
        (FIRST, 60, "asked now"),
        ("XX-A", 60, "not on this screen's agenda"),
    ],
)
def test_what_cannot_be_borrowed_is_refused_in_words(lender, seconds, words):
    session, entries, _ = begun()
    before = len(entries)
    with pytest.raises(Refused, match=words):
        session.do(do.borrow_time, lender, seconds)
    assert len(entries) == before


def test_neither_during_the_greeting_nor_in_the_closing_form():
    session, _, _ = new_session()
    with pytest.raises(Refused, match="has not begun") as refused:
        session.do(do.borrow_time, SECOND, 60)
    assert refused.value.told(lambda command: f"<{command}>").endswith("; <next-probe> opens the first probe")
    session.do(do.next_probe)
    session.do(do.open_closing)
    for command, args in (
        (do.borrow_time, (SECOND, 60)),
        (do.refuse_drop, (SECOND,)),
        (do.allow_drop, (SECOND,)),
    ):
        with pytest.raises(Refused, match="clocks have stopped"):
            session.do(command, *args)


def test_probes_asked_or_skipped_lend_nothing_and_one_looked_at_keeps_what_it_used():
    session, _, clock = begun()
    session.do(do.open_probe, SECOND)
    clock.tick(5)
    session.do(do.open_probe, FIRST)
    assert [
        (found.item.probe, found.seconds) for found in lenders(session.script, session.state, session.at)
    ] == [
        (SECOND, 9 * 60),
        (THIRD, 8 * 60),
    ]
    session.do(do.rate_probe, 3, SECOND)
    session.do(do.skip_probe, "no time left", THIRD)
    assert lenders(session.script, session.state, session.at) == ()
    with pytest.raises(Refused, match="no time to lend"):
        session.do(do.borrow_time, SECOND, 60)


def test_optional_probes_are_asked_to_lend_first():
    session, _, _ = begun(script=wide_script())
    found = [lender.item.probe for lender in lenders(session.script, session.state, session.at)]
    assert found == ["P2-A", "P3-A", "P4-A", "P5-A", "P6-A"]
    session.do(do.open_probe, "P3-A")
    assert [f.item.probe for f in lenders(session.script, session.state, session.at)][-2:] == ["P1-A", "P6-A"]


def test_a_probe_that_lent_all_its_time_is_not_suggested():
    session, _, _ = begun()
    session.do(do.rate_probe, 4)
    assert suggest_next(session.script, session.state, session.at).probe == SECOND
    session.do(do.borrow_time, SECOND, 600)
    assert suggest_next(session.script, session.state, session.at).probe == THIRD


def test_note_and_timeline_tell_what_was_borrowed_and_keep_the_plans_budget():
    session, _, _ = begun(65)
    session.do(do.borrow_time, SECOND, 120)
    note = note_of(session.script, session.state)
    assert note.loans == (LoanNote(65, FIRST, SECOND, 120),)
    assert [p.budget_seconds for p in note.probes] == [840, 600, 480]
    time = timeline(note)
    assert [bar.budget for bar in time.bars] == [960, 480, 480]
    (mark,) = [m for m in time.marks if m.kind is Kind.LOAN]
    assert (mark.at, mark.probe, mark.text) == (65, FIRST, f"2:00 borrowed from {SECOND}")


# Keeping.


def test_a_refused_falling_out_stays_and_the_pace_says_what_it_costs():
    session, _, _ = begun(ROOM - 17 * 60)
    assert [f.probe for f in pace_of(session).falls_out] == [SECOND]
    session.do(do.refuse_drop, SECOND)
    found = pace_of(session)
    assert [f.probe for f in found.falls_out] == [THIRD]
    assert (found.kept, found.overrun, found.late) == ((SECOND,), 0, True)
    assert found.words == "7:00 behind"
    session.do(do.refuse_drop, THIRD)
    found = pace_of(session)
    assert (found.kept, found.falls_out, found.overrun) == ((SECOND, THIRD), (), 60)
    assert found.words == "overruns 1:00"


def test_the_refusal_can_be_taken_back_and_undone():
    session, _, _ = begun(ROOM)
    session.do(do.refuse_drop, SECOND)
    session.do(do.allow_drop, SECOND)
    assert [f.probe for f in pace_of(session).falls_out] == [SECOND, THIRD]
    session.do(do.undo)
    assert pace_of(session).kept == (SECOND,)
    session.do(do.undo)
    assert pace_of(session).kept == ()


def test_a_kept_probe_that_was_skipped_costs_nothing_more():
    session, _, _ = begun(ROOM)
    session.do(do.refuse_drop, SECOND)
    assert pace_of(session).overrun == 600
    session.do(do.skip_probe, "no time left", SECOND)
    assert (pace_of(session).kept, pace_of(session).overrun) == ((), 0)


def test_only_what_falls_out_can_be_kept_and_only_what_was_kept_let_go():
    session, _, clock = begun()
    with pytest.raises(Refused, match="does not fall out"):
        session.do(do.refuse_drop, SECOND)
    clock.tick(ROOM)
    with pytest.raises(Refused, match="does not fall out"):
        session.do(do.refuse_drop, FIRST)
    with pytest.raises(Refused, match="not on this screen's agenda"):
        session.do(do.refuse_drop, "XX-A")
    with pytest.raises(Refused, match="was not kept"):
        session.do(do.allow_drop, SECOND)


def test_a_probe_without_time_of_its_own_does_not_fall_out():
    session, _, clock = begun()
    session.do(do.borrow_time, SECOND, 600)
    clock.tick(ROOM)
    assert [f.probe for f in pace_of(session).falls_out] == [THIRD]


def test_note_and_timeline_tell_that_a_probe_was_kept():
    session, _, _ = begun(ROOM)
    session.do(do.refuse_drop, SECOND)
    note = note_of(session.script, session.state)
    assert [p.drop_refused_at for p in note.probes] == [UNSET, ROOM, UNSET]
    (mark,) = [m for m in timeline(note).marks if m.kind is Kind.DROP_REFUSED]
    assert (mark.at, mark.probe) == (ROOM, SECOND)


# What always holds.

SCRIPT = wide_script(60)
moves = st.lists(
    st.one_of(
        st.tuples(st.just("borrow"), st.sampled_from(WIDE), st.integers(1, 11).map(lambda n: n * 60)),
        st.tuples(st.sampled_from(["open", "keep", "let go"]), st.sampled_from(WIDE)),
        st.tuples(st.just("wait"), st.integers(1, 900)),
        st.sampled_from([("undo",), ("redo",), ("tick",)]),
    ),
    max_size=25,
)
COMMANDS = {
    "borrow": do.borrow_time,
    "open": do.open_probe,
    "keep": do.refuse_drop,
    "let go": do.allow_drop,
    "undo": do.undo,
    "redo": do.redo,
}


@given(moves)
@settings(deadline=None, max_examples=80, database=None)
def test_however_time_is_borrowed_none_is_made_or_lost_and_no_lender_gives_what_it_used(done):
    session, entries, clock = begun(script=SCRIPT)
    planned = sum(item.budget_seconds for item in SCRIPT.agenda)
    for name, *args in done:
        if name == "wait":
            clock.tick(*args)
            continue
        before, events = session.state, len(entries)
        try:
            session.do(do.tick_signal, "s1") if name == "tick" else session.do(COMMANDS[name], *args)
        except Refused:
            assert (session.state, len(entries)) == (before, events)
            continue
        assert sum(budgets(session).values()) == planned
        assert min(budgets(session).values()) >= 0
        for entry in entries[events:]:
            if isinstance(entry.event, ev.TimeBorrowed):
                lender = entry.event.lender
                assert budgets(session)[lender] >= session.state.seconds_on(lender, session.at)
    assert replay([decode_entry(encode_entry(entry)) for entry in entries]) == session.state


@given(moves, st.sampled_from(WIDE), st.integers(1, 10))
@settings(deadline=None, max_examples=60, database=None)
def test_undoing_a_loan_or_a_refusal_leaves_pace_and_budgets_as_they_were(done, probe, length):
    session, _, clock = begun(script=SCRIPT)
    for name, *args in done:
        if name == "wait":
            clock.tick(*args)
        elif name in {"borrow", "open", "keep"}:
            with contextlib.suppress(Refused):
                session.do(COMMANDS[name], *args)
    for command, args in ((do.borrow_time, (probe, length * 60)), (do.refuse_drop, (probe,))):
        before = budgets(session), pace_of(session), session.state.marks
        try:
            session.do(command, *args)
        except Refused:
            continue
        assert session.state.marks != before[2]
        session.do(do.undo)
        assert (budgets(session), pace_of(session), session.state.marks) == before
        assert math.isclose(pace_of(session).left, SCRIPT.total_seconds - session.at)
