"""``bank new``, ``bank diff`` and ``bank path`` as a process; what overrides a shipped file is shown as such."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest

from screencopilot.formats.schema import KINDS, json_schema
from screencopilot.store.search_path import shipped
from tests.cli.process import run_program
from tests.cli.test_banks import own_bank
from tests.pty.terminal import ENTER, Terminal

MODULE = "cost-tradeoffs"
BANK = "applied-ml-engineer"


def own_folder(folder: Path) -> Path:
    return folder / "home" / "data" / "question_banks"


def as_json(kind: str) -> Any:
    """Return a schema as a file holds it."""
    return msgspec.json.decode(msgspec.json.encode(json_schema(kind)))


def shipped_text(part: str, name: str) -> str:
    return (shipped("question_banks") / part / f"{name}.toml").read_text("utf-8")


# -- new ----------------------------------------------------------------------------------------------------------


def test_a_new_bank_with_nothing_but_an_id_passes_the_strict_check(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "new", "--id", "search-engineer"])

    path = own_folder(tmp_path) / "roles" / "search-engineer.toml"
    assert (ran.code, ran.out) == (0, f"{path}\n")
    assert run_program(tmp_path, ["bank", "check", "--strict", str(path)]).code == 0
    bank = tomllib.loads(path.read_text("utf-8"))
    assert [plan["id"] for plan in bank["plans"]] == ["30", "45", "60"]
    assert bank["title"] == "Search engineer"
    assert "bank check still finds" not in ran.err


@pytest.mark.parametrize(
    "choice",
    [
        ["--role", "ml-lead", "--level", "lead", "--minutes", "45", "--minutes", "75"],
        ["--role", "ai-governance-lead", "--from", "CV8", "--from", "governance-risk", "--from", "leadership",
         "--from", "FA4", "--minutes", "30,45"],
        ["--title", 'A "quoted" \\ title', "--minutes", "20"],
    ],
    ids=["long", "families", "odd title"],
)  # fmt: skip
def test_other_answers_pass_too(choice: list[str], tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "new", "--id", "mine", *choice, "--in", str(tmp_path / "team")])

    checked = run_program(tmp_path, ["bank", "check", ran.out.strip()])
    assert (ran.code, checked.code) == (0, 0), checked.err
    assert Path(ran.out.strip()) == tmp_path / "team" / "roles" / "mine.toml"


def test_what_the_choice_leaves_out_is_told_at_once(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "new", "--id", "mine", "--from", "evaluation"])

    assert ran.code == 0
    assert "no claim" in ran.err
    assert "[E25]" in ran.err


@pytest.mark.parametrize("kind", [[], ["--module"]], ids=["bank", "module"])
def test_a_new_file_is_never_written_over_another(kind: list[str], tmp_path: Path) -> None:
    args = ["bank", "new", *kind, "--id", "mine"]
    path = Path(run_program(tmp_path, args).out.strip())
    path.write_text(path.read_text("utf-8") + "# changed by hand\n", "utf-8")

    again = run_program(tmp_path, args)
    elsewhere = run_program(tmp_path, [*args, "--in", str(tmp_path / "home" / "data" / "question_banks")])

    assert (again.code, elsewhere.code, again.out) == (1, 1, "")
    assert "kept" in again.err
    assert path.read_text("utf-8").endswith("# changed by hand\n")


def test_a_file_outside_the_search_path_is_kept_too(tmp_path: Path) -> None:
    args = ["bank", "new", "--id", "mine", "--in", str(tmp_path / "team")]
    path = Path(run_program(tmp_path, args).out.strip())
    path.write_text("mine", "utf-8")

    again = run_program(tmp_path, args)

    assert (again.code, len(again.lines)) == (1, 1)
    assert path.read_text("utf-8") == "mine"


@pytest.mark.parametrize(
    ("args", "said"),
    [
        ([], "--id"),
        (["--id", "No Slug"], "--id"),
        (["--id", "mine", "--level", "boss"], "boss"),
        (["--id", "mine", "--minutes", "soon"], "--minutes"),
        (["--id", "mine", "--minutes", "5"], "--minutes"),
        (["--id", "mine", "--from", "evaluatoin"], "evaluation"),
        (["--module", "--id", "mine", "--category", "any"], "retrieval"),
        (["--module", "--id", "mine", "--family", "FA1"], "another module"),
    ],
)
def test_answers_of_no_use_are_wrong_use_and_write_nothing(
    args: list[str], said: str, tmp_path: Path
) -> None:
    ran = run_program(tmp_path, ["bank", "new", *args])

    assert (ran.code, ran.out) == (2, "")
    assert said in ran.err
    assert not own_folder(tmp_path).exists()


def test_a_shipped_id_is_refused(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "new", "--id", BANK])

    assert (ran.code, len(ran.lines)) == (1, 1)
    assert "another id" in ran.err


def test_at_a_terminal_it_asks_and_shows_the_defaults(tmp_path: Path) -> None:
    with Terminal(tmp_path, ["bank", "new"], (120, 40)) as terminal:
        terminal.wait("Id, such as")
        terminal.send(f"Bad Id{ENTER}")
        terminal.wait("is not of the form")
        terminal.send(f"mine{ENTER}")
        terminal.wait("Title [Mine]")
        terminal.send(f"My own{ENTER}")
        terminal.wait("Role, as notes name it [mine]")
        terminal.send(ENTER)
        terminal.wait("[mid senior staff]")
        terminal.send(f"senior{ENTER}")
        terminal.wait("[30 45 60]")
        terminal.send(f"45{ENTER}")
        terminal.wait("failure-archaeology")
        terminal.send(ENTER)
        assert terminal.wait_end() == 0

    bank = tomllib.loads((own_folder(tmp_path) / "roles" / "mine.toml").read_text("utf-8"))
    assert (bank["title"], bank["levels"], [p["id"] for p in bank["plans"]]) == ("My own", ["senior"], ["45"])


def test_a_new_module_passes_but_for_what_is_to_be_rewritten(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "new", "--module", "--id", "data-days"])

    path = Path(ran.out.strip())
    text = path.read_text("utf-8")
    checked = run_program(tmp_path, ["bank", "check", "--strict", str(path), "--json"])
    assert {problem["rule"] for problem in checked.json["problems"]} == {"E39"}
    assert checked.code == 1
    assert 'family = "DD1"' in text
    path.write_text(text.replace("TODO: ", "").replace("while TODO", "").replace("TODO", "x"), "utf-8")
    assert run_program(tmp_path, ["bank", "check", "--strict", str(path)]).code == 0


def test_a_free_family_is_found_for_the_example(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "new", "--module", "--id", "fast-answers"])

    (probe,) = tomllib.loads(Path(ran.out.strip()).read_text("utf-8"))["probes"]
    assert probe["family"] not in shipped_text("modules", "failure-archaeology")


@pytest.mark.parametrize("kind", ["bank", "module"])
def test_the_first_line_leads_editors_to_the_schema(kind: str, tmp_path: Path) -> None:
    flag = ["--module"] if kind == "module" else []
    path = Path(run_program(tmp_path, ["bank", "new", *flag, "--id", "mine"]).out.strip())

    mark, _, reference = path.read_text("utf-8").splitlines()[0].partition(" ")
    assert mark == "#:schema"
    assert json.loads((path.parent / reference).read_text("utf-8")) == as_json(kind)


@pytest.mark.checkout
def test_the_published_schemas_are_those_of_the_program() -> None:
    folder = Path(__file__).parents[2] / "docs" / "schemas"
    published = {path.stem: json.loads(path.read_text("utf-8")) for path in folder.glob("*.json")}
    assert published == {kind: as_json(kind) for kind in KINDS}, "run make schemas"


@pytest.mark.checkout
def test_the_coverage_table_is_that_of_the_shipped_banks() -> None:
    root = Path(__file__).parents[2]
    ran = subprocess.run(
        [sys.executable, "docs/make_coverage.py", "--check"],
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")


# -- diff ---------------------------------------------------------------------------------------------------------


def changed_module(folder: Path) -> Path:
    """Put the user's own form of a shipped module in its place: one probe reads otherwise."""
    text = shipped_text("modules", MODULE)
    say = tomllib.loads(text)["probes"][0]["say"]
    return own_bank(
        folder, text.replace(say, "Which bill surprised you most? Start with who saw it."), "modules", MODULE
    )


def test_diff_of_a_bank_with_itself_says_that_notes_compare(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "diff", BANK, BANK])

    assert (ran.code, ran.err) == (0, "")
    assert "compare in full" in ran.out


def test_diff_tells_the_text_and_the_probes_that_no_longer_compare(tmp_path: Path) -> None:
    changed_module(tmp_path)
    ours = str(shipped("question_banks") / "roles" / f"{BANK}.toml")

    plain = run_program(tmp_path, ["bank", "diff", ours, BANK])
    found = run_program(tmp_path, ["bank", "diff", ours, BANK, "--json"]).json

    assert plain.code == 0
    assert "+ Which bill surprised you most?" in plain.out
    assert "rev stayed 1" in plain.out
    assert "not on IC1-A" in plain.out
    assert found["schema"] == "screencopilot/bank-diff/1"
    assert (found["equal"], found["not_comparable"]) == (False, ["IC1-A"])
    (probe,) = found["revised"]
    assert [change["key"] for change in probe["changes"]] == ["say"]
    assert probe["rev_forgotten"]
    assert "IC1-B" in found["comparable"]


def test_modules_are_compared_by_id_and_by_path(tmp_path: Path) -> None:
    changed_module(tmp_path)

    ran = run_program(
        tmp_path, ["bank", "diff", str(shipped("question_banks") / "modules" / f"{MODULE}.toml"), MODULE]
    )

    assert ran.code == 0
    assert "1 revised, 7 as they were" in ran.out


@pytest.mark.parametrize(
    ("name", "said"),
    [("no-such", "choose one of"), ("./no-such.toml", "no such file"), ("./n.toml", "schema")],
)
def test_diff_of_what_is_no_bank_is_one_line(name: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "n.toml").write_text('schema = "screencopilot/note/1"\n', "utf-8")

    ran = run_program(tmp_path, ["bank", "diff", name, BANK])

    assert (ran.code, ran.out, len(ran.lines)) == (1, "", 1)
    assert said in ran.err


# -- path, list, show ---------------------------------------------------------------------------------------------


def test_path_names_both_places_and_what_stands_over_shipped_files(tmp_path: Path) -> None:
    path = changed_module(tmp_path)
    own_bank(tmp_path, "", "roles", "mine")

    ran = run_program(tmp_path, ["bank", "path"])
    told = run_program(tmp_path, ["bank", "path", "--json"]).json

    assert (ran.code, ran.err) == (0, "")
    assert str(own_folder(tmp_path)) in ran.out
    assert f"{MODULE}: yours, over the shipped one" in ran.out
    assert "mine: yours\n" in ran.out
    assert [place["origin"] for place in told["looked_in"]] == ["shipped", "yours"]
    (file,) = [file for file in told["files"] if file["over"]]
    assert (file["part"], file["id"], file["path"]) == ("modules", MODULE, str(path))


def test_path_of_a_name_is_the_file_that_is_used(tmp_path: Path) -> None:
    before = run_program(tmp_path, ["bank", "path", MODULE])
    path = changed_module(tmp_path)
    after = run_program(tmp_path, ["bank", "path", MODULE])

    assert Path(before.out.strip()).read_text("utf-8") == shipped_text("modules", MODULE)
    assert after.out == f"{path}\n"
    assert before.out.strip() in after.err


def test_path_of_an_unknown_name_is_one_line(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "path", "cost-tradeofs"])

    assert (ran.code, ran.out, len(ran.lines)) == (1, "", 1)
    assert MODULE in ran.err


def test_list_and_show_say_that_a_module_stands_over_the_shipped_one(tmp_path: Path) -> None:
    quiet = run_program(tmp_path, ["bank", "show", BANK])
    changed_module(tmp_path)

    listed = run_program(tmp_path, ["bank", "list"])
    shown = run_program(tmp_path, ["bank", "show", BANK])
    told = run_program(tmp_path, ["bank", "list", "--json"]).json

    words = f"module {MODULE}: yours, over the shipped one"
    assert words in listed.out
    assert words in shown.out
    assert "yours" not in quiet.out
    (bank,) = [bank for bank in told["banks"] if bank["id"] == BANK]
    assert (bank["origin"], bank["over_shipped"]) == ("shipped", False)
    assert bank["modules_over_shipped"] == [MODULE]


def test_list_and_show_say_that_a_bank_stands_over_the_shipped_one(tmp_path: Path) -> None:
    own_bank(tmp_path, shipped_text("roles", BANK), "roles", BANK)

    listed = run_program(tmp_path, ["bank", "list"])
    shown = run_program(tmp_path, ["bank", "show", BANK])

    (line,) = [line for line in listed.out.splitlines() if line.startswith(BANK)]
    assert line.endswith("yours, over the shipped one")
    assert f"bank {BANK}: yours, over the shipped one" in shown.out
