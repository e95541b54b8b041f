"""The severity model's recovery gates as rows of the table: some designs of ``panel_gates``, fewer runs of each."""

from __future__ import annotations

import os
from concurrent.futures import ProcessPoolExecutor
from functools import partial

from benchmarks.panel_gates import DESIGNS, figures, missed, one_run
from benchmarks.table import Row

#: The specification's base design, no severity to find, ratings that hang together, and evaluators without a link.
_SHOWN = ("base", "no severity", "heavy halo", "unlinked pairs")
_RUNS, _QUICK = 200, 60


def recovery(*, quick: bool) -> list[Row]:
    """Error of adjusted scores against raw means, in rungs, and how often 90 % intervals hold the truth."""
    rows = []
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name in _SHOWN:
            design = DESIGNS[name]
            runs = range(_QUICK if quick else _RUNS)
            found = figures(pool.map(partial(one_run, design), runs, chunksize=5))
            low, high = design.bounds["coverage"]
            rows.append(
                Row(
                    f"severity, {name}: error",
                    f"{found['adjusted']:.3f}",
                    f"{found['raw']:.3f}",
                    found["ratio"],
                    f"held {found['coverage']:.0%} of {low:.0%}-{high:.0%}",
                    not missed(design, found),
                )
            )
    return rows
