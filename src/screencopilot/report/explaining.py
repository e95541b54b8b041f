"""How the figures of a report are made, for ``--explain``."""

from __future__ import annotations

from screencopilot.analysis.severity_words import assumptions
from screencopilot.report.values import Report

MARKS = (
    "Only first sealed ratings count: revisions after a debrief, drafts and changed notes do not.",
    "Probes are compared only where they mean the same (their digests are equal).",
    (
        "A split: two ratings two rungs apart or more, or on both sides of the bar. Heard different things: the "
        "lowest and the highest raters have less than half of their signals in common; "
        "otherwise: heard the same, judged differently."
    ),
    (
        "Alpha: Krippendorff's, ordinal, with its 95 % interval from leaving out one candidate at a time; given from 8 "
        "shared candidates and 30 shared probes on. AC2 stands beside it when one rung takes 80 % of the ratings."
    ),
    (
        "Two people in one conversation differ only as raters; in two conversations the candidate answered twice. The "
        "two kinds are never put together; which conversation a note is of is read off the clock."
    ),
    (
        "What there is to ask an evaluator: rungs 1 and 5 given less often than by co-raters, from 10 shared "
        "candidates on; one rung through whole notes, from 10 notes on; a signal never ticked that others ticked on 5 "
        "or more of the same candidates. The ground for each may lie in the candidates."
    ),
)
OFF = "Adjusted figures were not asked for (--adjusted). This is how they would be made:"
ON_PURPOSE = (
    "Adjusted figures are off unless asked for: the raw notes come first, and rules on automated decision tools may "
    "cover modelled scores. Take counsel before you lean on them."
)


def explained(report: Report) -> tuple[str, ...]:
    """Return how each figure is made and what it assumes, a sentence each."""
    found = report.comparison
    return (*MARKS, *(() if found.adjusted else (OFF,)), *(found.explain or assumptions()), ON_PURPOSE)
