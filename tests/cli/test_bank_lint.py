"""``bank check`` as a linter: what it prints, what it exits with, and that the shipped banks are clean."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tomli_w

from tests.analysis.lint_sample import good_module, signal
from tests.cli.process import Ran, run_program

Check = Callable[..., Ran]


@pytest.fixture
def check(tmp_path: Path) -> Check:
    return lambda *args: run_program(tmp_path, ["bank", "check", *map(str, args)])


def written(folder: Path, *edits: Callable[[Any], object], name: str = "stories") -> Path:
    """Write the sound module, its references led to what is shipped, with some edits."""
    module = good_module()
    for probe in module["probes"]:
        probe["claims"] = ["owned-model-in-production"]
    for edit in edits:
        edit(module)
    place = folder / f"{name}.toml"
    place.write_text(tomli_w.dumps(module), "utf-8")
    return place


def an_error(module: Any) -> None:
    signal(module, "s1")["text"] = "Understands the pipeline"


def a_warning(module: Any) -> None:
    module["probes"][0]["say"] = "Tell me about a model that got worse."


def test_shipped_banks_have_nothing_left_to_mend(check: Check) -> None:
    from screencopilot.store.search_path import shipped

    ran = check("--strict", shipped("question_banks"))
    assert ran.err == ""
    assert re.fullmatch(r"\d+ files, 0 problems\n", ran.out)
    assert ran.code == 0


def test_an_error_fails_and_names_file_line_key_mend_and_rule(check: Check, tmp_path: Path) -> None:
    place = written(tmp_path, an_error)
    line = place.read_text("utf-8").splitlines().index('text = "Understands the pipeline"') + 1
    ran = check(place)
    assert ran.code == 1
    assert ran.out == "1 file, 1 problem (1 error, 0 warnings)\n"
    found = f"{place}:{line}: probes[0].signals[0].text: nobody can observe 'understands'"
    mend = "(begin with what they say or do: Names, Counts, Tells, Blames) [E12]"
    assert ran.lines == [f"{found} {mend}"]


def test_a_warning_fails_only_when_strict(check: Check, tmp_path: Path) -> None:
    place = written(tmp_path, a_warning)
    assert (check(place).code, check("--strict", place).code) == (0, 1)
    assert check(place).out == "1 file, 1 problem (0 errors, 1 warning)\n"
    assert check(place).lines[0].endswith("[W11]")


def test_findings_are_grouped_by_file(check: Check, tmp_path: Path) -> None:
    for name in ("two", "one"):
        written(tmp_path, an_error, a_warning, name=name)
    ran = check(tmp_path / "one.toml", tmp_path / "two.toml")
    assert [Path(line.split(":")[0]).stem for line in ran.lines] == ["one", "one", "", "two", "two"]
    assert ran.out == "2 files, 4 problems (2 errors, 2 warnings)\n"


def test_json_has_all_of_a_finding(check: Check, tmp_path: Path) -> None:
    ran = check("--json", written(tmp_path, a_warning))
    assert ran.code == 0
    assert {k: v for k, v in ran.json.items() if k != "problems"} == {"files": 1, "errors": 0, "warnings": 1}
    (found,) = ran.json["problems"]
    assert list(found) == ["rule", "severity", "path", "line", "key", "message", "mend"]
    assert (found["rule"], found["severity"], found["key"]) == ("W11", "warning", "probes[0].say")


def test_what_the_reader_refuses_is_an_error_of_the_reader(check: Check, tmp_path: Path) -> None:
    place = written(tmp_path, lambda m: m["probes"][0].update(minutes=99, cards=["no-such-card"]))
    found = check("--json", place, tmp_path / "missing").json["problems"]
    assert {(f["rule"], f["severity"]) for f in found} == {("reader", "error")}
    place = written(tmp_path, lambda m: m["probes"][0].update(cards=["no-such-card"]))
    (found,) = check("--json", place).json["problems"]
    assert (found["rule"], found["key"]) == ("reader", "probes[0].cards[0]")


def test_a_waiver_spares_and_an_idle_one_is_told(check: Check, tmp_path: Path) -> None:
    def waive(module: Any) -> None:
        module["probes"][0]["waive"] = [{"rule": "E12", "because": "they say just this word"}]

    assert check("--strict", written(tmp_path, an_error, waive)).code == 0
    idle = check("--strict", written(tmp_path, waive))
    assert idle.code == 1
    assert idle.lines[0].endswith("[W35]")


def test_rules_are_listed_with_reason_and_mend(check: Check) -> None:
    ran = check("--rules")
    assert ran.code == 0
    assert "E12  observable-signal  (error, signal)" in ran.out
    assert "E04  one-breath  (error, spoken, by the reader)" in ran.out
    listed = check("--rules", "--json").json["rules"]
    assert len({rule["id"] for rule in listed}) == len(listed) > 35
    assert all(rule["reason"] and rule["mend"] and rule["name"] for rule in listed)


def test_without_paths_it_says_how_to_use_it(check: Check) -> None:
    ran = check()
    assert ran.code == 2
    assert "PATHS" in ran.err


def test_notes_are_counted_only_when_named(check: Check, tmp_path: Path) -> None:
    place = written(tmp_path)
    notes = tmp_path / "notes"
    notes.mkdir()
    assert check("--strict", "--notes", notes, place).code == 0
    (notes / "broken.toml").write_text("schema = 1", "utf-8")
    assert check("--notes", notes, place).code == 1
