"""Who follows ``docs/banks.md`` to the letter ends with a bank that passes the check and runs."""

from __future__ import annotations

import re
import shlex
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from screencopilot.store.paths import folders
from screencopilot.store.search_path import load_resolved
from tests.cli.process import run_program
from tests.pty.terminal import CTRL_Q, Terminal

pytestmark = pytest.mark.checkout

DOCS = Path(__file__).parents[2] / "docs"
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_PLACE = re.compile(r"# ((?:modules|roles|shared)/[a-z-]+\.toml)\n")
_NESTED = re.compile(r'"\$\(screencopilot ([^)]*)\)"')


def blocks() -> Iterator[tuple[str, str]]:
    """Give the document's blocks of code with their languages, in order."""
    for found in _BLOCK.finditer((DOCS / "banks.md").read_text("utf-8")):
        yield found[1], found[2]


def run_line(line: str, folder: Path) -> None:
    """Run a line as a shell would; what needs a terminal gets one."""

    def nested(found: re.Match[str]) -> str:
        return shlex.quote(run_program(folder, shlex.split(found[1])).out.strip())

    program, *args = shlex.split(_NESTED.sub(nested, line))
    assert program == "screencopilot"
    if "preview" in args:
        with Terminal(folder, args, (140, 45)) as terminal:
            terminal.wait("PREVIEW")
            terminal.send(CTRL_Q)
            assert terminal.wait_end() == 0
        return
    ran = run_program(folder, args)
    assert ran.code == 0, (line, ran.out, ran.err)


def test_the_tutorial_leads_to_a_bank_that_passes_and_runs(tmp_path: Path) -> None:
    own = tmp_path / "home" / "data" / "question_banks"
    commands = 0
    for language, text in blocks():
        place = _PLACE.match(text)
        if language == "toml" and place:
            assert (own / place[1]).is_file(), "bank new wrote it before it is rewritten"
            (own / place[1]).write_text(text, "utf-8")
        elif language == "toml":
            tomllib.loads(text)
        else:
            for line in text.splitlines():
                run_line(line, tmp_path)
                commands += 1

    assert commands >= 6
    places = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    bank = load_resolved("search-engineer", places)
    assert [plan.id for plan in bank.bank.plans] == ["30", "45"]
    assert all("SS1" in {block.family for block in plan.blocks} for plan in bank.bank.plans)
    assert run_program(tmp_path, ["bank", "check", "--strict", str(own)]).code == 0
    assert sorted(p.relative_to(own).as_posix() for p in own.rglob("*.*")) == [
        "modules/search-stories.toml", "roles/search-engineer.toml", "schemas/bank.json", "schemas/module.json"
    ]  # fmt: skip
    assert not (tmp_path / "home" / "data" / "notes").exists()
    assert not (tmp_path / "home" / "state" / "sessions").exists()


def test_without_the_rewriting_the_check_refuses_the_example(tmp_path: Path) -> None:
    first = next(text for language, text in blocks() if language == "sh")
    run_line(first.strip(), tmp_path)
    path = run_program(tmp_path, ["bank", "path", "search-stories"]).out.strip()

    ran = run_program(tmp_path, ["bank", "check", path])

    assert ran.code == 1
    assert all("TODO" in line for line in ran.lines)


def test_the_reference_names_every_option_of_the_commands() -> None:
    from screencopilot.cli.bank import bank

    text = (DOCS / "banks.md").read_text("utf-8")
    for name in ("new", "preview", "diff", "path"):
        rows = "".join(line for line in text.splitlines() if line.startswith(f"| `bank {name}"))
        for option in bank.commands[name].params:
            if option.opts[0].startswith("--"):
                assert option.opts[0] in rows, (name, option.opts[0])
