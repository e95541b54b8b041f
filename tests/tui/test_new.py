"""The form before a screen: what was chosen last is there, and what is missing is said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from textual.widgets import Input

from screencopilot.store.paths import Folders
from screencopilot.store.profile import Profile, load_profile, save_profile
from screencopilot.store.search_path import find_banks
from screencopilot.tui.screens.new import FIELDS
from tests.tui.conftest import OpenHome
from tests.tui.harness import Terminal, settled

BANK = "applied-ml-engineer"


@asynccontextmanager
async def form(open_home: OpenHome, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Terminal]:
    """Open the form from home, its banks read."""
    async with open_home(size) as terminal:
        if not terminal.folders.profile_file.exists():  # whichever banks are shipped beside it
            save_profile(terminal.folders.profile_file, Profile(BANK))
        await terminal.press("n")
        await terminal.top("NewScreen")
        await terminal.until(lambda: terminal.screen._banks, "the banks")
        yield terminal
        if terminal.on_top == "LiveScreen":
            terminal.screen.desk.close()


def lit(terminal: Terminal) -> str:
    """Return the field that is lit."""
    shown = terminal.text("#new-form").splitlines()
    return next(line for line in shown if line.startswith("  ▸")).split()[1].casefold()


async def test_the_form_starts_at_the_candidate_with_sensible_choices(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        assert lit(terminal) == "candidate"
        shown = terminal.text("#new-form")
        assert "senior" in shown
        assert "45" in shown


async def test_enter_goes_from_field_to_field_and_opens_the_live_screen(
    open_home: OpenHome, home: Folders
) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-2041")
        await terminal.press("enter")
        assert lit(terminal) == "evaluator"
        await terminal.type("A. Kim")
        await terminal.press("enter")
        assert lit(terminal) == "claims"
        await terminal.press("enter")
        await terminal.top("LiveScreen")
        opened = terminal.screen.desk.session.state.opened
        assert (opened.candidate_ref, opened.evaluator, opened.bank_id) == ("C-2041", "A. Kim", BANK)
        assert (opened.level, opened.plan, opened.claims) == ("senior", "45", ())
        profile = load_profile(home.profile_file).profile
        assert (profile.bank, profile.plan, profile.level, profile.evaluator) == (
            BANK,
            "45",
            "senior",
            "A. Kim",
        )


async def test_the_last_choices_are_remembered_with_what_one_has_shipped(
    open_home: OpenHome, home: Folders
) -> None:
    save_profile(home.profile_file, Profile(BANK, "30", "staff", "B. Ode", ("cut-cost",)))
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.press("f10")
        await terminal.top("LiveScreen")
        opened = terminal.screen.desk.session.state.opened
        assert (opened.plan, opened.level, opened.evaluator) == ("30", "staff", "B. Ode")
        assert opened.shipped == ("cut-cost",)
        await settled(terminal)
        assert load_profile(home.profile_file).profile.shipped == ("cut-cost",)


async def test_choices_that_are_no_longer_offered_fall_back(open_home: OpenHome, home: Folders) -> None:
    save_profile(home.profile_file, Profile("gone", "999", "wizard"))
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.press("f10")
        await terminal.top("LiveScreen")
        opened = terminal.screen.desk.session.state.opened
        assert opened.bank_id in find_banks(home)
        assert (opened.plan, opened.level) == ("45", "senior")


async def test_arrows_turn_the_choices_round(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await terminal.press("up")
        assert lit(terminal) == "plan"
        await terminal.press("right")
        assert "‹ 60 ›" in terminal.text("#new-form")
        await terminal.press("right")
        assert "‹ 30 ›" in terminal.text("#new-form")
        await terminal.press("left", "left")
        assert "‹ 45 ›" in terminal.text("#new-form")
        await terminal.press("up", "left")
        assert "‹ mid ›" in terminal.text("#new-form")


async def test_without_a_candidate_it_says_so_and_goes_there(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await terminal.type("   ")
        await terminal.press("down", "f10")
        assert "ref is still missing" in terminal.text("#new-form")
        assert lit(terminal) == "candidate"
        assert terminal.on_top == "NewScreen"


async def test_claims_are_taken_down_one_a_line_and_wrong_ones_refused(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.press("enter", "enter")
        for wrong in ("no colon here", "no-such-kind: words", "cut-cost:   "):
            await terminal.fill(wrong)
            await terminal.press("enter")
            assert "0 taken down" in terminal.text("#new-form")
            assert "a claim is its kind" in terminal.text("#new-form")
        await terminal.fill("cut-cost: Cut inference cost by 60 %: all of it")
        await terminal.press("enter")
        assert "1 taken down" in terminal.text("#new-form")
        assert terminal.screen.query_one(Input).value == ""
        await terminal.press("enter")
        await terminal.top("LiveScreen")
        (claim,) = terminal.screen.desk.session.state.opened.claims
        assert (claim.kind, claim.text) == ("cut-cost", "Cut inference cost by 60 %: all of it")


async def at_claims(terminal: Terminal) -> None:
    """Give a ref and go to the claims."""
    await terminal.type("C-1")
    await terminal.press("enter", "enter")
    assert lit(terminal) == "claims"


def taken(terminal: Terminal) -> list[str]:
    """Return the texts of the claims taken down."""
    return [claim.text for claim in terminal.screen._taken.claims]


async def test_several_pasted_lines_are_several_claims(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await at_claims(terminal)
        await terminal.paste(
            "cut-cost: Halved\x1b[2J the bill\r\n\n- Owned-model-in-production: Led \u202eit\n"
        )
        assert taken(terminal) == ["Halved[2J the bill", "Led it"]
        assert "2 taken down" in terminal.text("#new-form")
        assert terminal.screen.query_one(Input).value == ""
        await terminal.press("enter")
        await terminal.top("LiveScreen")
        assert len(terminal.screen.desk.session.state.opened.claims) == 2


async def test_pasted_lines_without_a_kind_come_into_the_line_one_after_the_other(
    open_home: OpenHome,
) -> None:
    async with form(open_home) as terminal:
        await at_claims(terminal)
        await terminal.paste("Led fraud scoring\ncut-cost: Halved\nKnows everything\nWas there")
        line = terminal.screen.query_one(Input)
        assert (line.value, line.cursor_position) == ("Led fraud scoring", 0)
        assert "line 1 has no kind" in terminal.text("#new-form")
        assert "2 more wait" in terminal.text("#new-form")
        await terminal.type("owned: ")
        await terminal.press("enter")
        assert taken(terminal) == ["Halved", "Led fraud scoring"]
        assert line.value == "Knows everything"
        await terminal.fill("")
        await terminal.press("enter")
        assert line.value == "Was there"
        await terminal.press("f10")
        assert terminal.on_top == "NewScreen"
        await terminal.fill("")
        await terminal.press("enter")
        assert line.value == ""
        assert terminal.on_top == "NewScreen"
        await terminal.press("enter")
        await terminal.top("LiveScreen")


async def test_one_pasted_line_stays_in_the_line_and_other_fields_take_one(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await terminal.paste("C-20\n41")
        assert terminal.screen.query_one(Input).value == "C-20 41"
        await terminal.press("enter", "enter")
        await terminal.paste("cut-cost: Halved the bill\n")
        assert terminal.screen.query_one(Input).value == "cut-cost: Halved the bill"
        assert taken(terminal) == []


async def test_claims_are_read_from_a_text_file(open_home: OpenHome, home: Folders) -> None:
    home.data.mkdir(parents=True, exist_ok=True)
    path = home.data / "claims.txt"
    path.write_text("cut-cost: Halved\n\nLed it all\n")
    async with form(open_home) as terminal:
        await at_claims(terminal)
        await terminal.press("ctrl+o")
        await terminal.top("LineSheet")
        await terminal.fill(str(path.with_name("gone.txt")))
        await terminal.press("enter")
        await terminal.top("NewScreen")
        await terminal.until(
            lambda: "does not exist" in " ".join(terminal.text("#new-form").split()), "the fault told"
        )
        await terminal.press("ctrl+o")
        await terminal.top("LineSheet")
        await terminal.fill(f" {path} ")
        await terminal.press("enter")
        await terminal.top("NewScreen")
        await terminal.until(lambda: taken(terminal) == ["Halved"], "the claim")
        assert "claims.txt:3 has no kind" in terminal.text("#new-form")
        assert terminal.screen.query_one(Input).value == "Led it all"
        await terminal.press("ctrl+o", "escape")
        await terminal.top("NewScreen")


async def test_a_claim_left_in_the_line_is_not_lost_when_the_screen_begins(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.press("enter", "enter")
        await terminal.fill("cut-cost: Halved the bill")
        await terminal.press("f10")
        await terminal.until(
            lambda: (
                terminal.on_top == "BriefScreen"
                or (terminal.on_top == "NewScreen" and "1 taken down" in terminal.text("#new-form"))
            ),
            "an answer",
        )
        if terminal.on_top == "BriefScreen":
            await terminal.top("LiveScreen")
            assert [c.text for c in terminal.screen.desk.session.state.opened.claims] == ["Halved the bill"]


async def test_escape_goes_home_and_leaves_nothing(open_home: OpenHome, home: Folders) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.press("escape")
        await terminal.top("HomeScreen")
        assert not home.sessions.exists()
        assert load_profile(home.profile_file).profile == Profile(BANK)


async def test_beginning_twice_opens_one_screen(open_home: OpenHome, home: Folders) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.type(["f10", "f10"])
        await terminal.top("LiveScreen")
        await settled(terminal)
        await terminal.press("right")
        assert terminal.on_top == "LiveScreen"
        assert len(list(home.sessions.iterdir())) == 1


@pytest.mark.parametrize("field", ["candidate", "evaluator"])
async def test_a_name_too_long_for_a_note_is_refused_before_the_screen(
    open_home: OpenHome, home: Folders, field: str
) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        if field == "evaluator":
            await terminal.press("enter")
        await terminal.fill("N" * 300)
        await terminal.press("f10")
        await settled(terminal)
        assert terminal.on_top == "NewScreen", "a note with this name can never be sealed"


async def test_a_broken_bank_and_a_broken_profile_are_told_and_the_form_works(
    open_home: OpenHome, home: Folders
) -> None:
    roles = home.banks / "roles"
    roles.mkdir(parents=True)
    (roles / "broken.toml").write_text("schema = [")
    home.config.mkdir(parents=True)
    home.profile_file.write_text("bank = 3")
    async with form(open_home) as terminal:
        shown = " ".join(terminal.text("#new-form").split())
        assert "broken.toml" in shown
        assert "profile.toml.broken" in shown
        await terminal.type("C-1")
        await terminal.press("f10")
        await terminal.top("LiveScreen")


async def test_a_folder_that_cannot_be_made_is_told_by_form_or_saved_mark(
    open_home: OpenHome, home: Folders
) -> None:
    async with form(open_home) as terminal:
        home.state.mkdir(parents=True, exist_ok=True)
        home.sessions.write_text("a file where a folder is needed")
        await terminal.type("C-1")
        await terminal.press("f10")
        await terminal.top("LiveScreen")
        await terminal.until(lambda: "NOT SAVED" in terminal.text("#clock"), "the trouble told")


@pytest.mark.parametrize("size", [(50, 14), (50, 30), (80, 24), (200, 60)], ids=str)
async def test_the_form_fits_and_the_lit_field_is_in_sight(
    open_home: OpenHome, size: tuple[int, int]
) -> None:
    async with form(open_home, size) as terminal:
        for _ in FIELDS:
            await terminal.press("up")
        for field in FIELDS:
            assert lit(terminal) == field
            terminal.assert_nothing_outside()
            await terminal.press("down")
