"""One written answer as it is put to an evaluator: the probe, what is said, and nothing of the reference."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from msgspec import Struct

from screencopilot.domain.bank import Bank, Card, Level, Plan, Probe, RedFlag, ResolvedBank
from screencopilot.domain.calibration import VignetteRated
from screencopilot.domain.clock import Clock
from screencopilot.domain.commands import next_probe
from screencopilot.domain.events import ScreenOpened
from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.session import Session
from screencopilot.domain.vignette import NO_CASE, Turn, Vignette

#: Speaking speed, and seconds between a question and its answer.
WORDS_PER_MINUTE = 150
BREATH_SECONDS = 2.0
_CLAIM = "{claim}"


class Spoken(Struct, frozen=True):
    """What the evaluator's side said, "" for the opening question, and the candidate's words in answer."""

    asked: str
    text: str


class Exercise(Struct, frozen=True):
    """All that may be known of a vignette before it is rated. ``seen`` says that it was rated before."""

    number: int
    of: int
    probe: Probe
    level: Level
    say: str
    turns: tuple[Spoken, ...]
    seen: bool = False

    @property
    def seconds(self) -> float:
        """How long it takes to say all of it."""
        return sum(_seconds(turn) for turn in self.turns)

    def heard(self, seconds: float) -> tuple[Spoken, ...]:
        """Return what was said after so many seconds; the last turn may break off after any word."""
        shown: list[Spoken] = []
        for turn in self.turns:
            if seconds < 0:
                break
            words = turn.text.split()
            count = int((seconds - _breath(turn)) * WORDS_PER_MINUTE / 60 + 1e-6)
            shown.append(Spoken(turn.asked, " ".join(words[: max(0, count)])))
            seconds -= _seconds(turn)
        return tuple(shown)


class Reference(Struct, frozen=True):
    """What is shown of a vignette after its rating: the whole of it, its probe, and what was answered."""

    exercise: Exercise
    vignette: Vignette
    probe: Probe
    rated: VignetteRated


def _breath(turn: Spoken) -> float:
    return BREATH_SECONDS if turn.asked else 0.0


def _seconds(turn: Spoken) -> float:
    return _breath(turn) + len(turn.text.split()) * 60 / WORDS_PER_MINUTE


def exercise_of(
    vignette: Vignette,
    probe: Probe,
    cards: Mapping[str, Card],
    flags: Mapping[str, RedFlag],
    *,
    number: int,
    of: int,
    seen: bool,
) -> Exercise:
    """Return a vignette without its reference, the ids of what was said turned into the words."""
    turns = tuple(
        Spoken(_asked(turn, probe, cards, flags), " ".join(turn.text.split())) for turn in vignette.turns
    )
    say = probe.say.replace(_CLAIM, "(a line of the résumé)")
    return Exercise(number, of, probe, vignette.level, say, turns, seen)


def _asked(turn: Turn, probe: Probe, cards: Mapping[str, Card], flags: Mapping[str, RedFlag]) -> str:
    if not turn.say:
        return ""
    if turn.say == NO_CASE and probe.if_no_case:
        return probe.if_no_case.say
    follow_up = next((f.say for f in probe.follow_ups if f.id == turn.say), "")
    if follow_up:
        return follow_up
    if turn.say in cards:
        return f"(card) {cards[turn.say].say}"
    return flags[turn.say].check if turn.say in flags else turn.say


def session_on(exercise: Exercise, clock: Clock) -> Session:
    """Return a screen of this one probe, its clock running, so that ticks and ratings are those of a live screen.

    Nothing of it is kept: the rating is, once it is handed in.
    """
    probe, level = exercise.probe, exercise.level
    bank = Bank(
        schema="",
        id="calibration",
        title="Calibration",
        version="1.0.0",
        role="calibration",
        levels=(level,),
        status="draft",
        review_by=dt.date.max,
        modules=(),
        opening="",
        closing="",
        competencies=(),
        plans=(),
    )
    resolved = ResolvedBank(bank, {probe.id: probe}, {probe.id: ("", "")}, {}, {}, {}, "")
    item = AgendaItem(
        slot="answer",
        probe=probe.id,
        rev=probe.rev,
        family=probe.family,
        competency=probe.competency,
        budget_seconds=int(exercise.seconds),
        must=True,
        bar=probe.bar.of(level),
        digest="",
    )
    plan = Plan("answer", minutes=1, buffer=0, candidate_time=0, blocks=())
    opened = ScreenOpened(
        id="calibration",
        app="",
        candidate_ref="a written answer",
        role="calibration",
        level=level.value,
        evaluator="",
        shipped=(),
        bank_id=bank.id,
        bank_version=bank.version,
        bank_digest="",
        plan=plan.id,
        agenda=(item,),
    )
    session = Session.begin(Script(resolved, plan, level, (item,)), clock, lambda _entry: None, opened)
    session.do(next_probe)
    return session
