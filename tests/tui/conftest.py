"""A live screen, a home screen and their folders, each test its own."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path
from typing import Any

import pytest

from screencopilot.domain.plan import Script
from screencopilot.store.paths import Folders, folders
from tests.sample import ManualClock
from tests.tui.harness import ROOMY, Live, Terminal, desk_on, run_desk, run_home

OpenLive = Callable[..., AbstractAsyncContextManager[Live]]
OpenHome = Callable[..., AbstractAsyncContextManager[Terminal]]


@pytest.fixture(autouse=True)
def _plain_terminal(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No test depends on, or touches, what the machine has set."""
    for name in ("NO_COLOR", "TEXTUAL_THEME", "TEXTUAL", "COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("SCREENCOPILOT_HOME", str(tmp_path / "home"))


@pytest.fixture
def home(tmp_path: Path) -> Folders:
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


@pytest.fixture
def open_live(home: Folders, clock: ManualClock) -> OpenLive:
    """Run a live screen on a new desk: ``async with open_live((80, 24)) as live``."""

    def run(
        size: tuple[int, int] = ROOMY,
        *,
        begin: bool = True,
        theme: str = "quiet-dark",
        script: Script | None = None,
        **opened: Any,
    ) -> AbstractAsyncContextManager[Live]:
        desk = desk_on(home, clock, script, **opened)
        return run_desk(home, clock, desk, size, begin=begin, theme=theme)

    return run


@pytest.fixture
def open_home(home: Folders, clock: ManualClock) -> OpenHome:
    """Run the home screen on the test's folders."""

    def run(size: tuple[int, int] = (100, 30)) -> AbstractAsyncContextManager[Terminal]:
        return run_home(home, clock, size)

    return run
