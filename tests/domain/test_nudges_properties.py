"""Whatever is done, in whatever order: nudges stay few, quiet and out of the way."""

from __future__ import annotations

import datetime as dt
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from screencopilot.domain import commands as do
from screencopilot.domain import events as ev
from screencopilot.domain.bank import Tone
from screencopilot.domain.commands import Refused
from screencopilot.domain.nudges import APART_SECONDS, BY_ID, TEXT_LIMIT, Day
from screencopilot.domain.state import replay
from tests.domain.sitting import Sitting, wide_script
from tests.domain.test_properties import Step, check_note, command, ordinary, read_everything
from tests.sample import SIGNALS, ManualClock, recovered

SCRIPT = wide_script()
AGENDA = [item.probe for item in SCRIPT.agenda]

ids = st.sampled_from([*BY_ID, "hurry-up"])
#: What brings nudges up, and what sends them away.
likely = [
    command(do.tick_signal, st.sampled_from([s.id for s in SIGNALS])),
    command(do.rate_probe, st.sampled_from([3, 3, 3, 5, "NE"])),
    command(do.ask_follow_up),
    command(do.write_line, st.sampled_from(["Q: and then?", '"in May"', "a line"])),
    command(do.stamp_fingerprint, st.sampled_from(["number", "story"])),
    command(do.ask_check, st.just("no-failure-numbers")),
    command(do.note_off_limits),
    command(do.note_re_entry),
    command(do.silence_nudge, nudge=ids, for_ever=st.booleans()),
    command(do.drop_nudge),
    command(do.undo),
    command(do.redo),
    command(do.next_probe),
    command(do.open_probe, st.sampled_from(AGENDA)),
    command(do.skip_probe, st.just("no time left")),
    command(do.toggle_pause),
    command(do.open_closing),
    command(do.leave_closing),
    st.sampled_from([Step("write"), Step("compare"), Step("crash")]),
    *4 * [st.sampled_from([1, 3, 10, 40, 91, 300]).map(lambda s: Step("wait", (s,)))],
]
sittings = st.lists(st.one_of(likely), max_size=40)
days = st.builds(
    Day,
    st.integers(0, 6),
    st.floats(0, 400),
    first=st.lists(st.integers(1, 5), max_size=3).map(tuple),
    previous=st.lists(st.integers(1, 5), max_size=3).map(tuple),
)


class Watched(Sitting):
    """A sitting that counts its own seconds, paused ones left out, and checks what is on the terminal."""

    def __init__(self, day: Day) -> None:
        self.seconds = 0
        self.shown_at: list[int] = []
        super().__init__(script=SCRIPT, day=day, begun=False)

    def look(self) -> None:
        before = len(self.entries)
        super().look()
        new = [e.event for e in self.entries[before:]]
        self.shown_at += [self.seconds for e in new if isinstance(e, ev.NudgeShown)]
        self.check()

    def check(self) -> None:
        state, seen = self.state, self.seen
        if seen is None:
            assert self.line == ""
            return
        assert not self.writing
        assert not state.paused
        assert state.nudges.current is not None
        assert seen == state.nudges.current.nudge
        assert seen not in state.nudges.silenced
        assert self.moment.phase in BY_ID[seen].phases
        assert 0 < len(self.line) <= TEXT_LIMIT

    def take(self, step: Step) -> None:
        if step.name == "wait":
            self._wait(*step.args)
        elif step.name == "write":
            self.writing = not self.writing
            self.look()
        elif step.name == "compare":
            self.comparing = not self.comparing
            self.look()
        elif step.name == "crash":
            self.clock = ManualClock(self.clock.wall(), monotonic=5.0)
            self.session = recovered(self.session, self.entries, self.clock)
            self.look()
        else:
            self._run(getattr(do, step.name), step)

    def _wait(self, seconds: int) -> None:
        for _ in range(seconds):
            self.clock.tick(1)
            self.seconds += 0 if self.state.paused else 1
            self.look()

    def _run(self, fn: Any, step: Step) -> None:
        before = list(self.entries)
        try:
            self.do(fn, *step.args, **step.named)
        except Refused:
            assert self.entries == before


def watched(steps: list[Step], day: Day) -> Watched:
    sit = Watched(day)
    for step in steps:
        sit.take(step)
    return sit


@given(sittings, days)
@settings(ordinary, max_examples=60)
def test_one_at_a_time_and_ninety_seconds_apart(steps, day):
    sit = watched(steps, day)
    apart = [b - a for a, b in zip(sit.shown_at, sit.shown_at[1:], strict=False)]
    assert all(seconds >= APART_SECONDS for seconds in apart)
    standing = None
    for entry in sit.entries:
        match entry.event:
            case ev.NudgeShown(nudge):
                assert standing is None
                standing = nudge
            case ev.NudgeGone(nudge):
                assert standing == nudge
                standing = None
            case ev.NudgeSilenced(nudge) if nudge == standing:
                standing = None


@given(sittings, days)
@settings(ordinary, max_examples=60)
def test_journal_with_nudges_read_back_gives_an_equal_state_and_any_note_stays_whole(steps, day):
    sit = watched(steps, day)
    assert replay(sit.entries) == sit.state
    check_note(read_everything(sit.session, sit.state))


@given(sittings, days)
@settings(ordinary, max_examples=60)
def test_nudges_change_neither_marks_nor_clocks(steps, day):
    """The same screen with every nudge silenced has the same sheet, the same undo and the same times."""
    sit, quiet = Watched(day), Watched(day)
    quiet.silenced = frozenset(BY_ID)
    for step in steps:
        if step.name not in {"crash", "silence_nudge", "drop_nudge"}:
            sit.take(step)
            quiet.take(step)
    assert quiet.shown_at == []
    assert sit.state.marks == quiet.state.marks
    assert [u.event for u in sit.state.undo] == [u.event for u in quiet.state.undo]
    assert len(sit.state.redo) == len(quiet.state.redo)
    assert sit.session.at == quiet.session.at
    assert sit.state.visits == quiet.state.visits


def test_damaged_time_without_a_zone_does_not_stop_a_replay():
    sit = Sitting("any-surprise", script=SCRIPT)
    sit.do(do.open_closing)
    sit.session._happen(ev.NudgeShown("any-surprise"))
    naive = [*sit.entries[:-1], type(sit.entries[-1])(9, 0.0, dt.datetime(2026, 1, 1), sit.entries[-1].event)]
    state = replay(naive)
    assert state is not None
    assert state.nudges.current is not None


def test_the_sample_probes_can_bring_every_tone():
    assert {s.tone for s in SIGNALS} == set(Tone)
