"""The brief, drawn: the agenda, the claims and who can verify them, the first probes to warm up with."""

from __future__ import annotations

from screencopilot.domain.brief import WARM_UP, cover_claims
from screencopilot.domain.events import ScreenOpened
from screencopilot.domain.plan import Script
from screencopilot.tui.view.lines import EMPTY, Row, hanging, row, two_sided


def draw_brief(script: Script, opened: ScreenOpened, width: int, claims_key: str = "@") -> list[Row]:
    """Return all rows of the brief; ``claims_key`` is the live screen's key for claims."""
    plan = script.plan
    rows = [
        row((" Brief ", "head"), (opened.candidate_ref, "title")),
        *hanging(
            [(" ", "")],
            f"{script.bank.bank.title}, {opened.level}, {plan.minutes} minutes",
            "quiet",
            width - 1,
        ),
        EMPTY,
    ]
    for number, item in enumerate(script.agenda, 1):
        probe = script.probe(item.probe)
        note = f"{item.budget_seconds // 60} min · {'must' if item.must else 'optional'} "
        left = [(f" {number} ", "letter"), (probe.title, "plain"), (f"  {item.competency}", "quiet")]
        rows.append(two_sided(left, [(note, "quiet")], width))
    rows.append(row((f"   {plan.candidate_time} min for their questions, {plan.buffer} spare", "quiet")))
    rows += [*_own_severity(opened, width), *_claims(script, opened, width, claims_key)]
    rows += [EMPTY, row((" Warm up", "head"))]
    for item in script.agenda[:WARM_UP]:
        probe = script.probe(item.probe)
        rows += hanging([("   ", "")], probe.title, "title", width - 1)
        rows += hanging([("   listen for ", "quiet")], probe.intent, "plain", width - 1)
        rows += hanging(
            [("   it meets at ", "quiet")], f"{item.bar}: {probe.rung(item.bar).text}", "quiet", width - 1
        )
    return rows


def _own_severity(opened: ScreenOpened, width: int) -> list[Row]:
    """One quiet line for who has calibrated themselves: what to know of one's own bar before using it."""
    if opened.severity is None:
        return []
    words = f"You rate written answers {opened.severity.words}."
    return [EMPTY, *hanging([(" ", "")], words, "quiet", width - 1)]


def _claims(script: Script, opened: ScreenOpened, width: int, claims_key: str) -> list[Row]:
    if not opened.claims:
        return [
            EMPTY,
            *hanging(
                [(" ", "")],
                f"No claims were taken down; two from the résumé make {claims_key} worth its key.",
                "quiet",
                width - 1,
            ),
        ]
    rows = [EMPTY, row((" Claims", "head"))]
    for cover in cover_claims(script, opened.claims, opened.shipped):
        titles = ", ".join(script.probe(p).title for p in cover.probes)
        rows += hanging([("   ", "")], cover.claim.text, "plain", width - 1)
        if titles:
            rows += hanging([("     verified by ", "quiet")], titles, "quiet", width - 1)
        if cover.words:
            words = cover.words if cover.probes else f"{cover.words} ({claims_key})"
            rows += hanging([("     ▲ ", "late")], words, "late", width - 1)
    return rows
