"""What every report is made from: a comparison, and what stands beside it on the page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import NamedTuple

from msgspec import UNSET, Struct
from msgspec.structs import replace

from screencopilot.analysis.comparison_values import Comparison
from screencopilot.analysis.splits import Split
from screencopilot.domain.bank import Probe
from screencopilot.domain.note import Note

#: Splits that are told in full where there are several candidates; the rest have a line each.
DETAILED = 12
#: Reports on more candidates than this have no matrix for each of them.
MATRICES = 24
#: More screens than this are not drawn.
TIMELINES = 60
#: Lines of lists that could have thousands: the rest is counted.
LISTED = 100


class Span(Struct, frozen=True):
    """One probe of a screen: when it was asked and for how long, in active seconds, against its budget."""

    probe: str
    asked_at: int
    seconds: int
    budget: int
    rating: str
    rated_at: int | None


class ScreenLine(Struct, frozen=True):
    """One screen in time, in active seconds; ``heard`` are the seconds of evidence, ``flagged`` of red flags kept."""

    candidate: str
    evaluator: str
    day: dt.date
    active_seconds: int
    spans: tuple[Span, ...]
    heard: tuple[int, ...]
    flagged: tuple[int, ...]


class Report(Struct, frozen=True):
    """A comparison with the words of its probes.

    ``probes`` are by digest, as far as this computer has them as they were asked; ``weights`` are by competency.
    ``notices`` are sentences on how the notes were chosen. ``explain`` puts the making of the figures below them.
    ``started`` says of notes, as cells call them, when their screens began (seconds since 1970), where that is printed.
    """

    comparison: Comparison
    made: dt.datetime
    probes: Mapping[str, Probe] = {}
    weights: Mapping[str, float] = {}
    screens: tuple[ScreenLine, ...] = ()
    notices: tuple[str, ...] = ()
    explain: bool = False
    redacted: bool = False
    started: Mapping[str, float] = {}

    @property
    def notes(self) -> int:
        """How many notes were compared."""
        return sum(row.notes for row in self.comparison.candidates)

    @property
    def single(self) -> bool:
        """Whether the comparison is of one candidate."""
        return len(self.comparison.candidates) == 1

    @property
    def detailed(self) -> tuple[Split, ...]:
        """The splits that are told in full."""
        found = self.comparison.disagreements
        return found if self.single else found[:DETAILED]


class RowKey(NamedTuple):
    """What names one row of a candidate's matrix."""

    candidate: str
    probe: str
    meaning: str


def shortened(comparison: Comparison) -> Comparison:
    """Return a comparison of many candidates without matrix rows and claims that no report but CSV prints."""
    if len(comparison.candidates) <= MATRICES:
        return comparison
    told = {RowKey(s.candidate, s.probe, s.meaning) for s in comparison.disagreements[:DETAILED]}
    kept = tuple(row for row in comparison.probes if RowKey(row.candidate, row.probe, row.meaning) in told)
    return replace(comparison, probes=kept, claims=())


def screen_line(note: Note) -> ScreenLine:
    """Return a note's screen in time."""
    spans = [
        Span(
            probe=probe.id,
            asked_at=probe.asked_at,
            seconds=probe.seconds,
            budget=probe.budget_seconds,
            rating="" if probe.rating is UNSET else str(probe.rating),
            rated_at=None if probe.rated_at is UNSET else probe.rated_at,
        )
        for probe in note.probes
        if probe.asked_at is not UNSET
    ]
    return ScreenLine(
        candidate=note.candidate.ref,
        evaluator=note.evaluator.name,
        day=note.timing.started.date(),
        active_seconds=note.timing.active_seconds,
        spans=tuple(sorted(spans, key=lambda s: (s.asked_at, s.probe))),
        heard=tuple(line.at for line in note.evidence if line.recalled_after is UNSET),
        flagged=tuple(flag.at for flag in note.flags),
    )
