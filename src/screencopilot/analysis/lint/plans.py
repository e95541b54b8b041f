"""E23 to E30: plans that buy what they are meant to buy with their minutes."""

from __future__ import annotations

from collections.abc import Iterator

from screencopilot.analysis.lint import tables
from screencopilot.analysis.lint.registry import Found, reader_rule, rule
from screencopilot.analysis.lint.subjects import BankAt, Context, PlanAt
from screencopilot.domain.bank import Plan, Probe
from screencopilot.formats.errors import shown

#: Minutes of the candidate's own from a plan's length on, the longest first. Research file, E23.
CANDIDATE_TIME = ((60, 6), (45, 5), (30, 2))
#: Kinds that ask for judgment on something real, and the share of probing minutes they get. Research file, E24.
JUDGING = ("archaeology", "judgment", "constrained-design")
JUDGING_PERCENT = 60
PEOPLE_FROM_MINUTES = 45
#: Categories a technical plan touches from its length on, and its pool in all. Research file, E26.
TOUCHED = ((60, 3), (30, 2))
POOL_TOUCHES = 4
MINUTES_PER_PROBE = 6
SHORTEST_BLOCK = 4
#: A competency of this weight is fed twice from this length on.
HEAVY = 3
LONG_PLAN = 60


def _least(table: tuple[tuple[int, int], ...], minutes: int) -> int:
    return next((least for length, least in table if minutes >= length), 0)


@rule(
    "E23", "their-own-time", "plan",
    reason="A candidate without time for questions decides about you on nothing.",
    mend="keep 2 minutes of 30, 5 of 45, 6 of 60; the reader sees that the parts and the buffer fit",
)  # fmt: skip
def their_own_time(at: PlanAt, _: Context) -> Iterator[Found]:
    """Find plans that leave the candidate too little time."""
    least = _least(CANDIDATE_TIME, at.plan.minutes)
    if at.plan.candidate_time < least:
        yield Found((*at.key, "candidate_time"), f"{at.plan.candidate_time} of {at.plan.minutes} minutes")


@rule(
    "E24", "mostly-judgment", "plan",
    reason="Failure, judgment and trade-offs tell who has run it; claims and explanations can be prepared.",
    mend="give them 60 % of the probing minutes",
)  # fmt: skip
def mostly_judgment(at: PlanAt, _: Context) -> Iterator[Found]:
    """Find plans whose probing minutes go mostly to claims and explanations."""
    minutes = {index: at.plan.blocks[index].minutes for index, _forms in at.forms()}
    judging = sum(minutes[index] for index, forms in at.forms() if forms[0].kind in JUDGING)
    total = sum(minutes.values())
    if judging * 100 < JUDGING_PERCENT * total:
        message = (
            f"{judging} of {total} probing minutes are archaeology, judgment or design under constraints"
        )
        yield Found((*at.key, "blocks"), message)


@rule(
    "E25", "a-whole-screen", "plan",
    reason="A screen without a failure, a claim, a disturbance and (from 45 minutes) people is blind on that side.",
    mend="add a block of what is missing",
)  # fmt: skip
def a_whole_screen(at: PlanAt, _: Context) -> Iterator[Found]:
    """Find plans without archaeology, claim, a probe that takes cards, or people and value."""
    people = {index for index, forms in at.forms() if _is_people(forms[0])}
    kinds = {index: forms[0].kind for index, forms in at.forms()}
    lacking = []
    if not any(kind == "archaeology" and index not in people for index, kind in kinds.items()):
        lacking.append("no failure archaeology outside the people slot")
    if "claim" not in kinds.values():
        lacking.append("no claim")
    if not any(probe.cards for _index, forms in at.forms() for probe in forms):
        lacking.append("no probe that takes a constraint card")
    if at.plan.minutes >= PEOPLE_FROM_MINUTES and not people:
        lacking.append("nothing on people or value")
    for what in lacking:
        yield Found((*at.key, "blocks"), f"has {what}")


def _is_people(probe: Probe) -> bool:
    return probe.kind != "claim" and probe.competency in tables.PEOPLE


def is_technical(role: str) -> bool:
    """Return whether E26 holds for a role: all but those of programmes, rules and people."""
    return not tables.NOT_TECHNICAL.intersection(role.split("-"))


@rule(
    "E26", "enough-sides", "plan",
    reason="A technical screen on one side of the craft passes a specialist for a practitioner.",
    mend="let it touch 2 categories, 3 from 60 minutes",
)  # fmt: skip
def enough_sides(at: PlanAt, _: Context) -> Iterator[Found]:
    """Find technical plans that touch too few of the five categories."""
    least = _least(TOUCHED, at.plan.minutes)
    if not is_technical(at.of.bank.role):
        return
    touched = {at.of.category(forms[0]) for _index, forms in at.forms() if forms[0].kind != "claim"} - {
        "none"
    }
    if len(touched) < least:
        message = f"touches {', '.join(sorted(touched)) or 'none'} of the five categories, fewer than {least}"
        yield Found((*at.key, "blocks"), message)


@rule(
    "W26", "a-wide-pool", "bank",
    reason="The loop after the screen draws on the bank: what its modules never touch is never asked.",
    mend="add modules until the pool touches 4 of the five categories",
)  # fmt: skip
def a_wide_pool(at: BankAt, _: Context) -> Iterator[Found]:
    """Find technical banks whose modules touch fewer than four categories."""
    pool = {at.category(probe) for module in at.modules for probe in module.probes} - {"none"}
    if is_technical(at.bank.role) and len(pool) < POOL_TOUCHES:
        message = f"touch {', '.join(sorted(pool)) or 'none'}, fewer than {POOL_TOUCHES} categories"
        yield Found(("modules",), message)


@rule(
    "E27", "room-for-an-answer", "plan",
    reason="A story needs minutes: with less, the evaluator hears openings only.",
    mend="ask fewer probes, one for each 6 minutes, none under 4",
)  # fmt: skip
def room_for_an_answer(at: PlanAt, _: Context) -> Iterator[Found]:
    """Find plans that hurry."""
    count = len(at.plan.blocks)
    if count * MINUTES_PER_PROBE > at.plan.minutes:
        yield Found((*at.key, "blocks"), f"has {count} probes in {at.plan.minutes} minutes")
    for index, forms in at.forms():
        minutes = at.plan.blocks[index].minutes
        if minutes < SHORTEST_BLOCK and forms[0].kind != "explain":
            yield Found((*at.key, "blocks", index, "minutes"), f"is {minutes}, under {SHORTEST_BLOCK}")


@rule(
    "E29", "every-competency-rated", "bank",
    reason="A competency that no plan rates is filled in from the general impression.",
    mend="let the longest plan rate each once, and one of weight 3 twice from 60 minutes; or drop the competency",
)  # fmt: skip
def every_competency_rated(at: BankAt, _: Context) -> Iterator[Found]:
    """Find competencies that the longest plan does not rate, or rates once although they weigh most.

    The research asks for two probes for each in the 60; six blocks cannot feed five competencies twice, so that is
    kept for the heaviest.
    """
    longest = max(at.bank.plans, key=lambda plan: plan.minutes)
    fed = fed_by(at, longest)
    for index, competency in enumerate(at.bank.competencies):
        count = fed.count(competency.id)
        least = 2 if competency.weight >= HEAVY and longest.minutes >= LONG_PLAN else 1
        if count < least:
            message = (
                f"{shown(competency.id)} is rated {count} times in plan {longest.id}, fewer than {least}"
            )
            yield Found(("competencies", index, "id"), message)


def fed_by(at: BankAt, plan: Plan) -> list[str]:
    """Return the competency of each of a plan's blocks."""
    return [forms[0].competency for _index, forms in PlanAt((), plan, at).forms()]


reader_rule(
    "E30", "nothing-dangles", "bank",
    reason="A name that leads nowhere is found in the middle of a screen.",
    mend="name something that exists: module, family, competency, signal, card, claim kind or flag",
)  # fmt: skip
