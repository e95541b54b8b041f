"""Rated vignettes and rounds as plain values, and rounds on the shipped vignettes under a test's own folders."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from screencopilot.domain.calibration import Item, RoundBegun, RoundLog, VignetteRated
from screencopilot.domain.note import RatingValue
from tests.sample import STARTED


def rated(number: int, rating: RatingValue, rung: int = 3, **fields: Any) -> VignetteRated:
    """Return one rated answer; its accepted range is the reference's rung alone unless told otherwise."""
    known: dict[str, Any] = {
        "round": "r1",
        "at": STARTED,
        "vignette": f"FA{number}-B1",
        "rev": 1,
        "family": f"FA{number}",
        "kind": "borderline",
        "ticks": (),
        "accept": (rung, rung),
        "reference_ticks": (),
    }
    return VignetteRated(rating=rating, rung=rung, **(known | fields))


def log_of(*answers: VignetteRated, evaluator: str = "Kim", name: str = "r1") -> RoundLog:
    """Return a round in which these answers were rated."""
    items = tuple(Item(one.vignette, one.rev) for one in answers) or (Item("FA1-B1", 1),)
    return RoundLog(RoundBegun(name, STARTED, evaluator, 7, items), answers)


def gaps_log(gaps: list[int], families: Sequence[str] = (), **fields: Any) -> RoundLog:
    """Return a round with these differences of own less reference rating, 3 being the reference.

    Each answer has a family of its own, or they take turns with those named.
    """
    named = [{"family": families[n % len(families)]} if families else {} for n in range(len(gaps))]
    return log_of(*(rated(n, 3 + gap, **named[n - 1]) for n, gap in enumerate(gaps, 1)), **fields)


DAY = dt.date(2026, 11, 21)
