"""Forgetting a candidate, and purging what is old, takes debriefs along; what is unclear stays and is told."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path

import pytest

from screencopilot.domain import debrief_commands as do
from screencopilot.report.debrief_writing import write_debrief
from screencopilot.store.debrief_records import records_folder
from screencopilot.store.debriefing import DebriefDesk, begin_debrief
from screencopilot.store.keeping import find_old, find_ref, remove
from screencopilot.store.paths import Folders
from tests.debriefs import case_on, write_panel
from tests.sample import STARTED, ManualClock


@pytest.fixture
def desk(home: Folders, tmp_path: Path) -> DebriefDesk:
    """A debrief on C-7 that was written; still open."""
    desk = begin_debrief(home, case_on(write_panel(tmp_path / "panel")), ManualClock(), 20, 5)
    desk.do(do.turn_on)
    for name in desk.case.voters:
        desk.do(do.skip_turn, name)
    desk.do(do.turn_on)
    desk.do(do.turn_on)
    desk.do(do.say_present, ["Ann"])
    desk.do(do.decide, "no-decision", "like C-8")
    desk.do(do.confirm)
    write_debrief(desk, records_folder(home))
    return desk


def names(finds: tuple[object, ...]) -> list[str]:
    return sorted(find.path.name for find in finds)  # type: ignore[attr-defined]


def test_forgetting_takes_journal_and_record_and_nothing_of_others(home: Folders, desk: DebriefDesk) -> None:
    other = records_folder(home) / "mine.md"
    other.write_text("nothing of that")
    open_now = find_ref(home, "C-7")
    assert [find.why for find in open_now.left if "is open in" in find.why]
    desk.close()
    assert find_ref(home, "C-8").going == ()
    found = find_ref(home, "c-7")
    assert found.left == ()
    assert names(found.going) == [
        desk.folder.name,
        "debrief-C-7-2026-11-21.md",
        "debrief-C-7-2026-11-21.toml",
    ]
    for going in found.going:
        remove(going)
    assert find_ref(home, "C-7").going == ()
    assert other.exists()


def test_damage_that_hides_whose_it_is_is_told(home: Folders, desk: DebriefDesk) -> None:
    desk.close()
    (desk.folder / "screen.json").write_text('{"C-7": ')
    record = next(records_folder(home).glob("*.toml"))
    record.write_text("C-7 = ")
    (records_folder(home) / "alone.md").write_text("# Debrief on C-7")
    found = find_ref(home, "C-7")
    assert found.going == ()
    assert names(found.left) == [desk.folder.name, "alone.md", record.name]
    record.unlink()
    assert record.with_suffix(".md").name in names(find_ref(home, "C-7").left)


def test_purging_goes_by_the_end_of_a_debrief(home: Folders, desk: DebriefDesk) -> None:
    desk.close()
    assert find_old(home, STARTED - dt.timedelta(days=1)).going == ()
    for path in [*desk.folder.iterdir(), desk.folder]:
        os.utime(path, (STARTED.timestamp(), STARTED.timestamp()))
    later = STARTED + dt.timedelta(days=1)
    assert len(find_old(home, later).going) == 3
    (desk.folder / "finished").unlink()
    os.utime(desk.folder, (STARTED.timestamp(), STARTED.timestamp()))
    found = find_old(home, later)
    assert len(found.going) == 2
    assert [find.why for find in found.left] == [
        "an unfinished debrief of 2026-11-21: finish it, or forget its candidate"
    ]


def test_purging_takes_what_a_crash_left_and_a_markdown_file_alone(home: Folders, desk: DebriefDesk) -> None:
    desk.close()
    next(records_folder(home).glob("*.toml")).unlink()
    (records_folder(home) / ".tmp-record").write_text("half")
    (records_folder(home) / "of-mine.txt").write_text("x")
    for path in records_folder(home).iterdir():
        os.utime(path, (STARTED.timestamp(), STARTED.timestamp()))

    def old(before: dt.datetime) -> list[str]:
        return [
            find.path.name
            for find in find_old(home, before).going
            if find.path.parent == records_folder(home)
        ]

    assert old(STARTED) == []
    assert old(STARTED + dt.timedelta(seconds=1)) == [".tmp-record", "debrief-C-7-2026-11-21.md"]
