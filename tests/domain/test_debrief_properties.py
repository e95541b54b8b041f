"""Whatever a panel does, in whatever order: the state stays sound and the journal alone gives it back."""

from __future__ import annotations

from typing import Any

import msgspec
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.commands import Refused
from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_events import (
    DebriefEntry,
    MovedBy,
    decode_debrief_entry,
    encode_debrief_entry,
)
from screencopilot.domain.debrief_record import record_of, revisions_of
from screencopilot.domain.debrief_session import DebriefSession
from screencopilot.domain.debrief_state import DebriefState, after_vote, held, replay, shares
from screencopilot.formats.debrief_toml import dump_record, parse_record
from screencopilot.formats.text_safety import one_line
from tests.debriefs import new_debrief, sample_case
from tests.sample import ManualClock

CASE = sample_case()
#: Typed text comes clean from the terminal.
texts = st.one_of(st.sampled_from(["because", "", " ", "a, b", '"""', "\\"]), st.text(max_size=20)).map(
    one_line
)
names = st.sampled_from(["Ann", "Ben", "Cy", "Cy", "Dee", ""])
numbers = st.sampled_from([1, 2, 1, 2, 0, 3, -1])
rungs = st.sampled_from([1, 2, 3, 4, 5, "NE"])
moved = st.one_of(
    st.none(),
    st.builds(
        MovedBy,
        st.sampled_from(["evidence", "signal", "words"]),
        texts,
        names,
        st.sampled_from(["e1", "e2", "s1", "s2", "w1", ""]),
    ),
)
steps = st.one_of(
    st.tuples(st.just(do.turn_on)),
    st.tuples(st.just(do.turn_on)),
    st.tuples(st.just(do.turn_back)),
    st.tuples(st.just(do.take_turn), names),
    st.tuples(st.just(do.skip_turn), names),
    st.tuples(st.just(do.end_turn)),
    st.tuples(st.just(do.vote), numbers, rungs, moved, st.sampled_from([None, "low", "high"])),
    st.tuples(st.just(do.open_disagreement), numbers),
    st.tuples(st.just(do.keep_views), numbers, texts),
    st.tuples(st.just(do.agree), numbers, rungs, texts),
    st.tuples(st.just(do.change_view), numbers, names, rungs, texts),
    st.tuples(st.just(do.say_present), st.lists(texts, max_size=3)),
    st.tuples(st.just(do.leave_question), texts),
    st.tuples(st.just(do.drop_question), st.integers(-1, 3)),
    st.tuples(st.just(do.decide), st.sampled_from(["advance", "no-decision"]), texts),
    st.tuples(st.just(do.keep_line), st.sampled_from(["walk//x", "vote/Ben/y"]), texts),
    st.tuples(st.just(do.toggle_clock)),
    st.tuples(st.just(do.take_back)),
    st.tuples(st.just(do.confirm)),
    st.tuples(st.just("tick"), st.floats(0, 500)),
)
#: Where the steps begin: not every run has to find its way through the parts.
starts = st.sampled_from(["read", "vote", "walk", "decide"])
ordinary = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])


def begun(start: str) -> tuple[DebriefSession, list[DebriefEntry], ManualClock]:
    clock = ManualClock()
    session, journal = new_debrief(CASE, clock)
    if start != "read":
        session.do(do.turn_on)
    if start in {"walk", "decide"}:
        for name in CASE.voters:
            session.do(do.skip_turn, name)
        session.do(do.turn_on)
    if start == "decide":
        session.do(do.turn_on)
    return session, journal, clock


def done(session: DebriefSession, clock: ManualClock, step: tuple[Any, ...]) -> bool:
    """Do a step; return whether it was not refused."""
    if step[0] == "tick":
        clock.tick(step[1])
        return True
    try:
        session.do(*step)
    except Refused as refusal:
        assert str(refusal)
        return False
    return True


def check(case: Case, state: DebriefState) -> None:
    for one in case.disagreements:
        now = held(case, state, one.number)
        assert set(now) == set(after_vote(case, state, one.number)) == set(one.names)
        for name, vote in state.marks.votes.get(one.number, {}).items():
            view = one.view(name)
            assert view is not None
            assert vote.rating == view.rating or vote.moved_by is not None
            assert vote.moved_by is None or vote.moved_by.whose != name
        outcome = state.marks.outcomes.get(one.number)
        if outcome and outcome.result == "agreed":
            assert len(set(now.values())) == 1
        if outcome and outcome.result == "changed":
            assert outcome.because
    assert all(one.because.strip() for one in revisions_of(case, state))
    assert state.turn == "" or (state.phase == "vote" and state.turn not in state.turns_done)
    assert sum(shares(case, state).values()) <= state.opened.minutes * 60 + 0.01


@given(start=starts, given_=st.lists(steps, max_size=40))
@ordinary
def test_any_steps_leave_a_sound_state_that_the_journal_gives_back(start: str, given_: list[Any]) -> None:
    session, journal, clock = begun(start)
    originals = msgspec.json.encode(session.case)
    for step in given_:
        before, count = session.state, len(journal)
        if not done(session, clock, step):
            assert (session.state, len(journal)) == (before, count)
        check(session.case, session.state)
    assert msgspec.json.encode(session.case) == originals
    assert [entry.seq for entry in journal] == list(range(len(journal)))
    assert [entry.at for entry in journal] == sorted(entry.at for entry in journal)
    again = [decode_debrief_entry(encode_debrief_entry(entry)) for entry in journal]
    assert again == journal
    assert replay(again) == session.state


@given(start=starts, given_=st.lists(steps, max_size=25), cut=st.integers(0, 40))
@ordinary
def test_a_debrief_gone_on_with_is_where_it_was(start: str, given_: list[Any], cut: int) -> None:
    session, journal, clock = begun(start)
    for step in given_[:cut]:
        done(session, clock, step)
    resumed = DebriefSession(CASE, clock, journal.append, list(journal))
    assert resumed.state == session.state
    for step in given_[cut:]:
        done(resumed, clock, step)
    check(CASE, resumed.state)
    assert replay(journal) == resumed.state


@given(start=starts, given_=st.lists(steps, max_size=30))
@ordinary
def test_doing_and_taking_back_is_as_if_nothing_was_done(start: str, given_: list[Any]) -> None:
    session, journal, clock = begun(start)
    for step in given_:
        marks, undo = session.state.marks, session.state.undo
        done(session, clock, step)
        if len(session.state.undo) > len(undo):
            again = session.state.marks
            session.do(do.take_back)
            assert (session.state.marks, session.state.undo) == (marks, undo)
            done(session, clock, step)
            assert session.state.marks == again
    assert replay(journal) == session.state


@given(start=st.sampled_from(["walk", "decide"]), given_=st.lists(steps, max_size=30))
@ordinary
def test_any_debrief_that_can_be_confirmed_has_a_record_that_reads_back(
    start: str, given_: list[Any]
) -> None:
    session, _, clock = begun(start)
    for step in given_:
        done(session, clock, step)
    if session.state.phase == "walk":
        session.do(do.turn_on)
    if session.state.phase == "decide":
        session.do(do.say_present, ["Ann"])
        session.do(do.decide, "no-decision")
        session.do(do.confirm)
    record = record_of(CASE, session.state, "test")
    assert parse_record(dump_record(record), "x") == record
    assert {v.first for one in record.disagreements for v in one.views} == {5, 2, "NE", 4, 3}
    changed = {(v.evaluator, d.probe) for d in record.disagreements for v in d.views if v.first != v.last}
    assert {(r.evaluator, r.probe) for r in record.revisions} == changed
