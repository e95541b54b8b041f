"""The rehearsal on the real live screen, with a coach beneath it."""

from __future__ import annotations

from textual.app import ComposeResult

from screencopilot.demo.rehearsal import FAREWELL, LESSONS, lesson_of
from screencopilot.tui.keymap import KeyTable
from screencopilot.tui.screens.live import LiveScreen
from screencopilot.tui.view.lines import Row, hanging, row, rule
from screencopilot.tui.widgets.line_view import LineView
from screencopilot.tui.widgets.live_board import LiveBoard


class RehearsalScreen(LiveScreen):
    """Shows one lesson after the other; the next comes when what was asked was done."""

    CSS_PATH = "../styles/rehearsal.tcss"
    _passed = 0

    def compose(self) -> ComposeResult:
        """The board, and the coach under it."""
        yield LiveBoard(smallest=(50, 9))  # the coach takes its rows from the board
        yield LineView(id="coach")

    @property
    def passed(self) -> int:
        """How many lessons are done."""
        return self._passed

    def paint(self) -> None:
        """Draw the live screen, and the lesson of now."""
        super().paint()
        self._passed = lesson_of(self.desk.session.state, self._passed)
        view = self.query_one("#coach", LineView)
        rows = _coach(self._passed, self.app.size.width, self.look.keys)
        view.styles.height = len(rows)
        view.show(rows)


def _coach(passed: int, width: int, keys: KeyTable) -> list[Row]:
    rows = [rule(width)]
    names = {command.id: keys.name(command.id) for command in keys.commands}
    if passed == len(LESSONS):
        return [*rows, *hanging([(" ✓ ", "saved")], FAREWELL.format_map(names), "title", width - 1)]
    lesson = LESSONS[passed]
    if lesson.heard:
        rows += hanging([(" They say ", "quiet")], f"“{lesson.heard}”", "plain", width - 1)
    rows += hanging(
        [(f" {passed + 1}/{len(LESSONS)} ", "head")], lesson.ask.format_map(names), "nudge", width - 1
    )
    return [*rows, row((f" {names['leave']} leaves the rehearsal", "quiet"))]
