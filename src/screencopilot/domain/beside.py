"""A transcript laid beside a note's timeline: the offset with what it rests on, and guessed shares of talk.

Nothing is scored from it.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from screencopilot.domain.timeline import Timeline, Words
from screencopilot.domain.transcript import Placed, Transcript, placed
from screencopilot.domain.transcript_clock import Laid, lay
from screencopilot.domain.transcript_match import (
    Offset,
    WordIndex,
    find_offset,
    offset_by_hand,
    offset_from_start,
    offset_from_time_of_day,
    questions_said,
    quotes_said,
)
from screencopilot.domain.transcript_use import SpeakerGuess, TalkShare, guess_evaluator, talk_share


class Beside(Struct, frozen=True):
    """A transcript beside a timeline.

    ``laid`` has its rows on the screen's clock, none when it has no times; ``offset`` is None while none was found;
    ``guess`` is who the evaluator seems to be; ``shares`` are by probe.
    """

    transcript: Transcript
    timeline: Timeline
    laid: Laid
    offset: Offset | None
    guess: SpeakerGuess | None
    shares: Mapping[str, TalkShare]

    @property
    def words(self) -> str:
        """One line for people on how the transcript was laid."""
        if not self.laid.rows:
            return "it has no times: to be read, not laid on the clock"
        if self.offset is None:
            return "no offset found: its beginning lies at 0:00; set it with < and >"
        return f"{self.offset.words}; offset {self.offset.seconds:+.0f} s"

    @property
    def rows(self) -> tuple[Placed, ...]:
        """What was said, in order; without times every row is at 0."""
        return self.laid.rows or tuple(Placed(u, 0.0, 0.0, True) for u in self.transcript.utterances)

    def second(self, row: int) -> float | None:
        """Return the active second at which a row was said (below 0: in the greeting); None without times."""
        return self.laid.to_active(self.laid.rows[row].start) if self.laid.rows else None

    def row_at(self, at: float) -> int:
        """Return the row that was being said at an active second; in a silence the nearer one beside it."""
        row = self.laid.nearest(at)
        if row is None:
            return 0
        second, rows = self.laid.to_transcript(at), self.laid.rows
        quiet = second - rows[row].end
        ahead = row + 1 < len(rows) and 0 < rows[row + 1].start - second < quiet
        return row + 1 if ahead else row

    def share(self, probe: str) -> str:
        """Return the evaluator's share of the words in a probe as one line that says it is a guess; "" for none."""
        share = self.shares.get(probe)
        if self.guess is None or share is None or share.share is None:
            return ""
        return f"{share.share:.0%} of the words here are the evaluator's, if that is {self.guess.speaker} (a guess)"


def lay_beside(transcript: Transcript, timeline: Timeline, words: Words) -> Beside:
    """Lay a transcript on a timeline's clock: by what was quoted and asked, else by the recording's own times."""
    rows = placed(transcript)
    index = WordIndex(rows)
    says = {probe.id: words.say(probe.id) for probe in timeline.note.probes if words.say(probe.id)}
    offset = _offset(transcript, rows, index, timeline, says)
    guess = guess_evaluator(transcript.speakers, timeline.note.evaluator.name, index, says.values())
    laid = lay(rows, offset.seconds if offset else 0.0, timeline.pauses)
    return _with_shares(Beside(transcript, timeline, laid, offset, guess, {}))


def moved(beside: Beside, seconds: float) -> Beside:
    """Return it with the offset moved by hand."""
    if not beside.laid.rows:
        return beside
    offset = offset_by_hand(beside.laid.offset + seconds)
    laid = lay(beside.laid.rows, offset.seconds, beside.timeline.pauses)
    return _with_shares(replace(beside, laid=laid, offset=offset))


def renewed(beside: Beside, timeline: Timeline) -> Beside:
    """Return it beside a timeline that was read again, the offset as it was."""
    laid = lay(beside.laid.rows, beside.laid.offset, timeline.pauses)
    return _with_shares(replace(beside, timeline=timeline, laid=laid))


def _offset(
    transcript: Transcript,
    rows: tuple[Placed, ...],
    index: WordIndex,
    timeline: Timeline,
    says: Mapping[str, str],
) -> Offset | None:
    note = timeline.note
    said = (*quotes_said(note.evidence), *questions_said(note.probes, says))
    by_words = find_offset(index, said, timeline.pauses)
    if by_words and by_words.confidence != "low":
        return by_words
    begun = note.timing.started
    if transcript.started and rows:
        by_name = offset_from_start(transcript.started, begun)
        if 0 <= by_name.seconds <= rows[-1].end:  # else it is the recording of another call
            return by_name
    return offset_from_time_of_day(rows, begun, note.timing.active_seconds) or by_words


def _with_shares(beside: Beside) -> Beside:
    if beside.guess is None or beside.offset is None:
        return replace(beside, shares={})
    spans = [span for bar in beside.timeline.bars for span in bar.spans]
    shares = talk_share(beside.laid, spans, beside.guess.speaker)
    return replace(beside, shares={share.probe: share for share in shares})
