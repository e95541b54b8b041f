"""``screencopilot notes share``: copies of sealed notes for the others."""

from __future__ import annotations

from pathlib import Path

import click

from screencopilot.cli.output import REFUSED, USAGE, fail, ours_only, print_json


@click.command()
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--to", "folder", required=True, type=click.Path(path_type=Path), help="The folder to copy into."
)
@click.option("--candidate", default="", metavar="REF", help="Only notes on this candidate.")
@click.option("--dry-run", is_flag=True, help="Print what would be copied, and stop.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def share(paths: tuple[Path, ...], folder: Path, candidate: str, dry_run: bool, as_json: bool) -> None:
    """Copy sealed notes into a folder that the others read too.

    PATHS are files, and folders with all below them. Each note is verified first; drafts, redacted and changed notes
    are refused and the others go on. Nothing in the folder is ever replaced.
    """
    from screencopilot.store.errors import shown
    from screencopilot.store.sharing import share as share_notes

    if folder.suffix == ".toml":
        fail("--to names a folder, not a note", USAGE)
    found = share_notes(paths, folder, candidate, dry_run=dry_run)
    if as_json:
        rows = [{"path": one.path, "state": one.state, "target": one.target, "why": one.why} for one in found]
        print_json({"dry_run": dry_run, "notes": rows})
    else:
        words = {"copied": "would be copied" if dry_run else "copied", "there": "already there"}
        for one in found:
            if one.state == "refused":
                click.echo(f"refused: {shown(str(one.path))}: {one.why}", err=True)
            else:
                click.echo(f"{words[one.state]}: {shown(str(one.target))}")
        if not found:
            click.echo(f"no note on {shown(candidate)} there" if candidate else "no notes there")
    if any(one.state == "refused" for one in found):
        raise SystemExit(REFUSED)


COMMANDS = (share,)
