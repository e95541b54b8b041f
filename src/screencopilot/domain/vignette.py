"""Vignettes: written answers to one probe with a reference rating, on which evaluators calibrate themselves.

A hollow and a real answer come as a pair that differs in one thing; a borderline one stands by itself. Lengths are in
characters, rungs run 1-5.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType, field

from screencopilot.domain.bank import FamilyId, Level, LocalId, ProbeId, RungNumber

VignetteId = Annotated[
    str,
    Meta(
        pattern=r"^[A-Z][A-Z0-9]{0,15}-(P[1-9][0-9]?-(hollow|real)|B[1-9][0-9]?)$",
        description="family, pair and type, or B and a number: FA1-P1-hollow, FA1-B1",
    ),
]
PairId = Annotated[str, Meta(pattern=r"^P[1-9][0-9]?$", description="P and a number: P1")]
#: What is said to the candidate before a turn: nothing yet but the opening question, or the id of what was said.
Said = Annotated[
    str,
    Meta(
        pattern=r"^([a-z0-9]+(-[a-z0-9]+)*)?$",
        max_length=64,
        description="nothing (the opening), or the id of a follow-up, card or red flag, or no-case",
    ),
]
Reason = Annotated[str, Meta(min_length=20, max_length=280)]
Kind = Literal["hollow", "real", "borderline"]
#: The one thing in which the two answers of a pair differ.
Differs = Literal[
    "fluency", "we", "magnitude", "modesty", "no-case", "vendor", "re-entry", "blame", "second-language"
]

#: The turn in which the probe's hypothetical for want of a case is put.
NO_CASE = "no-case"


class Turn(Struct, frozen=True, forbid_unknown_fields=True):
    """What was said to the candidate, by its id, and the candidate's words in answer."""

    say: Said
    text: Annotated[str, Meta(min_length=1, max_length=1200)]


class Vignette(Struct, frozen=True, forbid_unknown_fields=True):
    """One answer to one probe, with what should be heard in it, its rung, the rungs that are right too, and why.

    ``probe_rev`` is the probe's revision on which the reference stands. ``delivery`` says how it is told, which no rung
    hangs on: it is there so that a set can be balanced.
    """

    id: VignetteId
    rev: Annotated[int, Meta(ge=1, le=9999)]
    probe: ProbeId
    probe_rev: Annotated[int, Meta(ge=1, le=9999)]
    level: Level
    type: Kind
    delivery: Literal["smooth", "halting"]
    ticks: Annotated[tuple[LocalId, ...], Meta(min_length=1, max_length=12)]
    rung: RungNumber
    accept: Annotated[tuple[RungNumber, ...], Meta(min_length=2, max_length=2)]
    confidence: Literal["low", "high"]
    why: Reason
    trap: Annotated[str, Meta(min_length=20, max_length=200)]
    turns: Annotated[tuple[Turn, ...], Meta(min_length=2, max_length=8)]
    why_not_lower: Reason | UnsetType = UNSET
    why_not_higher: Reason | UnsetType = UNSET
    pair: PairId | UnsetType = UNSET
    differs: Differs | UnsetType = UNSET
    not_ticked_because: Mapping[LocalId, Annotated[str, Meta(min_length=1, max_length=160)]] = field(
        default_factory=dict
    )
    agreed_by: Annotated[
        tuple[Annotated[str, Meta(min_length=1, max_length=40)], ...], Meta(max_length=12)
    ] = ()

    @property
    def words(self) -> int:
        """How many words the candidate says, over all turns."""
        return sum(len(turn.text.split()) for turn in self.turns)

    @property
    def said(self) -> tuple[str, ...]:
        """The ids of what was said to the candidate after the opening question, in order."""
        return tuple(turn.say for turn in self.turns if turn.say)

    def accepts(self, rung: int) -> bool:
        """Return whether a rating of 1-5 is within what the reference takes as right."""
        return self.accept[0] <= rung <= self.accept[1]


class VignetteFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The vignettes of one family of probes."""

    schema: str
    family: FamilyId
    vignettes: Annotated[tuple[Vignette, ...], Meta(min_length=1, max_length=24)]


def kinds_of(vignettes: Iterable[Vignette]) -> frozenset[str]:
    """Return which of ``pair`` (a hollow and a real one of the same pair) and ``borderline`` there are."""
    seen = {(vignette.pair or "", vignette.type) for vignette in vignettes}
    found = {"borderline"} & {kind for _, kind in seen}
    if any((pair, "hollow") in seen and (pair, "real") in seen for pair, _ in seen):
        found.add("pair")
    return frozenset(found)
