"""A reminder of notes that are kept longer than one meant to."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Protocol

from screencopilot.store.paths import Folders
from screencopilot.store.settings import load_settings


class Dated(Protocol):
    """What is known of a note."""

    @property
    def started(self) -> dt.datetime:
        """When its screen began, zoned."""


def reminder(folders: Folders, notes: Iterable[Dated], now: dt.datetime) -> tuple[str, ...]:
    """Return one line on the notes that are older than the settings say, or nothing.

    Args:
        folders: where the settings are.
        notes: those on disk.
        now: zoned.
    """
    days = load_settings(folders).remind_after_days
    if not days:
        return ()
    old = sum(note.started < now - dt.timedelta(days=days) for note in notes)
    if not old:
        return ()
    those = "1 note is" if old == 1 else f"{old} notes are"
    return (f"{those} older than {days} days: screencopilot notes purge --older-than {days}d --dry-run",)
