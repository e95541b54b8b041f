"""Moving in a comparison and reading in it: pages, items, splits, the candidates and probes one opens."""

from __future__ import annotations

from textual import on

from screencopilot.tui.screens.look_screen import LookScreen
from screencopilot.tui.screens.sheets import ReadSheet
from screencopilot.tui.view.compare import (
    LOW,
    draw_compare,
    draw_skipped,
    page_of,
    room_for_page,
)
from screencopilot.tui.view.compare_keys import draw_help
from screencopilot.tui.view.compare_look import Comparing, tabs_of
from screencopilot.tui.view.compare_matrix import row_name
from screencopilot.tui.view.compare_page import Page, Place, gone_to, moved, next_split, paged, settled
from screencopilot.tui.widgets.line_view import LineView

#: What a key moves by: items, or screens.
STEPS = {"up": -1, "down": 1}
SCREENS = {"pageup": -1, "pagedown": 1, "home": -1_000_000, "end": 1_000_000}


class CompareReading(LookScreen[Comparing]):
    """Shows one look at a comparison, and changes which."""

    CSS_PATH = "../styles/compare.tcss"
    VIEW = "compare"

    def __init__(self, look: Comparing) -> None:
        super().__init__(look)
        self._places: dict[tuple[str, str, str], Place] = {}
        self._drawn: tuple[object, Page] | None = None

    def paint(self) -> None:
        """Draw the look of now."""
        width, height = self.app.size
        place = settled(self.page, self.place, self._room)
        self._places[self._key] = place
        if self.is_mounted:
            self.query_one(LineView).show(draw_compare(self._look, self.page, place, width, height))

    @property
    def page(self) -> Page:
        """The page looked at, made anew only when something on it is another."""
        c, (width, height) = self._look, self.app.size
        told = (
            c.read,
            c.files,
            c.trouble,
            c.tab,
            c.ref,
            c.probe,
            c.opened,
            c.words,
            c.first,
            width,
            height < LOW,
        )
        # By identity: to compare two reports part by part takes longer than to draw one.
        made_of = (*told, id(c.report), id(c.single), id(c.calls), id(c.survey))
        if self._drawn is None or self._drawn[0] != made_of:
            self._drawn = (made_of, page_of(c, width, height))
        return self._drawn[1]

    @property
    def place(self) -> Place:
        """Where one is on the page."""
        return self._places.get(self._key, Place())

    @property
    def lit(self) -> str:
        """The name of the lit item; empty on a page without items."""
        items, place = self.page.items, settled(self.page, self.place, self._room)
        return items[place.lit].name if items else ""

    @property
    def _key(self) -> tuple[str, str, str]:
        return self._look.at, self._look.ref, self._look.probe

    @property
    def _room(self) -> int:
        return room_for_page(self._look, *self.app.size)

    # Moving.

    def go_to(self, number: int) -> None:
        """Light an item."""
        self._places[self._key] = gone_to(self.page, number, self.place.top, self._room)
        self.paint()

    def go_to_name(self, name: str) -> None:
        """Light the item of that name, if the page has it."""
        number = self.page.number(name)
        if number is not None:
            self.go_to(number)

    def move(self, step: int) -> None:
        """Go to another item, or through a long one."""
        self._places[self._key] = moved(self.page, self.place, step, self._room)
        self.paint()

    def move_screens(self, screens: int) -> None:
        """Go some screens on or back."""
        self._places[self._key] = paged(self.page, self.place, screens, self._room)
        self.paint()

    def to_split(self, step: int) -> None:
        """Go to the next or the last item that evaluators split on."""
        number = next_split(self.page, self.place.lit, step)
        if number is None:
            self.say("no split here")
        else:
            self.go_to(number)

    def to_tab(self, step: int) -> None:
        """Go to the next page, or the one before."""
        tabs = tabs_of(self._look)
        here = tabs.index(self._look.tab) if self._look.tab in tabs else 0
        self.to_tab_number((here + step) % len(tabs))

    def to_tab_number(self, number: int) -> None:
        """Go to a page by its number from 0."""
        tabs = tabs_of(self._look)
        if number < len(tabs) and not self._look.bare:
            self.change(tab=tabs[number], ref="", single=None, probe="", calls=())

    def to_evaluators(self, step: int) -> None:
        """Bring other evaluators in sight, where not all have room."""
        row = self._look.candidate
        if row is not None:
            self.change(first=max(0, min(len(row.evaluators) - 1, self._look.first + step)))

    # Opening.

    def toggle(self, name: str) -> None:
        """Open an item, or close it."""
        self.change(opened=self._look.opened ^ {name})
        self.go_to_name(name)

    def toggle_splits(self) -> None:
        """Open all split rows of the candidate; close all when they are open."""
        row, matrix = self._look.candidate, self._look.matrix
        if row is None or matrix is None:
            return
        names = {row_name(r) for r in matrix.comparison.probes if r.candidate == row.ref}
        splits = {item.name for item in self.page.items if item.split and item.name in names}
        opened = self._look.opened
        self.change(opened=opened - names if not splits - opened else opened | splits)
        if not splits:
            self.say("no split here")

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Go to what was clicked; a second click opens it."""
        message.stop()
        number = int(message.act.partition(":")[2])
        if number == self.place.lit:
            self.open_lit()
        else:
            self.go_to(number)

    def open_lit(self) -> None:
        """Open what is lit."""
        raise NotImplementedError

    # Reading.

    def read_help(self) -> None:
        """Show the keys, and how the figures are made."""
        self.app.push_screen(ReadSheet("Keys", lambda width: draw_help(self._look, width)))

    def read_skipped(self) -> None:
        """Show what was left out, and why."""
        if self._look.report is not None:
            self.app.push_screen(ReadSheet("Skipped", lambda width: draw_skipped(self._look, width)))
