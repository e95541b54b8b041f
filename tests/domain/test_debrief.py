"""The debrief's rules: parts in order, votes with what moved them, outcomes with reasons, originals untouched."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.commands import Refused
from screencopilot.domain.debrief_events import MovedBy
from screencopilot.domain.debrief_record import record_of, revisions_of
from screencopilot.domain.debrief_session import DebriefSession
from screencopilot.domain.debrief_state import after_vote, held, shares
from tests.debriefs import BY_ANN, new_debrief, sample_case
from tests.sample import ManualClock


def voting(name: str = "Ben") -> DebriefSession:
    session, _ = new_debrief()
    session.do(do.turn_on)
    session.do(do.take_turn, name)
    return session


def walking(clock: ManualClock | None = None) -> DebriefSession:
    session, _ = new_debrief(clock=clock)
    session.do(do.turn_on)
    session.do(do.take_turn, "Ben")
    session.do(do.vote, 1, 3, BY_ANN, "low")
    session.do(do.end_turn)
    for name in ("Ann", "Cy"):
        session.do(do.skip_turn, name)
    session.do(do.turn_on)
    return session


def deciding() -> DebriefSession:
    session = walking()
    session.do(do.turn_on)
    return session


def refused(session: DebriefSession, command: Any, *args: Any) -> str:
    before = session.state
    with pytest.raises(Refused) as refusal:
        session.do(command, *args)
    assert session.state == before
    return str(refusal.value)


# The case.


def test_the_case_has_the_splits_of_compare_with_all_who_rated_them() -> None:
    case = sample_case()
    assert [(one.number, one.probe, one.spread, one.names) for one in case.disagreements] == [
        (1, "CT1-A", 3, ("Ann", "Ben", "Cy")), (2, "AR1-A", 2, ("Ann", "Ben", "Cy")),
    ]  # fmt: skip
    assert {row.probe: row.split for row in case.rows} == {
        "CT1-A": True, "AR1-A": True, "CV-A": False, "ZZ1-A": False,
    }  # fmt: skip
    assert case.voters == ("Ann", "Ben", "Cy")
    unknown, known = case.disagreements
    assert unknown.rungs == ()
    assert [rung.rung for rung in known.between()] == [4, 3, 2]
    assert known.signal("s1").text
    assert unknown.view("Cy").rating == "NE"  # type: ignore[union-attr]


def test_the_key_is_that_of_candidate_and_seals_wherever_the_notes_lie() -> None:
    case = sample_case()
    elsewhere = msgspec.structs.replace(
        case, notes=tuple(msgspec.structs.replace(n, path="/x") for n in case.notes[::-1])
    )
    other = msgspec.structs.replace(case, notes=case.notes[1:])
    assert case.key == elsewhere.key
    assert case.key != other.key


# Parts in order.


def test_the_walk_begins_when_all_had_their_turn() -> None:
    session, _ = new_debrief()
    session.do(do.turn_on)
    assert "Ann has not voted" in refused(session, do.turn_on)
    session.do(do.take_turn, "Ann")
    assert "still voting" in refused(session, do.turn_on)
    assert "still voting" in refused(session, do.take_turn, "Ben")
    session.do(do.end_turn)
    assert "has had their turn" in refused(session, do.take_turn, "Ann")
    session.do(do.skip_turn, "Ben")
    session.do(do.skip_turn, "Cy")
    session.do(do.turn_on)
    assert (session.state.phase, session.state.current) == ("walk", 1)


def test_without_a_split_one_goes_from_reading_to_the_decision() -> None:
    case = sample_case()
    session, _ = new_debrief(msgspec.structs.replace(case, disagreements=()))
    session.do(do.turn_on)
    assert session.state.phase == "decide"
    assert "nothing was split" in refused(session, do.turn_back)


def test_nothing_is_voted_while_all_read() -> None:
    session, _ = new_debrief()
    assert "silent read" in refused(session, do.vote, 1, 3, BY_ANN)
    assert "silent read" in refused(session, do.keep_views, 1)


# The second vote.


def test_another_rating_says_what_moved_it_and_the_same_one_needs_nothing() -> None:
    session = voting()
    assert "what moved you" in refused(session, do.vote, 1, 3)
    session.do(do.vote, 1, 3, BY_ANN, "low")
    session.do(do.vote, 2, 3)
    votes = session.state.marks.votes
    assert (votes[1]["Ben"].rating, votes[1]["Ben"].moved_by, votes[1]["Ben"].confidence) == (
        3,
        BY_ANN,
        "low",
    )
    assert (votes[2]["Ben"].rating, votes[2]["Ben"].moved_by) == (3, None)


@pytest.mark.parametrize(
    ("moved", "words"),
    [
        (MovedBy("evidence", "mine", "Ben", "e1"), "somebody else"),
        (MovedBy("evidence", "x", "Ann", "e2"), "no such evidence"),
        (MovedBy("signal", "x", "Ann", "w9"), "no such signal"),
        (MovedBy("evidence", "x", "Dee", "e1"), "somebody else"),
        (MovedBy("words", "  "), "write a line"),
    ],
)
def test_what_moved_a_vote_is_of_somebody_else_or_a_line(moved: MovedBy, words: str) -> None:
    assert words in refused(voting(), do.vote, 1, 4, moved)


def test_a_signal_or_a_line_of_ones_own_may_move_a_vote() -> None:
    session = voting()
    session.do(do.vote, 1, 4, MovedBy("signal", "", "Ann", "s2"))
    session.do(do.vote, 1, "NE", MovedBy("words", "I asked too little"))
    assert session.state.marks.votes[1]["Ben"].rating == "NE"


def test_undo_in_the_vote_never_reaches_into_another_ones_turn() -> None:
    session = voting()
    session.do(do.vote, 1, 4, BY_ANN)
    session.do(do.end_turn)
    assert "nothing to take back" in refused(session, do.take_back)
    session.do(do.take_turn, "Ann")
    assert "nothing to take back" in refused(session, do.take_back)
    assert session.state.marks.votes[1]["Ben"].rating == 4


# The walk.


def test_kept_agreed_and_changed_say_who_holds_what() -> None:
    session = walking()
    case = session.case
    session.do(do.keep_views, 1)
    assert held(case, session.state, 1) == {"Ann": 5, "Ben": 3, "Cy": "NE"}
    assert "it moves Ann, Cy" in refused(session, do.agree, 1, 3)
    session.do(do.agree, 1, 3, "the number was not his")
    assert held(case, session.state, 1) == {"Ann": 3, "Ben": 3, "Cy": 3}
    session.do(do.keep_views, 1)
    assert held(case, session.state, 1) == after_vote(case, session.state, 1)
    assert "needs its why" in refused(session, do.change_view, 1, "Ann", 4, " ")
    assert "holds 5 already" in refused(session, do.change_view, 1, "Ann", 5, "x")
    assert "did not rate" in refused(session, do.change_view, 1, "Dee", 5, "x")
    session.do(do.change_view, 1, "Ann", 4, "half of it was read")
    session.do(do.change_view, 1, "Cy", 3, "heard it from Ann")
    outcome = session.state.marks.outcomes[1]
    assert (outcome.result, dict(outcome.views)) == ("changed", {"Ann": 4, "Ben": 3, "Cy": 3})
    assert dict(outcome.reasons) == {"Ann": "half of it was read", "Cy": "heard it from Ann"}


def test_a_change_taken_back_by_another_leaves_the_views_kept() -> None:
    session = walking()
    session.do(do.change_view, 1, "Ann", 4, "one")
    session.do(do.change_view, 1, "Ann", 5, "two")
    assert session.state.marks.outcomes[1].result == "kept"


def test_each_disagreement_gets_its_share_of_what_is_left_by_spread() -> None:
    clock = ManualClock()
    session, _ = new_debrief(clock=clock)
    clock.tick(200)
    session.do(do.turn_on)
    for name in ("Ann", "Ben", "Cy"):
        session.do(do.skip_turn, name)
    session.do(do.turn_on)
    assert shares(session.case, session.state) == {1: 600.0, 2: 400.0}
    clock.tick(30)
    session.do(do.open_disagreement, 2)
    clock.tick(10)
    session.do(do.toggle_clock)
    clock.tick(500)
    assert (session.state.seconds_on(1, session.at), session.state.seconds_on(2, session.at)) == (30, 10)
    session.do(do.toggle_clock)
    assert (session.at, session.state.paused_seconds) == (240, 500)
    assert shares(session.case, session.state) == {1: 600.0, 2: 400.0}


def test_a_half_typed_line_stays_until_something_is_entered() -> None:
    session = walking()
    session.do(do.keep_line, "walk//q", "who wr")
    assert session.state.typed is not None
    assert session.do(do.keep_line, "walk//q", "who wr") == ()
    session.do(do.leave_question, "who wrote it?")
    assert session.state.typed is None
    session.do(do.keep_line, "walk//q", "x")
    session.do(do.keep_line, "walk//q", "")
    assert session.state.typed is None


# Undo, decision, record.


def test_undo_gives_back_what_was_there_mark_by_mark() -> None:
    session = walking()
    before = [session.state.marks]
    for command, args in (
        (do.keep_views, (1,)),
        (do.change_view, (1, "Ann", 4, "x")),
        (do.leave_question, ("who?",)),
        (do.drop_question, (0,)),
        (do.say_present, (["Ann"],)),
    ):
        session.do(command, *args)
        before.append(session.state.marks)
    for marks in before[-2::-1]:
        session.do(do.take_back)
        assert session.state.marks == marks
    assert "nothing to take back" in refused(session, do.take_back)


def test_the_decision_is_in_the_panels_words_and_nothing_is_written_without_it() -> None:
    session = deciding()
    assert "who was present" in refused(session, do.confirm)
    session.do(do.say_present, ["Ann", " Ben ", "", "Ann"])
    assert session.state.marks.present == ("Ann", "Ben")
    assert "what the panel decided" in refused(session, do.confirm)
    with pytest.raises(ValueError, match="decision"):
        record_of(session.case, session.state, "test")
    assert "own words" in refused(session, do.decide, "advance", " ")
    session.do(do.decide, "no-decision")
    session.do(do.confirm)
    assert session.state.phase == "closed"
    assert "closed" in refused(session, do.take_back)
    assert "closed" in refused(session, do.decide, "advance", "x")


def test_the_record_tells_first_second_and_last_and_every_revision_has_its_why() -> None:
    session = walking()
    session.do(do.change_view, 2, "Cy", 3, "the date was his own")
    session.do(do.turn_on)
    session.do(do.say_present, ["Ann", "Ben", "Cy"])
    session.do(do.decide, "another-screen", "on cost")
    session.do(do.confirm)
    record = record_of(session.case, session.state, "test")
    one, two = record.disagreements
    assert [(v.evaluator, v.first, v.second, v.last) for v in one.views] == [
        ("Ann", 5, msgspec.UNSET, 5), ("Ben", 2, 3, 3), ("Cy", "NE", msgspec.UNSET, "NE"),
    ]  # fmt: skip
    assert (one.result, two.result, two.because) == (msgspec.UNSET, "changed", "the date was his own")
    assert [(r.evaluator, r.probe, r.was, r.to, r.because) for r in record.revisions] == [
        ("Ben", "CT1-A", 2, 3, "second vote, moved by Ann's evidence e1: recall fell to 0.64"),
        ("Cy", "AR1-A", 2, 3, "the date was his own"),
    ]
    assert {row.probe: row.given for row in record.ratings}["CT1-A"] == {"Ann": 5, "Ben": 2, "Cy": "NE"}
    assert {n.id for n in record.notes} == {n.id for n in session.case.notes}


def test_a_talk_that_brings_all_back_to_the_first_ratings_revises_nothing() -> None:
    session = walking()
    session.do(do.change_view, 1, "Ben", 2, "it was not hers to say")
    assert revisions_of(session.case, session.state) == ()
