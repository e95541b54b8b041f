"""A note laid out in time, a rating revised after the seal, a transcript laid beside."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.domain import commands as do
from screencopilot.domain.beside import lay_beside, moved, renewed
from screencopilot.domain.commands import Refused
from screencopilot.domain.note import Note
from screencopilot.domain.revising import rating_now, revised
from screencopilot.domain.timeline import Kind, Timeline, Words, timeline, words_of
from screencopilot.domain.transcript import Transcript, Utterance
from screencopilot.domain.transcript_clock import Pause
from screencopilot.domain.writeup import note_of
from tests.sample import STARTED, new_session, sample_bank

QUOTE = "the join went stale on a Friday and nobody was paged until Monday"
SECOND = "we halved the candidate set before we touched the model itself"


def screened():
    """Return the note and the journal of a screen with something of everything on it."""
    session, entries, clock = new_session()
    clock.tick(30)
    session.do(do.next_probe)
    first, second, _ = (item.probe for item in session.script.agenda)
    clock.tick(20)
    session.do(do.tick_signal, "s1")
    session.do(do.ask_claim, 0)
    clock.tick(20)
    session.do(do.ask_follow_up)
    session.do(do.stamp_fingerprint, "number")
    session.do(do.fill_number, "damage", "6 points")
    clock.tick(20)
    session.do(do.write_line, f'+"{QUOTE}"')
    session.do(do.mark_moment)
    session.do(do.rate_probe, 3)
    session.do(do.play_card)
    session.do(do.toggle_pause)
    clock.tick(45)
    session.do(do.toggle_pause)
    clock.tick(20)
    session.do(do.tick_signal, "w1")
    session.do(do.undo)
    session.do(do.rate_probe, 4)
    session.do(do.explain_rating, first, confidence="high", because="own hands")
    session.do(do.say_again)
    session.do(do.open_probe, second)
    clock.tick(60)
    session.do(do.write_line, f'"{SECOND}"')
    session.do(do.ask_check, "all-success")
    session.do(do.keep_flag, "all-success", "never had one fail")
    session.do(do.open_probe, first)
    clock.tick(15)
    session.do(do.mark_moment)
    session.do(do.open_closing)
    clock.tick(50)
    session.do(do.rate_probe, "NE", second)
    session.do(do.explain_rating, second, not_enough="no-time")
    session.do(do.judge_claim, 0, "verified", ("e1",))
    session.do(do.recommend, "yes", "medium", "would work with them")
    return note_of(session.script, session.state), entries, (first, second)


NOTE, ENTRIES, (FIRST, THEN) = screened()
WORDS = words_of(NOTE, sample_bank())


def of(time: Timeline, kind: Kind) -> list[tuple[int | None, str, str]]:
    return [(m.at if m.at is None else int(m.at), m.probe, m.sign) for m in time.marks if m.kind is kind]


def test_everything_in_a_note_is_on_its_timeline_at_its_second():
    time = timeline(NOTE, WORDS)

    assert not time.exact
    assert [bar.number for bar in time.bars] == [1, 2, 3]
    assert of(time, Kind.OPENED) == [(0, FIRST, ""), (80, THEN, "")]
    assert of(time, Kind.TICK) == [(20, FIRST, "strong")]
    assert of(time, Kind.FOLLOW_UP) == [(40, FIRST, "")]
    assert of(time, Kind.STAMP) == [(40, FIRST, "number")]
    assert of(time, Kind.MOMENT) == [(60, FIRST, ""), (155, FIRST, "")]
    assert of(time, Kind.CARD) == [(60, FIRST, "")]
    assert of(time, Kind.LINE) == [(60, FIRST, '+"'), (140, THEN, '"'), (140, THEN, '!"')]
    assert of(time, Kind.RATED) == [(80, FIRST, "4"), (155, THEN, "NE")]
    assert of(time, Kind.FLAG) == [(140, THEN, "!")]
    assert of(time, Kind.CLAIM) == [(20, "", "")]


def test_marks_come_in_order_and_what_has_no_second_at_the_end():
    for entries in ((), ENTRIES):
        marks = timeline(NOTE, WORDS, entries).marks
        seconds = [int(m.at) for m in marks if m.at is not None]
        assert seconds == sorted(seconds)
        assert [m.kind for m in marks if m.at is None] == [
            Kind.NOT_ASKED,
            Kind.VERDICT,
            Kind.VERDICT,
            Kind.OVERALL,
        ]
        assert all(m.at is None for m in marks[len(seconds) :])


def test_what_ends_a_probe_stands_before_the_head_of_the_next():
    kinds = [(m.kind, m.probe) for m in timeline(NOTE, WORDS, ENTRIES).marks]

    assert kinds.index((Kind.RATED, FIRST)) < kinds.index((Kind.OPENED, THEN))
    assert kinds.index((Kind.FLAG, THEN)) < kinds.index((Kind.RETURNED, FIRST))


def test_the_journal_adds_visits_pauses_and_the_seconds_of_what_is_only_counted():
    time = timeline(NOTE, WORDS, ENTRIES)

    assert time.exact
    assert [[(s.start, s.end) for s in bar.spans] for bar in time.bars] == [
        [(0, 80), (140, 155)],
        [(80, 140)],
        [],
    ]
    assert time.pauses == (Pause(60.0, 45.0),)
    assert of(time, Kind.RETURNED) == [(140, FIRST, "")]
    assert of(time, Kind.PAUSE) == [(60, "", "")]
    assert of(time, Kind.NUMBER) == [(40, FIRST, "")]
    assert of(time, Kind.AGAIN) == [(80, FIRST, "")]
    assert of(time, Kind.EARLIER) == [(60, FIRST, "3")]


def test_what_was_taken_back_is_not_told():
    for entries in ((), ENTRIES):
        assert "w1" not in {m.about for m in timeline(NOTE, WORDS, entries).marks}


def test_whole_texts_and_what_to_know_of_them():
    found = {(m.kind, m.about): m for m in timeline(NOTE, WORDS).marks}

    assert found[Kind.TICK, "s1"].text == "Names the day it was noticed"
    assert found[Kind.LINE, "e1"].text == f"“{QUOTE}”"
    assert found[Kind.LINE, "e1"].aside == "speaks for"
    assert found[Kind.FLAG, "all-success"].text == "“never had one fail”"
    rated = {m.probe: m for m in timeline(NOTE, WORDS).marks if m.kind is Kind.RATED}
    assert rated[FIRST].aside == "bar 4, high confidence"
    assert rated[THEN].aside == "bar 4, no time, from memory 0:50 after the close"
    verdicts = [m for m in timeline(NOTE, WORDS).marks if m.kind is Kind.VERDICT]
    assert (verdicts[0].text, verdicts[0].aside) == (
        "verified: Owned the ranking model end to end",
        "rests on e1",
    )
    assert verdicts[1].text.startswith("not probed: ")


def test_without_the_words_ids_stand_for_themselves():
    texts = {
        m.about: m.text for m in timeline(NOTE).marks if m.kind in {Kind.TICK, Kind.FOLLOW_UP, Kind.CARD}
    }

    assert texts == {"s1": "s1", "f1": "f1", "labels-late": "labels-late"}
    assert timeline(NOTE).bars[0].title == FIRST


def test_words_of_a_probe_that_means_something_else_now_are_not_used():
    bank = sample_bank()
    changed = replace(bank.probes[FIRST], say="Tell me about something else entirely.")

    words = words_of(NOTE, replace(bank, probes={**bank.probes, FIRST: changed}))

    assert FIRST not in words.probes
    assert THEN in words.probes


def test_the_blank_of_a_claim_s_question_is_filled_with_the_claim_that_was_asked():
    bank = sample_bank()
    template = replace(bank.probes[FIRST], say="You write: {claim}. Go on.", claims=("cut-cost", "x"))
    claims = (NOTE.claims[1], replace(NOTE.claims[1], text="Saved a million", asked_at=9))
    note = replace(NOTE, claims=claims, probes=(replace(NOTE.probes[0], digest=UNSET), *NOTE.probes[1:]))

    words = words_of(note, replace(bank, probes={**bank.probes, FIRST: template}))

    assert words.say(FIRST) == "You write: Saved a million. Go on."


def test_a_note_that_does_not_tell_when_keeps_its_marks_at_their_probe():
    bare = tuple(replace(p, ticked_at={}, follow_ups_at={}, cards_at={}, asked_at=UNSET) for p in NOTE.probes)
    time = timeline(replace(NOTE, probes=bare), WORDS)

    assert {m.about for m in time.marks if m.at is None} >= {"s1", "f1", "labels-late"}
    assert time.bars[0].spans == ()
    assert time.seconds > 0


def test_a_bar_knows_what_is_over_its_budget():
    long = replace(NOTE.probes[0], seconds=NOTE.probes[0].budget_seconds + 31)

    assert timeline(replace(NOTE, probes=(long, *NOTE.probes[1:]))).bars[0].over == 31
    assert timeline(NOTE).bars[0].over == 0


@given(cut=st.integers(0, len(ENTRIES)), seconds=st.integers(0, 10_000_000))
def test_any_part_of_a_journal_and_any_length_lay_out(cut: int, seconds: int):
    note = replace(NOTE, timing=replace(NOTE.timing, active_seconds=seconds))
    for entries in (ENTRIES[:cut], ENTRIES[cut:]):
        time = timeline(note, WORDS, entries)
        assert time.seconds >= max([1, seconds, *(m.at for m in time.marks if m.at is not None)])
        assert {m.about for m in time.marks if m.kind is Kind.LINE} == {"e1", "e2", "e3"}


# Revisions.


def sealed() -> Note:
    return replace(NOTE, status="sealed")


def test_a_revision_is_added_with_what_it_was_and_why():
    at = STARTED + dt.timedelta(days=2, microseconds=7)
    once = revised(sealed(), FIRST, 3, " the number was his colleague's ", at)
    twice = revised(once, FIRST, "NE", "nor do we know whose", at)

    (first, then) = twice.revisions
    assert (first.was, first.to, first.because) == (4, 3, "the number was his colleague's")
    assert (then.was, then.to) == (3, "NE")
    assert first.at == at.replace(microsecond=0)
    assert (rating_now(sealed(), FIRST), rating_now(once, FIRST), rating_now(twice, FIRST)) == (4, 3, "NE")
    assert replace(twice, revisions=()) == sealed()
    last = timeline(twice, WORDS).marks[-1]
    assert (last.kind, last.probe, last.sign) == (Kind.REVISION, FIRST, "NE")


@pytest.mark.parametrize(
    ("note", "probe", "to", "because", "words"),
    [
        (NOTE, FIRST, 3, "why", "a draft is amended"),
        (sealed(), "CV-A", 3, "why", "not rated"),
        (sealed(), FIRST, 4, "why", "it is 4 already"),
        (sealed(), FIRST, 3, "  ", "needs its why"),
        (sealed(), "nowhere", 3, "why", "not rated"),
    ],
)
def test_a_revision_without_sense_is_refused(note, probe, to, because, words):
    with pytest.raises(Refused, match=words):
        revised(note, probe, to, because, STARTED)


# A quote from a transcript.


def test_words_of_the_call_are_kept_at_the_second_they_were_said():
    session, entries, clock = new_session()
    session.do(do.next_probe)
    clock.tick(300)
    probe = session.state.current
    session.do(do.quote_words, '-"it was fine"', 41.5, probe)

    (line,) = session.state.marks.lines
    assert (line.at, line.line.kind, line.line.polarity, line.line.text) == (
        41.5,
        "quote",
        "-",
        "it was fine",
    )
    assert entries[-1].at == 300
    assert note_of(session.script, session.state).evidence[0].at == 41
    session.do(do.undo)
    assert session.state.marks.lines == ()
    with pytest.raises(Refused, match="needs words"):
        session.do(do.quote_words, '  "', 41.5, probe)


# A transcript beside.

TALK = Transcript(
    (
        Utterance(600.0, 604.0, "Ann Kim", "Tell me about the last failure you owned, as AR1-B asks it."),
        Utterance(605.0, 640.0, "Guest", "It began in spring with a ranker that nobody watched."),
        Utterance(641.0, 655.0, "Guest", f"So {QUOTE}."),
        Utterance(660.0, 668.0, "Ann Kim", "And what did you do, you yourself, with your own hands?"),
        Utterance(725.0, 729.0, "Ann Kim", "Tell me about the last failure you owned, as CT1-A asks it."),
        Utterance(760.0, 772.0, "Guest", f"First {SECOND}."),
    ),
    ("Ann Kim", "Guest"),
    "call.vtt",
)
TIME = timeline(NOTE, WORDS, ENTRIES)


def test_a_transcript_is_laid_by_what_was_asked_and_quoted():
    beside = lay_beside(TALK, TIME, WORDS)

    assert beside.offset is not None
    assert beside.offset.source == "words"
    assert beside.offset.anchors >= 3
    assert abs(beside.offset.seconds - 600) < 15
    assert "confidence" in beside.words
    assert beside.rows[beside.laid.nearest(45)].utterance.text.endswith(f"{QUOTE}.")
    assert beside.guess is not None
    assert beside.guess.speaker == "Ann Kim"
    assert "a guess" in beside.share(FIRST)
    assert beside.share("CV-A") == ""


def test_in_a_silence_the_nearer_words_are_meant():
    beside = moved(lay_beside(TALK, TIME, WORDS), 0)

    def at(second: float) -> int:
        return beside.row_at(beside.laid.to_active(second))

    assert [at(s) for s in (0, 602, 604.4, 604.6, 670, 720, 900)] == [0, 0, 0, 1, 3, 4, 5]


def test_an_offset_is_moved_by_hand_and_stays_when_the_note_is_read_again():
    beside = lay_beside(TALK, TIME, WORDS)
    before = beside.second(2)

    later = moved(moved(beside, 1), 10)

    assert later.offset.source == "hand"
    assert later.offset.seconds == beside.offset.seconds + 11
    assert later.second(2) == pytest.approx(before - 11)
    again = renewed(later, timeline(revised(sealed(), FIRST, 3, "why", STARTED), WORDS, ENTRIES))
    assert again.laid == later.laid
    assert again.shares == later.shares


def test_nothing_found_is_told_and_set_by_hand():
    strange = Transcript((Utterance(3.0, 9.0, "X", "nothing in common with this note"),), ("X",), "other.txt")
    beside = lay_beside(strange, TIME, WORDS)

    assert beside.offset is None
    assert "no offset found" in beside.words
    assert beside.shares == {}
    assert moved(beside, -4).laid.offset == -4


def test_without_times_there_is_nothing_to_lay():
    untimed = Transcript(
        tuple(replace(u, start=None, end=None) for u in TALK.utterances), TALK.speakers, "t.txt"
    )
    beside = lay_beside(untimed, TIME, WORDS)

    assert "no times" in beside.words
    assert beside.second(1) is None
    assert [row.utterance.text for row in beside.rows] == [u.text for u in TALK.utterances]
    assert moved(beside, 5) == beside


def test_the_start_in_a_file_s_name_counts_where_words_do_not_tell():
    started = NOTE.timing.started - dt.timedelta(seconds=100)
    quiet = tuple(replace(u, text="mm") for u in TALK.utterances)
    beside = lay_beside(replace(TALK, utterances=quiet, started=started), TIME, Words())

    assert (beside.offset.source, beside.offset.seconds) == ("file-name", 100)
    other_day = replace(TALK, utterances=quiet, started=started - dt.timedelta(days=1))
    assert lay_beside(other_day, TIME, Words()).offset is None
