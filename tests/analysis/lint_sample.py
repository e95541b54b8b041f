"""A small module and a small bank in which no rule finds anything, as plain data that a test may break."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import tomli_w

from screencopilot.analysis import lint
from screencopilot.domain.bank import Card, ClaimKind, RedFlag
from screencopilot.formats import bank_toml
from screencopilot.formats.bank_toml import Loaded, Shared

SHARED = Shared(
    cards={"labels-late": Card("labels-late", "Labels late", "Labels now take ninety days.", "data")},
    claim_kinds={"owned-model": ClaimKind("owned-model", "Owned a model", "You write: {claim}. Go on.")},
    flags={"all-success": RedFlag("all-success", "Only successes", "Which one hurt?")},
)
TONES = {"s": "strong", "w": "weak", "r": "red"}
SIGNALS = {
    "s1": "Dates onset and discovery apart",
    "s2": "Puts a number on the damage",
    "s3": "Tells a wrong guess and its refutation",
    "s4": "Names the check that now guards it",
    "w1": "Jumps from alert to repair in one line",
    "w2": "Quotes training loss only",
    "w3": "Offers 'retrain' as the whole remedy",
    "r1": "Changes the account when asked again",
    "r2": "Says nothing of theirs ever failed",
}
LADDER = (
    "No live system, or a story without an act of theirs.",
    "An incident seen from outside: symptom and repair, no route.",
    "An own incident with its sequence and one figure.",
    "As 3, plus a refuted hypothesis and a guard against the class.",
    "As 4, plus the detection gap owned, and other teams' releases altered.",
)
FOLLOW_UPS = (
    ("specifics", "Which of your charts moved?", ["s1", "s2", "w2"]),
    ("unseen", "What were you not looking at?", ["s3", "w1"]),
    ("aftermath", "Tell me about the last time it went off.", ["s4", "w3"]),
)


def probe(
    probe_id: str, say: str, again: str, kind: str = "archaeology", competency: str = "diagnosis"
) -> Any:
    """Return a sound probe as plain data; its signals are numbered by its id so that no two probes share a text."""
    family, form = probe_id.split("-")
    mark = {"FA1-A": "", "FA1-B": " today", "CV1-A": " then", "SJ1-A": " anew"}[probe_id]
    return {
        "id": probe_id, "rev": 1, "family": family, "form": form, "title": "A title", "kind": kind,
        "competency": competency, "minutes": 8, "say": say, "say_again": again, "intent": "Has owned a repair.",
        "bar": {"mid": 3, "senior": 4, "staff": 5, "lead": 5}, "cards": ["labels-late"], "claims": ["owned-model"],
        "if_no_case": {"cap": 3, "say": "Suppose complaints climb for a fortnight. Take me through your first day."},
        "false_friends": [f"Sounds weak{mark}: never found the cause. Ask what was ruled out."],
        "follow_ups": [
            {"id": f"f{i}", "rung": rung, "say": words, "when": "always", "reveals": list(reveals)}
            for i, (rung, words, reveals) in enumerate(FOLLOW_UPS, start=1)
        ],
        "signals": [
            {"id": name, "tone": TONES[name[0]], "text": text + mark}
            | ({"flag": "all-success"} if name[0] == "r" else {})
            for name, text in SIGNALS.items()
        ],
        "ladder": [{"rung": i, "text": text[:-1] + mark + "."} for i, text in enumerate(LADDER, start=1)],
    }  # fmt: skip


def good_module() -> Any:
    """Return a module of four probes: twins, a claim and one on people."""
    return {
        "schema": "screencopilot/module/1", "id": "stories", "title": "Production stories", "safe_title": "Stories",
        "category": "production-deployment", "version": "1.0.0",
        "reality_checks": [
            {"text": "Ten a second is 864,000 a day.", "as_of": dt.date(2026, 11, 1),
             "review_by": dt.date(2027, 11, 1), "source": "computed"},
        ],
        "probes": [
            probe("FA1-A", "Take me to a model of yours that got worse. Start with who noticed.",
                  "A model that got worse. Start with who noticed."),
            probe("FA1-B", "Think back to one odd score in live use. Describe that case to me.",
                  "One odd score. Describe that case."),
            probe("CV1-A", "You write: {claim}. Pick the hour when it mattered most.", "The hour when it mattered.",
                  "claim", "ownership"),
            probe("SJ1-A", "Tell me about a colleague who never used it. Start with their reasons.",
                  "A colleague who stayed away. Their reasons first.",
                  "archaeology", "stakeholders"),
        ],
    }  # fmt: skip


def good_bank() -> Any:
    """Return a bank on that module with plans of 30 and 45 minutes; its role is one that E26 leaves alone."""
    claim = {"slot": "claim", "family": "CV1", "minutes": 7, "must": True}
    story = {"slot": "archaeology", "family": "FA1", "minutes": 12, "must": True}
    people = {"slot": "people", "family": "SJ1", "minutes": 12}
    return {
        "schema": "screencopilot/bank/1", "id": "ai-program-manager", "title": "AI Program Manager", "version": "1.0.0",
        "role": "ai-program-manager", "levels": ["senior"], "status": "draft", "review_by": dt.date(2027, 5, 1),
        "modules": ["stories"], "opening": "Thanks for the time.", "closing": "What would you like to know?",
        "competencies": [
            {"id": "diagnosis", "label": "Diagnosis", "weight": 2}, {"id": "ownership", "label": "Ownership"},
            {"id": "stakeholders", "label": "Stakeholders"},
        ],
        "plans": [
            {"id": "30", "minutes": 30, "opening": 5, "candidate_time": 4, "buffer": 2,
             "blocks": [dict(claim), dict(story)]},
            {"id": "45", "minutes": 45, "opening": 4, "candidate_time": 6, "buffer": 4,
             "blocks": [dict(claim), dict(story), people]},
        ],
    }  # fmt: skip


def loaded_module(data: Any, folder: Path) -> Loaded[Any]:
    """Write a module and read it back; what the reader refuses is a fault of the test."""
    place = folder / "stories.toml"
    place.write_text(tomli_w.dumps(data), "utf-8")
    return bank_toml.load_module(place)


def lint_data(
    module: Any, folder: Path, bank: Any = None, context: lint.Context = lint.NOTHING_KNOWN
) -> tuple[lint.Finding, ...]:
    """Lint a module and, when given, a bank on it; with waivers that are of no use."""
    loaded = loaded_module(module, folder)
    found = lint.lint_module(loaded, context)
    findings, spared, planned = list(found.findings), set(found.spared), frozenset[str]()
    if bank is not None:
        place = folder / "bank.toml"
        place.write_text(tomli_w.dumps(bank), "utf-8")
        read = bank_toml.load_bank(place)
        resolved = bank_toml.resolve_bank(read, {"stories": loaded}, SHARED)
        linted = lint.lint_bank(read, resolved, [loaded.value], context)
        findings += linted.findings
        spared |= linted.spared
        planned = frozenset(resolved.probes)
    return (*findings, *lint.unused_waivers(loaded, frozenset(spared), planned))


def signal(module: Any, name: str, place: int = 0) -> Any:
    """Return one signal of a module's data, to be changed."""
    return next(s for s in module["probes"][place]["signals"] if s["id"] == name)


def fresh() -> tuple[Any, Any]:
    """Return the sound module and bank, to be broken."""
    return good_module(), good_bank()
