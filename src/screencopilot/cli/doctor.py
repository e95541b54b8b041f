"""``screencopilot doctor``: looks at everything the program stands on, and says what to mend."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

import click

from screencopilot import __version__
from screencopilot.cli.choices import load_keys
from screencopilot.cli.output import REFUSED, print_json
from screencopilot.formats.errors import FormatError
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_banks, find_themes, load_resolved, load_theme_named
from screencopilot.store.settings import load_settings

#: The smallest terminal for the live screen, and the smallest for each of its layouts.
SIZES = "side from 50x30, strip from 110x14, full from 120x35"


@dataclass(frozen=True)
class Finding:
    """One thing looked at; ``mend`` is empty when all is well."""

    about: str
    found: str
    mend: str = ""


def run_doctor(folders: Folders, *, as_json: bool) -> int:
    """Print what was found; exit status 1 when something needs mending."""
    findings = list(_look(folders))
    if as_json:
        print_json({"version": __version__, "findings": [asdict(f) for f in findings]})
    else:
        click.echo(f"screencopilot {__version__}, Python {sys.version.split()[0]}")
        for finding in findings:
            click.echo(f"{'!' if finding.mend else ' '} {finding.about:<10} {finding.found}")
            if finding.mend:
                click.echo(f"  {'':<10} {finding.mend}")
    return REFUSED if any(f.mend for f in findings) else 0


def _look(folders: Folders) -> Iterator[Finding]:
    yield _terminal()
    yield _colours()
    for name, path in (("data", folders.data), ("config", folders.config), ("state", folders.state)):
        yield _folder(name, path)
    yield from _banks(folders)
    yield from _themes(folders)
    yield from _own_files(folders)


def _terminal() -> Finding:
    if not sys.stdout.isatty():
        return Finding("terminal", "output is not a terminal; sizes cannot be seen from here")
    columns, rows = shutil.get_terminal_size()
    small = columns < 50 or rows < 14
    return Finding(
        "terminal", f"{columns}x{rows}; {SIZES}", "make the window at least 50x14" if small else ""
    )


def _colours() -> Finding:
    if os.environ.get("NO_COLOR"):
        return Finding("colours", "off, since NO_COLOR is set; nothing rests on colour alone")
    if os.environ.get("COLORTERM", "") in {"truecolor", "24bit"}:
        return Finding("colours", "24 bit")
    return Finding(
        "colours", f"as TERM={os.environ.get('TERM', 'unset')} offers; COLORTERM=truecolor gives all shades"
    )


def _folder(name: str, path: Path) -> Finding:
    nearest = path
    while not nearest.exists() and nearest != nearest.parent:
        nearest = nearest.parent
    if path.exists() and not path.is_dir():
        return Finding(name, f"{path} is not a folder", "move that file away")
    if not os.access(nearest, os.W_OK | os.X_OK):
        return Finding(name, f"{path} cannot be written", f"allow yourself to write in {nearest}")
    if not path.exists():
        return Finding(name, f"{path}, made when first needed")
    open_to_others = path.stat().st_mode & 0o077
    mend = f"chmod 700 {path}" if open_to_others and os.name == "posix" else ""
    return Finding(name, f"{path}{', open to others' if mend else ''}", mend)


def _banks(folders: Folders) -> Iterator[Finding]:
    try:
        sources = find_banks(folders)
    except StoreError as error:
        yield Finding("banks", error.what, error.mend)
        return
    for bank_id, source in sources.items():
        try:
            resolved = load_resolved(bank_id, folders)
        except (FormatError, StoreError) as error:
            yield Finding(
                "bank",
                f"{bank_id}: {str(error).splitlines()[0]}",
                "screencopilot bank check tells all faults",
            )
        else:
            yield Finding(
                "bank", f"{bank_id} {resolved.bank.version}, {len(resolved.probes)} probes, {source.origin}"
            )


def _themes(folders: Folders) -> Iterator[Finding]:
    for name in find_themes(folders):
        try:
            load_theme_named(name, folders)
        except (FormatError, StoreError) as error:
            yield Finding("theme", str(error).splitlines()[0], "mend the file, or remove it")
        else:
            yield Finding("theme", name)


def _own_files(folders: Folders) -> Iterator[Finding]:
    problems = load_settings(folders).problems
    _, faults = load_keys(folders)
    for about, told, path in (
        ("settings", problems, folders.config_file),
        ("keymap", [str(fault) for fault in faults], folders.keymap_file),
    ):
        for words in told:
            yield Finding(about, words, f"mend {path}, or remove it")
        if not told:
            yield Finding(about, str(path) if path.exists() else "none of your own")
