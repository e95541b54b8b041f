"""The commented files that ``bank new`` writes."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from string import Template

import tomli_w

from screencopilot.domain.bank import Level, Plan, Probe

#: How a new bank calls the competencies of the shipped modules, until its author finds better words.
LABELS = {
    "cost": "Cost and trade-offs",
    "data": "Data to build on",
    "diagnosis": "Finding the real cause",
    "evaluation": "Knowing how good it is",
    "governance": "Rules and risk",
    "leadership": "Deciding and leading",
    "monitoring": "Watching what is live",
    "ownership": "Owning what is live",
    "retrieval": "Finding the right page",
    "stakeholders": "People and value",
}
OPENING = (
    "Thanks for making the time. I'll ask about work of your own, above all about what went wrong. "
    "Rough numbers are fine, and so is 'I don't know'. I type notes while you talk. "
    "I'll keep time for your questions."
)
CLOSING = "Those were my questions. What would you like to ask about the work and the people?"


@dataclass(frozen=True)
class NewBank:
    """The answers of an author, and the plans drafted from them."""

    id: str
    title: str
    role: str
    levels: tuple[Level, ...]
    review_by: dt.date
    modules: tuple[str, ...]
    competencies: tuple[str, ...]
    plans: tuple[Plan, ...]


@dataclass(frozen=True)
class NewModule:
    """The answers of a module's author; ``family`` is the family of its example, such as OS1."""

    id: str
    title: str
    category: str
    family: str


def bank_text(bank: NewBank, asked: Mapping[str, Sequence[Probe]]) -> str:
    """Return a bank file with comments.

    Args:
        bank: what to write.
        asked: the probes of each family its plans name.
    """
    head = Template(_BANK).substitute(
        id=_toml(bank.id),
        title=_toml(bank.title),
        role=_toml(bank.role),
        levels=_toml([level.value for level in bank.levels]),
        review_by=bank.review_by.isoformat(),
        modules="\n".join(f"  {_toml(name)}," for name in bank.modules),
        opening=_toml(OPENING),
        closing=_toml(CLOSING),
    )
    competencies = "\n".join(_competency(name) for name in bank.competencies)
    plans = "\n".join(_plan(plan, asked) for plan in bank.plans)
    return f"{head}{competencies}\n{_PLANS}{plans}"


def module_text(module: NewModule) -> str:
    """Return a module file with comments and one example probe, which ``bank check`` refuses until it is rewritten."""
    return Template(_MODULE).substitute(
        id=_toml(module.id), title=_toml(module.title), category=_toml(module.category), family=module.family
    )


def _toml(value: str | list[str]) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_toml, value))}]"
    return tomli_w.dumps({"x": value}).partition("=")[2].strip()


def _competency(name: str) -> str:
    label = LABELS.get(name, name.replace("-", " ").capitalize()[:28])
    return f"[[competencies]]\nid = {_toml(name)}\nlabel = {_toml(label)}\nweight = 1\n"


def _plan(plan: Plan, asked: Mapping[str, Sequence[Probe]]) -> str:
    rows = []
    for block in plan.blocks:
        must = ", must = true" if block.must else ""
        titles = _comment(" / ".join(p.title for p in asked.get(block.family, ())))
        row = f"  {{ slot = {_toml(block.slot)}, family = {_toml(block.family)}, minutes = {block.minutes}{must} }},"
        rows.append(f"{row}  # {titles}")
    return (
        f"[[plans]]\nid = {_toml(plan.id)}\nminutes = {plan.minutes}\nopening = {plan.opening}\n"
        f"candidate_time = {plan.candidate_time}\nbuffer = {plan.buffer}\n"
        f"drop_order = {_toml(list(plan.drop_order))}\nblocks = [\n{_lines(rows)}]\n"
    )


def _lines(rows: Iterable[str]) -> str:
    return "".join(f"{row}\n" for row in rows)


def _comment(text: str) -> str:
    """Return text that may stand behind ``#``: TOML allows no control characters there."""
    return "".join(c for c in text if c.isprintable())


_BANK = """\
#:schema ../schemas/bank.json
# A bank: one role. The line above lets editors that know TOML schemas complete and check while you type.
# See how it reads:  screencopilot bank check --strict PATH
# See how it runs:   screencopilot bank preview PATH
schema = "screencopilot/bank/1"
id = $id  # the file is named like this
title = $title
version = "0.1.0"  # raise it with every change that others will notice
role = $role  # goes into the notes
levels = $levels  # of mid, senior, staff, lead
status = "draft"  # "reviewed" once somebody who does the work has read it
review_by = $review_by  # facts rot: from that day on the bank opens with a warning

# Where the questions come from: ids of modules, shipped or your own.  screencopilot bank path  lists them.
modules = [
$modules
]

# Said aloud to everyone, in the same words: at most 50.
opening = $opening
closing = $closing

# What is rated across the probes. Each probe feeds one of these. The label is yours, at most 28 characters.
# weight is 1 to 3. With floor = 2, say, no average rescues a rating below 2.

"""

_PLANS = """
# Plans: an ordered choice of families. opening + blocks + candidate_time + buffer = minutes.
# A must is always asked, so its family needs two forms. The others fall out in the drop order when time runs short.

"""

_MODULE = """\
#:schema ../schemas/module.json
# A module: probes on one theme. Banks include it by its id.
# The example below is complete. Rewrite it: bank check refuses the file as long as TODO stands anywhere in it.
#   screencopilot bank check --strict PATH
#   screencopilot bank preview PATH
schema = "screencopilot/module/1"
id = $id  # the file is named like this
title = $title
safe_title = $title  # what a shared screen may show
category = $category  # production-deployment, retrieval, evaluation, inference-cost, non-deterministic, none
version = "0.1.0"

[[probes]]
id = "$family-A"  # family, dash, form; never used again for another question
rev = 1  # one more with every change of words, signals, rungs or bars
family = "$family"  # what measures the same; a second form has id "$family-B" and enters by another door
form = "A"
title = "TODO: your short title"  # at most 28 characters
kind = "archaeology"  # archaeology, judgment, constrained-design, claim or explain
competency = "ownership"  # exactly one, of those that the bank names
minutes = 8

# Read aloud just as it stands: at most 50 words, one question, none that takes yes or no, no hint at a signal.
say = "Tell me about something you built that another team took over. Start with the day you handed it on."
# The repeat, at most 15 words: it must not become a hint.
say_again = "Something another team took over. Start with the day you handed it on."
intent = "TODO: what it tells apart, here who ran a thing from who only built it."

# The rung that meets, for each level. Seniority moves the bar; the ladder stays the same for everyone.
bar = { mid = 3, senior = 4, staff = 5, lead = 5 }
# Blanks that somebody who was there fills in easily.
numbers = ["day of handover", "calls back"]
# What sounds better or worse than it is.
false_friends = ["Sounds weak: they kept calling for months. Honest, and common. Ask what the calls were about."]
# For somebody who honestly has no such case: what to ask instead, and the rung it cannot pass.
if_no_case = { cap = 3, say = "Suppose you hand your main service on next Friday. Take me through your last week." }
# Constraint cards that bite here, and the kinds of claim it can verify: ids from the shared files.
cards = ["part-timer"]
claims = ["owned-model-in-production"]

# Follow-ups, at most 25 words each. when: always, if-vague, if-fluent, if-stuck, if-time.
# rung: specifics, ownership, counterfactual, unseen, aftermath, measure, retell. Each signal needs one that reveals it.
[[probes.follow_ups]]
id = "f1"
rung = "specifics"
say = "What did they ring you about in the first month?"
when = "if-vague"
reveals = ["s1", "w1"]

[[probes.follow_ups]]
id = "f2"
rung = "ownership"
say = "Which of those did you go and mend yourself?"
when = "always"
reveals = ["s2", "w2", "r1"]

[[probes.follow_ups]]
id = "f3"
rung = "unseen"
say = "What was in your head and nowhere else?"
when = "if-fluent"
reveals = ["s3", "r2"]

[[probes.follow_ups]]
id = "f4"
rung = "aftermath"
say = "What did you see when you last looked in on it?"
when = "if-time"
reveals = ["s4", "w3"]

# Signals: 4 to 6 strong, 3 or 4 weak, 2 or 3 red; at most 60 characters, each begins with what is said or done.
# At most one decisive for each tone. A red one names its red flag, or "contradiction".
[[probes.signals]]
id = "s1"
tone = "strong"
text = "Counts the questions that came back, with their causes"
decisive = true

[[probes.signals]]
id = "s2"
tone = "strong"
text = "Mends the gap for the next owner, beyond the one case"

[[probes.signals]]
id = "s3"
tone = "strong"
text = "Names a thing only they knew, and what that cost"

[[probes.signals]]
id = "s4"
tone = "strong"
text = "Tells how it fares today from a look of their own"

[[probes.signals]]
id = "w1"
tone = "weak"
text = "Lists documents and sessions, then stops"

[[probes.signals]]
id = "w2"
tone = "weak"
text = "Sends every caller to the manual"

[[probes.signals]]
id = "w3"
tone = "weak"
text = "Guesses that it must be fine by now"

[[probes.signals]]
id = "r1"
tone = "red"
text = "Changes who did the repairs when asked again"
flag = "contradiction"

[[probes.signals]]
id = "r2"
tone = "red"
text = "Says the change of hands cost nobody anything"
flag = "all-success"

# Five rungs of at most 160 characters: each names what is heard there and not on the one below.
[[probes.ladder]]
rung = 1
text = "Nothing of theirs ever changed hands, or the story belongs to a colleague."

[[probes.ladder]]
rung = 2
text = "A date, a wiki page and a farewell session; what came afterwards is unknown."

[[probes.ladder]]
rung = 3
text = "An own case with one call for help and what they did about it."

[[probes.ladder]]
rung = 4
text = "As 3, plus the knowledge that was missing, its price, and a repair made for good."

[[probes.ladder]]
rung = 5
text = "As 4, plus a later check on the new owners and a different way of handing on since."
"""
