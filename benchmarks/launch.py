"""The programs that are measured: their command lines, their folders, and a bank with the widest probe."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import tomli_w

from benchmarks.terminal import Size, Terminal

#: The most signals that the format lets a probe have.
MOST_SIGNALS = 20
#: First words of what each program shows.
OPENING = "Thanks for the time."
WIDE_OPENING = "Hello from the widest bank."
WIDE_SAY = "Tell me of the widest week"
BARE = "bare app ready"
BARE_INPUT = "bare input ready"

_PROGRAMS = Path(__file__).parent / "programs"
#: As the console script does it.
_MAIN = "from screencopilot.__main__ import main; main()"


def python(*arguments: str) -> list[str]:
    """Return a command line for this Python."""
    return [sys.executable, "-P", *arguments]


def program(name: str, *arguments: str) -> list[str]:
    """Return the command line of one of the small programs beside this module."""
    return python(str(_PROGRAMS / f"{name}.py"), *arguments)


def screencopilot(*arguments: str) -> list[str]:
    """Return the command line of the program itself."""
    return python("-c", _MAIN, *arguments)


def screen_options(bank: str = "wide") -> list[str]:
    """Return the arguments that open a live screen at once."""
    return ["screen", "--bank", bank, "--plan", "45", "--level", "senior", "--candidate", "C-2041"]


@contextmanager
def home(*, wide: bool = True) -> Iterator[dict[str, str]]:
    """Give an environment whose folders are new and empty, but for the wide bank."""
    with tempfile.TemporaryDirectory(prefix="screencopilot-bench-") as folder:
        if wide:
            _write_wide_bank(Path(folder) / "data" / "question_banks")
        kept = {k: v for k, v in os.environ.items() if not k.startswith(("TEXTUAL", "NO_COLOR", "PYTHONDEV"))}
        yield kept | {
            "SCREENCOPILOT_HOME": folder,
            "TERM": "xterm-256color",
            "COLORTERM": "truecolor",
            "LANG": "C.UTF-8",
        }


@contextmanager
def open_bare(size: Size, environ: Mapping[str, str], kind: str = "label") -> Iterator[Terminal]:
    """Start a bare app and give it once it stands."""
    with Terminal(program("bare_app", kind), size, environ) as terminal:
        terminal.wait_for(BARE_INPUT if kind == "input" else BARE)
        terminal.settle(0.4)
        yield terminal


@contextmanager
def open_screen(size: Size, environ: Mapping[str, str], command: Sequence[str] = ()) -> Iterator[Terminal]:
    """Start a live screen on the wide bank and open its first probe: from here on its clocks run."""
    with Terminal(command or screencopilot(*screen_options()), size, environ) as terminal:
        terminal.wait_for(WIDE_OPENING)
        terminal.settle(0.2)
        terminal.send(b"\x1b[C")
        terminal.wait_for(WIDE_SAY)
        terminal.settle(0.2)
        yield terminal


def milliseconds(command: Sequence[str], environ: Mapping[str, str]) -> float:
    """Run a program to its end and return how long that took."""
    begin = time.perf_counter()
    subprocess.run(command, env=dict(environ), check=True, stdout=subprocess.DEVNULL)
    return (time.perf_counter() - begin) * 1000


def figures(command: Sequence[str], environ: Mapping[str, str]) -> list[float]:
    """Run a program that prints numbers and return them."""
    run = subprocess.run(command, env=dict(environ), check=True, stdout=subprocess.PIPE, text=True)
    return [float(word) for word in run.stdout.split()]


def _write_wide_bank(folder: Path) -> None:
    for name, document in (("roles", _ROLE), ("modules", _module())):
        (folder / name).mkdir(parents=True)
        (folder / name / "wide.toml").write_text(tomli_w.dumps(document))


_ROLE: dict[str, Any] = {
    "schema": "screencopilot/bank/1",
    "id": "wide",
    "title": "The widest bank",
    "version": "1.0.0",
    "role": "wide",
    "levels": ["mid", "senior", "staff"],
    "status": "draft",
    "review_by": dt.date(2099, 1, 1),
    "modules": ["wide"],
    "opening": f"{WIDE_OPENING} I ask everyone the same, and I type while you talk.",
    "closing": "That is all. What would you like to ask?",
    "competencies": [{"id": "diagnosis", "label": "Diagnosis"}],
    "plans": [
        {
            "id": "45",
            "minutes": 45,
            "opening": 2,
            "candidate_time": 5,
            "buffer": 5,
            "blocks": [
                {"slot": f"s{n}", "family": f"WD{n}", "minutes": 11, "must": n < 3} for n in (1, 2, 3)
            ],
        }
    ],
}


def _module() -> dict[str, Any]:
    return {
        "schema": "screencopilot/module/1",
        "id": "wide",
        "title": "Wide probes",
        "safe_title": "Wide probes",
        "category": "none",
        "version": "1.0.0",
        "probes": [_probe(f"WD{number}") for number in (1, 2, 3)],
    }


def _probe(family: str) -> dict[str, Any]:
    tones = ["strong"] * 9 + ["weak"] * 7 + ["red"] * 4
    signals = [
        {"id": f"s{n}", "tone": tone, "text": f"Says with a figure what was seen, done and left, {n:02}"}
        | ({"flag": "contradiction"} if tone == "red" else {})
        for n, tone in enumerate(tones[:MOST_SIGNALS])
    ]
    follow_up = {
        "rung": "specifics",
        "say": "What did it cost, roughly, and who worked that out at the time?",
    }
    return {
        "id": f"{family}-A",
        "rev": 1,
        "family": family,
        "form": "A",
        "title": f"The widest week, {family}",
        "kind": "archaeology",
        "competency": "diagnosis",
        "minutes": 11,
        "say": f"{WIDE_SAY} you had with a model in production, from the day it began to the day it was over.",
        "say_again": "The widest week, from its first day to its last.",
        "intent": "Hears whether the week was lived through or read about",
        "bar": {"mid": 3, "senior": 4, "staff": 5, "lead": 5},
        "numbers": ["began", "noticed", "damage"],
        "follow_ups": [follow_up | {"id": f"f{n}", "when": "always"} for n in range(8)],
        "signals": signals,
        "ladder": [
            {"rung": n, "text": f"Tells the week as far as step {n} and no further", "tell": f"step {n}"}
            for n in range(1, 6)
        ],
    }
