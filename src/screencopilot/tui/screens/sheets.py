"""Small sheets over a screen: choose one of a list, type one line, read something."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, ClassVar, Generic, NamedTuple, TypeVar

from textual import events, on
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Input

from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.view.lines import EMPTY, Row, Span, hanging, row, two_sided, window
from screencopilot.tui.widgets.clean_input import CleanInput
from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.tui.kept_typing import KeepsTyping

T = TypeVar("T")
#: Widest a sheet gets, cells.
WIDEST = 86


class Sheet(ModalScreen[T], Generic[T]):
    """A framed sheet of rows, with a line to type in where ``typed`` says so; Esc leaves with nothing."""

    CSS_PATH = "../styles/sheets.tcss"
    typed: ClassVar[bool] = False
    keys_line: ClassVar[str] = "Esc back"

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = title
        self._top = 0
        self._seen = 0
        self._last = 0

    def compose(self) -> ComposeResult:
        """The frame with its rows."""
        with Vertical(id="frame"):
            yield LineView(id="sheet")
            if self.typed:
                yield CleanInput(id="sheet-line", compact=True, max_length=2000)

    def on_mount(self) -> None:
        """Draw once the size is known."""
        if self.typed:
            self.set_focus(self.query_one(Input))
        self.draw()
        gate_of(self).release_keys()

    def on_resize(self) -> None:
        """Fit the new size."""
        self.draw()

    def body(self, width: int) -> tuple[list[Row], int]:
        """Return the rows at a width, and which of them must stay in sight."""
        raise NotImplementedError

    def draw(self) -> None:
        """Size the frame to its rows and show them."""
        width = min(WIDEST, self.app.size.width - 4) - 4
        most = self.app.size.height - 4 - self.typed
        rows, focus = self.body(width)
        self._last = len(rows) - 1
        head = [*hanging([], self._title, "head", width), EMPTY]
        foot = [EMPTY, *hanging([], self.keys_line, "quiet", width)]
        if len(rows) + len(head) + len(foot) > most:
            head, foot = head[:-1], foot[1:]
        room = max(1, most - len(head) - len(foot))
        self._top = max(min(self._top, focus - 1), focus - room + 3, 0)
        shown = window(rows, room, self._top)
        frame, view = self.query_one("#frame"), self.query_one("#sheet", LineView)
        frame.styles.width = width + 4
        height = len(head) + len(shown) + len(foot)
        frame.styles.height = height + 2 + self.typed
        view.styles.height = height
        view.show([*head, *shown, *foot])

    def dismiss(self, result: T | None = None) -> AwaitComplete:
        """Leave with a result; keys wait if another sheet may follow."""
        gate_of(self).sheet_left()
        return super().dismiss(result)

    def scroll_by(self, step: int) -> None:
        """Bring other rows in sight, for a sheet whose body gives ``_seen`` as the row to keep in sight."""
        self._top = max(0, min(self._last, self._top + step))
        self._seen = self._top + 1
        self.draw()

    def key_escape(self) -> None:
        """Leave with nothing."""
        self.dismiss(None)


class Option(NamedTuple):
    """One thing to choose: a key that chooses it at once, its text, a note beside and details shown when lit."""

    value: str
    text: str
    key: str = ""
    note: str = ""
    details: tuple[tuple[str, str], ...] = ()


class ChoiceSheet(Sheet[str | None]):
    """Choose one; a filterable one narrows as one types."""

    keys_line = "↑↓ Enter choose · Esc back"

    def __init__(
        self, title: str, options: Sequence[Option], *, intro: Sequence[tuple[str, str]] = (), start: int = 0
    ) -> None:
        super().__init__(title)
        self._options = tuple(options)
        self._intro = tuple(intro)
        self._lit = min(start, max(0, len(options) - 1))

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options shown now."""
        return self._options

    def body(self, width: int) -> tuple[list[Row], int]:
        """Intro, options, details of the one that is lit."""
        rows = [r for text, ink in self._intro for r in hanging([], text, ink, width)]
        if rows:
            rows.append(EMPTY)
        focus = len(rows)
        for number, option in enumerate(self.offered):
            lit = number == self._lit
            if lit:
                focus = len(rows)
            ink = "cursor" if lit else "plain"
            lead: list[Span] = [
                ("▸ " if lit else "  ", "next"),
                (f"{option.key:<2}" if option.key else "", "letter"),
            ]
            note: list[Span] = [(f" {option.note}", "quiet")] if option.note else []
            rows.append(two_sided([*lead, (option.text, ink)], note, width, f"choose:{number}"))
            if lit:
                for text, detail_ink in option.details:
                    rows += hanging([("      ", "")], text, detail_ink, width)
        if not self.offered:
            rows.append(row(("nothing by that name", "quiet")))
        return rows, focus

    def on_key(self, event: events.Key) -> None:
        """Move, choose, or take an option's own key."""
        if gate_of(self).holding:
            gate_of(self).hold(event)  # it came behind the key that left this sheet: it is for the next one
            return
        step = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}.get(event.key)
        if step is not None and self.offered:
            event.stop()
            self._lit = max(0, min(len(self.offered) - 1, self._lit + step))
            self.draw()
        elif event.key == "enter" and not self.typed:
            event.stop()
            self.choose(self._lit)
        elif event.character and not self.typed:
            keys = [o.key for o in self.offered]
            if event.character in keys:
                event.stop()
                self.choose(keys.index(event.character))

    def choose(self, number: int) -> None:
        """Leave with an option."""
        if 0 <= number < len(self.offered):
            self.dismiss(self.offered[number].value)

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Choose what was clicked."""
        message.stop()
        self.choose(int(message.act.partition(":")[2]))


class FilterSheet(ChoiceSheet):
    """Choose one of many: typing narrows the list."""

    typed = True
    keys_line = "type words or a number · ↑↓ Enter choose · Esc back"

    @property
    def offered(self) -> tuple[Option, ...]:
        """The options that hold every typed word."""
        typed = self.query_one(Input).value.strip()
        if typed.isdecimal() and 1 <= int(typed) <= len(self._options):
            return (self._options[int(typed) - 1],)
        words = typed.casefold().split()
        return tuple(
            o for o in self._options if all(w in f"{o.text} {o.note} {o.value}".casefold() for w in words)
        )

    @on(Input.Changed)
    def narrow(self) -> None:
        """Fit the list to what is typed."""
        self._lit = min(self._lit, max(0, len(self.offered) - 1))
        self.draw()

    @on(Input.Submitted)
    def take(self) -> None:
        """Choose the lit one."""
        self.choose(self._lit)


class LineSheet(Sheet[str | None]):
    """Type one line; Enter leaves with it."""

    typed = True
    keys_line = "Enter keep · Esc back"

    def __init__(
        self,
        title: str,
        intro: Sequence[tuple[str, str]] = (),
        value: str = "",
        kept: KeepsTyping | None = None,
    ) -> None:
        super().__init__(title)
        self._intro = tuple(intro)
        self._value = value
        self._kept = kept

    def on_mount(self) -> None:
        """Start from what is there."""
        line = self.query_one(Input)
        with line.prevent(Input.Changed):
            line.value = self._value
        super().on_mount()

    @on(Input.Changed)
    def tell_change(self, message: Input.Changed) -> None:
        """Journal what is typed soon."""
        if self._kept is not None:
            self._kept.typed(message.value)

    def keep_draft(self) -> None:
        """Journal what is typed now."""
        if self._kept is not None:
            self._kept.keep()

    def body(self, width: int) -> tuple[list[Row], int]:
        """The words above the line."""
        return [r for text, ink in self._intro for r in hanging([], text, ink, width)], 0

    @on(Input.Submitted)
    def take(self, message: Input.Submitted) -> None:
        """Leave with what was typed."""
        self.dismiss(message.value)


class ReadSheet(Sheet[None]):
    """Something to read; Up and Down scroll, any other key leaves."""

    keys_line = "↑↓ scroll · Esc back"

    def __init__(self, title: str, read: Callable[[int], Sequence[Row]]) -> None:
        super().__init__(title)
        self._read = read

    def body(self, width: int) -> tuple[list[Row], int]:
        """All rows, as drawn for a width."""
        return list(self._read(width)), self._seen

    def on_key(self, event: events.Key) -> None:
        """Scroll or leave."""
        event.stop()
        step = {"up": -1, "down": 1, "pageup": -10, "pagedown": 10}.get(event.key)
        if step is None:
            self.dismiss(None)
        else:
            self.scroll_by(step)
