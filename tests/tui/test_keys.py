"""The key table on the live screen: what each key records, and what it refuses."""

from __future__ import annotations

import string
from collections import Counter
from pathlib import Path

import pytest
from msgspec.structs import replace

from screencopilot.domain import events as ev
from screencopilot.domain.bank import Signal, Tone
from screencopilot.tui.actions import ACTIONS
from screencopilot.tui.keymap import BUILT_IN, GROUPS, LIVE_COMMANDS, key_name
from tests.sample import PLAN_45, ManualClock, bank_of, sample_probe, sample_probes, script_of
from tests.tui.conftest import OpenLive

LETTERS = {"a": "s1", "b": "s2", "c": "s3", "d": "w1", "e": "w2", "f": "r1", "g": "r2"}


# The table itself.


def test_every_command_of_the_table_has_an_action_a_title_and_a_known_group() -> None:
    assert {c.id for c in LIVE_COMMANDS} == set(ACTIONS)
    assert all(c.title and c.keys and c.group in GROUPS for c in LIVE_COMMANDS)
    assert len({c.id for c in LIVE_COMMANDS}) == len(LIVE_COMMANDS)


def test_no_key_stands_for_two_commands() -> None:
    ticking = Counter(key for c in LIVE_COMMANDS for key in c.keys)
    writing = Counter(key for c in LIVE_COMMANDS for key in c.writing)
    assert max(ticking.values()) == 1
    assert max(writing.values()) == 1


def test_letters_and_rungs_are_no_commands() -> None:
    for key in (*string.ascii_lowercase, *"12345"):
        assert BUILT_IN.command_for(key, writing=False) is None


def test_nothing_that_prints_is_a_command_while_writing() -> None:
    for command in LIVE_COMMANDS:
        for key in command.keys:
            if not key.startswith(("f", "ctrl+")):
                assert BUILT_IN.command_for(key, writing=True) is None


def test_keys_are_named_as_people_read_them() -> None:
    assert [key_name(k) for k in ("apostrophe", "full_stop", "ctrl+y", "f10", "space", "left")] == [
        "'",
        ".",
        "Ctrl+Y",
        "F10",
        "Space",
        "←",
    ]


# Ticking and rating.


async def test_each_letter_ticks_its_signal_and_again_takes_it_back(open_live: OpenLive) -> None:
    async with open_live() as live:
        for letter, signal in LETTERS.items():
            await live.press(letter)
            assert live.ticked == {signal}
            assert f"{letter} ■" in live.area("signals")
            await live.press(letter)
            assert live.ticked == set()
        assert [e.signal for e in live.events_of(ev.Ticked)] == list(LETTERS.values())


async def test_a_letter_without_a_signal_is_refused_in_words_and_records_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        before = len(live.events())
        await live.press("h")
        assert "h" in live.message
        assert live.live.look.alert
        assert "▲" in live.area("probe-clock")
        assert len(live.events()) == before


async def test_twenty_signals_have_the_letters_a_to_t(open_live: OpenLive) -> None:
    many = tuple(Signal(f"s{n}", Tone.STRONG, f"Signal number {n}") for n in range(1, 21))
    probes = [replace(p, signals=many, follow_ups=p.follow_ups[2:]) for p in sample_probes()]
    script = script_of(bank_of(probes, (PLAN_45,)))
    async with open_live(script=script) as live:
        await live.press("a", "t", "u")
        assert live.ticked == {"s1", "s20"}
        assert "letter u" in live.message


async def test_capital_letters_tick_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("A", "B")
        assert live.ticked == set()


async def test_a_digit_rates_and_the_same_digit_clears(open_live: OpenLive) -> None:
    async with open_live() as live:
        for key, value in (("1", 1), ("2", 2), ("3", 3), ("4", 4), ("5", 5), ("9", "NE")):
            await live.press(key)
            assert live.marks.rating
            assert live.marks.rating.value == value
            await live.press(key)
            assert live.marks.rating is None
            assert [e.value for e in live.events_of(ev.Rated)[-2:]] == [value, None]


async def test_another_digit_changes_the_rating_and_the_rung_is_shown_at_once(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("2", "4")
        assert live.marks.rating
        assert live.marks.rating.value == 4
        assert "4 ● ▸ Adds numbers and what it cost" in live.area("rating")
        assert "bar 4" in live.area("rating")


async def test_six_seven_and_eight_stamp_and_are_counted(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("6", "7", "7", "8")
        assert [kind for kind, _ in live.marks.stamps] == ["story", "number", "number", "regret"]
        assert "7 number 2" in live.area("probe-clock")


async def test_an_apostrophe_marks_the_moment(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        clock.tick(75)
        await live.press("'")
        assert live.marks.moments == (75.0,)


async def test_a_mark_during_the_greeting_starts_the_first_probe(open_live: OpenLive) -> None:
    async with open_live(begin=False) as live:
        assert not live.state.begun
        await live.press("b")
        assert live.state.begun
        assert live.state.current == live.script.agenda[0].probe
        assert live.ticked == {"s2"}


# Undo.


async def test_backspace_takes_marks_back_one_by_one_and_ctrl_y_brings_them_again(
    open_live: OpenLive,
) -> None:
    async with open_live() as live:
        await live.press("a", "4", "6")
        await live.press("backspace")
        assert live.marks.stamps == ()
        await live.press("backspace")
        assert live.marks.rating is None
        await live.press("ctrl+y", "ctrl+y")
        assert live.marks.rating
        assert len(live.marks.stamps) == 1
        assert live.ticked == {"s1"}


async def test_undo_says_what_it_took_back(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a", "backspace")
        assert "undone" in live.message
        assert "s1" in live.message


async def test_nothing_to_undo_or_redo_is_said(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("backspace")
        assert live.message == "nothing to undo"
        await live.press("ctrl+y")
        assert live.message == "nothing to redo"


async def test_a_written_line_can_be_undone(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.write("kept")
        await live.press("backspace")
        assert live.lines == []


# Moving.


async def test_arrows_walk_the_agenda_and_stop_at_its_ends(open_live: OpenLive) -> None:
    async with open_live() as live:
        first, second, third = (i.probe for i in live.script.agenda)
        await live.press("left")
        assert live.state.current == first
        assert "first probe" in live.message
        await live.press("right")
        assert live.state.current == second
        await live.press("right", "right")
        assert live.state.current == third
        assert "F10" in live.message
        await live.press("left")
        assert live.state.current == second


async def test_left_during_the_greeting_is_refused(open_live: OpenLive) -> None:
    async with open_live(begin=False) as live:
        await live.press("left")
        assert not live.state.begun
        assert live.live.look.alert


async def test_a_refusal_goes_when_the_next_command_succeeds(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("left", "a")
        assert live.message == ""


async def test_a_message_goes_after_a_while(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("h")
        for _ in range(80):
            live.live.tick()
        assert live.message == ""


async def test_down_and_up_scroll_the_signals_and_another_probe_starts_at_the_top(
    open_live: OpenLive,
) -> None:
    async with open_live((50, 14)) as live:
        top = live.area("signals")
        await live.press("down", "pagedown")
        assert live.area("signals") != top
        await live.press("up", "pageup")
        assert live.area("signals") == top
        await live.press("down", "right")
        assert live.live.look.scroll == 0


async def test_every_signal_can_be_scrolled_into_sight_on_the_smallest_terminal(open_live: OpenLive) -> None:
    async with open_live((50, 14)) as live:
        seen = ""
        for _ in range(12):
            seen += live.area("signals")
            await live.press("down")
        missing = [letter for letter in LETTERS if f"{letter} □" not in seen]
        assert missing == []


async def test_up_moves_at_once_however_long_down_was_held(open_live: OpenLive) -> None:
    async with open_live((50, 14)) as live:
        await live.press(*["down"] * 20)
        bottom = live.area("signals")
        await live.press("up")
        assert live.area("signals") != bottom


# Asking.


async def test_a_full_stop_asks_the_follow_ups_in_order_until_none_is_left(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press(".", ".")
        assert [a.id for a in live.marks.follow_ups] == ["f1", "f2"]
        assert "2 of 3 asked" in live.area("follow-ups")
        await live.press(".", ".")
        assert [a.id for a in live.marks.follow_ups] == ["f1", "f2", "f3"]
        assert live.live.look.alert


async def test_a_comma_plays_the_next_card_and_its_words_stay_in_sight(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press(",")
        assert [c.id for c in live.marks.cards] == ["labels-late"]
        assert "Labels now take ninety days." in live.message
        assert "Labels now take ninety days." in live.area("follow-ups")
        await live.press(",", ",")
        assert [c.id for c in live.marks.cards] == ["labels-late", "half-money"]
        assert "no constraint card left" in live.message


@pytest.mark.parametrize("size", [(50, 30), (60, 45), (110, 14), (140, 14), (160, 45)], ids=str)
async def test_the_card_put_last_stays_in_sight_with_the_next_follow_up_in_every_layout(
    open_live: OpenLive, size: tuple[int, int]
) -> None:
    async with open_live(size) as live:
        await live.press(",", ",")
        live.live.say("")
        shown = live.area("follow-ups")
        card = live.script.bank.cards["half-money"].say
        assert card in " ".join(shown.replace("♦ card", "").split())
        assert "▸" in shown
        await live.press(".")
        assert card in " ".join(live.area("follow-ups").replace("♦ card", "").split())


async def test_an_equals_sign_suggests_a_probe_with_its_reason_and_opens_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        current = live.state.current
        await live.press("=")
        assert "Half the money" in live.message
        assert "nothing rated yet: Sense of cost" in live.message
        assert live.state.current == current


async def test_nothing_left_to_suggest_points_to_the_closing_form(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        for key in ("1", "2", "3"):
            await live.press(key, "right")
        await live.press("=")
        assert "F10" in live.message


# Leaving.


async def test_ctrl_q_leaves_and_the_screen_can_be_resumed(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a", "ctrl+q")
        await live.until(lambda: live.app.return_value == "left", "the app has left")
        finished = live.desk.folder / "finished"
    assert not finished.exists()


async def test_ctrl_c_asks_once_and_the_second_leaves(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await live.press("ctrl+c")
        assert "Ctrl+C again" in live.message
        assert live.app.return_value is None
        clock.tick(2)
        await live.press("ctrl+c")
        assert live.app.return_value == "left"


async def test_a_second_ctrl_c_much_later_asks_again(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await live.press("ctrl+c")
        clock.tick(30)
        await live.press("ctrl+c")
        assert live.app.return_value is None


def _notes_on_disk(folder: Path) -> str:
    return "".join(p.read_text(encoding="utf-8") for p in folder.glob("*.toml"))


async def test_turning_to_another_probe_writes_the_draft_note(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.write("on disk soon")
        await live.press("right")
        await live.until(
            lambda: "on disk soon" in _notes_on_disk(live.folders.notes), "the draft note on disk"
        )
        assert 'status = "draft"' in _notes_on_disk(live.folders.notes)


def test_the_sample_probe_has_the_letters_these_tests_press() -> None:
    signals = sample_probe("AR1-A").signals_in_order
    assert [s.id for s in signals] == list(LETTERS.values())
