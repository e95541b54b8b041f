"""Everything that can happen in a screen, as frozen values.

The list of these is the truth; state, note, undo, recovery and timeline are derived from it. An ``Entry``
(:mod:`screencopilot.domain.entry`) wraps an event with its place in the journal and its two times.
"""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta, Struct

from screencopilot.domain.note import (
    Confidence,
    EvidenceKind,
    Fingerprint,
    NotEnoughReason,
    Polarity,
    RatingValue,
    Recommendation,
    Text,
    Verdict,
)
from screencopilot.domain.plan import AgendaItem
from screencopilot.domain.severity_stamp import SeverityStamp


def _kebab(name: str) -> str:
    return "".join("-" + c.lower() if c.isupper() else c for c in name).lstrip("-")


class Event(Struct, frozen=True, tag_field="event", tag=_kebab):
    """Base of all events; the tag in the journal is the class name in kebab-case."""


class ClaimText(Struct, frozen=True):
    """A statement from the résumé, with its kind."""

    kind: str
    text: str


class ScreenOpened(Event, frozen=True):
    """The first event: who screens whom, on which bank and agenda; ``severity`` is their own as measured before."""

    id: str
    app: str
    candidate_ref: str
    role: str
    level: str
    evaluator: str
    shipped: tuple[str, ...]
    bank_id: str
    bank_version: str
    bank_digest: str
    plan: str
    agenda: tuple[AgendaItem, ...]
    claims: tuple[ClaimText, ...] = ()
    severity: SeverityStamp | None = None


class Begun(Event, frozen=True):
    """The greeting is over and the screen's clock starts; ``opening_seconds`` is how long the greeting took."""

    opening_seconds: float


class ProbeOpened(Event, frozen=True):
    """The evaluator turned to a probe."""

    probe: str


class Ticked(Event, frozen=True):
    """A signal was heard."""

    probe: str
    signal: str


class Unticked(Event, frozen=True):
    """A tick was taken back."""

    probe: str
    signal: str


class Stamped(Event, frozen=True):
    """A fingerprint was heard: a specific story, number or regret."""

    probe: str
    kind: Fingerprint


class Rated(Event, frozen=True):
    """The probe was given a rung 1-5 or NE; None clears it. ``recalled_after``: seconds after the close."""

    probe: str
    value: RatingValue | None
    recalled_after: float | None = None


class RatingExplained(Event, frozen=True):
    """Confidence, one line of why, or the reason of an NE was given; None leaves a field as it is."""

    probe: str
    confidence: Confidence | None = None
    because: Text | None = None
    not_enough: NotEnoughReason | None = None


class FollowUpAsked(Event, frozen=True):
    """A prepared follow-up was asked."""

    probe: str
    follow_up: str


class CardPlayed(Event, frozen=True):
    """A constraint card was put on the table."""

    probe: str
    card: str


class SaidAgain(Event, frozen=True):
    """The short repeat was read out."""

    probe: str


class NoCaseOffered(Event, frozen=True):
    """The hypothetical for an honest lack of experience was offered; it caps the rung."""

    probe: str


class NumberFilled(Event, frozen=True):
    """One of the probe's number blanks was filled; an empty value clears it."""

    probe: str
    blank: str
    value: Text


class MomentMarked(Event, frozen=True):
    """A moment to come back to."""

    probe: str


class Skipped(Event, frozen=True):
    """A probe was passed over, with the reason."""

    probe: str
    because: Text


class LineWritten(Event, frozen=True):
    """A line of evidence was kept. ``id`` is unique in the screen (e1, e2, ...).

    ``heard_at`` is the active second at which words taken from a transcript were said; None: when they were written.
    """

    id: str
    probe: str
    kind: EvidenceKind
    polarity: Polarity
    text: Text
    signal: str | None = None
    recalled_after: float | None = None
    heard_at: float | None = None


class DraftTyped(Event, frozen=True):
    """What stands in the note line, so that a crash loses at most half a second of typing."""

    text: str
    signal: str | None = None


class CheckAsked(Event, frozen=True):
    """The neutral check of a red flag was asked."""

    flag: str
    probe: str


class FlagKept(Event, frozen=True):
    """A red flag was kept; its check was asked and ``line`` is the quote for it."""

    flag: str
    probe: str
    line: str


class FlagDropped(Event, frozen=True):
    """A kept red flag was taken back."""

    flag: str


class ClaimAsked(Event, frozen=True):
    """The template question of a claim was asked."""

    claim: int


class ClaimJudged(Event, frozen=True):
    """A claim was given a verdict (None clears it) with the lines it rests on."""

    claim: int
    verdict: Verdict | None
    by_practitioner: bool = False
    lines: tuple[str, ...] = ()


class Paused(Event, frozen=True):
    """All clocks were stopped."""


class Resumed(Event, frozen=True):
    """All clocks run again after ``seconds`` of pause."""

    seconds: float


class GapNoticed(Event, frozen=True):
    """The machine slept or the program was away for ``seconds``; they count as paused."""

    seconds: Annotated[float, Meta(ge=0)]
    cause: str


class ClosingOpened(Event, frozen=True):
    """The live part ended and the closing form was opened; the screen's clock stops."""


class ClosingLeft(Event, frozen=True):
    """The evaluator went back from the closing form into the live screen."""


class Recommended(Event, frozen=True):
    """The evaluator's own recommendation."""

    recommendation: Recommendation
    confidence: Confidence
    because: Text


class Sealed(Event, frozen=True):
    """The note was written, read back and is closed for good."""

    digest: str


class Undone(Event, frozen=True):
    """The newest mark still standing, entry ``target``, was taken back."""

    target: int


class Redone(Event, frozen=True):
    """The mark of entry ``target``, taken back before, stands again."""

    target: int


class NudgeShown(Event, frozen=True):
    """A nudge came up; ``opening_seconds`` is how long the greeting had lasted, told only during it."""

    nudge: str
    probe: str | None = None
    opening_seconds: float = 0.0


class NudgeGone(Event, frozen=True):
    """The nudge left: it was answered, or its time was up."""

    nudge: str


class NudgeSilenced(Event, frozen=True):
    """A nudge is not to come again on this screen, or ``for_ever``, which the profile keeps."""

    nudge: str
    for_ever: bool = False


class OffLimits(Event, frozen=True):
    """A protected topic came up unasked; that it did is all that is kept, and the note has nothing of it."""

    probe: str | None = None
    opening_seconds: float = 0.0


class ReEntry(Event, frozen=True):
    """The evaluator wants to go back to one of the candidate's own numbers."""

    probe: str
