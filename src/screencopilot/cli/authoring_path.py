"""How ``bank path``, ``bank list`` and ``bank show`` say which files are used."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import click

from screencopilot.cli.output import print_json
from screencopilot.formats.words import nearest
from screencopilot.store.authoring import PARTS, Winner, winners
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import shipped

OVER = "yours, over the shipped one"


def print_paths(folders: Folders, *, as_json: bool) -> None:
    """Print the two folders, and every file that is not simply the shipped one."""
    ours, found = str(shipped("question_banks")), winners(folders)
    if as_json:
        places = [
            {"origin": "shipped", "path": ours, "there": True},
            {"origin": "yours", "path": str(folders.banks), "there": folders.banks.is_dir()},
        ]
        print_json({"looked_in": places, "files": [_plain(winner) for winner in found]})
        return
    there = "" if folders.banks.is_dir() else "  (not there yet; bank new makes it)"
    click.echo(
        "Looked for in these folders; a file in yours takes the place of the shipped one of the same name:"
    )
    click.echo(f"  shipped  {shown(ours)}")
    click.echo(f"  yours    {shown(str(folders.banks))}{there}")
    for part, what in PARTS.items():
        files = [winner for winner in found if winner.part == part]
        own = [winner for winner in files if winner.source.origin == "yours"]
        click.echo(f"{part}/  {what}: {len(files) - len(own)} shipped, {len(own)} yours")
        for winner in own:
            click.echo(f"  {shown(winner.name)}: {_said(winner)}")


def print_path_of(name: str, folders: Folders, *, as_json: bool) -> None:
    """Print the file that is used for a bank or a module; what it takes the place of goes to stderr.

    Raises:
        StoreError: nothing bears that name.
    """
    found = [
        winner for winner in winners(folders) if winner.name == name and winner.part in ("roles", "modules")
    ]
    if not found:
        names = [w.name for w in winners(folders) if w.part in ("roles", "modules")]
        raise StoreError(f"there is no bank or module {shown(name)}", "", nearest(name, names))
    if as_json:
        print_json({"files": [_plain(winner) for winner in found]})
        return
    for winner in found:
        click.echo(shown(str(winner.source.path)))
        if winner.over is not None:
            click.echo(f"in place of the shipped {shown(str(winner.over))}", err=True)


def origins(folders: Folders) -> dict[tuple[str, str], str]:
    """Return in words where each file comes from, by part and name."""
    return {(winner.part, winner.name): _origin(winner) for winner in winners(folders)}


def own_modules(names: Iterable[str], said: dict[tuple[str, str], str]) -> list[str]:
    """Return those of a bank's modules that are the user's in place of shipped ones."""
    return [name for name in names if said.get(("modules", name)) == OVER]


def _origin(winner: Winner) -> str:
    return OVER if winner.over is not None else winner.source.origin


def _said(winner: Winner) -> str:
    if winner.part == "shared":
        return "yours, entry by entry over the shipped ones"
    return _origin(winner)


def _plain(winner: Winner) -> dict[str, Any]:
    return {
        "part": winner.part,
        "id": winner.name,
        "path": str(winner.source.path),
        "origin": winner.source.origin,
        "over": None if winner.over is None else str(winner.over),
    }
