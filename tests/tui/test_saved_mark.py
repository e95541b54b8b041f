"""A disk that refuses does not end the screen: the mark says so, and says when all is well again."""

from __future__ import annotations

import errno
import os

import pytest

from screencopilot.domain import events as ev
from screencopilot.store import journal as journal_module
from screencopilot.store.disk import Disk
from tests.tui.conftest import OpenLive


class RefusingDisk(Disk):
    """The real disk until it is told to refuse every write."""

    def __init__(self) -> None:
        self.trouble = 0

    def write(self, fd: int, data: bytes) -> int:
        if self.trouble:
            raise OSError(self.trouble, os.strerror(self.trouble))
        return super().write(fd, data)


@pytest.fixture
def disk(monkeypatch: pytest.MonkeyPatch) -> RefusingDisk:
    """The disk of every journal opened after this; it is let go on before the desk is closed by the test itself."""
    disk = RefusingDisk()
    monkeypatch.setattr(journal_module, "DISK", disk)
    return disk


@pytest.mark.parametrize("size", [(140, 45), (110, 14), (50, 30)], ids=str)
async def test_a_full_disk_is_marked_with_its_mend_and_the_screen_goes_on(
    open_live: OpenLive, disk: RefusingDisk, size: tuple[int, int]
) -> None:
    async with open_live(size) as live:
        assert "● saved" in live.area("clock")
        disk.trouble = errno.ENOSPC
        await live.press("a", "4")
        await live.write("kept in memory")
        assert "▲ NOT SAVED" in live.area("clock")
        assert "No space left on device" in live.area("probe-clock")
        assert live.live.glance.saved.mend.startswith("No space left on device, ")
        assert "free some space" in live.live.glance.saved.mend
        assert live.ticked == {"s1"}
        assert live.lines == ["kept in memory"]
        disk.trouble = 0
        await live.press("6")
        live.live.tick()
        assert "● saved" in live.area("clock")
        kinds = [type(e) for e in live.events()]
        assert kinds[-5:] == [ev.Ticked, ev.Rated, ev.DraftTyped, ev.LineWritten, ev.Stamped] or (
            ev.LineWritten in kinds and ev.Stamped in kinds
        )


async def test_the_trouble_of_the_disk_goes_before_any_message(
    open_live: OpenLive, disk: RefusingDisk
) -> None:
    async with open_live() as live:
        disk.trouble = errno.EROFS
        await live.press("a", "h")
        assert "read-only" in live.area("probe-clock").lower()
        disk.trouble = 0
        await live.press("b")


async def test_a_draft_note_that_cannot_be_written_is_told_and_nothing_stops(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.until(lambda: list(live.folders.notes.glob("*.toml")), "the first draft note")
        live.folders.notes.rename(live.folders.notes.with_name("away"))
        live.folders.notes.write_text("a file where a folder is needed")
        await live.press("right")
        await live.until(lambda: "draft note" in live.message, "the trouble told")
        assert live.live.look.alert
        await live.press("a")
        assert live.ticked == {"s1"}


async def test_a_session_that_is_read_only_to_the_end_is_told_by_its_status(
    open_live: OpenLive, disk: RefusingDisk
) -> None:
    async with open_live() as live:
        disk.trouble = errno.EIO
        await live.press("a")
        assert not live.desk.status.saved
        assert live.desk.status.pending == 1
        status = live.desk.close()
        assert not status.saved
        disk.trouble = 0
