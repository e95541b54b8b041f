"""The closing form: through every kind of gap to the seal, and back."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec import UNSET
from msgspec.structs import replace

from screencopilot.domain import events as ev
from screencopilot.domain.gaps import GapKind
from screencopilot.domain.writeup import note_of
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.store.journal_status import JournalStatus
from screencopilot.store.library import list_notes
from screencopilot.store.recovery import resume_desk
from screencopilot.store.sessions import list_unfinished
from tests.sample import ManualClock
from tests.tui.conftest import OpenLive
from tests.tui.harness import Live, run_desk, settled

AR, CT, CV = "AR1-B", "CT1-A", "CV-A"


async def close(live: Live) -> None:
    """Go to the closing form."""
    await live.press("f10")
    await live.top("ClosingScreen")


def gap(live: Live) -> tuple[GapKind, str] | None:
    """Return what the form asks for now."""
    found = live.screen.closing.gap
    return (found.kind, found.about) if found else None


async def pass_all(live: Live) -> None:
    """Leave every gap open."""
    while live.screen.closing.phase == "gap":
        await live.press("right")


async def recommend(live: Live, *keys: str, why: str = "Own hands, own numbers") -> None:
    """Give the recommendation."""
    await live.press(*keys, "enter")
    await live.fill(why)
    await live.press("enter")


async def test_nothing_can_be_closed_before_the_first_question(open_live: OpenLive) -> None:
    async with open_live(begin=False) as live:
        await live.press("f10")
        await live.until(lambda: live.live.look.alert, "the refusal")
        assert live.on_top == "LiveScreen"
        assert "nothing was asked" in live.message


async def test_through_every_kind_of_gap_to_the_seal(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await live.press("f")  # a red signal whose check is never asked
        clock.tick(120)
        await live.press("right", "9")
        clock.tick(60)
        await close(live)
        clock.tick(40)
        first = live.text("#form")
        assert "to go through" in first
        assert gap(live) == (GapKind.UNRATED, AR)
        assert "The quiet failure" in first
        assert "Gives no number for any failure" in first  # pre-filled from the tick
        assert "Adds numbers and what it cost" in first

        await live.press("4")
        assert gap(live) == (GapKind.NO_REASON, CT)
        await live.press("t")
        assert gap(live) == (GapKind.UNSURE, AR)
        await live.press("enter")
        await live.fill("held up under questions")
        await live.press("enter")
        assert gap(live) == (GapKind.UNSURE, AR)
        await live.press("h")
        assert gap(live) == (GapKind.NO_QUOTE, AR)
        assert "recalled" in live.text("#form")
        await live.press("enter")
        await live.fill("we rolled it back by hand")
        await live.press("enter")
        assert gap(live) == (GapKind.FLAG_UNCHECKED, "no-failure-numbers")
        await live.press("right")
        assert gap(live) == (GapKind.CLAIM_OPEN, "0")
        await live.press("enter")
        await live.top("VerdictSheet")
        await live.press("2")
        await live.top("ClosingScreen")
        assert gap(live) == (GapKind.CLAIM_OPEN, "1")
        await live.press("right")
        assert gap(live) == (GapKind.UNREVEALED, AR)
        assert "Could not have shown" in live.text("#form")
        await live.press("right")

        assert live.screen.closing.phase == "overall"
        assert "4.00" not in live.text("#form"), "no figure before the recommendation"
        await recommend(live, "3", "h")
        assert live.screen.closing.phase == "seal"
        assert "4.00" in live.text("#form")
        assert "+0.00 to the bar, 1 rating" in live.text("#form")
        await live.resize(60, 45)
        assert "+0.00 to the bar, 1 rating" in live.text("#form")

        expected = note_of(live.script, live.state, "sealed")
        await live.press("enter")
        await live.until(lambda: live.screen.closing.phase == "sealed", "the seal")
        (summary,), problems = list_notes([live.folders.notes])
        assert problems == ()
        assert str(summary.path) == live.screen.path
        assert str(summary.path) in "".join(live.text("#form").split())
        file = load_note(summary.path)
        assert replace(file.note, seal=UNSET) == expected
        assert verify(file.raw) == "sealed-intact"
        rated = next(p for p in file.note.probes if p.id == AR)
        assert (rated.rating, rated.confidence, rated.because) == (4, "high", "held up under questions")
        assert rated.rated_recalled_after == 40
        assert next(p for p in file.note.probes if p.id == CT).not_enough == "no-time"
        (line,) = file.note.evidence
        assert (line.kind, line.recalled_after) == ("quote", 40)
        assert file.note.claims[0].verdict == "plausible"
        assert file.note.claims[1].verdict is UNSET
        assert file.note.flags == ()
        assert list_unfinished(live.folders) == ()
        await live.press("enter")
        await live.until(lambda: live.app.return_value == "sealed", "the end")


@pytest.mark.parametrize(("key", "reason"), [("n", "not-asked"), ("s", "no-signal")])
async def test_one_key_says_why_there_is_not_enough_evidence(
    open_live: OpenLive, key: str, reason: str
) -> None:
    async with open_live(claims=()) as live:
        await live.press("9")
        await close(live)
        assert gap(live) == (GapKind.NO_REASON, AR)
        await live.press(key)
        rating = live.state.marks.probe(AR).rating
        assert rating
        assert rating.not_enough == reason
        assert live.screen.closing.phase == "overall"


async def test_nine_in_the_form_rates_not_enough_evidence(open_live: OpenLive) -> None:
    async with open_live(claims=()) as live:
        await live.press("a")
        await close(live)
        await live.press("9")
        assert gap(live) == (GapKind.NO_REASON, AR)


async def test_left_goes_back_to_the_gap_passed_last(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a", "3")
        await close(live)
        assert gap(live) == (GapKind.UNSURE, AR)
        await live.press("right")
        assert gap(live) == (GapKind.NO_QUOTE, AR)
        await live.press("left")
        assert gap(live) == (GapKind.UNSURE, AR)
        await live.press("left")
        assert gap(live) == (GapKind.UNSURE, AR)


async def test_backspace_takes_the_last_answer_back(open_live: OpenLive) -> None:
    async with open_live(claims=()) as live:
        await live.press("a")
        await close(live)
        await live.press("4")
        assert gap(live) == (GapKind.UNSURE, AR)
        await live.press("backspace")
        assert gap(live) == (GapKind.UNRATED, AR)


async def test_keys_that_mean_nothing_here_change_nothing(open_live: OpenLive) -> None:
    async with open_live() as live:
        await live.press("a")
        await close(live)
        before = live.events()
        await live.press("b", "x", "6", "0", "space", "tab", "?", "@")
        assert live.events() == before
        assert live.on_top == "ClosingScreen"


async def test_escape_leaves_the_line_and_writes_nothing(open_live: OpenLive) -> None:
    async with open_live(claims=()) as live:
        await live.press("a", "4")
        await close(live)
        await live.press("right")
        assert gap(live) == (GapKind.NO_QUOTE, AR)
        await live.press("enter")
        await live.type("4 half")
        await live.press("escape")
        assert live.lines == []
        assert gap(live) == (GapKind.NO_QUOTE, AR)
        await live.press("enter", "enter")
        assert live.lines == []
        assert "nothing written" in live.text("#form")


async def test_the_recommendation_needs_choice_sureness_and_a_sentence(open_live: OpenLive) -> None:
    async with open_live(claims=()) as live:
        await live.press("9")
        await close(live)
        await live.press("t", "enter")
        assert "first 1-4" in live.text("#form")
        await live.press("2", "enter")
        assert live.screen.closing.phase == "overall"
        await recommend(live, "l", why="   ")
        assert live.state.overall is None
        assert "one sentence why" in live.text("#form")
        await recommend(live, why="too little was heard")
        assert live.state.overall
        assert live.state.overall.recommendation == "no"
        assert live.state.overall.confidence == "low"
        await live.press("left", "4", "m")
        await recommend(live, why="on reflection")
        assert live.state.overall.recommendation == "strong-yes"


async def test_f10_goes_back_to_the_live_screen_and_its_clock_runs_on(
    open_live: OpenLive, clock: ManualClock
) -> None:
    async with open_live() as live:
        clock.tick(30)
        await close(live)
        clock.tick(100)
        await live.press("f10")
        await live.top("LiveScreen")
        assert not live.state.closing
        assert "0:30 / 14:00" in live.area("probe-clock")
        clock.tick(15)
        await live.press("b")
        assert "0:45 / 14:00" in live.area("probe-clock")
        await close(live)
        assert gap(live) == (GapKind.UNRATED, AR)
        assert len(live.events_of(ev.ClosingOpened)) == 2


async def test_leaving_from_the_form_is_resumed_in_the_form(open_live: OpenLive, clock: ManualClock) -> None:
    async with open_live() as live:
        await live.press("a")
        await close(live)
        await live.press("4", "ctrl+q")
        await live.until(lambda: live.app.return_value == "left", "the end")
        folders, folder = live.folders, live.desk.folder
    clock.tick(3600)
    desk = resume_desk(folders, folder, clock)
    async with run_desk(folders, clock, desk) as live:
        assert live.on_top == "ClosingScreen"
        assert gap(live) == (GapKind.UNSURE, AR)


async def test_a_note_that_cannot_be_written_is_told_and_can_be_sealed_later(open_live: OpenLive) -> None:
    async with open_live(claims=()) as live:
        await live.press("a")
        await settled(live)
        notes = live.folders.notes
        kept = notes.rename(notes.with_name("kept"))
        notes.write_text("in the way")
        await close(live)
        await pass_all(live)
        await recommend(live, "3", "m")
        await live.press("enter")
        await live.until(lambda: "not sealed" in live.text("#form"), "the trouble told")
        assert live.screen.closing.phase == "seal"
        assert not (live.desk.folder / "finished").exists()
        notes.unlink()
        kept.rename(notes)
        await live.press("enter")
        await live.until(lambda: live.screen.closing.phase == "sealed", "the seal")


@pytest.mark.parametrize(
    "who", [{"candidate": "C" * 150}, {"evaluator": "E" * 250}], ids=["ref", "evaluator"]
)
async def test_a_note_too_long_in_a_name_is_told_never_left_waiting(
    open_live: OpenLive, who: dict[str, str]
) -> None:
    async with open_live(claims=(), **who) as live:
        await live.press("a")
        await close(live)
        await pass_all(live)
        await recommend(live, "3", "m")
        await live.press("enter")
        await settled(live)
        assert "writing the note" not in live.text("#form"), "the form waits for ever"


async def test_enter_twice_seals_once(open_live: OpenLive) -> None:
    async with open_live(claims=()) as live:
        await live.press("a")
        await close(live)
        await pass_all(live)
        await recommend(live, "3", "m")
        await live.type(["enter", "enter"])
        await live.until(lambda: live.state.sealed_digest, "the seal")
        await settled(live)
        assert len(live.events_of(ev.Sealed)) == 1
        assert len(list(live.folders.notes.glob("*.toml"))) == 1


@pytest.mark.parametrize("size", [(50, 14), (50, 30), (80, 24), (110, 14), (200, 60)], ids=str)
async def test_the_form_fits_and_all_of_it_can_be_scrolled_to(
    open_live: OpenLive, size: tuple[int, int]
) -> None:
    async with open_live(size) as live:
        await live.press("a", "b", "f")
        await close(live)
        seen = ""
        for _ in range(30):
            live.assert_nothing_outside()
            seen += live.text("#form")
            await live.press("down")
        for words in ("C-1", "Half the money", "Says what they did", "Tells it from hearsay"):
            assert words in seen
        assert "1-5 rate" in live.text("#closing-keys")
        await live.resize(60, 20)
        live.assert_nothing_outside()


async def test_everything_can_be_saved_elsewhere_from_the_form(open_live: OpenLive, tmp_path: Path) -> None:
    async with open_live() as live:
        await live.press("a", "4")
        await close(live)
        stick = tmp_path / "stick"
        await live.press("f12")
        await live.top("LineSheet")
        await live.fill(str(stick))
        await live.press("enter")
        await live.top("ClosingScreen")
        await live.until(lambda: "saved in" in live.text("#form"), "the move told")
        assert live.desk.folder.parent == stick
        assert gap(live) == (GapKind.UNSURE, AR)
        await live.press("h")
        assert ev.RatingExplained(AR, "high") in live.events()


async def test_a_folder_that_cannot_be_is_told_on_the_form_and_all_stays(
    open_live: OpenLive, tmp_path: Path
) -> None:
    async with open_live() as live:
        await live.press("a")
        await close(live)
        before = live.desk.folder
        (tmp_path / "file").write_text("in the way")
        await live.press("f12")
        await live.top("LineSheet")
        await live.fill(str(tmp_path / "file" / "deep"))
        await live.press("enter")
        await live.top("ClosingScreen")
        await live.until(lambda: "not moved" in live.text("#form"), "the trouble told")
        assert live.desk.folder == before
        await live.press("f12", "escape")
        await live.top("ClosingScreen")
        assert live.desk.folder == before


async def test_saved_elsewhere_in_the_middle_of_a_line_the_line_goes_on(
    open_live: OpenLive, tmp_path: Path
) -> None:
    async with open_live() as live:
        await live.press("a", "4")
        await close(live)
        await live.press("h", "enter")
        await live.type("half")
        await live.press("f12")
        await live.top("LineSheet")
        await live.fill(str(tmp_path / "stick"))
        await live.press("enter")
        await live.top("ClosingScreen")
        await live.until(lambda: live.desk.folder.parent == tmp_path / "stick", "the move")
        await live.type(" a line")
        await live.press("enter")
        assert live.lines == ["half a line"]


async def test_an_unsaved_form_names_the_key_that_saves_elsewhere(
    open_live: OpenLive, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_live() as live:
        await live.press("a")
        await close(live)
        refused = JournalStatus(False, 1, "No space left on device", "free some space")
        monkeypatch.setattr(type(live.desk), "status", property(lambda _desk: refused))
        live.screen.look_at_disk()
        await live.pause()
        flat = " ".join(live.text("#form").split())
        assert "NOT SAVED: No space left on device; free some space (F12 saves elsewhere)" in flat
        assert "F12 save elsewhere" in " ".join(live.text("#closing-keys").split())
