"""``screencopilot debrief``: a panel settles one candidate's disagreements on one shared screen."""

from __future__ import annotations

from pathlib import Path

import click

from screencopilot.cli.output import USAGE, fail, need_terminal, our_folders, ours_only

#: Minutes of a debrief, and how many of them are read in silence, unless asked for otherwise.
MINUTES, READ_MINUTES = 20, 5


@click.command(short_help="Settle one candidate's disagreements; keep a record.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--candidate", default="", metavar="REF", help="Whom it is about, if the notes are on several.")
@click.option(
    "--minutes", type=click.IntRange(1, 600), default=MINUTES, show_default=True, help="For all of it."
)
@click.option(
    "--read",
    "read_minutes",
    type=click.IntRange(0, 600),
    help=f"How many of them are read in silence: {READ_MINUTES}, and no more than half, unless given.",
)
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False), help="Folder for the decision record."
)
@click.option("--as", "viewer", default="", metavar="NAME", help="Who you are, if not who the profile says.")
@ours_only
def debrief(
    paths: tuple[Path, ...],
    candidate: str,
    minutes: int,
    read_minutes: int | None,
    out: Path | None,
    viewer: str,
) -> None:
    """Settle one candidate's disagreements: files, and folders with all below; without PATHS, yours and the panel's.

    Silent read, second vote, a walk through the disagreements, the panel's decision in its own words. Originals stay:
    what changes is added to the notes as revisions, and a decision record is written (TOML and Markdown). One that was
    broken off is offered again on the same notes.

    Notes on a candidate stay closed to you while you have a draft and no sealed note of your own on that candidate.
    """
    if read_minutes is None:
        read_minutes = min(READ_MINUTES, minutes // 2)
    if read_minutes > minutes:
        fail(f"{read_minutes} minutes of reading do not fit into {minutes}", USAGE)
    need_terminal("the debrief")
    folders = our_folders()
    paths = paths or folders.notes_here
    if not paths:
        fail(f"no notes yet in {folders.notes}; name files or folders", USAGE)
    from screencopilot.cli.debriefing import run_debrief

    raise SystemExit(
        run_debrief(
            folders,
            paths,
            candidate=candidate,
            minutes=minutes,
            read_minutes=read_minutes,
            out=out,
            viewer=viewer,
        )
    )
