"""``bank preview``: the live screen with nobody, and nothing on disk afterwards."""

from __future__ import annotations

from pathlib import Path

import pytest

from screencopilot.domain import commands
from screencopilot.domain.setup import SetupError
from screencopilot.store.authoring import find_target
from screencopilot.store.authoring_preview import PreviewDesk, open_preview
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import folders
from tests.cli.process import run_program
from tests.pty.terminal import CTRL_C, CTRL_Q, RIGHT, Terminal
from tests.sample import ManualClock, sample_bank

BANK = "applied-ml-engineer"


@pytest.fixture
def desk(tmp_path: Path) -> PreviewDesk:
    return open_preview(folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")}), sample_bank(), ManualClock())


def test_a_preview_is_run_like_any_screen_and_writes_nothing(desk: PreviewDesk, tmp_path: Path) -> None:
    desk.settle()
    desk.do(commands.open_probe, _first(desk))
    desk.do(commands.tick_signal, "s1")
    desk.do(commands.rate_probe, 4)
    desk.save_draft()

    marks = desk.session.state.marks.probe(_first(desk))
    assert marks.rating is not None
    assert (marks.rating.value, set(marks.ticked)) == (4, {"s1"})
    assert desk.status.saved
    assert desk.close().saved
    assert list(tmp_path.iterdir()) == []


def _first(desk: PreviewDesk) -> str:
    return desk.session.script.agenda[0].probe


def test_a_preview_cannot_be_sealed_or_moved(desk: PreviewDesk, tmp_path: Path) -> None:
    for refused in (desk.write_sealed, lambda: desk.move_to(tmp_path / "else")):
        with pytest.raises(StoreError, match="preview"):
            refused()
    assert list(tmp_path.iterdir()) == []


def test_plan_level_and_form_are_chosen(tmp_path: Path) -> None:
    places = folders({"SCREENCOPILOT_HOME": str(tmp_path)})
    desk = open_preview(places, sample_bank(), ManualClock(), "30", "staff", {"AR1": "B"})
    opened = desk.session.state.opened
    assert (opened.plan, opened.level) == ("30", "staff")
    assert "AR1-B" in [item.probe for item in opened.agenda]
    with pytest.raises(SetupError, match="plan"):
        open_preview(places, sample_bank(), ManualClock(), "31")


def test_a_module_is_previewed_with_all_its_families(tmp_path: Path) -> None:
    places = folders({"SCREENCOPILOT_HOME": str(tmp_path)})
    target = find_target("cost-tradeoffs", places)
    desk = open_preview(places, target.resolved, ManualClock(), level="lead")
    assert target.kind == "module"
    assert [item.family for item in desk.session.script.agenda] == ["IC1", "IC2", "IC3", "IC4", "IC5"]


def test_at_a_terminal_the_mark_says_preview_and_home_stays_empty(tmp_path: Path) -> None:
    with Terminal(
        tmp_path, ["bank", "preview", BANK, "--plan", "30", "--level", "staff"], (140, 45)
    ) as terminal:
        terminal.wait("PREVIEW")
        assert "● saved" not in terminal.text
        terminal.press(RIGHT, "1/")
        terminal.press("a", "■")
        terminal.press(CTRL_C, "again leaves the preview")
        terminal.send(CTRL_Q)
        assert terminal.wait_end() == 0
        assert terminal.is_sane

    assert not (tmp_path / "home").exists()


@pytest.mark.parametrize(
    ("args", "code", "said"),
    [
        ([BANK], 2, "needs a terminal"),
        ([BANK, "--plan", "31"], 1, "no plan 31"),
        ([BANK, "--level", "boss"], 1, "no level boss"),
        ([BANK, "--form", "FA1"], 2, "FAMILY=FORM"),
        (["no-such"], 1, "choose one of"),
    ],
)
def test_what_cannot_be_previewed_is_one_line(args: list[str], code: int, said: str, tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "preview", *args])

    assert (ran.code, ran.out, len(ran.lines)) == (code, "", 1)
    assert said in ran.err
    assert not (tmp_path / "home").exists()
