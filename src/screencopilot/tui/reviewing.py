"""The terminal program opened on the review of one note."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events

from screencopilot.domain.beside import Beside
from screencopilot.store.errors import StoreError
from screencopilot.store.recovery import resume_desk
from screencopilot.store.reviewing import Review
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.screens.review import ReviewScreen


class ReviewApp(ScreencopilotApp):
    """Shows one review, goes on with its screen when the draft is to be amended, and ends."""

    def __init__(self, *args: Any, review: Review, beside: Beside | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._review, self._beside = review, beside

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        """Open the review in place of home."""
        event.prevent_default()
        self._watch_signals()
        self.run_worker(self._run_review(), exclusive=True, group="conduct")

    async def _run_review(self) -> None:
        screen = ReviewScreen(self._review, self._beside, self._message)
        while await self.push_screen_wait(screen) == "amend" and screen.review.unfinished:
            try:
                session = screen.review.unfinished.path
                desk = await asyncio.to_thread(resume_desk, self.folders, session, self.clock)
            except StoreError as error:
                screen = ReviewScreen(screen.review, screen.look.beside, str(error))
                continue
            self.exit(await self.conduct(desk, "; ".join(["resumed to amend it", *desk.faults])))
            return
        self.exit("back")
