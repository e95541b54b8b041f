"""What the closing form goes through."""

from __future__ import annotations

import pytest

from screencopilot.domain import commands as do
from screencopilot.domain.gaps import GapKind, gaps
from tests.sample import new_session, sample_script

FIRST, SECOND, THIRD = (item.probe for item in sample_script().agenda)


def opened(claims=()):
    session, _, clock = new_session(claims=claims)
    session.do(do.next_probe)
    return session, clock


def found(session, *kinds):
    return [(g.kind, g.about) for g in gaps(session.script, session.state, session.at) if g.kind in kinds]


def test_probe_asked_and_not_rated_is_a_gap():
    session, clock = opened()
    clock.tick(60)
    assert found(session, GapKind.UNRATED) == [(GapKind.UNRATED, FIRST)]


def test_probe_only_glanced_at_or_skipped_is_none():
    session, clock = opened()
    clock.tick(9)
    session.do(do.skip_probe, "no time left", probe=SECOND)
    assert gaps(session.script, session.state, session.at) == ()


@pytest.mark.parametrize("value", [1, 5, "NE"])
def test_rating_or_ne_closes_the_gap(value):
    session, clock = opened()
    clock.tick(60)
    session.do(do.rate_probe, value)
    assert found(session, GapKind.UNRATED) == []


def test_ne_wants_its_reason():
    session, _ = opened()
    session.do(do.rate_probe, "NE")
    assert found(session, GapKind.NO_REASON) == [(GapKind.NO_REASON, FIRST)]
    session.do(do.explain_rating, FIRST, not_enough="declined")
    assert found(session, GapKind.NO_REASON) == []


def test_rating_wants_its_confidence_and_ne_does_not():
    session, _ = opened()
    session.do(do.rate_probe, 3)
    session.do(do.rate_probe, "NE", probe=SECOND)
    assert found(session, GapKind.UNSURE) == [(GapKind.UNSURE, FIRST)]
    session.do(do.explain_rating, FIRST, confidence="low")
    assert found(session, GapKind.UNSURE) == []


def test_rating_wants_a_quote_and_an_observation_is_none():
    session, _ = opened()
    session.do(do.rate_probe, 3)
    session.do(do.write_line, "seemed sure")
    assert found(session, GapKind.NO_QUOTE) == [(GapKind.NO_QUOTE, FIRST)]
    session.do(do.write_line, '"recall fell to 0.64"')
    assert found(session, GapKind.NO_QUOTE) == []


def test_quote_on_another_probe_does_not_serve():
    session, _ = opened()
    session.do(do.rate_probe, 3)
    session.do(do.write_line, '"recall fell"', probe=SECOND)
    assert (GapKind.NO_QUOTE, FIRST) in found(session, GapKind.NO_QUOTE)


def test_ne_wants_no_quote():
    session, _ = opened()
    session.do(do.rate_probe, "NE")
    assert found(session, GapKind.NO_QUOTE) == []


def test_red_tick_wants_its_check():
    session, _ = opened()
    session.do(do.tick_signal, "r1")
    assert found(session, GapKind.FLAG_UNCHECKED) == [(GapKind.FLAG_UNCHECKED, "no-failure-numbers")]
    session.do(do.ask_check, "no-failure-numbers")
    assert found(session, GapKind.FLAG_UNCHECKED) == []


def test_red_tick_on_two_probes_is_one_gap():
    session, _ = opened()
    session.do(do.tick_signal, "r1")
    session.do(do.tick_signal, "r1", probe=THIRD)
    assert len(found(session, GapKind.FLAG_UNCHECKED)) == 1


def test_contradiction_belongs_to_no_flag_and_wants_no_check():
    session, _ = opened()
    session.do(do.tick_signal, "r2")
    assert found(session, GapKind.FLAG_UNCHECKED) == []


def test_claim_is_open_until_it_has_a_verdict_even_when_asked():
    session, _, _ = new_session()
    session.do(do.ask_claim, 0)
    session.do(do.judge_claim, 1, "unsupported")
    assert found(session, GapKind.CLAIM_OPEN) == [(GapKind.CLAIM_OPEN, "0")]


def test_strong_signals_without_a_follow_up_to_show_in_are_a_gap():
    session, _ = opened()
    session.do(do.rate_probe, 3)
    assert found(session, GapKind.UNREVEALED) == [(GapKind.UNREVEALED, FIRST)]
    session.do(do.ask_follow_up, "f1")
    session.do(do.ask_follow_up, "f2")
    assert found(session, GapKind.UNREVEALED) == []


def test_ne_says_by_itself_that_little_was_shown():
    session, _ = opened()
    session.do(do.rate_probe, "NE")
    assert found(session, GapKind.UNREVEALED) == []


def test_strong_signals_ticked_need_no_follow_up():
    session, _ = opened()
    session.do(do.rate_probe, 4)
    for signal in ("s1", "s2", "s3"):
        session.do(do.tick_signal, signal)
    assert found(session, GapKind.UNREVEALED) == []


def test_gaps_come_in_the_order_of_their_kinds():
    session, _ = opened(claims=new_session()[0].state.opened.claims)
    session.do(do.tick_signal, "r1")
    session.do(do.rate_probe, 3, probe=SECOND)
    session.do(do.rate_probe, "NE", probe=THIRD)
    kinds = [g.kind for g in gaps(session.script, session.state, session.at)]
    assert kinds == sorted(kinds, key=list(GapKind).index)
    assert set(kinds) == set(GapKind) - {GapKind.DRAFT}


def test_each_gap_says_what_it_is_about_in_words():
    session, clock = opened()
    clock.tick(60)
    title = session.script.probe(FIRST).title
    assert gaps(session.script, session.state, session.at)[0].words == f"{title} was asked and not rated"
