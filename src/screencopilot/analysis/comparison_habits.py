"""How each evaluator uses the scale and the signals beside co-raters of the same candidates: questions, never findings.

Three habits, bank by bank and of one kind of conversation, each with its minimum count (``research/psychometrics.md``
1 (b), 5.3): the ends of the scale passed over, notes with one rung throughout, and signals never ticked that others
ticked on the same candidates. Below the minimum nothing is said.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from statistics import fmean, stdev
from typing import Literal

from msgspec import Struct

from screencopilot.analysis.agreement import Conversations
from screencopilot.analysis.agreement_student import t_below
from screencopilot.analysis.comparison_notes import Screened, of_one_kind

About = Literal["ends", "one-rung", "never-ticked"]

#: The ends of the scale.
ENDS = frozenset({1, 5})
#: Shared notes before the use of the ends is spoken of, and the two-sided level (5.3).
MIN_SHARED, LEVEL = 10, 0.05
#: A smaller difference in the share of ends is not worth a question, however many notes show it (our judgement).
MIN_GAP = 0.05
#: Notes before one rung throughout is spoken of, rated probes that make a note count, the base rate, and the level.
MIN_NOTES, MIN_PROBES, BASE, RARE = 10, 4, 0.05, 0.02
#: Others' notes before the panel's own rate takes the place of the base rate.
REBASED = 20
#: Shared candidates on which others ticked a signal before its never being ticked is spoken of (our judgement).
MIN_HEARD = 5
_LISTED = 5


class Habit(Struct, frozen=True):
    """One habit of one evaluator on one bank, in words; ``notes`` counts the notes it rests on."""

    evaluator: str
    bank: str
    about: About
    notes: int
    sentence: str


def habits(screened: Sequence[Screened], kind: Conversations) -> dict[str, tuple[Habit, ...]]:
    """Return what there is to ask each evaluator, of notes of one kind of conversation; time grows with the notes."""
    scopes: dict[int, list[Screened]] = {}
    for one in of_one_kind([one for one in screened if one.rated], kind):
        scopes.setdefault(one.scope, []).append(one)
    found: dict[str, list[Habit]] = {}
    for part in scopes.values():
        for habit in (*_ends(part), *_one_rung(part), *_never_ticked(part)):
            found.setdefault(habit.evaluator, []).append(habit)
    return {name: tuple(sorted(told, key=lambda h: h.bank)) for name, told in found.items()}


def _ends(part: Sequence[Screened]) -> Iterator[Habit]:
    """Give who keeps away from the ends: paired t on notes, own share of end ratings less the co-raters'."""
    at_ends: dict[str, list[tuple[str, int, int]]] = {}
    for one in part:
        ends = sum(rated.rating in ENDS for rated in one.rated)
        at_ends.setdefault(one.candidate, []).append((one.evaluator, ends, len(one.rated)))
    pairs: dict[str, list[tuple[float, float]]] = {}
    for seen in at_ends.values():
        ends, given = sum(row[1] for row in seen), sum(row[2] for row in seen)
        for name, own, of in seen:
            if given > of:
                pairs.setdefault(name, []).append((own / of, (ends - own) / (given - of)))
    for name, shares in sorted(pairs.items()):
        if len(shares) >= MIN_SHARED and _lower([own - others for own, others in shares]):
            usual, theirs = (fmean(column) for column in zip(*shares, strict=True))
            sentence = (
                f"Rungs 1 and 5 come less often than from co-raters of the same candidates ({usual:.0%} against "
                f"{theirs:.0%} on {len(shares)} shared candidates). Were the ends not reached, or not used?"
            )
            yield Habit(name, part[0].note.bank.id, "ends", len(shares), sentence)


def _lower(differences: Sequence[float]) -> bool:
    """Return whether the mean difference is below nought at the two-sided level, and worth a word."""
    mean, spread = fmean(differences), stdev(differences)
    if mean > -MIN_GAP:
        return False
    if spread < 1e-9:
        return True
    count = len(differences)
    return t_below(mean / (spread / math.sqrt(count)), count - 1) < LEVEL / 2


def _one_rung(part: Sequence[Screened]) -> Iterator[Habit]:
    """Give whose notes have one rung throughout more often than the panel's, by the binomial tail."""
    notes: Counter[str] = Counter()
    same: Counter[str] = Counter()
    for one in part:
        if len(one.rated) >= MIN_PROBES:
            notes[one.evaluator] += 1
            same[one.evaluator] += len({rated.rating for rated in one.rated}) == 1
    everyone, alike = notes.total(), same.total()
    for name, count in sorted(notes.items()):
        others = everyone - count
        base = max(BASE, (alike - same[name]) / others) if others >= REBASED else BASE
        if count >= MIN_NOTES and at_least(same[name], count, base) < RARE:
            sentence = (
                f"{same[name]} of {count} notes have one rung throughout. Did the probes tell nothing apart, or did "
                "one impression rate them all?"
            )
            yield Habit(name, part[0].note.bank.id, "one-rung", count, sentence)


def at_least(hits: int, count: int, share: float) -> float:
    """Return the chance of ``hits`` or more of ``count`` where each comes with ``share``; ``0 <= share <= 1``."""
    below = sum(math.comb(count, k) * share**k * (1 - share) ** (count - k) for k in range(hits))
    return max(0.0, 1.0 - below)


def _never_ticked(part: Sequence[Screened]) -> Iterator[Habit]:
    """Give which signals an evaluator never ticked, though others did so on candidates whom both asked the probe."""
    asked: dict[tuple[str, str], dict[str, tuple[str, ...]]] = {}
    probes: dict[str, str] = {}
    for one in part:
        for rated in one.rated:
            asked.setdefault((one.candidate, rated.meaning), {}).setdefault(one.evaluator, rated.probe.ticks)
            probes.setdefault(rated.meaning, rated.probe.id)
    own: dict[tuple[str, str], set[str]] = {}
    others: dict[tuple[str, str], Counter[str]] = {}
    for (_, meaning), by_name in asked.items():
        ticked = frozenset[str]().union(*by_name.values()) if len(by_name) > 1 else frozenset[str]()
        for name, signals in by_name.items():
            own.setdefault((name, meaning), set()).update(signals)
            if ticked:
                others.setdefault((name, meaning), Counter()).update(ticked.difference(signals))
    missed: dict[str, list[tuple[str, str, int]]] = {}
    for key, counts in others.items():
        for signal, times in counts.items():
            if times >= MIN_HEARD and signal not in own[key]:
                missed.setdefault(key[0], []).append((probes[key[1]], signal, times))
    for name, told in sorted(missed.items()):
        sentence = (
            f"Never ticked, though others ticked it on the same candidates: {_listed(told)}. Was it not said, or is it "
            "listened for otherwise?"
        )
        yield Habit(name, part[0].note.bank.id, "never-ticked", max(times for *_, times in told), sentence)


def _listed(told: Iterable[tuple[str, str, int]]) -> str:
    rows = sorted(told, key=lambda row: (-row[2], row[0], row[1]))
    said = ", ".join(f"{probe} {signal} ({times} times)" for probe, signal, times in rows[:_LISTED])
    return said if len(rows) <= _LISTED else f"{said} and {len(rows) - _LISTED} more"
