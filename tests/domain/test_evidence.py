"""Lines of evidence, red flags and claims."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain import events as ev
from screencopilot.domain.commands import Refused, parse_line
from screencopilot.domain.marks import ClaimMark, Flag
from tests.sample import new_session, sample_script

FIRST, SECOND, _ = (item.probe for item in sample_script().agenda)


def opened():
    session, entries, clock = new_session()
    session.do(do.next_probe)
    return session, entries, clock


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("recall fell", ("", "observation", "recall fell")),
        ("  recall fell  ", ("", "observation", "recall fell")),
        ("+ named the day", ("+", "observation", "named the day")),
        ("-blames data", ("-", "observation", "blames data")),
        ("! no number", ("!", "observation", "no number")),
        ('"it was 0.81"', ("", "quote", "it was 0.81")),
        ('"it was 0.81', ("", "quote", "it was 0.81")),
        ('+"it was 0.81"', ("+", "quote", "it was 0.81")),
        ('- " we retrained " ', ("-", "quote", "we retrained")),
        ("“from a phone”", ("", "quote", "from a phone")),
        ("++ twice", ("+", "observation", "+ twice")),
        ("p99 -5 ms", ("", "observation", "p99 -5 ms")),
        ('said "no" to it', ("", "observation", 'said "no" to it')),
        ("+", ("+", "observation", "")),
        ('"', ("", "quote", "")),
        ("", ("", "observation", "")),
    ],
)
def test_parse_line(typed, expected):
    assert parse_line(typed) == expected


def test_line_is_kept_with_number_time_and_probe():
    session, _, clock = opened()
    clock.tick(8)
    session.do(do.write_line, '+"recall went from 0.81 to 0.64"', "s3")
    (written,) = session.state.marks.lines
    assert written.at == 8.0
    assert written.line == ev.LineWritten("e1", FIRST, "quote", "+", "recall went from 0.81 to 0.64", "s3")


def test_lines_are_numbered_on_and_a_number_is_never_given_twice_even_after_undo():
    session, _, _ = opened()
    session.do(do.write_line, "one")
    session.do(do.write_line, "two")
    session.do(do.undo)
    session.do(do.write_line, "three")
    assert [w.line.id for w in session.state.marks.lines] == ["e1", "e3"]


@pytest.mark.parametrize("typed", ["", "   ", "+", '!"', '""'])
def test_empty_line_is_refused(typed):
    session, entries, _ = opened()
    before = list(entries)
    with pytest.raises(Refused, match="nothing written"):
        session.do(do.write_line, typed)
    assert entries == before


def test_signal_of_another_probe_is_not_attached():
    session, _, _ = opened()
    session.do(do.write_line, "a line", "s9")
    assert session.state.marks.lines[0].line.signal is None


def test_line_on_a_named_probe_stays_there():
    session, _, _ = opened()
    session.do(do.write_line, "back to the bill", probe=SECOND)
    assert session.state.marks.lines[0].line.probe == SECOND
    assert session.state.current == FIRST


@pytest.mark.parametrize(("later", "expected"), [(0, "s1"), (20, "s1"), (20.5, None)])
def test_note_opened_within_twenty_seconds_of_a_tick_is_attached(later, expected):
    session, _, clock = opened()
    clock.tick(3)
    session.do(do.tick_signal, "s1")
    clock.tick(later)
    assert do.signal_to_attach(session.ctx) == expected


def test_note_attaches_to_the_newest_tick():
    session, _, clock = opened()
    session.do(do.tick_signal, "s1")
    clock.tick(2)
    session.do(do.tick_signal, "w1")
    assert do.signal_to_attach(session.ctx) == "w1"


def test_tick_taken_back_attaches_nothing():
    session, _, _ = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.tick_signal, "s1")
    assert do.signal_to_attach(session.ctx) is None


def test_tick_on_the_probe_left_attaches_nothing():
    session, _, _ = opened()
    session.do(do.tick_signal, "s1")
    session.do(do.next_probe)
    assert do.signal_to_attach(session.ctx) is None


def test_nothing_attaches_during_the_greeting():
    session, _, _ = new_session()
    assert do.signal_to_attach(session.ctx) is None


def test_draft_is_kept_without_starting_the_screen():
    session, _, _ = new_session()
    session.do(do.keep_draft, '+"rec', "s1")
    assert (session.state.draft, session.state.draft_signal) == ('+"rec', "s1")
    assert not session.state.begun


def test_same_draft_again_records_nothing():
    session, entries, _ = opened()
    session.do(do.keep_draft, "rec")
    count = len(entries)
    session.do(do.keep_draft, "rec")
    assert len(entries) == count


def test_written_line_clears_the_draft():
    session, _, _ = opened()
    session.do(do.keep_draft, "recall", "s1")
    session.do(do.write_line, "recall")
    assert (session.state.draft, session.state.draft_signal) == ("", None)


def test_draft_is_not_a_mark_that_undo_takes_back():
    session, _, _ = opened()
    session.do(do.keep_draft, "recall")
    with pytest.raises(Refused, match="nothing to undo"):
        session.do(do.undo)


def test_line_written_while_closing_says_how_late():
    session, _, clock = opened()
    clock.tick(60)
    session.do(do.open_closing)
    clock.tick(95)
    session.do(do.write_line, "from memory")
    (written,) = session.state.marks.lines
    assert written.line.recalled_after == 95.0
    assert written.at == 60.0


def test_rating_given_while_closing_says_how_late_and_a_live_one_does_not():
    session, _, clock = opened()
    session.do(do.rate_probe, 3)
    session.do(do.open_closing)
    clock.tick(40)
    session.do(do.rate_probe, 4, probe=SECOND)
    assert session.state.marks.probe(FIRST).rating.recalled_after is None
    assert session.state.marks.probe(SECOND).rating.recalled_after == 40.0


def test_nothing_is_recalled_after_the_closing_form_was_left():
    session, _, clock = opened()
    session.do(do.open_closing)
    clock.tick(40)
    session.do(do.leave_closing)
    session.do(do.write_line, "live again")
    assert session.state.marks.lines[0].line.recalled_after is None


# Red flags.


def test_check_is_kept_with_its_first_second():
    session, entries, clock = opened()
    clock.tick(5)
    session.do(do.ask_check, "all-success")
    count = len(entries)
    clock.tick(5)
    session.do(do.ask_check, "all-success")
    assert session.state.marks.checks == {"all-success": 5.0}
    assert len(entries) == count


def test_check_of_an_unknown_flag_is_refused():
    session, _, _ = opened()
    with pytest.raises(Refused, match="no red flag named greed"):
        session.do(do.ask_check, "greed")


def test_flag_is_refused_until_its_check_was_asked():
    session, entries, _ = opened()
    before = list(entries)
    with pytest.raises(Refused, match="neutral check first"):
        session.do(do.keep_flag, "all-success", "it all went well")
    assert entries == before


@pytest.mark.parametrize("quote", ["", "  ", "!", '"'])
def test_flag_is_refused_without_a_quote(quote):
    session, _, _ = opened()
    session.do(do.ask_check, "all-success")
    with pytest.raises(Refused, match="words that were said"):
        session.do(do.keep_flag, "all-success", quote)


def test_flag_is_kept_with_its_quote_as_a_line():
    session, _, clock = opened()
    session.do(do.ask_check, "all-success")
    clock.tick(9)
    session.do(do.keep_flag, "all-success", '"nothing ever broke"')
    assert session.state.marks.flags == (Flag("all-success", FIRST, 9.0, "e1"),)
    line = session.state.marks.lines[0].line
    assert (line.kind, line.polarity, line.text) == ("quote", "!", "nothing ever broke")


def test_flag_kept_again_stands_once_with_its_new_quote():
    session, _, _ = opened()
    session.do(do.ask_check, "all-success")
    session.do(do.keep_flag, "all-success", "nothing ever broke")
    session.do(do.keep_flag, "all-success", "not once")
    assert [f.line for f in session.state.marks.flags] == ["e2"]


def test_dropped_flag_is_gone_and_its_line_stays():
    session, _, _ = opened()
    session.do(do.ask_check, "all-success")
    session.do(do.keep_flag, "all-success", "nothing ever broke")
    session.do(do.drop_flag, "all-success")
    assert session.state.marks.flags == ()
    assert [w.line.id for w in session.state.marks.lines] == ["e1"]


def test_flag_not_kept_cannot_be_dropped():
    session, _, _ = opened()
    with pytest.raises(Refused, match="not kept"):
        session.do(do.drop_flag, "all-success")


# Claims.


def test_claim_keeps_the_first_second_it_was_asked():
    session, _, clock = opened()
    clock.tick(4)
    session.do(do.ask_claim, 0)
    clock.tick(4)
    session.do(do.ask_claim, 0)
    assert session.state.marks.claims[0].asked_at == 4.0


def test_verdict_rests_on_lines_and_says_who_can_judge():
    session, _, _ = opened()
    session.do(do.write_line, '"I carried the pager"')
    session.do(do.judge_claim, 0, "verified", ("e1",))
    session.do(do.judge_claim, 1, "plausible")
    assert session.state.marks.claims[0] == ClaimMark(None, "verified", True, ("e1",))
    assert session.state.marks.claims[1] == ClaimMark(None, "plausible", False, ())


def test_same_verdict_again_clears_it():
    session, _, _ = opened()
    session.do(do.judge_claim, 0, "verified")
    session.do(do.judge_claim, 0, "verified")
    assert session.state.marks.claims[0].verdict is None
    assert not session.state.marks.claims[0].by_practitioner


def test_verdict_leaves_the_time_of_asking_alone():
    session, _, clock = opened()
    clock.tick(6)
    session.do(do.ask_claim, 1)
    clock.tick(60)
    session.do(do.judge_claim, 1, "unsupported")
    assert session.state.marks.claims[1].asked_at == 6.0


@pytest.mark.parametrize("claim", [-1, 2, 99])
def test_unknown_claim_is_refused(claim):
    session, _, _ = opened()
    with pytest.raises(Refused, match="no such claim"):
        session.do(do.ask_claim, claim)
    with pytest.raises(Refused, match="no such claim"):
        session.do(do.judge_claim, claim, "verified")


def test_verdict_on_a_line_never_written_is_refused():
    session, _, _ = opened()
    with pytest.raises(Refused):
        session.do(do.judge_claim, 0, "verified", ("e7",))
