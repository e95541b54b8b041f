"""The pages after the rating: the result of a round, and its references one by one."""

from __future__ import annotations

from screencopilot.domain.calibration import RoundResult
from screencopilot.domain.exercise import Reference
from screencopilot.store.calibration import Round
from screencopilot.tui.view.calibrate_after import draw_page, draw_reference, draw_result
from screencopilot.tui.view.lines import Row, hanging

Keys = list[tuple[str, str]]


class CalibratePages:
    """Which page is open, and how far it is scrolled. Page 0 is the result, the others are the references."""

    def __init__(self, round_: Round) -> None:
        self._round = round_
        self._result: RoundResult | None = None
        self._reference: Reference | None = None
        self._number = 0
        self._top = 0
        self._last = 0
        self._failure = ""

    @property
    def failed(self) -> bool:
        """Whether the result could not be kept."""
        return bool(self._failure)

    @property
    def number(self) -> int:
        """The reference shown, from 1; 0 for the result."""
        return self._number

    def fail(self, words: str) -> None:
        """Tell that the result could not be kept."""
        self._failure, self._number, self._top = words, 0, 0

    def open_result(self, result: RoundResult) -> None:
        """Show what came of the round."""
        self._result, self._failure, self._number, self._top = result, "", 0, 0

    def open_reference(self, number: int) -> bool:
        """Show the reference of an answer; False where there is none to be seen."""
        reference = self._round.reference(number)
        if reference is None:
            return False
        self._reference, self._number, self._top = reference, number, 0
        return True

    def turn(self, step: int) -> bool:
        """Turn to the next page, or the one before; False after the last."""
        number = self._number + step
        while 1 <= number <= len(self._round.rated):
            if self.open_reference(number):
                return True
            number += step
        if number < 1:
            self._number, self._top = 0, 0
            return True
        return False

    def scroll(self, step: int) -> None:
        """Bring other rows in sight."""
        self._top = max(0, min(self._top + step, self._last))

    def draw(self, size: tuple[int, int]) -> list[Row]:
        """Return the rows of the page."""
        rows = self._rows(size[0])
        self._last = max(0, len(rows) - (size[1] - 2))
        self._top = min(self._top, self._last)
        return draw_page(rows, self._keys(), self._failure, size, self._top)

    def _rows(self, width: int) -> list[Row]:
        if self._number and self._reference is not None:
            return draw_reference(self._reference, width)
        if self._result is None:
            return hanging([(" ", "")], self._failure or "…", "plain", width - 1)
        return draw_result(self._sentences(self._result), self._notes(self._result), width)

    def _sentences(self, result: RoundResult) -> tuple[str, ...]:
        from screencopilot.analysis.calibration_words import practice_sentences, sentences

        return practice_sentences(result) if self._round.begun.learn else sentences(result)

    def _notes(self, result: RoundResult) -> list[str]:
        seed = f"The order was that of seed {result.seed}."
        if self._round.begun.learn:
            return [seed]
        kept = "Kept beside your profile. screencopilot calibrate --show prints it again and says which notes carry it."
        return [kept, seed, *self._round.notices]

    def _keys(self) -> Keys:
        if self._failure:
            return [("→", "try again"), ("Esc", "leave, the round stays open")]
        if not self._round.closed:
            return [("→", "next answer"), ("↑↓", "scroll"), ("Ctrl+Q", "leave, go on later")]
        if not self._number:
            return [("→", "the references, one by one"), ("↑↓", "scroll"), ("Esc", "done")]
        last = self._number == len(self._round.rated)
        return [("→", "done" if last else "next"), ("←", "back"), ("↑↓", "scroll"), ("Esc", "done")]
