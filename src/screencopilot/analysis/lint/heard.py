"""What local notes say of a probe's use: how often it could not be rated, and which signals were ticked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from screencopilot.domain.note import Note

#: The rating of a probe on which there was not enough to go by.
NOT_ENOUGH = "NE"


@dataclass(frozen=True)
class Heard:
    """Counts over the notes on one probe: rated in all, of those NE, and ticks by signal id."""

    rated: int = 0
    not_enough: int = 0
    ticks: Mapping[str, int] = field(default_factory=dict)


def heard_in(notes: Iterable[Note]) -> dict[str, Heard]:
    """Count what notes say, by probe id; probes that were not rated count for nothing."""
    rated: Counter[str] = Counter()
    not_enough: Counter[str] = Counter()
    ticks: dict[str, Counter[str]] = {}
    for note in notes:
        for probe in note.probes:
            if probe.status != "asked" or not probe.rating:
                continue
            rated[probe.id] += 1
            not_enough[probe.id] += probe.rating == NOT_ENOUGH
            ticks.setdefault(probe.id, Counter()).update(set(probe.ticks))
    return {name: Heard(count, not_enough[name], ticks[name]) for name, count in rated.items()}
