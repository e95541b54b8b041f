"""The user's keymap at work: dispatch, key line, help, palette, curtain and messages follow the table in force."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from screencopilot.cli.choices import load_choices, load_keys
from screencopilot.domain import events as ev
from screencopilot.formats.keymap_toml import VITAL
from screencopilot.store.paths import Folders
from screencopilot.tui.actions import SENTENCE, help_rows
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.keymap import BUILT_IN, LIVE_COMMANDS, KeyTable, key_name
from screencopilot.tui.palette import LiveProvider
from tests.sample import ManualClock
from tests.tui.harness import ROOMY, Live, Terminal, desk_on, theme_named

KEYMAP = """schema = "screencopilot/keymap/1"
[live]
pause = "f2"
curtain = "'"
mark-moment = "space"
redo = "ctrl+r"
claims = []
[live.writing]
mark-moment = "ctrl+t"
"""
BROKEN = 'schema = "screencopilot/keymap/1"\n[live]\npause = "x"\npauze = "f2"\n'


@pytest.fixture
def own(home: Folders) -> Folders:
    """Folders with a keymap of one's own."""
    home.config.mkdir(parents=True)
    home.keymap_file.write_text(KEYMAP, encoding="utf-8")
    return home


@asynccontextmanager
async def screen_with(
    home: Folders, clock: ManualClock, size: tuple[int, int] = ROOMY
) -> AsyncIterator[Live]:
    """Run a screen with whatever is chosen in these folders, as the command line does."""
    choices = load_choices(home, {})
    desk = desk_on(home, clock)
    app = ScreencopilotApp(home, clock, theme_named(), desk, choices.message, choices.keys)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            live = Live(app, pilot, clock, home, desk)
            await live.top("LiveScreen")
            yield live
    finally:
        desk.close()


def keys_of(home: Folders) -> KeyTable:
    table, faults = load_keys(home)
    assert not faults
    return table


# The table.


def test_every_vital_command_is_one_of_ours_and_has_a_key() -> None:
    by_id = {command.id: command for command in LIVE_COMMANDS}
    assert all(by_id[name].keys for name in VITAL)


def test_without_a_keymap_the_built_in_table_itself_is_in_force_and_no_reader_is_needed(
    home: Folders,
) -> None:
    table, faults = load_keys(home)
    assert table is BUILT_IN
    assert faults == ()


def test_a_command_without_a_key_is_named_by_the_palettes(own: Folders) -> None:
    table = keys_of(own)
    assert table.name("claims") == "Ctrl+P"
    assert table.name("pause") == "F2"
    assert table.name("mark-moment", writing=True) == "Ctrl+T"


def test_a_key_is_named_as_it_is_typed() -> None:
    assert [key_name(k) for k in ("ö", "A", "plus", "ctrl+left", "shift+tab", "at")] == [
        "ö", "A", "+", "Ctrl+←", "Shift+Tab", "@",
    ]  # fmt: skip


# At work.


async def test_a_rebound_command_runs_on_its_new_key_and_no_longer_on_its_old_one(
    own: Folders, clock: ManualClock
) -> None:
    async with screen_with(own, clock) as live:
        await live.press("right", "f2")
        assert live.state.paused
        await live.press("f2", "space")
        assert not live.state.paused
        assert live.events_of(ev.MomentMarked)


async def test_a_rebound_key_works_while_writing(own: Folders, clock: ManualClock) -> None:
    async with screen_with(own, clock) as live:
        await live.press("right")
        await live.open_line()
        await live.press("f7")
        assert not live.events_of(ev.MomentMarked)
        await live.press("ctrl+t")
        assert live.events_of(ev.MomentMarked)


async def test_the_curtain_falls_and_lifts_with_its_own_key_and_with_f9(
    own: Folders, clock: ManualClock
) -> None:
    async with screen_with(own, clock) as live:
        for down, up in (("'", "'"), ("f9", "'"), ("'", "f9")):
            await live.press(down)
            await live.top("CurtainScreen")
            await live.press(up)
            await live.top("LiveScreen")


async def test_the_key_line_tells_the_keys_in_force(own: Folders, clock: ManualClock) -> None:
    async with screen_with(own, clock) as live:
        assert "' hide" in live.area("keys")
        await live.press("right")
        assert "F2 pause" in live.area("keys")
        assert "Space" not in live.area("keys")


async def test_messages_name_the_keys_in_force(own: Folders, clock: ManualClock) -> None:
    async with screen_with(own, clock) as live:
        await live.press("right", "a", "backspace")
        assert "Ctrl+R brings it back" in live.message


async def test_help_and_palette_read_the_table_in_force(own: Folders, clock: ManualClock) -> None:
    async with screen_with(own, clock) as live:
        await live.press("?")
        await live.top("ReadSheet")
        helped = live.text("#sheet")
        assert SENTENCE not in helped
        assert "keymap.toml" in " ".join(helped.split())
        provider = LiveProvider(live.live)
        hits = {str(hit.display): hit.help async for hit in provider.discover()}
        assert hits["Pause or resume all clocks"] == "key F2"
        assert hits["Claims: ask, judge, link evidence"] == "no key"


def test_help_of_the_built_in_keys_begins_with_the_sentence() -> None:
    assert SENTENCE in " ".join(row.text.strip() for row in help_rows(200))


# A broken one.


async def test_a_broken_keymap_is_told_on_the_screen_and_the_built_in_keys_work(
    home: Folders, clock: ManualClock
) -> None:
    home.config.mkdir(parents=True)
    home.keymap_file.write_text(BROKEN, encoding="utf-8")
    choices = load_choices(home, {})
    assert [problem.rpartition("keymap.toml")[2][:9] for problem in choices.problems] == [
        ":3: live.",
        ":4: live.",
    ]
    async with screen_with(home, clock) as live:
        assert "2 faults in keymap.toml: the built-in keys are used" in live.message
        await live.press("right", "space")
        assert live.state.paused


async def test_a_broken_keymap_is_told_at_home_too(home: Folders, clock: ManualClock) -> None:
    home.config.mkdir(parents=True)
    home.keymap_file.write_text(BROKEN, encoding="utf-8")
    choices = load_choices(home, {})
    app = ScreencopilotApp(home, clock, theme_named(), message=choices.message, keys=choices.keys)
    async with app.run_test(size=(100, 30), notifications=True) as pilot:
        terminal = Terminal(app, pilot, clock, home)
        await terminal.top("HomeScreen")
        assert "2 faults in keymap.toml" in terminal.text("#home")


async def test_a_kept_draft_does_not_hide_what_is_wrong(home: Folders, clock: ManualClock) -> None:
    home.config.mkdir(parents=True)
    home.keymap_file.write_text(BROKEN, encoding="utf-8")
    desk = desk_on(home, clock)
    from screencopilot.domain.commands import keep_draft, next_probe

    desk.do(next_probe)
    desk.do(keep_draft, "half a line")
    app = ScreencopilotApp(home, clock, theme_named(), desk, load_choices(home, {}).message)
    try:
        async with app.run_test(size=ROOMY, notifications=True) as pilot:
            live = Live(app, pilot, clock, home, desk)
            await live.top("LiveScreen")
            assert "keymap.toml" in live.message
            assert "unfinished line" in live.message
    finally:
        desk.close()


# The docs.


@pytest.mark.checkout
def test_the_docs_list_every_command_with_its_keys() -> None:
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    for command in LIVE_COMMANDS:
        keys, writing = (
            " ".join(f"`{key_name(k)}`" for k in ks) or "-" for ks in (command.keys, command.writing)
        )
        assert f"| `{command.id}` | {keys} | {writing} | {command.title} |" in text


@pytest.mark.checkout
def test_the_docs_keymap_can_be_used_as_it_stands(home: Folders) -> None:
    text = (Path(__file__).parents[2] / "docs" / "settings.md").read_text("utf-8")
    sample = next(part for part in text.split("```toml\n") if "screencopilot/keymap/1" in part).partition(
        "```"
    )[0]
    home.config.mkdir(parents=True)
    home.keymap_file.write_text(sample, encoding="utf-8")
    assert keys_of(home).name("pause") == "F2"
