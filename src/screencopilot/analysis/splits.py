"""Where a panel splits on one candidate, and on which heard signal: rules, no inference and no coefficient.

A probe is *split* when two ratings differ by two rungs or more, or stand on both sides of the bar. A split is
``different-signals`` when the two sides ticked mostly different signals (an evidence problem) and
``judged-differently`` when they ticked mostly the same (an anchor problem: the only one that is calibration). Probes
compare only where their digests are equal; two meanings of one family rated apart are ``asked-different``.

Rules and wording: ``research/psychometrics.md`` 2.9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Literal

from msgspec import Struct

SplitClass = Literal["different-signals", "judged-differently"]
Together = Literal["same", "separate", "mixed"]

#: A difference of this many rungs is a split wherever the bar stands.
WIDE = 2
#: Signal overlap below this is "saw different things".
OVERLAP = 0.5


class Heard(Struct, frozen=True, gc=False):
    """One evaluator's probe: a rung 1-5, the bar it stands against, and the ids of the signals ticked.

    ``meaning`` tells what was asked: equal for two probes exactly when they mean the same. ``conversation`` is equal
    for two evaluators exactly when they sat in one conversation.
    """

    evaluator: str
    probe: str
    family: str
    competency: str
    meaning: str
    conversation: int
    rating: int
    bar: int
    ticks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()


class Split(Struct, frozen=True, gc=False):
    """One probe on which ratings split. ``kind`` is None, with ``reason``, when no signal was ticked to compare.

    ``overlap`` is the share of signals that the lowest and the highest raters have in common, 0-1. ``conversations``
    says whether the ratings are of one conversation, of separate ones, or of both.
    """

    candidate: str
    probe: str
    competency: str
    meaning: str
    ratings: dict[str, int]
    spread: int
    straddles_bar: bool
    kind: SplitClass | None
    heard_by: dict[str, tuple[str, ...]]
    conversations: Together
    overlap: float | None
    sentence: str
    reason: str = ""


class AskedDifferent(Struct, frozen=True, gc=False):
    """One family asked in several meanings and rated apart: listed so that nobody reads it as a split."""

    candidate: str
    family: str
    probes: dict[str, str]
    ratings: dict[str, int]
    spread: int
    sentence: str


class LoneFlag(Struct, frozen=True, gc=False):
    """A red flag that some evaluators of a probe kept and others did not."""

    candidate: str
    probe: str
    flag: str
    kept_by: tuple[str, ...]
    not_by: tuple[str, ...]


class CandidateSplits(Struct, frozen=True):
    """What a panel disagrees on for one candidate, largest spread first."""

    candidate: str
    splits: tuple[Split, ...] = ()
    asked_different: tuple[AskedDifferent, ...] = ()
    flags: tuple[LoneFlag, ...] = ()


def candidate_splits(candidate: str, heard: Iterable[Heard]) -> CandidateSplits:
    """Return the splits of one candidate from what each evaluator rated; one entry per evaluator and meaning.

    Where an evaluator appears twice under one meaning the first entry counts. Time grows with the entries, not with
    their pairs.
    """
    units: dict[str, dict[str, Heard]] = {}
    families: dict[str, list[Heard]] = {}
    for one in sorted(heard, key=lambda h: (h.probe, h.meaning)):
        if units.setdefault(one.meaning, {}).setdefault(one.evaluator, one) is one:
            families.setdefault(one.family, []).append(one)
    groups = [list(unit.values()) for unit in units.values() if len(unit) > 1]
    found = [_split(candidate, group) for group in groups if is_split(group)]
    different = (_asked_different(candidate, family, rows) for family, rows in families.items())
    return CandidateSplits(
        candidate,
        tuple(sorted(found, key=lambda s: (-s.spread, not s.straddles_bar, s.probe, s.meaning))),
        tuple(sorted((d for d in different if d), key=lambda d: (-d.spread, d.family))),
        tuple(flag for group in groups for flag in _lone_flags(candidate, group)),
    )


def is_split(group: Sequence[Heard]) -> bool:
    """Return whether ratings of one probe differ by two rungs or more or stand on both sides of their bars."""
    ratings = [one.rating for one in group]
    return max(ratings) - min(ratings) >= WIDE or _straddles(group)


def _straddles(group: Sequence[Heard]) -> bool:
    return len({one.rating >= one.bar for one in group}) > 1


def signal_overlap(group: Sequence[Heard]) -> float | None:
    """Return |A and B| / |A or B| of the signals ticked, pooled over pairs of a lowest and a highest rater.

    With two evaluators this is the plain Jaccard overlap. None when none of them ticked anything.
    """
    low, high = min(one.rating for one in group), max(one.rating for one in group)
    if low == high:
        return None
    sides = [[set(one.ticks) for one in group if one.rating == end] for end in (low, high)]
    below, above = (Counter(signal for ticks in side for signal in ticks) for side in sides)
    both = sum(n * above[signal] for signal, n in below.items())
    either = below.total() * len(sides[1]) + above.total() * len(sides[0]) - both
    return both / either if either else None


def _split(candidate: str, group: Sequence[Heard]) -> Split:
    overlap = signal_overlap(group)
    kind: SplitClass | None = None
    if overlap is not None:
        kind = "different-signals" if overlap < OVERLAP else "judged-differently"
    together = _together(group)
    ratings = {one.evaluator: one.rating for one in sorted(group, key=lambda h: h.evaluator)}
    return Split(
        candidate=candidate,
        probe=group[0].probe,
        competency=group[0].competency,
        meaning=group[0].meaning,
        ratings=ratings,
        spread=max(ratings.values()) - min(ratings.values()),
        straddles_bar=_straddles(group),
        kind=kind,
        heard_by=heard_by(group),
        conversations=together,
        overlap=overlap,
        sentence=_sentence(kind, together),
        reason="" if kind else "No signals were ticked by those who rated furthest apart.",
    )


def heard_by(group: Iterable[Heard]) -> dict[str, tuple[str, ...]]:
    """Return for each signal ticked who ticked it; unticked is not observed, never absent."""
    heard: dict[str, set[str]] = {}
    for one in group:
        for signal in one.ticks:
            heard.setdefault(signal, set()).add(one.evaluator)
    return {signal: tuple(sorted(heard[signal])) for signal in sorted(heard)}


def _together(group: Sequence[Heard]) -> Together:
    count = len({one.conversation for one in group})
    return "same" if count == 1 else "separate" if count == len(group) else "mixed"


def _sentence(kind: SplitClass | None, together: Together) -> str:
    if kind is None:
        return "No evidence recorded to compare."
    if kind == "judged-differently":
        return "Same signals, judged differently: read both lines of evidence beside the rungs between."
    if together == "same":
        return "Saw different signals in the same conversation: compare what each of you heard."
    return "Saw different signals; in separate conversations the candidate may have answered differently."


def _asked_different(candidate: str, family: str, rows: Sequence[Heard]) -> AskedDifferent | None:
    """Return a family's entry when it was rated in several meanings and no meaning holds all of its evaluators."""
    if len({one.meaning for one in rows}) < 2:
        return None
    meanings: dict[str, set[str]] = {}
    first: dict[str, Heard] = {}
    for one in rows:
        meanings.setdefault(one.meaning, set()).add(one.evaluator)
        first.setdefault(one.evaluator, one)
    everyone = set(first)
    group = [first[name] for name in sorted(first)]
    if len(everyone) < 2 or any(names == everyone for names in meanings.values()) or not is_split(group):
        return None
    ratings = {one.evaluator: one.rating for one in group}
    probes = {one.evaluator: one.probe for one in group}
    same_id = len(set(probes.values())) == 1
    return AskedDifferent(
        candidate=candidate,
        family=family,
        probes=probes,
        ratings=ratings,
        spread=max(ratings.values()) - min(ratings.values()),
        sentence=(
            f"Asked different things: {next(iter(probes.values()))} changed its meaning between these notes."
            if same_id
            else f"Asked different things: other wordings of {family}, which are not compared."
        ),
    )


def _lone_flags(candidate: str, group: Sequence[Heard]) -> Iterable[LoneFlag]:
    names = {one.evaluator for one in group}
    kept: dict[str, set[str]] = {}
    for one in group:
        for flag in one.flags:
            kept.setdefault(flag, set()).add(one.evaluator)
    for flag in sorted(kept):
        if len(kept[flag]) < len(names):
            rest = tuple(sorted(names - kept[flag]))
            yield LoneFlag(candidate, group[0].probe, flag, tuple(sorted(kept[flag])), rest)
