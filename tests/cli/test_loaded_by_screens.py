"""What the first frame of home and of the live screen loads: reports, statistics and the index wait for their turn."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import run_python

#: Runs a command as if on a terminal until its first screen is drawn, and tells what was loaded by then.
FIRST_FRAME = """
import sys
from screencopilot.cli import output
from screencopilot.cli.commands import cli
from screencopilot.tui.app import ScreencopilotApp

async def look(pilot):
    await pilot.pause()
    screen, loaded = type(pilot.app.screen).__name__, list(sys.modules)
    print(screen, *loaded, sep="\\n")
    pilot.app.exit("looked")

plain = ScreencopilotApp.run
ScreencopilotApp.run = lambda app: plain(app, headless=True, size=(140, 45), auto_pilot=look)
output.on_terminal = lambda: True
try:
    cli(sys.argv[1:])
except SystemExit:
    pass
"""
LIVE = ["screen", "--bank", "applied-ml-engineer", "--plan", "45", "--level", "senior", "--candidate", "C-1"]


@pytest.mark.parametrize(("args", "screen"), [([], "HomeScreen"), (LIVE, "LiveScreen")], ids=["home", "live"])
def test_the_first_frame_loads_no_reports_and_no_statistics(
    args: list[str], screen: str, tmp_path: Path
) -> None:
    ran = run_python(tmp_path, "-c", FIRST_FRAME, *args)
    assert screen in ran.out.splitlines()[:1], ran.err

    loaded = set(ran.out.splitlines())
    assert "textual" in loaded
    assert not {"jinja2", "sqlite3"} & loaded
    assert not {
        name for name in loaded if name.startswith(("screencopilot.analysis", "screencopilot.report"))
    }
