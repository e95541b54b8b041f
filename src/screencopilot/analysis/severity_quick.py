"""Severities of many evaluators at once: points only, no intervals, in time proportional to the notes.

Used where a whole organisation's notes are too many for the grid, and only to take co-raters' strictness out of a
drift check; never printed. Alternating shrunken means: ``research/psychometrics.md`` section 3.
"""

from __future__ import annotations

from collections.abc import Sequence

#: Noise variance over the prior variance of candidates, and of evaluators, at the typical spreads of 5.1.
CANDIDATE_PULL, EVALUATOR_PULL = 0.5, 1.3
SWEEPS = 30


def quick_severities(means: Sequence[tuple[str, str, float]]) -> dict[str, float]:
    """Return each evaluator's severity in rungs (positive is stricter) from (candidate, evaluator, note mean)."""
    by_candidate: dict[str, list[tuple[str, float]]] = {}
    by_evaluator: dict[str, list[tuple[str, float]]] = {}
    for candidate, evaluator, mean in sorted(means):
        by_candidate.setdefault(candidate, []).append((evaluator, mean))
        by_evaluator.setdefault(evaluator, []).append((candidate, mean))
    severity = dict.fromkeys(by_evaluator, 0.0)
    if not means:
        return severity
    middle = sum(mean for _, _, mean in means) / len(means)
    for _ in range(SWEEPS):
        score = {
            c: sum(mean + severity[e] - middle for e, mean in rows) / (len(rows) + CANDIDATE_PULL)
            for c, rows in by_candidate.items()
        }
        new = {
            e: sum(middle + score[c] - mean for c, mean in rows) / (len(rows) + EVALUATOR_PULL)
            for e, rows in by_evaluator.items()
        }
        moved = max(abs(new[e] - severity[e]) for e in new)
        severity = new
        if moved < 1e-4:
            break
    return severity
