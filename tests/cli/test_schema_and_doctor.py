"""``schema`` and ``doctor`` as a process."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from screencopilot import __version__
from screencopilot.formats.schema import KINDS
from tests.cli.process import run_program


@pytest.mark.parametrize("kind", list(KINDS))
def test_schema_is_json_that_names_its_dialect_and_its_kind(kind: str, tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["schema", kind])

    schema = ran.json
    root = schema["$defs"][schema["$ref"].rpartition("/")[2]]
    assert (ran.code, ran.err) == (0, "")
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert root["properties"]["schema"] == {"const": f"screencopilot/{kind}/1"}
    assert "schema" in root["required"]


def test_unknown_schema_is_one_line_that_names_all(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["schema", "notee"])

    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert all(kind in ran.err for kind in KINDS)


def test_doctor_finds_nothing_to_mend_in_a_new_home(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["doctor"])

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith(f"screencopilot {__version__}, Python 3.")
    assert "applied-ml-engineer" in ran.out
    assert not any(line.startswith("!") for line in ran.out.splitlines())


def test_doctor_as_json_tells_each_finding(tmp_path: Path) -> None:
    told = run_program(tmp_path, ["doctor", "--json"]).json

    assert told["version"] == __version__
    assert {"terminal", "colours", "data", "config", "state", "bank", "theme"} <= {
        f["about"] for f in told["findings"]
    }
    assert {f["mend"] for f in told["findings"]} == {""}


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
def test_doctor_says_what_to_mend(as_json: bool, tmp_path: Path) -> None:
    roles = tmp_path / "home" / "data" / "question_banks" / "roles"
    roles.mkdir(parents=True)
    (tmp_path / "home" / "data").chmod(0o755)
    (roles / "mine.toml").write_text("id = \n", encoding="utf-8")
    (tmp_path / "home" / "config").write_text("", encoding="utf-8")

    ran = run_program(tmp_path, ["doctor", *(["--json"] if as_json else [])])

    assert ran.code == 1
    assert "Traceback" not in ran.out
    for words in ("chmod 700", "move that file away", "mine", "bank check"):
        assert words in ran.out
    if as_json:
        assert len([f for f in ran.json["findings"] if f["mend"]]) == 3


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may write anywhere")
def test_doctor_sees_a_folder_that_cannot_be_written(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir(mode=0o500)

    ran = run_program(tmp_path, ["doctor"])

    assert ran.code == 1
    assert "cannot be written" in ran.out
