"""Marks on a probe: what each command changes, and what it refuses."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain import events as ev
from screencopilot.domain.commands import Refused
from screencopilot.domain.marks import At
from tests.sample import new_session, sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)
#: A form of the bank that this screen's agenda did not draw.
NOT_DRAWN = next(p for p in sample_script().bank.probes if p.startswith("AR1") and p != FIRST)


def opened():
    session, entries, clock = new_session()
    session.do(do.next_probe)
    return session, entries, clock


def test_tick_is_kept_with_its_second():
    session, _, clock = opened()
    clock.tick(31)
    session.do(do.tick_signal, "s1")
    assert session.state.marks.probe(FIRST).ticks == (At("s1", 31.0),)


def test_second_tick_takes_the_first_back():
    session, entries, _ = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.tick_signal, "s1")
    assert session.state.marks.probe(FIRST).ticks == ()
    assert isinstance(entries[-1].event, ev.Unticked)


def test_ticks_stand_in_the_order_in_which_they_were_heard():
    session, _, _ = opened()
    for signal in ("w1", "s3", "s1"):
        session.do(do.tick_signal, signal)
    assert [t.id for t in session.state.marks.probe(FIRST).ticks] == ["w1", "s3", "s1"]


def test_tick_on_a_named_probe_leaves_the_current_one_alone():
    session, _, _ = opened()
    session.do(do.tick_signal, "s1", probe=THIRD)
    assert session.state.marks.probe(THIRD).ticked == {"s1"}
    assert not session.state.marks.probe(FIRST).touched
    assert session.state.current == FIRST


def test_unknown_signal_is_refused_and_nothing_recorded():
    session, entries, _ = opened()
    before = list(entries)
    with pytest.raises(Refused, match="has no signal s9"):
        session.do(do.tick_signal, "s9")
    assert entries == before


@pytest.mark.parametrize("probe", ["XX-A", NOT_DRAWN, "nonsense"])
@pytest.mark.parametrize(
    ("command", "args"),
    [
        (do.tick_signal, ("s1",)),
        (do.stamp_fingerprint, ("story",)),
        (do.rate_probe, (3,)),
        (do.write_line, ("recall fell", None)),
        (do.skip_probe, ("no time left",)),
        (do.open_probe, ()),
    ],
)
@pytest.mark.parametrize("begun", [False, True], ids=["greeting", "begun"])
def test_mark_on_a_probe_off_the_agenda_is_refused(command, args, probe, begun):
    session, entries, _ = opened() if begun else new_session()
    before = list(entries)
    with pytest.raises(Refused):
        session.do(command, *args, probe=probe)
    assert entries == before


def test_stamps_are_kept_one_by_one_with_their_seconds():
    session, _, clock = opened()
    for kind in ("number", "story", "number"):
        clock.tick(5)
        session.do(do.stamp_fingerprint, kind)
    assert session.state.marks.probe(FIRST).stamps == (("number", 5.0), ("story", 10.0), ("number", 15.0))


@pytest.mark.parametrize("value", [1, 2, 3, 4, 5, "NE"])
def test_same_rating_again_clears_it(value):
    session, _, _ = opened()
    session.do(do.rate_probe, value)
    assert session.state.marks.probe(FIRST).rating.value == value
    session.do(do.rate_probe, value)
    assert session.state.marks.probe(FIRST).rating is None


def test_another_rating_replaces_the_first_with_its_own_time():
    session, _, clock = opened()
    session.do(do.rate_probe, 3)
    clock.tick(40)
    session.do(do.rate_probe, 4)
    rating = session.state.marks.probe(FIRST).rating
    assert (rating.value, rating.at) == (4, 40.0)


def test_another_rating_keeps_confidence_and_reason_but_not_the_reason_of_an_ne():
    session, _, _ = opened()
    session.do(do.rate_probe, "NE")
    session.do(do.explain_rating, FIRST, "low", "spoke of a colleague's work", "no-signal")
    session.do(do.rate_probe, 2)
    rating = session.state.marks.probe(FIRST).rating
    assert (rating.confidence, rating.because, rating.not_enough) == (
        "low",
        "spoke of a colleague's work",
        None,
    )


def test_explaining_leaves_what_is_not_given_as_it_is():
    session, _, _ = opened()
    session.do(do.rate_probe, 4)
    session.do(do.explain_rating, FIRST, confidence="high")
    session.do(do.explain_rating, FIRST, because="named the day")
    rating = session.state.marks.probe(FIRST).rating
    assert (rating.confidence, rating.because) == ("high", "named the day")


@pytest.mark.parametrize("begun", [False, True], ids=["greeting", "begun"])
def test_explaining_needs_a_rating(begun):
    session, entries, _ = opened() if begun else new_session()
    before = list(entries)
    with pytest.raises(Refused, match="rate the probe first"):
        session.do(do.explain_rating, FIRST, "high")
    assert entries == before


def test_follow_ups_are_asked_in_their_order_until_none_is_left():
    session, _, _ = opened()
    for _ in range(3):
        session.do(do.ask_follow_up)
    assert [f.id for f in session.state.marks.probe(FIRST).follow_ups] == ["f1", "f2", "f3"]
    with pytest.raises(Refused, match="every follow-up"):
        session.do(do.ask_follow_up)


def test_named_follow_up_is_asked_out_of_order_and_not_twice():
    session, _, _ = opened()
    session.do(do.ask_follow_up, "f2")
    with pytest.raises(Refused):
        session.do(do.ask_follow_up, "f2")
    session.do(do.ask_follow_up)
    session.do(do.ask_follow_up)
    assert [f.id for f in session.state.marks.probe(FIRST).follow_ups] == ["f2", "f1", "f3"]


def test_unknown_follow_up_is_refused():
    session, _, _ = opened()
    with pytest.raises(Refused):
        session.do(do.ask_follow_up, "f9")


def test_cards_are_played_in_their_order_until_none_is_left():
    session, _, _ = opened()
    session.do(do.play_card)
    session.do(do.play_card)
    assert [c.id for c in session.state.marks.probe(FIRST).cards] == ["labels-late", "half-money"]
    with pytest.raises(Refused, match="no constraint card left"):
        session.do(do.play_card)


def test_card_of_another_probe_is_refused():
    session, _, _ = new_session()
    session.do(do.open_probe, SECOND)
    with pytest.raises(Refused):
        session.do(do.play_card, "labels-late")


def test_repeats_are_counted():
    session, _, _ = opened()
    session.do(do.say_again)
    session.do(do.say_again)
    assert session.state.marks.probe(FIRST).said_again == 2


def test_no_case_is_offered_once_and_its_cap_is_said():
    session, _, clock = opened()
    clock.tick(12)
    session.do(do.offer_no_case)
    assert session.state.marks.probe(FIRST).no_case_at == 12.0
    with pytest.raises(Refused, match="caps the rung at 3"):
        session.do(do.offer_no_case)


def test_no_case_is_refused_where_the_probe_has_none():
    session, _, _ = new_session()
    session.do(do.open_probe, SECOND)
    with pytest.raises(Refused, match="no question for a missing case"):
        session.do(do.offer_no_case)


def test_number_blank_is_filled_replaced_and_cleared():
    session, _, _ = opened()
    session.do(do.fill_number, "began", " 11th ")
    session.do(do.fill_number, "began", "12th")
    assert session.state.marks.probe(FIRST).numbers == {"began": "12th"}
    session.do(do.fill_number, "began", "")
    assert session.state.marks.probe(FIRST).numbers == {}


def test_same_number_again_records_nothing():
    session, entries, _ = opened()
    session.do(do.fill_number, "began", "11th")
    count = len(entries)
    session.do(do.fill_number, "began", "11th ")
    assert len(entries) == count


def test_unknown_number_blank_is_refused():
    session, _, _ = opened()
    with pytest.raises(Refused, match="no blank named price"):
        session.do(do.fill_number, "price", "3")


def test_moments_are_kept_with_their_seconds():
    session, _, clock = opened()
    for _ in range(2):
        clock.tick(7)
        session.do(do.mark_moment)
    assert session.state.marks.probe(FIRST).moments == (7.0, 14.0)


def test_probe_only_skipped_is_not_touched_but_one_with_a_tick_is():
    session, _, _ = opened()
    session.do(do.skip_probe, "no time left", probe=SECOND)
    assert not session.state.marks.probe(SECOND).touched
    session.do(do.tick_signal, "s1", probe=SECOND)
    assert session.state.marks.probe(SECOND).touched


@pytest.mark.parametrize(
    ("command", "args"),
    [
        (do.rate_probe, (0,)),
        (do.rate_probe, (6,)),
        (do.rate_probe, ("great",)),
        (do.stamp_fingerprint, ("smell",)),
        (do.explain_rating, (FIRST, "sure")),
        (do.explain_rating, (FIRST, None, None, "bored")),
        (do.judge_claim, (0, "maybe")),
        (do.notice_gap, (-60.0, "sleep")),
        (do.notice_gap, (float("nan"), "sleep")),
        (do.notice_gap, (float("inf"), "sleep")),
        (do.write_line, ("x" * 4001,)),
        (do.fill_number, ("began", "x" * 4001)),
        (do.explain_rating, (FIRST, None, "x" * 4001)),
    ],
    ids=lambda value: getattr(value, "__name__", None) or repr(value)[:40],
)
def test_value_that_the_journal_or_the_note_could_not_read_back_is_refused(command, args):
    session, entries, _ = opened()
    session.do(do.rate_probe, 3)
    before = list(entries)
    with pytest.raises(Refused):
        session.do(command, *args)
    assert entries == before


@pytest.mark.parametrize(
    "args", [("perhaps", "high", "why"), ("yes", "sure", "why"), ("yes", "high", "x" * 4001)]
)
def test_recommendation_that_the_note_could_not_read_back_is_refused(args):
    session, entries, _ = opened()
    session.do(do.open_closing)
    before = list(entries)
    with pytest.raises(Refused):
        session.do(do.recommend, *args)
    assert entries == before
