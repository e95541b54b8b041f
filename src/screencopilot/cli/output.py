"""How the command line talks: plain lines or JSON on stdout, errors of ours on stderr, exit codes."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
import msgspec

from screencopilot.formats.errors import FormatError
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders, folders

P = ParamSpec("P")
R = TypeVar("R")

#: A file or a request was refused.
REFUSED = 1
#: Wrong use, or no terminal where one is needed.
USAGE = 2


def our_folders() -> Folders:
    """Return where things live for this process."""
    return folders(os.environ)


def print_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2).decode())


def fail(words: str, code: int = REFUSED) -> None:
    """Print an error and leave."""
    click.echo(words, err=True)
    raise SystemExit(code)


def ours_only(command: Callable[P, R]) -> Callable[P, R]:
    """Turn our own errors into one clear report and exit status 1; a user never sees a traceback."""
    from screencopilot.domain.setup import SetupError

    @wraps(command)
    def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            return command(*args, **kwargs)
        except (FormatError, StoreError, SetupError) as error:
            fail(str(error))
            raise

    return guarded


def need_terminal(what: str) -> None:
    """Leave with one line and status 2 when there is no terminal to draw on."""
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        fail(
            f"{what} needs a terminal; run it in one, or see screencopilot --help for what works without",
            USAGE,
        )
