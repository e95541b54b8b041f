"""Kills at random moments, and what recovery brings back, held against what the terminal had shown."""

from __future__ import annotations

import itertools
import random
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec

from screencopilot.domain.clock import SystemClock
from screencopilot.domain.entry import Entry
from screencopilot.domain.plan import Script
from screencopilot.domain.state import State, apply, replay
from screencopilot.store.journal import read_journal
from screencopilot.store.recovery import decode_entries, resume_desk
from tests.crash.shown import MARK, Fact, holds
from tests.crash.typist import Doomed, Killed, Typist
from tests.pty.screens import FULL, home_of, resume, screen_args, session_folder
from tests.pty.terminal import RIGHT

#: Typing that had stood on the terminal for so long, in seconds, is kept: half a second is promised, the rest is for a
#: machine that is busy with other tests.
PROMISED, BUSY = 0.5, 1.0
#: What the words to find again look like.
TOKEN = f"{MARK}0000"
#: How long a program lives, seconds after its screen stands.
LIFE = (0.02, 2.5)


@dataclass
class Tally:
    """What came of a number of kills.

    Attributes:
        kills: programs ended by SIGKILL.
        recoveries: times a screen was opened again, by the store or by the program.
        lost: facts that stood on a terminal and that recovery does not know, in words.
        typing: bytes of typing that stood there and were not kept, for each kill amid a line.
        late: typing that had stood there longer than was promised and was not kept.
    """

    kills: int = 0
    recoveries: int = 0
    lost: list[str] = field(default_factory=list)
    typing: list[int] = field(default_factory=list)
    late: list[str] = field(default_factory=list)

    def add(self, other: Tally) -> None:
        """Take over what came of others."""
        self.kills += other.kills
        self.recoveries += other.recoveries
        self.lost += other.lost
        self.typing += other.typing
        self.late += other.late

    def __str__(self) -> str:
        typing = sorted(self.typing) or [0]
        return (
            f"kills {self.kills}, recoveries {self.recoveries}, events lost {len(self.lost)}, "
            f"bytes of typing lost p50 {typing[len(typing) // 2]}, max {typing[-1]} "
            f"(amid a line: {len(self.typing)} kills)"
        )


class Chain:
    """One screen, killed and gone on with again and again."""

    def __init__(self, folder: Path, seed: int) -> None:
        self.folder = folder
        self.tally = Tally()
        self._dice = random.Random(seed)
        self._numbers = itertools.count(seed * 100 % 9000)
        self._sure = 0
        folder.mkdir(parents=True, exist_ok=True)

    def run(self, kills: int) -> Tally:
        """Kill the screen so many times."""
        for number in range(kills):
            with Doomed(self.folder, () if number else screen_args(), FULL) as terminal:
                try:
                    self._live(terminal, first=not number)
                except Killed:
                    self.tally.kills += 1
            self._compare(terminal)
        return self.tally

    def _live(self, terminal: Doomed, *, first: bool) -> None:
        if first:
            terminal.wait("Opening")
            terminal.press(RIGHT, "1/5 ")
        else:
            resume(terminal)
            terminal.wait(lambda: terminal.seen.facts)
            self.tally.recoveries += 1
            self._same(terminal)
        typist = Typist(terminal, self._dice, lambda: self._confirm(terminal), self._numbers)
        if self.tally.kills % 5 == 3 and terminal.seen.facts[0] == Fact("closing", False):
            typist.stop_amid_a_line(PROMISED + BUSY + self._dice.random())
        terminal.live_for(self._dice.uniform(*LIFE))
        typist.work()

    def _same(self, terminal: Doomed) -> None:
        """What the program shows after a recovery is what its journal says."""
        script, states = self._states()
        terminal.wait(lambda: all(holds(fact, script, states[-1]) for fact in terminal.seen.facts))

    def _confirm(self, terminal: Doomed) -> None:
        """Find how far in the journal the terminal is: from here on it can only be further."""
        if terminal.torn:
            return
        script, states = self._states()
        place = _place(terminal.seen.facts, script, states, self._sure)
        if place is None:
            self.tally.lost += _lost(terminal.seen.facts, script, states, self._sure)
        else:
            self._sure = place

    def _states(self) -> tuple[Script, list[State]]:
        session = session_folder(self.folder)
        entries, faults = decode_entries(read_journal(session / "journal.jsonl").payloads)
        assert faults == ()
        script = msgspec.json.decode((session / "screen.json").read_bytes(), type=Script)
        return script, list(_states(entries))

    def _compare(self, terminal: Doomed) -> None:
        """Open the screen again, on a copy: the program is to find it as the kill left it."""
        script, states = self._states()
        facts, typed = terminal.seen.facts, _bare(terminal.seen.typed)
        copy = home_of(self.folder / f"copy-{self.tally.kills}")
        shutil.copytree(session_folder(self.folder), copy.sessions / session_folder(self.folder).name)
        desk = resume_desk(copy, next(copy.sessions.iterdir()), SystemClock())
        try:
            self.tally.recoveries += 1
            after = desk.session.state
            assert all("torn" in fault for fault in desk.faults), desk.faults
        finally:
            desk.close()
            shutil.rmtree(self.folder / f"copy-{self.tally.kills}")
        assert (after.marks, after.draft) == (states[-1].marks, states[-1].draft)
        if not terminal.torn and _place(facts, script, states, self._sure) is None:
            self.tally.lost += _lost(facts, script, states, self._sure)
        kept = _kept(typed, after)
        if typed:
            self.tally.typing.append(len(typed.encode()) - len(kept.encode()))
        due = _bare(terminal.typed_before(PROMISED + BUSY))
        if len(kept) < len(due):  # what was due is how the line began
            self.tally.late.append(f"{due!r} of {typed!r}")


def _states(entries: Sequence[Entry]) -> list[State]:
    states: list[State] = []
    state = replay(entries[:1])
    assert state is not None
    for entry in entries[1:]:
        states.append(state)
        state = apply(state, entry)
    return [*states, state]


def _place(facts: Sequence[Fact], script: Script, states: Sequence[State], sure: int) -> int | None:
    """Return the first state, from a sure one on, of which all facts hold."""
    places = range(min(sure, len(states) - 1), len(states))
    return next((n for n in places if all(holds(fact, script, states[n]) for fact in facts)), None)


def _lost(facts: Sequence[Fact], script: Script, states: Sequence[State], sure: int) -> list[str]:
    """Return the facts that hold in none of the states, or a word on facts that hold only apart."""
    rest = states[min(sure, len(states) - 1) :]
    lost = [f"{f.about}: {f.says}" for f in facts if not any(holds(f, script, state) for state in rest)]
    if lost:
        return lost
    best = min(([f for f in facts if not holds(f, script, state)] for state in rest), key=len)
    return [
        f"never so at one time: {[(f.about, f.says) for f in best]} with {[(f.about, f.says) for f in facts]}"
    ]


def _bare(typed: str) -> str:
    """Return what was typed without the marks before it: a line that was entered has its mark elsewhere."""
    return typed.lstrip('+-!" ')


def _kept(bare: str, state: State) -> str:
    """Return how much of a typed line is kept: in the draft, in a line of evidence, or where else it was entered."""
    entered = [w.line.text for w in state.marks.lines]
    for probe in state.marks.probes.values():
        entered += [*probe.numbers.values(), probe.rating.because or "" if probe.rating else ""]
    texts = [state.draft, *entered] if len(bare) >= len(TOKEN) else [state.draft]  # less is found anywhere
    least = min(len(bare), len(TOKEN))
    for length in range(len(bare), least - 1, -1):
        if any(bare[:length] in text for text in texts):
            return bare[:length]
    return ""
