"""The small sheets: agenda, skip, say again, numbers, red flags, claims, help, palette, curtain."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from textual.widgets import Input, OptionList

from screencopilot.domain import events as ev
from screencopilot.domain.bank import RedFlag
from screencopilot.domain.commands import SKIP_REASONS
from screencopilot.tui.keymap import LIVE_COMMANDS
from tests.sample import FLAGS, PLAN_45, ManualClock, bank_of, sample_probes, script_of
from tests.tui.conftest import OpenLive
from tests.tui.harness import Live

SIDE = (60, 45)
STRIP = (110, 14)


async def sheet(live: Live, key: str, name: str) -> None:
    """Open a sheet with its key."""
    await live.press(key)
    await live.top(name)


async def back(live: Live) -> None:
    """Wait for the live screen."""
    await live.top("LiveScreen")


# Agenda.


async def test_the_agenda_shows_every_probe_and_enter_jumps_to_the_lit_one(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "tab", "FilterSheet")
        shown = live.text("#sheet")
        for title in ("The quiet failure", "Half the money", "One line of the CV"):
            assert title in shown
        await live.press("down", "down", "enter")
        await back(live)
        assert live.state.current == "CV-A"


async def test_typing_narrows_the_agenda(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "tab", "FilterSheet")
        await live.type("money")
        assert "The quiet failure" not in live.text("#sheet")
        await live.press("enter")
        await back(live)
        assert live.state.current == "CT1-A"


async def test_a_filter_that_fits_nothing_says_so_and_enter_does_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "tab", "FilterSheet")
        await live.type("zzz")
        assert "nothing by that name" in live.text("#sheet")
        await live.press("enter", "down", "up")
        assert live.on_top == "FilterSheet"
        await live.press("escape")
        await back(live)
        assert live.state.current == "AR1-B"


async def test_tab_and_a_number_jump_to_that_place_as_the_suggestion_says(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        clock.tick(12)
        await live.press("=")
        assert "Tab 2 Half the money; " in live.message
        await sheet(live, "tab", "FilterSheet")
        await live.press("2", "enter")
        await back(live)
        assert live.state.current == "CT1-A"


async def test_escape_leaves_the_agenda_where_it_was(open_live: OpenLive) -> None:
    async with open_live() as live:
        before = live.events()
        await sheet(live, "tab", "FilterSheet")
        await live.press("down", "escape")
        await back(live)
        assert live.events() == before


# Skip, say again, numbers.


@pytest.mark.parametrize("number", [1, len(SKIP_REASONS)])
async def test_a_digit_skips_with_its_reason_and_the_next_probe_opens(
    open_live: OpenLive, number: int
) -> None:
    async with open_live() as live:
        await sheet(live, "-", "ChoiceSheet")
        await live.press(str(number))
        await back(live)
        assert live.state.marks.probe("AR1-B").skipped == SKIP_REASONS[number - 1]
        assert live.state.current == "CT1-A"
        title = live.script.probe("AR1-B").title
        assert live.message == f"{title} skipped; Backspace takes it back"
        await live.press("backspace")
        assert live.state.marks.probe("AR1-B").skipped == ""


async def test_escape_skips_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "-", "ChoiceSheet")
        await live.press("escape")
        await back(live)
        assert live.events_of(ev.Skipped) == []


async def test_a_skipped_probe_is_passed_over_by_the_arrows_and_reached_from_the_agenda(
    open_live: OpenLive,
) -> None:
    async with open_live() as live:
        await sheet(live, "-", "ChoiceSheet")
        await live.press("enter")
        await back(live)
        await live.press("left")
        assert live.state.current == "CT1-A"
        await sheet(live, "tab", "FilterSheet")
        await live.press("up", "enter")
        await back(live)
        assert live.state.current == "AR1-B"


async def test_say_it_again_counts_and_shows_the_short_repeat(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "/", "ChoiceSheet")
        assert "The last failure you owned." in live.text("#sheet")
        await live.press("/")
        await back(live)
        assert live.marks.said_again == 1
        assert "again The last failure you owned." in live.area("probe")


async def test_no_such_case_asks_the_hypothetical_and_shows_its_cap(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "/", "ChoiceSheet")
        await live.press("n")
        await back(live)
        assert live.marks.no_case_at is not None
        assert "Suppose recall fell overnight" in live.area("probe")
        assert "up to rung 3" in live.area("probe")
        await sheet(live, "/", "ChoiceSheet")
        await live.press("n")
        await back(live)
        assert "offered already" in live.message


async def test_a_probe_without_such_a_question_does_not_offer_it(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("right")
        await sheet(live, "/", "ChoiceSheet")
        assert "no such case" not in live.text("#sheet")
        await live.press("n")
        assert live.on_top == "ChoiceSheet"


async def test_numbers_are_filled_one_after_the_other_until_escape(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, ";", "ChoiceSheet")
        await live.press("enter")
        await live.top("LineSheet")
        await live.type("2 May")
        await live.press("enter")
        await live.top("ChoiceSheet")
        assert "2 May" in live.text("#sheet")
        await live.press("3")
        await live.top("LineSheet")
        await live.type("6 %")
        await live.press("enter")
        await live.top("ChoiceSheet")
        await live.press("escape")
        await back(live)
        assert dict(live.marks.numbers) == {"began": "2 May", "damage": "6 %"}


async def test_a_number_can_be_changed_and_emptied(open_live: OpenLive) -> None:
    async with open_live() as live:
        for value in ("one", ""):
            await sheet(live, ";", "ChoiceSheet")
            await live.press("1")
            await live.top("LineSheet")
            await live.fill(value)
            await live.press("enter")
            await live.top("ChoiceSheet")
            await live.press("escape")
            await back(live)
        assert dict(live.marks.numbers) == {}
        assert [e.value for e in live.events_of(ev.NumberFilled)] == ["one", ""]


# Red flags.


async def test_a_red_flag_is_kept_only_after_its_check_and_with_a_quote(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        await live.press("f")
        clock.tick(30)
        await sheet(live, "!", "ChoiceSheet")
        shown = live.text("#sheet")
        assert "ticked here" in shown
        assert "ask first: What did it cost, roughly?" in shown
        await live.press("enter")
        await live.top("LineSheet")
        assert live.state.marks.checks == {"no-failure-numbers": 30.0}
        assert live.state.marks.flags == ()
        assert "innocent: under NDA" in live.text("#sheet")
        await live.type("no idea what it cost")
        await live.press("enter")
        await back(live)
        (flag,) = live.state.marks.flags
        (line,) = live.state.marks.lines
        assert (flag.flag, flag.line) == ("no-failure-numbers", line.line.id)
        assert (line.line.kind, line.line.polarity) == ("quote", "!")
        kinds = [type(e) for e in live.events() if not isinstance(e, ev.NudgeShown | ev.NudgeGone)]
        assert kinds[-3:] == [ev.CheckAsked, ev.LineWritten, ev.FlagKept]
        assert "1 red flag kept" in live.area("evidence")


@pytest.mark.parametrize("leave", ["escape", "enter"])
async def test_without_their_words_the_check_counts_and_the_flag_is_not_kept(
    open_live: OpenLive, leave: str
) -> None:
    async with open_live() as live:
        await sheet(live, "!", "ChoiceSheet")
        await live.press("b")
        await live.top("LineSheet")
        await live.press(leave)
        await back(live)
        assert list(live.state.marks.checks) == ["all-success"]
        assert live.state.marks.flags == ()
        assert "not kept" in live.message


async def test_escape_from_the_list_of_flags_asks_no_check(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "!", "ChoiceSheet")
        await live.press("escape")
        await back(live)
        assert live.state.marks.checks == {}


async def test_a_kept_flag_can_be_dropped_and_its_line_stays(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "!", "ChoiceSheet")
        await live.press("a")
        await live.top("LineSheet")
        await live.type("words")
        await live.press("enter")
        await back(live)
        await sheet(live, "!", "ChoiceSheet")
        assert "kept" in live.text("#sheet")
        await live.press("a")
        await live.until(lambda: "take it back" in live.text("#sheet"), "the second sheet")
        await live.press("d")
        await back(live)
        assert live.state.marks.flags == ()
        assert live.lines == ["words"]


async def test_more_flags_than_letters_are_all_offered(open_live: OpenLive) -> None:
    many = {f"flag-{n}": RedFlag(f"flag-{n}", f"Flag number {n}", "Is it so?") for n in range(30)}
    bank = replace(bank_of(sample_probes(), (PLAN_45,)), flags={f.id: f for f in FLAGS} | many)
    async with open_live(script=script_of(bank)) as live:
        await sheet(live, "!", "ChoiceSheet")
        await live.press(*["pagedown"] * 8, "enter")
        await live.top("LineSheet")
        assert list(live.state.marks.checks) == ["flag-29"]


# Claims.


async def judged_sheet(live: Live, key: str) -> None:
    await sheet(live, "@", "ChoiceSheet")
    await live.press(key)
    await live.top("VerdictSheet")


async def test_a_claim_is_asked_judged_and_linked_to_lines(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await live.write("before the claim")
        clock.tick(10)
        await judged_sheet(live, "1")
        assert "Owned the ranking model end to end" in live.text("#sheet")
        assert "Take me through its worst week." in live.text("#sheet")
        await live.press("escape")
        await back(live)
        mark = live.state.marks.claims[0]
        assert (mark.asked_at, mark.verdict) == (10.0, None)
        clock.tick(10)
        await live.write("after it was asked")
        await judged_sheet(live, "1")
        assert "a □ before the claim" in live.text("#sheet")
        assert "b ■ after it was asked" in live.text("#sheet")
        await live.press("a", "b", "b", "2")
        await back(live)
        mark = live.state.marks.claims[0]
        assert (mark.verdict, mark.lines, mark.by_practitioner) == ("plausible", ("e1", "e2"), True)
        assert mark.asked_at == 10.0
        assert "plausible" in live.area("agenda")
        assert live.message == "claim 1: plausible; Backspace takes it back"
        await live.press("backspace")
        assert live.state.marks.claims[0].verdict is None


async def test_a_claim_of_a_kind_not_shipped_is_marked_so(open_live: OpenLive) -> None:
    async with open_live() as live:
        await judged_sheet(live, "2")
        assert "not your own ground" in live.text("#sheet")
        await live.press("5")
        await back(live)
        mark = live.state.marks.claims[1]
        assert (mark.verdict, mark.by_practitioner) == ("contradicted", False)


async def test_without_claims_the_key_says_so(open_live: OpenLive) -> None:
    async with open_live(claims=()) as live:
        await live.press("@")
        await live.until(lambda: live.live.look.alert, "the refusal")
        assert "no claims" in live.message
        assert live.on_top == "LiveScreen"


async def test_every_verdict_and_line_can_be_seen_on_a_low_terminal(open_live: OpenLive) -> None:
    async with open_live(STRIP) as live:
        for n in range(6):
            await live.write(f"line number {n}")
        await judged_sheet(live, "1")
        seen = live.text("#sheet")
        for _ in range(20):
            await live.press("down")
            seen += live.text("#sheet")
        missing = [w for w in ("verified", "contradicted", "line number 0", "line number 5") if w not in seen]
        assert missing == []


# Help and palette.


@pytest.mark.parametrize("size", [(50, 30), SIDE, STRIP, (120, 35)])
async def test_the_help_names_every_command_and_all_of_it_can_be_read(
    open_live: OpenLive, size: tuple[int, int]
) -> None:
    async with open_live(size) as live:
        await sheet(live, "?", "ReadSheet")
        seen = live.text("#sheet")
        for _ in range(60):
            await live.press("down")
            seen += "\n" + live.text("#sheet")
            live.assert_nothing_outside()
        flat = " ".join(seen.split())
        assert [c.title for c in LIVE_COMMANDS if c.title not in flat] == []


async def test_any_other_key_leaves_the_help_and_does_nothing_else(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "?", "ReadSheet")
        await live.press("a")
        await back(live)
        assert live.ticked == set()


async def test_the_palette_lists_every_command_and_runs_the_chosen_one(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "ctrl+p", "CommandPalette")
        listed = live.screen.query_one(OptionList)
        await live.until(lambda: listed.option_count >= len(LIVE_COMMANDS), "the commands")
        titles = {str(option.hit.text or option.prompt) for option in listed.options}
        assert [c.title for c in LIVE_COMMANDS if c.title not in titles] == []
        await live.type("specific regret")
        await live.until(lambda: 0 < listed.option_count < 5, "the matches")
        await live.press("enter", "enter")
        await back(live)
        await live.until(lambda: live.marks.stamps, "the stamp")
        assert [kind for kind, _ in live.marks.stamps] == ["regret"]


# The curtain.


@pytest.mark.parametrize("key", ["0", "f9"])
async def test_the_curtain_hides_everything_but_the_time_of_day(open_live: OpenLive, key: str) -> None:
    async with open_live() as live:
        await live.write("secret words")
        await sheet(live, key, "CurtainScreen")
        assert live.seen().split() == ["10:00"]


@pytest.mark.parametrize("key", ["0", "f9", "escape"])
async def test_each_of_the_three_keys_lifts_the_curtain(open_live: OpenLive, key: str) -> None:
    async with open_live() as live:
        await sheet(live, "0", "CurtainScreen")
        await live.press(key)
        await back(live)


async def test_stray_keys_neither_lift_the_curtain_nor_reach_the_screen_beneath(open_live: OpenLive) -> None:
    async with open_live() as live:
        before = live.events()
        await sheet(live, "0", "CurtainScreen")
        await live.press("a", "1", "6", "enter", "space", "right", "backspace", "f10", "tab", "!", "?", "q")
        assert live.on_top == "CurtainScreen"
        assert live.events() == before


async def test_the_palette_cannot_be_opened_over_the_curtain(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "0", "CurtainScreen")
        await live.press("ctrl+p")
        assert live.on_top == "CurtainScreen"
        assert live.seen().split() == ["10:00"]


async def test_ctrl_c_under_the_curtain_shows_nothing_of_the_screen(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "0", "CurtainScreen")
        await live.press("ctrl+c")
        await live.pause()
        assert live.seen().split() == ["10:00"]


async def test_the_curtain_falls_over_a_sheet_and_the_sheet_is_as_it_was(open_live: OpenLive) -> None:
    async with open_live() as live:
        await sheet(live, "tab", "FilterSheet")
        await live.type("mon")
        await sheet(live, "f9", "CurtainScreen")
        assert live.seen().split() == ["10:00"]
        await live.type("xyz")
        await live.press("escape")
        await live.top("FilterSheet")
        line = live.screen.query_one(Input)
        assert line.value == "mon"
        assert line.has_focus


async def test_the_curtain_falls_while_writing_and_the_line_goes_on(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("enter", "0", "x")
        await sheet(live, "f9", "CurtainScreen")
        await live.press("y", "escape")
        await back(live)
        await live.press("z", "enter")
        assert live.lines == ["0xz"]


async def test_the_clocks_run_on_behind_the_curtain(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await sheet(live, "0", "CurtainScreen")
        clock.tick(125)
        live.screen.show_time()
        await live.pause()
        assert live.seen().split() == ["10:02"]
        await live.press("0")
        await back(live)
        assert "2:05 / 14:00" in live.area("probe-clock")


async def test_a_second_curtain_key_does_not_stack_another(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.type(["0", "0", "0"])
        await live.until(lambda: live.on_top in {"LiveScreen", "CurtainScreen"})
        names = [type(s).__name__ for s in live.app.screen_stack]
        assert names.count("CurtainScreen") <= 1
