"""Calibration on vignettes: what is recorded of a round, which vignettes one is made of, what came of it.

A round is a list of entries, never changed afterwards: begun, one answer after the other, closed. An answer carries the
reference as it stood then, so that a later change of a vignette rewrites no result. Measuring and learning are two
things (``research/psychometrics.md`` 2.8): a round in which each reference is shown at once is practice and is never
taken as a measurement.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from random import Random
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from screencopilot.domain.names import folded
from screencopilot.domain.note import Name, RatingValue, RungValue, Stamp
from screencopilot.domain.severity_stamp import SeverityStamp, severity_stamp
from screencopilot.domain.vignette import Kind, Vignette

SCHEMA = "screencopilot/calibration/1"
#: How many answers a round has unless told otherwise; and the most.
USUAL, MOST = 12, 60
#: From this many rated answers on a severity is given (``research/psychometrics.md`` 2.8).
LEAST = 8

_Id = Annotated[str, Meta(min_length=1, max_length=64)]
_Ids = Annotated[tuple[_Id, ...], Meta(max_length=200)]
_Count = Annotated[int, Meta(ge=0, le=10_000)]
_Gap = Annotated[float, Meta(ge=-20, le=20)]
_Rungs = Annotated[int, Meta(ge=-4, le=4)]


class Item(Struct, frozen=True):
    """One vignette of a round, in the wording it had."""

    vignette: _Id
    rev: int


class RoundBegun(Struct, frozen=True, tag_field="entry", tag="round-begun"):
    """A round was drawn: ``items`` in the order of ``seed``; with ``learn`` every reference is shown at once."""

    round: _Id
    at: Stamp
    evaluator: Name
    seed: int
    items: Annotated[tuple[Item, ...], Meta(min_length=1, max_length=200)]
    families: _Ids = ()
    learn: bool = False


class VignetteRated(Struct, frozen=True, tag_field="entry", tag="vignette-rated"):
    """One answer was rated; ``seen`` when this evaluator had rated that vignette in a round before.

    ``rung``, ``accept`` and ``reference_ticks`` are the reference's, ``agreed`` how many people have agreed to it;
    ``seconds`` are active ones from the first word to the rating.
    """

    round: _Id
    at: Stamp
    vignette: _Id
    rev: int
    family: _Id
    kind: Kind
    rating: RatingValue
    ticks: _Ids
    rung: RungValue
    accept: tuple[RungValue, RungValue]
    reference_ticks: _Ids
    agreed: _Count = 0
    seen: bool = False
    seconds: float = 0.0

    @property
    def gap(self) -> int | None:
        """Own less reference rating in rungs, minus is stricter; None for NE."""
        return self.rating - self.rung if isinstance(self.rating, int) else None

    @property
    def place(self) -> str:
        """Where the rating lies: ``within`` the accepted range, ``above`` or ``below`` it, or ``NE``."""
        if not isinstance(self.rating, int):
            return "NE"
        low, high = self.accept
        return "within" if low <= self.rating <= high else "above" if self.rating > high else "below"


class RoundClosed(Struct, frozen=True, tag_field="entry", tag="round-closed"):
    """A round is over: all was rated, or the evaluator ended it."""

    round: _Id
    at: Stamp


CalibrationEntry = RoundBegun | VignetteRated | RoundClosed


class RoundLog(Struct, frozen=True):
    """All that was recorded of one round."""

    begun: RoundBegun
    rated: tuple[VignetteRated, ...] = ()
    closed_at: dt.datetime | None = None

    @property
    def left(self) -> tuple[Item, ...]:
        """The items not rated yet, in order."""
        done = {one.vignette for one in self.rated}
        return tuple(item for item in self.begun.items if item.vignette not in done)


class Tally(Struct, frozen=True):
    """How many rated answers lay where against their accepted range."""

    rated: _Count = 0
    within: _Count = 0
    above: _Count = 0
    below: _Count = 0


class RoundResult(Struct, frozen=True):
    """What came of one measured round; answers seen before are counted in ``seen`` and nowhere else.

    ``estimate`` is the mean of own less reference rating in rungs (minus is stricter) with its 90 % interval and
    ``sd``, from ``LEAST`` rated answers on. ``over_heard`` of ``own_ticks`` are not in the reference, ``under_heard``
    of ``reference_ticks`` were not ticked. ``agreed`` counts answers whose reference a second practitioner has agreed
    to. ``gaps`` holds the differences by family, since notes on a bank carry only those of its own.
    """

    evaluator: Name
    date: dt.date
    round: _Id
    seed: int
    vignettes: _Count
    not_enough: _Count
    seen: _Count
    exact: _Count
    all: Tally
    own_ticks: _Count
    over_heard: _Count
    reference_ticks: _Count
    under_heard: _Count
    agreed: _Count
    kinds: dict[_Id, Tally] = {}
    families: dict[_Id, Tally] = {}
    gaps: dict[_Id, Annotated[tuple[_Rungs, ...], Meta(max_length=200)]] = {}
    estimate: _Gap | UnsetType = UNSET
    low: _Gap | UnsetType = UNSET
    high: _Gap | UnsetType = UNSET
    sd: Annotated[float, Meta(ge=0, le=20)] | UnsetType = UNSET

    @property
    def severity(self) -> SeverityStamp | None:
        """The figure over all families of the round; None while there are too few answers for one."""
        if self.estimate is UNSET or self.low is UNSET or self.high is UNSET:
            return None
        return severity_stamp(self.estimate, self.low, self.high, self.vignettes, (self.date,))


def rounds_of(entries: Iterable[CalibrationEntry]) -> tuple[RoundLog, ...]:
    """Fold entries into rounds in order of their beginning; entries of no known round are passed over."""
    begun: dict[str, RoundBegun] = {}
    rated: dict[str, dict[str, VignetteRated]] = {}
    closed: dict[str, dt.datetime] = {}
    for entry in entries:
        match entry:
            case RoundBegun():
                begun.setdefault(entry.round, entry)
            case VignetteRated():
                # The first rating stands: after it the reference may have been read.
                rated.setdefault(entry.round, {}).setdefault(entry.vignette, entry)
            case RoundClosed():
                closed.setdefault(entry.round, entry.at)
    return tuple(
        RoundLog(b, tuple(rated.get(name, {}).values()), closed.get(name)) for name, b in begun.items()
    )


def seen_by(rounds: Iterable[RoundLog], evaluator: str) -> frozenset[str]:
    """Return the ids of the vignettes that an evaluator has rated in any of the rounds."""
    mine = (r for r in rounds if folded(r.begun.evaluator) == folded(evaluator))
    return frozenset(one.vignette for r in mine for one in r.rated)


def unfinished_of(rounds: Iterable[RoundLog], evaluator: str) -> RoundLog | None:
    """Return the evaluator's latest round if it can be gone on with."""
    mine = [r for r in rounds if folded(r.begun.evaluator) == folded(evaluator)]
    return mine[-1] if mine and mine[-1].closed_at is None else None


def draw_round(pool: Sequence[Vignette], seen: Iterable[str], count: int, seed: int) -> tuple[Vignette, ...]:
    """Choose the vignettes of a round and their order.

    What was not seen comes first; within that, families take turns, then hollow, real and borderline ones told
    smoothly and haltingly, so that no way of telling goes with a rung. The order is shuffled afterwards.

    Args:
        pool: what there is; its own order does not matter.
        seen: ids that this evaluator has rated before.
        count: how many at most.
        seed: the same seed on the same pool gives the same round.
    """
    random, known = Random(seed), frozenset(seen)  # noqa: S311 - an order to repeat, no secret
    left = sorted(pool, key=lambda v: v.id)
    random.shuffle(left)
    taken: Counter[object] = Counter()
    chosen: list[Vignette] = []
    while left and len(chosen) < count:
        best = min(
            left,
            key=lambda v: (
                v.id in known,
                taken[v.probe.split("-")[0]],
                taken[v.type],
                taken[v.type, v.delivery],
            ),
        )
        left.remove(best)
        chosen.append(best)
        taken.update((best.probe.split("-")[0], best.type, (best.type, best.delivery)))
    random.shuffle(chosen)
    return tuple(chosen)
