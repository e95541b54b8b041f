"""Each evaluator's drift on each bank, from a comparison's notes in order of time."""

from __future__ import annotations

from collections.abc import Sequence

from screencopilot.analysis.comparison_notes import Screened
from screencopilot.analysis.drift import Drift, drift
from screencopilot.analysis.severity_quick import quick_severities


def drifts(screened: Sequence[Screened]) -> dict[str, tuple[Drift, ...]]:
    """Return the drift checks by evaluator, one for each bank; time grows with the notes.

    A note's difference is its mean less the mean of the co-raters' severity-adjusted means on the same candidate
    (``research/psychometrics.md`` 2.7); the severities are points, and taken out only here.
    """
    scopes: dict[int, list[Screened]] = {}
    for one in screened:
        if one.mean is not None:
            scopes.setdefault(one.scope, []).append(one)
    found: dict[str, list[Drift]] = {}
    for part in scopes.values():
        for check in _of_scope(part):
            found.setdefault(check.evaluator, []).append(check)
    return {name: tuple(sorted(checks, key=lambda c: c.bank)) for name, checks in found.items()}


def _of_scope(part: Sequence[Screened]) -> list[Drift]:
    means = [(one.candidate, one.evaluator, one.mean or 0.0) for one in part]
    severity = quick_severities(means)
    sums: dict[str, tuple[float, int]] = {}
    for candidate, evaluator, mean in means:
        total, count = sums.get(candidate, (0.0, 0))
        sums[candidate] = (total + mean + severity[evaluator], count + 1)
    own: dict[str, list[float]] = {}
    against: dict[str, list[float]] = {}
    for one in sorted(part, key=lambda s: (s.note.timing.started, s.note.id)):
        mean = one.mean or 0.0
        own.setdefault(one.evaluator, []).append(mean)
        total, count = sums[one.candidate]
        if count > 1:
            others = (total - mean - severity[one.evaluator]) / (count - 1)
            against.setdefault(one.evaluator, []).append(mean - others)
    bank = part[0].note.bank.id
    return [drift(name, bank, series, against.get(name, ())) for name, series in sorted(own.items())]
