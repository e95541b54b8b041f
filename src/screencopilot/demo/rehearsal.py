"""The rehearsal: two minutes on the real live screen with a fictional candidate, one thing to try after the other."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from msgspec.structs import replace

from screencopilot.demo.script import BANK, SETUP
from screencopilot.domain.clock import Clock
from screencopilot.domain.setup import Setup
from screencopilot.domain.state import State
from screencopilot.store.desk import Desk
from screencopilot.store.paths import Folders
from screencopilot.store.starting import start_screen

#: The probe that is rehearsed on; the form is fixed so that the words fit.
PROBE = "FA1-A"
_SETUP: Setup = replace(SETUP, plan="30", candidate="REHEARSAL", evaluator="you", claims=())


class Lesson(NamedTuple):
    """What the candidate says, what to try, and how it is seen that it was done.

    ``ask`` names keys by their commands, in braces: which keys these are only the terminal knows.
    """

    heard: str
    ask: str
    done: Callable[[State], bool]


def _ticked(signal: str) -> Callable[[State], bool]:
    return lambda state: signal in state.marks.probe(PROBE).ticked


LESSONS = (
    Lesson(
        "",
        "The greeting stands above. {agenda} opens the agenda: 2 and Enter go to Silent decay, and the clock starts.",
        lambda state: state.current == PROBE,
    ),
    Lesson(
        "Support noticed, not us. A woman called Ines had eleven complaints pinned to her wall.",
        "They say who found it. Press c: that signal is ticked. One key, no menu.",
        _ticked("s2"),
    ),
    Lesson(
        "Approval on first-time cards went from ninety-four percent to eighty-eight.",
        "A number, before and after. Press e to tick it, and {stamp-number} to stamp a specific number.",
        lambda state: _ticked("s3")(state) and bool(state.marks.probe(PROBE).stamps),
    ),
    Lesson(
        "Overall it stayed flat, so every dashboard was green.",
        'Keep their words: {write-line}, then +"every dashboard was green and Enter. '
        "It goes to the signal just ticked.",
        lambda state: any(w.line.kind == "quote" for w in state.marks.lines),
    ),
    Lesson(
        "So we found the bad table, and repaired it, and it came back.",
        "Too smooth? Ask the marked follow-up, and press {asked-follow-up} to say that it was asked.",
        lambda state: bool(state.marks.probe(PROBE).follow_ups),
    ),
    Lesson(
        "I swore it was the new retailer. I cut them out, and the drop did not move.",
        "A dead theory and what killed it. Press a. Then {undo} takes it back, and {redo} brings it again.",
        lambda state: _ticked("s4")(state) and bool(state.undo),
    ),
    Lesson(
        "",
        "Someone walks in: press {curtain}. Everything is hidden. The same key brings it back. "
        "Then {pause} twice: pause, and on.",
        lambda state: state.paused_seconds > 0,
    ),
    Lesson(
        "",
        "Rate it: 4 is the bar here, {not-enough} is not enough evidence. "
        "The rung you press opens in all its words.",
        lambda state: state.marks.probe(PROBE).rating is not None,
    ),
)

#: What stands there when all lessons are done; keys are named as in a lesson.
FAREWELL = (
    "That is all you need: letters tick, 1-5 rate, {write-line} writes, {close-screen} closes, {keys} shows the rest. "
    "{leave} leaves; nothing is kept."
)


def lesson_of(state: State, passed: int) -> int:
    """Return how many lessons are done, counting on from those passed before."""
    while passed < len(LESSONS) and LESSONS[passed].done(state):
        passed += 1
    return passed


def rehearsal_desk(folders: Folders, scratch: Folders, clock: Clock) -> Desk:
    """Open a desk for a rehearsal: the shipped bank, and a journal in a folder that is thrown away.

    Raises:
        StoreError, BankError: the bank cannot be read.
    """
    desk = start_screen(Folders(scratch.data, folders.config, scratch.state), clock, BANK, _SETUP)
    desk.settle()
    return desk
