"""Moving in a review and reading in it: marks, probes, moments, words."""

from __future__ import annotations

from textual import on

from screencopilot.domain.timeline import Kind, Mark
from screencopilot.formats.errors import FormatError
from screencopilot.store.reviewing import Review
from screencopilot.tui.screens.look_screen import LookScreen
from screencopilot.tui.screens.sheets import ReadSheet
from screencopilot.tui.view.review import Reviewing, draw_review
from screencopilot.tui.view.review_mark import HEADS, draw_mark
from screencopilot.tui.widgets.line_view import LineView


class ReviewReading(LookScreen[Reviewing]):
    """Shows one look at a review, and changes which."""

    CSS_PATH = "../styles/review.tcss"
    VIEW = "review"

    def __init__(self, review: Review, look: Reviewing) -> None:
        super().__init__(look)
        self.review = review

    def paint(self) -> None:
        """Draw the look of now."""
        width, height = self.app.size
        self.query_one(LineView).show(draw_review(self._look, width, height))

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Go to what was clicked: a mark, a probe's first mark, words."""
        message.stop()
        kind, _, about = message.act.partition(":")
        if kind == "mark":
            self.go_to(int(about))
        elif kind == "words":
            self.change(word=int(about), on_words=True)
        else:
            heads = [n for n, m in enumerate(self.marks) if m.probe == about]
            self.go_to(heads[0] if heads else self._look.lit)

    # Moving.

    @property
    def marks(self) -> tuple[Mark, ...]:
        """All marks in order."""
        return self._look.timeline.marks

    def go_to(self, number: int) -> None:
        """Light a mark; the words go with it."""
        lit = max(0, min(len(self.marks) - 1, number))
        self.change(lit=lit, word=None, on_words=False)

    def move(self, step: int) -> None:
        """Go to another mark, or to other words."""
        if self._look.on_words and self._look.beside:
            last = len(self._look.beside.rows) - 1
            self.change(word=max(0, min(last, self._look.word_lit + step)))
        else:
            self.go_to(self._look.lit + step)

    def to_probe(self, step: int) -> None:
        """Go to the next or the last beginning of a probe."""
        heads = [n for n, m in enumerate(self.marks) if m.kind in HEADS]
        ahead = (
            [n for n in heads if n > self._look.lit] if step > 0 else [n for n in heads if n < self._look.lit]
        )
        if ahead:
            self.go_to(ahead[0] if step > 0 else ahead[-1])
        else:
            self.say("no probe after this" if step > 0 else "no probe before this")

    def to_moment(self) -> None:
        """Go to the next moment marked, and after the last to the first."""
        moments = [n for n, m in enumerate(self.marks) if m.kind is Kind.MOMENT]
        if moments:
            self.go_to(next((n for n in moments if n > self._look.lit), moments[0]))
        else:
            self.say("no moment was marked")

    # Reading.

    def read_whole(self) -> None:
        """Show the whole text of the mark on a sheet of its own."""
        mark, time, beside = self._look.mark, self._look.timeline, self._look.beside
        if mark is not None:
            title = f"{self.review.note.candidate.ref}"
            sheet = ReadSheet(title, lambda width: draw_mark(time, mark, beside, width, roomy=True))
            self.app.push_screen(sheet)

    def read_text(self) -> None:
        """Show the note as plain text."""
        from screencopilot.tui.screens.note import note_sheet

        try:
            self.app.push_screen(note_sheet(self.review.path))
        except FormatError as error:
            self.say(str(error).splitlines()[0])
