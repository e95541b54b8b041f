"""Everything that can happen in a debrief, as frozen values, and their lines in the journal."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct

from screencopilot.domain.events import Event
from screencopilot.domain.note import Confidence, Name, RatingValue, Text

Phase = Literal["read", "vote", "walk", "decide", "closed"]
Result = Literal["agreed", "kept", "changed"]
Choice = Literal["advance", "do-not-advance", "another-screen", "no-decision"]
MovedKind = Literal["evidence", "signal", "words"]
#: How results and decisions are called, within a sentence; the order of the decisions means nothing.
RESULT_WORDS: Mapping[Result, str] = {"agreed": "agreed", "kept": "views kept", "changed": "view changed"}
CHOICE_WORDS: Mapping[Choice, str] = {
    "advance": "advance",
    "do-not-advance": "do not advance",
    "another-screen": "another screen",
    "no-decision": "no decision",
}

#: Active seconds; what a damaged line might say beyond them stands in no record.
ActiveSeconds = Annotated[float, Meta(ge=0, le=10_000_000)]
Number = Annotated[int, Meta(ge=1, le=10_000)]
Minutes = Annotated[int, Meta(ge=1, le=600)]
Names = Annotated[tuple[Name, ...], Meta(max_length=100)]


class MovedBy(Struct, frozen=True):
    """What moved somebody: a line of evidence or a signal of a colleague (``whose``, ``id``), or words of their own.

    ``text`` is the line, the signal's words as far as they are known, or the own words.
    """

    kind: MovedKind
    text: Text
    whose: Name = ""
    id: Annotated[str, Meta(max_length=64)] = ""


class Opened(Event, frozen=True, tag="debrief-opened"):
    """The first event: the silent read begins. ``key`` is that of the case."""

    id: Annotated[str, Meta(min_length=1, max_length=64)]
    app: Name
    key: str
    minutes: Minutes
    read_minutes: Annotated[int, Meta(ge=0, le=600)]


class Turned(Event, frozen=True, tag="turned"):
    """The panel turned to another part of the debrief."""

    to: Phase


class TurnTaken(Event, frozen=True, tag="turn-taken"):
    """An evaluator votes now; the others look away."""

    evaluator: Name


class TurnEnded(Event, frozen=True, tag="turn-ended"):
    """The evaluator is done; without a ``TurnTaken`` before, the turn was skipped and everything stays."""

    evaluator: Name


class Voted(Event, frozen=True, tag="voted"):
    """A second rating of a split probe; equal to the first it says that the first is kept."""

    evaluator: Name
    number: Number
    rating: RatingValue
    confidence: Confidence | None = None
    moved_by: MovedBy | None = None


class DisagreementOpened(Event, frozen=True, tag="disagreement-opened"):
    """The panel talks about this one now."""

    number: Number


class Settled(Event, frozen=True, tag="settled"):
    """How the talk over one disagreement ended: who holds which view, and why.

    ``views`` names everybody who rated the probe; ``reasons`` those whose view the talk changed.
    """

    number: Number
    result: Result
    views: Mapping[Name, RatingValue]
    because: Text = ""
    reasons: Mapping[Name, Text] = {}


class PresentSaid(Event, frozen=True, tag="present-said"):
    """Who was there."""

    names: Names


class QuestionLeft(Event, frozen=True, tag="question-left"):
    """A question stays open."""

    text: Text


class QuestionDropped(Event, frozen=True, tag="question-dropped"):
    """A question is open no more; ``place`` counts from 0."""

    place: Annotated[int, Meta(ge=0, le=10_000)]


class Decided(Event, frozen=True, tag="decided"):
    """The panel's decision in the panel's words; nothing computes it."""

    choice: Choice
    words: Text = ""


class LineTyped(Event, frozen=True, tag="line-typed"):
    """What stands in a line that is not entered yet; ``place`` names the line, an empty text is none."""

    place: Annotated[str, Meta(max_length=1000)]
    text: Text


class ClockStopped(Event, frozen=True, tag="clock-stopped"):
    """All clocks stand."""


class ClockStarted(Event, frozen=True, tag="clock-started"):
    """The clocks run again after a pause of so many seconds."""

    seconds: ActiveSeconds


class Confirmed(Event, frozen=True, tag="confirmed"):
    """The panel is done: revisions and record are written, with the time of this event."""


class TakenBack(Event, frozen=True, tag="taken-back"):
    """The entry numbered ``target`` was taken back."""

    target: int


AnyDebriefEvent = (
    Opened
    | Turned
    | TurnTaken
    | TurnEnded
    | Voted
    | DisagreementOpened
    | Settled
    | PresentSaid
    | QuestionLeft
    | QuestionDropped
    | Decided
    | LineTyped
    | ClockStopped
    | ClockStarted
    | Confirmed
    | TakenBack
)


class DebriefEntry(Struct, frozen=True):
    """One event in the journal: its number from 0, active seconds since the debrief was opened, zoned wall time."""

    seq: Annotated[int, Meta(ge=0, le=2**53)]
    at: ActiveSeconds
    wall: Annotated[dt.datetime, Meta(tz=True)]
    event: AnyDebriefEvent


def encode_debrief_entry(entry: DebriefEntry) -> bytes:
    """Return one entry as a JSON line without the newline."""
    return msgspec.json.encode(entry)


_DECODER = msgspec.json.Decoder(DebriefEntry)


def decode_debrief_entry(line: bytes) -> DebriefEntry:
    """Return the entry of a JSON line; ``msgspec.MsgspecError`` when it is none of ours."""
    try:
        return _DECODER.decode(line)
    except (UnicodeDecodeError, RecursionError) as error:
        raise msgspec.DecodeError(str(error)) from None
