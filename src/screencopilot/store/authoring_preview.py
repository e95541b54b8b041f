"""A desk for trying a bank out: it is run like any other, and keeps nothing on disk."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from screencopilot import __version__
from screencopilot.domain.bank import ResolvedBank
from screencopilot.domain.clock import Clock
from screencopilot.domain.entry import Entry
from screencopilot.domain.session import Session
from screencopilot.domain.setup import Setup, prepare
from screencopilot.store.desk import Desk
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_status import JournalStatus
from screencopilot.store.paths import Folders

#: Who sits opposite in a preview.
NOBODY = "nobody"


class PreviewDesk(Desk):
    """A screen with nobody: no folder, no lock, no journal, no draft and no note."""

    keeps = False
    kept_words = "PREVIEW"

    @property
    def settled(self) -> bool:
        """There is nothing to open, so nothing needs to wait for it."""
        return True

    @property
    def status(self) -> JournalStatus:
        """Nothing waits to be saved."""
        return JournalStatus(saved=True, pending=0)

    def settle(self) -> None:
        """Leave the disk alone."""

    def record(self, entry: Entry) -> None:
        """Forget the entry: the session has it as long as the preview runs."""

    def save_draft(self) -> Path:
        """Write nothing; the path is where a draft would have gone."""
        return self.folders.notes

    def write_sealed(self) -> tuple[Path, str]:
        """Refuse: there is nothing to seal.

        Raises:
            StoreError: always.
        """
        raise StoreError(
            "this is a preview, nothing of it is kept", "", "leave the preview when you have seen enough"
        )

    def move_to(self, folder: Path) -> None:
        """Refuse to save elsewhere.

        Raises:
            StoreError: always.
        """
        raise StoreError(
            "this is a preview, nothing of it is kept", folder, "leave the preview when you have seen enough"
        )

    def close(self) -> JournalStatus:
        """There is nothing to flush."""
        return self.status


def open_preview(
    folders: Folders,
    bank: ResolvedBank,
    clock: Clock,
    plan: str = "",
    level: str = "",
    forms: Mapping[str, str] | None = None,
) -> PreviewDesk:
    """Open a preview of a bank.

    Args:
        folders: where settings are read from; nothing is written there.
        bank: what to look at.
        clock: where time comes from.
        plan: id of one of its plans; its first one when empty.
        level: one of its levels; its first one when empty.
        forms: fixed forms by family, over the rotation.

    Raises:
        SetupError: the bank has no such plan or level.
    """
    setup = Setup(
        plan or bank.bank.plans[0].id, level or bank.bank.levels[0].value, NOBODY, forms=forms or {}
    )
    script, opened = prepare(bank, setup, "preview", f"screencopilot {__version__}")
    desk = PreviewDesk(folders, clock, folders.sessions / opened.id)
    desk.session = Session.begin(script, clock, desk.record, opened)
    return desk
