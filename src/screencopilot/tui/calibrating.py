"""The terminal program opened on a calibration round."""

from __future__ import annotations

import asyncio
from typing import Any

from textual import events

from screencopilot.store.calibration import Round
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.screens.calibrate import CalibrateScreen, Pace


async def run_round(app: ScreencopilotApp, round_: Round, pace: Pace = "speaking", message: str = "") -> str:
    """Run a round on the app and let go of it; return how it was left, ``done`` or ``left``."""
    words = [_standing(round_), *round_.notices, message]
    try:
        return await app.push_screen_wait(CalibrateScreen(round_, pace, "; ".join(w for w in words if w)))
    finally:
        await asyncio.to_thread(round_.leave)


def _standing(round_: Round) -> str:
    if round_.resumed:
        return f"gone on with: {len(round_.rated)} of {round_.size} are rated"
    when = "at once: practice" if round_.begun.learn else "when all are rated"
    return f"{round_.size} answers, seed {round_.begun.seed}; references come {when}"


async def from_home(app: ScreencopilotApp) -> str:
    """Run a round for who the profile says, from home; return what to say afterwards."""
    from screencopilot.formats.errors import FormatError
    from screencopilot.store.calibration import Wanted, open_round
    from screencopilot.store.errors import StoreError
    from screencopilot.store.profile import load_profile

    try:
        name = await asyncio.to_thread(load_profile, app.folders.profile_file)
        wanted = Wanted(evaluator=name.profile.evaluator)
        round_ = await asyncio.to_thread(open_round, app.folders, app.clock, wanted)
    except (StoreError, FormatError) as error:
        return str(error).splitlines()[0]
    how = await run_round(app, round_)
    if how == "left":
        return f"the round of written answers goes on where it was: {len(round_.rated)} of {round_.size} are rated"
    return ""


class CalibrateApp(ScreencopilotApp):
    """Shows one round, and ends."""

    def __init__(self, *args: Any, round_: Round, pace: Pace = "speaking", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._round, self._pace = round_, pace

    def on_mount(self, event: events.Mount) -> None:  # type: ignore[override]
        """Open the round in place of home."""
        event.prevent_default()
        self._watch_signals()
        self.run_worker(self._run_round(), exclusive=True, group="conduct")

    async def _run_round(self) -> None:
        self.exit(await run_round(self, self._round, self._pace, self._message))
