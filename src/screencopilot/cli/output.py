"""How the command line talks: plain lines or JSON on stdout, errors of ours on stderr, exit codes."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any, ParamSpec, TypeVar

import click
import msgspec

from screencopilot.formats.errors import FormatError
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.paths import Folders, folders

P = ParamSpec("P")
R = TypeVar("R")

_NOT_PLAIN = re.compile(r"[^ -~\n]")

#: A file or a request was refused.
REFUSED = 1
#: Wrong use, or no terminal where one is needed.
USAGE = 2
#: Ended with Ctrl+C, as other programs tell it.
ENDED = 130


def our_folders() -> Folders:
    """Return where things live for this process."""
    return folders(os.environ)


def print_json(value: Any) -> None:
    """Print a value as indented JSON; whatever a terminal could obey stands there as an escape, and loses nothing."""
    text = msgspec.json.format(msgspec.json.encode(value, enc_hook=_named), indent=2).decode()
    click.echo(_NOT_PLAIN.sub(_visible, text))


def _visible(found: re.Match[str]) -> str:
    char = found[0]
    if char.isprintable():
        return char
    halves = char.encode("utf-16-be")
    return "".join(f"\\u{halves[i]:02x}{halves[i + 1]:02x}" for i in range(0, len(halves), 2))


def _named(value: Any) -> str:
    return shown(str(value))  # paths: a name of a file may be no text at all


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
        except KeyboardInterrupt:
            fail("ended with Ctrl+C; what was done before it stays done", ENDED)
            raise

    return guarded


def on_terminal() -> bool:
    """Whether there is a terminal to draw on and to read keys from."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def on_terminal_aside() -> bool:
    """Whether somebody at a terminal reads what is said beside the result."""
    return sys.stderr.isatty()


def need_terminal(what: str) -> None:
    """Leave with one line and status 2 when there is no terminal to draw on."""
    if not on_terminal():
        fail(
            f"{what} needs a terminal; run it in one, or see screencopilot --help for what works without",
            USAGE,
        )
