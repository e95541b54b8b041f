"""Find written words in what was said, and from many such finds the offset between the two clocks."""

from __future__ import annotations

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from statistics import median
from typing import Literal

from msgspec import UNSET, Struct

from screencopilot.domain.note import Confidence, Evidence, ProbeNote
from screencopilot.domain.transcript import Placed, tokens
from screencopilot.domain.transcript_clock import Pause, wall_of

#: Words that a written line needs at least, to be told from chance.
LEAST_WORDS = 4
#: The share of its words that must be heard close together.
LEAST_OVERLAP = 0.6
#: Offsets within this many seconds of each other agree.
AGREE_SECONDS = 20.0
#: Seconds between hearing and beginning to write, and characters typed in a second.
REACTION_SECONDS = 3.0
TYPED_PER_SECOND = 6.0

# Bounds on work for hostile text: words compared of one line, places of one word, finds of one line, lines.
_MOST_WORDS = 80
_MOST_PLACES = 200
_MOST_FINDS = 4
_MOST_LINES = 400
_BIN = 8

OffsetSource = Literal["words", "file-name", "time-of-day", "hand"]


class Said(Struct, frozen=True):
    """Words that were said about the active second ``at``.

    ``lag`` is how many seconds after the *end* of the words (``after_words``), or else after their beginning, the
    stamp was made.
    """

    at: float
    text: str
    lag: float = 0.0
    after_words: bool = True


class Find(Struct, frozen=True):
    """Where words were heard: first and last transcript second, the speaker, and the share of words that match."""

    start: float
    end: float
    speaker: str
    overlap: float


class Offset(Struct, frozen=True):
    """Transcript second at active second 0, and what it rests on.

    ``anchors`` of ``tried`` lines agree within ``spread`` seconds; both counts are 0 for an offset not found by words.
    """

    seconds: float
    source: OffsetSource
    confidence: Confidence
    anchors: int = 0
    tried: int = 0
    spread: float = 0.0

    @property
    def words(self) -> str:
        """One line for people on where the offset comes from."""
        match self.source:
            case "words":
                return (
                    f"found by words: {self.anchors} of {self.tried} lines agree "
                    f"within {round(self.spread)} s, confidence {self.confidence}"
                )
            case "file-name":
                return "from the start of the recording in the file's name"
            case "time-of-day":
                return "from the transcript's times of day"
            case "hand":
                return "set by hand"


class WordIndex:
    """Every word of a transcript with its second, ready for searching."""

    def __init__(self, rows: Iterable[Placed]) -> None:
        self._words: list[str] = []
        self._times: list[float] = []
        self._speakers: list[str] = []
        for row in rows:
            found = tokens(row.utterance.text)
            step = (row.end - row.start) / len(found) if found else 0.0
            self._words += found
            self._times += [row.start + step * number for number in range(len(found))]
            self._speakers += [row.utterance.speaker] * len(found)
        self._places: dict[str, list[int]] = defaultdict(list)
        for place, word in enumerate(self._words):
            self._places[word].append(place)

    def find(self, text: str) -> tuple[Find, ...]:
        """Return where the words of a text were said, best first; nothing for fewer than four different words."""
        wanted = tokens(text)[:_MOST_WORDS]
        if len(set(wanted)) < LEAST_WORDS:
            return ()
        bins: Counter[int] = Counter()
        for number, word in enumerate(wanted):
            places = self._places.get(word, ())
            for place in places if len(places) <= _MOST_PLACES else ():
                bins[(place - number) // _BIN] += 1
        finds = {find.start: find for key in _peaks(bins) if (find := self._find_at(wanted, key * _BIN))}
        return tuple(sorted(finds.values(), key=lambda find: (-find.overlap, find.start)))

    def _find_at(self, wanted: Sequence[str], first: int) -> Find | None:
        """Return the closest stretch round a place, about as long as the words wanted, that holds most of them."""
        weights = {word: self._weight(word) for word in wanted}
        low = max(0, first - _BIN)
        high = min(len(self._words), first + 2 * _BIN + len(wanted) + len(wanted) // 4)
        length = len(wanted) + len(wanted) // 2 + 2
        needed, held = Counter(wanted), Counter[str]()
        score, best, best_end = 0.0, 0.0, low
        for place in range(low, high):
            if place - length >= low:
                gone = self._words[place - length]
                score -= weights.get(gone, 0.0) if held[gone] <= needed[gone] else 0.0
                held[gone] -= 1
            word = self._words[place]
            held[word] += 1
            score += weights.get(word, 0.0) if held[word] <= needed[word] else 0.0
            if score > best + 1e-9:
                best, best_end = score, place
        overlap = best / sum(weights[word] for word in wanted)
        if overlap < LEAST_OVERLAP:
            return None
        heard, missing = [], needed & Counter(self._words[max(low, best_end - length + 1) : best_end + 1])
        for place in range(
            best_end, low - 1, -1
        ):  # backwards: a stray word before them is not their beginning
            if missing[self._words[place]] > 0:
                missing[self._words[place]] -= 1
                heard.append(place)
        speaker = Counter(self._speakers[place] for place in heard).most_common(1)[0][0]
        return Find(self._times[heard[-1]], self._times[heard[0]], speaker, round(overlap, 2))

    def _weight(self, word: str) -> float:
        """Return how much a word tells: the commonest little."""
        times = len(self._places.get(word, ()))
        return 0.25 if times > max(20, len(self._words) // 100) else 1.0


def _peaks(bins: Counter[int]) -> list[int]:
    """Return the bins that hold most together with the next one, none beside another."""
    near = {key: count + bins.get(key + 1, 0) for key, count in bins.items()}
    peaks: list[int] = []
    for key in sorted(near, key=lambda key: (-near[key], key)):
        if all(abs(key - peak) > 2 for peak in peaks):
            peaks.append(key)
        if len(peaks) == _MOST_FINDS:
            break
    return peaks


def quotes_said(evidence: Iterable[Evidence]) -> tuple[Said, ...]:
    """Return the written quotes as words said; lines recalled after the close have no time to go by."""
    return tuple(
        Said(line.at, line.text, REACTION_SECONDS + len(line.text) / TYPED_PER_SECOND)
        for line in evidence
        if line.kind == "quote" and line.recalled_after is UNSET
    )


def questions_said(probes: Iterable[ProbeNote], says: Mapping[str, str]) -> tuple[Said, ...]:
    """Return the opening questions as words said: read out from the second their probe was opened.

    ``says`` maps a probe's id to its ``say``.
    """
    return tuple(
        Said(probe.asked_at, says[probe.id], -REACTION_SECONDS, after_words=False)
        for probe in probes
        if probe.asked_at is not UNSET and probe.id in says
    )


def find_offset(index: WordIndex, said: Iterable[Said], pauses: Sequence[Pause] = ()) -> Offset | None:
    """Return the offset that most lines agree on, None when fewer than two do.

    Each line votes once for every place where its words were heard. The offset is the median of the votes in the
    20 seconds that hold votes of the most lines.
    """
    votes: list[tuple[float, int, float]] = []
    lines = list({(tokens(line.text), line.at): line for line in said}.values())[:_MOST_LINES]
    usable = [line for line in lines if len(set(tokens(line.text))) >= LEAST_WORDS]
    for number, line in enumerate(usable):
        stamp = wall_of(line.at, pauses) - line.lag
        for find in index.find(line.text):
            heard = find.end if line.after_words else find.start
            votes.append((heard - stamp, number, find.overlap))
    votes.sort()
    best = _most_agreed(votes)
    anchors = len({number for _, number, _ in best})
    if anchors < 2:
        return None
    heard_at_all = len({number for _, number, _ in votes})
    offsets = [offset for offset, _, _ in best]
    return Offset(
        seconds=round(median(offsets), 1),
        source="words",
        confidence=_confidence(anchors, heard_at_all),
        anchors=anchors,
        tried=len(usable),
        spread=round(offsets[-1] - offsets[0], 1),
    )


def _most_agreed(votes: list[tuple[float, int, float]]) -> list[tuple[float, int, float]]:
    best: list[tuple[float, int, float]] = []
    best_rank = (0, 0.0)
    low = 0
    for high, (offset, _, _) in enumerate(votes):
        while votes[low][0] < offset - AGREE_SECONDS:
            low += 1
        strongest: dict[int, float] = {}
        for _, number, overlap in votes[low : high + 1]:
            strongest[number] = max(overlap, strongest.get(number, 0.0))
        rank = (len(strongest), sum(strongest.values()))
        if rank > best_rank:
            best_rank, best = rank, votes[low : high + 1]
    return best


def _confidence(anchors: int, heard: int) -> Confidence:
    share = anchors / heard
    if anchors >= 4 and share >= 0.7:
        return "high"
    return "medium" if anchors >= 3 and share >= 0.5 else "low"


def offset_by_hand(seconds: float) -> Offset:
    """Return an offset that a person has set: the transcript second at which the first probe was opened."""
    return Offset(seconds, "hand", "high")


def offset_from_start(started: dt.datetime, begun: dt.datetime) -> Offset:
    """Return the offset from two zoned times: when the recording began, and when the first probe was opened."""
    return Offset((begun - started).total_seconds(), "file-name", "medium")


def offset_from_time_of_day(
    rows: Sequence[Placed], begun: dt.datetime, active_seconds: float
) -> Offset | None:
    """Return the offset of a transcript whose times are those of the day (Zoom's saved captions), else None.

    ``begun`` is the zoned time of the first probe, as the evaluator's clock showed it. The times are taken for times of
    day when they begin after the first hour and at least half of the screen lies within them.
    """
    if not rows or rows[0].start < 3600:
        return None
    first = begun.hour * 3600 + begun.minute * 60 + begun.second
    inside = min(rows[-1].end, first + active_seconds) - max(rows[0].start, first)
    return Offset(first, "time-of-day", "medium") if inside >= active_seconds / 2 > 0 else None
