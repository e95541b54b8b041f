"""Candidates and evaluators from one panel's notes: adjusted scores, severities, rank ranges and pair calls.

The estimand, in words: ``severity_words.ESTIMAND``. Severity is in rungs below the panel's average on the same
candidates: positive is stricter. All intervals are 90 % ones (measured coverage: candidates 87-91 %, severities
85-88 %).

Only notes that may be compared belong in one fit: one bank, one kind of conversation, first sealed ratings. The model
and its limits: ``research/psychometrics.md`` 2.6, 4.6, 5.1-5.3.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from statistics import fmean, median
from typing import TypeVar

from msgspec import Struct

from screencopilot.analysis.severity_grid import (
    VIGNETTE_SLACK,
    VIGNETTE_VARIANCE,
    Hint,
    Look,
    Point,
    chance_above,
    grid,
    mixture,
    noise_ratio,
)
from screencopilot.analysis.severity_words import severity_sentence

#: Pairs are called, and ranks bounded, at nine in ten.
FIRM = 0.90
INTERVAL = 0.90
MIN_EVALUATORS, MIN_CANDIDATES = 2, 3
#: A severity is given from this many shared candidates, or this many vignettes.
MIN_SHARED, MIN_VIGNETTES = 4, 8
#: The grid is kept to reports of this size (section 3: about half a second).
MAX_CANDIDATES, MAX_EVALUATORS = 200, 12
#: A severity is said firmly only when its interval excludes 0 and it is at least this large.
WORTH_SAYING = 0.25

UNLINKED = "No candidate was seen by both groups of evaluators, so we cannot tell a strict evaluator from a weak pool."

Probe = TypeVar("Probe", bound=Hashable)


class ScoredNote(Struct, frozen=True):
    """One evaluator's first sealed ratings of one candidate: rung by probe meaning, NE left out."""

    candidate: str
    evaluator: str
    ratings: dict[str, float]


class Vignettes(Struct, frozen=True):
    """A calibration result: mean of reference minus own rating in rungs (positive is stricter), and how many."""

    severity: float
    items: int


class CandidateScore(Struct, frozen=True):
    """One candidate: mean of note means ``raw``, and beside it the adjusted score with its 90 % interval, in rungs.

    ``rank_low`` to ``rank_high`` of ``rank_of`` is the range of places that the notes leave open, 1 being highest.
    """

    candidate: str
    notes: int
    raw: float
    adjusted: float
    low: float
    high: float
    rank_low: int
    rank_high: int
    rank_of: int


class EvaluatorSeverity(Struct, frozen=True):
    """One evaluator's severity in rungs with its 90 % interval; figures are None, with ``reason``, below the minimum.

    ``shared`` counts candidates rated by another evaluator too. ``firm`` is true when the interval excludes 0 and the
    severity is at least a quarter of a rung.
    """

    evaluator: str
    notes: int
    shared: int
    vignettes: int
    severity: float | None
    low: float | None
    high: float | None
    firm: bool
    sentence: str
    reason: str = ""


class SeverityFit(Struct, frozen=True):
    """What the model says of one panel; with a ``reason`` it says nothing and the figures are empty.

    ``above`` holds the ordered pairs called at nine in ten, within linked groups only; ``groups`` are the sets of
    candidates linked by shared evaluators. ``sds`` are posterior means of the standard deviations between
    candidates, between evaluators and of a note's noise, in rungs.
    """

    reason: str = ""
    candidates: dict[str, CandidateScore] = {}
    evaluators: dict[str, EvaluatorSeverity] = {}
    above: frozenset[tuple[str, str]] = frozenset()
    groups: tuple[tuple[str, ...], ...] = ()
    sds: tuple[float, float, float] | None = None


def fit(
    notes: Sequence[ScoredNote], *, rungs: int = 5, vignettes: Mapping[str, Vignettes] | None = None
) -> SeverityFit:
    """Fit the model to notes on one bank; at most one note per candidate and evaluator.

    The order of ``notes`` changes nothing. ``vignettes`` by evaluator enter as priors on severity, never as ratings,
    from ``MIN_VIGNETTES`` items; they are no links between groups.
    """
    rated = sorted((n for n in notes if n.ratings), key=lambda n: (n.candidate, n.evaluator))
    known = {name: v for name, v in (vignettes or {}).items() if v.items >= MIN_VIGNETTES}
    by_candidate: dict[str, list[ScoredNote]] = {}
    for note in rated:
        by_candidate.setdefault(note.candidate, []).append(note)
    names = sorted({note.evaluator for note in rated})
    reason = _refusal(rated, len(by_candidate), len(names))
    if reason:
        return SeverityFit(reason=reason)
    effects = probe_effects([note.ratings for note in rated])
    usual = float(median(len(note.ratings) for note in rated))
    number = {name: i for i, name in enumerate(names)}
    looks = [[_look(note, number, effects, usual) for note in part] for part in by_candidate.values()]
    hints = [
        Hint(number[name], v.severity, VIGNETTE_SLACK**2 + VIGNETTE_VARIANCE / v.items)
        for name, v in sorted(known.items())
        if name in number
    ]
    points = grid(looks, len(names), usual, (rungs - 1) / 3.0, hints)
    groups = linked_groups(rated)
    calls = _calls(points, list(by_candidate), groups)
    return SeverityFit(
        candidates=_candidates(by_candidate, points, calls, rungs),
        evaluators=_evaluators(rated, names, points, known),
        above=frozenset(calls),
        groups=groups,
        sds=tuple(sum(p.weight * p.sds[i] for p in points) for i in range(3)),  # type: ignore[arg-type]
    )


def _refusal(rated: Sequence[ScoredNote], candidates: int, evaluators: int) -> str:
    if evaluators < MIN_EVALUATORS or candidates < MIN_CANDIDATES:
        return (
            f"Needs {MIN_EVALUATORS} evaluators and {MIN_CANDIDATES} candidates linked by shared screens "
            f"(here {evaluators} and {candidates})."
        )
    if candidates > MAX_CANDIDATES or evaluators > MAX_EVALUATORS:
        return (
            f"The model is kept to {MAX_CANDIDATES} candidates and {MAX_EVALUATORS} evaluators in one report "
            f"(here {candidates} and {evaluators}): choose fewer notes."
        )
    if len({rating for note in rated for rating in note.ratings.values()}) < 2:
        return "Undefined: every rating is on the same rung."
    return ""


def probe_effects(notes: Sequence[Mapping[Probe, float]]) -> dict[Probe, float]:
    """Return how far each probe rates above the average one, in rungs, shrunken by n / (n + 2).

    Alternates centring each note on its own mean and averaging each probe over its notes, then centres on the ratings
    as a whole, so that the overall mean stays.
    """
    effects = {probe: 0.0 for note in notes for probe in note}
    counts = Counter(probe for note in notes for probe in note)
    for _ in range(50):
        sums = dict.fromkeys(effects, 0.0)
        for note in notes:
            centre = fmean(rating - effects[probe] for probe, rating in note.items())
            for probe, rating in note.items():
                sums[probe] += rating - centre
        new = {probe: sums[probe] / (counts[probe] + 2.0) for probe in effects}
        moved = max(abs(new[probe] - effects[probe]) for probe in new)
        effects = new
        if moved < 1e-9:
            break
    level = sum(effects[probe] * n for probe, n in counts.items()) / counts.total()
    return {probe: effect - level for probe, effect in effects.items()}


def _look(note: ScoredNote, number: Mapping[str, int], effects: Mapping[str, float], usual: float) -> Look:
    y = fmean(rating - effects[probe] for probe, rating in note.ratings.items())
    return Look(number[note.evaluator], y, noise_ratio(len(note.ratings), usual))


def linked_groups(notes: Sequence[ScoredNote]) -> tuple[tuple[str, ...], ...]:
    """Return the groups of candidates that are linked through shared evaluators, each sorted, largest first."""
    parent: dict[tuple[str, str], tuple[str, str]] = {}

    def root(node: tuple[str, str]) -> tuple[str, str]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for note in notes:
        parent[root(("candidate", note.candidate))] = root(("evaluator", note.evaluator))
    groups: dict[tuple[str, str], set[str]] = {}
    for note in notes:
        groups.setdefault(root(("candidate", note.candidate)), set()).add(note.candidate)
    return tuple(sorted((tuple(sorted(group)) for group in groups.values()), key=lambda g: (-len(g), g)))


def _calls(
    points: Sequence[Point], refs: Sequence[str], groups: Sequence[Sequence[str]]
) -> set[tuple[str, str]]:
    """Return the pairs (above, below) called at nine in ten; pairs across groups are never called."""
    place = {ref: i for i, ref in enumerate(refs)}
    calls = set()
    for group in groups:
        for i, c in enumerate(group):
            for d in group[i + 1 :]:
                call = chance_above(points, place[c], place[d], FIRM)
                if call:
                    calls.add((c, d) if call > 0 else (d, c))
    return calls


def _candidates(
    by_candidate: Mapping[str, Sequence[ScoredNote]],
    points: Sequence[Point],
    calls: set[tuple[str, str]],
    rungs: int,
) -> dict[str, CandidateScore]:
    beats = Counter(c for c, _ in calls)
    beaten = Counter(d for _, d in calls)
    count = len(by_candidate)
    scores = {}
    for i, (ref, notes) in enumerate(by_candidate.items()):
        mean, low, high = (
            min(float(rungs), max(1.0, x))
            for x in mixture([(p.weight, *p.fair[i]) for p in points], INTERVAL)
        )
        raw = fmean(fmean(note.ratings.values()) for note in notes)
        scores[ref] = CandidateScore(
            ref, len(notes), raw, mean, low, high, 1 + beaten[ref], count - beats[ref], count
        )
    return scores


def _evaluators(
    rated: Sequence[ScoredNote], names: Sequence[str], points: Sequence[Point], known: Mapping[str, Vignettes]
) -> dict[str, EvaluatorSeverity]:
    seen_by = Counter(note.candidate for note in rated)
    shared = Counter(note.evaluator for note in rated if seen_by[note.candidate] > 1)
    notes = Counter(note.evaluator for note in rated)
    found = {}
    for i, name in enumerate(names):
        items = known[name].items if name in known else 0
        if shared[name] < MIN_SHARED and not items:
            reason = (
                f"{shared[name]} shared candidate{'' if shared[name] == 1 else 's'}; "
                f"{MIN_SHARED} needed, or {MIN_VIGNETTES} vignettes."
            )
            sentence = f"Too few shared screens to say how strictly {name} rates: {reason}"
            found[name] = EvaluatorSeverity(
                name, notes[name], shared[name], items, None, None, None, False, sentence, reason
            )
            continue
        mean, low, high = mixture([(p.weight, *p.severity[i]) for p in points], INTERVAL)
        firm = (low > 0 or high < 0) and abs(mean) >= WORTH_SAYING
        found[name] = EvaluatorSeverity(
            name,
            notes[name],
            shared[name],
            items,
            mean,
            low,
            high,
            firm,
            severity_sentence(name, mean, low, high, firm=firm),
        )
    return found
