"""Undo and redo of marks."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain.commands import Refused
from screencopilot.domain.state import UNDO_DEPTH
from tests.sample import new_session, sample_script

FIRST = sample_script().agenda[0].probe


def opened():
    session, entries, clock = new_session()
    session.do(do.next_probe)
    return session, entries, clock


def test_undo_takes_back_the_newest_mark_and_redo_lets_it_stand():
    session, _, _ = opened()
    session.do(do.tick_signal, "s1")
    before = session.state.marks
    session.do(do.rate_probe, 4)
    after = session.state.marks
    session.do(do.undo)
    assert session.state.marks == before
    session.do(do.redo)
    assert session.state.marks == after


def test_undo_of_an_untick_brings_the_tick_back_with_its_own_time():
    session, _, clock = opened()
    clock.tick(5)
    session.do(do.tick_signal, "s1")
    clock.tick(5)
    session.do(do.tick_signal, "s1")
    session.do(do.undo)
    assert session.state.marks.probe(FIRST).ticks[0].at == 5.0


def test_undo_goes_back_mark_by_mark_to_the_empty_sheet():
    session, _, _ = opened()
    empty = session.state.marks
    for signal in ("s1", "s2", "w1"):
        session.do(do.tick_signal, signal)
    for _ in range(3):
        session.do(do.undo)
    assert session.state.marks.probe(FIRST) == empty.probe(FIRST)
    with pytest.raises(Refused, match="nothing to undo"):
        session.do(do.undo)


def test_new_mark_forgets_what_could_be_redone():
    session, _, _ = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.undo)
    session.do(do.tick_signal, "s2")
    with pytest.raises(Refused, match="nothing to redo"):
        session.do(do.redo)


def test_nothing_to_redo_before_an_undo():
    session, _, _ = opened()
    session.do(do.tick_signal, "s1")
    with pytest.raises(Refused, match="nothing to redo"):
        session.do(do.redo)


def test_undo_moves_no_probe_and_no_clock():
    session, _, clock = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.next_probe)
    clock.tick(30)
    current, visits = session.state.current, session.state.visits
    session.do(do.undo)
    assert (session.state.current, session.state.visits, session.at) == (current, visits, 30.0)


def test_undo_works_while_paused_and_while_closing():
    session, _, _ = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.tick_signal, "s2")
    session.do(do.toggle_pause)
    session.do(do.undo)
    session.do(do.open_closing)
    session.do(do.undo)
    assert session.state.marks.probe(FIRST).ticked == frozenset()


def test_undo_reaches_back_two_hundred_marks_and_no_further():
    session, _, _ = opened()
    for _ in range(UNDO_DEPTH + 5):
        session.do(do.mark_moment)
    for _ in range(UNDO_DEPTH):
        session.do(do.undo)
    assert len(session.state.marks.probe(FIRST).moments) == 5
    with pytest.raises(Refused):
        session.do(do.undo)
    for _ in range(UNDO_DEPTH):
        session.do(do.redo)
    assert len(session.state.marks.probe(FIRST).moments) == UNDO_DEPTH + 5
    assert len(session.state.undo) == UNDO_DEPTH
