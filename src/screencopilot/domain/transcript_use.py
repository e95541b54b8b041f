"""What a laid transcript is good for: quotes, and how much of each probe the evaluator talked."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from msgspec import UNSET, Struct, UnsetType

from screencopilot.domain.note import Evidence, Polarity
from screencopilot.domain.transcript import Placed, Utterance, tokens
from screencopilot.domain.transcript_clock import Laid, Span
from screencopilot.domain.transcript_match import WordIndex

#: Characters that a line of evidence may have.
QUOTE_LIMIT = 4000
#: Words of a probe below which a share of talk says nothing.
LEAST_TALK = 20

_LABEL = re.compile(r"\(.*?\)|\[.*?\]")


def quote_from(
    utterances: Iterable[Utterance],
    *,
    id: str,  # noqa: A002 - the field's name
    at: float,
    probe: str,
    polarity: Polarity = "",
    signal: str | UnsetType = UNSET,
) -> Evidence:
    """Return utterances as a line of evidence, kind quote, for a person to review and cut.

    ``at`` is in active seconds (``Laid.to_active`` of the first word); words of the greeting count as second 0.
    Speakers' names stay out, for a note knows its candidate by a ref alone: a change of speaker becomes `` / ``.

    Raises:
        ValueError: no utterances were given.
    """
    turns = groupby(utterances, key=lambda u: u.speaker)
    text = " / ".join(" ".join(u.text for u in turn) for _, turn in turns)
    if not text:
        raise ValueError("a quote needs words")
    if len(text) > QUOTE_LIMIT:
        kept = text[: QUOTE_LIMIT - 1]
        space = kept.rfind(" ")
        text = f"{kept[:space] if space > 0 else kept}\u2026"
    return Evidence(id, max(0, int(at)), probe, "quote", polarity, text, signal)


class SpeakerGuess(Struct, frozen=True):
    """Which speaker the evaluator seems to be, and why; always a guess, to be shown as one."""

    speaker: str
    because: str

    @property
    def words(self) -> str:
        """One line for people."""
        return f"{self.speaker} is taken for the evaluator: {self.because} (a guess)"


def guess_evaluator(
    speakers: Iterable[str], name: str, index: WordIndex, says: Iterable[str]
) -> SpeakerGuess | None:
    """Guess which speaker the evaluator is: by name, or by who reads out the opening questions; None if neither tells.

    The whole name decides. A part of it does too, unless at least two questions were read out by someone else.
    """
    readers = _readers(index, says)
    by_questions = None
    if readers and (len(readers) == 1 or readers.most_common(2)[0][1] > readers.most_common(2)[1][1]):
        reader, count = readers.most_common(1)[0]
        by_questions = SpeakerGuess(reader, f"says {count} of {readers.total()} opening questions found")
    wanted = frozenset(tokens(_LABEL.sub(" ", name)))
    shared = {s: len(wanted & frozenset(tokens(_LABEL.sub(" ", s)))) for s in speakers}
    most = max(shared.values(), default=0)
    named = [s for s, count in shared.items() if count == most]
    if not most or len(named) != 1:
        return by_questions
    if most == len(wanted):
        return SpeakerGuess(named[0], "has the evaluator's name")
    other = by_questions and by_questions.speaker != named[0] and readers[by_questions.speaker] >= 2
    return by_questions if other else SpeakerGuess(named[0], "has a part of the evaluator's name")


def _readers(index: WordIndex, says: Iterable[str]) -> Counter[str]:
    best = (finds[0] for say in says if (finds := index.find(say)))
    return Counter(find.speaker for find in best if find.speaker)


class TalkShare(Struct, frozen=True):
    """How much of the words in one probe the evaluator said.

    ``share`` is 0-1, None below 20 words; ``evaluator_words`` and ``other_words`` are what it rests on. A figure to
    learn from, never part of a rating.
    """

    probe: str
    share: float | None
    evaluator_words: int
    other_words: int


def talk_share(laid: Laid, spans: Iterable[Span], evaluator: str) -> tuple[TalkShare, ...]:
    """Return the evaluator's share of the words in each probe, in the order in which probes were opened.

    Talk in a pause is left out, and so are words of speakers without a name. An utterance that runs over from one probe
    into the next counts for each by the time it lies in it. Words rather than seconds: the ends of many transcripts
    hold silence.
    """
    counted: dict[str, tuple[float, float]] = {}
    words = {id(row): len(tokens(row.utterance.text)) for row in laid.rows}
    for span in spans:
        windows = laid.windows(span.start, span.end)
        mine, others = counted.get(span.probe, (0.0, 0.0))
        for row in laid.between(span.start, span.end):
            part = words[id(row)] * sum(_share_inside(row, low, high) for low, high in windows)
            if row.utterance.speaker == evaluator:
                mine += part
            elif row.utterance.speaker:
                others += part
        counted[span.probe] = mine, others
    return tuple(_talk(probe, mine, others) for probe, (mine, others) in counted.items())


def _share_inside(row: Placed, low: float, high: float) -> float:
    length = row.end - row.start
    if length > 0:
        return max(0.0, min(row.end, high) - max(row.start, low)) / length
    return 1.0 if low <= row.start < high else 0.0


def _talk(probe: str, mine: float, others: float) -> TalkShare:
    total = mine + others
    share = round(mine / total, 2) if total >= LEAST_TALK else None
    return TalkShare(probe, share, round(mine), round(others))
