"""Saving elsewhere from the live screen and from the closing form: which folder, the move, and what came of it."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

from textual.app import App

from screencopilot.formats.text_safety import one_line
from screencopilot.store.desk import Desk
from screencopilot.store.errors import StoreError
from screencopilot.tui.screens.sheets import LineSheet


async def ask_folder(app: App[Any], desk: Desk) -> Path | None:
    """Ask for a folder for everything of this screen; None when it stays where it is."""
    status = desk.status
    intro = [
        ("Everything of this screen goes on in a folder of its own there; home finds it again.", "quiet"),
        (f"now in {one_line(str(desk.folder.parent))}", "quiet"),
    ]
    if not status.saved:
        intro.insert(0, (f"not saved: {status.problem}", "unsaved"))
    place = await app.push_screen_wait(LineSheet("Save elsewhere: in which folder?", intro))
    return Path(place.strip()) if place is not None and place.strip() else None


async def move_desk(desk: Desk, place: Path) -> tuple[str, bool]:
    """Go on in another folder, off the UI thread; return what came of it and whether that is a worry."""
    try:
        await asyncio.to_thread(desk.move_to, place)
    except StoreError as error:
        return f"not moved: {error}", True
    told = "; home cannot note that yet, keep it in mind" if desk.untold else ""
    return f"saved in {one_line(str(desk.folder))}{told}", desk.untold
