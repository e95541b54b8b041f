"""What the panel's commands do and say. Nothing here names who wrote a note that is still closed."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import click

from screencopilot.cli.output import on_terminal_aside, print_json
from screencopilot.domain.clock import SystemClock
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.independence import ABOUT
from screencopilot.store.panel import Kept, Own, There, look, look_again, own_notes
from screencopilot.store.panel_clone import Clone
from screencopilot.store.panel_place import join, panel_clone
from screencopilot.store.panel_pull import Pulled, pull
from screencopilot.store.panel_push import Pushed, plan, push
from screencopilot.store.paths import Folders
from screencopilot.store.profile import load_profile
from screencopilot.store.sharing import Refused
from screencopilot.store.turns import turn_in

#: Seconds to wait for another pull or push of the same user.
_TURN = 300.0
#: Seconds after which somebody at a terminal wants to know what is waited for.
_A_MOMENT = 1.0
#: Refused files named; somebody hostile can put very many there.
_TOLD = 50
_WAITS = "your own note on this candidate is not sealed, or not in your notes folder"


def joined(folders: Folders, address: str) -> None:
    """Join a panel, and say what comes next."""
    with _slowly(_reaching(address)):
        clone = join(folders, address)
    click.echo(f"joined: {shown(clone.address)}")
    click.echo("screencopilot panel push adds your sealed notes, panel pull brings the others'")


def pulled(folders: Folders, remote: str, viewer: str, into: Path, *, as_json: bool, dry_run: bool) -> bool:
    """Pull, and tell it; return whether all that lies there was sound."""
    clone = panel_clone(folders, remote)
    with _turn(clone):
        own = own_notes(folders.notes, viewer or _me(folders))
        done = pull(clone, _looked(clone), own, into, dry_run=dry_run)
    if as_json:
        print_json(
            {
                "remote": clone.address,
                "dry_run": dry_run,
                "copied": done.copied,
                "there": done.there,
                "waiting": len(done.waiting),
                "refused": _rows(done.refused),
            }
        )
    else:
        for path in done.copied:
            click.echo(f"{'would be copied' if dry_run else 'copied'}: {shown(str(path))}")
        click.echo(f"{_count(len(done.copied), 'new note')}, {done.there} here already")
        if done.waiting:
            click.echo(f"{_waiting(len(done.waiting))} until your own is sealed. {ABOUT}")
        _tell(done.refused)
    return not done.refused


def pushed(folders: Folders, remote: str, viewer: str, source: Path, *, as_json: bool, dry_run: bool) -> bool:
    """Push, and tell it; return whether everything that should travel did."""
    clone = panel_clone(folders, remote)
    with _turn(clone):
        own = own_notes(source, viewer or _me(folders))
        if dry_run:
            done = plan(clone, _looked(clone), own)[0]
        else:
            with _slowly(_reaching(clone.address)):
                done = push(clone, own, SystemClock().wall())
    wrong = [one for one in done.refused if not one.sound]
    if as_json:
        print_json(
            {
                "remote": clone.address,
                "dry_run": dry_run,
                "pushed": done.sent,
                "there": done.there,
                "stay": len(done.refused) - len(wrong),
                "by_others": own.others,
                "refused": _rows(wrong),
            }
        )
    else:
        for path in done.sent:
            click.echo(f"{'would be pushed' if dry_run else 'pushed'}: {shown(str(path))}")
        click.echo(_push_line(done, own))
        _tell(wrong)
    return not wrong


def told(folders: Folders, remote: str, viewer: str, *, as_json: bool) -> bool:
    """Tell how things stand; return whether the remote answered and all is sound."""
    clone = panel_clone(folders, remote)
    with _turn(clone):
        trouble, there = _seen(clone)
        own = own_notes(folders.notes, viewer or _me(folders))
        coming = pull(clone, there, own, folders.panel_notes, dry_run=True)
        going = plan(clone, there, own)[0]
    wrong = [one for one in going.refused if not one.sound]
    if as_json:
        print_json(
            {
                "remote": clone.address,
                "problem": trouble or None,
                "to_push": going.sent,
                "pushed": going.there,
                "to_pull": len(coming.copied),
                "pulled": coming.there,
                "waiting": [{"candidate": ref, "why": _WAITS} for ref in coming.waiting],
                "refused": [*_rows(coming.refused), *_rows(wrong)],
            }
        )
    else:
        _print_status(clone, coming, going, own)
        _tell([*coming.refused, *wrong])
        if trouble:
            click.echo(f"{trouble}\nthis is how things stood when it last answered", err=True)
    return not (trouble or coming.refused or wrong)


@contextmanager
def _turn(clone: Clone) -> Iterator[None]:
    """Be the only push or pull here; say so where that takes a while."""
    with ExitStack() as turn:
        with _slowly("another push or pull is under way here; waiting for it to end (Ctrl+C ends this one)"):
            turn.enter_context(turn_in(clone.folder, _TURN))
        yield


def _looked(clone: Clone) -> There:
    """Fetch what lies there."""
    with _slowly(_reaching(clone.address)):
        return look(clone)


def _reaching(address: str) -> str:
    return f"reaching {shown(address)} … (Ctrl+C ends it)"


@contextmanager
def _slowly(words: str) -> Iterator[None]:
    """Say on a terminal what is waited for, when it takes longer than a moment."""
    if not on_terminal_aside():
        yield
        return
    timer = threading.Timer(_A_MOMENT, click.echo, (words,), {"err": True})
    timer.daemon = True
    timer.start()
    try:
        yield
    finally:
        timer.cancel()


def _print_status(clone: Clone, coming: Pulled, going: Pushed, own: Own) -> None:
    click.echo(f"remote: {shown(clone.address)}")
    for path in going.sent:
        click.echo(f"here, not there: {shown(str(path))}")
    click.echo(f"yours: {_count(len(going.sent), 'note')} to push, {going.there} there already")
    click.echo(f"others': {_count(len(coming.copied), 'note')} to pull, {coming.there} here already")
    for ref in coming.waiting:
        click.echo(f"waits: {ref}: {_WAITS}")
    if own.others:
        click.echo(_others(own.others))


def _seen(clone: Clone) -> tuple[str, There]:
    """Return what keeps the remote from answering, "" for nothing, and its latest state that is known."""
    try:
        return "", _looked(clone)
    except StoreError as error:
        return str(error), look_again(clone)


def _push_line(done: Pushed, own: Own) -> str:
    sound = sum(one.sound for one in done.refused)
    parts = [
        f"{_count(len(done.sent), 'note')} new there, {done.there} there already",
        f"{_count(sound, 'draft or redacted note', 'drafts or redacted notes')} stay{'s' if sound == 1 else ''} here"
        if sound
        else "",
        _others(own.others) if own.others else "",
    ]
    return "; ".join(part for part in parts if part)


def _others(count: int) -> str:
    return f"{_count(count, 'note')} in your folder by other names than yours: theirs to push"


def _waiting(count: int) -> str:
    return "notes on 1 candidate wait" if count == 1 else f"notes on {count} candidates wait"


def _count(count: int, one: str, many: str = "") -> str:
    return f"{count} {one if count == 1 else many or f'{one}s'}"


def _rows(found: Iterable[Kept | Refused]) -> list[dict[str, str]]:
    return [{"file": _file(one), "why": one.why} for one in found]


def _tell(found: Sequence[Kept | Refused]) -> None:
    for one in found[:_TOLD]:
        click.echo(f"refused: {_file(one)}: {one.why}", err=True)
    if len(found) > _TOLD:
        click.echo(f"refused: {len(found) - _TOLD} more; --json names all", err=True)


def _file(one: Kept | Refused) -> str:
    return one.name if isinstance(one, Kept) else shown(str(one.path))


def _me(folders: Folders) -> str:
    return load_profile(folders.profile_file).profile.evaluator
