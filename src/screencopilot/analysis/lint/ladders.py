"""E19 to W22: rungs that can be told apart."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from screencopilot.analysis.lint import tables
from screencopilot.analysis.lint.language import content, likeness, stem
from screencopilot.analysis.lint.registry import Found, reader_rule, rule
from screencopilot.analysis.lint.subjects import Context, ProbeAt
from screencopilot.domain.bank import Level
from screencopilot.formats.errors import shown

LOWEST_BAR = 2
ALIKE = 0.7

reader_rule(
    "E19", "five-rungs", "probe",
    reason="Five short rungs are what an evaluator can hold against an answer before the next question.",
    mend="write five rungs of at most 160 characters, tells of at most 48",
)  # fmt: skip


@rule(
    "E20", "a-bar-above-nothing", "probe",
    reason="A bar at the first rung is met by having no experience at all.",
    mend="let every level's bar be at least 2; the reader sees that bars rise with the level",
)  # fmt: skip
def a_bar_above_nothing(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find bars at the lowest rung."""
    for level in Level:
        if at.probe.bar.of(level) < LOWEST_BAR:
            yield Found((*at.key, "bar", level.value), f"is below {LOWEST_BAR}")


@rule(
    "E21", "rungs-of-substance", "probe",
    reason="Rungs that differ by an adverb are rated by mood.",
    mend="name the thing that is heard at this rung and not at the one below",
)  # fmt: skip
def rungs_of_substance(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find rungs that add no noun or number to the one below."""
    hollow = frozenset(map(stem, tables.INTENSIFIERS))
    for index, (lower, higher) in enumerate(pairwise(at.probe.ladder), start=1):
        added = content(higher.text) - content(lower.text) - hollow
        if not added:
            message = f"{shown(higher.text)} adds nothing of substance to rung {lower.rung}"
            yield Found((*at.key, "ladder", index, "text"), message)


@rule(
    "W22", "distinct-rungs", "probe",
    reason="Two rungs in almost the same words split evaluators who heard the same thing.",
    mend="keep what differs, drop what both say",
)  # fmt: skip
def distinct_rungs(at: ProbeAt, _: Context) -> Iterator[Found]:
    """Find neighbouring rungs that share most of their words."""
    for index, (lower, higher) in enumerate(pairwise(at.probe.ladder), start=1):
        if likeness(content(lower.text), content(higher.text)) > ALIKE:
            yield Found((*at.key, "ladder", index, "text"), f"says almost the same as rung {lower.rung}")
