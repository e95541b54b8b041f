"""What a debrief's screen shows, and the one way through which anything is done on it."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from msgspec.structs import replace

from screencopilot.domain.commands import Refused
from screencopilot.domain.debrief_commands import DebriefCommand
from screencopilot.store.debriefing import DebriefDesk
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.screens.look_screen import LookScreen
from screencopilot.tui.view.debrief import draw_debrief
from screencopilot.tui.view.debrief_look import Debriefing
from screencopilot.tui.view.lines import Row
from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.tui.debrief import DebriefApp


class DebriefShowing(LookScreen[Debriefing]):
    """Shows one look at a debrief; dismisses with ``done`` or ``left``.

    Attributes:
        desk: the debrief.
        out: the folder of the record.
    """

    CSS_PATH = "../styles/debrief.tcss"
    VIEW = "debrief"

    def __init__(self, desk: DebriefDesk, out: Path, message: str = "") -> None:
        super().__init__(Debriefing(desk.case, desk.state, message=message))
        self.desk = desk
        self.out = out
        self._ended = False

    @property
    def copilot(self) -> DebriefApp:
        """The program."""
        return cast("DebriefApp", self.app)

    @property
    def ended(self) -> bool:
        """Whether all is written."""
        return self._ended

    def on_mount(self) -> None:
        """Show it, and keep the clock right."""
        self.set_interval(1.0, self.paint)
        self.paint()

    # What is shown.

    def paint(self) -> None:
        """Draw the look of now."""
        status = self.desk.status
        # Lines on their way to the disk are no trouble: only what the disk refused is told.
        unsaved = f"{status.problem} ({status.mend})" if status.problem else ""
        self._look = replace(self._look, state=self.desk.state, at=self.desk.session.at, unsaved=unsaved)
        self.query_one(LineView).show(self._rows(self._look))

    def _rows(self, look: Debriefing) -> list[Row]:
        width, height = self.app.size
        return draw_debrief(look, width, height)

    def scroll_to_row(self, top: int) -> None:
        """Bring another row to the top; beyond the end there is nothing to scroll to."""
        look = replace(self._look, top=max(0, top))
        shown = self._rows(look)
        while look.top and self._rows(nearer := replace(look, top=look.top - 1)) == shown:
            look = nearer
        self._look = look
        self.paint()

    def at_line(self, lit: int) -> None:
        """Go to a line of the part, from its top."""
        self.change(lit=lit, top=0)

    def next_line(self) -> None:
        """Go to the next disagreement of one's own, if there is one."""
        self.at_line(min(self._look.lit + 1, max(0, len(self._look.own) - 1)))

    def end(self, lines: Sequence[tuple[str, str]], *, done: bool) -> None:
        """Tell what became of revisions and record."""
        self._ended = done
        self._look = replace(self._look, ending=tuple(lines), top=0)
        self.copilot.told = [text for text, _ in lines] if done else []
        self.paint()

    # What is done.

    def do(self, command: DebriefCommand, *args: Any) -> bool:
        """Run a command and show what it did; a refusal is told. Return whether it was done."""
        try:
            self.desk.do(command, *args)
        except Refused as refusal:
            self.say(str(refusal))
            return False
        self.paint()
        return True

    def start(self, flow: Callable[[Self], Awaitable[None]]) -> None:
        """Run a flow of sheets; keys typed ahead wait for the sheet they are meant for."""
        gate_of(self).flow_begins()  # at once: the worker starts a moment later
        self.run_worker(self._run(flow), group="debrief-flow", exclusive=True)

    async def _run(self, flow: Callable[[Self], Awaitable[None]]) -> None:
        try:
            await flow(self)
        finally:
            gate_of(self).flow_ends()
