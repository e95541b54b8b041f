"""Notes for the tests of panels: small ones written out, and whole panels drawn from a seed."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import UNSET

from screencopilot.domain.note import (
    SCHEMA,
    BankRef,
    Calibration,
    Candidate,
    Evaluator,
    FlagNote,
    Note,
    ProbeNote,
    RatingValue,
    Seal,
    Timing,
)

BASE = dt.datetime(2026, 11, 2, 9, 0, tzinfo=dt.UTC)
Ratings = Mapping[str, RatingValue | None]


def digest_of(word: str) -> str:
    """A digest that is equal for equal words."""
    return "sha256:" + word.encode().hex()[:64].ljust(64, "0")


def note(
    candidate: str,
    evaluator: str,
    ratings: Ratings | Sequence[int],
    *,
    hour: float = 0,
    ticks: Mapping[str, Sequence[str]] | None = None,
    flags: Mapping[str, str] | None = None,
    bank: str = "ml",
    meanings: Mapping[str, str] | None = None,
    status: Any = "sealed",
    **more: Any,
) -> Note:
    """A note that began ``hour`` hours after BASE, took 45 minutes and was sealed an hour after its start.

    Probes are named FA1-A ... when only rungs are given; the family is the name before the dash and the competency its
    first two letters. ``meanings`` gives a probe another meaning than its name's.
    """
    start = BASE + dt.timedelta(hours=hour)
    given = ratings if isinstance(ratings, Mapping) else {f"FA{i}-A": x for i, x in enumerate(ratings, 1)}
    probes = tuple(
        ProbeNote(
            id=name,
            rev=1,
            family=name.split("-")[0],
            competency=name[:2].lower(),
            status="asked",
            seconds=300,
            budget_seconds=360,
            bar=more.get("bar", 3),
            digest=digest_of((meanings or {}).get(name, name)),
            rating=UNSET if rating is None else rating,
            ticks=tuple((ticks or {}).get(name, ())),
        )
        for name, rating in given.items()
    )
    return Note(
        schema=SCHEMA,
        id=more.get("id", f"{candidate}/{evaluator}/{bank}/{hour}"),
        status=status,
        app="test",
        candidate=Candidate(candidate, "ml", more.get("level", "senior")),
        evaluator=Evaluator(evaluator),
        bank=BankRef(bank, "1.0.0", digest_of(more.get("bank_meaning", bank)), "45"),
        timing=Timing(start, start + dt.timedelta(minutes=45), 2700, 0),
        claims=more.get("claims", ()),
        probes=probes,
        evidence=more.get("evidence", ()),
        flags=tuple(FlagNote(flag, probe, 10, 20, "e1") for probe, flag in (flags or {}).items()),
        calibration=Calibration(len(probes), 0, severity=more["severity"]) if "severity" in more else UNSET,
        revisions=more.get("revisions", ()),
        seal=Seal(start + dt.timedelta(hours=more.get("sealed_after", 1)), digest_of("seal")),
    )


def panel(
    candidates: int = 12,
    evaluators: int = 5,
    each: int = 2,
    probes: int = 5,
    *,
    seed: int = 1,
    severity: Mapping[int, float] | None = None,
    noise: float = 0.7,
    same: bool = False,
) -> list[Note]:
    """A panel of separate conversations (or shared ones): ``each`` evaluators in turn for each candidate."""
    rng = random.Random(seed)
    notes = []
    for c in range(candidates):
        ability = rng.gauss(3, 0.8)
        for k in range(each):
            r = (c + k * (1 + c // evaluators % (evaluators - 1))) % evaluators if k else c % evaluators
            rungs = [
                max(1, min(5, round(ability - (severity or {}).get(r, 0.0) + rng.gauss(0, noise))))
                for _ in range(probes)
            ]
            ticks = {f"FA{i}-A": rng.sample(["s1", "s2", "w1", "r1"], 2) for i in range(1, probes + 1)}
            notes.append(note(f"C-{c:02}", f"E{r}", rungs, hour=24 * c + (0 if same else 2 * k), ticks=ticks))
    return notes
