"""Reads hostile files in processes that may use one second of processor and 200 MB of memory each, and no more.

``python -m tests.hostile.confined load|run`` takes one JSON value a line on stdin and answers with one a line:
``load`` takes ``[kind, path]`` and reads the file; ``run`` takes the arguments of a command line and runs it, with more
time, since commands read several files. The libraries are loaded once and each case gets a fork of its own, so that a
thousand cases take seconds.
"""

from __future__ import annotations

import json
import os
import resource
import signal
import sys
import tempfile
import unicodedata
from importlib import import_module
from pathlib import Path
from typing import Any, NamedTuple

import msgspec

from screencopilot.cli import commands
from screencopilot.domain.nudges import BY_ID
from screencopilot.formats.config_toml import load_config
from screencopilot.formats.errors import FormatError
from screencopilot.formats.keymap_toml import VITAL, load_keymap
from screencopilot.formats.note_text import note_text
from screencopilot.formats.note_toml import NoteFile
from screencopilot.store.profile import load_profile
from tests.formats.files import LOADERS
from tests.hostile import kinds

#: Processor seconds for one file, and for one command.
SECONDS = {"load": 1, "run": 10}
BYTES = 200 * 1024 * 1024
#: What the commands load when they are run; loaded once here, for all forks.
LOADED_ONCE = [
    f"screencopilot.{name}"
    for name in ("cli.checking", "cli.doctor", "cli.keeping_words", "formats.note_text", "store.library")
]
#: A case that waits for ever uses no processor: an alarm ends it, seconds.
ALARM = 30


class Key(NamedTuple):
    """A command as a keymap knows it."""

    id: str
    keys: tuple[str, ...]
    writing: tuple[str, ...] = ()
    title: str = "does something"


COMMANDS = [Key(name, (letter,)) for letter, name in zip("vwxyz", VITAL, strict=True)]
_KEPT = frozenset("\n\t\u200c\u200d")


def unclean(text: str) -> set[str]:
    """Return what a terminal could obey in a text, and what could deceive its reader."""
    return {c for c in text if c not in _KEPT and unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}}


def load(kind: str, path: str) -> str:
    """Read a file; return how that went in a word, or what is wrong with it after ``!``.

    The kinds ``spin`` and ``hoard`` read nothing: they take more than they may.
    """
    while kind == "spin":
        pass
    try:
        if kind == "hoard":
            return f"{len(bytearray(BYTES))} bytes were had"
        value = _load(kind, Path(path))
    except FormatError as error:
        return _judged(error, path)
    except BaseException as error:  # noqa: BLE001 - anything at all is a finding
        return f"! {type(error).__name__}: {error}"[:300]
    if isinstance(value, NoteFile):
        value = value.note
        words = note_text(value)
        if unclean(words):
            return f"! the note's text shows {unclean(words)!r}"
    found = unclean("".join(_texts(msgspec.to_builtins(getattr(value, "value", value)))))
    return f"! a loaded text holds {found!r}" if found else "loaded"


def _load(kind: str, path: Path) -> Any:
    if kind in kinds.PLACES:
        return kinds.load(kind, path)
    if kind == "profile":
        return load_profile(path)
    if kind == "keymap":
        return load_keymap(path, COMMANDS)
    if kind != "config":
        return LOADERS[kind](path)
    reading = load_config(path, BY_ID)
    if reading.faults:
        raise FormatError(*reading.faults)
    return reading.config


def _judged(error: FormatError, path: str) -> str:
    for fault in error.faults:
        if fault.path != path or not fault.message or not fault.mend:
            return f"! a fault without its file, its message or its mend: {fault}"[:300]
    if unclean(str(error)):
        return f"! the message holds {unclean(str(error))!r}"
    return "refused"


def _texts(value: Any) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for pair in value.items() for item in pair for text in _texts(item)]
        case list() | tuple():
            return [text for item in value for text in _texts(item)]
    return []


def run(*args: str) -> str:
    """Run a command line; return its exit status, or what is wrong with what it said after ``!``."""
    with tempfile.TemporaryFile() as said:
        for stream in (1, 2):
            os.dup2(said.fileno(), stream)
        code = commands.run(args)
        sys.stdout.flush()
        sys.stderr.flush()
        said.seek(0)
        raw = said.read()
    text = raw.decode("utf-8")  # anything else is raw bytes of the file
    if unclean(text):
        return f"! it said {unclean(text)!r}"
    if "Traceback" in text or code not in {0, 1, 2}:
        return f"! status {code}: {text[-300:]}"
    return f"status {code}"


def _confined(name: str, args: list[str]) -> dict[str, Any]:
    """Do ``load`` or ``run`` in a fork within the limits; return its answer, processor seconds, peak MB."""
    reader, writer = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reader)
        answer = "! it did not answer"
        try:
            resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS[name], SECONDS[name]))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
            signal.alarm(ALARM)
            answer = {"load": load, "run": run}[name](*args)
        except BaseException as error:  # noqa: BLE001 - anything at all is a finding
            answer = f"! {type(error).__name__}: {error}"[:300]
        finally:
            os.write(writer, answer.encode("utf-8", "backslashreplace"))
            os._exit(0)
    os.close(writer)
    with os.fdopen(reader, "rb") as pipe:
        answer = pipe.read().decode()
    _, status, used = os.wait4(child, 0)
    if os.WIFSIGNALED(status):
        answer = f"! ended by {signal.Signals(os.WTERMSIG(status)).name}"
    return {"answer": answer, "seconds": used.ru_utime + used.ru_stime, "megabytes": used.ru_maxrss / 1024}


def main() -> None:
    """Answer line by line."""
    for name in LOADED_ONCE:
        import_module(name)
    for line in sys.stdin:
        print(json.dumps(_confined(sys.argv[1], json.loads(line))), flush=True)


if __name__ == "__main__":
    main()
