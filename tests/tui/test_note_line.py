"""The note line: what is typed is evidence, and none of it is lost."""

from __future__ import annotations

import unicodedata

import pytest

from screencopilot.domain import events as ev
from screencopilot.store.recovery import resume_desk
from screencopilot.tui.screens import note_taking as live_module
from tests.sample import ManualClock
from tests.tui.conftest import OpenLive
from tests.tui.harness import run_desk


async def test_the_first_characters_say_polarity_and_quote(open_live: OpenLive) -> None:
    async with open_live() as live:
        for typed, polarity, kind, text in (
            ("plain words", "", "observation", "plain words"),
            ("+for", "+", "observation", "for"),
            ("-against", "-", "observation", "against"),
            ("!red", "!", "observation", "red"),
            ('"their words"', "", "quote", "their words"),
            ('+"we lost 6 %"', "+", "quote", "we lost 6 %"),
            ("a-b+c", "", "observation", "a-b+c"),
        ):
            await live.open_line()
            await live.type(typed)
            assert live.note.value == typed
            await live.press("enter")
            written = live.state.marks.lines[-1].line
            assert (written.polarity, written.kind, written.text) == (polarity, kind, text)
            assert written.probe == live.state.current
            assert text in live.area("evidence")
            assert not live.live.look.writing


async def test_a_line_carries_the_time_at_which_it_was_kept(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        clock.tick(83)
        await live.write("later")
        assert live.state.marks.lines[-1].at == 83.0
        assert "1:23" in live.area("evidence")


async def test_a_line_on_another_probe_bears_its_place_on_the_agenda(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.write("on the first")
        await live.press("right")
        assert "1/3 on the first" in live.area("evidence")
        assert "AR1-B" not in live.area("evidence")


async def test_letters_digits_and_signs_are_text_while_the_line_is_open(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("enter")
        await live.type("abc 459 6.,/=;'@!?0-")
        assert live.note.value == "abc 459 6.,/=;'@!?0-"
        assert live.on_top == "LiveScreen"
        assert live.marks.ticks == ()
        assert live.marks.rating is None
        assert live.marks.stamps == ()
        assert not live.state.paused


async def test_an_empty_line_just_closes(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("enter", "enter")
        assert not live.live.look.writing
        assert live.lines == []
        await live.press("enter", "+", "enter")
        assert live.lines == []


async def test_the_keys_tick_again_after_a_line_was_kept(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.write("one")
        await live.press("a")
        assert live.ticked == {"s1"}
        assert live.app.focused is None


# The signal it is for.


async def test_a_line_opened_within_twenty_seconds_of_a_tick_is_for_that_signal(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        await live.press("b")
        clock.tick(19.9)
        await live.press("enter")
        assert "Says what they did" in live.area("evidence")
        await live.type("hands")
        clock.tick(60)
        await live.press("enter")
        assert live.state.marks.lines[-1].line.signal == "s2"


async def test_a_line_opened_later_is_for_no_signal(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await live.press("b")
        clock.tick(20.5)
        await live.write("late")
        assert live.state.marks.lines[-1].line.signal is None


async def test_backspace_on_the_empty_line_detaches_it(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("b", "enter", "x", "backspace")
        assert live.state.draft_signal == "s2"
        await live.press("backspace")
        assert live.state.draft_signal is None
        assert live.live.look.writing
        assert live.ticked == {"s2"}
        await live.type("free")
        await live.press("enter")
        assert live.state.marks.lines[-1].line.signal is None


async def test_a_line_begun_for_a_signal_is_never_kept_for_another_probes_signal(
    open_live: OpenLive,
) -> None:
    async with open_live() as live:
        first = live.state.current
        await live.press("a", "enter")
        await live.type("about the first probe")
        await live.press("f6", "enter")
        line = live.state.marks.lines[-1].line
        assert line.probe == first or line.signal is None


# Drafts.


async def test_escape_keeps_the_draft_and_enter_goes_on_with_it(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a", "enter")
        await live.type("half a l")
        await live.press("escape")
        assert live.state.draft == "half a l"
        assert live.state.draft_signal == "s1"
        assert "half a l" in live.area("note")
        await live.press("b", "enter")
        assert live.note.value == "half a l"
        assert live.note.cursor_position == len("half a l")
        await live.type("ine")
        await live.press("enter")
        assert live.lines == ["half a line"]
        assert live.state.marks.lines[-1].line.signal == "s1"
        assert live.state.draft == ""


async def test_escape_on_the_empty_line_leaves_no_draft(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a", "enter", "escape")
        assert (live.state.draft, live.state.draft_signal) == ("", None)


async def test_a_draft_reaches_the_journal_while_it_is_typed(
    open_live: OpenLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert live_module.DRAFT_SECONDS <= 0.5
    monkeypatch.setattr(live_module, "DRAFT_SECONDS", 0.01)
    async with open_live() as live:
        await live.press("enter")
        await live.type("they said")
        await live.until(lambda: live.state.draft == "they said", "the draft in the state")
        assert live.events_of(ev.DraftTyped)[-1].text == "they said"
        assert live.live.look.writing
        await live.type(" more")
        await live.until(lambda: live.events_of(ev.DraftTyped)[-1].text == "they said more", "the rest")


@pytest.mark.parametrize("keys", [("ctrl+q",), ("ctrl+c", "ctrl+c")], ids=["ctrl+q", "ctrl+c twice"])
async def test_leaving_while_writing_keeps_every_character(
    open_live: OpenLive, monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...]
) -> None:
    monkeypatch.setattr(live_module, "DRAFT_SECONDS", 3600)
    async with open_live() as live:
        await live.press("enter")
        await live.type("to the last letter")
        await live.press(*keys)
        await live.until(lambda: live.app.return_value == "left", "the app has left")
        assert live.events_of(ev.DraftTyped)[-1].text == "to the last letter"


async def test_a_resumed_screen_offers_the_draft(
    open_live: OpenLive, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_live() as live:
        await live.press("enter")
        await live.type("unfinished")
        await live.press("escape")
        folders, folder = live.folders, live.desk.folder
    desk = resume_desk(folders, folder, clock)
    async with run_desk(folders, clock, desk) as live:
        assert "unfinished line" in live.message
        await live.press("enter")
        assert live.note.value == "unfinished"


async def test_the_palettes_own_write_command_keeps_what_stands_in_the_open_line(
    open_live: OpenLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(live_module, "DRAFT_SECONDS", 3600)
    async with open_live() as live:
        await live.press("enter")
        await live.type("in the line")
        live.live.run("write-line")
        await live.pause()
        assert live.note.value == "in the line"


async def test_going_to_the_closing_form_does_not_lose_the_line_being_written(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a", "enter")
        await live.type("their last words")
        await live.press("f10")
        await live.top("ClosingScreen")
        assert live.state.draft == "their last words"
        seen = live.text("#form")
        for _ in range(6):
            await live.press("right")
            seen += live.text("#form")
        assert "their last words" in seen, "the form never tells of the unfinished line; sealing drops it"


# Commands that work while writing.


async def test_keys_that_come_in_one_burst_with_enter_are_text(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.type(["enter", *"abc4", "enter"])
        await live.pause()
        assert live.ticked == set()
        assert live.marks.rating is None
        assert live.lines == ["abc4"]


@pytest.mark.parametrize("key", ["ctrl+q", "f10"])
async def test_leaving_right_after_going_on_with_a_draft_keeps_it(open_live: OpenLive, key: str) -> None:
    async with open_live() as live:
        await live.open_line()
        await live.type("kept before")
        await live.press("escape")
        await live.open_line()
        assert live.note.value == "kept before"
        await live.press(key)
        await live.until(lambda: live.app.return_value == "left" or live.state.closing, "the screen is left")
        await live.pause()
        assert live.state.draft == "kept before"


async def test_f_keys_work_in_the_line_and_leave_it_open(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        first, second, _ = (i.probe for i in live.script.agenda)
        await live.open_line()
        await live.press("x", "f3", "f7")
        assert [a.id for a in live.marks.follow_ups] == ["f1"]
        assert len(live.marks.moments) == 1
        await live.press("f8")
        assert live.state.paused
        await live.press("f8")
        assert not live.state.paused
        await live.press("f6")
        assert live.state.current == second
        await live.press("f5")
        assert live.state.current == first
        assert live.note.value == "x"
        assert live.note.has_focus


async def test_sheets_opened_while_writing_give_the_line_back(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("enter", "x", "f1")
        await live.top("ReadSheet")
        await live.press("escape")
        await live.top("LiveScreen")
        assert live.note.has_focus
        await live.press("f4")
        await live.top("FilterSheet")
        await live.press("escape")
        await live.top("LiveScreen")
        await live.press("y")
        assert live.note.value == "xy"


async def test_ctrl_z_undoes_a_mark_while_writing(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a", "enter", "x", "ctrl+z")
        assert live.ticked == set()
        assert live.note.value == "x"
        await live.press("ctrl+y")
        assert live.ticked == {"s1"}


async def test_a_very_long_line_is_kept_whole(open_live: OpenLive) -> None:
    words = " ".join(f"word{n}" for n in range(250))[:2000].rstrip()
    async with open_live() as live:
        await live.press("enter")
        await live.paste(words)
        assert live.note.value == words
        await live.press("enter")
        assert live.lines == [words]


# Pasted text.


async def test_pasted_control_characters_never_reach_line_journal_or_terminal(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("enter")
        await live.paste("a\x1b]0;title\x07b\x9b5nc\u202ed")
        assert not _unfit(live.seen())
        await live.press("enter")
        assert not _unfit(live.seen())
        assert live.lines
        assert not _unfit(live.lines[0])


async def test_pasting_several_lines_keeps_them_all(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("enter")
        await live.paste("first half\nsecond half")
        await live.press("enter")
        assert "first half" in live.lines[0]
        assert "second half" in live.lines[0]


def _unfit(text: str) -> list[str]:
    kept = {"\n", "\u200c", "\u200d"}
    return [ascii(c) for c in text if c not in kept and unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
