"""``screencopilot notes``: list and show notes; what keeps or removes them is registered here."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from screencopilot.cli import notes_keeping, sharing
from screencopilot.cli.days import day
from screencopilot.cli.output import (
    REFUSED,
    USAGE,
    fail,
    need_terminal,
    our_folders,
    ours_only,
    print_json,
)


@click.group(short_help="Notes: list, show, share, verify, redact, forget, recover.")
def notes() -> None:
    """Notes: list, show, share, verify, redact, forget, purge, recover."""


for _command in (*notes_keeping.COMMANDS, *sharing.COMMANDS):
    notes.add_command(_command)


@notes.command("list")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--candidate", "candidates", multiple=True, metavar="REF", help="Only on REF; repeatable.")
@click.option("--role", "roles", multiple=True, metavar="ROLE", help="Only for this role; repeatable.")
@click.option("--evaluator", "evaluators", multiple=True, metavar="NAME", help="Only by NAME; repeatable.")
@click.option("--since", callback=day, metavar="DAY", help="Only screens of this day and later: 2026-11-01.")
@click.option("--until", callback=day, metavar="DAY", help="Only screens of this day and earlier.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def list_all(
    paths: tuple[Path, ...],
    candidates: tuple[str, ...],
    roles: tuple[str, ...],
    evaluators: tuple[str, ...],
    since: dt.date | None,
    until: dt.date | None,
    as_json: bool,
) -> None:
    """List notes, the latest first; without PATHS, your own.

    PATHS are files, and folders with all below them. A file that cannot be read is told and stops nothing.
    """
    from screencopilot.cli.listing import Choice, listed
    from screencopilot.formats.text_safety import one_line
    from screencopilot.store.errors import shown

    folders = our_folders()
    own = folders.notes
    choice = Choice(candidates, roles, evaluators, since, until)
    found, problems = listed(folders, paths or ([own] if own.is_dir() else []), choice)
    if as_json:
        print_json({"notes": [vars(n) for n in found], "problems": [str(p.reason) for p in problems]})
    else:
        for note in found:
            when = f"{note.started:%Y-%m-%d %H:%M}"
            who = f"{one_line(note.candidate_ref):<12} {note.role} {note.level}"
            click.echo(f"{when}  {note.status:<6} {who}  {one_line(note.evaluator)}  {shown(str(note.path))}")
        if not found:
            click.echo(f"no notes yet in {own}" if not (paths or choice) else "no such notes there")
    for problem in problems:
        click.echo(problem.reason, err=True)
    if problems:
        raise SystemExit(REFUSED)


@notes.command()
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@click.option("--review", is_flag=True, help="As a timeline to move in; needs a terminal.")
@click.option(
    "--transcript",
    type=click.Path(path_type=Path),
    help="With --review: the call's transcript (VTT, SRT, text) beside it.",
)
@ours_only
def show(path: Path, as_json: bool, review: bool, transcript: Path | None) -> None:
    """Show a note, and whether its seal is intact."""
    import shutil

    if transcript is not None and not review:
        fail("--transcript is read beside --review", USAGE)
    if review:
        need_terminal("the review")
        from screencopilot.cli.live import run_review

        raise SystemExit(run_review(our_folders(), path, transcript))

    from screencopilot.formats.note_redaction import is_redacted
    from screencopilot.formats.note_text import note_text
    from screencopilot.formats.note_toml import load_note, verify

    file = load_note(path)
    state = verify(file.raw)
    if as_json:
        print_json({"note": file.raw, "seal": state})
    else:
        click.echo(note_text(file.note, min(110, shutil.get_terminal_size((100, 24)).columns)))
    if is_redacted(file.raw):
        click.echo("this note was redacted: it bears no seal", err=True)
    if state == "changed":
        click.echo("this note was changed after it was sealed: its seal does not fit any more", err=True)
        raise SystemExit(REFUSED)
