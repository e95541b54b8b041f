"""Calibration in the terminal: said, ticked, rated, handed in; the reference only afterwards; left and gone on with."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import msgspec
import pytest
from msgspec.structs import replace

from screencopilot.analysis.calibration import result_of
from screencopilot.domain.vignette import Vignette
from screencopilot.store.calibration import Round, Wanted, open_round
from screencopilot.store.calibration_log import read_answers
from screencopilot.store.calibration_pool import load_pool
from screencopilot.store.calibration_results import load_results
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.tui.calibrating import CalibrateApp
from screencopilot.tui.view.brief import draw_brief
from screencopilot.tui.view.calibrate_areas import lay
from tests.calibration_sample import DAY, gaps_log
from tests.sample import ManualClock, sample_opened, sample_script
from tests.tui.conftest import OpenHome
from tests.tui.harness import Terminal, theme_named

WANTED = Wanted(evaluator="Kim", families=("FA1", "FA2", "FA4"), count=3, seed=5)
SIZES = [(60, 45), (140, 14), (160, 45)]


@asynccontextmanager
async def calibrating(
    home: Folders,
    clock: ManualClock,
    wanted: Wanted = WANTED,
    size: tuple[int, int] = (100, 40),
    pace: Any = "speaking",
) -> AsyncIterator[Terminal]:
    """Run a round; what is on top is its screen."""
    round_ = open_round(home, clock, wanted)
    app = CalibrateApp(home, clock, theme_named(), round_=round_, pace=pace)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            terminal = Terminal(app, pilot, clock, home)
            await terminal.top("CalibrateScreen")
            yield terminal
    finally:
        round_.leave()


def the_round(terminal: Terminal) -> Round:
    found: Round = terminal.screen._round
    return found


async def hand_in(terminal: Terminal, rating: str = "3") -> None:
    """Rate the answer at hand and hand it in."""
    done = len(the_round(terminal).rated)
    await terminal.press("tab", rating, "right")
    await terminal.until(
        lambda: len(the_round(terminal).rated) == done + 1 and not terminal.screen._busy, "kept"
    )
    await terminal.pause()  # what comes next is drawn with the layout


def secrets(home: Folders, terminal: Terminal) -> tuple[Vignette, list[str]]:
    """Return the vignette at hand, and what of its reference must not be seen yet."""
    round_ = the_round(terminal)
    name = round_.begun.items[len(round_.rated)].vignette
    vignette = load_pool(home).vignettes[name]
    texts = [vignette.why, vignette.why_not_lower or "", vignette.why_not_higher or "", vignette.trap]
    return vignette, [name, *(t for t in texts if t), *vignette.not_ticked_because.values()]


def words_seen(terminal: Terminal) -> str:
    """Return what is painted, as words."""
    return " ".join(terminal.seen().split())


def say(terminal: Terminal) -> list[str]:
    """Return the first words of the question at hand."""
    words: list[str] = terminal.screen.hearing.exercise.say.split()
    return words[:5]


async def test_three_vignettes_from_the_first_word_to_the_last_reference(
    home: Folders, clock: ManualClock
) -> None:
    async with calibrating(home, clock) as terminal:
        assert "seed 5" in terminal.text("#head")
        for number in range(1, 4):
            vignette, hidden = secrets(home, terminal)
            assert f"{number}/3" in terminal.text("#head")
            await terminal.press("a", "tab", "4")
            hearing = terminal.screen.hearing
            held = "".join(
                msgspec.json.encode(part).decode()
                for part in (replace(hearing, glance=None), hearing.glance.script, hearing.glance.state)
            )
            for secret in hidden:
                assert secret not in held
                assert " ".join(secret.split())[:40] not in " ".join(terminal.seen().split())
            for kind in ("hollow", "borderline", "reference"):
                assert kind not in terminal.text("#answer") + terminal.text("#head").replace(
                    "references come", ""
                )
            await hand_in(terminal, "3")  # from 4 to 3: the last digit stands
            assert the_round(terminal).rated[-1].vignette == vignette.id
        await terminal.until(lambda: the_round(terminal).closed and not terminal.screen._busy, "the result")
        assert "Too few" in terminal.text("#page")
        for one in the_round(terminal).rated:
            await terminal.press("right")
            shown = terminal.text("#page")
            assert f"You 3 · reference {one.rung}" in shown
            vignette = load_pool(home).vignettes[one.vignette]
            assert vignette.why.split(",")[0][:30] in " ".join(shown.split())
            assert "author's own rating" in shown
        await terminal.press("left", "left", "left", "question_mark")
        assert "The round is over" in terminal.text("#page")
    assert load_results(home, "Kim").results[0].vignettes == 3


async def test_ticks_are_those_of_the_live_screen_and_are_kept_with_the_rating(
    home: Folders, clock: ManualClock
) -> None:
    async with calibrating(home, clock) as terminal:
        probe = terminal.screen.hearing.exercise.probe
        await terminal.press("a", "b", "b", "z")
        assert "■+" in terminal.text("#signals")
        assert "no signal has the letter z" in terminal.text("#head")
        await terminal.press("c", "backspace")
        await terminal.press("9")
        assert "NE" in terminal.text("#rating")
        await hand_in(terminal, "2")
        kept = the_round(terminal).rated[0]
        assert kept.ticks == (probe.signals_in_order[0].id,)
        assert kept.rating == 2


async def test_the_answer_is_said_at_speaking_speed_and_waits_behind_the_curtain(
    home: Folders, clock: ManualClock
) -> None:
    async with calibrating(home, clock) as terminal:
        words = terminal.screen.hearing.exercise.turns[0].text.split()

        def said() -> str:
            terminal.screen.tick()
            return " ".join(terminal.text("#answer").split())

        assert words[2] not in said().split()[-3:]
        clock.tick(2.01)
        assert said().endswith(" ".join(words[:5]))
        assert words[5] not in said().split()[-1:]
        await terminal.press("0")
        await terminal.top("CurtainScreen")
        clock.tick(60)
        await terminal.press("0")
        await terminal.top("CalibrateScreen")
        assert said().endswith(" ".join(words[:5]))
        await terminal.press("space")
        clock.tick(60)
        assert said().endswith(" ".join(words[:5]))
        assert "PAUSED" in terminal.text("#head")
        await terminal.press("space")
        clock.tick(200)
        assert terminal.screen.hearing.seconds < 100
        said()
        assert terminal.screen.hearing.whole


async def test_nothing_is_handed_in_before_all_was_said_and_rated(home: Folders, clock: ManualClock) -> None:
    async with calibrating(home, clock) as terminal:
        await terminal.press("3", "right")
        assert "not all was said yet" in terminal.text("#head")
        await terminal.press("3", "tab", "enter")
        assert "rate it first" in terminal.text("#head")
        assert the_round(terminal).rated == ()
        await hand_in(terminal)
        assert "2/3" in terminal.text("#head")


async def test_all_at_once_is_there_from_the_first_moment(home: Folders, clock: ManualClock) -> None:
    async with calibrating(home, clock, size=(160, 45), pace="at-once") as terminal:
        last = terminal.screen.hearing.exercise.turns[-1].text.split()[-4:]
        assert " ".join(last) in " ".join(terminal.text("#answer").split())
        await terminal.press("3", "right")
        await terminal.until(lambda: len(the_round(terminal).rated) == 1, "handed in")


async def test_left_in_the_middle_it_goes_on_where_it_was(home: Folders, clock: ManualClock) -> None:
    async with calibrating(home, clock) as terminal:
        await hand_in(terminal)
        say = terminal.screen.hearing.exercise.say
        await terminal.press("a", "escape")
        assert "Ctrl+Q leaves" in terminal.text("#head")
        await terminal.press("ctrl+q")
        await terminal.until(lambda: not terminal.app.is_running, "left")
    assert len(read_answers(home).rounds[0].rated) == 1
    assert load_results(home).results == ()
    async with calibrating(home, clock, Wanted(evaluator="Kim")) as terminal:
        assert "gone on with: 1 of 3" in terminal.text("#head")
        assert terminal.screen.hearing.exercise.say == say
        assert "■" not in terminal.text("#signals")  # what was not handed in is rated anew


async def test_f10_twice_ends_a_round_with_what_is_rated(home: Folders, clock: ManualClock) -> None:
    async with calibrating(home, clock) as terminal:
        await terminal.press("f10")
        assert "nothing is rated yet" in terminal.text("#head")
        await hand_in(terminal)
        await terminal.press("f10")
        assert "again ends the round with 1 of 3" in terminal.text("#head")
        await terminal.press("f10")
        await terminal.until(lambda: the_round(terminal).closed, "closed")
    assert [r.vignettes for r in load_results(home).results] == [1]


async def test_practice_shows_the_reference_before_the_next_answer(home: Folders, clock: ManualClock) -> None:
    wanted = Wanted("Kim", ("FA1",), 2, 5, learn=True)
    async with calibrating(home, clock, wanted, pace="at-once") as terminal:
        await hand_in(terminal)
        await terminal.until(lambda: "You 3 · reference" in terminal.text("#page"), "the reference")
        await terminal.press("right")
        assert "2/2" in terminal.text("#head")
        await terminal.until(
            lambda: " ".join(say(terminal)) in words_seen(terminal), "the next answer painted"
        )
        await hand_in(terminal, "2")
        await terminal.until(
            lambda: "You 2 · reference" in words_seen(terminal), "the next reference painted"
        )
        await terminal.press("right")
        await terminal.until(lambda: "Practice" in terminal.text("#page"), "the end")
    assert load_results(home).results == ()


async def test_an_answer_that_cannot_be_kept_stays_and_is_handed_in_again(
    home: Folders, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with calibrating(home, clock) as terminal:

        def refuse(_entry: object) -> None:
            raise StoreError("no room", "", "free some")

        with monkeypatch.context() as patched:
            patched.setattr(the_round(terminal)._answers, "add", refuse)
            await terminal.press("tab", "3", "right")
            await terminal.until(lambda: "not kept" in terminal.text("#head"), "told")
        assert "1/3" in terminal.text("#head")
        await terminal.press("right")
        await terminal.until(lambda: len(the_round(terminal).rated) == 1, "kept")


@pytest.mark.parametrize("size", SIZES)
async def test_everything_fits_the_terminal(home: Folders, clock: ManualClock, size: tuple[int, int]) -> None:
    async with calibrating(home, clock, size=size) as terminal:
        clock.tick(30)
        terminal.screen.tick()
        await terminal.press("a", "4")
        terminal.assert_nothing_outside()
        assert "a-z tick" in terminal.text("#keys")
        await hand_in(terminal)
        await terminal.press("f10", "f10")
        await terminal.until(lambda: the_round(terminal).closed and not terminal.screen._busy, "closed")
        terminal.assert_nothing_outside()
        await terminal.press("right", "pagedown")
        terminal.assert_nothing_outside()


async def test_too_small_a_terminal_says_so_and_loses_nothing(home: Folders, clock: ManualClock) -> None:
    async with calibrating(home, clock) as terminal:
        await terminal.press("a")
        await terminal.resize(40, 10)
        assert "40 by 10" in terminal.text("#too-small")
        await terminal.resize(100, 40)
        assert "■" in terminal.text("#signals")


@pytest.mark.parametrize("width", range(50, 200, 13))
@pytest.mark.parametrize("height", range(14, 70, 7))
def test_areas_fill_the_terminal_and_overlap_nowhere(width: int, height: int) -> None:
    laid = lay(
        width,
        height,
        lambda area, _width: {"keys": 2, "answer": 30, "signals": 17, "rating": 12}.get(area, 2),
    )
    cells: set[tuple[int, int]] = set()
    for place in laid.places.values():
        assert place.height > 0
        mine = {
            (x, y)
            for x in range(place.x, place.x + place.width)
            for y in range(place.y, place.y + place.height)
        }
        assert not mine & cells
        cells |= mine
    assert all(x < width and y < height for x, y in cells)
    assert len(cells) + len(laid.rules) * (height - 2 - laid.places["keys"].height) == width * height


async def test_help_names_the_keys_of_this_place(home: Folders, clock: ManualClock) -> None:
    async with calibrating(home, clock) as terminal:
        await terminal.press("question_mark")
        await terminal.top("ReadSheet")
        assert "Hand the answer in" in terminal.text("#sheet")
        await terminal.press("escape")
        await terminal.top("CalibrateScreen")
        await terminal.press("exclamation_mark")
        assert "for a live screen" in terminal.text("#head")


async def test_home_offers_it_and_says_where_a_round_was_left(open_home: OpenHome) -> None:
    async with open_home() as terminal:
        await terminal.press("w")
        await terminal.top("CalibrateScreen")
        await hand_in(terminal)
        await terminal.press("ctrl+q")
        await terminal.top("HomeScreen")
        await terminal.until(lambda: "1 of 12 are rated" in terminal.text("#home"), "said")


def test_the_brief_says_ones_own_severity_in_one_line() -> None:
    script = sample_script()
    opened = sample_opened(script)
    before = "\n".join(row.text for row in draw_brief(script, opened, 100))
    assert "written answers" not in before
    stamp = result_of(gaps_log([-1] * 6 + [0] * 6), DAY).severity
    shown = " ".join(
        " ".join(row.text for row in draw_brief(script, replace(opened, severity=stamp), 100)).split()
    )
    assert "You rate written answers about 0.5 lower than the reference ratings" in shown
    assert "12 vignettes, 2026-11-21" in shown
