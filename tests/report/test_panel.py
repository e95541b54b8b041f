"""A panel read once and looked at from several sides; the page that is written of it."""

from __future__ import annotations

import dataclasses
import stat
from pathlib import Path

import pytest

from screencopilot.report.choosing import Wanted
from screencopilot.report.panel import Panel, TimeUsed, open_panel, save_page
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders, folders
from screencopilot.store.profile import Profile, save_profile
from tests.analysis.panels import note
from tests.report.samples import sparse_panel, two_notes, write_notes


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


def opened(home: Folders, folder: Path, wanted: Wanted | None = None) -> Panel:
    """Read a folder as a panel."""
    return open_panel(home, [folder], wanted or Wanted())[0]


def test_it_tells_how_many_files_are_read_and_stops_when_told_to(home: Folders, tmp_path: Path) -> None:
    write_notes(tmp_path / "panel", sparse_panel())
    heard: list[tuple[int, int]] = []
    _, whole = open_panel(home, [tmp_path / "panel"], Wanted(), lambda n, of: heard.append((n, of)))
    assert heard == [(n, 24) for n in range(24)]
    assert whole.notes == 24

    def enough(read: int, _of: int) -> None:
        if read == 5:
            raise InterruptedError

    with pytest.raises(InterruptedError):
        open_panel(home, [tmp_path / "panel"], Wanted(), enough)


def test_sides_of_a_panel_are_those_of_its_comparison(home: Folders, tmp_path: Path) -> None:
    write_notes(tmp_path / "panel", sparse_panel())
    panel, whole = open_panel(home, [tmp_path / "panel"], Wanted())
    assert panel.whole(adjusted=False).comparison == whole.comparison
    assert panel.whole(adjusted=True).comparison.candidates[0].adjusted is not None
    rows = [row for row in whole.comparison.probes if row.probe == "FA2-A"]
    assert list(panel.rows_of("FA2-A")) == rows
    assert panel.rows_of("ZZ9-A") == ()
    one = panel.candidate("C-03").comparison
    assert [row.ref for row in one.candidates] == ["C-03"]
    assert set(one.probes) == {row for row in whole.comparison.probes if row.candidate == "C-03"}


def test_the_survey_counts_every_note_once(home: Folders, tmp_path: Path) -> None:
    notes = [note("C-1", "Ann", [3, 4], id="a"), note("C-2", "ANN", [3], id="b", hour=9)]
    write_notes(tmp_path / "panel", [*notes, notes[0]])
    survey = opened(home, tmp_path / "panel").survey()
    assert survey.times == {"ann": TimeUsed(probes=3, seconds=900, budget_seconds=1080, over=0)}
    assert survey.asked == {"FA1-A": 2, "FA2-A": 1}
    assert survey.roles == {"c-1": "ml", "c-2": "ml"}


def test_what_is_closed_is_closed_on_every_side(home: Folders, tmp_path: Path) -> None:
    save_profile(home.profile_file, Profile(evaluator="Ann"))
    write_notes(tmp_path / "panel", [
        note("C-1", "Ann", [3], status="draft", id="a"), note("C-1", "Ben", [1], id="b", hour=4),
        note("C-2", "Ben", [4], id="c", hour=30),
    ])  # fmt: skip
    panel = opened(home, tmp_path / "panel")
    assert [row.ref for row in panel.whole(adjusted=False).comparison.candidates] == ["C-2"]
    assert panel.candidate("C-1").notes == 0
    assert {row.candidate for row in panel.rows_of("FA1-A")} == {"C-2"}
    assert panel.survey().asked == {"FA1-A": 1}
    assert panel.page("C-1").notes == 0


def test_the_page_goes_beside_named_notes_and_never_over_a_file(home: Folders, tmp_path: Path) -> None:
    write_notes(tmp_path / "panel", two_notes())
    panel = opened(home, tmp_path / "panel")
    first, second = (save_page(panel, panel.page()) for _ in range(2))
    assert first.parent == second.parent == tmp_path / "panel"
    assert first.name.startswith("comparison-C-7-20")
    assert second.name == first.name.replace(".html", "-2.html")
    assert stat.S_IMODE(first.stat().st_mode) == 0o600
    assert b"Screens in time" in first.read_bytes()


def test_the_page_of_the_own_notes_goes_where_one_is(home: Folders, tmp_path: Path) -> None:
    write_notes(home.notes, sparse_panel())
    panel, _ = open_panel(home, (), Wanted())
    page = save_page(panel, panel.page())
    assert page.parent == tmp_path / "work"
    assert page.name.startswith("comparison-20")


def test_a_page_that_can_be_written_nowhere_is_told(
    home: Folders, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_notes(tmp_path / "panel", two_notes())
    panel = opened(home, tmp_path / "panel")
    report = panel.page()
    nowhere = dataclasses.replace(panel, paths=(tmp_path / "gone" / "deep",))
    assert save_page(nowhere, report).parent == tmp_path / "work"
    monkeypatch.setattr(Path, "cwd", lambda: tmp_path / "gone")
    with pytest.raises(StoreError):
        save_page(nowhere, report)


def test_a_hostile_ref_makes_a_tame_file_name(home: Folders, tmp_path: Path) -> None:
    notes = [note("../../etc/x; rm -rf", name, [3], hour=n * 4, id=name) for n, name in enumerate(("a", "b"))]
    write_notes(tmp_path / "panel", notes)
    panel = opened(home, tmp_path / "panel")
    page = save_page(panel, panel.page())
    assert page.parent == tmp_path / "panel"
    assert set(page.name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-.")
