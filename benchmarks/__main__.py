"""Run the benchmarks and print one table."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Callable
from functools import partial

from benchmarks import compare_notes, keys, panel_recovery, whole
from benchmarks.table import Row, failed, text_of
from benchmarks.terminal import Stuck

#: By name, in the order of the table; each says what it measures in its own docstring.
BENCHMARKS: dict[str, Callable[..., list[Row]]] = {
    "version": whole.version,
    "first-frame": whole.first_frame,
    "tick-side": partial(keys.tick, keys.SIDE),
    "tick-full": partial(keys.tick, keys.FULL),
    "tick-old": keys.tick_after_many,
    "typing": keys.typing,
    "typing-stalled": keys.typing_on_stalling_disk,
    "idle": whole.idle,
    "memory": whole.memory,
    "banks": whole.banks,
    "compare": compare_notes.compare_notes,
    "compare-many": compare_notes.ten_times_as_many,
    "severity": panel_recovery.recovery,
}
#: Measured only when asked for with ``--only``: half an hour, and two gigabytes of disk.
SLOW = frozenset({"compare-many"})


def main() -> int:
    """Measure what was asked for; 1 when a goal is missed and ``--strict`` was given."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument(
        "--only", action="append", metavar="NAME", choices=BENCHMARKS, help=", ".join(BENCHMARKS)
    )
    parser.add_argument("--quick", action="store_true", help="fewer runs: a look, not a verdict")
    parser.add_argument("--strict", action="store_true", help="exit with 1 when a goal is missed")
    options = parser.parse_args()
    if sys.platform != "linux":
        parser.exit(2, "the benchmarks read /proc: they need Linux\n")
    rows: list[Row] = []
    for name in options.only or [name for name in BENCHMARKS if name not in SLOW]:
        print(f"measuring {name} ...", file=sys.stderr, flush=True)
        try:
            rows += BENCHMARKS[name](quick=options.quick)
        except (Stuck, OSError, subprocess.CalledProcessError) as error:
            print(f"{name} could not be measured: {error}", file=sys.stderr)
            rows.append(failed(name, "could not be measured"))
    print(text_of(rows))
    load = ", ".join(f"{value:.1f}" for value in os.getloadavg())
    print(f"\nratios hold, milliseconds are this machine's: {os.cpu_count()} cores, load {load}")
    return 1 if options.strict and not all(row.ok for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
