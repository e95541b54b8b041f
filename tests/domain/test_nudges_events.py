"""Nudges as events: their commands, what undo sees of them, and recovery."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain import events as ev
from screencopilot.domain.commands import Refused
from screencopilot.domain.state import replay
from tests.domain.sitting import Sitting
from tests.sample import recovered, sample_script

FIRST = sample_script().agenda[0].probe


@pytest.mark.parametrize(
    ("command", "args", "words"),
    [
        (do.show_nudge, ("own-hands",), "one nudge at a time"),
        (do.show_nudge, ("hurry-up",), "no nudge named"),
        (do.silence_nudge, ("hurry-up",), "no nudge named"),
    ],
)
def test_refusals_record_nothing(command, args, words):
    sit = Sitting("ask-for-a-number")
    sit.wait(90)
    before = list(sit.entries)
    with pytest.raises(Refused, match=words):
        sit.session.do(command, *args)
    assert sit.entries == before


def test_silenced_nudge_is_not_shown_by_hand_either_nor_any_while_paused():
    sit = Sitting("ask-for-a-number")
    sit.do(do.silence_nudge, "own-hands")
    with pytest.raises(Refused, match="silenced"):
        sit.session.do(do.show_nudge, "own-hands")
    sit.do(do.toggle_pause)
    with pytest.raises(Refused, match="stand still"):
        sit.session.do(do.show_nudge, "check-first")
    with pytest.raises(Refused, match="no nudge is shown"):
        sit.session.do(do.silence_nudge)


def test_nothing_to_drop_and_nothing_new_to_silence_record_nothing():
    sit = Sitting("ask-for-a-number")
    assert sit.session.do(do.drop_nudge) == ()
    sit.do(do.silence_nudge, "own-hands")
    assert sit.session.do(do.silence_nudge, "own-hands") == ()
    assert len(sit.session.do(do.silence_nudge, "own-hands", for_ever=True)) == 1


def test_after_the_seal_nudges_are_over():
    sit = Sitting("check-first")
    sit.session.do(do.open_closing)
    sit.session.do(do.recommend, "no", "low", "why")
    sit.session.do(do.seal, "sha256:" + "0" * 64)
    for command, args in (
        (do.show_nudge, ("own-hands",)),
        (do.silence_nudge, ("own-hands",)),
        (do.note_off_limits, ()),
        (do.note_re_entry, ()),
    ):
        with pytest.raises(Refused):
            sit.session.do(command, *args)
    assert sit.session.do(do.drop_nudge) == ()


def test_nudges_neither_undo_nor_end_what_can_be_redone():
    sit = Sitting("ask-for-a-number")
    sit.do(do.tick_signal, "w1")
    sit.do(do.tick_signal, "w2")
    sit.do(do.undo)
    undo, redo = sit.state.undo, sit.state.redo
    sit.wait(90)
    assert sit.seen == "ask-for-a-number"
    sit.do(do.silence_nudge)
    sit.do(do.note_off_limits)
    sit.do(do.note_re_entry)
    assert (sit.state.undo, sit.state.redo) == (undo, redo)
    sit.do(do.redo)
    assert sit.state.marks.probe(FIRST).ticked == {"w1", "w2"}


def test_recovered_screen_shows_what_it_showed_and_says_nothing_twice():
    sit = Sitting("ask-for-a-number")
    sit.wait(100)
    assert sit.seen == "ask-for-a-number"
    assert replay(sit.entries) == sit.state
    sit.session = recovered(sit.session, sit.entries, sit.clock)
    assert sit.seen == "ask-for-a-number"
    sit.wait(60)
    sit.silent_for(300)


def test_nudge_that_this_program_does_not_know_is_dropped():
    """A journal may come from a newer one."""
    sit = Sitting("ask-for-a-number")
    shown = sit.session._happen(ev.NudgeShown("breathe", FIRST))
    assert shown.event.nudge == "breathe"
    assert sit.seen is None
    sit.look()
    assert sit.state.nudges.current is None
