"""The comparison on the terminal: moving, opening, adjusted figures, what stays closed, the page it writes."""

from __future__ import annotations

import re
import stat
import threading
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest

from screencopilot.domain.note import Evidence, Note
from screencopilot.report.choosing import Wanted
from screencopilot.report.panel import Panel, open_panel
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.profile import Profile, save_profile
from screencopilot.tui.comparing import CompareApp
from screencopilot.tui.screens import compare as compare_screen
from screencopilot.tui.view.compare_look import TABS
from tests.analysis.panels import note
from tests.report.samples import hostile_notes, sparse_panel, two_notes, write_notes
from tests.sample import ManualClock
from tests.tui.conftest import OpenHome
from tests.tui.harness import Terminal, theme_named

OpenCompare = Callable[..., Any]
SIZES = [(60, 45), (140, 14), (160, 45), (50, 12)]


@pytest.fixture
def open_compare(home: Folders, clock: ManualClock, tmp_path: Path) -> OpenCompare:
    """Run the comparison of notes: ``async with open_compare(notes, size=(60, 45)) as terminal``."""

    @asynccontextmanager
    async def run(
        notes: Iterable[Note] = (),
        *,
        size: tuple[int, int] = (120, 40),
        wanted: Wanted | None = None,
        read: bool = True,
    ) -> AsyncIterator[Terminal]:
        write_notes(tmp_path / "panel", notes)
        app = CompareApp(home, clock, theme_named(), paths=[tmp_path / "panel"], wanted=wanted or Wanted())
        async with app.run_test(size=size, notifications=True) as pilot:
            terminal = Terminal(app, pilot, clock, home)
            await terminal.top("CompareScreen")
            if read:
                await all_read(terminal)
            yield terminal

    return run


async def all_read(terminal: Terminal) -> None:
    """Wait until the notes are read and gone through."""
    await terminal.until(lambda: terminal.screen.look.report is not None, "notes read")
    if terminal.screen.look.report.notes:
        await terminal.until(lambda: terminal.screen.look.survey.asked, "survey")
    await terminal.pause()


def at(terminal: Terminal) -> str:
    """Which page is looked at."""
    page: str = terminal.screen.look.at
    return page


def marked(terminal: Terminal) -> str:
    """The row that is lit."""
    return next(row for row in terminal.text().splitlines() if row.startswith("▸"))


def crowd() -> list[Note]:
    """Thirty candidates of two evaluators each: more than a report has matrices for."""
    line = (Evidence("e1", 30, "FA1-A", "quote", "+", "eleven percent of orders"),)
    return [
        note(f"C-{n:02}", name, [1 + (n + k) % 5, 3], hour=30 * n + 3 * k, id=f"{n}{name}", evidence=line)
        for n in range(30)
        for k, name in enumerate(("Ann", "Ben"))
    ]


async def test_candidates_stand_by_name_and_open_down_to_the_evidence(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        assert at(terminal) == "candidates"
        assert re.findall(r"^..(C-\d\d)", terminal.text(), re.M) == [f"C-{n:02}" for n in range(12)]
        await terminal.press("down", "enter")
        assert at(terminal) == "candidate"
        assert terminal.screen.look.ref == "C-01"
        await terminal.press("n")
        assert "≠" in marked(terminal)
        assert "EVIDENCE" not in terminal.text()
        await terminal.press("enter")
        assert "heard different things; spread 3" in terminal.text()
        assert "“eleven percent of orders”" in terminal.text()
        await terminal.press("enter")
        assert "EVIDENCE" not in terminal.text()
        await terminal.press("escape")
        assert at(terminal) == "candidates"
        assert marked(terminal).startswith("▸ C-01")
        await terminal.press("escape")
        assert terminal.app.return_value == "back"


async def test_one_candidate_opens_at_its_matrix(open_compare: OpenCompare) -> None:
    async with open_compare(two_notes()) as terminal:
        assert at(terminal) == "candidate"
        assert "AR1-A" in marked(terminal)
        assert "2 !" in marked(terminal)
        await terminal.press("tab")
        assert "no coefficient is given" in terminal.text()
        await terminal.press("tab", "tab")
        assert at(terminal) == "candidate"


async def test_all_splits_open_and_close_at_once(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel(), wanted=Wanted(candidates=("C-02",))) as terminal:
        await terminal.press("o")
        splits = terminal.screen.look.report.comparison.disagreements
        assert len(terminal.screen.look.opened) == len(splits) > 1
        await terminal.press("o")
        assert not terminal.screen.look.opened


async def test_next_and_last_split_go_round(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        splits = [n for n, item in enumerate(terminal.screen.page.items) if item.split]
        seen = []
        for _ in range(len(splits) + 1):
            await terminal.press("n")
            seen.append(terminal.screen.place.lit)
        assert seen == [*splits[1:], splits[0], splits[1]]
        await terminal.press("N", "N")
        assert terminal.screen.place.lit == splits[-1]


async def test_a_split_opens_its_candidate_at_its_row(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        await terminal.press("2", "down", "enter")
        split = terminal.screen.look.report.comparison.disagreements[1]
        assert terminal.screen.look.ref == split.candidate
        assert split.probe in marked(terminal)
        assert "EVIDENCE" in terminal.text()


async def test_pages_are_reached_by_tab_and_by_number(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        seen = []
        for _ in range(len(TABS)):
            seen.append(at(terminal))
            await terminal.press("tab")
        assert tuple(seen) == TABS
        await terminal.press("3")
        assert at(terminal) == "agreement"
        assert "12 shared candidates" in terminal.text()
        await terminal.press("4", "enter")
        assert "83% of the minutes planned for probes; 0 of 25 probes ran over" in terminal.text()


async def test_adjusted_figures_come_when_asked_for_and_go_again(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        assert "Plausibly" not in terminal.text()
        assert "a shows them" in terminal.text()
        order = [item.name for item in terminal.screen.page.items]
        await terminal.press("a")
        await terminal.until(lambda: terminal.screen.look.report.comparison.adjusted, "adjusted figures")
        await terminal.pause()
        assert re.search(r"C-00 .* \d\.\d to \d\.\d\s+\d+ to \d+ of 12", terminal.text())
        assert [item.name for item in terminal.screen.page.items] == order
        assert "Take counsel" in terminal.screen.look.message
        await terminal.press("a")
        assert not terminal.screen.look.report.comparison.adjusted
        assert "Plausibly" not in terminal.text()


async def test_a_list_is_narrowed_typed_in_one_burst_and_widened_again(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        await terminal.type([*"/c-03", "enter"])
        await terminal.top("CompareScreen")
        assert terminal.screen.look.words == "c-03"
        assert [item.name for item in terminal.screen.page.items] == ["candidate C-03"]
        assert "1 of 12 candidates shown" in terminal.text()
        await terminal.press("escape")
        assert len(terminal.screen.page.items) == 12


async def test_one_probe_across_all_candidates(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        await terminal.press("enter", "j")
        await terminal.until(lambda: at(terminal) == "call", "one probe")
        probe = terminal.screen.look.probe
        assert {row.probe for row in terminal.screen.look.calls} == {probe}
        assert len({row.candidate for row in terminal.screen.look.calls}) == 12
        await terminal.press("right")
        assert terminal.screen.look.probe != probe
        await terminal.press("left")
        assert terminal.screen.look.probe == probe
        await terminal.press("escape")
        assert at(terminal) == "candidate"
        await terminal.press("escape", "j")
        await terminal.top("FilterSheet")
        await terminal.type([*"FA4", "enter"])
        await terminal.until(lambda: at(terminal) == "call", "one probe")
        assert terminal.screen.look.probe == "FA4-A"
        await terminal.press("down", "enter")
        assert (at(terminal), terminal.screen.look.ref) == ("candidate", "C-01")


async def test_of_very_many_candidates_a_matrix_and_a_probe_are_made_when_opened(
    open_compare: OpenCompare,
) -> None:
    async with open_compare(crowd()) as terminal:
        whole = terminal.screen.look.report.comparison
        ref = next(c.ref for c in whole.candidates if c.ref not in {row.candidate for row in whole.probes})
        terminal.screen.go_to_name(f"candidate {ref}")
        await terminal.press("enter")
        await terminal.until(lambda: at(terminal) == "candidate", "the candidate")
        await terminal.pause()
        assert ref in terminal.text().splitlines()[0]
        await terminal.press("enter")
        assert "“eleven percent of orders”" in terminal.text()
        await terminal.press("j")
        await terminal.until(lambda: at(terminal) == "call", "one probe")
        assert len({row.candidate for row in terminal.screen.look.calls}) == 30


async def test_who_is_still_to_judge_sees_nothing_of_the_others(
    open_compare: OpenCompare, home: Folders
) -> None:
    save_profile(home.profile_file, Profile(evaluator="Ann"))
    others = [note("C-1", "Ben", [1], hour=3, id="b"), note("C-1", "Cy", [5], hour=6, id="c")]
    mine = note("C-1", "Ann", [3], status="draft", id="a")
    free = [note("C-2", "Ben", [2], hour=60, id="d"), note("C-2", "Ann", [4], hour=64, id="e")]
    async with open_compare([mine, *others, *free]) as terminal:
        shown = terminal.text()
        for key in ("1", "2", "3", "x"):
            await terminal.press(key)
            shown += terminal.seen()
        assert "C-2" in shown
        assert "Cy" not in shown
        assert "closed to Ann until the own note" in " ".join(re.sub(r"[│\s]+", " ", shown).split())
        report = terminal.app.screen_stack[-2].look.report
        assert {row.ref for row in report.comparison.candidates} == {"C-2"}


async def test_what_is_skipped_is_listed_with_why(open_compare: OpenCompare, tmp_path: Path) -> None:
    (tmp_path / "panel").mkdir()
    (tmp_path / "panel" / "bad.toml").write_text("x = \n")
    async with open_compare(two_notes()) as terminal:
        assert "1 skipped (x)" in terminal.text()
        await terminal.press("x")
        await terminal.top("ReadSheet")
        whole = re.sub(r"[│\s]+", "", terminal.seen())  # a long path is broken anywhere
        assert "bad.toml:line1:isnotTOML" in whole


async def test_the_page_is_written_beside_the_notes_and_over_nothing(
    open_compare: OpenCompare, tmp_path: Path
) -> None:
    async with open_compare(two_notes()) as terminal:
        before = {path: path.read_bytes() for path in (tmp_path / "panel").iterdir()}
        for count in (1, 2):
            await terminal.press("e")
            await terminal.until(lambda: terminal.screen.look.message.startswith("written"), "written")
            pages = sorted((tmp_path / "panel").glob("*.html"))
            assert len(pages) == count
            assert (
                pages[-1].name in terminal.screen.look.message
                or pages[0].name in terminal.screen.look.message
            )
        assert all(page.read_bytes().startswith(b"<!doctype html>") for page in pages)
        assert all(stat.S_IMODE(page.stat().st_mode) == 0o600 for page in pages)
        assert "recall fell to 0.64" in pages[0].read_text()
        assert all(path.read_bytes() == data for path, data in before.items())


async def test_a_click_lights_a_row_and_a_second_opens_it(open_compare: OpenCompare) -> None:
    async with open_compare(sparse_panel()) as terminal:
        y = next(n for n, row in enumerate(terminal.text().splitlines()) if "C-04" in row)
        await terminal.pilot.click("#compare", offset=(5, y))
        assert marked(terminal).startswith("▸ C-04")
        await terminal.pilot.click("#compare", offset=(5, y))
        await terminal.pause()
        assert terminal.screen.look.ref == "C-04"


async def test_a_frame_comes_at_once_counts_files_and_can_be_left(
    open_compare: OpenCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    go_on, ended = threading.Event(), threading.Event()

    def slow(
        folders: Folders, paths: Sequence[Path], wanted: Wanted, told: Callable[[int, int], None]
    ) -> Any:
        told(1500, 10_000)
        go_on.wait(20)
        try:
            told(1501, 10_000)
        except Exception:
            ended.set()
            raise
        return open_panel(folders, paths, wanted, told)

    monkeypatch.setattr(compare_screen, "open_panel", slow)
    async with open_compare(two_notes(), read=False) as terminal:
        await terminal.until(lambda: "1,501 of 10,000" in terminal.text(), "the count")
        await terminal.press("a")
        assert "still reading notes" in terminal.text()
        await terminal.press("escape")
        assert terminal.app.return_value == "back"
        go_on.set()
    assert ended.wait(20)


async def test_a_folder_that_is_not_there_is_told(
    open_compare: OpenCompare, home: Folders, clock: ManualClock
) -> None:
    app = CompareApp(home, clock, theme_named(), paths=[home.data / "nowhere"], wanted=Wanted())
    async with app.run_test(size=(100, 30)) as pilot:
        terminal = Terminal(app, pilot, clock, home)
        await terminal.top("CompareScreen")
        await all_read(terminal)
        assert "No note could be compared." in terminal.text()
        assert "there is no such file or folder" in " ".join(terminal.text().split())
        await terminal.press("n", "enter", "down", "a", "escape")


@pytest.mark.parametrize("size", SIZES)
async def test_every_page_fits_every_size(open_compare: OpenCompare, size: tuple[int, int]) -> None:
    async with open_compare([*sparse_panel(), *two_notes()], size=size) as terminal:
        for keys in (["1"], ["2"], ["3"], ["4", "enter"], ["1", "enter", "o"], ["j"]):
            await terminal.press(*keys)
            terminal.assert_nothing_outside()
            assert "COMPARE" in terminal.text().splitlines()[0]
            assert "Esc back" in terminal.text() or size[0] < 60


async def test_outside_text_moves_no_terminal(open_compare: OpenCompare) -> None:
    notes = [
        *hostile_notes(),
        note("C\u202e-8", "Bob", [3], id="m"),
        note("C-9", "[bold]Ann[/]", [3], id="n"),
    ]
    async with open_compare(notes) as terminal:
        for keys in (["1"], ["2"], ["4", "enter"], ["1", "enter", "o"]):
            await terminal.press(*keys)
            assert "\u202e" not in terminal.seen()
            assert "\x1b" not in terminal.seen()
        await terminal.press("escape", "4")
        assert "[bold]Ann[/]" in terminal.text()


async def test_the_curtain_falls_over_it_and_help_names_the_keys(open_compare: OpenCompare) -> None:
    async with open_compare(two_notes()) as terminal:
        await terminal.press("0")
        assert "C-7" not in terminal.seen()
        await terminal.press("f9")
        await terminal.top("CompareScreen")
        await terminal.press("?")
        await terminal.top("ReadSheet")
        assert "the rungs between" in " ".join(re.sub(r"[│\s]+", " ", terminal.seen()).split())


async def test_home_offers_it_once_there_is_a_sealed_note(open_home: OpenHome, home: Folders) -> None:
    async with open_home() as terminal:
        assert "Compare notes" not in terminal.text()
        await terminal.press("c")
        assert terminal.on_top == "HomeScreen"
        write_notes(home.notes, [note("C-1", "Ann", [3], status="draft")])
        terminal.screen.look_on_disk()
        await terminal.until(lambda: "C-1" in terminal.text(), "the draft")
        assert "Compare notes" not in terminal.text()
        write_notes(home.notes, two_notes())
        terminal.screen.look_on_disk()
        await terminal.until(lambda: "Compare notes" in terminal.text(), "the choice")
        assert "c compare" in terminal.text()
        await terminal.press("c")
        await terminal.top("CompareScreen")
        await all_read(terminal)
        assert "recall" not in terminal.text()
        await terminal.press("enter")
        assert "recall fell to 0.64" in terminal.text()
        await terminal.press("escape")
        await terminal.top("HomeScreen")


async def test_what_keeps_all_notes_from_being_compared_stays_told(
    open_compare: OpenCompare, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: Any) -> Any:
        raise StoreError("cannot be read", "/x/profile.toml", "mend it")

    monkeypatch.setattr(compare_screen, "open_panel", broken)
    async with open_compare(two_notes(), read=False) as terminal:
        await terminal.until(lambda: terminal.screen.look.trouble, "the trouble")
        for key in ("down", "a", "e", "tab", "j", "/", "n", "x", "o", "enter"):
            await terminal.press(key)
            assert terminal.on_top == "CompareScreen"
            assert "/x/profile.toml: cannot be read (mend it)" in terminal.text()
        assert "Enter open" not in terminal.text()
        await terminal.press("escape")
        assert terminal.app.return_value == "back"


async def test_without_a_comparison_only_true_keys_are_named(
    open_compare: OpenCompare, tmp_path: Path
) -> None:
    async with open_compare([note("C-1", "Ann", [3], status="draft")]) as terminal:
        assert terminal.text().splitlines()[-1].strip() == "↑↓ · x skipped · Esc back · ? keys"
        for key in ("a", "e", "j", "n", "o", "/"):
            await terminal.press(key)
            assert "no note could be compared" in terminal.text()
        await terminal.press("tab", "3")
        assert terminal.screen.look.tab == "candidates"
        await terminal.press("x")
        await terminal.top("ReadSheet")
    assert not list(tmp_path.rglob("*.html"))


async def test_narrowing_is_for_lists_alone(open_compare: OpenCompare) -> None:
    async with open_compare(two_notes()) as terminal:
        await terminal.press("/")
        assert terminal.on_top == "CompareScreen"
        assert "no list to narrow here" in terminal.text()


@pytest.mark.parametrize(("key", "name"), [("a", "whole"), ("enter", "candidate")])
async def test_what_could_not_be_made_is_told(
    open_compare: OpenCompare, monkeypatch: pytest.MonkeyPatch, key: str, name: str
) -> None:
    def broken(*_: Any, **__: Any) -> Any:
        raise StoreError("went away", "/x", "try again")

    async with open_compare(crowd()) as terminal:
        monkeypatch.setattr(Panel, name, broken)
        await terminal.press(key)
        await terminal.until(lambda: "/x: went away (try again)" in terminal.text(), "the reason")
        assert not terminal.screen.look.busy


async def test_the_page_is_written_though_the_folder_one_stands_in_is_gone(
    open_compare: OpenCompare, home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    async with open_compare(two_notes()) as terminal:
        await terminal.press("e")
        await terminal.until(lambda: "written: " in terminal.screen.look.message, "the page")
    assert list((tmp_path / "panel").glob("*.html"))
