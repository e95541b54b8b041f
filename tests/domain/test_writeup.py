"""The note of a screen: times, statuses, marks, figures and notices."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec import UNSET

from screencopilot.domain import commands as do
from screencopilot.domain.note import CompetencyFigure, FlagNote, Overall, Timing
from screencopilot.domain.writeup import competency_figures, note_of, probe_status
from tests.sample import STARTED, new_session, sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)


def opened():
    session, _, clock = new_session()
    session.do(do.next_probe)
    return session, clock


def note(session):
    return note_of(session.script, session.state)


def probe_note(session, probe=FIRST):
    return next(p for p in note(session).probes if p.id == probe)


def notices(session):
    return note(session).calibration.notices


def test_note_says_who_what_and_on_which_meaning():
    session, _ = opened()
    found = note(session)
    assert (found.candidate.ref, found.candidate.level, found.evaluator.name) == ("C-1", "senior", "A. Kim")
    assert found.bank.digest == session.script.bank.digest
    assert found.bank.plan == "45"
    assert found.status == "draft"
    assert note_of(session.script, session.state, "sealed").status == "sealed"


def test_times_are_of_the_screen_without_the_greeting():
    session, _, clock = new_session()
    clock.tick(75.4)
    session.do(do.next_probe)
    clock.tick(100)
    session.do(do.toggle_pause)
    clock.tick(66)
    session.do(do.toggle_pause)
    clock.tick(20)
    session.do(do.open_closing)
    clock.tick(300)
    session.do(do.rate_probe, 3)
    assert note(session).timing == Timing(
        started=STARTED + dt.timedelta(seconds=75),
        ended=STARTED + dt.timedelta(seconds=261),
        active_seconds=120,
        paused_seconds=66,
        opening_seconds=75,
    )


def test_draft_ends_at_its_last_event():
    session, clock = opened()
    clock.tick(50)
    session.do(do.tick_signal, "s1")
    clock.tick(50)
    assert note(session).timing.active_seconds == 50
    assert note(session).timing.ended == STARTED + dt.timedelta(seconds=50)


def test_stamps_of_wall_time_keep_their_zone():
    session, _ = opened()
    assert note(session).timing.started.utcoffset() == dt.timedelta(hours=-5)


def test_note_has_every_probe_of_the_agenda_in_its_order():
    session, _ = opened()
    assert [p.id for p in note(session).probes] == [FIRST, SECOND, THIRD]
    assert [p.bar for p in note(session).probes] == [4, 4, 4]
    assert [p.budget_seconds for p in note(session).probes] == [840, 600, 480]


# Statuses.


def test_probe_never_opened_was_not_reached():
    session, _ = opened()
    assert probe_note(session, THIRD).status == "not-reached"
    assert probe_note(session, THIRD).asked_at is UNSET


@pytest.mark.parametrize(("seconds", "status"), [(0, "not-reached"), (9.9, "not-reached"), (10, "asked")])
def test_probe_looked_at_for_ten_seconds_was_asked(seconds, status):
    session, clock = opened()
    clock.tick(seconds)
    assert probe_status(session.state, FIRST, session.at) == status


@pytest.mark.parametrize(
    ("command", "args"),
    [
        (do.tick_signal, ("s1",)),
        (do.write_line, ("a line",)),
        (do.rate_probe, ("NE",)),
        (do.say_again, ()),
        (do.mark_moment, ()),
        (do.offer_no_case, ()),
        (do.fill_number, ("began", "11th")),
    ],
    ids=lambda value: getattr(value, "__name__", ""),
)
def test_probe_with_any_mark_was_asked(command, args):
    session, _ = opened()
    session.do(command, *args)
    assert probe_note(session).status == "asked"
    assert probe_note(session).asked_at == 0


def test_mark_taken_back_leaves_a_probe_as_if_never_asked():
    session, _ = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.tick_signal, "s1")
    assert probe_note(session).status == "not-reached"


def test_probe_skipped_says_why_however_long_it_was_looked_at():
    session, clock = opened()
    clock.tick(30)
    session.do(do.skip_probe, "candidate declined")
    found = probe_note(session)
    assert (found.status, found.skipped_because, found.seconds) == ("skipped", "candidate declined", 30)
    assert found.asked_at is UNSET


def test_probe_skipped_after_something_was_heard_was_asked():
    session, _ = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.skip_probe, "no time left")
    assert probe_note(session).status == "asked"


# What was marked.


def test_marks_stand_in_the_note_with_whole_seconds():
    session, clock = opened()
    clock.tick(12.7)
    session.do(do.tick_signal, "s3")
    session.do(do.ask_follow_up)
    session.do(do.play_card)
    session.do(do.stamp_fingerprint, "number")
    session.do(do.mark_moment)
    clock.tick(10)
    session.do(do.stamp_fingerprint, "number")
    session.do(do.stamp_fingerprint, "regret")
    session.do(do.fill_number, "began", "11th")
    session.do(do.offer_no_case)
    session.do(do.say_again)
    found = probe_note(session)
    assert (found.ticks, found.ticked_at) == (("s3",), {"s3": 12})
    assert (found.follow_ups, found.follow_ups_at) == (("f1",), {"f1": 12})
    assert (found.cards, found.cards_at) == (("labels-late",), {"labels-late": 12})
    assert found.fingerprints == {"number": (12, 22), "regret": (22,)}
    assert found.moments == (12,)
    assert found.numbers == {"began": "11th"}
    assert (found.no_case_at, found.said_again) == (22, 1)


def test_rating_stands_with_its_words_and_time():
    session, clock = opened()
    clock.tick(90)
    session.do(do.rate_probe, 4)
    session.do(do.explain_rating, FIRST, "high", "named the day")
    found = probe_note(session)
    assert (found.rating, found.confidence, found.because, found.rated_at) == (4, "high", "named the day", 90)
    assert found.not_enough is UNSET
    assert found.rated_recalled_after is UNSET


def test_ne_stands_with_its_reason():
    session, _ = opened()
    session.do(do.rate_probe, "NE")
    session.do(do.explain_rating, FIRST, not_enough="no-time")
    assert (probe_note(session).rating, probe_note(session).not_enough) == ("NE", "no-time")


def test_probe_without_a_rating_has_no_words_of_one():
    session, _ = opened()
    found = probe_note(session)
    assert (found.rating, found.confidence, found.because, found.rated_at) == (UNSET, UNSET, UNSET, UNSET)


def test_evidence_stands_with_kind_polarity_and_signal():
    session, clock = opened()
    clock.tick(30)
    session.do(do.write_line, '+"recall fell"', "s3")
    (line,) = note(session).evidence
    assert (line.id, line.at, line.probe, line.kind, line.polarity) == ("e1", 30, FIRST, "quote", "+")
    assert (line.signal, line.text, line.recalled_after) == ("s3", "recall fell", UNSET)


def test_claims_stand_with_and_without_a_verdict():
    session, clock = opened()
    session.do(do.write_line, '"I carried the pager"')
    clock.tick(15)
    session.do(do.ask_claim, 0)
    session.do(do.judge_claim, 0, "verified", ("e1",))
    first, second = note(session).claims
    assert (first.verdict, first.by_practitioner, first.evidence, first.asked_at) == (
        "verified",
        True,
        ("e1",),
        15,
    )
    assert (second.verdict, second.by_practitioner, second.evidence, second.asked_at) == (
        UNSET,
        False,
        (),
        UNSET,
    )


def test_kept_flag_stands_with_check_and_quote():
    session, clock = opened()
    clock.tick(10)
    session.do(do.ask_check, "all-success")
    clock.tick(10)
    session.do(do.keep_flag, "all-success", "nothing ever broke")
    assert note(session).flags == (FlagNote("all-success", FIRST, 20, 10, "e1"),)


def test_check_alone_is_no_flag():
    session, _ = opened()
    session.do(do.ask_check, "all-success")
    assert note(session).flags == ()


def test_recommendation_stands_with_its_time_and_is_absent_before():
    session, clock = opened()
    clock.tick(60)
    session.do(do.open_closing)
    assert note(session).overall is UNSET
    session.do(do.recommend, "no", "medium", "one story only")
    assert note(session).overall == Overall("no", "medium", "one story only", 60)


# Figures.


def test_competency_mean_leaves_out_ne_and_says_how_many_were_rated():
    session, _ = opened()
    session.do(do.rate_probe, 5)
    session.do(do.rate_probe, "NE", probe=SECOND)
    session.do(do.rate_probe, 2, probe=THIRD)
    assert competency_figures(session.state) == {"diagnosis": CompetencyFigure(3.5, -0.5, 2)}


def test_figures_have_two_decimals():
    script = sample_script(plan="30")
    session, _, _ = new_session(script)
    for item, rung in zip(script.agenda, (3, 4, 4), strict=True):
        session.do(do.rate_probe, rung, probe=item.probe)
    found = competency_figures(session.state)
    assert found["diagnosis"] == CompetencyFigure(3.5, -0.5, 2)
    assert found["cost-sense"] == CompetencyFigure(4.0, 0.0, 1)


def test_ratings_with_evidence_counts_probes_with_a_line():
    session, _ = opened()
    session.do(do.rate_probe, 3)
    session.do(do.rate_probe, 3, probe=SECOND)
    session.do(do.rate_probe, "NE", probe=THIRD)
    session.do(do.write_line, "a line")
    found = note(session).calibration
    assert (found.ratings_given, found.ratings_with_evidence) == (2, 1)


@pytest.mark.parametrize(("rung", "said"), [(1, True), (2, False), (4, False), (5, True)])
def test_rating_at_an_end_without_a_quote_is_noticed(rung, said):
    session, _ = opened()
    session.do(do.rate_probe, rung)
    assert (f"rated {rung} without a quote: {FIRST}" in notices(session)) is said
    session.do(do.write_line, '"the very words"')
    assert f"rated {rung} without a quote: {FIRST}" not in notices(session)


@pytest.mark.parametrize(("rung", "said"), [(3, False), (4, True)])
def test_rating_over_the_cap_of_a_hypothetical_is_noticed(rung, said):
    session, _ = opened()
    session.do(do.offer_no_case)
    session.do(do.rate_probe, rung)
    assert (f"rated {rung} on a hypothetical capped at 3: {FIRST}" in notices(session)) is said


def test_rating_of_what_was_not_asked_is_noticed():
    session, clock = opened()
    session.do(do.rate_probe, 3)
    session.do(do.rate_probe, 3, probe=SECOND)
    assert notices(session) == (f"rated without having been asked: {SECOND}",)
    session.do(do.next_probe)
    clock.tick(30)
    assert notices(session) == ()


@pytest.mark.parametrize(("last", "said"), [(3, True), (4, False), ("NE", False)])
def test_one_rung_throughout_is_noticed_from_three_ratings_on(last, said):
    session, _ = opened()
    session.do(do.rate_probe, 3)
    for probe, rung in ((SECOND, 3), (THIRD, last)):
        session.do(do.rate_probe, rung, probe=probe)
    assert ("one rung on all 3 rated probes: 3" in notices(session)) is said


def test_rating_from_memory_is_noticed():
    session, clock = opened()
    session.do(do.open_closing)
    clock.tick(50)
    session.do(do.rate_probe, 3)
    assert notices(session) == (f"rated from memory after the close: {FIRST}",)
    assert probe_note(session).rated_recalled_after == 50


@pytest.mark.parametrize(("rung", "said"), [(1, True), (2, False)])
def test_no_average_rescues_a_rating_below_a_floor(rung, said):
    session, _ = opened()
    session.do(do.rate_probe, rung)
    session.do(do.rate_probe, 5, probe=THIRD)
    assert ("a rating below the floor of 2: Diagnosis under pressure" in notices(session)) is said


def test_competency_without_a_floor_is_never_below_it():
    session, _ = opened()
    session.do(do.rate_probe, 1, probe=SECOND)
    assert not any("floor" in words for words in notices(session))


def test_untouched_screen_has_nothing_to_notice():
    session, _, _ = new_session()
    assert notices(session) == ()
