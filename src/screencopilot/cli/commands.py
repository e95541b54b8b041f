"""The commands and what they take; everything heavier is loaded by the command that needs it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

import click

from screencopilot import __version__
from screencopilot.cli.lazy_group import LazyGroup
from screencopilot.cli.output import USAGE, fail, need_terminal, our_folders, ours_only

_SETTINGS = {"help_option_names": ["-h", "--help"]}


#: Commands by the module that defines them.
_MODULES = {name: name for name in ("bank", "calibrate", "compare", "debrief", "keys", "notes", "panel")}


@click.group(cls=LazyGroup, modules=_MODULES, invoke_without_command=True, context_settings=_SETTINGS)
@click.version_option(__version__, prog_name="screencopilot", message="%(prog)s %(version)s")
@click.option("--debug", is_flag=True, help="Show the traceback of a fault of the program itself.")
@click.pass_context
def cli(ctx: click.Context, debug: bool) -> None:
    """Run live technical screens beside a video call, and leave calibrated notes.

    Without a command: home, where an unfinished screen is resumed, a new one begun, a note read.
    """
    ctx.obj = {"debug": debug}
    if ctx.invoked_subcommand is None:
        home()


@ours_only
def home() -> None:
    """Open the home screen."""
    need_terminal("the home screen")
    from screencopilot.cli.live import run_home

    raise SystemExit(run_home(our_folders()))


@cli.command()
@click.option("--bank", required=True, help="Id of the bank; see: screencopilot bank list.")
@click.option("--plan", required=True, help="Id of one of the bank's plans, such as 45.")
@click.option("--level", required=True, help="mid, senior, staff or lead, as the bank offers.")
@click.option("--candidate", required=True, help="A pseudonymous ref, such as C-2041.")
@click.option("--evaluator", default="", help="Your name, as the panel knows you.")
@click.option(
    "--claim", "claims", multiple=True, metavar='"KIND: TEXT"', help="A claim from the résumé; repeatable."
)
@click.option(
    "--claims",
    "claims_file",
    default="",
    metavar="FILE",
    help='Claims from a text file, one a line as "kind: text".',
)
@click.option(
    "--form", "forms", multiple=True, metavar="FAMILY=FORM", help="Fix a form, such as FA1=A; repeatable."
)
@ours_only
def screen(**options: Any) -> None:
    """Go straight to the live screen."""
    need_terminal("the live screen")
    from screencopilot.cli.live import run_screen

    raise SystemExit(run_screen(our_folders(), **options))


@cli.command(short_help="Play a scripted screen with a fictional candidate.")
@click.option("--headless", is_flag=True, help="Without a terminal: print the path of the sealed note.")
@click.option(
    "--speed",
    type=click.FloatRange(0.5, 1000.0),
    default=12.0,
    show_default=True,
    help="How many times faster.",
)
@click.option("--out", type=click.Path(file_okay=False), default=None, help="Folder for the note.")
@ours_only
def demo(headless: bool, speed: float, out: str | None) -> None:
    """Play a scripted screen with a fictional candidate; it leaves a real note."""
    if not headless:
        need_terminal("the demo (without --headless)")
    from screencopilot.cli.playing import run_demo

    raise SystemExit(run_demo(our_folders(), headless=headless, speed=speed, out=out))


@cli.command(short_help="Print the JSON Schema of a file kind.")
@click.argument("kind")
@ours_only
def schema(kind: str) -> None:
    """Print the JSON Schema of a file kind: bank, module, note, theme, config, keymap ..."""
    from screencopilot.cli.output import print_json
    from screencopilot.formats.schema import KINDS, json_schema

    if kind not in KINDS:
        fail(f"there is no schema {kind!r}; choose one of: {', '.join(KINDS)}", USAGE)
    print_json(json_schema(kind))


@cli.command(short_help="Look at terminal, folders, banks and themes; say what to mend.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
@ours_only
def doctor(as_json: bool) -> None:
    """Look at the terminal, the folders, the banks and the themes, and say what to mend."""
    from screencopilot.cli.doctor import run_doctor

    raise SystemExit(run_doctor(our_folders(), as_json=as_json))


def run(arguments: Sequence[str]) -> int:
    """Run the command line and return its exit status.

    Faults of the program itself leave a crash report without candidate data, and no traceback unless asked for.
    """
    try:
        cli.main(args=list(arguments), prog_name="screencopilot", standalone_mode=True)
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else 1
    except Exception as error:
        if "--debug" in arguments:
            raise
        return _crashed(error)
    return 0


def _crashed(error: Exception) -> int:
    from screencopilot.domain.clock import SystemClock
    from screencopilot.store.crash import write_crash_report
    from screencopilot.store.errors import StoreError

    try:
        path = write_crash_report(error, our_folders(), SystemClock().wall())
        report = f"a report without candidate data is in {path}"
    except StoreError as trouble:
        report = f"a report could not be written: {trouble}"
    sys.stderr.write(f"screencopilot met a fault of its own ({type(error).__name__}); {report}\n")
    sys.stderr.write("Everything seen on a live screen is kept: start again to resume it.\n")
    return 70
