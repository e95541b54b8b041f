"""A screen in a terminal of any size: the app on a desk over the sample bank, with a clock by hand."""

from __future__ import annotations

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, TypeVar, cast

from rich.cells import cell_len
from textual import events
from textual.keys import REPLACED_KEYS, _character_to_key, _get_unicode_name_from_key
from textual.pilot import Pilot
from textual.widgets import Input

from screencopilot.domain.entry import decode_entry
from screencopilot.domain.marks import ProbeMarks
from screencopilot.domain.plan import Script
from screencopilot.domain.state import State
from screencopilot.domain.theme import ThemeFile
from screencopilot.store.desk import Desk, open_desk
from screencopilot.store.journal import read_journal
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import load_theme_named
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.screens.live import LiveScreen
from screencopilot.tui.widgets.line_view import LineView
from screencopilot.tui.widgets.live_board import LiveBoard
from screencopilot.tui.widgets.note_line import NoteLine
from tests.sample import ManualClock, sample_opened, sample_script

E = TypeVar("E")
#: A size at which nothing is short of room.
ROOMY = (140, 45)
#: How many times the message pump is let run dry before a condition counts as never met.
PATIENCE = 400


@cache
def theme_named(name: str = "quiet-dark") -> ThemeFile:
    """Return a shipped theme."""
    return load_theme_named(name, Folders(Path("none"), Path("none"), Path("none")))


async def drained(pilot: Pilot[Any]) -> None:
    """Let every message on its way, and those that it leads to, be handled and painted.

    ``Pilot.pause()`` guesses at this from the processor's time, which costs 20 ms and more on a busy machine.
    """
    for _ in range(4):
        await pilot._wait_for_screen()
    pilot.app.screen._on_timer_update()


async def until(pilot: Pilot[Any], holds: Callable[[], Any], what: str = "") -> None:
    """Let the app and its threads work until something holds; fails when it never does."""
    for _ in range(PATIENCE):
        await drained(pilot)
        if holds():
            return
        await asyncio.sleep(0.01)
    raise AssertionError(f"never came: {what or holds}")


def _key_event(key: str) -> events.Key:
    """Return the event that the terminal's driver makes of a key."""
    name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
    try:
        character: str | None = unicodedata.lookup(_get_unicode_name_from_key(REPLACED_KEYS.get(name, name)))
    except KeyError:
        character = key if len(key) == 1 else None
    return events.Key(name, character)


@dataclass
class Terminal:
    """The running app with what tests ask of it."""

    app: ScreencopilotApp
    pilot: Pilot[str]
    clock: ManualClock
    folders: Folders

    @property
    def screen(self) -> Any:
        """The screen on top."""
        return self.app.screen

    @property
    def on_top(self) -> str:
        """The class name of the screen on top."""
        return type(self.app.screen).__name__

    async def press(self, *keys: str) -> None:
        """Press keys, each when all that the one before led to is done."""
        for key in keys:
            await self.type((key,))

    async def type(self, keys: Iterable[str]) -> None:
        """Press keys as fast as a terminal can send them; a text is typed character by character."""
        driver = self.app._driver
        assert driver is not None
        for key in keys:
            event = _key_event(key)
            event.set_sender(self.app)
            driver.send_message(event)
        await self.pause()

    async def paste(self, text: str) -> None:
        """Paste into whatever has the focus."""
        self.app.post_message(events.Paste(text))
        await self.pause()

    async def pause(self) -> None:
        """Let everything on its way be done."""
        await drained(self.pilot)

    async def until(self, holds: Callable[[], Any], what: str = "") -> None:
        """Let the app work until something holds."""
        await until(self.pilot, holds, what)

    async def top(self, name: str) -> None:
        """Wait for a screen of that class on top; on the way to the live screen the brief is read and left."""
        if name == "LiveScreen":
            await self.until(
                lambda: self.on_top in {"BriefScreen", name} and self.screen.is_mounted, f"{name} on top"
            )
            if self.on_top == "BriefScreen":
                await self.press("enter")
        await self.until(lambda: self.on_top == name and self.screen.is_mounted, f"{name} on top")
        await self.pause()

    async def fill(self, text: str) -> None:
        """Put a text into the line of the sheet or form on top."""
        self.screen.query_one(Input).value = text
        await self.pause()

    async def resize(self, width: int, height: int) -> None:
        """Give the terminal another size."""
        await self.pilot.resize_terminal(width, height)
        await self.pause()

    def text(self, *selectors: str) -> str:
        """Return what line-drawn views of the screen on top show, as plain lines."""
        views = [self.screen.query_one(s, LineView) for s in selectors] or self.views
        return "\n".join(view.text for view in views)

    @property
    def views(self) -> list[LineView]:
        """The line-drawn views in sight on the screen on top."""
        return [v for v in self.screen.query(LineView) if v.size.width and v.size.height]

    def seen(self) -> str:
        """Return every cell of the terminal as it is painted, all screens of the stack together."""
        lines = [
            "".join(segment.text for segment in strip) for strip in self.screen._compositor.render_strips()
        ]
        return "\n".join(lines)

    def assert_nothing_outside(self) -> None:
        """Every view lies inside the terminal, and no row is wider or lower than its view."""
        width, height = self.app.size
        for view in self.views:
            region = view.region
            assert region.x >= 0, view
            assert region.y >= 0, view
            assert region.right <= width, view
            assert region.bottom <= height, view
            assert len(view.rows) <= view.size.height, view
            for row in view.rows:
                assert cell_len(row.text.rstrip()) <= view.size.width, (view, row.text)


@dataclass
class Live(Terminal):
    """A terminal that runs one desk."""

    desk: Desk

    @property
    def live(self) -> LiveScreen:
        """The live screen, wherever it stands in the stack."""
        return next(s for s in self.app.screen_stack if isinstance(s, LiveScreen))

    @property
    def state(self) -> State:
        """The state of the session."""
        return self.desk.session.state

    @property
    def script(self) -> Script:
        """What the screen is run from."""
        return self.desk.session.script

    @property
    def marks(self) -> ProbeMarks:
        """The marks of the current probe."""
        return self.state.marks.probe(self.state.current)

    @property
    def board(self) -> LiveBoard:
        """The live screen's board."""
        return self.live.query_one(LiveBoard)

    @property
    def note(self) -> NoteLine:
        """The note line."""
        return self.live.query_one(NoteLine)

    @property
    def message(self) -> str:
        """The quiet line, as the screen holds it."""
        return self.live.look.message

    @property
    def lines(self) -> list[str]:
        """The texts of the evidence."""
        return [w.line.text for w in self.state.marks.lines]

    @property
    def ticked(self) -> set[str]:
        """The ticked signals of the current probe."""
        return set(self.marks.ticked)

    def area(self, name: str) -> str:
        """Return what an area of the live screen shows."""
        return self.live.query_one(f"#{name}", LineView).text

    def events(self) -> list[Any]:
        """Return every event as it stands in the journal on disk."""
        reading = read_journal(self.desk.folder / "journal.jsonl")
        assert not reading.faults
        return [decode_entry(payload).event for payload in reading.payloads]

    def events_of(self, kind: type[E]) -> list[E]:
        """Return the events of one kind in the journal."""
        return [cast("E", e) for e in self.events() if isinstance(e, kind)]

    async def write(self, line: str) -> None:
        """Open the note line, type, keep."""
        await self.open_line()
        self.note.value = line
        await self.pause()
        await self.press("enter")
        await self.until(lambda: not self.live.look.writing, "the line shut")

    async def open_line(self) -> None:
        """Open the note line and wait until it takes the keys."""
        await self.press("enter")
        await self.until(lambda: self.live.look.writing and self.note.has_focus, "the line open")


def desk_on(folders: Folders, clock: ManualClock, script: Script | None = None, **opened: Any) -> Desk:
    """Open a desk on the sample bank; ``opened`` goes to :func:`tests.sample.sample_opened`."""
    script = script or sample_script()
    return open_desk(folders, script, sample_opened(script, **opened), clock)


@asynccontextmanager
async def run_desk(
    folders: Folders,
    clock: ManualClock,
    desk: Desk,
    size: tuple[int, int] = ROOMY,
    *,
    begin: bool = True,
    theme: str = "quiet-dark",
) -> AsyncIterator[Live]:
    """Run the app on an open desk; ``begin`` opens the first probe."""
    app = ScreencopilotApp(folders, clock, theme_named(theme), desk=desk)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            live = Live(app, pilot, clock, folders, desk)
            if desk.session.state.closing:
                await live.top("ClosingScreen")
            else:
                await live.top("LiveScreen")
                await live.until(lambda: live.live.query(NoteLine), "the note line")
                if begin and not desk.session.state.begun:
                    await live.press("right")
            yield live
    finally:
        desk.close()


@asynccontextmanager
async def run_home(
    folders: Folders, clock: ManualClock, size: tuple[int, int] = (100, 30)
) -> AsyncIterator[Terminal]:
    """Run the app from its home screen."""
    app = ScreencopilotApp(folders, clock, theme_named())
    async with app.run_test(size=size, notifications=True) as pilot:
        terminal = Terminal(app, pilot, clock, folders)
        await terminal.top("HomeScreen")
        await settled(terminal)
        yield terminal


async def settled(terminal: Terminal) -> None:
    """Wait for the threads that read and write the disk; flows of sheets go on."""
    groups = {"home", "new", "seal", "settle", "draft-note"}
    busy = [w for w in terminal.app.workers if w.group in groups and not w.is_finished]
    if busy:
        await terminal.app.workers.wait_for_complete(busy)
    await terminal.pause()
