"""A screen that draws one frozen look: what is shown is a value, and every change of it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Generic, TypeVar, cast

from msgspec import Struct
from msgspec.structs import replace
from textual.app import ComposeResult
from textual.screen import Screen

from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.tui.app import ScreencopilotApp

Look = TypeVar("Look", bound=Struct)


class LookScreen(Screen[str], Generic[Look]):
    """Shows one look in one view. Looks have a ``message``, a line that stands until the next key.

    Attributes:
        VIEW: the id of the view.
    """

    AUTO_FOCUS = ""
    VIEW: ClassVar[str]

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look

    @property
    def look(self) -> Look:
        """What is shown now."""
        return self._look

    @property
    def copilot(self) -> ScreencopilotApp:
        """The program."""
        return cast("ScreencopilotApp", self.app)

    def compose(self) -> ComposeResult:
        """One view."""
        yield LineView(id=self.VIEW)

    def on_resize(self) -> None:
        """Fit the new size."""
        self.paint()

    def on_screen_resume(self) -> None:
        """Another size may have come while a sheet was on top."""
        if self.is_mounted:
            self.paint()

    def change(self, **changes: Any) -> None:
        """Look at something else."""
        self._look = replace(self._look, **changes)
        self.paint()

    def say(self, words: str) -> None:
        """Show a line until the next key."""
        self.change(message=words)

    def paint(self) -> None:
        """Draw the look of now."""
        raise NotImplementedError
