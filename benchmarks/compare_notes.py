"""``compare`` of ten thousand notes: cold and again, against ``tomllib`` on the same files; and ten times as many.

Run ``python -m benchmarks.compare_notes`` (half an hour with ``--all``: a hundred thousand notes are written and read).
The notes are the demo's, with other people and ratings, four on each candidate, and sealed anew.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks import launch
from benchmarks.table import Row, text_of
from screencopilot.demo.play import play_headless
from screencopilot.formats.note_toml import dump_note, load_note, seal, seal_digest
from screencopilot.store.paths import folders

_NOTES, _QUICK = 10_000, 2_000
_COLD_GOAL, _AGAIN_GOAL, _TEN_TIMES_GOAL, _MEMORY_GOAL = 1.5, 0.1, 12.0, 1024
_EACH, _EVALUATORS, _VARIANTS = 4, 40, 200
_START = dt.datetime(2026, 1, 5, 9, 0, tzinfo=dt.UTC)
#: Read and parse every file under a folder and print the seconds, without those of starting Python.
_FLOOR = """
import sys, time, tomllib
from pathlib import Path
begin = time.perf_counter()
for path in sorted(Path(sys.argv[1]).rglob("*.toml")):
    tomllib.loads(path.read_text("utf-8"))
print(time.perf_counter() - begin)
"""


def compare_notes(*, quick: bool) -> list[Row]:
    """``compare`` of many notes without an index, and with the one it made."""
    with (
        tempfile.TemporaryDirectory(prefix="screencopilot-notes-") as place,
        launch.home(wide=False) as environ,
    ):
        folder, count = Path(place), _QUICK if quick else _NOTES
        _write(folder, count, environ)
        floor, cold, again = [], [], []
        for _ in range(1 if quick else 3):
            floor += launch.figures(launch.python("-c", _FLOOR, place), environ)
            cold.append(_compare(folder, environ, anew=True))
            again.append(min(_compare(folder, environ) for _ in range(2)))
    one, other, third = min(cold), min(floor), min(again)
    return [
        _row(f"compare {count:,} notes, cold", one, other, _COLD_GOAL),
        _row(f"compare {count:,} notes again", third, one, _AGAIN_GOAL),
    ]


def ten_times_as_many(*, quick: bool) -> list[Row]:
    """``compare`` of ten times as many notes, and the most memory one of its processes takes."""
    few = _QUICK // 2 if quick else _NOTES
    seconds = []
    for count in (few, 10 * few):
        with (
            tempfile.TemporaryDirectory(prefix="screencopilot-notes-") as place,
            launch.home(wide=False) as environ,
        ):
            _write(Path(place), count, environ)
            seconds.append(_compare(Path(place), environ, anew=True))
    memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    ok = memory <= _MEMORY_GOAL
    return [
        _row(f"compare {10 * few:,} notes, cold", seconds[1], seconds[0], _TEN_TIMES_GOAL),
        Row(f"memory of {10 * few:,} notes", f"{memory} MB", "-", None, f"<= {_MEMORY_GOAL} MB", ok),
    ]


def _row(what: str, measured: float, floor: float, goal: float) -> Row:
    ratio = measured / floor
    return Row(what, f"{measured:.2f} s", f"{floor:.2f} s", ratio, f"<= {goal:g}x", ratio <= goal)


def _compare(folder: Path, environ: Mapping[str, str], *, anew: bool = False) -> float:
    """Return the seconds of one run, from the start of its process to its end."""
    if anew:
        shutil.rmtree(folders(environ).state, ignore_errors=True)
    command = launch.screencopilot("compare", str(folder), "--format", "json")
    begin = time.perf_counter()
    subprocess.run(command, env=dict(environ), check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - begin


# -- the notes ------------------------------------------------------------------------------------------------------


def _write(folder: Path, count: int, environ: Mapping[str, str]) -> None:
    """Write ``count`` sealed notes; each differs from its variant in the texts that name it, and in its seal."""
    note = load_note(play_headless(folders(environ), _START)).raw
    rng = random.Random(6)
    variants = [_variant(note, number, rng) for number in range(_VARIANTS)]
    texts = [dump_note(variant).decode() for variant in variants]
    for number in range(count):
        document, text = variants[number % _VARIANTS], texts[number % _VARIANTS]
        names = _names(number)
        named = {
            **document,
            "id": names["note-id-x"],
            "candidate": {**document["candidate"], "ref": names["ref-x"]},
            "evaluator": {**document["evaluator"], "name": names["name-x"]},
        }
        names[document["seal"]["digest"]] = seal_digest(named)
        for placeholder, name in names.items():
            text = text.replace(placeholder, name)
        (folder / f"{number:06}.toml").write_text(text, encoding="utf-8")


def _names(number: int) -> dict[str, str]:
    candidate, place = divmod(number, _EACH)
    evaluator = (candidate * 3 + place * 7) % _EVALUATORS
    return {
        "note-id-x": f"{number:08}-bench",
        "ref-x": f"C-{candidate:05}",
        "name-x": f"Evaluator {evaluator:02}",
    }


def _variant(note: Mapping[str, Any], number: int, rng: random.Random) -> dict[str, Any]:
    start = _START + dt.timedelta(hours=3 * number)
    probes = [
        {**probe, "rating": rng.choice((1, 2, 3, 3, 4, 4, 5)), "ticks": rng.sample(ticks, len(ticks) - 1)}
        if (ticks := probe.get("ticks", []))
        else probe
        for probe in note["probes"]
    ]
    document = {
        **{name: value for name, value in note.items() if name not in {"seal", "revisions"}},
        "id": "note-id-x",
        "candidate": {**note["candidate"], "ref": "ref-x"},
        "evaluator": {**note["evaluator"], "name": "name-x"},
        "timing": {**note["timing"], "started": start, "ended": start + dt.timedelta(minutes=45)},
        "probes": probes,
    }
    return seal(document, start + dt.timedelta(hours=1))


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the rows; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.compare_notes", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{_QUICK:,} notes: a look, not a verdict")
    parser.add_argument("--all", action="store_true", help="ten times as many, too")
    options = parser.parse_args(arguments)
    rows = compare_notes(quick=options.quick)
    if options.all:
        rows += ten_times_as_many(quick=options.quick)
    print(text_of(rows))
    print(f"\n{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}")
    return 0 if all(row.ok for row in rows) else 1


if __name__ == "__main__":
    sys.exit(main())
