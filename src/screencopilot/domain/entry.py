"""An event with its place in the journal, and its line of JSON."""

from __future__ import annotations

import datetime as dt

import msgspec
from msgspec import Struct

from screencopilot.domain import events as ev
from screencopilot.domain import time_events as tev

AnyEvent = (
    ev.ScreenOpened
    | ev.Begun
    | ev.ProbeOpened
    | ev.Ticked
    | ev.Unticked
    | ev.Stamped
    | ev.Rated
    | ev.RatingExplained
    | ev.FollowUpAsked
    | ev.CardPlayed
    | ev.SaidAgain
    | ev.NoCaseOffered
    | ev.NumberFilled
    | ev.MomentMarked
    | ev.Skipped
    | ev.LineWritten
    | ev.DraftTyped
    | ev.CheckAsked
    | ev.FlagKept
    | ev.FlagDropped
    | ev.ClaimAsked
    | ev.ClaimJudged
    | ev.Paused
    | ev.Resumed
    | ev.GapNoticed
    | ev.ClosingOpened
    | ev.ClosingLeft
    | ev.Recommended
    | ev.Sealed
    | ev.Undone
    | ev.Redone
    | ev.NudgeShown
    | ev.NudgeGone
    | ev.NudgeSilenced
    | ev.OffLimits
    | ev.ReEntry
    | tev.TimeBorrowed
    | tev.DropRefused
    | tev.DropAllowed
)


class Entry(Struct, frozen=True):
    """One event in the journal.

    ``seq`` counts from 0 without gaps, ``at`` is active seconds since the first probe was opened (0 before that),
    ``wall`` is the zoned wall time at which it happened.
    """

    seq: int
    at: float
    wall: dt.datetime
    event: AnyEvent


def encode_entry(entry: Entry) -> bytes:
    """Return one entry as a JSON line without the newline."""
    return msgspec.json.encode(entry)


_DECODER = msgspec.json.Decoder(Entry)


def decode_entry(line: bytes) -> Entry:
    """Return the entry of a JSON line; ``msgspec.MsgspecError`` when it is none of ours."""
    try:
        return _DECODER.decode(line)
    except UnicodeDecodeError as error:
        raise msgspec.DecodeError(str(error)) from None
