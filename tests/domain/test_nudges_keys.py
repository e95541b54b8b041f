"""The two nudges that answer a key, and the way back to the candidate's own numbers."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain.commands import Refused
from screencopilot.domain.nudges import BY_ID, TEXT_LIMIT, own_numbers, suggest_re_entry
from screencopilot.domain.writeup import note_of
from tests.domain.sitting import Sitting
from tests.sample import sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)


def suggested(sit):
    return suggest_re_entry(sit.session.script, sit.state)


# off-limits


def test_off_limits_answers_its_key_at_once_and_for_a_short_while():
    sit = Sitting("off-limits")
    sit.silent_for(60)
    sit.do(do.note_off_limits)
    assert sit.seen == "off-limits"
    sit.wait(19)
    assert sit.seen == "off-limits"
    sit.wait(1)
    assert sit.seen is None


def test_off_limits_in_the_greeting_does_not_start_the_screen():
    sit = Sitting("off-limits", begun=False)
    sit.wait(30)
    sit.do(do.note_off_limits)
    assert sit.seen == "off-limits"
    assert not sit.state.begun
    sit.wait(20)
    assert sit.seen is None


def test_every_press_of_a_key_may_bring_its_nudge_again():
    sit = Sitting("off-limits")
    for _ in range(3):
        sit.wait(90)
        sit.do(do.note_off_limits)
        assert sit.seen == "off-limits"


def test_press_that_had_to_wait_is_answered_while_fresh_and_no_later():
    sit = Sitting("off-limits")
    sit.do(do.note_off_limits)
    sit.wait(75)
    sit.do(do.note_off_limits)
    sit.silent_for(14)
    sit.wait(1)
    assert sit.seen == "off-limits"
    late = Sitting("off-limits")
    late.do(do.note_off_limits)
    late.wait(74)
    late.do(do.note_off_limits)
    late.silent_for(60)


def test_nudges_and_their_keys_leave_nothing_in_the_note():
    notes = []
    for only in ("off-limits", "their-turn"):
        sit = Sitting(only)
        sit.wait(12)
        if only == "off-limits":
            sit.do(do.note_off_limits)
            sit.do(do.note_re_entry)
            sit.do(do.silence_nudge)
        sit.wait(30)
        sit.do(do.open_closing)
        notes.append(note_of(sit.session.script, sit.state))
    assert notes[0] == notes[1]


# re-entry


def test_re_entry_answers_its_key_with_their_own_number():
    sit = Sitting("re-entry")
    sit.do(do.fill_number, "damage", "0.64")
    sit.do(do.next_probe)
    sit.silent_for(60)
    sit.do(do.note_re_entry)
    assert sit.seen == "re-entry"
    assert sit.line == "Interrupt with a card, then back to: damage 0.64"
    sit.wait(60)
    assert sit.seen is None


def test_re_entry_without_a_number_keeps_its_plain_words():
    sit = Sitting("re-entry")
    sit.do(do.note_re_entry)
    assert sit.line == BY_ID["re-entry"].text


@pytest.mark.parametrize("closing", [False, True])
def test_re_entry_belongs_into_the_live_screen(closing):
    sit = Sitting(begun=closing)
    if closing:
        sit.do(do.open_closing)
    with pytest.raises(Refused, match="live screen"):
        sit.do(do.note_re_entry)


def on_the_last_probe(plan="45", *, number=True):
    script = sample_script(plan=plan)
    sit = Sitting("re-entry", script=script, begun=False)
    sit.do(do.open_probe, next(i.probe for i in script.agenda if script.probe(i.probe).numbers))
    if number:
        sit.do(do.fill_number, "began", "on the 11th")
    sit.do(do.open_probe, script.agenda[-1].probe)
    return sit


def test_last_probe_of_a_long_screen_is_followed_by_a_re_entry_when_rated():
    sit = on_the_last_probe()
    sit.silent_for(100)
    sit.do(do.rate_probe, 3)
    assert sit.seen == "re-entry"
    assert sit.line == "Before you close, back to: began on the 11th. What set it?"


def test_last_probe_of_a_long_screen_is_followed_by_a_re_entry_when_its_time_is_up():
    sit = on_the_last_probe()
    sit.silent_for(479)
    sit.wait(1)
    assert sit.seen == "re-entry"


def test_short_screen_or_no_number_or_a_re_entry_already_made_need_none():
    for sit in (on_the_last_probe("30"), on_the_last_probe(number=False)):
        sit.do(do.rate_probe, 3)
        sit.silent_for(60)
    sit = on_the_last_probe()
    sit.do(do.note_re_entry)
    sit.wait(100)
    sit.do(do.rate_probe, 3)
    sit.silent_for(100)


def test_skipped_probe_is_not_the_last_one():
    sit = Sitting("re-entry")
    sit.do(do.fill_number, "began", "on the 11th")
    sit.do(do.next_probe)
    sit.do(do.skip_probe, "no time left", probe=THIRD)
    sit.do(do.rate_probe, 3)
    assert sit.seen == "re-entry"


# Their own numbers.


def test_no_number_no_suggestion():
    assert suggested(Sitting()) is None


def test_earliest_probe_leads_and_the_current_one_comes_last():
    sit = Sitting()
    sit.do(do.open_probe, SECOND)
    sit.do(do.fill_number, "began", "in May")
    sit.do(do.open_probe, FIRST)
    sit.do(do.fill_number, "damage", "0.64")
    found = [n.probe for n in own_numbers(sit.session.script, sit.state)]
    assert found == [SECOND, FIRST]
    sit.do(do.open_probe, SECOND)
    assert suggested(sit).suggestion == "Earlier: damage 0.64; ask what set it."


def test_stamped_number_is_the_line_written_beside_it():
    sit = Sitting()
    sit.do(do.write_line, "spoke of the pager")
    sit.do(do.write_line, '"p99 was 400 ms"')
    sit.wait(20)
    sit.do(do.stamp_fingerprint, "number")
    assert suggested(sit).words == "p99 was 400 ms"


def test_stamped_number_without_a_line_is_named_by_its_probe():
    sit = Sitting()
    sit.do(do.write_line, '"p99 was 400 ms"')
    sit.wait(21)
    sit.do(do.stamp_fingerprint, "story")
    assert suggested(sit) is None
    sit.do(do.stamp_fingerprint, "number")
    title = sit.session.script.probe(FIRST).title
    assert suggested(sit).words == f"the number in {title}"


def test_number_taken_back_is_not_returned_to():
    sit = Sitting()
    sit.do(do.fill_number, "damage", "0.64")
    sit.do(do.undo)
    assert suggested(sit) is None


@pytest.mark.parametrize("value", ["9" * 200, "a\nb  c " * 30])
def test_long_number_is_cut_to_the_line(value):
    sit = Sitting("re-entry")
    sit.do(do.fill_number, "damage", value)
    assert len(suggested(sit).suggestion) <= TEXT_LIMIT
    sit.do(do.note_re_entry)
    assert len(sit.line) <= TEXT_LIMIT
    assert "…" in sit.line
    assert "\n" not in sit.line
