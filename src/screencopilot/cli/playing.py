"""``screencopilot demo``: with or without a terminal."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import click

from screencopilot.cli.output import REFUSED
from screencopilot.demo.play import demo_desk, play_headless
from screencopilot.domain.clock import SystemClock
from screencopilot.store.paths import Folders


def run_demo(folders: Folders, *, headless: bool, speed: float, out: str | None) -> int:
    """Play the demo; with ``out``, notes and journal go under that folder."""
    if out is not None:
        folders = _under(Path(out).absolute(), folders)
    if headless:
        click.echo(str(play_headless(folders, SystemClock().wall())))
        return 0
    from screencopilot.cli.live import run_app, told_choices
    from screencopilot.demo.clocks import FastClock
    from screencopilot.tui.demo import DemoApp

    clock = FastClock(SystemClock(), speed)
    desk = demo_desk(folders, clock)
    choices = told_choices(folders)
    app = DemoApp(
        folders,
        clock,
        choices.theme,
        desk,
        choices.message,
        choices.keys,
        speed=speed,
        reduced_motion=choices.reduced_motion,
    )
    try:
        how = run_app(app)
    finally:
        status = desk.close()
    if how == "sealed" and app.note_path:
        click.echo(app.note_path)
    return 0 if status.saved else REFUSED


def _under(out: Path, folders: Folders) -> Folders:
    """Return folders whose notes land directly in ``out``; the journal stays in a hidden folder beside them."""
    return _OutFolders(data=out, config=folders.config, state=out / ".screencopilot")


@dataclasses.dataclass(frozen=True)
class _OutFolders(Folders):
    @property
    def notes(self) -> Path:
        return self.data
