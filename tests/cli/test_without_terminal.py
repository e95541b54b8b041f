"""What works without a terminal, and what says that it needs one."""

from __future__ import annotations

from pathlib import Path

import pytest

from screencopilot import __version__
from tests.cli.process import Ran, run_program, run_python, sockets_seen

SCREEN = [
    "screen",
    "--bank",
    "applied-ml-engineer",
    "--plan",
    "45",
    "--level",
    "senior",
    "--candidate",
    "C-1",
]
#: Runs a command in this process's Python and tells what it loaded.
LOADED = """
import sys
sys.argv = ["screencopilot", *sys.argv[1:]]
from screencopilot.__main__ import main
try:
    main()
except SystemExit:
    pass
print("\\n".join(sys.modules), file=sys.stderr)
"""


MAIN = "from screencopilot.__main__ import main\nmain()\n"


def loaded(folder: Path, *args: str) -> set[str]:
    """Return the modules that a command loads."""
    ran = run_python(folder, "-c", LOADED, *args)
    assert ran.out, ran.err
    return set(ran.err.split())


def test_version_is_told(tmp_path: Path) -> None:
    assert run_program(tmp_path, ["--version"]) == Ran(0, f"screencopilot {__version__}\n", "")
    assert run_program(tmp_path, ["--debug", "--version"]).out == f"screencopilot {__version__}\n"


def test_version_makes_no_folder(tmp_path: Path) -> None:
    run_program(tmp_path, ["--version"])

    assert not (tmp_path / "home").exists()


def test_version_loads_nothing_heavy(tmp_path: Path) -> None:
    heavy = {"textual", "rich", "jinja2", "sqlite3", "importlib.metadata", "click", "msgspec", "platformdirs"}

    assert not heavy & loaded(tmp_path, "--version")


@pytest.mark.parametrize(
    "args",
    [
        ["bank", "list"],
        ["bank", "show", "applied-ml-engineer"],
        ["notes", "list"],
        ["schema", "note"],
        ["doctor"],
    ],
    ids=" ".join,
)
def test_command_without_a_terminal_loads_no_terminal_library(args: list[str], tmp_path: Path) -> None:
    assert not {"textual", "rich", "jinja2", "sqlite3"} & loaded(tmp_path, *args)


def test_notes_show_loads_no_terminal_library(tmp_path: Path) -> None:
    path = run_program(tmp_path, ["demo", "--headless"]).out.strip()

    assert not {"textual", "rich", "jinja2", "sqlite3"} & loaded(tmp_path, "notes", "show", path)


@pytest.mark.parametrize("args", [[], SCREEN, ["demo"]], ids=["home", "screen", "demo"])
def test_terminal_program_without_a_terminal_says_so_in_one_line(args: list[str], tmp_path: Path) -> None:
    ran = run_program(tmp_path, args)

    assert (ran.code, ran.out, len(ran.lines)) == (2, "", 1)
    assert "needs a terminal" in ran.err
    assert not (tmp_path / "home" / "state" / "sessions").exists(), "nothing is begun that cannot go on"


@pytest.mark.parametrize("group", [[], ["bank"], ["notes"], ["panel"]], ids=str)
def test_no_line_of_a_list_of_commands_is_cut(tmp_path: Path, group: list[str]) -> None:
    listed = run_program(tmp_path, [*group, "--help"]).out.partition("Commands:")[2].splitlines()
    assert len(listed) > 3
    assert [line for line in listed if line.endswith("...")] == []


def test_help_names_every_command(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["--help"])

    assert ran.code == 0
    for command in ("bank", "demo", "doctor", "notes", "schema", "screen"):
        assert f"  {command} " in ran.out


@pytest.mark.parametrize(
    "args", [["scren"], ["bank", "lst"], ["demo", "--speed", "0"], ["--nonsense"]], ids=" ".join
)
def test_wrong_use_is_told_with_status_2(args: list[str], tmp_path: Path) -> None:
    ran = run_program(tmp_path, args)

    assert (ran.code, ran.out) == (2, "")
    assert "Error:" in ran.err


def test_a_command_that_is_mistyped_is_told_with_the_nearest_name(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["nots", "list"])
    assert ran.code == 2
    assert "'nots'" in ran.err
    assert "'notes'" in ran.err


def test_a_command_loads_no_other_one(tmp_path: Path) -> None:
    modules = loaded(tmp_path, "bank", "list")
    assert "screencopilot.cli.bank" in modules
    assert not modules & {f"screencopilot.cli.{name}" for name in ("compare", "notes", "panel", "keys")}


def test_fault_of_the_program_itself_leaves_a_report_and_no_traceback(tmp_path: Path) -> None:
    broken = (
        "from screencopilot.cli import doctor\n"
        "def look(folders): raise KeyError('C-2041')\n"
        "doctor._look = look\n"
    )
    ran = run_python(tmp_path, "-c", f"{broken}import sys\nsys.argv[0] = 'screencopilot'\n{MAIN}", "doctor")

    (report,) = (tmp_path / "home" / "state" / "crash").iterdir()
    assert ran.code == 70
    assert "Traceback" not in ran.err
    assert str(report) in ran.err
    assert "C-2041" not in ran.err + report.read_text(encoding="utf-8")


def test_guard_against_sockets_sees_one(tmp_path: Path) -> None:
    ran = run_python(tmp_path, "-c", "import socket; socket.create_connection(('127.0.0.1', 9))")

    assert "PermissionError" in ran.err
    assert "socket" in sockets_seen(tmp_path).read_text(encoding="utf-8")
