"""E28 and W28: forms that are twins, so that whoever gets B is rated as whoever got A."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from screencopilot.analysis.lint.language import content, likeness
from screencopilot.analysis.lint.registry import Found, rule
from screencopilot.analysis.lint.subjects import Context, FamilyAt, PlanAt
from screencopilot.domain.bank import Probe
from screencopilot.formats.errors import shown

OVERLAP = 0.5
#: What a must-ask family wants of vignettes, and how a message calls it.
_VIGNETTES = {"pair": "hollow and real vignette", "borderline": "borderline vignette"}


@rule(
    "E28", "equal-twins", "family",
    reason="Which form a candidate gets is chance; a harder twin would make the rating chance too.",
    mend="give both forms the same kind, minutes, bars, follow-up rungs and signal counts",
)  # fmt: skip
def equal_twins(family: FamilyAt, _: Context) -> Iterator[Found]:
    """Find forms whose make differs from the first form's."""
    first = family.forms[0].probe
    for at in family.forms[1:]:
        for key, name, ours, theirs in _differences(at.probe, first):
            message = f"{name} {ours}, but {first.id} has {theirs}"
            yield Found((*at.key, key), message, probes=(first, at.probe))


def _differences(probe: Probe, first: Probe) -> Iterator[tuple[str, str, str, str]]:
    def bars(p: Probe) -> str:
        return f"{p.bar.mid}-{p.bar.senior}-{p.bar.staff}-{p.bar.lead}"

    def tally(items: Any) -> str:
        return ", ".join(f"{count} {name}" for name, count in sorted(Counter(items).items()))

    sides = (
        ("kind", "is", lambda p: p.kind),
        ("minutes", "has minutes", lambda p: str(p.minutes)),
        ("bar", "has the bars", bars),
        ("follow_ups", "has", lambda p: tally(f.rung for f in p.follow_ups)),
        ("signals", "has", lambda p: tally(s.tone.value for s in p.signals)),
    )
    for key, name, of in sides:
        ours, theirs = of(probe), of(first)
        if ours != theirs:
            yield key, name, ours, theirs


@rule(
    "W28", "different-twins", "family",
    reason="A twin in the same words is no second form: who knows one knows both.",
    mend="enter by another door: another person, moment or object",
)  # fmt: skip
def different_twins(family: FamilyAt, _: Context) -> Iterator[Found]:
    """Find forms whose opening question shares half its words with an earlier form's."""
    for place, at in enumerate(family.forms):
        for other in family.forms[:place]:
            if likeness(content(at.probe.say), content(other.probe.say)) > OVERLAP:
                message = f"shares more than half its words with {other.probe.id}"
                yield Found((*at.key, "say"), message, probes=(other.probe, at.probe))


@rule(
    "E37", "must-ask-has-a-twin", "plan",
    reason="A must-ask question with one form is known to the second candidate of the month.",
    mend="write a second form, or let the plan do without it; a claim's words come from the résumé and need none",
)  # fmt: skip
def must_ask_has_a_twin(at: PlanAt, _: Context) -> Iterator[Found]:
    """Find must-ask families of one form."""
    for index, forms in at.forms():
        if at.plan.blocks[index].must and len(forms) == 1 and forms[0].kind != "claim":
            message = f"must be asked, and {shown(forms[0].id)} is its only form"
            yield Found((*at.key, "blocks", index, "family"), message, probes=forms)


@rule(
    "E34", "calibrated-must-ask", "plan",
    reason="Without a hollow, a real and a borderline answer to rate, the bar is learnt on a candidate.",
    mend="write vignettes for it: a hollow and a real one as a pair, and a borderline one",
)  # fmt: skip
def calibrated_must_ask(at: PlanAt, context: Context) -> Iterator[Found]:
    """Find must-ask families without a pair or a borderline vignette; silent when nobody looked for any."""
    if context.vignettes is None:
        return
    for index, forms in at.forms():
        block = at.plan.blocks[index]
        written = context.vignettes.get(block.family, frozenset())
        missing = [words for kind, words in _VIGNETTES.items() if kind not in written]
        if block.must and missing:
            message = f"must be asked, and {shown(block.family)} has no {' and no '.join(missing)}"
            yield Found((*at.key, "blocks", index, "family"), message, probes=forms)
