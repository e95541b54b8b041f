"""Every command there is, run with sockets refused and written down: none is asked for."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from screencopilot.cli import commands
from tests.cli.process import run_program, sockets_seen

#: What each command is given so that it does its work; {note} is a sealed note. Others are asked for their help.
GIVEN: dict[str, list[str]] = {
    "bank check": ["--rules"],
    "bank list": [],
    "bank show": ["applied-ml-engineer"],
    "demo": ["--headless"],
    "doctor": [],
    "notes forget": ["DEMO-7", "--dry-run"],
    "notes list": [],
    "notes purge": ["--older-than", "1d", "--dry-run"],
    "notes recover": [],
    "notes redact": ["{note}", "--dry-run"],
    "notes share": ["{note}", "--to", "shared"],
    "notes show": ["{note}"],
    "notes verify": [],
    "schema": ["note"],
}


def all_commands(group: click.Group, path: tuple[str, ...] = ()) -> Iterator[tuple[str, ...]]:
    """Give the words of every command under a group."""
    ctx = click.Context(group)
    for name in group.list_commands(ctx):
        command = group.get_command(ctx, name)
        if isinstance(command, click.Group):
            yield from all_commands(command, (*path, name))
        else:
            yield (*path, name)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("no-sockets-for-commands")
    assert run_program(folder, ["demo", "--headless"]).code == 0
    return folder


def test_every_command_does_without_sockets(folder: Path) -> None:
    commands.run(["--help"])  # this registers the groups
    known = {" ".join(words) for words in all_commands(commands.cli)}
    assert set(GIVEN) <= known
    (note,) = folder.glob("home/data/notes/*.toml")

    for name in sorted(known):
        given = GIVEN.get(name, ["--help"])
        ran = run_program(folder, [*name.split(), *(word.format(note=note) for word in given)])
        assert ran.code == 0, (name, ran.err)

    assert not sockets_seen(folder).exists()
