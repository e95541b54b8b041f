"""The whole way by keys in a real terminal: from the first question to a sealed note, in each of the layouts."""

from __future__ import annotations

import datetime as dt
import re
import stat
import time
from pathlib import Path

import pytest
from msgspec import UNSET

from screencopilot import __version__
from screencopilot.domain import events as ev
from screencopilot.domain.note import Note, ProbeNote
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.store.sessions import list_unfinished
from tests.pty.closing import open_form, recommend_and_seal
from tests.pty.screens import (
    BANK,
    CANDIDATE,
    CLAIM,
    FAMILIES,
    FIRST_ID,
    SECOND,
    SECOND_ID,
    SIZES,
    assert_no_sockets,
    first_probe,
    happened,
    home_of,
    letters,
    note_path,
    session_folder,
    shipped_bank,
    ticks_shown,
)
from tests.pty.terminal import BACKSPACE, CTRL_Y, ENTER, F9, RIGHT, Terminal

QUOTE = "new cards fell from 94 to 88"
AGAINST = "never saw the cost split"
NEUTRAL = "talks of a second team"
FLAG_WORDS = "it was the vendor, all of it"
BECAUSE = "two dated facts of their own"
OVERALL = "has carried a live failure"
#: How long the pause lasts at least, seconds.
PAUSE = 1.2


def mark_the_first_probe(terminal: Terminal, folder: Path) -> None:
    for number, letter in enumerate("abcde", 1):
        terminal.press(letter, lambda number=number: ticks_shown(terminal) == number)
    terminal.press(".", lambda: happened(folder, ev.FollowUpAsked))
    write(terminal, f'+"{QUOTE}', 1, folder)
    write(terminal, f"-{AGAINST}", 2, folder, attached=False)
    write(terminal, NEUTRAL, 3, folder, attached=False)
    terminal.press("4", lambda: happened(folder, ev.Rated))


def write(terminal: Terminal, line: str, count: int, folder: Path, *, attached: bool = True) -> None:
    terminal.press(ENTER, "Esc tick again")
    if not attached:
        terminal.press(BACKSPACE, lambda: happened(folder, ev.DraftTyped)[-1].signal is None)
    terminal.type_line(line)
    terminal.press(ENTER, lambda: len(happened(folder, ev.LineWritten)) == count)
    terminal.wait("a-z tick")


def mark_the_second_probe(terminal: Terminal, folder: Path) -> None:
    terminal.press(RIGHT, SECOND)
    terminal.press("9", lambda: happened(folder, ev.Rated)[-1].value == "NE")
    terminal.press("!", "Red flags")
    terminal.press("d", "their very words")
    terminal.type_line(FLAG_WORDS)
    terminal.press(ENTER, lambda: happened(folder, ev.FlagKept))
    terminal.press("b", lambda: ticks_shown(terminal) == 1)
    terminal.press("c", lambda: ticks_shown(terminal) == 2)
    terminal.press(BACKSPACE, lambda: ticks_shown(terminal) == 1)
    terminal.press(CTRL_Y, lambda: ticks_shown(terminal) == 2)
    terminal.press(BACKSPACE, lambda: ticks_shown(terminal) == 1)


def pause_and_hide(terminal: Terminal, folder: Path) -> None:
    terminal.press(" ", "PAUSED")
    terminal.pass_time(PAUSE)
    terminal.press(" ", lambda: happened(folder, ev.Resumed))
    terminal.wait(SECOND)
    terminal.press(F9, lambda: re.fullmatch(r"\d\d:\d\d", terminal.words))  # the time of day and nothing else
    terminal.press("a0", lambda: SECOND in terminal.words and ticks_shown(terminal) == 1)


def close_and_seal(terminal: Terminal) -> None:
    open_form(terminal)
    terminal.wait("not enough evidence, and why")
    terminal.press("t", "how sure?")
    terminal.press(ENTER, "Enter keep")
    terminal.type_line(BECAUSE)
    terminal.press(ENTER, "l low")
    terminal.press("h", "Claim without a verdict")
    terminal.press(ENTER, "1-5 verdict")
    terminal.press("a2", "Your own recommendation")
    recommend_and_seal(terminal, OVERALL)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_whole_screen_by_keys_leaves_a_sealed_note_of_all_that_was_marked(
    size: tuple[int, int], tmp_path: Path
) -> None:
    with first_probe(tmp_path, size) as terminal:
        mark_the_first_probe(terminal, tmp_path)
        mark_the_second_probe(terminal, tmp_path)
        pause_and_hide(terminal, tmp_path)
        close_and_seal(terminal)

        assert terminal.wait_end() == 0
        assert terminal.is_sane

    note = load_note(note_path(tmp_path)).note
    check_seal(tmp_path)
    check_who_and_what(note)
    check_marks(note)
    check_words(note)
    check_times(note)
    check_undone(note, tmp_path)


def marked_probes(note: Note) -> list[ProbeNote]:
    return [next(p for p in note.probes if p.id == probe) for probe in (FIRST_ID, SECOND_ID)]


def check_seal(sealed: Path) -> None:
    path = note_path(sealed)

    file = load_note(path)

    assert verify(file.raw) == "sealed-intact"
    assert file.note.status == "sealed"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [stat.S_IMODE(p.stat().st_mode) for p in (path.parent, session_folder(sealed))] == [0o700] * 2
    assert list_unfinished(home_of(sealed)) == ()
    assert happened(sealed, ev.Sealed)[0].digest == file.note.seal.digest
    assert_no_sockets(sealed)


def check_who_and_what(note: Note) -> None:
    bank = shipped_bank()

    assert (note.candidate.ref, note.candidate.role, note.candidate.level) == (CANDIDATE, BANK, "senior")
    assert (note.evaluator.name, note.app) == ("Kim", f"screencopilot {__version__}")
    assert (note.bank.id, note.bank.version, note.bank.plan) == (BANK, bank.bank.version, "45")
    assert note.bank.digest == bank.digest
    marked = {FIRST_ID, SECOND_ID}
    assert tuple(p.family for p in note.probes) == FAMILIES
    assert {p.id for p in note.probes if p.status == "asked"} == marked
    assert {p.status for p in note.probes if p.id not in marked} == {"not-reached"}
    assert [p.bar for p in note.probes] == [bank.probes[p.id].bar.senior for p in note.probes]


def check_marks(note: Note) -> None:
    first, second = marked_probes(note)
    heard = [letters(FIRST_ID)[letter] for letter in "abcde"]

    assert (first.id, list(first.ticks), set(first.ticked_at)) == (FIRST_ID, heard, set(heard))
    assert (first.rating, first.confidence, first.because) == (4, "high", BECAUSE)
    assert list(first.follow_ups) == [shipped_bank().probes[FIRST_ID].follow_ups[0].id]
    assert first.rated_recalled_after is UNSET
    assert (second.id, list(second.ticks)) == (SECOND_ID, [letters(SECOND_ID)["b"]])
    assert (second.rating, second.not_enough) == ("NE", "no-time")
    assert note.calibration.ratings_given == 1
    assert note.calibration.ratings_with_evidence == 1
    assert {name: figure.mean for name, figure in note.calibration.competencies.items()} == {
        first.competency: 4.0
    }


def check_words(note: Note) -> None:
    lines = [(e.id, e.probe, e.polarity, e.kind, e.text, e.signal or "") for e in note.evidence]
    (flag,), (claim,) = note.flags, note.claims

    assert lines == [
        ("e1", FIRST_ID, "+", "quote", QUOTE, letters(FIRST_ID)["e"]),
        ("e2", FIRST_ID, "-", "observation", AGAINST, ""),
        ("e3", FIRST_ID, "", "observation", NEUTRAL, ""),
        ("e4", SECOND_ID, "!", "quote", FLAG_WORDS, ""),
    ]
    assert all(line.recalled_after is UNSET for line in note.evidence)
    assert (flag.flag, flag.probe, flag.evidence) == ("impact-without-method", SECOND_ID, "e4")
    assert (claim.kind, claim.text, claim.verdict) == ("owned-model-in-production", CLAIM, "plausible")
    assert (list(claim.evidence), claim.by_practitioner) == (["e1"], False)
    overall = note.overall
    assert (overall.recommendation, overall.confidence, overall.because) == ("yes", "medium", OVERALL)


def check_times(note: Note) -> None:
    first, second = marked_probes(note)
    timing, (flag,) = note.timing, note.flags
    ticked = [first.ticked_at[tick] for tick in first.ticks]
    written = [line.at for line in note.evidence]
    flow = [
        first.asked_at,
        *ticked,
        *written[:3],
        first.rated_at,
        second.asked_at,
        second.rated_at,
        flag.check_asked_at,
    ]
    flow += [flag.at, second.ticked_at[second.ticks[0]], timing.active_seconds]
    now = dt.datetime.now(dt.UTC)

    assert flow == sorted(flow)
    assert 0 <= first.asked_at <= ticked[0]
    assert first.seconds + second.seconds <= timing.active_seconds
    assert timing.paused_seconds >= int(PAUSE)
    begun_to_end = (timing.ended - timing.started).total_seconds()
    assert abs(begun_to_end - timing.active_seconds - timing.paused_seconds) <= 2
    assert (
        now - dt.timedelta(seconds=time.monotonic()) < timing.started <= timing.ended <= note.seal.at <= now
    )
    assert timing.started.utcoffset() is not None
    assert note.overall.recommended_at == timing.active_seconds


def check_undone(note: Note, sealed: Path) -> None:
    undone = letters(SECOND_ID)["c"]

    assert undone not in marked_probes(note)[1].ticks
    assert undone in [event.signal for event in happened(sealed, ev.Ticked)]
    assert (len(happened(sealed, ev.Undone)), len(happened(sealed, ev.Redone))) == (2, 1)
