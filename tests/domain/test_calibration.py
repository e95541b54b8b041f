"""What a round is made of, how an answer is said, and that it is put without its reference."""

from __future__ import annotations

from collections import Counter

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.domain import commands
from screencopilot.domain.bank import Level
from screencopilot.domain.calibration import (
    RoundBegun,
    RoundClosed,
    draw_round,
    rounds_of,
    seen_by,
    unfinished_of,
)
from screencopilot.domain.exercise import BREATH_SECONDS, Exercise, Spoken, exercise_of, session_on
from screencopilot.domain.vignette import Turn, Vignette
from tests.calibration_sample import log_of, rated
from tests.sample import STARTED, ManualClock, sample_probe


def _vignette(family: str, kind: str, number: int = 1, delivery: str = "smooth") -> Vignette:
    name = f"{family}-B{number}" if kind == "borderline" else f"{family}-P{number}-{kind}"
    return Vignette(
        id=name,
        rev=1,
        probe=f"{family}-A",
        probe_rev=1,
        level=Level.SENIOR,
        type=kind,  # type: ignore[arg-type]
        delivery=delivery,  # type: ignore[arg-type]
        ticks=("s1", "w2"),
        rung=3,
        accept=(3, 4),
        confidence="low",
        why="because of REFERENCE-WHY",
        trap="mind the REFERENCE-TRAP",
        turns=(Turn("", "one two three four five"), Turn("f1", "six seven")),
        why_not_lower="not lower REFERENCE-LOWER",
        why_not_higher="not higher REFERENCE-HIGHER",
    )


POOL = [
    _vignette(f"FA{n}", kind, delivery=delivery)
    for n, delivery in enumerate(["smooth", "halting"] * 4, 1)
    for kind in ("hollow", "real", "borderline")
]


def test_a_round_mixes_kinds_and_families() -> None:
    chosen = draw_round(POOL, (), 6, 5)
    assert Counter(v.type for v in chosen) == {"hollow": 2, "real": 2, "borderline": 2}
    assert len({v.probe for v in chosen}) == 6


@given(st.integers(0, 10**6), st.integers(1, 30), st.permutations(POOL))
def test_the_seed_alone_gives_the_round(seed: int, count: int, shuffled: list[Vignette]) -> None:
    chosen = draw_round(POOL, (), count, seed)
    assert chosen == draw_round(shuffled, (), count, seed)
    assert len(chosen) == len({v.id for v in chosen}) == min(count, len(POOL))


@given(st.sets(st.sampled_from([v.id for v in POOL])), st.integers(1, 24), st.integers(0, 99))
def test_what_was_not_seen_comes_first(seen: set[str], count: int, seed: int) -> None:
    chosen = draw_round(POOL, seen, count, seed)
    again = sum(v.id in seen for v in chosen)
    assert again == max(0, count - (len(POOL) - len(seen)))


def test_orders_differ_between_seeds() -> None:
    assert len({tuple(v.id for v in draw_round(POOL, (), 12, seed)) for seed in range(20)}) > 15


def test_nothing_of_the_reference_is_in_an_exercise() -> None:
    vignette, probe = _vignette("FA1", "hollow"), sample_probe("FA1-A")
    exercise = exercise_of(vignette, probe, {}, {}, number=1, of=3, seen=False)
    told = msgspec.json.encode(msgspec.structs.replace(exercise, probe=None)).decode()  # type: ignore[arg-type]
    for secret in ("REFERENCE", "hollow", "P1", "ticks", "rung", "accept", vignette.id):
        assert secret not in told
    follow_up = next(f for f in probe.follow_ups if f.id == "f1")
    assert exercise.turns[1].asked == follow_up.say


EXERCISE = Exercise(
    1,
    1,
    sample_probe("AR1-A"),
    Level.SENIOR,
    "Say it.",
    (Spoken("", "one two three four five"), Spoken("And then?", "six seven")),
)


def test_an_answer_is_said_at_a_hundred_and_fifty_words_a_minute() -> None:
    assert EXERCISE.seconds == pytest.approx(7 * 0.4 + BREATH_SECONDS)
    assert EXERCISE.heard(0.0) == (Spoken("", ""),)
    assert EXERCISE.heard(0.81)[0].text == "one two"
    assert EXERCISE.heard(2.5) == (Spoken("", "one two three four five"), Spoken("And then?", ""))
    assert EXERCISE.heard(2.0 + BREATH_SECONDS + 0.41)[1].text == "six"
    assert EXERCISE.heard(EXERCISE.seconds) == EXERCISE.turns


@given(st.floats(0, 10), st.floats(0, 10))
def test_what_was_heard_only_grows(one: float, other: float) -> None:
    early, late = (EXERCISE.heard(at) for at in sorted((one, other)))
    assert " ".join(t.text for t in late).startswith(" ".join(t.text for t in early).strip())


def test_ticks_and_ratings_are_those_of_a_live_screen() -> None:
    session = session_on(EXERCISE, ManualClock())
    session.do(commands.tick_signal, "s2")
    session.do(commands.rate_probe, 4)
    marks = session.state.marks.probe("AR1-A")
    assert marks.ticked == {"s2"}
    assert marks.rating is not None
    assert marks.rating.value == 4
    session.do(commands.rate_probe, 4)
    assert session.state.marks.probe("AR1-A").rating is None


def test_the_first_rating_of_a_vignette_stands() -> None:
    first, second = rated(1, 2), rated(1, 5)
    log = rounds_of([log_of(first).begun, first, second, RoundClosed("r1", STARTED)])[0]
    assert log.rated == (first,)
    assert log.closed_at == STARTED
    assert log.left == ()


def test_rounds_are_told_apart_by_evaluator_and_only_the_latest_goes_on() -> None:
    kim, lee = log_of(rated(1, 2)), log_of(rated(2, 2, round="r2"), evaluator="Lee", name="r2")
    assert seen_by([kim, lee], " kim ") == {"FA1-B1"}
    assert unfinished_of([kim, lee], "KIM") == kim
    newer = RoundBegun("r3", STARTED, "Kim", 8, kim.begun.items)
    logs = rounds_of([kim.begun, *kim.rated, newer, RoundClosed("r3", STARTED)])
    assert unfinished_of(logs, "Kim") is None
    assert unfinished_of(logs, "Nobody") is None
