"""What a journal says of itself, and how it may be set up."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import msgspec

from screencopilot.store.disk import Disk


class JournalStatus(msgspec.Struct, frozen=True):
    """Whether everything is safe from a crash of the program.

    Attributes:
        saved: every line is in the file and the disk has not complained.
        pending: lines that are in memory only.
        problem: what the disk said, one line, "" for nothing.
        mend: what the user can do about it, "" for nothing.
    """

    saved: bool
    pending: int
    problem: str = ""
    mend: str = ""


class JournalOptions(TypedDict, total=False):
    """How a journal behaves.

    Attributes:
        on_change: called without arguments, from the appending thread or from the journal's own, whenever
            :attr:`Journal.status` became another. It asks ``status`` for the news, and must neither raise nor wait for
            the appending thread (in Textual: ``post_message``, not ``call_from_thread``).
        disk: the calls to the system; for tests.
        gather_seconds: how long the thread waits for more lines before it syncs.
        retry_seconds: how long the thread waits between two tries on a disk that refuses.
        sync_first: whether a new journal is durable when it is returned.
    """

    on_change: Callable[[], None] | None
    disk: Disk
    gather_seconds: float
    retry_seconds: float
    sync_first: bool
