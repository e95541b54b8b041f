"""A small bank, a screen on it and a clock by hand: plain values that any test folder may import.

The bank ``sample_bank()`` has three families: AR1 (forms A and B, archaeology, *diagnosis*), CT1 (forms A and B,
judgment, *cost-sense*) and CV (form A, claim, *diagnosis*). Plan "45" asks AR1 (must, 14 min), CT1 (optional, 10 min)
and CV (optional, 8 min), dropping CT1 first; plan "30" asks CV (must, 5), AR1 (must, 10) and CT1 (optional, 7).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Any

from msgspec import UNSET, UnsetType
from msgspec.structs import replace

from screencopilot.domain import events as ev
from screencopilot.domain.bank import (
    Bank,
    Bars,
    Block,
    Card,
    ClaimKind,
    Competency,
    FollowUp,
    Level,
    NoCase,
    Plan,
    Probe,
    RedFlag,
    ResolvedBank,
    Rung,
    Signal,
    Tone,
)
from screencopilot.domain.canonical import digest
from screencopilot.domain.entry import Entry
from screencopilot.domain.plan import Script, draw_agenda
from screencopilot.domain.session import Session

#: When every sample screen is opened.
STARTED = dt.datetime(2026, 11, 21, 10, 0, 0, tzinfo=dt.timezone(dt.timedelta(hours=-5)))

SIGNALS = (
    Signal("w1", Tone.WEAK, "Blames the data without a look at it"),
    Signal("s1", Tone.STRONG, "Names the day it was noticed", decisive=True),
    Signal("r1", Tone.RED, "Gives no number for any failure", flag="no-failure-numbers"),
    Signal("s2", Tone.STRONG, "Says what they did with their own hands"),
    Signal("s3", Tone.STRONG, "Puts a before-and-after number on the damage"),
    Signal("r2", Tone.RED, "Contradicts the account given before", flag="contradiction"),
    Signal("w2", Tone.WEAK, "Speaks of 'we' throughout"),
)
FOLLOW_UPS = (
    FollowUp("f1", "specifics", "When did you see it first?", "always", ("s1", "s3")),
    FollowUp("f2", "ownership", "Which part was yours?", "if-vague", ("s2", "w2")),
    FollowUp("f3", "counterfactual", "What would have caught it sooner?", "if-fluent"),
)
LADDER = (
    Rung(1, "Tells it from hearsay", "hearsay"),
    Rung(2, "Tells the outline, no mechanism", "outline"),
    Rung(3, "Explains the mechanism of one failure", "mechanism"),
    Rung(4, "Adds numbers and what it cost", "numbers"),
    Rung(5, "Adds what changed so it cannot come back", "changed"),
)
CARDS = (
    Card("labels-late", "Labels come late", "Labels now take ninety days.", "data", force=2),
    Card("half-money", "Half the money", "The budget was cut in half this morning.", "cost", force=3),
)
CLAIM_KINDS = (
    ClaimKind("owned-model-in-production", "Owned a model in production", "Take me through its worst week."),
    ClaimKind("cut-cost", "Cut the cost", "From what to what, and who measured it?"),
)
FLAGS = (
    RedFlag("no-failure-numbers", "No numbers for failures", "What did it cost, roughly?", ("under NDA",)),
    RedFlag("all-success", "Only successes", "Which one would you undo?"),
)
COMPETENCIES = (
    Competency("diagnosis", "Diagnosis under pressure", 2, 2),
    Competency("cost-sense", "Sense of cost"),
)
#: The claims of a sample screen: the first is of a kind the evaluator has shipped, the second is not.
CLAIMS = (
    ev.ClaimText("owned-model-in-production", "Owned the ranking model end to end"),
    ev.ClaimText("cut-cost", "Cut inference cost by 60 %"),
)
PLAN_45 = Plan(
    id="45",
    minutes=45,
    opening=2,
    buffer=4,
    candidate_time=5,
    blocks=(
        Block("archaeology", "AR1", 14, must=True),
        Block("cost", "CT1", 10),
        Block("claim", "CV", 8),
    ),
    drop_order=("cost", "claim"),
)
PLAN_30 = Plan(
    id="30",
    minutes=30,
    opening=1,
    buffer=2,
    candidate_time=3,
    blocks=(
        Block("claim", "CV", 5, must=True),
        Block("archaeology", "AR1", 10, must=True),
        Block("cost", "CT1", 7),
    ),
    drop_order=("cost",),
)


class ManualClock:
    """A clock that moves only when told to; ``wall`` carries a zone."""

    def __init__(self, wall: dt.datetime = STARTED, monotonic: float = 1000.0) -> None:
        self._wall = wall
        self._monotonic = monotonic

    def monotonic(self) -> float:
        """Return seconds that only grow."""
        return self._monotonic

    def wall(self) -> dt.datetime:
        """Return the zoned time of day."""
        return self._wall

    def tick(self, seconds: float) -> None:
        """Let time pass on both clocks."""
        self._monotonic += seconds
        self._wall += dt.timedelta(seconds=seconds)

    def sleep(self, seconds: float) -> None:
        """Suspend the machine: wall time passes, the monotonic clock stands still."""
        self._wall += dt.timedelta(seconds=seconds)


def sample_probe(
    probe_id: str,
    competency: str = "diagnosis",
    *,
    if_no_case: NoCase | UnsetType = UNSET,
    **fields: Any,
) -> Probe:
    """Return one valid probe; ``fields`` replace any of its other fields."""
    family, form = probe_id.split("-")
    probe = Probe(
        id=probe_id,
        rev=1,
        family=family,
        form=form,
        title=f"Probe {probe_id}",
        kind="archaeology",
        competency=competency,
        minutes=9,
        say=f"Tell me about the last failure you owned, as {probe_id} asks it.",
        say_again="The last failure you owned.",
        intent="Hears whether the failure was lived through",
        bar=Bars(mid=3, senior=4, staff=5, lead=5),
        follow_ups=FOLLOW_UPS,
        signals=SIGNALS,
        ladder=LADDER,
        numbers=("began", "noticed", "damage"),
        false_friends=("Sounds strong: a tidy timeline",),
        if_no_case=if_no_case,
        cards=("labels-late", "half-money"),
    )
    return replace(probe, **fields)


def sample_probes() -> tuple[Probe, ...]:
    """Return the five probes of the sample bank."""
    no_case = NoCase(cap=3, say="Suppose recall fell overnight: where would you look first?")
    owned, cost = ("owned-model-in-production",), ("cut-cost",)
    return (
        sample_probe("AR1-A", title="The worst week", if_no_case=no_case, claims=owned),
        sample_probe("AR1-B", title="The quiet failure", if_no_case=no_case, claims=owned),
        sample_probe(
            "CT1-A", "cost-sense", title="Half the money", kind="judgment", cards=("half-money",), claims=cost
        ),
        sample_probe(
            "CT1-B", "cost-sense", title="The bill", kind="judgment", cards=("half-money",), claims=cost
        ),
        sample_probe("CV-A", title="One line of the CV", kind="claim", cards=(), numbers=(), claims=owned),
    )


def bank_of(
    probes: Iterable[Probe],
    plans: Iterable[Plan],
    competencies: Iterable[Competency] = COMPETENCIES,
) -> ResolvedBank:
    """Return a resolved bank of these probes and plans, with the sample's cards, claim kinds and flags."""
    by_id = {p.id: p for p in probes}
    bank = Bank(
        schema="screencopilot/bank/1",
        id="sample-engineer",
        title="Sample Engineer",
        version="1.0.0",
        role="sample-engineer",
        levels=(Level.MID, Level.SENIOR, Level.STAFF),
        status="reviewed",
        review_by=dt.date(2027, 5, 1),
        modules=("sample-stories",),
        opening="Thank you for the time. I ask the same questions of everyone.",
        closing="That was all from me. What would you like to know?",
        competencies=tuple(competencies),
        plans=tuple(plans),
    )
    cards = {c.id: c for c in CARDS}
    claim_kinds = {c.id: c for c in CLAIM_KINDS}
    flags = {f.id: f for f in FLAGS}
    return ResolvedBank(
        bank=bank,
        probes=by_id,
        module_titles=dict.fromkeys(by_id, ("Sample stories", "Stories")),
        cards=cards,
        claim_kinds=claim_kinds,
        flags=flags,
        digest=digest([by_id, cards, claim_kinds, flags]),
    )


def sample_bank() -> ResolvedBank:
    """Return the small bank that this module's first lines describe."""
    return bank_of(sample_probes(), (PLAN_45, PLAN_30))


def script_of(
    bank: ResolvedBank, plan: str = "45", candidate: str = "C-1", level: Level = Level.SENIOR
) -> Script:
    """Return the script of a screen on any bank."""
    chosen = bank.plan(plan)
    assert chosen is not None
    return Script(bank, chosen, level, draw_agenda(bank, chosen, level, candidate))


def sample_script(candidate: str = "C-1", plan: str = "45", level: Level = Level.SENIOR) -> Script:
    """Return the script of a screen on the sample bank."""
    return script_of(sample_bank(), plan, candidate, level)


def sample_opened(
    script: Script,
    *,
    candidate: str = "C-1",
    evaluator: str = "A. Kim",
    shipped: tuple[str, ...] = ("owned-model-in-production",),
    claims: tuple[ev.ClaimText, ...] = CLAIMS,
) -> ev.ScreenOpened:
    """Return the first event of a screen that runs this script."""
    return ev.ScreenOpened(
        id="0192f0c1-0000-7000-8000-000000000001",
        app="screencopilot 0.0.0",
        candidate_ref=candidate,
        role=script.bank.bank.role,
        level=script.level.value,
        evaluator=evaluator,
        shipped=shipped,
        bank_id=script.bank.bank.id,
        bank_version=script.bank.bank.version,
        bank_digest=script.bank.digest,
        plan=script.plan.id,
        agenda=script.agenda,
        claims=claims,
    )


def new_session(
    script: Script | None = None,
    clock: ManualClock | None = None,
    **opened: Any,
) -> tuple[Session, list[Entry], ManualClock]:
    """Open a screen that records into a list; ``opened`` goes to :func:`sample_opened`.

    Returns the session, the growing list of its entries (its journal) and its clock.
    """
    script = script or sample_script()
    clock = clock or ManualClock()
    entries: list[Entry] = []
    session = Session.begin(script, clock, entries.append, sample_opened(script, **opened))
    return session, entries, clock


def recovered(session: Session, entries: list[Entry], clock: ManualClock) -> Session:
    """Return a second session on the same journal, as after a crash; it records into the same list."""
    return Session(session.script, clock, entries.append, tuple(entries))
