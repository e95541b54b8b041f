"""``screencopilot compare``: notes side by side, and what may be said across them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from screencopilot.cli.days import day
from screencopilot.cli.output import REFUSED, USAGE, fail, on_terminal, our_folders, ours_only

FORMATS = ("text", "json", "csv", "md", "html", "parquet")
_BY_SUFFIX = {
    ".txt": "text",
    ".json": "json",
    ".csv": "csv",
    ".md": "md",
    ".html": "html",
    ".htm": "html",
    ".parquet": "parquet",
}


@click.command(short_help="Where a panel split, on which heard signal; agreement.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option(
    "--format",
    "kind",
    type=click.Choice(FORMATS),
    help="Without it: on a terminal a view to move in, else text, or as --out FILE is named.",
)
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False), help="Write there, not on stdout.")
@click.option(
    "--adjusted", is_flag=True, help="Also severity-adjusted figures, with intervals; see --explain."
)
@click.option("--explain", is_flag=True, help="Also say how figures are made and what they assume.")
@click.option("--redact", is_flag=True, help="Leave out names, quotes and free text.")
@click.option(
    "--candidate", "candidates", multiple=True, metavar="REF", help="Only this candidate; repeatable."
)
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Only this role; repeatable.")
@click.option(
    "--evaluator", "evaluators", multiple=True, metavar="NAME", help="Only notes by NAME; repeatable."
)
@click.option("--since", callback=day, metavar="DAY", help="Only screens of this day and later: 2026-11-01.")
@click.option("--as", "viewer", default="", metavar="NAME", help="Who you are, if not who the profile says.")
@ours_only
def compare(
    paths: tuple[Path, ...],
    kind: str | None,
    out: Path | None,
    adjusted: bool,
    explain: bool,
    redact: bool,
    candidates: tuple[str, ...],
    roles: tuple[str, ...],
    evaluators: tuple[str, ...],
    since: dt.date | None,
    viewer: str,
) -> None:
    """Compare sealed notes: files, and folders with all below them; without PATHS, all you have.

    One candidate: where you split and on which heard signal. Several: means with their counts, in order of name.
    What cannot be compared is skipped and told.

    Notes on a candidate stay closed to you while you have a draft and no sealed note of your own on that candidate.
    This guards honest people from being anchored by each other; it is no access control: whoever opens the files reads
    them.
    """
    from screencopilot.cli.comparing import Wanted, make_report
    from screencopilot.cli.reporting import printed, write

    to_view = kind is None and out is None and not (explain or redact) and on_terminal()
    kind = kind or (_BY_SUFFIX.get(out.suffix.lower(), "text") if out else "text")
    if kind == "parquet" and out is None:
        fail("parquet is no text: name a file with --out FILE", USAGE)
    wanted = Wanted(
        kind=kind,
        adjusted=adjusted,
        explain=explain,
        redact=redact,
        candidates=candidates,
        roles=roles,
        evaluators=evaluators,
        since=since,
        viewer=viewer,
    )
    folders = our_folders()
    paths = paths or folders.notes_here
    if not paths:
        fail(f"no notes yet in {folders.notes}; name files or folders", USAGE)
    if to_view:
        from screencopilot.cli.live import run_compare

        raise SystemExit(run_compare(folders, paths, wanted))
    report = make_report(folders, paths, wanted)
    if out is None:
        printed(report, kind)
    else:
        write(report, kind, out)
    if kind != "text" or out is not None:
        for notice in report.notices:
            click.echo(notice, err=True)
    if not report.notes:
        if kind != "text" or out is not None:
            click.echo("no note could be compared; the report says why", err=True)
        raise SystemExit(REFUSED)
