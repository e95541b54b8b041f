"""The transcript of a call as plain values: who said what, and when on the recording's own clock.

Nothing is scored from it. It serves to find the words again: beside a tick, as a quote, as shares of talk.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from itertools import accumulate, pairwise

from msgspec import Struct

#: Words a second in ordinary speech; only where a transcript leaves a time open.
WORDS_PER_SECOND = 2.5
#: Seconds that an utterance lasts when nothing tells its end, beyond its words at that speed.
SLACK = 2.0

# Writing without spaces counts by the character.
_TOKEN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff]|(?:(?![\u3040-\u30ff\u3400-\u9fff_])\w)+")
_APOSTROPHES = str.maketrans("", "", "'\u2019")


class Utterance(Struct, frozen=True):
    """Words of one speaker.

    ``start`` and ``end`` are seconds on the transcript's own clock (of the recording, or of the day), None where the
    file does not tell; ``speaker`` is empty where it names none.
    """

    start: float | None
    end: float | None
    speaker: str
    text: str


class Transcript(Struct, frozen=True):
    """A whole transcript, in order.

    ``speakers`` in order of first appearance; ``source`` is the file's name; ``started`` the zoned time at second 0,
    where the file tells it; ``notices`` are sentences on what a person should know about the file.
    """

    utterances: tuple[Utterance, ...]
    speakers: tuple[str, ...]
    source: str
    started: dt.datetime | None = None
    notices: tuple[str, ...] = ()

    @property
    def timed(self) -> bool:
        """Whether any utterance has a time."""
        return any(u.start is not None for u in self.utterances)


class Placed(Struct, frozen=True):
    """An utterance with both times, in transcript seconds; ``estimated`` when its start is worked out, not told."""

    utterance: Utterance
    start: float
    end: float
    estimated: bool


def tokens(text: str) -> tuple[str, ...]:
    """Return the words of a text for comparing: no case, accents, apostrophes or punctuation."""
    plain = unicodedata.normalize("NFKD", text.translate(_APOSTROPHES))
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return tuple(_TOKEN.findall(plain.casefold()))


def placed(transcript: Transcript) -> tuple[Placed, ...]:
    """Return the utterances with all times filled in; nothing when the transcript has no times at all.

    Starts left open lie between the told ones by their share of the words; before the first and after the last told
    one, words run at 2.5 a second. Ends left open are at the next start, or where the words would end.
    """
    utterances = transcript.utterances
    told = [index for index, u in enumerate(utterances) if u.start is not None]
    if not told:
        return ()
    counts = [len(tokens(u.text)) for u in utterances]
    starts = _starts(utterances, told, counts)
    return tuple(
        Placed(
            u,
            starts[index],
            _end(u, starts[index], starts[index + 1] if index + 1 < len(starts) else None, counts[index]),
            u.start is None,
        )
        for index, u in enumerate(utterances)
    )


def _starts(utterances: tuple[Utterance, ...], told: list[int], counts: list[int]) -> list[float]:
    before = [0, *accumulate(counts)]
    starts = [0.0] * len(utterances)
    for index in told:
        starts[index] = utterances[index].start or 0.0
    first, last = told[0], told[-1]
    for index in range(first):
        starts[index] = max(0.0, starts[first] - (before[first] - before[index]) / WORDS_PER_SECOND)
    for left, right in pairwise(told):
        words = before[right] - before[left]
        # Silence after the words is likelier than slow words; never past the next told start.
        span = min(max(0.0, starts[right] - starts[left]), words / WORDS_PER_SECOND * 2)
        for index in range(left + 1, right):
            starts[index] = starts[left] + (span * (before[index] - before[left]) / words if words else 0.0)
    for index in range(last + 1, len(utterances)):
        starts[index] = starts[last] + (before[index] - before[last]) / WORDS_PER_SECOND
    return starts


def _end(utterance: Utterance, start: float, following: float | None, words: int) -> float:
    if utterance.end is not None and utterance.end >= start:
        return utterance.end
    likely = start + words / WORDS_PER_SECOND * 2 + SLACK
    return likely if following is None or following < start else min(likely, following)
