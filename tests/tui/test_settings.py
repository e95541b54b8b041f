"""The settings screen: what is chosen holds at once, is shown at once, and is on disk soon after."""

from __future__ import annotations

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest

from screencopilot.domain.nudges import RULES
from screencopilot.store import settings as store
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.profile import Profile, load_profile, save_profile
from screencopilot.store.search_path import load_shared_files
from screencopilot.store.settings import change_settings, load_settings
from screencopilot.tui.screens import settings as screens
from screencopilot.tui.view.settings import REMINDERS, SAMPLE, Chosen, Item, Kind, draw_settings, items
from screencopilot.tui.widgets.inks import INKS
from tests.tui.conftest import OpenHome, OpenLive
from tests.tui.harness import Terminal

SHIPPED = {"quiet-dark", "quiet-light", "high-contrast-dark", "high-contrast-light", "okabe-ito", "plain-16"}


@asynccontextmanager
async def settings_of(open_home: OpenHome, size: tuple[int, int] = (100, 30)) -> AsyncIterator[Terminal]:
    """Open the settings from home, read and ready."""
    async with open_home(size) as terminal:
        await terminal.press("s")
        await ready(terminal)
        yield terminal


async def ready(terminal: Terminal) -> None:
    await terminal.top("SettingsScreen")
    await terminal.until(lambda: terminal.screen.chosen.themes, "the settings read")
    await terminal.pause()


async def light(terminal: Terminal, act: str) -> None:
    """Go to a line with the arrow keys."""
    for _ in range(60):
        if terminal.screen.lit.act == act:
            return
        await terminal.press("down")
    for _ in range(60):
        await terminal.press("up")
        if terminal.screen.lit.act == act:
            return
    raise AssertionError(f"no line {act}")


# Themes.


async def test_every_theme_is_offered_and_the_chosen_one_is_lit(open_home: OpenHome) -> None:
    async with settings_of(open_home) as terminal:
        assert set(terminal.screen.chosen.themes) >= SHIPPED
        assert terminal.screen.lit.act == "theme:quiet-dark"


async def test_a_theme_is_shown_while_it_is_lit_and_goes_again(open_home: OpenHome, home: Folders) -> None:
    async with settings_of(open_home) as terminal:
        await light(terminal, "theme:okabe-ito")
        assert terminal.app.theme == "okabe-ito"
        await light(terminal, "motion")
        assert terminal.app.theme == "quiet-dark"
        await light(terminal, "theme:high-contrast-light")
        await terminal.press("escape")
        await terminal.top("HomeScreen")
        assert terminal.app.theme == "quiet-dark"
        assert not home.config_file.exists()


async def test_a_chosen_theme_stays_and_is_written(open_home: OpenHome, home: Folders) -> None:
    async with settings_of(open_home) as terminal:
        await light(terminal, "theme:okabe-ito")
        await terminal.press("enter", "escape")
        await terminal.top("HomeScreen")
        assert terminal.app.theme == "okabe-ito"
        await terminal.until(lambda: load_settings(home).theme == "okabe-ito", "the theme written")


async def test_a_broken_theme_is_told_and_not_offered(open_home: OpenHome, home: Folders) -> None:
    home.themes.mkdir(parents=True)
    (home.themes / "mine.toml").write_text("name = ", encoding="utf-8")
    async with settings_of(open_home) as terminal:
        assert "mine" not in terminal.screen.chosen.themes
        assert "is not TOML" in " ".join(terminal.text("#settings").split())


@pytest.mark.parametrize("theme", sorted(SHIPPED))
async def test_every_theme_draws_live_screen_sheet_palette_and_settings(
    theme: str, open_live: OpenLive
) -> None:
    async with open_live(theme=theme) as live:
        await live.press("a", "f", "4")
        await live.open_line()
        await live.type("x")
        await live.press("escape", "@")
        await live.top("ChoiceSheet")
        await live.press("escape", "ctrl+p")
        await live.until(lambda: live.on_top == "CommandPalette", "the palette")
        await live.press("escape")
        live.app.action_settings()
        await ready(live)
        assert live.app.theme == theme


# Nudges, motion, reminder.


async def test_all_nudges_stand_there_with_their_reason(open_home: OpenHome) -> None:
    async with settings_of(open_home, (160, 100)) as terminal:
        assert all(rule.text in terminal.text("#settings") for rule in RULES)
        await light(terminal, f"nudge:{RULES[3].id}")
        shown = " ".join(terminal.text("#settings").split())
        assert RULES[3].reason in shown
        assert RULES[3].moment in shown


async def test_a_nudge_is_turned_off_and_on_again(open_home: OpenHome, home: Folders) -> None:
    async with settings_of(open_home) as terminal:
        await light(terminal, "nudge:own-hands")
        await terminal.press("space")
        assert "23 of 24 on" in "".join(item.head for item in items(terminal.screen.chosen))
        await terminal.until(lambda: load_settings(home).silenced == ("own-hands",), "off")
        await terminal.press("space")
        await terminal.until(lambda: load_settings(home).silenced == (), "on again")


async def test_a_nudge_that_no_longer_exists_stays_in_the_file(open_home: OpenHome, home: Folders) -> None:
    change_settings(home, silenced=["gone-by-now"])
    async with settings_of(open_home) as terminal:
        await light(terminal, "nudge:own-hands")
        await terminal.press("space")
        await terminal.until(lambda: load_settings(home).silenced == ("gone-by-now", "own-hands"), "both")


async def test_reduced_motion_holds_at_once_and_stills_the_cursor(open_home: OpenHome, home: Folders) -> None:
    async with settings_of(open_home) as terminal:
        await light(terminal, "motion")
        await terminal.press("space")
        assert terminal.app.animation_level == "none"
        await terminal.until(lambda: load_settings(home).reduced_motion, "written")
        await terminal.press("space")
        assert terminal.app.animation_level != "none"


async def test_the_reminder_goes_from_never_to_two_years_with_a_number_of_ones_own_between(
    open_home: OpenHome, home: Folders
) -> None:
    change_settings(home, remind_after_days=100)
    async with settings_of(open_home) as terminal:
        await light(terminal, "remind")
        seen = []
        for key in ("left", "left", "left", "left", "right"):
            await terminal.press(key)
            seen.append(terminal.screen.chosen.remind_after_days)
        assert seen == [90, 30, 0, REMINDERS[-1], 0]
        await terminal.until(lambda: load_settings(home).remind_after_days == 0, "written")


# What one has shipped.


async def test_claim_kinds_one_has_shipped_go_into_the_profile(open_home: OpenHome, home: Folders) -> None:
    first = next(iter(load_shared_files(home).claim_kinds))
    save_profile(home.profile_file, Profile("a-bank", evaluator="A. Kim", shipped=("of-another-bank",)))
    async with settings_of(open_home) as terminal:
        await light(terminal, f"kind:{first}")
        await terminal.press("space")
        await terminal.until(lambda: first in load_profile(home.profile_file).profile.shipped, "written")
    assert load_profile(home.profile_file).profile == Profile(
        "a-bank", evaluator="A. Kim", shipped=("of-another-bank", first)
    )


# Over a live screen.


async def test_a_nudge_turned_off_over_a_live_screen_is_silent_there(open_live: OpenLive) -> None:
    async with open_live() as live:
        live.app.action_settings()
        await ready(live)
        await light(live, "nudge:own-hands")
        await live.press("space", "escape")
        await live.top("LiveScreen")
        assert live.live.adviser.silenced == {"own-hands"}


async def test_settings_do_not_open_twice_nor_over_the_curtain(open_home: OpenHome) -> None:
    async with settings_of(open_home) as terminal:
        terminal.app.action_settings()
        await terminal.pause()
        await terminal.press("0")
        await terminal.top("CurtainScreen")
        terminal.app.action_settings()
        await terminal.pause()
        assert terminal.on_top == "CurtainScreen"
        await terminal.press("0", "escape")
        await terminal.top("HomeScreen")


# The disk.


async def test_a_change_that_cannot_be_written_is_told_and_holds(open_home: OpenHome, home: Folders) -> None:
    home.config.mkdir(parents=True)
    home.config_file.write_text("theme = ", encoding="utf-8")
    async with settings_of(open_home) as terminal:
        await light(terminal, "motion")
        await terminal.press("space")
        await terminal.until(lambda: "not kept" in terminal.text("#settings"), "told")
        assert terminal.screen.chosen.reduced_motion
    assert home.config_file.read_text(encoding="utf-8") == "theme = "


async def test_a_slow_disk_holds_up_no_key_and_changes_land_in_order(
    open_home: OpenHome, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    go, written = threading.Event(), []

    def slow(folders: Folders, **changes: Any) -> None:
        assert go.wait(30)
        assert threading.current_thread() is not threading.main_thread()
        written.append(changes)
        store.change_settings(folders, **changes)

    monkeypatch.setattr(screens, "change_settings", slow)
    async with settings_of(open_home) as terminal:
        await light(terminal, "nudge:own-hands")
        await terminal.press("space", "space", "space", "escape")
        await terminal.top("HomeScreen")
        assert written == []
        go.set()
        await terminal.until(lambda: len(written) == 3, "all written, though the screen is left")
    assert [changes["silenced"] for changes in written] == [["own-hands"], [], ["own-hands"]]


async def test_nothing_can_be_changed_before_it_is_known_what_is_set(
    open_home: OpenHome, home: Folders, monkeypatch: pytest.MonkeyPatch
) -> None:
    go = threading.Event()

    def late(folders: Folders) -> Any:
        assert go.wait(30)
        return load_settings(folders)

    monkeypatch.setattr(screens, "load_settings", late)
    async with open_home() as terminal:
        await terminal.press("s")
        await terminal.top("SettingsScreen")
        await terminal.press("space", "right")
        go.set()
        await ready(terminal)
        assert not terminal.screen.chosen.reduced_motion
    assert not home.config_file.exists()


async def test_a_failing_disk_error_of_ours_is_shown_in_one_line(
    open_home: OpenHome, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_folders: Folders, **_changes: Any) -> None:
        raise StoreError("cannot be written: No space left on device", "config.toml", "free some space")

    monkeypatch.setattr(screens, "change_settings", full)
    async with settings_of(open_home) as terminal:
        await light(terminal, "motion")
        await terminal.press("space")
        await terminal.until(lambda: "free some space" in terminal.text("#settings"), "told")


# Drawn.


def test_rows_never_exceed_the_width_and_the_lit_one_is_marked() -> None:
    chosen = Chosen(("quiet-dark",), "quiet-dark", kinds=(Kind("k", "A kind"),), shipped=("k",))
    shown: list[Item] = items(chosen)
    for width in (50, 60, 110, 200):
        for lit in range(len(shown)):
            rows, lit_at = draw_settings(shown, lit, width)
            assert all(len(row.text) <= width for row in rows)
            assert rows[lit_at].act == shown[lit].act
            assert "▸" in rows[lit_at].text


def test_the_sample_shows_only_inks_there_are_each_with_a_sign_or_word() -> None:
    assert all(ink in INKS and text.strip() for text, ink in SAMPLE)


async def test_the_mouse_lights_and_turns(open_home: OpenHome, home: Folders) -> None:
    async with settings_of(open_home) as terminal:
        row = next(y for y, r in enumerate(terminal.screen.query_one("#settings").rows) if r.act == "motion")
        await terminal.pilot.click("#settings", offset=(8, row))
        await terminal.until(lambda: load_settings(home).reduced_motion, "written")


async def test_the_palette_offers_the_settings(open_home: OpenHome) -> None:
    async with open_home() as terminal:
        commands = {c.title: c for c in terminal.app.get_system_commands(terminal.screen)}
        assert commands["Settings"].callback == terminal.app.action_settings
