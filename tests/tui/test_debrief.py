"""The debrief on the terminal: the whole walk, what is hidden while others vote, resuming, the end."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import cast

import pytest
from msgspec.structs import replace
from rich.cells import cell_len
from textual.widgets import Input

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_events import MovedBy
from screencopilot.domain.debrief_state import DebriefState
from screencopilot.formats.debrief_toml import load_record
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.store.debriefing import begin_debrief, debriefs_folder, unfinished_debrief
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.tui.debrief import DebriefApp
from screencopilot.tui.screens import debrief_sheets as sheets
from screencopilot.tui.screens.debrief import DebriefScreen
from screencopilot.tui.view.debrief import draw_debrief
from screencopilot.tui.view.debrief_look import Debriefing
from tests.debriefs import BY_ANN, case_on, new_debrief, sample_case, three_notes, write_panel
from tests.sample import ManualClock
from tests.tui.harness import Terminal, theme_named

SIZES = [(60, 45), (140, 14), (160, 45), (40, 10), (1, 1)]


class Opened(Terminal):
    """A terminal on a debrief."""

    @property
    def debrief(self) -> DebriefScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, DebriefScreen))

    @property
    def state(self) -> DebriefState:
        return self.debrief.desk.state

    @property
    def message(self) -> str:
        return self.debrief.look.message

    async def sheet(self, *keys: str) -> None:
        """Wait for a sheet, then press keys on it."""
        await self.until(lambda: self.on_top.endswith("Sheet") and self.screen.is_mounted, "a sheet")
        await self.pause()
        await self.press(*keys)

    async def typed(self, text: str) -> None:
        """Wait for a line, fill it in, keep it."""
        await self.top("LineSheet")
        await self.fill(text)
        await self.press("enter")

    async def on_screen(self) -> None:
        """Wait until no sheet is on top."""
        await self.top("DebriefScreen")


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return case_on(write_panel(tmp_path / "panel"))


@asynccontextmanager
async def debriefing(
    home: Folders,
    clock: ManualClock,
    case: Case,
    out: Path,
    size: tuple[int, int] = (140, 40),
    *,
    new: bool = True,
) -> AsyncIterator[Opened]:
    app = DebriefApp(home, clock, theme_named(), case=case, minutes=20, read_minutes=5, out=out)
    try:
        async with app.run_test(size=size, notifications=True) as pilot:
            terminal = Opened(app, pilot, clock, home)
            if new:
                await terminal.top("DebriefScreen")
            else:
                await terminal.top("ChoiceSheet")
            yield terminal
    finally:
        app.close_debrief()


async def to_vote(open_: Opened) -> None:
    await open_.press("enter")
    await open_.sheet("y")
    await open_.on_screen()


async def to_walk(open_: Opened) -> None:
    """Ben moves 2 to 3 by Ann's evidence; the others are skipped."""
    await to_vote(open_)
    await open_.press("down", "enter", "3")
    await open_.sheet("1")
    await open_.sheet("l")
    await open_.on_screen()
    await open_.press("enter")
    await open_.sheet("y")
    await open_.on_screen()
    for _ in range(2):
        await open_.press("-")
        await open_.sheet("y")
        await open_.on_screen()
        await open_.press("down", "down")
    await open_.press("enter")


# The whole way.


async def test_the_whole_walk_ends_in_revisions_and_a_record(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    async with debriefing(home, clock, case, out) as open_:
        assert "SILENT READ" in open_.text("#debrief")
        clock.tick(300)
        await to_walk(open_)
        assert (open_.state.phase, open_.state.current) == ("walk", 1)
        assert "0:00 of 9:00" in open_.text("#debrief")
        await open_.press("3")
        await open_.typed("the number was not his")
        await open_.on_screen()
        assert dict(open_.state.marks.outcomes[1].views) == {"Ann": 3, "Ben": 3, "Cy": 3}
        await open_.press("enter")
        await open_.typed("who wrote the rollback?")
        await open_.on_screen()
        await open_.press("right", "k")
        await open_.typed("")
        await open_.on_screen()
        assert open_.state.marks.outcomes[2].result == "kept"
        await open_.press("right")
        assert "last one" in open_.message
        await open_.press("d", "enter")
        await open_.top("LineSheet")
        await open_.press("enter")
        await open_.on_screen()
        assert open_.state.marks.present == ("Ann", "Ben", "Cy")
        await open_.press("down", "enter")
        await open_.sheet("3")
        await open_.typed("one more on cost")
        await open_.on_screen()
        await open_.press("down", "down", "down", "enter")
        await open_.sheet("y")
        await open_.until(lambda: open_.debrief.ended, "the end")
        assert "debrief-C-7-2026-11-21.toml" in open_.text("#debrief")
        await open_.press("enter")
    record = load_record(out / "debrief-C-7-2026-11-21.toml")
    assert (record.decision.choice, record.decision.words) == ("another-screen", "one more on cost")
    assert record.questions == ("who wrote the rollback?",)
    assert [(r.evaluator, r.was, r.to, r.in_note) for r in record.revisions] == [
        ("Ann", 5, 3, True), ("Ben", 2, 3, True), ("Cy", "NE", 3, True),
    ]  # fmt: skip
    for note in case.notes:
        file = load_note(Path(note.path))
        assert verify(file.raw) == "sealed-intact"
        assert len(file.note.revisions) == 1
    assert unfinished_debrief(home, case) is None
    assert cast("DebriefApp", open_.app).told[0] == "The record is written."


# The second vote.


async def test_nobody_sees_what_the_one_before_voted(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    async with debriefing(home, clock, case, tmp_path, (160, 45)) as open_:
        await to_vote(open_)
        await open_.press("down", "enter", "4")
        await open_.sheet("0")
        await open_.typed("XYZZY moved me")
        await open_.sheet("h")
        await open_.on_screen()
        assert "2 → 4" in open_.text("#debrief")
        await open_.press("enter")
        await open_.sheet("y")
        await open_.on_screen()
        hidden = [open_.text("#debrief")]
        await open_.press("up", "up", "enter")
        assert open_.state.turn == "Ann"
        hidden.append(open_.text("#debrief"))
        await open_.press("backspace")
        assert "nothing to take back" in open_.message
        hidden.append(open_.text("#debrief"))
        for text in hidden:
            assert "XYZZY" not in text
            assert "→ 4" not in text


async def test_a_vote_without_what_moved_it_is_none(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    async with debriefing(home, clock, case, tmp_path) as open_:
        await to_vote(open_)
        await open_.press("enter", "4")
        await open_.sheet("escape")
        await open_.on_screen()
        assert open_.state.marks.votes == {}
        assert "first rating stays" in open_.message
        await open_.press("5")
        await open_.until(lambda: open_.state.marks.votes, "the vote")
        assert open_.state.marks.votes[1]["Ann"].moved_by is None
        assert open_.debrief.look.lit == 1


async def test_keys_typed_ahead_go_to_the_sheet_they_are_meant_for(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    async with debriefing(home, clock, case, tmp_path) as open_:
        await to_vote(open_)
        await open_.press("down", "enter")
        await open_.type(("3", "1", "l"))
        await open_.until(lambda: open_.state.marks.votes, "the vote")
        vote = open_.state.marks.votes[1]["Ben"]
        assert (vote.rating, vote.confidence) == (3, "low")
        assert vote.moved_by is not None
        assert (vote.moved_by.whose, vote.moved_by.id) == ("Ann", "e1")


# The walk.


async def test_one_evaluator_changes_their_view_and_it_is_taken_back(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    async with debriefing(home, clock, case, tmp_path) as open_:
        await to_walk(open_)
        await open_.press("right", "c")
        await open_.sheet("3")
        await open_.sheet("3")
        await open_.typed("the date was his own")
        await open_.on_screen()
        assert dict(open_.state.marks.outcomes[2].reasons) == {"Cy": "the date was his own"}
        assert "2 → 3" in open_.text("#debrief")
        await open_.press("backspace")
        assert open_.message == "taken back"
        assert open_.state.marks.outcomes == {}


async def test_agreeing_needs_a_why_where_it_moves_somebody(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    async with debriefing(home, clock, case, tmp_path) as open_:
        await to_walk(open_)
        await open_.press("9")
        await open_.typed("  ")
        await open_.on_screen()
        assert "say why" in open_.message
        assert open_.state.marks.outcomes == {}


async def test_space_stops_every_clock(home: Folders, clock: ManualClock, case: Case, tmp_path: Path) -> None:
    async with debriefing(home, clock, case, tmp_path) as open_:
        clock.tick(61)
        await open_.press("space")
        clock.tick(500)
        await open_.press("down")
        assert "paused  1:01 of 5:00" in open_.text("#debrief")
        await open_.press("space")
        clock.tick(2)
        await open_.press("up")
        assert "1:03 of 5:00" in open_.text("#debrief")


# Broken off, and gone on with.


async def test_a_killed_debrief_is_offered_and_gone_on_with(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    desk = begin_debrief(home, case, clock, 20, 5)
    desk.do(do.turn_on)
    desk.do(do.take_turn, "Ben")
    desk.do(do.vote, 1, 3, BY_ANN)
    desk.close()  # the lock of a killed program goes with it
    async with debriefing(home, clock, case, tmp_path, new=False) as open_:
        assert "second vote" in open_.text("#sheet")
        await open_.press("g")
        await open_.on_screen()
        assert open_.state == desk.state
        assert "goes on where it was" in open_.message
        await open_.press("escape")
        await open_.sheet("y")
    async with debriefing(home, clock, case, tmp_path, new=False) as open_:
        await open_.press("n")
        await open_.on_screen()
        assert open_.state.phase == "read"
        assert len(list(debriefs_folder(home).iterdir())) == 2


async def test_one_that_another_program_has_open_is_not_offered(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    desk = begin_debrief(home, case, clock, 20, 5)
    app = DebriefApp(home, clock, theme_named(), case=case, minutes=20, read_minutes=5, out=tmp_path)
    async with app.run_test() as pilot:
        terminal = Opened(app, pilot, clock, home)
        await terminal.until(lambda: app.return_code == 1, "the end")
    with pytest.raises(StoreError, match=r"open in another program.*close it there first"):
        app.close_debrief()
    desk.close()
    assert len(list(debriefs_folder(home).iterdir())) == 1


async def test_a_half_typed_line_stands_in_its_sheet_again_and_in_no_other(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    async with debriefing(home, clock, case, tmp_path) as open_:
        await to_walk(open_)
        await open_.press("enter")
        await open_.top("LineSheet")
        await open_.fill("who wr")
        open_.app.keep_drafts()  # as a closed terminal does
        assert open_.state.typed is not None
    async with debriefing(home, clock, case, tmp_path, new=False) as open_:
        await open_.press("g")
        await open_.on_screen()
        assert "unfinished line" in open_.message
        await open_.press("k")
        await open_.top("LineSheet")
        assert open_.screen.query_one(Input).value == ""
        await open_.press("escape")
        await open_.on_screen()
        await open_.press("enter")
        await open_.top("LineSheet")
        assert open_.screen.query_one(Input).value == "who wr"
        await open_.fill("who wrote it?")
        await open_.press("escape")
        await open_.on_screen()
        await open_.press("enter")
        await open_.top("LineSheet")
        assert open_.screen.query_one(Input).value == "who wrote it?"
        await open_.press("enter")
        await open_.on_screen()
        assert open_.state.marks.questions == ("who wrote it?",)
        assert open_.state.typed is None


async def test_a_debrief_killed_after_it_was_confirmed_is_written(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    desk = begin_debrief(home, case, clock, 20, 5)
    desk.do(do.turn_on)
    for name in case.voters:
        desk.do(do.skip_turn, name)
    desk.do(do.turn_on)
    desk.do(do.turn_on)
    desk.do(do.say_present, ["Ann"])
    desk.do(do.decide, "no-decision")
    desk.do(do.confirm)
    desk.close()
    async with debriefing(home, clock, case, tmp_path / "out", new=False) as open_:
        await open_.press("g")
        await open_.on_screen()
        await open_.until(lambda: open_.debrief.ended, "the end")
    assert load_record(tmp_path / "out" / "debrief-C-7-2026-11-21.toml").decision.choice == "no-decision"


async def test_a_folder_that_takes_no_record_is_told_and_another_one_taken(
    home: Folders, clock: ManualClock, case: Case, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("in the way")
    desk = begin_debrief(home, replace(case, disagreements=()), clock, 20, 5)
    desk.do(do.turn_on)
    desk.do(do.say_present, ["Ann"])
    desk.do(do.decide, "no-decision")
    desk.do(do.confirm)
    desk.close()
    async with debriefing(home, clock, case, tmp_path / "file" / "out", new=False) as open_:
        await open_.press("g")
        await open_.on_screen()
        await open_.until(lambda: open_.debrief.look.ending, "the refusal")
        assert "not written" in open_.text("#debrief")
        await open_.press("o")
        await open_.typed(str(tmp_path / "other"))
        await open_.until(lambda: open_.debrief.ended, "the end")
    assert (tmp_path / "other" / "debrief-C-7-2026-11-21.md").exists()


# Drawing.


def looks(case: Case | None = None) -> list[Debriefing]:
    """A look at every part."""
    session, _ = new_debrief(case)
    found = [Debriefing(session.case, session.state)]

    def then(command: object, *args: object) -> None:
        session.do(command, *args)  # type: ignore[arg-type]
        found.append(Debriefing(session.case, session.state, 5000.0, message="a word on it " * 9))

    then(do.turn_on)
    then(do.take_turn, "Ben")
    then(do.vote, 1, 3, BY_ANN, "low")
    then(do.end_turn)
    then(do.skip_turn, "Ann")
    then(do.skip_turn, "Cy")
    then(do.turn_on)
    then(do.change_view, 1, "Ann", 4, "because " * 30)
    then(do.leave_question, "what of " * 40)
    then(do.turn_on)
    then(do.say_present, ["Ann", "Ben"])
    then(do.decide, "advance", "words " * 60)
    then(do.confirm)
    found.append(replace(found[-1], ending=(("written " * 20, "plain"),), unsaved="no space left"))
    return found


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_every_part_fits_every_size(size: tuple[int, int]) -> None:
    width, height = size
    for look in looks():
        for top in (0, 3, 1000):
            rows = draw_debrief(replace(look, top=top, lit=top), width, height)
            assert len(rows) == height
            if width >= 40:
                assert all(cell_len(row.text) <= width for row in rows), [row.text for row in rows]


def test_the_key_line_is_in_sight_at_the_three_sizes() -> None:
    for look in looks():
        for width, height in SIZES[:3]:
            last = "".join(row.text for row in draw_debrief(look, width, height)[-3:])
            assert "Enter" in last


def test_no_part_shows_a_score_or_a_recommendation() -> None:
    for look in looks():
        text = "\n".join(row.text for row in draw_debrief(look, 160, 45)).casefold()
        for word in ("hire", "recommend", "score", "probability", "rank"):
            assert word not in text


def test_hostile_names_and_lines_are_shown_as_text() -> None:
    ann, *others = three_notes()
    lines = tuple(replace(line, text="x\x1b[2J\u202e[red]y[/]") for line in ann.evidence)
    hostile = replace(ann, evidence=lines, evaluator=replace(ann.evaluator, name="A\x1b]52;c;x\x07nn"))
    case = sample_case([hostile, *others])
    session, _ = new_debrief(case)
    for width, height in SIZES[:3]:
        rows = draw_debrief(Debriefing(case, session.state, top=6), width, height)
        assert all(row.text.isprintable() for row in rows)
    text = "\n".join(row.text for row in draw_debrief(Debriefing(case, session.state), 160, 200))
    assert "[red]y[/]" in text


def test_what_moved_somebody_stands_in_full_below_only_where_its_row_cuts_it() -> None:
    moved = MovedBy("evidence", "1:05 recall fell to 0.64", "Ann", "e1")
    row = len(f"Ann: {moved.text}")
    assert sheets._whole(moved, row) == ()
    assert sheets._whole(moved, row - 1) == ((moved.text, "quiet"),)
