"""``screencopilot notes recover``: which screens, and what to say of each."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import click

from screencopilot.cli.keeping_words import clean_path
from screencopilot.formats.errors import FormatError
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.recover import read_session, recover
from screencopilot.store.sessions import list_unfinished

_LINES_SHOWN = 20


def recover_named(folders: Folders, name: str, now: dt.datetime) -> bool:
    """Recover the one screen whose folder has this name, or begins with it.

    Raises:
        StoreError: there is none of that name or there are several, or it cannot be recovered.
        NoteError: what can be read makes no sound note.
    """
    _recover(folders, _session(folders, name), now)
    return True


def recover_damaged(folders: Folders, now: dt.datetime) -> bool:
    """Recover every unfinished screen that is damaged; whole ones are left to home. False when one failed."""
    good = True
    for session in list_unfinished(folders):
        try:
            lost = read_session(session.path).lost
            if lost:
                _recover(folders, session.path, now)
            else:
                click.echo(f"{clean_path(session.id)}: whole; start screencopilot to resume it")
        except (StoreError, FormatError) as error:
            click.echo(f"{clean_path(session.id)}: {error}", err=True)
            good = False
    if not list_unfinished(folders):
        click.echo("no screen is unfinished; name one to recover a finished one")
    return good


def _session(folders: Folders, name: str) -> Path:
    try:
        names = sorted(p.name for p in folders.sessions.iterdir() if p.is_dir() and not p.is_symlink())
    except OSError:
        names = []
    found = [name] if name in names else [n for n in names if n.startswith(name)]
    if len(found) != 1:
        known = ", ".join(names[:_LINES_SHOWN]) or "there are none"
        what = "several screens are called so" if found else "there is no screen of that name"
        raise StoreError(what, name, f"choose one of: {known}")
    return folders.sessions / found[0]


def _recover(folders: Folders, session: Path, now: dt.datetime) -> None:
    done = recover(folders, session, now)
    click.echo(f"{clean_path(session.name)}: {done.events} events and {done.lines} lines were read")
    if done.lost:
        click.echo(f"  lost: {len(done.lost)} {'thing' if len(done.lost) == 1 else 'things'}")
    else:
        click.echo("  nothing was lost")
    for line in done.lost[:_LINES_SHOWN]:
        click.echo(f"    {clean_path(line)}")
    if len(done.lost) > _LINES_SHOWN:
        click.echo(f"    and {len(done.lost) - _LINES_SHOWN} more; all of them stand in the note")
    click.echo(f"  written: {clean_path(done.path)}")
