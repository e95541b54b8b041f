"""What may still come to a sealed note: a rating revised, with why; the one that was sealed stays above it."""

from __future__ import annotations

import datetime as dt

from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.domain.commands import Refused
from screencopilot.domain.note import Note, RatingValue, Revision


def rating_now(note: Note, probe: str) -> RatingValue | None:
    """Return a probe's rating as it was last revised; None for one that was never rated, or is not in the note."""
    revised = [r.to for r in note.revisions if r.probe == probe]
    rated = [p.rating for p in note.probes if p.id == probe and p.rating is not UNSET]
    return revised[-1] if revised else rated[0] if rated else None


def revised(note: Note, probe: str, to: RatingValue, because: str, at: dt.datetime) -> Note:
    """Return the sealed note with one more revision, made at ``at`` (with its zone).

    Raises:
        Refused: the note is a draft, the probe was not rated, nothing would change, or no reason is given.
    """
    if note.status != "sealed":
        raise Refused("a draft is amended, not revised")
    was = rating_now(note, probe)
    if was is None:
        raise Refused("it was not rated: there is nothing to revise")
    if was == to:
        raise Refused(f"it is {to} already")
    if not because.strip():
        raise Refused("a revision needs its why")
    revision = Revision(at.replace(microsecond=0), probe, was, to, because.strip())
    return replace(note, revisions=(*note.revisions, revision))
