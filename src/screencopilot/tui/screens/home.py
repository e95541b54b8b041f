"""Home: go on with an unfinished screen, begin a new one, look at recent notes."""

from __future__ import annotations

import asyncio
import datetime as dt
from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.screen import Screen

from screencopilot.formats.errors import FormatError
from screencopilot.formats.text_safety import one_line
from screencopilot.store.errors import StoreError
from screencopilot.store.library import NoteSummary, list_notes
from screencopilot.store.paths import Folders
from screencopilot.store.recovery import Glimpse, glimpse, resume_desk
from screencopilot.store.reminder import reminder
from screencopilot.store.sessions import UnfinishedSession, list_unfinished, put_aside
from screencopilot.tui.view.home import Choice, age, draw_home, when
from screencopilot.tui.view.lines import window
from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.tui.app import ScreencopilotApp

#: How many notes and how many broken ones are listed.
NOTES_SHOWN = 12
PROBLEMS_SHOWN = 3


class HomeScreen(Screen[None]):
    """A list to move in; what matters has a letter too."""

    AUTO_FOCUS = ""

    def __init__(self, message: str = "") -> None:
        super().__init__()
        self._unfinished: tuple[tuple[UnfinishedSession, Glimpse], ...] = ()
        self._notes: tuple[NoteSummary, ...] = ()
        self._problems: tuple[str, ...] = ()
        self._comparable = False
        self._lit = 0
        self._message = message

    @property
    def copilot(self) -> ScreencopilotApp:
        """The program."""
        return cast("ScreencopilotApp", self.app)

    def compose(self) -> ComposeResult:
        """One list."""
        yield LineView(id="home")

    def on_mount(self) -> None:
        """Show the choices at once; what lies on disk follows, once this screen is on top."""
        self.paint()

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
            unfinished = tuple((s, glimpse(s.path)) for s in list_unfinished(folders))
        except StoreError as error:
            unfinished = ()
            self.app.call_from_thread(self.say, str(error))
        notes, problems = list_notes([folders.notes] if folders.notes.is_dir() else [])
        words = tuple(one_line(p.reason.splitlines()[0]) for p in problems)
        due = reminder(folders, notes, self.copilot.clock.wall())
        told = (*words[:PROBLEMS_SHOWN], *due)
        sealed = any(note.status == "sealed" for note in notes)
        self.app.call_from_thread(self.show, unfinished, notes[:NOTES_SHOWN], told, sealed)

    def show(
        self,
        unfinished: tuple[tuple[UnfinishedSession, Glimpse], ...],
        notes: tuple[NoteSummary, ...],
        problems: tuple[str, ...],
        comparable: bool = False,
    ) -> None:
        """Take over what was found; ``comparable`` whether there is a sealed note."""
        self._comparable = comparable
        self._unfinished, self._notes, self._problems = unfinished, notes, problems
        self._lit = min(self._lit, len(self.choices) - 1)
        self.paint()

    def say(self, words: str) -> None:
        """Show one line."""
        self._message = words
        self.paint()

    @property
    def choices(self) -> list[Choice]:
        """What can be chosen now."""
        new, leave = Choice("new", "New screen", "n"), Choice("quit", "Leave", "q")
        head = "" if self._unfinished or self._notes else "FIRST TIME HERE? TWO MINUTES ON THE REAL SCREEN"
        rehearse = Choice("rehearse", "Rehearse with a fictional candidate", "r", "", head)
        if head:
            return [rehearse, new, leave]
        written = Choice("calibrate", "Calibrate on written answers", "w")
        compare = [Choice("compare", "Compare notes", "c")] if self._comparable else []
        return [*self._resumable(), new, *self._readable(), *compare, rehearse, written, leave]

    def _resumable(self) -> Iterator[Choice]:
        now = self.copilot.clock.wall()
        for number, (session, seen) in enumerate(self._unfinished):
            who = f"{seen.candidate_ref}  {seen.role}" if seen.candidate_ref else "a screen"
            note = f"last kept {age(now - session.last)} ago"
            if session.problem or session.locked_by:
                note = session.problem or f"open in {session.locked_by}"
            detail = f"“{seen.last_line}”" if seen.last_line else ""
            head = "" if number else "UNFINISHED"
            text = f"Resume {who}, begun {when(session.started)}"
            yield Choice(f"resume:{number}", text, note, detail, head)

    def _readable(self) -> Iterator[Choice]:
        for number, note in enumerate(self._notes):
            text = f"{when(note.started)}  {one_line(note.candidate_ref)}  {note.role} {note.level}"
            yield Choice(f"note:{number}", text, note.status, "", "" if number else "RECENT NOTES")

    def paint(self) -> None:
        """Draw the list."""
        width, height = self.app.size
        rows, lit_at = draw_home(self.choices, self._lit, self._problems, self._message, width)
        self.query_one(LineView).show(window(rows, height, max(0, lit_at - height + 4)))

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Move and choose."""
        step = {"up": -1, "down": 1, "pageup": -5, "pagedown": 5}.get(event.key)
        act = {"n": "new", "q": "quit", "r": "rehearse", "s": "settings", "w": "calibrate"}.get(event.key)
        if event.key == "c" and self._comparable:
            act = "compare"
        if step is not None:
            self._lit = max(0, min(len(self.choices) - 1, self._lit + step))
            self.paint()
        elif event.key == "enter" or act:
            self.choose(act or self.choices[self._lit].act)
        elif event.key == "0":
            self.copilot.action_curtain()
        elif event.key in {"x", "delete"} and self.choices[self._lit].act.startswith("resume:"):
            self.put_aside(self._unfinished[int(self.choices[self._lit].act.partition(":")[2])][0])
        elif event.key == "t" and self.choices[self._lit].act.startswith("note:"):
            self.read(self._notes[int(self.choices[self._lit].act.partition(":")[2])])
        else:
            return
        event.stop()

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Choose what was clicked."""
        message.stop()
        self._lit = [c.act for c in self.choices].index(message.act)
        self.choose(message.act)

    def choose(self, act: str) -> None:
        """Do what is chosen."""
        self._message = ""
        kind, _, about = act.partition(":")
        if kind == "quit":
            self.copilot.action_leave()
        elif kind == "rehearse":
            self.rehearse()
        elif kind == "calibrate":
            self.calibrate()
        elif kind == "new":
            self.begin()
        elif kind == "settings":
            self.copilot.action_settings()
        elif kind == "compare":
            from screencopilot.tui.screens.compare import own_notes

            self.app.push_screen(own_notes())
        elif kind == "resume":
            self.resume(self._unfinished[int(about)][0])
        else:
            self.review(self._notes[int(about)])

    @work(exclusive=True, group="home-flow")
    async def resume(self, session: UnfinishedSession) -> None:
        """Go on with an unfinished screen."""
        await self._go_on(session)

    async def _go_on(self, session: UnfinishedSession) -> None:
        app = self.copilot
        try:
            desk = await asyncio.to_thread(resume_desk, app.folders, session.path, app.clock)
        except StoreError as error:
            self.say(str(error))
            return
        away = (
            f"away for {age(dt.timedelta(seconds=desk.away))}, counted as a pause"
            if desk.away
            else "where it was"
        )
        await app.conduct(desk, "; ".join([f"resumed, {away}", *desk.faults]))

    @work(exclusive=True, group="home-flow")
    async def put_aside(self, session: UnfinishedSession) -> None:
        """Offer an unfinished screen no more; its journal and draft note stay on disk."""
        from screencopilot.tui.screens.sheets import ChoiceSheet, Option

        keep, aside = Option("keep", "keep it here", "k"), Option("aside", "put it aside", "a")
        intro = [("It is offered no more. Its journal and its draft note stay on disk.", "quiet")]
        if (
            await self.app.push_screen_wait(ChoiceSheet("Put this screen aside?", [keep, aside], intro=intro))
            != "aside"
        ):
            return
        if session.locked_by:
            self.say(f"open in {session.locked_by}; close it there first")
            return
        try:
            await asyncio.to_thread(put_aside, self.copilot.folders, session)
        except StoreError as error:
            self.say(str(error))
        self.look_on_disk()

    @work(exclusive=True, group="home-flow")
    async def rehearse(self) -> None:
        """Two minutes on the real screen; what it wrote is thrown away."""
        import tempfile
        from pathlib import Path

        from screencopilot.demo.rehearsal import rehearsal_desk
        from screencopilot.tui.screens.rehearsal import RehearsalScreen

        app = self.copilot
        with tempfile.TemporaryDirectory(prefix="screencopilot-") as place:
            scratch = Folders(Path(place, "data"), Path(place, "config"), Path(place, "state"))
            try:
                desk = await asyncio.to_thread(rehearsal_desk, app.folders, scratch, app.clock)
            except (StoreError, FormatError) as error:
                self.say(str(error).splitlines()[0])
                return
            try:
                await app.push_screen_wait(RehearsalScreen(desk, app.clock))
            finally:
                await asyncio.to_thread(desk.close)

    @work(exclusive=True, group="home-flow")
    async def calibrate(self) -> None:
        """A round of written answers, begun or gone on with."""
        from screencopilot.tui.calibrating import from_home

        self.say(await from_home(self.copilot))

    @work(exclusive=True, group="home-flow")
    async def begin(self) -> None:
        """The short form, then the live screen."""
        from screencopilot.tui.screens.brief import BriefScreen
        from screencopilot.tui.screens.new import NewScreen

        app = self.copilot
        desk = await app.push_screen_wait(NewScreen(app.folders, app.clock))
        if desk is None:
            return
        if await app.push_screen_wait(BriefScreen(desk)):
            await app.conduct(desk)
        else:
            await asyncio.to_thread(desk.close)
            self.look_on_disk()

    @work(exclusive=True, group="home-flow")
    async def review(self, note: NoteSummary) -> None:
        """Show a note as a timeline; a draft may be gone on with from there."""
        from screencopilot.store.reviewing import load_review
        from screencopilot.tui.screens.review import ReviewScreen

        try:
            review = await asyncio.to_thread(load_review, self.copilot.folders, note.path)
        except FormatError as error:
            self.say(str(error).splitlines()[0])
            return
        screen = ReviewScreen(review)
        if await self.app.push_screen_wait(screen) == "amend" and screen.review.unfinished is not None:
            await self._go_on(screen.review.unfinished)

    def read(self, note: NoteSummary) -> None:
        """Show a note as plain text."""
        from screencopilot.tui.screens.note import note_sheet

        try:
            self.app.push_screen(note_sheet(note.path))
        except (StoreError, FormatError) as error:
            self.say(str(error).splitlines()[0])
