"""The review: a note as a timeline, moments, revisions, amending, the call's transcript beside it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, cast

import pytest
import tomli_w
from msgspec.structs import replace
from textual.pilot import Pilot

from screencopilot.domain import commands as do
from screencopilot.domain.timeline import Kind, timeline
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders
from screencopilot.store.reviewing import load_review
from screencopilot.tui.reviewing import ReviewApp
from screencopilot.tui.screens.review import ReviewScreen, beside_of
from screencopilot.tui.view.review import Reviewing, draw_review
from screencopilot.tui.view.review_bars import draw_bars
from tests.sample import ManualClock
from tests.tui.conftest import OpenHome
from tests.tui.harness import Terminal, desk_on, settled, theme_named

QUOTE = "the join went stale on a Friday and nobody was paged until Monday"
OTHER = "we halved the candidate set before we touched the model itself"
SIZES = [(60, 45), (140, 14), (160, 45), (50, 14)]
CALL = f"""WEBVTT

00:10:00.000 --> 00:10:04.000
<v Ann Kim>Tell me about the last failure you owned, as AR1-B asks it.</v>

00:10:05.000 --> 00:10:40.000
<v Guest>It began in spring with a ranker that nobody watched.</v>

00:10:41.000 --> 00:10:55.000
<v Guest>So {QUOTE}.</v>

00:12:05.000 --> 00:12:09.000
<v Ann Kim>Tell me about the last failure you owned, as CT1-A asks it.</v>

00:12:40.000 --> 00:12:52.000
<v Guest>First {OTHER}.</v>
"""


def screened(home: Folders, clock: ManualClock) -> Desk:
    """Leave a desk in the middle of its closing form, something of everything on it."""
    desk = desk_on(home, clock)
    desk.do(do.next_probe)
    first, second, _ = (item.probe for item in desk.session.script.agenda)
    clock.tick(20)
    desk.do(do.tick_signal, "s1")
    desk.do(do.ask_follow_up)
    clock.tick(40)
    desk.do(do.write_line, f'+"{QUOTE}"')
    desk.do(do.mark_moment)
    desk.do(do.rate_probe, 4)
    desk.do(do.explain_rating, first, confidence="high", because="own hands on it")
    desk.do(do.play_card)
    desk.do(do.toggle_pause)
    clock.tick(45)
    desk.do(do.toggle_pause)
    clock.tick(20)
    desk.do(do.open_probe, second)
    clock.tick(60)
    desk.do(do.write_line, f'"{OTHER}"')
    desk.do(do.mark_moment)
    clock.tick(5)
    desk.do(do.open_closing)
    desk.do(do.judge_claim, 0, "verified", ("e1",))
    return desk


@pytest.fixture
def sealed(home: Folders, clock: ManualClock) -> Path:
    """A sealed note with a key that this version does not know."""
    desk = screened(home, clock)
    desk.do(do.recommend, "yes", "high", "would work with them")
    path, digest = desk.write_sealed()
    desk.finish(digest)
    desk.close()
    return path


@pytest.fixture
def draft(home: Folders, clock: ManualClock) -> Path:
    """A draft whose screen can be gone on with."""
    desk = screened(home, clock)
    path = desk.save_draft()
    desk.close()
    return path


@pytest.fixture
def call(tmp_path: Path) -> Path:
    """The call's transcript."""
    path = tmp_path / "call.vtt"
    path.write_text(CALL, "utf-8")
    return path


class Opened(Terminal):
    """A terminal on a review."""

    @property
    def look(self) -> Reviewing:
        return self.review_screen.look

    @property
    def review_screen(self) -> ReviewScreen:
        return next(s for s in self.app.screen_stack if isinstance(s, ReviewScreen))

    @property
    def message(self) -> str:
        return self.look.message

    async def go_to(self, kind: Kind, probe: str = "") -> None:
        """Move down to the first mark of a kind."""
        await self.press("home")
        for mark in self.look.timeline.marks:
            if mark.kind is kind and probe in {"", mark.probe}:
                return
            await self.press("down")
        raise AssertionError(f"no {kind}")


@asynccontextmanager
async def reviewing(
    home: Folders, clock: ManualClock, path: Path, size: tuple[int, int] = (160, 45), call: Path | None = None
) -> AsyncIterator[Opened]:
    """Run the program on the review of a note."""
    review = load_review(home, path)
    beside = beside_of(review, call) if call else None
    app = ReviewApp(home, clock, theme_named(), review=review, beside=beside)
    async with app.run_test(size=size, notifications=True) as pilot:
        terminal = Opened(app, pilot, clock, home)
        await terminal.top("ReviewScreen")
        yield terminal
    if app.open_desk is not None:
        app.open_desk.close()


def first_probe(path: Path) -> str:
    return load_note(path).note.probes[0].id


# Showing.


@pytest.mark.parametrize("size", [*SIZES, (30, 8), (1, 1), (200, 60)], ids=str)
@pytest.mark.parametrize("with_call", [False, True], ids=["alone", "transcript"])
async def test_every_mark_is_shown_at_every_size(
    home: Folders, clock: ManualClock, sealed: Path, call: Path, size: tuple[int, int], with_call: bool
) -> None:
    async with reviewing(home, clock, sealed, size, call if with_call else None) as review:
        for number in range(len(review.look.timeline.marks)):
            assert review.look.lit == number
            if size in SIZES:
                review.assert_nothing_outside()
                assert any(
                    row.text.startswith("▸") and row.act == f"mark:{number}" for row in review.views[0].rows
                )
            await review.press("down")
        await review.press("down")
        assert review.look.lit == len(review.look.timeline.marks) - 1


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_at_a_mark_stands_its_whole_text(
    home: Folders, clock: ManualClock, sealed: Path, size: tuple[int, int]
) -> None:
    async with reviewing(home, clock, sealed, size) as review:
        await review.go_to(Kind.LINE)
        await review.press("enter")
        await review.top("ReadSheet")
        assert QUOTE in " ".join(review.text("#sheet").split())
        await review.press("escape")
        await review.top("ReviewScreen")
        if size[1] > 14:
            columns = [line.split("│")[-1] for line in review.text("#review").splitlines()]
            assert QUOTE in " ".join(" ".join(columns).split())


async def test_bars_marks_and_their_legend(home: Folders, clock: ManualClock, sealed: Path) -> None:
    async with reviewing(home, clock, sealed) as review:
        shown = review.text("#review")
        for words in (
            "━ time",
            "+ strong",
            '" quote',
            "◎ moment",
            "◇ card",
            "? follow-up",
            "1-5 N rating",
            "┊ pause",
        ):
            assert words in shown
        bars = [row.text for row in review.views[0].rows if row.act.startswith("probe:")]
        assert "━" in bars[0]
        assert "1:20/14:00" in bars[0]
        assert "4 · bar 4" in bars[0]
        assert "4" in bars[1]
        assert "◎" in bars[1]
        assert "not reached" in bars[4]
        assert "AT THE END" in shown
        assert "claim: verified: Owned the ranking model" in shown
        assert "rated 4, bar 4, high" in shown


def test_marks_stand_on_their_bar_at_their_second(home: Folders, sealed: Path) -> None:
    time = load_review(home, sealed).timeline
    rows = draw_bars(time, None, 1000, 10)
    label, room = 30, 1000 - 30 - 26

    def at(second: float) -> int:
        return label + int(second / time.seconds * room)

    marks = rows[1].text
    assert {marks[at(20)], marks[at(20) + 1]} == {"+", "?"}
    assert sorted(marks[at(60) - 2 : at(60) + 3].strip()) == sorted('"4◎◇')
    assert rows[0].text[at(0) : at(80)] == "━" * (at(80) - at(0))
    assert rows[0].text[at(81) : at(80 + 760)] == "─" * (at(840) - at(81))
    assert rows[-1].text[at(60)] == "┊"


def test_what_is_over_the_budget_looks_otherwise(home: Folders, sealed: Path) -> None:
    review = load_review(home, sealed)
    first = replace(review.note.probes[0], budget_seconds=40)
    note = replace(review.note, probes=(first, *review.note.probes[1:]))
    rows = draw_bars(timeline(note, review.words), None, 1000, 10)

    bar = rows[0].text[30:]
    assert bar.count("═") == pytest.approx(bar.count("━"), abs=2)
    assert "1:20/0:40" in bar


async def test_at_a_probe_s_head_stand_rating_bar_confidence_and_why(
    home: Folders, clock: ManualClock, sealed: Path
) -> None:
    async with reviewing(home, clock, sealed) as review:
        await review.go_to(Kind.OPENED)
        shown = review.text("#review")
        assert "rated 4, bar 4, high confidence" in shown
        assert "because own hands on it" in shown


async def test_arrows_go_from_probe_to_probe_and_m_from_moment_to_moment(
    home: Folders, clock: ManualClock, sealed: Path
) -> None:
    async with reviewing(home, clock, sealed) as review:
        marks = review.look.timeline.marks
        moments = [n for n, m in enumerate(marks) if m.kind is Kind.MOMENT]
        heads = [n for n, m in enumerate(marks) if m.kind is Kind.OPENED]
        assert len(moments) == len(heads) == 2
        seen = []
        for _ in range(3):
            await review.press("m")
            seen.append(review.look.lit)
        assert seen == [*moments, moments[0]]
        await review.press("right")
        assert review.look.lit == heads[1]
        await review.press("right")
        assert review.message == "no probe after this"
        await review.press("left")
        assert review.look.lit == heads[0]


async def test_a_click_goes_to_a_mark_and_to_a_probe(home: Folders, clock: ManualClock, sealed: Path) -> None:
    async with reviewing(home, clock, sealed) as review:
        rows = review.views[0].rows
        y = next(n for n, row in enumerate(rows) if row.act == "mark:5")
        await review.pilot.click("#review", offset=(12, y))
        await review.until(lambda: review.look.lit == 5, "the mark clicked")
        probe = load_note(sealed).note.probes[1].id
        y = next(n for n, row in enumerate(rows) if row.act == f"probe:{probe}")
        await review.pilot.click("#review", offset=(3, y))
        await review.until(lambda: review.look.mark and review.look.mark.probe == probe, "the probe clicked")


async def test_without_its_journal_the_note_alone_is_enough(
    home: Folders, clock: ManualClock, sealed: Path, tmp_path: Path
) -> None:
    for path in home.sessions.iterdir():
        path.rename(tmp_path / path.name)
    async with reviewing(home, clock, sealed, (60, 45)) as review:
        assert not review.look.timeline.exact
        shown = review.text("#review")
        assert "worked out from the note" in shown
        assert "told by their ids" in " ".join(review.look.notices)
        assert QUOTE[:30] in shown


async def test_text_from_a_note_moves_no_terminal(home: Folders, clock: ManualClock, sealed: Path) -> None:
    raw = load_note(sealed).raw
    raw["candidate"]["ref"] = "C\x1b[31m[bold]x[/]"
    raw["evidence"][0]["text"] = "a\x1b]0;x\x07b [/nope] \u202eabc"
    sealed.write_text(tomli_w.dumps(raw), "utf-8")
    async with reviewing(home, clock, sealed) as review:
        assert review.look.seal == "changed"
        seen = review.seen()
        assert "\x1b" not in seen
        assert "\u202e" not in seen
        assert "[bold]x[/]" in seen
        assert "CHANGED" in seen
        await review.press("r")
        await review.until(lambda: "its seal does not fit" in review.message, "the refusal")


def test_a_note_with_next_to_nothing_is_drawn(home: Folders, clock: ManualClock) -> None:
    desk = desk_on(home, clock, claims=())
    path = desk.save_draft()
    desk.close()
    raw = load_note(path).raw
    raw["probes"] = []
    path.write_text(tomli_w.dumps(raw), "utf-8")
    (home.sessions / raw["id"] / "finished").touch()
    review = load_review(home, path)

    assert review.timeline.marks == ()
    for width, height in SIZES:
        look = Reviewing(review.timeline, review.seal)
        assert any("nothing was marked" in row.text for row in draw_review(look, width, height))


# Revising.


async def test_a_sealed_rating_is_revised_and_the_seal_stands(
    home: Folders, clock: ManualClock, sealed: Path
) -> None:
    before = load_note(sealed)
    async with reviewing(home, clock, sealed) as review:
        await review.go_to(Kind.OPENED)
        await review.press("r")
        await review.top("ChoiceSheet")
        assert "stays in the note" in review.text("#sheet")
        await review.press("3")
        await review.top("LineSheet")
        await review.type("the number was a colleague's")
        await review.press("enter")
        await review.until(lambda: "revised to 3" in review.message, "the revision")
        assert "rated 4, revised to 3" in review.text("#review")
    after = load_note(sealed)
    (revision,) = after.note.revisions
    assert (revision.probe, revision.was, revision.to) == (first_probe(sealed), 4, 3)
    assert (revision.because, revision.at) == ("the number was a colleague's", clock.wall())
    assert verify(after.raw) == "sealed-intact"
    assert {k: v for k, v in after.raw.items() if k != "revisions"} == before.raw
    assert list(home.notes.iterdir()) == [sealed]


async def test_keys_of_a_later_version_survive_a_revision(
    home: Folders, clock: ManualClock, draft: Path
) -> None:
    from screencopilot.formats.note_toml import dump_note, seal

    raw = load_note(draft).raw
    raw["later"] = {"key": [1, 2]}
    raw["probes"][0]["mood"] = "calm"
    draft.write_bytes(dump_note(seal(raw, clock.wall())))
    async with reviewing(home, clock, draft) as review:
        await review.press("r")
        await review.top("ChoiceSheet")
        await review.press("5")
        await review.top("LineSheet")
        await review.type("said so later")
        await review.press("enter")
        await review.until(lambda: "revised to 5" in review.message, "the revision")
    after = load_note(draft)
    assert (after.raw["later"], after.raw["probes"][0]["mood"]) == ({"key": [1, 2]}, "calm")
    assert verify(after.raw) == "sealed-intact"


async def test_nothing_is_revised_without_a_change_or_a_why(
    home: Folders, clock: ManualClock, sealed: Path
) -> None:
    before = sealed.read_bytes()
    async with reviewing(home, clock, sealed) as review:
        for rung, why in (("4", "x"), ("2", " ")):
            await review.go_to(Kind.OPENED)
            await review.press("r")
            await review.top("ChoiceSheet")
            await review.press(rung)
            await review.top("LineSheet")
            await review.type(why)
            await review.press("enter")
            await review.until(lambda: review.message.startswith("not revised: "), "the refusal")
        await review.press("end", "r")
        await review.until(lambda: "go to a probe first" in review.message, "where to go")
    assert sealed.read_bytes() == before


async def test_a_note_under_another_name_is_not_written_twice(
    home: Folders, clock: ManualClock, sealed: Path
) -> None:
    other = sealed.rename(sealed.with_name("mine.toml"))
    async with reviewing(home, clock, other) as review:
        await review.press("r")
        await review.top("ChoiceSheet")
        await review.press("2")
        await review.top("LineSheet")
        await review.type("why")
        await review.press("enter")
        await review.until(lambda: f"rename it to {sealed.name}" in review.message, "how to mend it")
    assert list(home.notes.iterdir()) == [other]


async def test_a_sealed_note_is_not_amended_and_a_draft_not_revised(
    home: Folders, clock: ManualClock, sealed: Path
) -> None:
    async with reviewing(home, clock, sealed) as review:
        await review.press("a")
        assert "sealed: a rating can be revised" in review.message
        assert review.on_top == "ReviewScreen"


# Amending.


async def test_a_draft_says_that_it_can_be_amended_and_goes_on(
    home: Folders, clock: ManualClock, draft: Path
) -> None:
    async with reviewing(home, clock, draft) as review:
        assert "a goes on with its screen" in review.message
        await review.press("r")
        await review.until(lambda: "amended with a, not revised" in review.message, "the refusal")
        await review.press("a")
        await review.top("ClosingScreen")
        desk = review.app.open_desk
        assert desk is not None
        assert [w.line.text for w in desk.session.state.marks.lines] == [QUOTE, OTHER]


async def test_a_draft_shows_what_only_its_journal_has_yet(home: Folders, clock: ManualClock) -> None:
    desk = desk_on(home, clock)
    desk.do(do.next_probe)
    path = desk.save_draft()
    desk.do(do.write_line, "written after the draft")
    desk.close()
    async with reviewing(home, clock, path) as review:
        assert "written after the draft" in review.text("#review")


async def test_a_draft_put_aside_stays_as_it_is(home: Folders, clock: ManualClock, draft: Path) -> None:
    (next(home.sessions.iterdir()) / "finished").touch()
    async with reviewing(home, clock, draft) as review:
        await review.press("a")
        assert "not on this computer any more, or was put aside" in review.message


# The transcript.


async def test_a_transcript_is_opened_and_its_words_stand_beside_the_mark(
    home: Folders, clock: ManualClock, sealed: Path, call: Path
) -> None:
    async with reviewing(home, clock, sealed) as review:
        assert "o transcript" in review.text("#review")
        await review.press("<")
        assert review.message == "o opens a transcript first"
        await review.press("o")
        await review.top("LineSheet")
        await review.type(str(call))
        await review.press("enter")
        await review.until(lambda: review.look.beside, "the transcript")
        assert "confidence" in review.message
        assert "(a guess)" in review.message
        await review.go_to(Kind.LINE)
        assert review.look.beside is not None
        assert review.look.beside.rows[review.look.word_lit].utterance.text == f"So {QUOTE}."
        columns = " ".join(line.split("│")[-1].strip() for line in review.text("#review").splitlines())
        assert f"Guest: So {QUOTE}." in " ".join(columns.split())
        await review.go_to(Kind.OPENED)
        assert "of the words here are the evaluator's" in review.text("#review")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_words_are_in_sight_at_every_size(
    home: Folders, clock: ManualClock, sealed: Path, call: Path, size: tuple[int, int]
) -> None:
    async with reviewing(home, clock, sealed, size, call) as review:
        await review.go_to(Kind.LINE)
        rows = [row for row in review.views[0].rows if "▸" in row.text]
        assert any(row.act.startswith("words:") or "So the join" in row.text for row in rows)


async def test_a_wrong_path_is_told(home: Folders, clock: ManualClock, sealed: Path) -> None:
    async with reviewing(home, clock, sealed) as review:
        for typed in ("/no/such/file.vtt", "~nobody-of-that-name/x.vtt", str(home.notes)):
            await review.press("o")
            await review.top("LineSheet")
            await review.type(typed)
            await review.press("enter")
            await review.top("ReviewScreen")
            await review.until(lambda: review.message, "what is wrong")
            assert review.look.beside is None
            await review.press("home")


async def test_the_offset_is_moved_by_hand_in_seconds(
    home: Folders, clock: ManualClock, sealed: Path, call: Path
) -> None:
    async with reviewing(home, clock, sealed, call=call) as review:
        assert review.look.beside is not None
        before = review.look.beside.laid.offset
        await review.press(">", ">", "]", "<")
        assert review.look.beside.laid.offset == before + 11
        assert "set by hand" in review.text("#review")


async def test_tab_moves_in_the_words_and_escape_leaves_them(
    home: Folders, clock: ManualClock, sealed: Path, call: Path
) -> None:
    async with reviewing(home, clock, sealed, call=call) as review:
        await review.press("tab", "down", "down")
        assert (review.look.on_words, review.look.word_lit, review.look.lit) == (True, 2, 0)
        await review.press("end", "down")
        assert review.look.word_lit == 4
        await review.press("escape")
        assert not review.look.on_words
        assert review.on_top == "ReviewScreen"


async def test_words_are_no_evidence_of_a_sealed_note(
    home: Folders, clock: ManualClock, sealed: Path, call: Path
) -> None:
    before = sealed.read_bytes()
    async with reviewing(home, clock, sealed, call=call) as review:
        await review.press("tab", "down", "q")
        await review.until(lambda: "evidence is as it was then" in review.message, "why not")
        assert review.on_top == "ReviewScreen"
    assert sealed.read_bytes() == before


async def quote_the_second_row(review: Opened, cut_to: str) -> None:
    """Go to what the guest says first, and keep a part of it."""
    await review.press("tab", "home", "down", "q")
    await review.top("LineSheet")
    assert "AR1-B" in review.look.timeline.bars[0].note.id
    await review.fill(cut_to)
    await review.press("enter")
    await review.until(lambda: "kept as a quote" in review.message, "the quote kept")


async def test_words_become_a_quote_of_a_draft_through_its_screen(
    home: Folders, clock: ManualClock, draft: Path, call: Path
) -> None:
    async with reviewing(home, clock, draft, call=call) as review:
        assert review.look.beside is not None
        said_at = review.look.beside.second(1)
        await quote_the_second_row(review, "- a ranker that nobody watched")
        assert "a ranker that nobody watched" in review.text("#review")
    line = load_note(draft).note.evidence[-1]
    assert (line.id, line.kind, line.polarity, line.text) == (
        "e3",
        "quote",
        "-",
        "a ranker that nobody watched",
    )
    assert line.at == int(cast("float", said_at))
    assert line.probe == first_probe(draft)
    async with reviewing(home, clock, draft) as review:  # and when it is gone on with, it is still there
        await review.press("a")
        await review.top("ClosingScreen")
        desk = review.app.open_desk
        assert desk is not None
        assert desk.session.state.marks.lines[-1].line.text == "a ranker that nobody watched"


async def test_words_become_a_quote_of_a_draft_without_a_screen(
    home: Folders, clock: ManualClock, draft: Path, call: Path
) -> None:
    (next(home.sessions.iterdir()) / "finished").touch()
    async with reviewing(home, clock, draft, call=call) as review:
        await quote_the_second_row(review, "a ranker that nobody watched")
    assert [(e.id, e.text) for e in load_note(draft).note.evidence][-1] == (
        "e3",
        "a ranker that nobody watched",
    )


async def test_a_transcript_without_times_is_read_and_quoted(
    home: Folders, clock: ManualClock, draft: Path, tmp_path: Path
) -> None:
    plain = tmp_path / "call.txt"
    plain.write_text("Ann Kim: What went wrong?\nGuest: A ranker that nobody watched.\n", "utf-8")
    async with reviewing(home, clock, draft, call=plain) as review:
        assert "no times" in review.message
        await review.press(">")
        assert review.message == "this transcript has no times"
        await review.go_to(Kind.LINE)
        await quote_the_second_row(review, "A ranker that nobody watched.")
    line = load_note(draft).note.evidence[-1]
    assert (line.text, line.at, line.probe) == ("A ranker that nobody watched.", 60, first_probe(draft))


# From home.


async def test_home_opens_the_review_on_enter_and_the_text_on_t(open_home: OpenHome, sealed: Path) -> None:
    async with open_home() as terminal:
        await terminal.press("down")
        assert "t as text" in terminal.text("#home")
        await terminal.press("t")
        await terminal.top("ReadSheet")
        await terminal.press("escape")
        await terminal.top("HomeScreen")
        await terminal.press("enter")
        await terminal.top("ReviewScreen")
        assert "sealed, intact" in terminal.text("#review")
        await terminal.press("t")
        await terminal.top("ReadSheet")
        await terminal.press("escape", "0")
        await terminal.top("CurtainScreen")
        await terminal.press("0")
        await terminal.top("ReviewScreen")
        await terminal.press("escape")
        await terminal.top("HomeScreen")


async def test_home_goes_on_with_a_draft_from_its_review(open_home: OpenHome, draft: Path) -> None:
    async with open_home() as terminal:
        await terminal.until(lambda: "draft" in terminal.text("#home"), "the draft listed")
        await terminal.press("down", "down", "enter")
        await terminal.top("ReviewScreen")
        await terminal.press("a")
        await terminal.top("ClosingScreen")
        await terminal.press("ctrl+q")
        await terminal.top("HomeScreen")
        await settled(terminal)
        assert "UNFINISHED" in terminal.text("#home")


def test_the_review_looks_as_kept(
    snap_compare: Callable[..., bool], home: Folders, clock: ManualClock, sealed: Path, call: Path
) -> None:
    review = load_review(home, sealed)
    app = ReviewApp(home, clock, theme_named(), review=review, beside=beside_of(review, call))

    async def before(pilot: Pilot[Any]) -> None:
        terminal = Opened(app, pilot, clock, home)
        await terminal.top("ReviewScreen")
        assert "HomeScreen" not in {type(screen).__name__ for screen in app.screen_stack}
        await terminal.go_to(Kind.LINE)

    assert snap_compare(app, terminal_size=(140, 36), run_before=before)
