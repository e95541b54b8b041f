"""``screencopilot bank new|preview|diff|path``: writing banks. What is heavier is loaded by the command."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from screencopilot.cli.output import USAGE, fail, need_terminal, our_folders, ours_only, print_json


@click.command("new")
@click.option(
    "--module", "as_module", is_flag=True, help="A module with one example probe, instead of a bank."
)
@click.option("--id", metavar="ID", help="Its id, such as search-engineer; the file is named like this.")
@click.option("--title", help="As people read it.")
@click.option("--role", metavar="ID", help="The role that notes name; the id if not given.")
@click.option("--level", multiple=True, metavar="LEVEL", help="mid, senior, staff or lead; repeatable.")
@click.option("--minutes", multiple=True, metavar="N", help="Length of a plan; repeatable.")
@click.option("--from", multiple=True, metavar="ID", help="A module or family to draw from; repeatable.")
@click.option("--category", help="Of a module: what its probes count for.")
@click.option("--family", metavar="ID", help="Of a module: the family of its example, such as OS1.")
@click.option(
    "--in", "into", type=click.Path(path_type=Path), metavar="FOLDER",
    help="A folder with roles/ and modules/ in it; yours if not given (see bank path).",
)  # fmt: skip
@click.option("--yes", is_flag=True, help="Ask nothing: take the defaults.")
@ours_only
def new(as_module: bool, into: Path | None, yes: bool, **given: Any) -> None:
    """Write a new bank, with comments, from your answers.

    Asks for what no option says; without a terminal the defaults are taken. It never writes over a file. Prints the
    path; the rest of what it says goes to stderr.
    """
    from screencopilot.cli import authoring_new
    from screencopilot.domain.clock import SystemClock

    folders = our_folders()
    asker = authoring_new.Asker(asking=sys.stdin.isatty() and not yes)
    answers = {
        name: " ".join(value) or None if isinstance(value, tuple) else value for name, value in given.items()
    }
    place = into or folders.banks
    if as_module:
        path = authoring_new.new_module(folders, answers, asker, place)
    else:
        path = authoring_new.new_bank(folders, SystemClock(), answers, asker, place)
    authoring_new.tell_what_is_left(path, folders)


@click.command(short_help="Run the live screen on a bank, with nobody; nothing is saved.")
@click.argument("name", metavar="ID|PATH")
@click.option("--plan", default="", metavar="ID", help="One of its plans; the first if not given.")
@click.option("--level", default="", help="One of its levels; the first if not given.")
@click.option(
    "--form", "forms", multiple=True, metavar="FAMILY=FORM", help="Fix a form, such as FA1=B; repeatable."
)
@ours_only
def preview(name: str, plan: str, level: str, forms: tuple[str, ...]) -> None:
    """Run the live screen on a bank or module, with nobody; nothing is saved."""
    from screencopilot.domain.clock import SystemClock
    from screencopilot.store.authoring import find_target
    from screencopilot.store.authoring_preview import open_preview

    folders = our_folders()
    target = find_target(name, folders)
    fixed = dict(_form(text) for text in forms)
    desk = open_preview(folders, target.resolved, SystemClock(), plan, level, fixed)
    need_terminal("a preview")
    from screencopilot.cli.live import run_app, told_choices
    from screencopilot.tui.app import ScreencopilotApp

    choices = told_choices(folders)
    app = ScreencopilotApp(
        folders,
        SystemClock(),
        choices.theme,
        desk,
        choices.message or "a preview: nothing is saved",
        choices.keys,
        reduced_motion=choices.reduced_motion,
    )
    run_app(app)
    raise SystemExit(app.return_code or 0)


def _form(text: str) -> tuple[str, str]:
    family, sign, form = text.partition("=")
    if not sign or not form:
        fail("a form is fixed as FAMILY=FORM, such as FA1=B", USAGE)
    return family, form


@click.command(short_help="Show what changed in meaning from one bank to another.")
@click.argument("before", metavar="A")
@click.argument("after", metavar="B")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def diff(before: str, after: str, as_json: bool) -> None:
    """Show what changed in meaning from bank A to bank B, and whether notes on them stay comparable.

    A and B are ids or paths of banks or modules; a bank given by its path uses the modules beside it.
    """
    from screencopilot.cli.authoring_diff import as_plain_data, diff_lines
    from screencopilot.domain.bank_diff import diff_banks
    from screencopilot.store.authoring import find_target

    folders = our_folders()
    one, other = find_target(before, folders).resolved, find_target(after, folders).resolved
    difference = diff_banks(one, other)
    if as_json:
        print_json(as_plain_data(one, other, difference))
        return
    for line in diff_lines(one, other, difference):
        click.echo(line)


@click.command("path", short_help="Show where banks are looked for, and which files are used.")
@click.argument("name", required=False)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def path_(name: str | None, as_json: bool) -> None:
    """Show where banks are looked for and which files are used; with NAME, the file of that bank or module."""
    from screencopilot.cli.authoring_path import print_path_of, print_paths

    if name is None:
        print_paths(our_folders(), as_json=as_json)
    else:
        print_path_of(name, our_folders(), as_json=as_json)
