"""``screencopilot notes verify|redact|forget|purge|recover``: what a note is worth, and how it goes again."""

from __future__ import annotations

import datetime as dt
import re
import sys
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from screencopilot.cli.output import REFUSED, USAGE, fail, our_folders, ours_only, print_json

C = TypeVar("C", bound=Callable[..., Any])

#: What a seal is worth; said with every verification.
SEAL_WORDS = (
    "A seal shows whether a note was changed after it was closed. It does not prove who wrote the note: "
    "whoever has the file can change it and seal it anew."
)
_AGE = re.compile(r"(\d{1,5})([dwy])", re.IGNORECASE)
_DAYS = {"d": 1, "w": 7, "y": 365}


def removal_options(command: C) -> C:
    """Add ``--dry-run`` and ``--yes`` to a command that takes something away."""
    command = click.option("--yes", is_flag=True, help="Do it without asking.")(command)
    return click.option("--dry-run", is_flag=True, help="Print exactly what would go, and stop.")(command)


def listing_option(command: C) -> C:
    """Add ``--json``, for what the dry run lists."""
    return click.option("--json", "as_json", is_flag=True, help="With --dry-run: as JSON.")(command)


def _age(_ctx: click.Context, _option: click.Parameter, value: str) -> dt.timedelta:
    """Return a length of time such as 365d, 52w or 1y; a usage error for anything else, and for none at all."""
    found = _AGE.fullmatch(value)
    days = int(found[1]) * _DAYS[found[2].lower()] if found else 0
    if not days:
        raise click.BadParameter("write days, weeks or years such as 365d, 52w or 1y")
    return dt.timedelta(days=days)


@click.command(short_help="Say of each note whether it was changed after sealing.")
@click.argument("paths", nargs=-1, type=click.Path(path_type=Path))
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def verify(paths: tuple[Path, ...], as_json: bool) -> None:
    """Say of each note whether it was changed after it was sealed; without PATHS, of your own.

    Exit status 1 when one was changed or cannot be read.
    """
    from screencopilot.cli.keeping_words import clean_path, verdicts

    own = our_folders().notes
    found = verdicts(paths or ([own] if own.is_dir() else []))
    if as_json:
        rows = [{"path": clean_path(v.path), "state": v.state, "reason": v.reason} for v in found]
        print_json({"notes": rows, "about": SEAL_WORDS})
    else:
        for v in found:
            click.echo(f"{v.state:<13}  {clean_path(v.path)}")
            if v.reason:
                click.echo(v.reason, err=True)
        counts = Counter(v.state for v in found)
        click.echo(", ".join(f"{n} {state}" for state, n in counts.items()) or "no notes there")
        click.echo(SEAL_WORDS)
    if any(v.state in {"changed", "unreadable"} for v in found):
        raise SystemExit(REFUSED)


@click.command(short_help="Take names, quotes, free text and numbers out of a note.")
@click.argument("path", type=click.Path(path_type=Path))
@click.option("--out", type=click.Path(path_type=Path), help="Write there, and leave PATH as it is.")
@click.option(
    "--as", "ref", default="", help="What to call the candidate; made from the note's id if not given."
)
@removal_options
@ours_only
def redact(path: Path, out: Path | None, ref: str, dry_run: bool, yes: bool) -> None:
    """Take names, quotes, free text, numbers and claim texts out of a note.

    Structure, times and ratings stay. Without --out the note itself gives way, and with it the journal of its screen.
    The redacted note is marked as such, bears no seal and never gets one.
    """
    from screencopilot.cli.keeping_words import Redaction, clean_path

    work = Redaction(our_folders(), path, out, ref, _now())
    for line in work.told():
        click.echo(line)
    if work.going:
        _ask(dry_run, yes, "Remove these, and write the redacted note?")
    elif dry_run:
        click.echo("dry run: nothing was written")
        raise SystemExit(0)
    click.echo(f"written: {clean_path(work.write())}")


@click.command(short_help="Remove all that is kept on one candidate.")
@click.argument("ref")
@removal_options
@listing_option
@ours_only
def forget(ref: str, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Remove all that is kept on the candidate REF: notes, drafts, journals, left-overs, caches.

    REF is the whole ref; capitals make no difference. Screens saved elsewhere with F12 are looked for there. Copies you
    made, shared or pushed are not found.
    """
    from screencopilot.store.keeping import find_ref

    if not ref.strip():
        fail("the ref is empty; name the candidate's whole ref, such as C-2041", USAGE)
    _listable(dry_run, as_json)
    _remove(find_ref(our_folders(), ref), dry_run, yes, as_json)


@click.command(short_help="Remove notes and journals that are older than an age.")
@click.option(
    "--older-than", "age", required=True, callback=_age, metavar="AGE", help="Such as 365d, 52w or 1y."
)
@removal_options
@listing_option
@ours_only
def purge(age: dt.timedelta, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Remove notes, journals of finished screens and crash reports older than AGE.

    A note's age counts from the end of its screen. Unfinished screens stay, and are told.
    """
    from screencopilot.store.keeping import find_old

    _listable(dry_run, as_json)
    now = _now()
    before = now - min(age, now - dt.datetime(1970, 1, 2, tzinfo=dt.UTC))
    _remove(find_old(our_folders(), before), dry_run, yes, as_json)


@click.command(short_help="Write a draft note from a damaged journal.")
@click.argument("session", required=False)
@ours_only
def recover(session: str | None) -> None:
    """Write a draft note from a damaged journal, as far as it can be read, and tell what was lost.

    SESSION is the name of a screen's folder, or its beginning; without one, every unfinished screen that is damaged is
    recovered. The journal stays as it is.
    """
    from screencopilot.cli.recovering import recover_damaged, recover_named

    folders, now = our_folders(), _now()
    good = recover_named(folders, session, now) if session else recover_damaged(folders, now)
    if not good:
        raise SystemExit(REFUSED)


def _listable(dry_run: bool, as_json: bool) -> None:
    if as_json and not dry_run:
        fail("--json goes with --dry-run: it lists what would go", USAGE)


def _remove(finds: Any, dry_run: bool, yes: bool, as_json: bool) -> None:
    """Print what would go and what stays, ask once, and remove it; status 1 when something may be left."""
    from screencopilot.cli.keeping_words import clean_path
    from screencopilot.store.errors import StoreError
    from screencopilot.store.keeping import remove

    if as_json:
        going_rows = [{"path": clean_path(one.path), "what": one.what} for one in finds.going]
        left_rows = [{"path": clean_path(one.path), "why": clean_path(one.why)} for one in finds.left]
        print_json({"dry_run": dry_run, "going": going_rows, "stays": left_rows})
        return
    for going in finds.going:
        click.echo(f"{clean_path(going.path)}  ({going.what})")
    for left in finds.left:
        click.echo(f"stays: {clean_path(left.path)}: {clean_path(left.why)}", err=True)
    if finds.going:
        _ask(
            dry_run,
            yes,
            f"Remove {'this' if len(finds.going) == 1 else f'these {len(finds.going)}'} for good?",
        )
    removed = 0
    for going in finds.going:
        try:
            remove(going)
            removed += 1
        except StoreError as error:
            click.echo(str(error), err=True)
    click.echo(f"{removed} removed" if finds.going else "nothing is kept that would go")
    if finds.left or removed < len(finds.going):
        raise SystemExit(REFUSED)


def _ask(dry_run: bool, yes: bool, question: str) -> None:
    """Go on only with a yes: given before, or asked for once on a terminal."""
    if dry_run:
        click.echo("dry run: nothing was removed")
        raise SystemExit(0)
    if yes:
        return
    if not sys.stdin.isatty():
        fail(
            "nothing was removed: there is no terminal to ask on; add --yes, or --dry-run to look only", USAGE
        )
    if not click.confirm(question):
        fail("nothing was removed")


def _now() -> dt.datetime:
    from screencopilot.domain.clock import SystemClock

    return SystemClock().wall()


COMMANDS = (verify, redact, forget, purge, recover)
