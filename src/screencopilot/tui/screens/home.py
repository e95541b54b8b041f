"""Home: go on with an unfinished screen, begin a new one, look at recent notes."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen

from screencopilot import __version__
from screencopilot.formats.errors import FormatError
from screencopilot.formats.text_safety import one_line
from screencopilot.store.desk import resume_desk
from screencopilot.store.errors import StoreError
from screencopilot.store.library import NoteSummary, list_notes
from screencopilot.store.sessions import UnfinishedSession, list_unfinished
from screencopilot.tui.view.lines import EMPTY, Row, hanging, row, two_sided, window
from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.tui.app import ScreencopilotApp

#: How many notes are listed.
NOTES_SHOWN = 12


class HomeScreen(Screen[None]):
    """A list to move in; everything on it has a letter too."""

    AUTO_FOCUS = ""

    def __init__(self) -> None:
        super().__init__()
        self._unfinished: tuple[UnfinishedSession, ...] = ()
        self._notes: tuple[NoteSummary, ...] = ()
        self._problems: tuple[str, ...] = ()
        self._lit = 0
        self._message = ""

    @property
    def copilot(self) -> ScreencopilotApp:
        """The program."""
        return cast("ScreencopilotApp", self.app)

    def compose(self) -> ComposeResult:
        """One list."""
        yield LineView(id="home")

    def on_mount(self) -> None:
        """Show the choices at once, then what lies on disk."""
        self.paint()
        self.look_on_disk()

    def on_screen_resume(self) -> None:
        """Another screen may have left something on disk."""
        if self.is_mounted:
            self.look_on_disk()

    def on_resize(self) -> None:
        """Fit the new size."""
        self.paint()

    @work(thread=True, exclusive=True, group="home", exit_on_error=False)
    def look_on_disk(self) -> None:
        """List unfinished screens and notes, off the UI thread."""
        folders = self.copilot.folders
        try:
            unfinished = list_unfinished(folders)
        except StoreError as error:
            unfinished = ()
            self.app.call_from_thread(self.say, str(error))
        notes, problems = list_notes([folders.notes] if folders.notes.is_dir() else [])
        words = tuple(f"{p.path.name}: {p.reason.splitlines()[0]}" for p in problems)
        self.app.call_from_thread(self.show, unfinished, notes[:NOTES_SHOWN], words)

    def show(
        self,
        unfinished: tuple[UnfinishedSession, ...],
        notes: tuple[NoteSummary, ...],
        problems: tuple[str, ...],
    ) -> None:
        """Take over what was found."""
        self._unfinished, self._notes, self._problems = unfinished, notes, problems
        self._lit = min(self._lit, len(self._choices()) - 1)
        self.paint()

    def say(self, words: str) -> None:
        """Show one line."""
        self._message = words
        self.paint()

    def _choices(self) -> list[str]:
        resume = [f"resume:{n}" for n in range(len(self._unfinished))]
        return [*resume, "new", *(f"note:{n}" for n in range(len(self._notes))), "quit"]

    def paint(self) -> None:
        """Draw the list."""
        width, height = self.app.size
        rows, lit_at = self._rows(width)
        top = max(0, lit_at - height + 4)
        self.query_one(LineView).show(window(rows, height, top))

    def _rows(self, width: int) -> tuple[list[Row], int]:
        rows = [EMPTY, row(("  Screencopilot ", "title"), (__version__, "quiet"))]
        rows += hanging(
            [("  ", "")], "Ask about real failures, tick what you hear, keep their words.", "quiet", width - 2
        )
        choices = self._choices()
        lit_at = 0
        for number, choice in enumerate(choices):
            kind, _, about = choice.partition(":")
            head = {"resume:0": "UNFINISHED", "note:0": "RECENT NOTES"}.get(choice, "")
            if head or kind in {"new", "quit"}:
                rows.append(EMPTY)
            if head:
                rows.append(row((f"  {head}", "head")))
            if number == self._lit:
                lit_at = len(rows)
            rows.append(self._choice(kind, int(about or 0), number == self._lit, width, choice))
        for problem in self._problems[:3]:
            rows += hanging([("  ▲ ", "late")], problem, "quiet", width - 2)
        if self._message:
            rows += [EMPTY, *hanging([("  › ", "late")], self._message, "late", width - 2)]
        rows += [EMPTY, row(("  ↑↓ Enter · n new · q leave · F9 hide", "quiet"))]
        return rows, lit_at

    def _choice(self, kind: str, number: int, lit: bool, width: int, act: str) -> Row:
        ink = "cursor" if lit else "plain"
        lead = ("  ▸ " if lit else "    ", "next")
        if kind == "resume":
            session = self._unfinished[number]
            age = _age(self.copilot.clock.wall() - session.last)
            note = session.problem or (
                f"open in {session.locked_by}" if session.locked_by else f"last kept {age} ago"
            )
            return two_sided(
                [lead, (f"Resume the screen begun {_when(session.started)}", ink)],
                [(note + "  ", "quiet")],
                width,
                act,
            )
        if kind == "note":
            note_ = self._notes[number]
            text = f"{_when(note_.started)}  {one_line(note_.candidate_ref)}  {note_.role} {note_.level}"
            return two_sided([lead, (text, ink)], [(f"{note_.status}  ", "quiet")], width, act)
        text, key = {"new": ("New screen", "n"), "quit": ("Leave", "q")}[kind]
        return two_sided([lead, (text, ink)], [(f"{key}  ", "letter")], width, act)

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Move and choose."""
        step = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}.get(event.key)
        if step is not None:
            event.stop()
            self._lit = max(0, min(len(self._choices()) - 1, self._lit + step))
            self.paint()
        elif event.key == "enter":
            event.stop()
            self.choose(self._choices()[self._lit])
        elif event.key in {"n", "q"}:
            event.stop()
            self.choose({"n": "new", "q": "quit"}[event.key])
        elif event.key == "0":
            event.stop()
            self.copilot.action_curtain()

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Choose what was clicked."""
        message.stop()
        self._lit = self._choices().index(message.act)
        self.choose(message.act)

    def choose(self, choice: str) -> None:
        """Do what is chosen."""
        self._message = ""
        kind, _, about = choice.partition(":")
        if kind == "quit":
            self.copilot.action_leave()
        elif kind == "new":
            self.begin()
        elif kind == "resume":
            self.resume(self._unfinished[int(about)])
        else:
            self.read(self._notes[int(about)])

    @work(exclusive=True, group="home-flow")
    async def resume(self, session: UnfinishedSession) -> None:
        """Go on with an unfinished screen."""
        import asyncio

        app = self.copilot
        try:
            desk = await asyncio.to_thread(resume_desk, app.folders, session.path, app.clock)
        except StoreError as error:
            self.say(str(error))
            return
        words = [
            *desk.faults,
            f"resumed; away for {_age(dt.timedelta(seconds=desk.away))}, counted as a pause",
        ]
        await app.conduct(desk, "; ".join(words) if desk.away or desk.faults else "resumed where it was")

    @work(exclusive=True, group="home-flow")
    async def begin(self) -> None:
        """The short form, then the live screen."""
        from screencopilot.tui.screens.new import NewScreen

        app = self.copilot
        desk = await app.push_screen_wait(NewScreen(app.folders, app.clock))
        if desk is not None:
            await app.conduct(desk)

    def read(self, note: NoteSummary) -> None:
        """Show a note."""
        from screencopilot.tui.screens.note import note_sheet

        try:
            self.app.push_screen(note_sheet(note.path))
        except (StoreError, FormatError) as error:
            self.say(str(error).splitlines()[0])


def _when(stamp: dt.datetime) -> str:
    return f"{stamp.astimezone():%d %b %H:%M}"


def _age(age: dt.timedelta) -> str:
    minutes = int(age.total_seconds() // 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 90:
        return f"{minutes} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // 1440} days"
