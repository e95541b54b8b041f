"""The severity model's recovery gates: simulated panels with known truth, as ``research/psychometrics.md`` 4.6.

Run ``python -m benchmarks.panel_gates`` (all designs; minutes) or with ``--reps 40`` for a look. The tests run a fast
slice of the same. All of it comes from one family of simulated panels: it shows how the estimator behaves under these
assumptions and is no evidence about real interviews.
"""

from __future__ import annotations

import argparse
import math
import os
import random
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from itertools import combinations
from statistics import fmean

from screencopilot.analysis.agreement import agreement
from screencopilot.analysis.agreement_coefficients import alpha
from screencopilot.analysis.severity import ScoredNote, Vignettes, fit

Assignment = Callable[[int, int, random.Random], list[tuple[int, ...]]]


def every_pair(candidates: int, raters: int, _rng: random.Random) -> list[tuple[int, ...]]:
    """Each pair of evaluators in turn, so that all are linked."""
    pairs = list(combinations(range(raters), 2))
    return [pairs[c % len(pairs)] for c in range(candidates)]


def everyone(candidates: int, raters: int, _rng: random.Random) -> list[tuple[int, ...]]:
    """All evaluators see all candidates."""
    return [tuple(range(raters))] * candidates


def two_camps(candidates: int, _raters: int, _rng: random.Random) -> list[tuple[int, ...]]:
    """Evaluators 0 and 1 see one half, 2 and 3 the other: no link."""
    return [(0, 1) if c < candidates // 2 else (2, 3) for c in range(candidates)]


def alone(candidates: int, raters: int, _rng: random.Random) -> list[tuple[int, ...]]:
    """One evaluator each, nobody shared."""
    return [(c % raters,) for c in range(candidates)]


@dataclass(frozen=True)
class Design:
    """How a panel is made; spreads are in logits, ``bounds`` what the gate asks."""

    candidates: int = 12
    raters: int = 4
    who: Assignment = every_pair
    severity: float = 0.6
    halo: float = 0.5
    spread: float = 1.0
    mean: float = 0.3
    rungs: int = 4
    probe: float = 0.5
    bank: int = 5
    asked: tuple[int, int] = (5, 5)
    vignettes: int = 0
    bounds: dict[str, tuple[float, float]] = field(default_factory=dict)


#: Coverage and wrong calls that every linked design must keep; the specification's own gate is the base design's.
USUAL = {"coverage": (0.84, 0.96), "wrong": (0.0, 0.08)}
DESIGNS: dict[str, Design] = {
    "base": Design(
        bounds={"ratio": (0.0, 0.90), "coverage": (0.85, 0.95), "wrong": (0.0, 0.06), "severity": (0.0, 0.17)}
    ),
    "no severity": Design(severity=0.0, bounds={"ratio": (0.0, 1.0), "coverage": (0.85, 0.95)}),
    "strong severity": Design(severity=1.0, bounds={"ratio": (0.0, 0.8), **USUAL}),
    "no halo": Design(halo=0.0, bounds=USUAL),
    "heavy halo": Design(halo=1.0, bounds=USUAL),
    "all see all": Design(who=everyone, bounds=USUAL),
    "2 raters x 6": Design(candidates=6, raters=2, who=everyone, bounds=USUAL),
    "3 x 8": Design(candidates=8, raters=3, bounds=USUAL),
    "6 x 40": Design(candidates=40, raters=6, bounds=USUAL),
    "similar candidates": Design(spread=0.5, bounds={"coverage": (0.84, 0.96), "wrong": (0.0, 0.12)}),
    "strong pool": Design(mean=1.5, bounds=USUAL),
    "unlinked pairs": Design(who=two_camps, bounds=USUAL),
    "none shared": Design(who=alone, bounds={"coverage": (0.84, 0.97)}),
    "none shared, 12 vignettes": Design(who=alone, vignettes=12, bounds={"coverage": (0.84, 0.97)}),
    "five rungs": Design(rungs=5, bounds=USUAL),
    "3-5 probes of 8": Design(bank=8, asked=(3, 5), bounds=USUAL),
}


@dataclass(frozen=True)
class Panel:
    """One simulated panel: notes, and the truth about candidates (score) and evaluators (severity), in rungs."""

    notes: list[ScoredNote]
    score: dict[str, float]
    severity: dict[str, float]
    vignettes: dict[str, Vignettes]


#: Nodes and weights that integrate a standard normal (Gauss-Hermite, seven points).
_NODES = [
    (0.0, 0.457142857142857), (1.154405394739968, 0.240123178605013), (-1.154405394739968, 0.240123178605013),
    (2.366759410734541, 0.030757123967586), (-2.366759410734541, 0.030757123967586),
    (3.750439717725742, 0.000548268855972), (-3.750439717725742, 0.000548268855972),
]  # fmt: skip


def _steps(rungs: int) -> list[float]:
    return [3.0 * (i / (rungs - 2)) - 1.5 for i in range(rungs - 1)]


def _chances(lean: float, steps: Sequence[float]) -> list[float]:
    """Return the chance of each rung: proportional to exp of the summed (lean - step)."""
    logits = [0.0]
    for step in steps:
        logits.append(logits[-1] + lean - step)
    top = max(logits)
    raw = [math.exp(x - top) for x in logits]
    return [x / sum(raw) for x in raw]


def _expected(lean: float, halo: float, steps: Sequence[float]) -> float:
    return sum(
        w * sum((k + 1) * p for k, p in enumerate(_chances(lean + halo * node, steps))) for node, w in _NODES
    )


def panel(design: Design, rng: random.Random) -> Panel:
    """Draw one panel by the recipe of 4.6."""
    steps = _steps(design.rungs)
    ability = [rng.gauss(design.mean, design.spread) for _ in range(design.candidates)]
    strict = [rng.gauss(0.0, design.severity) for _ in range(design.raters)]
    hard = [rng.gauss(0.0, design.probe) for _ in range(design.bank)]
    notes = []
    for c, raters in enumerate(design.who(design.candidates, design.raters, rng)):
        for r in raters:
            halo = rng.gauss(0.0, design.halo)
            asked = rng.sample(range(design.bank), rng.randint(*design.asked))
            ratings: dict[str, float] = {}
            for p in sorted(asked):
                chances = _chances(ability[c] - strict[r] - hard[p] + halo, steps)
                ratings[f"P{p}"] = rng.choices(range(1, design.rungs + 1), chances)[0]
            notes.append(ScoredNote(f"c{c:02}", f"r{r}", ratings))
    table = [[fmean(_expected(a - s - d, design.halo, steps) for d in hard) for s in strict] for a in ability]
    score = {f"c{c:02}": fmean(row) for c, row in enumerate(table)}
    by_rater = [fmean(row[r] for row in table) for r in range(design.raters)]
    severity = {f"r{r}": fmean(by_rater) - mean for r, mean in enumerate(by_rater)}
    return Panel(notes, score, severity, _vignettes(design, severity, rng))


def _vignettes(design: Design, severity: dict[str, float], rng: random.Random) -> dict[str, Vignettes]:
    if not design.vignettes:
        return {}
    noise = math.sqrt(0.42 / design.vignettes)
    return {r: Vignettes(s + rng.gauss(0.0, noise), design.vignettes) for r, s in severity.items()}


def one_run(design: Design, seed: int) -> dict[str, list[float]]:
    """Fit one panel and return what it adds to each figure."""
    made = panel(design, random.Random(seed))
    began = time.perf_counter()
    found = fit(made.notes, rungs=design.rungs, vignettes=made.vignettes)
    took = time.perf_counter() - began
    if found.reason:
        return {}
    rows = [(found.candidates[ref], truth) for ref, truth in made.score.items()]
    order = {
        ref: 1 + sum(other > truth for other in made.score.values()) for ref, truth in made.score.items()
    }
    severities = [(found.evaluators[r], truth) for r, truth in made.severity.items()]
    shown = [
        (e, t) for e, t in severities if e.severity is not None and e.low is not None and e.high is not None
    ]
    wrong = [float(made.score[a] <= made.score[b]) for a, b in sorted(found.above)]
    pairs = len(rows) * (len(rows) - 1) / 2
    return {
        "raw": [(row.raw - truth) ** 2 for row, truth in rows],
        "adjusted": [(row.adjusted - truth) ** 2 for row, truth in rows],
        "coverage": [float(row.low <= truth <= row.high) for row, truth in rows],
        "called": [len(found.above) / pairs],
        "wrong": wrong,
        "severity": [(e.severity - t) ** 2 for e, t in shown if e.severity is not None],
        "severity coverage": [
            float(e.low <= t <= e.high) for e, t in shown if e.low is not None and e.high is not None
        ],
        "ranks": [float(row.rank_low <= order[row.candidate] <= row.rank_high) for row, _ in rows],
        "rho raw": [_rho([row.raw for row, _ in rows], [truth for _, truth in rows])],
        "rho": [_rho([row.adjusted for row, _ in rows], [truth for _, truth in rows])],
        "seconds": [took],
    }


def _rho(xs: Sequence[float], ys: Sequence[float]) -> float:
    a, b = _mean_ranks(xs), _mean_ranks(ys)
    ma, mb = fmean(a), fmean(b)
    top = sum((x - ma) * (y - mb) for x, y in zip(a, b, strict=True))
    below = math.sqrt(sum((x - ma) ** 2 for x in a) * sum((y - mb) ** 2 for y in b))
    return top / below if below else 0.0


def _mean_ranks(xs: Sequence[float]) -> list[float]:
    return [sum(x < y for x in xs) + (sum(x == y for x in xs) + 1) / 2 for y in xs]


def figures(runs: Iterable[dict[str, list[float]]]) -> dict[str, float]:
    """Return the gate's figures over runs: RMSEs in rungs, shares, seconds."""
    pooled: dict[str, list[float]] = {}
    for run in runs:
        for name, values in run.items():
            pooled.setdefault(name, []).extend(values)
    means = {name: fmean(values) if values else math.nan for name, values in pooled.items()}
    for name in ("raw", "adjusted", "severity"):
        means[name] = math.sqrt(means[name])
    means["ratio"] = means["adjusted"] / means["raw"]
    return means


def missed(design: Design, found: dict[str, float]) -> list[str]:
    """Return the gates of a design that its figures miss."""
    return [
        f"{name} {found[name]:.3f} not in {low}-{high}"
        for name, (low, high) in design.bounds.items()
        if not low <= found[name] <= high
    ]


COLUMNS = ("raw", "adjusted", "ratio", "rho raw", "rho", "coverage", "called", "wrong", "severity",
           "severity coverage", "ranks", "seconds")  # fmt: skip


def speed() -> list[str]:
    """Return lines on how long alpha with its jackknife and one fit take, best of five."""

    def best(work: Callable[[], object]) -> float:
        took = []
        for _ in range(5):
            start = time.perf_counter()
            work()
            took.append(time.perf_counter() - start)
        return min(took) * 1000

    lines = []
    for raters, candidates, each in (
        (2, 3, 2),
        (4, 12, 2),
        (6, 40, 2),
        (6, 40, 6),
        (8, 100, 3),
        (12, 200, 12),
    ):
        rng = random.Random(1)
        who = [rng.sample(range(raters), each) for _ in range(candidates)]
        rungs = {(c, r, p): rng.randint(1, 5) for c in range(candidates) for r in who[c] for p in range(5)}
        notes = [
            ScoredNote(f"c{c}", f"r{r}", {f"P{p}": rungs[c, r, p] for p in range(5)})
            for c in range(candidates)
            for r in who[c]
        ]
        units = [(f"c{c}", [rungs[c, r, p] for r in who[c]]) for c in range(candidates) for p in range(5)]
        ms = [
            best(partial(alpha, [u for _, u in units])),
            best(partial(agreement, units)),
            best(partial(fit, notes)),
        ]
        size = f"{raters} evaluators x {candidates} candidates, {each} each"
        lines.append(
            f"{size:44} alpha {ms[0]:6.2f} ms   with jackknife {ms[1]:6.2f} ms   model {ms[2]:6.0f} ms"
        )
    return lines


def main() -> int:
    """Print a line for each design; 1 when a gate is missed."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.panel_gates", description=__doc__)
    parser.add_argument("--reps", type=int, default=400)
    parser.add_argument("--only", action="append", choices=DESIGNS)
    options = parser.parse_args()
    print(f"{'design':26}" + "".join(f"{name[:9]:>10}" for name in COLUMNS))
    failed = False
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for name in options.only or DESIGNS:
            design = DESIGNS[name]
            reps = max(20, options.reps // 5) if design.candidates > 20 else options.reps
            found = figures(pool.map(partial(one_run, design), range(reps), chunksize=5))
            wrong = missed(design, found)
            failed = failed or bool(wrong)
            line = "".join(f"{found.get(column, math.nan):10.3f}" for column in COLUMNS)
            print(f"{name:26}{line}  {'; '.join(wrong) or 'ok'}", flush=True)
    print("\n".join(["", *speed()]))
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
