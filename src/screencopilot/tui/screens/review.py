"""The review of a note: its timeline to move in, a transcript laid beside it, a sealed rating revised."""

from __future__ import annotations

import asyncio
import contextlib
from pathlib import Path

from msgspec.structs import replace
from textual import events, work

from screencopilot.domain.beside import Beside, lay_beside, moved, renewed
from screencopilot.domain.commands import Refused
from screencopilot.domain.transcript_use import quote_from
from screencopilot.formats.errors import FormatError
from screencopilot.formats.transcript_text import load_transcript
from screencopilot.store.errors import StoreError
from screencopilot.store.reviewing import Review, load_review, save_quote, save_revision, why_no_quote
from screencopilot.tui.screens.review_reading import ReviewReading
from screencopilot.tui.screens.review_sheets import ask_quote, ask_rung, ask_transcript, ask_why
from screencopilot.tui.view.review import Reviewing

_STEPS = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8, "home": -1_000_000, "end": 1_000_000}
#: Seconds by which a key moves a transcript against the screen's clock.
_SHIFTS = {"<": -1.0, ">": 1.0, "[": -10.0, "]": 10.0}
_LETTERS = {"m", "r", "a", "t", "o", "q", "0"}


class ReviewScreen(ReviewReading):
    """Shows a note in time; dismisses with ``amend`` (its session is to go on) or ``back``."""

    def __init__(self, review: Review, beside: Beside | None = None, message: str = "") -> None:
        said = message or (told(beside) if beside else "")
        look = Reviewing(review.timeline, review.seal, beside=beside, message=said, notices=review.notices)
        super().__init__(review, look)

    def on_mount(self) -> None:
        """Say at once what can still be done with it."""
        self.change(message=self._look.message or self._standing())

    def _standing(self) -> str:
        if self.review.unfinished is not None:
            return "not sealed yet: a goes on with its screen, to amend it"
        return "changed after it was sealed: read it with care" if self.review.seal == "changed" else ""

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Move, or do what a letter stands for."""
        key = event.character if event.character in {*_SHIFTS, *_LETTERS} else event.key
        self._look = replace(self._look, message="")
        if key in _STEPS:
            self.move(_STEPS[key])
        elif key in {"left", "right"}:
            self.to_probe(1 if key == "right" else -1)
        elif key in _SHIFTS:
            self.shift(_SHIFTS[key])
        elif key == "tab":
            self.change(on_words=not self._look.on_words and self._look.beside is not None)
        elif key == "escape" and self._look.on_words:
            self.change(on_words=False)
        elif key in {"escape", "backspace"}:
            self.dismiss("back")
        elif key == "enter":
            self.read_whole()
        elif key in _LETTERS:
            self._letter(key)
        else:
            return
        event.stop()
        event.prevent_default()

    def _letter(self, key: str) -> None:
        if key == "m":
            self.to_moment()
        elif key == "r":
            self.revise()
        elif key == "a":
            self.amend()
        elif key == "t":
            self.read_text()
        elif key == "o":
            self.open_transcript()
        elif key == "q":
            self.quote()
        else:
            self.copilot.action_curtain()

    # Transcript.

    @work(exclusive=True, group="review-flow")
    async def open_transcript(self) -> None:
        """Ask for the call's transcript, and lay it beside."""
        path = await ask_transcript(self.app)
        if path is not None:
            await self.lay(path)

    async def lay(self, path: Path) -> None:
        """Read a transcript and lay it beside; what is wrong with it is told."""
        try:
            beside = await asyncio.to_thread(beside_of, self.review, path)
        except FormatError as error:
            self.say(str(error).splitlines()[0])
            return
        self.change(beside=beside, word=None, message=told(beside))

    def shift(self, seconds: float) -> None:
        """Move the transcript's offset by hand."""
        if self._look.beside is None:
            self.say("o opens a transcript first")
        elif not self._look.beside.laid.rows:
            self.say("this transcript has no times")
        else:
            beside = moved(self._look.beside, seconds)
            self.change(beside=beside, word=None if not self._look.on_words else self._look.word)

    @work(exclusive=True, group="review-flow")
    async def quote(self) -> None:
        """Turn the words one is at into evidence, cut to what counts; of a draft only."""
        beside, number = self._look.beside, self._look.word_lit
        why = why_no_quote(self.review) if beside else "o opens a transcript first"
        if why or beside is None:
            self.say(why)
            return
        mark, second = self._look.mark, beside.second(number)
        at = second if second is not None else (mark.at if mark and mark.at is not None else 0.0)
        probe = probe_at(self._look, at) if second is not None else (mark.probe if mark else "")
        line = quote_from([beside.rows[number].utterance], id="e", at=at, probe=probe)
        kept = await ask_quote(self.app, line, self._look.timeline)
        if kept is None:
            return
        try:
            path = await asyncio.to_thread(
                save_quote, self.copilot.folders, self.review, kept, self.copilot.clock
            )
        except (Refused, StoreError, FormatError) as error:
            self.say(f"not kept: {str(error).splitlines()[0]}")
            return
        await self._read_again(path, "kept as a quote")

    # Amending and revising.

    def amend(self) -> None:
        """Go on with the screen of a draft."""
        session = self.review.unfinished
        if session is not None and session.locked_by:
            self.say(f"open in {session.locked_by}; close it there first")
        elif session is not None:
            self.dismiss("amend")
        elif self.review.seal == "draft":
            self.say("its screen is not on this computer any more, or was put aside: it stays as it is")
        else:
            self.say(
                "sealed: a rating can be revised with r, the rest stays"
                if self.review.sealed
                else "not a draft"
            )

    @work(exclusive=True, group="review-flow")
    async def revise(self) -> None:
        """Give a probe of a sealed note another rung, with why."""
        mark, time = self._look.mark, self._look.timeline
        bar = time.bar(mark.probe) if mark else None
        if not self.review.sealed:
            draft = self.review.seal == "draft"
            self.say(
                "a draft is amended with a, not revised" if draft else "its seal does not fit: not revised"
            )
            return
        if bar is None:
            self.say("go to a probe first, then revise its rating")
            return
        to = await ask_rung(self.app, time, bar, self.review.words)
        because = await ask_why(self.app, bar, to) if to is not None else None
        if to is None or because is None:
            return
        try:
            path = await asyncio.to_thread(
                save_revision, self.review, bar.note.id, to, because, self.copilot.clock
            )
        except (Refused, StoreError, FormatError) as error:
            self.say(f"not revised: {str(error).splitlines()[0]}")
            return
        await self._read_again(
            path, f"revised to {to}; the seal stands, and the rating it was sealed with too"
        )

    async def _read_again(self, path: Path, words: str) -> None:
        try:
            review = await asyncio.to_thread(load_review, self.copilot.folders, path)
        except FormatError as error:
            self.say(str(error).splitlines()[0])
            return
        self.review = review
        beside = renewed(self._look.beside, review.timeline) if self._look.beside else None
        lit = min(self._look.lit, max(0, len(review.timeline.marks) - 1))
        self.change(
            timeline=review.timeline,
            seal=review.seal,
            notices=review.notices,
            beside=beside,
            lit=lit,
            message=words,
        )


def beside_of(review: Review, path: Path) -> Beside:
    """Read a transcript and lay it beside a review; TranscriptError when it cannot be read."""
    with contextlib.suppress(RuntimeError):  # "~name" of nobody: the reader says that there is no such file
        path = path.expanduser()
    return lay_beside(load_transcript(path), review.timeline, review.words)


def told(beside: Beside) -> str:
    """Return what to say when a transcript was opened: how it was laid, who is guessed, what is odd about it."""
    parts = (beside.words, beside.guess.words if beside.guess else "", *beside.transcript.notices)
    return "; ".join(part for part in parts if part)


def probe_at(look: Reviewing, at: float) -> str:
    """Return the probe that was open at an active second; the nearest before it, or the first, where none was."""
    spans = sorted((span for bar in look.timeline.bars for span in bar.spans), key=lambda s: s.start)
    begun = [span for span in spans if span.start <= at]
    near = begun[-1] if begun else spans[0] if spans else None
    return near.probe if near else ""
