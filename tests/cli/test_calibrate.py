"""``screencopilot calibrate --show``, and what it refuses without a terminal."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from screencopilot.analysis.calibration import result_of
from screencopilot.analysis.calibration_words import AUTHOR_ONLY
from screencopilot.cli.calibrate import calibrate
from screencopilot.store.calibration import Wanted, open_round
from screencopilot.store.calibration_results import results_file, save_result
from screencopilot.store.paths import Folders, folders
from screencopilot.store.profile import Profile, save_profile
from tests.calibration_sample import DAY, gaps_log
from tests.sample import ManualClock


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folders:
    monkeypatch.setenv("SCREENCOPILOT_HOME", str(tmp_path))
    return folders({"SCREENCOPILOT_HOME": str(tmp_path)})


def run(*arguments: str) -> Result:
    return CliRunner().invoke(calibrate, list(arguments))


def _two_rounds(home: Folders) -> None:
    save_result(home, result_of(gaps_log([0, -1] * 5, name="r1"), DAY))
    save_result(home, result_of(gaps_log([1, 1, 0, 1, 1] * 2, name="r2"), DAY + dt.timedelta(days=20)))


def test_the_standing_result_the_history_and_drift_as_a_question(home: Folders) -> None:
    _two_rounds(home)
    shown = run("--show", "--as", "kim")
    assert shown.exit_code == 0
    assert "kim, round of 2026-12-11" in shown.stdout
    assert "about 0.8 higher than the reference" in shown.stdout
    assert AUTHOR_ONLY in shown.stdout
    assert "2026-11-21  about 0.5 lower" in shown.stdout
    assert shown.stdout.strip().endswith("?")


def test_a_later_round_too_short_for_a_figure_takes_no_ones_place(home: Folders) -> None:
    _two_rounds(home)
    save_result(home, result_of(gaps_log([0], name="r3"), DAY + dt.timedelta(days=30)))
    shown = run("--show", "--as", "Kim").stdout
    assert "round of 2026-12-11" in shown
    assert "2026-12-21  too few for a severity (1)" in shown


def test_it_says_which_banks_notes_carry_it(home: Folders) -> None:
    _two_rounds(home)
    assert "nothing yet: 8 answers" in run("--show", "--as", "Kim").stdout
    save_result(home, result_of(gaps_log([-1] * 9, ["FA3", "RR1"], name="r3"), DAY + dt.timedelta(days=40)))
    shown = run("--show", "--as", "Kim").stdout
    assert "  rag-architect: about 1.0 lower than the reference ratings" in shown
    assert "ai-governance-analyst" not in shown
    data = json.loads(run("--show", "--json", "--as", "Kim").stdout)
    assert data["banks"]["rag-architect"]["basis"] == "9 vignettes, 2026-12-31"


def test_json_says_the_same(home: Folders) -> None:
    _two_rounds(home)
    data = json.loads(run("--show", "--json", "--as", "Kim").stdout)
    assert data["standing"]["estimate"] == pytest.approx(0.8)
    assert AUTHOR_ONLY in data["sentences"]
    assert [r["round"] for r in data["history"]] == ["r1", "r2"]
    assert data["drift"].endswith("?")
    assert data["unfinished"] is None


def test_without_a_name_it_is_whom_the_profile_says(home: Folders) -> None:
    _two_rounds(home)
    assert "No round of you (no name in the profile) is over yet" in run("--show").stdout
    save_profile(home.profile_file, Profile(evaluator="Kim"))
    assert "Kim, round of" in run("--show").stdout


def test_an_unfinished_round_is_told(home: Folders) -> None:
    round_ = open_round(home, ManualClock(), Wanted("Kim", count=4))
    round_.leave()
    assert "A round is unfinished: 0 of 4 rated." in run("--show", "--as", "Kim").stdout
    assert json.loads(run("--show", "--json", "--as", "Kim").stdout)["unfinished"]["of"] == 4


def test_text_from_outside_reaches_the_terminal_clean(home: Folders) -> None:
    hostile = result_of(gaps_log([0] * 8, evaluator="Kim"), DAY)
    save_result(home, hostile)
    path = results_file(home)
    path.write_text(
        path.read_text("utf-8").replace("[results.families.FA1]", '[results.families."\\u001b[31mX"]'),
        "utf-8",
    )
    for shown in (
        run("--show", "--as", "K\x1b[31mim"),
        run("--show", "--as", "Kim"),
        run("--show", "--json"),
    ):
        assert "\x1b" not in shown.stdout + shown.stderr


def test_a_broken_file_is_told_and_nothing_else_breaks(home: Folders) -> None:
    results_file(home).parent.mkdir(parents=True)
    results_file(home).write_text("not toml [", "utf-8")
    shown = run("--show", "--as", "Kim")
    assert shown.exit_code == 0
    assert "own severity is not known" in shown.stderr


def test_without_a_terminal_it_refuses_in_one_line(home: Folders) -> None:
    shown = run()
    assert shown.exit_code == 2
    assert "needs a terminal" in shown.stderr
    assert run("--json").exit_code == 2
    assert run("--count", "0").exit_code == 2
    assert "give one of them" in run("--bank", "rag-architect", "--family", "FA1").stderr
    assert not home.data.exists()
