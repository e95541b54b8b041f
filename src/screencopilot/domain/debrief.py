"""What a debrief is about: the sealed notes on one candidate, their ratings, and where these disagree.

A :class:`Case` is made once, from notes as they were sealed, and never changes; what the panel does with it are events
(:mod:`screencopilot.domain.debrief_events`).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from screencopilot.domain.bank import Rung
from screencopilot.domain.canonical import digest
from screencopilot.domain.names import folded
from screencopilot.domain.note import Candidate, Confidence, Evidence, RatingValue


class NoteRead(Struct, frozen=True):
    """One sealed note: where it lies, and the digest of its seal."""

    id: str
    evaluator: str
    path: str
    digest: str


class Heard(Struct, frozen=True):
    """A signal that somebody ticked: its words as the bank has them ("" where the bank is not here) and its tone."""

    id: str
    text: str = ""
    tone: str = ""


class View(Struct, frozen=True):
    """What one evaluator sealed on one probe.

    ``note`` is the id of the note. ``revised`` is the rating as it was revised since it was sealed, else None.
    """

    evaluator: str
    note: str
    rating: RatingValue
    bar: int
    confidence: Confidence | None = None
    because: str = ""
    ticks: tuple[str, ...] = ()
    flags: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    revised: RatingValue | None = None


class Disagreement(Struct, frozen=True):
    """One split probe.

    Attributes:
        number: its place in the order of ``compare``, from 1; events call it by this.
        probe: the probe's id; ``meaning`` is its digest.
        title: what it is called, or its id.
        spread: rungs between the lowest and the highest rating.
        sentence: how the split is called, in words.
        views: one for each evaluator who rated it, NE included, in order of the panel.
        signals: those that somebody ticked.
        rungs: all rungs of the ladder, or none when the bank is not here as it was asked.
    """

    number: int
    probe: str
    meaning: str
    title: str
    competency: str
    spread: int
    straddles_bar: bool
    sentence: str
    views: tuple[View, ...]
    signals: tuple[Heard, ...] = ()
    rungs: tuple[Rung, ...] = ()

    @property
    def names(self) -> tuple[str, ...]:
        """Who rated it."""
        return tuple(view.evaluator for view in self.views)

    def view(self, evaluator: str) -> View | None:
        """Return what an evaluator sealed on it, or None."""
        return next((view for view in self.views if view.evaluator == evaluator), None)

    def signal(self, signal_id: str) -> Heard:
        """Return a signal with its words, as far as they are known."""
        return next((heard for heard in self.signals if heard.id == signal_id), Heard(signal_id))

    def between(self) -> tuple[Rung, ...]:
        """Return the rungs from the lowest to the highest rating, the highest first."""
        given = [view.rating for view in self.views if isinstance(view.rating, int)]
        low, high = min(given, default=5), max(given, default=1)
        return tuple(sorted((r for r in self.rungs if low <= r.rung <= high), key=lambda r: -r.rung))


class MatrixRow(Struct, frozen=True):
    """One probe of the matrix: first sealed ratings by evaluator."""

    probe: str
    meaning: str
    title: str
    competency: str
    ratings: Mapping[str, RatingValue]
    split: bool = False


class Case(Struct, frozen=True):
    """Everything that a debrief rests on. ``remarks`` are sentences that belong beside the matrix."""

    candidate: Candidate
    evaluators: tuple[str, ...]
    notes: tuple[NoteRead, ...]
    rows: tuple[MatrixRow, ...]
    disagreements: tuple[Disagreement, ...]
    remarks: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """A digest that is equal for the same candidate and the same sealed notes, wherever they lie."""
        notes = sorted((note.id, note.digest) for note in self.notes)
        return digest([folded(self.candidate.ref), notes])

    def disagreement(self, number: int) -> Disagreement | None:
        """Return a disagreement by its number, or None."""
        return self.disagreements[number - 1] if 1 <= number <= len(self.disagreements) else None

    @property
    def whole(self) -> bool:
        """Whether its parts belong together, as they do unless its file was damaged."""
        known = {note.id for note in self.notes}
        rated = [view for one in self.disagreements for view in one.views]
        numbered = [one.number for one in self.disagreements] == [*range(1, len(self.disagreements) + 1)]
        return numbered and all(view.note in known and view.evaluator in self.evaluators for view in rated)

    @property
    def voters(self) -> tuple[str, ...]:
        """Those who rated a split probe, in order of the panel."""
        rated = {name for one in self.disagreements for name in one.names}
        return tuple(name for name in self.evaluators if name in rated)
