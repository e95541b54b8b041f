"""The offset between the screen's clock and the recording's, found from written words."""

from __future__ import annotations

import datetime as dt

import pytest
from msgspec.structs import replace

from screencopilot.domain import commands as do
from screencopilot.domain.transcript import Placed, Utterance, placed
from screencopilot.domain.transcript_clock import Pause
from screencopilot.domain.transcript_match import (
    Said,
    WordIndex,
    find_offset,
    offset_by_hand,
    offset_from_start,
    offset_from_time_of_day,
    questions_said,
    quotes_said,
)
from screencopilot.domain.writeup import note_of
from tests.domain.transcript_call import made_up
from tests.sample import new_session


def rows(*said):
    return [Placed(Utterance(start, end, who, text), start, end, False) for start, end, who, text in said]


CALL = rows(
    (100, 104, "Nora", "Tell me about a model of yours that went wrong"),
    (105, 111, "Idris", "The ranker broke because a join went stale over the weekend"),
    (300, 304, "Idris", "We rolled it back to the model of last week by hand"),
    (500, 504, "Idris", "The alert had looked at the mean and never at the tail"),
)
JOIN = Said(20, "ranker broke, a join went stale")
BACK = Said(213, "rolled back to last week's model by hand")
TAIL = Said(413, "alert looked at the mean, never the tail")


def test_words_are_found_where_they_were_said():
    find = WordIndex(CALL).find("the RANKER broke because the join went stale")[0]
    assert (find.speaker, find.overlap) == ("Idris", 1.0)
    assert 105 <= find.start < find.end <= 111


@pytest.mark.parametrize(
    "text", ["", "we we we we", "the mean tail", "nothing of this was ever said by anyone"]
)
def test_few_or_other_words_are_not_found(text):
    assert WordIndex(CALL).find(text) == ()


def test_lines_that_agree_give_the_offset():
    offset = find_offset(WordIndex(CALL), [JOIN, BACK, TAIL])
    assert offset is not None
    assert offset.seconds == pytest.approx(90, abs=3)
    assert (offset.anchors, offset.tried, offset.confidence, offset.source) == (3, 3, "medium", "words")
    assert offset.spread < 4
    assert offset.words.startswith("found by words: 3 of 3 lines agree within")


def test_one_line_is_no_offset():
    assert find_offset(WordIndex(CALL), [JOIN]) is None
    assert find_offset(WordIndex(CALL), [JOIN, JOIN]) is None
    assert find_offset(WordIndex(CALL), [JOIN, replace(BACK, at=900)]) is None
    assert find_offset(WordIndex([]), [JOIN, BACK]) is None
    assert find_offset(WordIndex(CALL), []) is None


def test_a_stray_line_changes_nothing():
    offset = find_offset(WordIndex(CALL), [JOIN, BACK, replace(TAIL, at=30)])
    assert offset is not None
    assert offset.seconds == pytest.approx(90, abs=3)
    assert (offset.anchors, offset.tried) == (2, 3)


def test_pauses_before_a_line_count():
    late = [JOIN, replace(BACK, at=BACK.at - 60), replace(TAIL, at=TAIL.at - 60)]
    offset = find_offset(WordIndex(CALL), late, [Pause(100, 60)])
    assert offset is not None
    assert offset.anchors == 3
    assert offset.seconds == pytest.approx(90, abs=3)


def test_what_a_note_says_was_said():
    session, _, clock = new_session()
    session.do(do.next_probe)
    clock.tick(42)
    session.do(do.write_line, '"we rolled it back by hand')
    session.do(do.write_line, "calm under questions")
    note = note_of(session.script, session.state)
    (quote,) = quotes_said(note.evidence)
    assert (quote.at, quote.text) == (42, "we rolled it back by hand")
    assert 3 < quote.lag < 10
    assert quotes_said([replace(line, recalled_after=60) for line in note.evidence]) == ()
    first = note.probes[0].id
    (question,) = questions_said(note.probes, {first: "Tell me about it", "ZZ-A": "no"})
    assert (question.at, question.text, question.after_words) == (0, "Tell me about it", False)


def test_a_question_read_out_is_an_anchor():
    asked = Said(12, CALL[0].utterance.text, -3, after_words=False)
    offset = find_offset(WordIndex(CALL), [asked, replace(JOIN, at=21)])
    assert offset is not None
    assert offset.seconds == pytest.approx(87, abs=4)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("pauses", [(), (Pause(600, 120), Pause(1500, 300))], ids=["straight", "paused"])
def test_made_up_calls(seed, pauses):
    call = made_up(seed, quotes=12, slip=0.15, pauses=pauses)
    offset = find_offset(WordIndex(placed(call.transcript)), quotes_said(call.evidence), pauses)
    assert offset is not None
    assert offset.seconds == pytest.approx(call.offset, abs=15)
    assert offset.confidence != "low"


def test_another_call_gives_no_trusted_offset():
    for seed in range(12):
        index = WordIndex(placed(made_up(seed + 1000).transcript))
        offset = find_offset(index, quotes_said(made_up(seed, quotes=12).evidence))
        assert offset is None or offset.confidence == "low"


BEGUN = dt.datetime(2026, 11, 21, 9, 2, 30, tzinfo=dt.timezone(dt.timedelta(hours=-5)))


def test_offsets_told_by_stamps_or_by_hand():
    assert offset_by_hand(12.5).seconds == 12.5
    started = dt.datetime(2026, 11, 21, 14, 0, 0, tzinfo=dt.UTC)
    assert offset_from_start(started, BEGUN).seconds == 150
    day = 9 * 3600
    said = rows((day, day + 5, "A", "x"), (day + 2400, day + 2410, "A", "y"))
    offset = offset_from_time_of_day(said, BEGUN, 2400)
    assert offset is not None
    assert (offset.seconds, offset.source) == (day + 150, "time-of-day")
    assert offset_from_time_of_day(said, BEGUN, 9000) is None
    assert offset_from_time_of_day(CALL, BEGUN, 2400) is None
    assert offset_from_time_of_day([], BEGUN, 2400) is None
    assert {offset.words for offset in (offset_by_hand(1), offset_from_start(started, BEGUN), offset)} == {
        "set by hand", "from the start of the recording in the file's name", "from the transcript's times of day",
    }  # fmt: skip
