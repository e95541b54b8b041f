"""Which probe is suggested next: every rule, and which goes before which."""

from __future__ import annotations

from screencopilot.domain import commands as do
from screencopilot.domain.bank import Block, Competency, Plan
from screencopilot.domain.nextprobe import suggest_next
from tests.sample import COMPETENCIES, bank_of, new_session, sample_probe, script_of

OWNED = "owned-model-in-production"
#: D1-D4 measure diagnosis, C1-C3 the sense of cost; D4 can verify the claim of the kind the evaluator has shipped.
PROBES = (
    *(sample_probe(f"D{n}-A") for n in (1, 2, 3)),
    sample_probe("D4-A", claims=(OWNED,)),
    *(sample_probe(f"C{n}-A", "cost-sense") for n in (1, 2, 3)),
)
ORDER = ("D1", "D2", "D3", "D4", "C1", "C2")


def screen(order=ORDER, must=(), minutes=5, total=60, competencies=COMPETENCIES, **opened):
    """Open a screen over these families in this order, with the first probe open."""
    blocks = tuple(Block(f.lower(), f, minutes, must=f in must) for f in order)
    plan = Plan(id="45", minutes=total, buffer=0, candidate_time=5, blocks=blocks)
    session, _, clock = new_session(script_of(bank_of(PROBES, [plan], competencies)), **opened)
    session.do(do.next_probe)
    return session, clock


def suggestion(session):
    found = suggest_next(session.script, session.state, session.at)
    return found and (found.probe, found.why)


def evidence(session, *probes):
    for probe in probes:
        session.do(do.write_line, "what was said", probe=probe)


def settle(session):
    """Rate both competencies in agreement and with evidence, so that neither is a reason."""
    session.do(do.rate_probe, 3, probe="D1-A")
    session.do(do.rate_probe, 3, probe="C1-A")
    evidence(session, "D1-A", "C1-A")


def test_competency_without_a_rating_comes_first():
    session, _ = screen()
    session.do(do.rate_probe, 3, probe="D1-A")
    assert suggestion(session) == ("C1-A", "nothing rated yet: Sense of cost")


def test_ne_is_no_rating():
    session, _ = screen()
    session.do(do.rate_probe, "NE", probe="D1-A")
    assert suggestion(session) == ("D2-A", "nothing rated yet: Diagnosis under pressure")


def test_disagreeing_ratings_come_next():
    session, _ = screen(order=("C1", "C2", "D1", "D2", "D3"))
    for probe, rung in {"C1-A": 3, "D1-A": 2, "D2-A": 4}.items():
        session.do(do.rate_probe, rung, probe=probe)
        session.do(do.open_probe, probe)
    evidence(session, "C1-A", "D1-A", "D2-A")
    assert suggestion(session) == ("D3-A", "ratings 2 and 4 disagree: Diagnosis under pressure")


def test_ratings_one_rung_apart_agree():
    session, _ = screen(order=("C1", "C2", "D1", "D2", "D3"))
    for probe, rung in {"C1-A": 3, "D1-A": 3, "D2-A": 4}.items():
        session.do(do.rate_probe, rung, probe=probe)
        session.do(do.open_probe, probe)
    evidence(session, "C1-A", "D1-A", "D2-A")
    assert suggestion(session) == ("C2-A", "next on the plan")


def test_rating_without_a_line_is_thin():
    session, _ = screen(order=("C1", "C2", "D1", "D2"))
    session.do(do.rate_probe, 3, probe="C1-A")
    session.do(do.rate_probe, 3, probe="D1-A")
    evidence(session, "C1-A")
    assert suggestion(session) == ("D2-A", "rated without evidence: Diagnosis under pressure")


def test_nothing_rated_goes_before_disagreement():
    session, _ = screen(order=("D1", "D2", "D3", "C1"))
    session.do(do.rate_probe, 1, probe="D1-A")
    session.do(do.rate_probe, 5, probe="D2-A")
    assert suggestion(session)[0] == "C1-A"


def test_claim_the_evaluator_can_verify_comes_third():
    session, _ = screen()
    settle(session)
    assert suggestion(session) == ("D4-A", "can verify: Owned the ranking model end to end")


def test_disagreement_goes_before_a_claim():
    session, _ = screen(order=("D1", "D4", "C1", "C2", "C3"))
    for probe, rung in {"D1-A": 3, "C1-A": 1, "C2-A": 5}.items():
        session.do(do.rate_probe, rung, probe=probe)
    evidence(session, "D1-A", "C1-A", "C2-A")
    assert suggestion(session) == ("C3-A", "ratings 1 and 5 disagree: Sense of cost")


def test_claim_with_a_verdict_is_no_reason_any_more():
    session, _ = screen()
    settle(session)
    session.do(do.judge_claim, 0, "plausible")
    assert suggestion(session) == ("D2-A", "next on the plan")


def test_claim_of_a_kind_the_evaluator_has_not_shipped_is_no_reason():
    session, _ = screen(shipped=("cut-cost",))
    settle(session)
    assert suggestion(session) == ("D2-A", "next on the plan")


def test_must_goes_first_inside_a_reason():
    session, _ = screen(must=("D3",))
    assert suggestion(session)[0] == "D3-A"


def test_must_does_not_go_before_a_better_reason():
    session, _ = screen(must=("D3",))
    session.do(do.rate_probe, 3, probe="D1-A")
    assert suggestion(session)[0] == "C1-A"


def test_plan_order_decides_what_is_left():
    session, _ = screen()
    assert suggestion(session)[0] == "D2-A"


def test_current_visited_and_skipped_probes_are_not_suggested():
    session, clock = screen(order=("D1", "D2", "D3", "D4"))
    clock.tick(10)
    session.do(do.next_probe)
    session.do(do.skip_probe, "not this role", probe="D3-A")
    assert suggestion(session)[0] == "D4-A"


def test_probe_only_glimpsed_can_still_be_suggested():
    session, clock = screen(order=("D1", "C1"))
    clock.tick(9)
    session.do(do.next_probe)
    assert suggestion(session)[0] == "D1-A"


def test_probe_that_no_longer_fits_is_not_suggested():
    session, clock = screen(total=20, minutes=5)
    clock.tick(10 * 60)
    assert suggestion(session)[0] == "D2-A"
    clock.tick(1)
    assert suggestion(session) is None


def test_must_is_suggested_even_when_nothing_fits():
    session, clock = screen(total=20, minutes=5, must=("D3", "C1"))
    session.do(do.rate_probe, 3, probe="D1-A")
    clock.tick(40 * 60)
    assert suggestion(session)[0] == "C1-A"


def test_nothing_is_suggested_when_all_was_visited():
    session, clock = screen(order=("D1", "C1"))
    clock.tick(10)
    session.do(do.next_probe)
    assert suggestion(session) is None


def test_competency_the_bank_does_not_name_is_called_by_its_id():
    session, _ = screen(competencies=(Competency("diagnosis", "Diagnosis"),))
    session.do(do.rate_probe, 3, probe="D1-A")
    assert suggestion(session) == ("C1-A", "nothing rated yet: cost-sense")


def test_same_state_gives_the_same_suggestion():
    session, _ = screen()
    settle(session)
    again, _ = screen()
    settle(again)
    assert suggestion(session) == suggestion(again)
