"""Opening the terminal program from the command line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from screencopilot.cli.choices import Choices, load_choices
from screencopilot.cli.output import REFUSED
from screencopilot.domain.clock import SystemClock
from screencopilot.domain.events import ClaimText
from screencopilot.domain.setup import Setup, SetupError
from screencopilot.formats.text_safety import one_line
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders
from screencopilot.store.profile import load_profile
from screencopilot.store.starting import start_screen

if TYPE_CHECKING:
    from screencopilot.report.choosing import Wanted
    from screencopilot.tui.app import ScreencopilotApp

App = TypeVar("App", bound="ScreencopilotApp")


def run_home(folders: Folders) -> int:
    """Run the program from its home screen; return the exit status."""
    from screencopilot.tui.app import ScreencopilotApp

    app = new_app(ScreencopilotApp, folders)
    try:
        run_app(app)
    finally:
        if app.open_desk is not None:
            app.open_desk.close()
    return app.return_code or 0


def run_review(folders: Folders, path: Path, transcript: Path | None) -> int:
    """Run the terminal on the review of one note; return the exit status."""
    from screencopilot.store.reviewing import load_review
    from screencopilot.tui.reviewing import ReviewApp
    from screencopilot.tui.screens.review import beside_of

    review = load_review(folders, path)
    beside = beside_of(review, transcript) if transcript is not None else None
    app = new_app(ReviewApp, folders, review=review, beside=beside)
    try:
        run_app(app)
    finally:
        status = app.open_desk.close() if app.open_desk is not None else None
    if status is not None and not status.saved:
        click.echo(f"not everything is saved: {status.problem} ({status.mend})", err=True)
        return REFUSED
    return app.return_code or 0


def run_compare(folders: Folders, paths: Sequence[Path], wanted: Wanted) -> int:
    """Run the terminal on the comparison of notes; return the exit status."""
    from screencopilot.tui.comparing import CompareApp

    app = new_app(CompareApp, folders, paths=paths, wanted=wanted)
    run_app(app)
    return app.return_code or 0


def run_app(app: ScreencopilotApp) -> str | None:
    """Run the terminal and return how it was left; a fault that ended it is raised here, for its report."""
    how = app.run()
    if app.fault is not None:
        raise app.fault
    return how


def run_screen(folders: Folders, **options: Any) -> int:
    """Run one live screen with the options of the command; return the exit status."""
    claims = (*_claims_of(folders, options), *(_claim(text) for text in options["claims"]))
    forms = dict(_form(text) for text in options["forms"])
    evaluator = one_line(options["evaluator"])
    profile = load_profile(folders.profile_file).profile
    candidate = one_line(options["candidate"])
    setup = Setup(
        one_line(options["plan"]),
        one_line(options["level"]),
        candidate,
        evaluator or profile.evaluator,
        profile.shipped,
        claims,
        forms,
    )
    desk = start_screen(folders, SystemClock(), one_line(options["bank"]), setup)
    return run_desk(folders, desk)


def run_desk(folders: Folders, desk: Desk) -> int:
    """Run the terminal on an open desk; tell what became of it."""
    from screencopilot.tui.app import ScreencopilotApp

    app = new_app(ScreencopilotApp, folders, desk=desk)
    try:
        how = run_app(app)
    finally:
        status = desk.close()
    if not status.saved:
        click.echo(f"not everything is saved: {status.problem} ({status.mend})", err=True)
        return REFUSED
    if how != "sealed":
        click.echo("the screen is kept unfinished; start screencopilot to resume it", err=True)
    return app.return_code or 0


def new_app(kind: type[App], folders: Folders, **more: Any) -> App:
    """Return a terminal program with what the user has chosen, and what else its kind asks for."""
    choices = told_choices(folders)
    return kind(
        folders,
        SystemClock(),
        choices.theme,
        message=choices.message,
        keys=choices.keys,
        reduced_motion=choices.reduced_motion,
        **more,
    )


def told_choices(folders: Folders) -> Choices:
    """Return what the user has chosen; what of it cannot be used is told here, before the terminal starts."""
    choices = load_choices(folders)
    for problem in choices.problems:
        click.echo(problem, err=True)
    return choices


def _claims_of(folders: Folders, options: Mapping[str, Any]) -> tuple[ClaimText, ...]:
    if not options["claims_file"]:
        return ()
    from screencopilot.formats.claims_text import load_claims
    from screencopilot.store.search_path import load_resolved

    kinds = load_resolved(one_line(options["bank"]), folders).claim_kinds
    return load_claims(Path(options["claims_file"]), kinds)


def _claim(text: str) -> ClaimText:
    kind, colon, words = one_line(text).partition(":")
    if not colon or not words.strip():
        raise SetupError(f'a claim is written "kind: words of the résumé", not {one_line(text)!r}')
    return ClaimText(kind.strip(), words.strip())


def _form(text: str) -> tuple[str, str]:
    family, sign, form = one_line(text).partition("=")
    if not sign or not form.strip():
        raise SetupError(f"a form is fixed as FAMILY=FORM, such as FA1=A, not {one_line(text)!r}")
    return family.strip(), form.strip()
