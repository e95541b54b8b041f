"""Utterances: words for comparing, and times where the file leaves them open."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from screencopilot.domain.transcript import Transcript, Utterance, placed, tokens


def transcript(*utterances: Utterance) -> Transcript:
    return Transcript(utterances, tuple({u.speaker: None for u in utterances if u.speaker}), "x.vtt")


def test_words_for_comparing():
    assert tokens("It's the café's p99: 400ms, DIDN\u2019T it?") == (
        "its",
        "the",
        "cafes",
        "p99",
        "400ms",
        "didnt",
        "it",
    )
    assert tokens("日本 go") == ("日", "本", "go")
    assert tokens("?!") == ()


def test_no_times_no_places():
    words = transcript(Utterance(None, None, "A", "one two"))
    assert not words.timed
    assert placed(words) == ()


def test_open_starts_lie_between_the_told_ones_by_their_words():
    rows = placed(
        transcript(
            Utterance(None, None, "A", "w " * 5),
            Utterance(10, None, "A", "w " * 30),
            Utterance(None, None, "B", "w " * 10),
            Utterance(20, 21, "A", "w"),
            Utterance(None, None, "B", "w " * 5),
        )
    )
    assert [row.start for row in rows] == [8, 10, 17.5, 20, 20.4]
    assert [row.end for row in rows] == [10, 17.5, 20, 21, 26.4]
    assert [row.estimated for row in rows] == [True, False, True, False, True]


def test_silence_is_not_filled_with_slow_words():
    rows = placed(
        transcript(
            Utterance(0, None, "A", "w " * 5),
            Utterance(None, None, "B", "w " * 5),
            Utterance(300, None, "A", "w"),
        )
    )
    assert rows[1].start == 4
    assert rows[1].end == 10


TIMES = st.none() | st.floats(0, 1e6)


@given(st.lists(st.tuples(TIMES, TIMES, st.sampled_from(["a", "b c d", "e " * 50, "日本"])), max_size=20))
def test_any_times_are_placed(given_rows):
    rows = placed(transcript(*(Utterance(start, end, "A", text) for start, end, text in given_rows)))
    assert len(rows) in (0, len(given_rows))
    assert all(row.start <= row.end for row in rows)
    assert all(row.start == row.utterance.start for row in rows if not row.estimated)
