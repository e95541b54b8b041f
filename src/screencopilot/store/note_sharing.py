"""Very many notes in little memory: their words left out, and equal parts kept once.

Ratings, ticks, flags and who rated whom are as in the note; the text of evidence and claims and the seconds of probes
are not. What a report prints of these it takes from the few notes it prints.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterable
from typing import Any, TypeVar

from msgspec import UNSET

from screencopilot.domain.note import Evidence, Note, ProbeNote, Seal

T = TypeVar("T", bound=Hashable)

_NO_TIMES: dict[Any, Any] = {}


class Sharing:
    """Makes bare notes that share what is equal in them."""

    def __init__(self) -> None:
        """Nothing is known yet."""
        self._known: dict[Hashable, Any] = {}

    def bare(self, note: Note) -> Note:
        """Return a note for counting only; of its evidence one empty line for each probe that has any is left."""
        return Note(
            schema=self._once(note.schema),
            id=note.id,
            status=note.status,
            app="",
            candidate=self._once(note.candidate),
            evaluator=self._once(note.evaluator),
            bank=self._once(note.bank),
            timing=note.timing,
            probes=tuple(map(self._probe, note.probes)),
            evidence=tuple(map(self._evidence, dict.fromkeys(line.probe for line in note.evidence))),
            flags=note.flags,
            calibration=note.calibration,
            seal=UNSET if note.seal is UNSET else Seal(note.seal.at, ""),
        )

    def _once(self, value: T) -> T:
        found: T = self._known.setdefault(value, value)
        return found

    def _evidence(self, probe: str) -> Evidence:
        key = ("evidence", probe)
        found: Evidence | None = self._known.get(key)
        if found is None:
            found = self._known[key] = Evidence("", 0, probe, "observation", "", "")
        return found

    def _probe(self, probe: ProbeNote) -> ProbeNote:
        key = (
            probe.id,
            probe.rev,
            probe.family,
            probe.competency,
            probe.status,
            probe.bar,
            probe.digest,
            probe.rating,
            probe.not_enough,
            probe.confidence,
            probe.ticks,
        )
        found: ProbeNote | None = self._known.get(key)
        if found is None:
            found = self._known[key] = self._bare_probe(probe)
        return found

    def _bare_probe(self, probe: ProbeNote) -> ProbeNote:
        return ProbeNote(
            id=self._once(probe.id),
            rev=probe.rev,
            family=self._once(probe.family),
            competency=self._once(probe.competency),
            status=probe.status,
            seconds=0,
            budget_seconds=0,
            bar=probe.bar,
            digest=self._once(probe.digest),
            rating=probe.rating,
            not_enough=probe.not_enough,
            confidence=probe.confidence,
            ticks=self._once(self._each(probe.ticks)),
            ticked_at=_NO_TIMES,
            follow_ups_at=_NO_TIMES,
            cards_at=_NO_TIMES,
            numbers=_NO_TIMES,
            fingerprints=_NO_TIMES,
        )

    def _each(self, values: Iterable[str]) -> tuple[str, ...]:
        return tuple(map(self._once, values))
