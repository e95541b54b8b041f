"""Whatever is done, in whatever order: the state stays valid and the journal alone gives it back.

A *step* is a command with its arguments, time passing, a sleep, or a crash with its recovery. Arguments are of the
right type and otherwise arbitrary: ids known, unknown and of other probes, any text, closing and sealing at any time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

import msgspec
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from screencopilot.domain import commands as do
from screencopilot.domain.budgets import shifts
from screencopilot.domain.commands import Refused
from screencopilot.domain.entry import Entry, decode_entry, encode_entry
from screencopilot.domain.gaps import gaps
from screencopilot.domain.nextprobe import suggest_next
from screencopilot.domain.note import Note
from screencopilot.domain.pacing import pace
from screencopilot.domain.session import Session
from screencopilot.domain.state import UNDO_DEPTH, State, replay
from screencopilot.domain.writeup import note_of
from tests.sample import FLAGS, SIGNALS, ManualClock, new_session, recovered, sample_script

SCRIPT = sample_script()
AGENDA = tuple(item.probe for item in SCRIPT.agenda)

#: Without the phase that explains a failure: it is slow, and the steps say enough.
ordinary = settings(
    deadline=None,
    max_examples=100,
    database=None,
    phases=(Phase.explicit, Phase.generate, Phase.shrink),
    suppress_health_check=[HealthCheck.too_slow],
)


class Step(NamedTuple):
    """One thing that is done to a screen."""

    name: str
    args: tuple[Any, ...] = ()
    named: Mapping[str, Any] = MappingProxyType({})


# What can be done.

texts = st.one_of(
    st.sampled_from(
        ['+"recall fell to 0.64"', "- blames data", '!"nothing broke"', "a line", "", "  ", '"', "+"]
    ),
    st.text(max_size=20),
)
probes = st.one_of(st.none(), st.sampled_from([*AGENDA, *SCRIPT.bank.probes, "XX-A", ""]))
signals = st.sampled_from([*(s.id for s in SIGNALS), "s9", ""])
flags = st.sampled_from([*(f.id for f in FLAGS), "greed"])
claims = st.sampled_from([0, 1, 0, 1, -1, 7])
confidences = st.sampled_from(["low", "medium", "high"])
#: To a tenth of a second and sometimes finer than the journal's thousandths.
seconds = st.one_of(
    st.integers(0, 600).map(lambda n: n / 10), st.integers(0, 2000_0000).map(lambda n: n / 10_000)
)
evidence_ids = st.lists(st.sampled_from(["e1", "e2", "e3", "e99"]), max_size=2).map(tuple)


def command(
    fn: Any, *args: st.SearchStrategy[Any], **named: st.SearchStrategy[Any]
) -> st.SearchStrategy[Step]:
    """Return steps that run a command; each of ``named`` may be left out."""
    both = st.tuples(st.tuples(*args), st.fixed_dictionaries({}, optional=named))
    return both.map(lambda given_: Step(fn.__name__, *given_))


marking = [
    command(do.tick_signal, signals, probe=probes),
    command(do.stamp_fingerprint, st.sampled_from(["story", "number", "regret"]), probe=probes),
    command(do.rate_probe, st.sampled_from([1, 2, 3, 4, 5, "NE"]), probe=probes),
    command(
        do.explain_rating,
        st.sampled_from([*AGENDA, "XX-A"]),
        confidence=st.none() | confidences,
        because=st.none() | texts,
        not_enough=st.sampled_from([None, "not-asked", "no-time", "declined", "no-signal"]),
    ),
    command(do.ask_follow_up, follow_up=st.sampled_from([None, "f1", "f2", "f3", "f9"])),
    command(do.play_card, card=st.sampled_from([None, "labels-late", "half-money", "no-gpus"])),
    command(do.say_again),
    command(do.offer_no_case),
    command(do.fill_number, st.sampled_from(["began", "damage", "price"]), texts),
    command(do.mark_moment),
    command(do.write_line, texts, signal=st.none() | signals, probe=probes),
    command(do.ask_check, flags),
    command(do.keep_flag, flags, texts),
    command(do.drop_flag, flags),
    command(do.ask_claim, claims),
    command(
        do.judge_claim,
        claims,
        st.sampled_from([None, "verified", "plausible", "by-proximity", "unsupported", "contradicted"]),
        lines=evidence_ids,
    ),
]
moving = [
    command(do.open_probe, st.sampled_from([*AGENDA, *SCRIPT.bank.probes, "XX-A", ""])),
    command(do.next_probe),
    command(do.previous_probe),
    command(do.skip_probe, st.sampled_from([*do.SKIP_REASONS, "", " "]), probe=probes),
    command(do.keep_draft, texts, signal=st.none() | signals),
    command(do.undo),
    command(do.redo),
]
timing = [
    command(
        do.borrow_time,
        st.sampled_from([*AGENDA, "XX-A"]),
        st.sampled_from([60, 60, 120, 300, 480, 7, 0, -60]),
    ),
    command(do.refuse_drop, st.sampled_from([*AGENDA, "XX-A"])),
    command(do.allow_drop, st.sampled_from(AGENDA)),
]
nudging = [
    command(do.show_nudge, st.sampled_from(["own-hands", "any-surprise", "hurry-up"])),
    command(do.drop_nudge),
    command(do.silence_nudge, nudge=st.sampled_from([None, "own-hands", "hurry-up"]), for_ever=st.booleans()),
    command(do.note_off_limits),
    command(do.note_re_entry),
]
clocks = [
    command(do.toggle_pause),
    *3 * [seconds.map(lambda s: Step("tick", (s,)))],
    st.integers(0, 5000).map(lambda s: Step("sleep", (s,))),
    st.just(Step("crash")),
]
ending = [
    command(do.open_closing),
    command(do.leave_closing),
    command(do.recommend, st.sampled_from(["strong-yes", "yes", "no", "strong-no"]), confidences, texts),
    command(do.seal, st.just("sha256:" + "0" * 64)),
]
one = st.one_of(*marking, *marking, *moving, *timing, *nudging, *clocks, *ending).map(lambda step: [step])
#: What seldom comes together by chance.
runs = [
    [Step("undo"), Step("undo")],
    [Step("next_probe"), Step("tick", (60.0,))],
    [Step("ask_check", ("all-success",)), Step("keep_flag", ("all-success", "nothing ever broke"))],
    [Step("next_probe"), Step("borrow_time", (AGENDA[-1], 60))],
    [Step("next_probe"), Step("tick", (1700.0,)), Step("refuse_drop", (AGENDA[1],))],
    [Step("write_line", ('"I carried the pager"',)), Step("judge_claim", (0, "verified", ("e1",)))],
]
closing = [Step("open_closing"), Step("recommend", ("yes", "high", "why"))]
ends = [[], [closing[0]], closing, [*closing, Step("seal", ("sha256:" + "1" * 64,))]]


def joined(groups: list[list[Step]]) -> list[Step]:
    return [step for group in groups for step in group]


def lists(least: int, most: int) -> st.SearchStrategy[list[Step]]:
    return st.lists(one | st.sampled_from(runs), min_size=least, max_size=most).map(joined)


#: A few steps or a long screen (Hypothesis alone would seldom make one), an end, and a little after it.
steps = st.tuples(lists(0, 8) | lists(15, 45), st.sampled_from(ends), lists(0, 8)).map(joined)


# Doing it.


class Screen:
    """A screen on which steps are done, with its journal and its clock."""

    def __init__(self) -> None:
        self.session, self.entries, self.clock = new_session(SCRIPT)

    def do(self, step: Step) -> bool:
        """Do one step; return whether it was done and not refused."""
        if step.name == "tick":
            self.clock.tick(*step.args)
        elif step.name == "sleep":
            self.clock.sleep(*step.args)
            self.session.notice_sleep()
        elif step.name == "crash":
            self.clock = ManualClock(self.clock.wall(), monotonic=5.0)
            self.session = recovered(self.session, self.entries, self.clock)
            self.session.notice_away()
        else:
            before = len(self.entries), self.session.state
            try:
                self.session.do(getattr(do, step.name), *step.args, **step.named)
            except Refused:
                assert (len(self.entries), self.session.state) == before
                return False
        return True

    def journal(self) -> list[Entry]:
        """Return the journal as it would be read back."""
        return [decode_entry(encode_entry(entry)) for entry in self.entries]

    @property
    def state(self) -> State:
        return self.session.state


def screens(done: list[Step]) -> Iterator[tuple[Step, Screen]]:
    """Do the steps one by one; give the screen after each."""
    screen = Screen()
    for step in done:
        screen.do(step)
        yield step, screen


def played(done: list[Step]) -> Screen:
    screen = Screen()
    for step in done:
        screen.do(step)
    return screen


def read_everything(session: Session, state: State) -> Note:
    """Derive all that is derived from a state; return the note."""
    at = max(state.last_at, session.at)
    pace(session.script, state, at)
    gaps(session.script, state, at)
    suggest_next(session.script, state, at)
    do.signal_to_attach(session.ctx)
    return note_of(session.script, state)


def check_state(state: State) -> None:
    assert state.current is None or state.current in AGENDA
    assert set(state.visits) <= set(AGENDA)
    assert set(state.marks.probes) <= set(AGENDA)
    amounts = [state.last_at, state.paused_seconds, state.opening_seconds, state.closed_at or 0.0]
    amounts += [state.seconds_on(probe, state.last_at) for probe in AGENDA]
    assert all(math.isfinite(amount) and amount >= 0 for amount in amounts)
    for probe_id, marks in state.marks.probes.items():
        probe = SCRIPT.probe(probe_id)
        assert marks.ticked <= {s.id for s in probe.signals}
        assert len(marks.ticked) == len(marks.ticks)
        assert {c.id for c in marks.cards} <= set(probe.cards)
        assert set(marks.numbers) <= set(probe.numbers)
        assert marks.rating is None or marks.rating.value in {1, 2, 3, 4, 5, "NE"}
    assert len({written.line.id for written in state.marks.lines}) == len(state.marks.lines)
    assert {flag.flag for flag in state.marks.flags} <= set(state.marks.checks)
    assert len(state.undo) <= UNDO_DEPTH
    assert len(state.redo) <= UNDO_DEPTH
    assert state.begun or state.current is None
    assert sum(shifts(state.marks.loans).values()) == 0
    assert set(state.marks.drops_refused) <= set(AGENDA)


def check_note(note: Note) -> None:
    """The note keeps its own types and names only lines and probes that it has."""
    assert msgspec.json.decode(msgspec.json.encode(note), type=Note) == note
    lines = [line.id for line in note.evidence]
    assert len(set(lines)) == len(lines)
    assert {line.probe for line in note.evidence} <= {p.id for p in note.probes}
    assert {evidence for claim in note.claims for evidence in claim.evidence} <= set(lines)
    assert {flag.evidence for flag in note.flags} <= set(lines)
    assert {probe for loan in note.loans for probe in (loan.probe, loan.lender)} <= {
        p.id for p in note.probes
    }


# What always holds.


@given(steps)
@ordinary
def test_nothing_but_refused_is_raised_and_the_state_stays_valid(done):
    seen = -1.0
    for _, screen in screens(done):
        check_state(screen.state)
        assert screen.session.at >= 0
        assert screen.state.last_at >= seen
        seen = screen.state.last_at
        if len(screen.entries) % 5 == 0:
            read_everything(screen.session, screen.state)
    if done:
        ats = [entry.at for entry in screen.entries]
        assert ats == sorted(ats)
        assert [entry.seq for entry in screen.entries] == list(range(len(ats)))


@given(steps)
@ordinary
def test_note_of_any_screen_keeps_its_types_and_names_only_what_it_has(done):
    screen = played(done)
    check_note(read_everything(screen.session, screen.state))


@given(steps)
@ordinary
def test_journal_read_back_gives_an_equal_state_and_an_equal_note(done):
    screen = played(done)
    again = replay(screen.journal())
    assert again == screen.state
    assert note_of(SCRIPT, again) == note_of(SCRIPT, screen.state)


@given(steps)
@ordinary
def test_undo_and_then_redo_leave_the_marks_as_they_were(done):
    screen = played(done)
    before, undoable = screen.state.marks, len(screen.state.undo)
    taken = 0
    while taken < 5 and screen.do(Step("undo")):
        taken += 1
    assert taken == (0 if screen.state.sealed_digest else min(5, undoable))
    for _ in range(taken):
        assert screen.do(Step("redo"))
    assert screen.state.marks == before
    assert len(screen.state.undo) == undoable


@given(steps)
@settings(ordinary, max_examples=50)
def test_journal_that_lost_any_one_line_still_replays_to_a_whole_note(done):
    screen = played(done)
    journal = screen.journal()
    for lost in range(1, len(journal)):
        state = replay(journal[:lost] + journal[lost + 1 :])
        assert state is not None
        check_note(read_everything(screen.session, state))


@given(steps)
@ordinary
def test_seconds_of_all_probes_add_up_to_the_active_seconds(done):
    for _, screen in screens(done):
        spent = sum(screen.state.seconds_on(probe, screen.session.at) for probe in AGENDA)
        assert math.isclose(spent, screen.session.at, abs_tol=0.01)


@given(steps)
@example([Step("toggle_pause"), Step("tick", (50.0,)), Step("toggle_pause"), Step("next_probe")])
@ordinary
def test_every_second_since_the_start_is_active_or_paused(done):
    """From the first probe to the last event; sleeps have tests of their own, as small ones are let go."""
    without = {"sleep", "crash", "leave_closing"}
    for step, screen in screens([s for s in done if s.name not in without]):
        state = screen.state
        if step.name == "tick" or not state.begun or state.closing or state.paused:
            continue
        spent = (state.last_wall - state.begun_wall).total_seconds()
        assert math.isclose(spent, state.last_at + state.paused_seconds, abs_tol=0.01)


@given(steps)
@ordinary
def test_after_the_seal_neither_marks_nor_recommendation_nor_clock_change(done):
    kept = None
    for _, screen in screens(done):
        state = screen.state
        now = (state.marks, state.overall, state.sealed_digest, state.last_at)
        assert kept is None or now == kept
        if state.sealed_digest:
            kept = now


@given(steps, steps)
@settings(ordinary, max_examples=50)
def test_screen_recovered_in_the_middle_goes_on_as_the_other_would_have(before, after):
    screen = played(before)
    screen.session.do(do.keep_draft, "an event of this very second")
    twin = Screen()
    twin.entries = list(screen.entries)
    twin.clock = ManualClock(screen.clock.wall(), screen.clock.monotonic())
    twin.session = recovered(screen.session, twin.entries, twin.clock)
    for step in after:
        if step.name in {"crash", "tick", "sleep"}:
            continue
        assert screen.do(step) == twin.do(step)
    assert twin.state.marks == screen.state.marks
    assert (twin.state.current, twin.state.overall) == (screen.state.current, screen.state.overall)
