"""Colours and motion: without colour, with sixteen, and nothing that rests on colour alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from rich.style import Style
from textual import constants

from screencopilot.cli.choices import default_theme
from screencopilot.domain.pacing import minutes
from screencopilot.store.paths import Folders
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.themes import textual_theme
from screencopilot.tui.view.listen import GLYPHS, HEADS
from screencopilot.tui.widgets.inks import INKS
from screencopilot.tui.widgets.note_line import NoteLine
from tests.sample import ManualClock
from tests.tui.conftest import OpenLive
from tests.tui.harness import Live, Terminal, theme_named

ALL = ("quiet-dark", "quiet-light", "high-contrast-dark", "high-contrast-light", "okabe-ito", "plain-16")


def styles(terminal: Terminal) -> Iterator[Style]:
    """Return the style of every painted segment, filters applied: as it goes to the terminal."""
    for strip in terminal.screen._compositor.render_strips():
        for segment in strip:
            if segment.style is not None:
                yield segment.style


async def everywhere(live: Live) -> list[Style]:
    """Return the styles of the live screen, a sheet, the note line and the settings."""
    await live.press("a", "d", "f", "4")
    found = [*styles(live)]
    await live.open_line()
    found += styles(live)
    await live.press("escape", "@")
    await live.top("ChoiceSheet")
    found += styles(live)
    await live.press("escape")
    live.app.action_settings()
    await live.top("SettingsScreen")
    await live.until(lambda: live.screen.chosen.themes, "the settings")
    found += styles(live)
    await live.press("escape")
    await live.top("LiveScreen")
    return found


# Without colour.


@pytest.mark.parametrize("theme", ALL)
async def test_no_color_sends_no_colour_whatever_the_theme(
    theme: str, open_live: OpenLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_live(theme=theme) as live:
        for style in await everywhere(live):
            assert style.color is None or style.color.is_default, style
            assert style.bgcolor is None or style.bgcolor.is_default, style


async def test_without_no_color_there_are_colours(open_live: OpenLive) -> None:
    async with open_live() as live:
        assert any(style.color and style.color.triplet for style in styles(live))


async def test_what_means_something_is_told_without_colour(
    open_live: OpenLive, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Every ink with a meaning: its sign or word stands on the terminal where its colour cannot."""
    monkeypatch.setenv("NO_COLOR", "1")
    async with open_live() as live:
        await live.press("a", "d", "f", "4")
        for tone, head in HEADS.items():
            assert head in live.area("signals")
            assert f"■{GLYPHS[tone]}" in live.area("signals"), "ticked"
            assert f"□{GLYPHS[tone]}" in live.area("signals"), "not ticked"
        assert "▸" in live.area("rating"), "the bar"
        assert "●" in live.area("rating"), "the chosen rung"
        assert "▸" in live.area("follow-ups"), "next"
        await live.press(".")
        assert "✓" in live.area("follow-ups"), "asked"
        assert "on time" in live.area("clock"), "the pace"
        assert "● saved" in live.area("clock")
        await live.press("y")
        assert "▲" in live.area("probe-clock"), "an alert"
        clock.tick(3600)
        live.live.tick()
        assert "over by" in live.area("probe-clock"), "over its budget"
        assert f"{minutes(3600)} / " in live.area("probe-clock")
        assert " over " in live.area("clock"), "over the plan"


def test_inks_that_can_stand_side_by_side_differ_in_more_than_colour() -> None:
    """Two inks of one glance: their spans are told apart by the sign that the drawing gives them."""
    assert len(set(GLYPHS.values())) == len(GLYPHS)
    assert len(set(HEADS.values())) == len(HEADS)
    grounds = {name for name, ink in INKS.items() if ink.ground}
    assert grounds == {"alert"}, "the only ink with a ground of its own always stands with words"


# Sixteen colours.


def test_plain_16_is_sent_as_the_terminals_own_colours() -> None:
    assert textual_theme(theme_named("plain-16")).ansi
    assert not any(textual_theme(theme_named(name)).ansi for name in ALL if name != "plain-16")


async def test_plain_16_never_sends_anything_but_the_sixteen(open_live: OpenLive) -> None:
    async with open_live(theme="plain-16") as live:
        found = await everywhere(live)
        colours = {c for style in found for c in (style.color, style.bgcolor) if c is not None}
        assert len(colours) > 4
        assert all(c.is_default or (c.number is not None and c.number < 16) for c in colours), colours


async def test_plain_16_never_writes_the_terminals_default_ink_on_its_black(open_live: OpenLive) -> None:
    """The default ink may be black itself."""
    async with open_live(theme="plain-16") as live:
        for strip in live.screen._compositor.render_strips():
            for segment in strip:
                style = segment.style
                if (
                    segment.text.strip()
                    and style is not None
                    and style.bgcolor
                    and not style.bgcolor.is_default
                ):
                    assert style.color is not None, segment
                    assert not style.color.is_default, segment


@pytest.mark.parametrize(
    ("environ", "theme"),
    [
        ({"TERM": "linux"}, "plain-16"),
        ({"TERM": "xterm-16color"}, "plain-16"),
        ({"TERM": "xterm-256color"}, "quiet-dark"),
        ({"TERM": "linux", "COLORTERM": "truecolor"}, "quiet-dark"),
        ({}, "quiet-dark"),
    ],
)
def test_a_terminal_of_sixteen_colours_gets_the_plain_theme_unless_one_is_chosen(
    environ: dict[str, str], theme: str
) -> None:
    assert default_theme(environ) == theme


# Motion.


async def test_textual_animations_none_is_honoured(
    open_live: OpenLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Textual reads TEXTUAL_ANIMATIONS once, as it is loaded."""
    monkeypatch.setattr(constants, "TEXTUAL_ANIMATIONS", "none")
    async with open_live() as live:
        assert live.app.animation_level == "none"
        await live.open_line()
        assert not live.note.cursor_blink


async def test_reduced_motion_stills_the_note_lines_cursor(home: Folders, clock: ManualClock) -> None:
    app = ScreencopilotApp(home, clock, theme_named(), reduced_motion=True)
    async with app.run_test(size=(100, 30)) as pilot:
        terminal = Terminal(app, pilot, clock, home)
        await terminal.top("HomeScreen")
        await terminal.press("n")
        await terminal.top("NewScreen")
        line = terminal.screen.query_one("#new-line")
        line.display = True
        line.focus()
        await terminal.pause()
        assert not line.cursor_blink


async def test_otherwise_the_cursor_blinks(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.open_line()
        assert live.live.query_one(NoteLine).cursor_blink
