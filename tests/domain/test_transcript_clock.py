"""The screen's clock and the recording's."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from screencopilot.domain import commands as do
from screencopilot.domain.transcript import Placed, Utterance
from screencopilot.domain.transcript_clock import Laid, Pause, Span, lay, pauses_of, spans_of, wall_of
from tests.sample import new_session, sample_script

FIRST, SECOND, _ = (item.probe for item in sample_script().agenda)


def row(start, end, text="words", speaker="A"):
    return Placed(Utterance(start, end, speaker, text), start, end, False)


def test_pauses_come_between():
    laid = Laid((), 100, (Pause(10, 60), Pause(20, 5)))
    assert [laid.to_transcript(at) for at in (0, 10, 11, 20, 21)] == [100, 110, 171, 180, 186]
    assert [laid.to_active(second) for second in (100, 110, 140, 170, 171, 180, 183, 186, 90)] == [
        0, 10, 10, 10, 11, 20, 20, 21, -10,
    ]  # fmt: skip


PAUSES = st.lists(st.builds(Pause, st.integers(0, 3000), st.integers(0, 900)), max_size=6)


@given(st.integers(-500, 5000), PAUSES, st.lists(st.integers(0, 4000), min_size=2, max_size=9))
def test_there_and_back(offset, pauses, seconds):
    laid = lay((), offset, pauses)
    for at in seconds:
        assert laid.to_active(laid.to_transcript(at)) == at
    walls = [laid.to_transcript(at) for at in sorted(seconds)]
    assert walls == sorted(walls)
    for second in seconds:
        assert laid.to_transcript(laid.to_active(second)) <= second
    low, high = min(seconds), max(seconds)
    windows = laid.windows(low, high)
    assert sum(b - a for a, b in windows) == high - low
    assert all(before[1] <= after[0] for before, after in pairwise(windows))


def test_words_round_a_tick():
    laid = lay([row(0, 10), row(95, 99), row(110, 115), row(139, 150), row(141, 142)], 100, [Pause(50, 30)])
    assert [r.start for r in laid.words_at(0)] == [95, 110, 139]
    assert [r.start for r in laid.words_at(0, before=0, after=15)] == [110]
    assert [r.start for r in laid.between(10, 40)] == [110, 139]
    assert laid.nearest(0) == 1
    assert lay([], 0).nearest(0) is None


def test_what_comes_at_the_second_of_a_pause_is_before_it():
    assert wall_of(10, [Pause(10, 5)]) == 10
    assert wall_of(10.5, [Pause(10, 5)]) == 15.5


def test_a_session_tells_its_pauses_and_visits():
    session, entries, clock = new_session()
    clock.tick(90)  # the greeting
    session.do(do.toggle_pause)
    clock.tick(7)
    session.do(do.toggle_pause)
    session.do(do.next_probe)
    clock.tick(60)
    session.do(do.toggle_pause)
    clock.tick(30)
    session.do(do.toggle_pause)
    clock.tick(60)
    session.do(do.open_probe, SECOND)
    clock.tick(10)
    clock.sleep(400)
    session.notice_sleep()
    clock.tick(20)
    session.do(do.open_probe, FIRST)
    clock.tick(5)
    session.do(do.open_closing)
    clock.tick(50)
    session.do(do.leave_closing)
    clock.tick(5)
    session.do(do.open_closing)
    clock.tick(500)
    session.do(do.recommend, "yes", "low", "solid")
    assert pauses_of(entries) == (Pause(60, 30), Pause(130, 400), Pause(155, 50))
    assert spans_of(entries) == (
        Span(FIRST, 0, 120), Span(SECOND, 120, 150), Span(FIRST, 150, 155), Span(FIRST, 155, 160),
    )  # fmt: skip
    walls = [
        (e.wall - session.state.begun_wall).total_seconds() for e in entries if e.seq > entries[-1].seq - 2
    ]
    laid = lay([], 0, pauses_of(entries))
    assert laid.to_transcript(session.at) == walls[0]


def test_nothing_recorded_tells_nothing():
    assert pauses_of([]) == () == spans_of([])
