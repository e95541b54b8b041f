"""The terminal program opened on a debrief."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual import events

from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_commands import PHASES
from screencopilot.domain.pacing import minutes
from screencopilot.store.debriefing import (
    DebriefDesk,
    UnfinishedDebrief,
    begin_debrief,
    put_debrief_aside,
    resume_debrief,
    unfinished_debrief,
)
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_status import JournalStatus
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.screens.debrief import DebriefScreen
from screencopilot.tui.screens.sheets import ChoiceSheet, Option


class DebriefApp(ScreencopilotApp):
    """Runs one debrief: a new one, or one on the same notes that was broken off.

    Attributes:
        told: what was written, for the command line; empty when nothing was.
    """

    def __init__(
        self, *args: Any, case: Case, minutes: int, read_minutes: int, out: Path, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.told: list[str] = []
        self._case, self._minutes, self._read_minutes, self._out = case, minutes, read_minutes, out
        self._debrief: DebriefDesk | None = None
        self._trouble: StoreError | None = None

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        """Open the debrief in place of home."""
        event.prevent_default()
        self._watch_signals()
        self.run_worker(self._run_debrief(), exclusive=True, group="conduct")

    def close_debrief(self) -> JournalStatus | None:
        """Close what is open; return whether all of it is saved, None when none was opened.

        Raises:
            StoreError: none could be opened.
        """
        if self._trouble is not None:
            raise self._trouble
        return self._debrief.close() if self._debrief is not None else None

    async def _run_debrief(self) -> None:
        try:
            found = await asyncio.to_thread(unfinished_debrief, self.folders, self._case)
            chosen = await self._choose(found) if found else "new"
            if chosen is None:
                self.exit("left")
                return
            self._debrief = await asyncio.to_thread(self._open, found, chosen)
        except StoreError as error:  # told once the terminal is gone
            self._trouble = error
            self.exit("left", return_code=1)
            return
        message = "; ".join(part for part in (self._message, *self._debrief.faults) if part)
        if found and chosen == "go-on":
            line = "an unfinished line waits in its sheet" if self._debrief.state.typed else ""
            message = "; ".join(part for part in ("it goes on where it was", line, message) if part)
        how = await self.push_screen_wait(DebriefScreen(self._debrief, self._out, message))
        self.exit(how)

    async def _choose(self, found: UnfinishedDebrief) -> str | None:
        """Offer the one that was broken off; None leaves.

        Raises:
            StoreError: it is open in another program: it can neither be gone on with nor put aside.
        """
        if found.locked_by is not None:
            what, mend = f"open in another program: {found.locked_by}", "go on there, or close it there first"
            raise StoreError(what, found.path, mend)
        where = (
            f"{PHASES[found.state.phase]}, {minutes(found.state.last_at)} of {found.state.opened.minutes}:00"
        )
        intro = [
            (f"A debrief on these notes was broken off on {found.last:%Y-%m-%d at %H:%M} ({where}).", "plain")
        ]
        options = [
            Option("go-on", "go on with it", "g"),
            Option("new", "begin anew; what was said is put aside", "n"),
        ]
        return await self.push_screen_wait(ChoiceSheet("Debrief", options, intro=intro))

    def _open(self, found: UnfinishedDebrief | None, chosen: str) -> DebriefDesk:
        if found and chosen == "go-on":
            return resume_debrief(found.path, self._case, self.clock)
        if found:
            put_debrief_aside(found)
        return begin_debrief(self.folders, self._case, self.clock, self._minutes, self._read_minutes)
