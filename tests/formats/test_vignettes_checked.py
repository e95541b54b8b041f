"""``bank check`` on vignettes: by themselves, against the modules beside them, and as what E34 asks a bank for."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import tomli_w

from screencopilot.cli.checking import check_paths
from screencopilot.store.paths import Folders
from tests.analysis.lint_sample import good_bank, good_module
from tests.formats.files import edited, good


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "data", tmp_path / "config", tmp_path / "state")


@pytest.fixture
def banks(tmp_path: Path) -> Path:
    """A folder with the sound bank and module of the linter's tests, their references led to what is shipped."""
    module: Any = good_module()
    for probe in module["probes"]:
        probe["claims"] = ["owned-model-in-production"]
        probe["follow_ups"][0]["reveals"].append("r1")
    folder = tmp_path / "banks"
    for name, value in (("modules/stories", module), ("roles/ai-program-manager", good_bank())):
        place = folder / f"{name}.toml"
        place.parent.mkdir(parents=True)
        place.write_text(tomli_w.dumps(value), "utf-8")
    (folder / "vignettes").mkdir()
    return folder


def vignettes(banks: Path, *edits: tuple[str, str], family: str = "FA1") -> Path:
    place = banks / "vignettes" / f"{family}.toml"
    place.write_text(edited("vignette", *edits), "utf-8")
    return place


def found(folders: Folders, *paths: Path) -> list[tuple[str, str, str]]:
    return [(f.rule, Path(f.fault.path).stem, f.fault.message) for f in check_paths(paths, folders).findings]


def test_a_file_of_vignettes_is_held_against_the_modules_beside_it(banks: Path, folders: Folders) -> None:
    place = vignettes(banks)
    assert found(folders, place) == []
    vignettes(banks, ('ticks = ["s1", "s2"]', 'ticks = ["s1", "s2", "s8"]'))
    assert found(folders, place) == [("reader", "FA1", "there is no signal of FA1-A 's8'")]


def test_its_own_faults_are_told_with_their_lines(banks: Path, folders: Folders) -> None:
    place = vignettes(banks, ("accept = [3, 4]", "accept = [3, 5]"))
    (finding,) = check_paths([place], folders).findings
    assert finding.severity == "error"
    assert finding.fault.line == good("vignette")[: good("vignette").index("[3, 4]")].count("\n") + 1


def test_a_bank_without_vignettes_of_its_own_is_asked_for_none(banks: Path, folders: Folders) -> None:
    assert "E34" not in {rule for rule, _, _ in found(folders, banks)}


def test_a_bank_with_some_is_told_which_are_missing(banks: Path, folders: Folders) -> None:
    vignettes(banks)
    told = {message for rule, _, message in found(folders, banks) if rule == "E34"}
    assert told == {"must be asked, and 'CV1' has no hollow and real vignette and no borderline vignette"}
    roles = banks / "roles" / "ai-program-manager.toml"
    assert {message for rule, _, message in found(folders, roles) if rule == "E34"} == told


def test_a_file_with_faults_does_not_count_and_is_told_once(banks: Path, folders: Folders) -> None:
    vignettes(banks, ('family = "FA1"\n', ""))
    rows = found(folders, banks)
    assert [row[2] for row in rows if row[1] == "FA1"] == ["is missing"]
    # The shipped ones of that family are not the bank's: a file beside it stands in their place.
    assert any(rule == "E34" and "'FA1'" in message for rule, _, message in rows)
