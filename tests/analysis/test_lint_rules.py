"""Every rule: the sound sample passes, one change breaks it, and what comes close does not."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from screencopilot.analysis import lint
from screencopilot.analysis.lint.heard import Heard
from tests.analysis.lint_sample import fresh, lint_data, signal

Edit = Callable[[Any, Any], object]


def say(text: str, place: int = 0, part: str = "say") -> Edit:
    return lambda m, b: m["probes"][place].update({part: text})


def follow_up(text: str) -> Edit:
    return lambda m, b: m["probes"][0]["follow_ups"][0].update(say=text)


def text_of(name: str, text: str) -> Edit:
    return lambda m, b: signal(m, name).update(text=text)


def rung(number: int, text: str) -> Edit:
    return lambda m, b: m["probes"][0]["ladder"][number - 1].update(text=text)


def without(*names: str) -> Edit:
    """Drop signals from both twins, so that they stay alike."""

    def edit(m: Any, b: Any) -> None:
        for probe in m["probes"][:2]:
            probe["signals"] = [s for s in probe["signals"] if s["id"] not in names]
            for each in probe["follow_ups"]:
                each["reveals"] = [name for name in each["reveals"] if name not in names]

    return edit


def more_signals(tone: str, *texts: str) -> Edit:
    def edit(m: Any, b: Any) -> None:
        for mark, probe in zip(("early", "late"), m["probes"], strict=False):
            for number, text in enumerate(texts, start=7):
                name = f"{tone[0]}{number}"
                probe["signals"].append({"id": name, "tone": tone, "text": f"{text} {mark}"})
                probe["follow_ups"][0]["reveals"].append(name)

    return edit


def probe_field(key: str, value: Any, place: int = 0) -> Edit:
    return lambda m, b: m["probes"][place].update({key: value})


def friend(text: str, **fields: Any) -> Edit:
    return lambda m, b: m["probes"][0].update({"false_friends": [text], **fields})


def plan(number: int, **fields: Any) -> Edit:
    return lambda m, b: b["plans"][number].update(fields)


def minutes(number: int, **by_slot: int) -> Edit:
    """Set blocks' minutes; the plan's opening makes up the difference."""

    def edit(m: Any, b: Any) -> None:
        for block in b["plans"][number]["blocks"]:
            if block["slot"] in by_slot:
                b["plans"][number]["opening"] += block["minutes"] - by_slot[block["slot"]]
                block["minutes"] = by_slot[block["slot"]]

    return edit


def no_block(number: int, slot: str, over: str) -> Edit:
    """Take a block out of a plan, its minutes going to another."""

    def edit(m: Any, b: Any) -> None:
        gone = next(x for x in b["plans"][number]["blocks"] if x["slot"] == slot)
        b["plans"][number]["blocks"] = [x for x in b["plans"][number]["blocks"] if x is not gone]
        if over == "opening":
            b["plans"][number]["opening"] += gone["minutes"]
        else:
            heir = next(x for x in b["plans"][number]["blocks"] if x["slot"] == over)
            b["plans"][number]["blocks"] = [
                {**x, "minutes": x["minutes"] + gone["minutes"]} if x is heir else x
                for x in b["plans"][number]["blocks"]
            ]

    return edit


def technical(m: Any, b: Any) -> None:
    b["role"] = "applied-ml-engineer"


def hour(m: Any, b: Any) -> None:
    b["plans"][1].update(minutes=60, buffer=6, candidate_time=6, opening=17)


def both(*edits: Edit) -> Edit:
    def edit(m: Any, b: Any) -> None:
        for each in edits:
            each(m, b)

    return edit


def one_form(m: Any, b: Any) -> None:
    del m["probes"][1]


def dates(review: dt.date) -> dict[str, Any]:
    return {"as_of": dt.date(2026, 11, 1), "review_by": review, "sources": ["OSFI, guideline E-23"]}


def reality(text: str, review: dt.date, source: str = "a price list") -> Edit:
    return lambda m, b: m["reality_checks"][0].update(text=text, review_by=review, source=source)


def waive(rule: str) -> Edit:
    return probe_field("waive", [{"rule": rule, "because": "a reason that convinces"}])


NEXT_MAY, NEXT_NOVEMBER = dt.date(2027, 5, 1), dt.date(2027, 11, 1)
SPARE = (
    "Sketches the queue",
    "Prices the retry",
    "Recalls the pager",
    "Draws a timeline",
    "Weighs a rollback",
)

BROKEN: list[tuple[str, Edit]] = [
    ("E01", say("Did you ever own a model that got worse? Start with who noticed.")),
    ("E01", follow_up("Have you seen it first?")),
    ("E01", say("Can you tell me about the day it got worse.")),
    ("E02", say("Tell me about the day. What is the difference between drift and decay?")),
    ("E02", follow_up("Name three metrics.")),
    ("E03", say("Who noticed first? When was that?")),
    ("E03", follow_up("Tell me who noticed, and how you answered.")),
    ("E05", say("Tell me about the day (any day) it got worse.")),
    ("E05", follow_up("Tell me about recall at 10.")),
    ("E05", follow_up("Tell me about the client/server split.")),
    ("E05", lambda m, b: b.update(opening="Thank you; let's go.")),
    ("W05", say("Tell me about the day on which somebody first noticed that the thing you had put live some weeks "
                "before was no longer doing what it did when it went out.")),
    ("W05", say("Characterise organisational consequences following deteriorating classification performance, "
                "including retrospective accountability considerations regarding responsible individuals involved.")),
    ("E06", follow_up("Surely somebody noticed. Who was it?")),
    ("E07", say("Tell me about the day of onset. When was the discovery?")),
    ("E07", say("A wrong guess. Start with its refutation.", part="say_again")),
    ("W07", follow_up("Which wrong guess got its refutation first?")),
    ("E08", follow_up("Where did Kafka get in the way?")),
    ("E08", lambda m, b: b.update(closing="I type my notes into Slack.")),
    ("E09", say("Tell me about the day. How did your children take it?")),
    ("E09", follow_up("What did your church say?")),
    ("E09", lambda m, b: b.update(opening="Thanks. Which nationality are you?")),
    ("W09", text_of("s1", "Mentions an illness in the team")),
    ("W10", say("What would you do first on the day a model got worse?")),
    ("W11", say("Tell me about a model that got worse.")),
    ("E12", text_of("s1", "Understands the pipeline")),
    ("E12", text_of("s1", "Deep knowledge of the pipeline")),
    ("E13", without("w1", "w2")),
    ("E13", more_signals("strong", *SPARE)),
    ("W13", without("w1")),
    ("W13", more_signals("strong", *SPARE[:3])),
    ("E14", text_of("s1", "Gives a confident account of it")),
    ("E15", lambda m, b: m["probes"][0]["follow_ups"][1].update(reveals=["w1"])),
    ("W17", text_of("w2", "Puts a number on some damage")),
    ("W18", text_of("w2", "Puts no number on the damage")),
    ("E20", probe_field("bar", {"mid": 1, "senior": 3, "staff": 4, "lead": 5})),
    ("E21", rung(4, "An own incident with its sequence and very many more figures, mostly.")),
    ("W22", rung(4, "An own incident with its sequence, one figure and a guard.")),
    ("E23", plan(0, candidate_time=1, opening=8)),
    ("E24", minutes(0, claim=12, archaeology=7)),
    ("E25", no_block(0, "claim", "archaeology")),
    ("E25", no_block(1, "people", "archaeology")),
    ("E26", technical),
    ("W26", technical),
    ("E27", both(probe_field("minutes", 4, 2), minutes(0, claim=3))),
    ("E28", probe_field("minutes", 9, 1)),
    ("E28", lambda m, b: m["probes"][1]["follow_ups"][0].update(rung="measure")),
    ("W28", say("A model of yours got worse. Tell me who noticed.", 1)),
    ("E29", lambda m, b: b["competencies"].append({"id": "cost", "label": "Cost"})),
    ("E29", both(hour, lambda m, b: b["competencies"][0].update(weight=3))),
    ("E31", friend("Sounds strong: limits. At 200 rows a side, quiet data passes 0.1.")),
    ("E31", friend("The guideline is OSFI's.", **dates(NEXT_NOVEMBER))),
    ("E31", friend("None.", as_of=dt.date(2026, 11, 1), review_by=dt.date(2026, 10, 1))),
    ("E38", reality("A card is $2.50 an hour.", NEXT_NOVEMBER)),
    ("E39", probe_field("intent", "TODO: say what it tells apart.")),
    ("E39", text_of("w2", "Quotes TODO only")),
    ("E40", lambda m, b: b.update(closing="TODO: the last words.")),
    ("E32", text_of("w2", "Cites SR 11-7 as the rule for it")),
    ("W35", waive("E12")),
    ("W35", waive("E99")),
    ("W35", waive("E04")),
    ("W35", waive("E37")),
    ("W36", lambda m, b: m["probes"][2]["ladder"][0].update(text=m["probes"][0]["ladder"][0]["text"])),
    ("E37", one_form),
]  # fmt: skip

CLOSE: list[tuple[str, Edit]] = [
    ("E01", follow_up("Had she stayed quiet, when would you have found out?")),
    ("E01", follow_up("Do the sum for me.")),
    ("E02", follow_up("What is the worst of it?")),
    ("E03", say("A queue is full, and users wait. What happened next?")),
    ("E05", say("You write: {claim}. Start with who noticed.", 2)),
    ("W05", say("Tell me about the day it got worse. Start with whoever saw it first, and with what they said.")),
    ("E06", follow_up("What did the right side of the chart show?")),
    ("E07", say("Tell me about the damage. Start with who noticed.")),
    ("W07", follow_up("Which number did the damage get?")),
    ("E08", follow_up("Which meta question came up?")),
    ("E09", follow_up("Tell me about the race condition in the child process.")),
    ("E09", follow_up("What was the age of the features by then?")),
    ("E09", both(probe_field("competency", "governance"), probe_field("competency", "governance", 1),
                 lambda m, b: b["competencies"].append({"id": "governance", "label": "Governance"}),
                 follow_up("Which error differed by gender?"))),
    ("W10", say("Tell me about the day you knew it was worse.")),
    ("W10", both(probe_field("kind", "judgment"), say("What would you do first?"))),
    ("W11", say("Tell me about a model that got worse. Which figure gave it away?")),
    ("E12", text_of("s1", "Stopped the harm, then asked")),
    ("E12", text_of("s1", "Cannot date it within a week")),
    ("E14", text_of("s1", "Gives a confidence interval for it")),
    ("W18", text_of("w2", "Puts no limit on spending")),
    ("E21", rung(4, "An own incident with its sequence, one figure and a guard.")),
    ("E23", plan(0, candidate_time=2, opening=7)),
    ("E26", both(technical, probe_field("category", "evaluation", 1),
                 probe_field("category", "evaluation", 0), lambda m, b: b["plans"].pop(0))),
    ("E29", hour),
    ("E31", friend("Sounds strong: recall went from 71 to 93. Ask who wrote the questions.")),
    ("E31", friend("As 3, plus F1 and the top 5.")),
    ("E31", friend("The guideline is OSFI's.", **dates(NEXT_MAY))),
    ("E31", friend("Half of 40 tests fire.", **{**dates(NEXT_NOVEMBER), "sources": ["computed"]})),
    ("E39", text_of("w2", "Quotes a todo list only")),
    ("E38", reality("A card is $2.50 an hour.", NEXT_MAY)),
    ("E38", reality("A card at $2.50 an hour is $60 a day.", NEXT_NOVEMBER, "computed")),
    ("E32", text_of("w2", "Cites SR 11-7, long superseded")),
    ("E37", lambda m, b: None),
]  # fmt: skip


def ids(findings: tuple[lint.Finding, ...]) -> set[str]:
    return {finding.rule for finding in findings}


def test_the_sample_is_sound(tmp_path: Path) -> None:
    module, bank = fresh()
    assert [str(f) for f in lint_data(module, tmp_path, bank)] == []


@pytest.mark.parametrize(("rule", "edit"), BROKEN, ids=[f"{r}-{i}" for i, (r, _) in enumerate(BROKEN)])
def test_a_breach_is_found_with_line_and_mend(rule: str, edit: Edit, tmp_path: Path) -> None:
    module, bank = fresh()
    edit(module, bank)
    found = [f for f in lint_data(module, tmp_path, bank) if f.rule == rule]
    assert found
    for finding in found:
        assert finding.severity == ("warning" if rule[0] == "W" else "error")
        assert finding.fault.line
        assert finding.fault.key
        assert finding.fault.message
        assert finding.fault.mend
        assert str(finding).endswith(f"[{rule}]")


@pytest.mark.parametrize(("rule", "edit"), CLOSE, ids=[f"{r}-{i}" for i, (r, _) in enumerate(CLOSE)])
def test_what_comes_close_is_left_alone(rule: str, edit: Edit, tmp_path: Path) -> None:
    module, bank = fresh()
    edit(module, bank)
    assert [str(f) for f in lint_data(module, tmp_path, bank) if f.rule == rule] == []


def test_every_rule_has_a_case_and_tells_why() -> None:
    elsewhere = {"E34", "W33"}
    linted = {rule.id for rule in lint.RULES.values() if rule.by == "lint"}
    assert linted == {rule for rule, _ in BROKEN} | elsewhere
    for rule in lint.RULES.values():
        assert rule.name
        assert rule.mend
        assert rule.reason.endswith(".")


def test_the_rules_of_the_research_are_all_there() -> None:
    wanted = {*range(1, 17), *range(17, 35)}
    assert {int(rule[1:]) for rule in lint.RULES} >= wanted
    assert {rule.id for rule in lint.RULES.values() if rule.by == "reader"} == {"E04", "E16", "E19", "E30"}


def test_must_ask_families_want_vignettes_once_somebody_looked(tmp_path: Path) -> None:
    module, bank = fresh()
    both, pair = frozenset({"pair", "borderline"}), frozenset({"pair"})

    def told(**vignettes: frozenset[str]) -> set[str]:
        found = lint_data(module, tmp_path, bank, lint.Context(vignettes=vignettes))
        return {f.fault.message for f in found if f.rule == "E34"}

    assert not told(CV1=both, FA1=both)
    assert told(CV1=both, FA1=pair) == {"must be asked, and 'FA1' has no borderline vignette"}
    (alone,) = told(CV1=both)
    assert alone.endswith("has no hollow and real vignette and no borderline vignette")
    assert "E34" not in ids(lint_data(module, tmp_path, bank))


@pytest.mark.parametrize(
    ("heard", "fires"),
    [
        (Heard(20, 9, dict.fromkeys(("s1", "s2", "s3", "s4", "w1", "w2", "w3", "r1", "r2"), 7)), True),
        (Heard(20, 0, {"s1": 20}), True),
        (Heard(20, 8, dict.fromkeys(("s1", "s2", "s3", "s4", "w1", "w2", "w3", "r1", "r2"), 7)), False),
        (Heard(14, 14, {}), False),
    ],
)
def test_notes_tell_which_probes_earn_their_place(heard: Heard, fires: bool, tmp_path: Path) -> None:
    module, _ = fresh()
    found = lint_data(module, tmp_path, context=lint.Context(heard={"FA1-A": heard}))
    assert ("W33" in ids(found)) is fires


def test_notes_are_counted_by_probe() -> None:
    from screencopilot.formats.note_toml import load_note

    note = load_note(Path(__file__).parents[1] / "formats" / "data" / "note.toml").note
    rated = [probe for probe in note.probes if probe.status == "asked" and probe.rating]
    heard = lint.heard_in([note, note])
    assert set(heard) == {probe.id for probe in rated}
    for probe in rated:
        assert heard[probe.id].rated == 2
        assert heard[probe.id].not_enough == 2 * (probe.rating == "NE")
        assert dict(heard[probe.id].ticks) == dict.fromkeys(probe.ticks, 2)
