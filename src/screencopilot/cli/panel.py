"""``screencopilot panel``: the panel's notes by way of a git repository it already has."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from screencopilot.cli.output import REFUSED, USAGE, fail, our_folders, ours_only

C = TypeVar("C", bound=Callable[..., Any])


@click.group()
def panel() -> None:
    """Share notes with the panel by git: join, push, pull, status.

    Only sealed notes travel. Others' notes on a candidate come here once your own is sealed.
    """


def _common(command: C) -> C:
    for option in (
        click.option("--json", "as_json", is_flag=True, help="As JSON."),
        click.option(
            "--as", "viewer", default="", metavar="NAME", help="Who you are, if not who the profile says."
        ),
        click.option(
            "--remote",
            default="",
            metavar="ADDRESS",
            help="Another repository than the one joined, or a remote's name.",
        ),
    ):
        command = option(command)
    return command


@panel.command()
@click.argument("address")
@ours_only
def join(address: str) -> None:
    """Keep ADDRESS as the panel's git repository; asked for once.

    https://host/panel.git, git@host:panel.git, a folder's path, or a remote's name within a checkout.
    """
    from screencopilot.cli.panel_words import joined

    joined(our_folders(), address)


@panel.command()
@_common
@click.option(
    "--folder", type=click.Path(path_type=Path), help="Put the notes there, not into the panel's folder."
)
@click.option("--dry-run", is_flag=True, help="Fetch, print what would be copied, and stop.")
@ours_only
def pull(remote: str, viewer: str, as_json: bool, folder: Path | None, dry_run: bool) -> None:
    """Copy the others' notes here, on candidates whom you have judged.

    A candidate's notes wait until your own note on that candidate is sealed and in your notes folder. Nothing that
    comes is trusted: seals are verified, files are named anew, and no note that is here is replaced.
    """
    from screencopilot.cli.panel_words import pulled

    own = our_folders()
    if folder is not None and folder.absolute() == own.notes.absolute():
        fail("others' notes are kept apart from your own; name another folder", USAGE)
    good = pulled(own, remote, viewer, folder or own.panel_notes, as_json=as_json, dry_run=dry_run)
    if not good:
        raise SystemExit(REFUSED)


@panel.command()
@_common
@click.option(
    "--folder",
    type=click.Path(path_type=Path),
    help="Push the notes in that folder, not those of your notes folder.",
)
@click.option("--dry-run", is_flag=True, help="Fetch, print what would be pushed, and stop.")
@ours_only
def push(remote: str, viewer: str, as_json: bool, folder: Path | None, dry_run: bool) -> None:
    """Add your sealed notes to the panel's repository.

    Drafts and journals never travel, and no file there is replaced by another note. If somebody else pushes meanwhile,
    yours are added to theirs.
    """
    from screencopilot.cli.panel_words import pushed

    own = our_folders()
    good = pushed(own, remote, viewer, folder or own.notes, as_json=as_json, dry_run=dry_run)
    if not good:
        raise SystemExit(REFUSED)


@panel.command(short_help="Say what is only here, what is only there, and what waits.")
@_common
@ours_only
def status(remote: str, viewer: str, as_json: bool) -> None:
    """Say what is here and not there, what is there and not here, and what waits and why."""
    from screencopilot.cli.panel_words import told

    if not told(our_folders(), remote, viewer, as_json=as_json):
        raise SystemExit(REFUSED)
