"""The demo's screen: what a fictional candidate says, and what a practised evaluator does about it.

The candidate ran fraud scoring at a payments firm: real detail in what broke, thinner on puzzles of others.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from screencopilot.domain import commands as do
from screencopilot.domain.commands import Command
from screencopilot.domain.events import ClaimText
from screencopilot.domain.setup import Setup

BANK = "applied-ml-engineer"
SETUP = Setup(
    plan="45",
    level="senior",
    candidate="DEMO-7",
    evaluator="Demo evaluator",
    shipped=("owned-model-in-production", "cut-cost"),
    claims=(
        ClaimText("owned-model-in-production", "Led fraud scoring from notebook to live traffic"),
        ClaimText("measured-gain", "Cut false declines by 31 %"),
    ),
    forms={"CV3": "A", "FA1": "A", "EV1": "A", "ND2": "A", "SJ1": "A"},
)


class Step(NamedTuple):
    """After ``wait`` seconds the evaluator does something; ``heard`` is what the candidate just said."""

    wait: float
    does: Command | None
    args: tuple[Any, ...] = ()
    heard: str = ""


def _step(wait: float, does: Command | None, *args: Any, heard: str = "") -> Step:
    return Step(wait, does, args, heard)


_CLAIM = (
    _step(96, do.next_probe),
    _step(6, do.ask_claim, 0),
    _step(
        34,
        None,
        heard="Three of us. Tom had the features before I came. The serving path and the thresholds are mine.",
    ),
    _step(4, do.tick_signal, "s1"),
    _step(
        10,
        do.write_line,
        '+"the features were Tom\'s, before my time; serving and thresholds were mine"',
        "s1",
    ),
    _step(18, do.ask_follow_up, "f1"),
    _step(
        31, None, heard="The scorer, and the table that keeps each decision. Marta reviewed all of it, twice."
    ),
    _step(4, do.tick_signal, "s3"),
    _step(21, do.ask_follow_up, "f6"),
    _step(
        33,
        None,
        heard="A Sunday in March. My phone, because the queue for manual review had gone to four thousand.",
    ),
    _step(4, do.tick_signal, "s5"),
    _step(2, do.stamp_fingerprint, "story"),
    _step(9, do.fill_number, "heads on it", "3"),
    _step(7, do.rate_probe, 4),
    _step(4, do.explain_rating, "CV3-A", "high", "Gives parts away by name, opens up his own"),
    _step(6, do.judge_claim, 0, "verified", ("e1",)),
)

_ARCHAEOLOGY = (
    _step(11, do.next_probe),
    _step(
        44,
        None,
        heard="Support noticed, not us. A woman called Ines kept getting the same complaint about cards.",
    ),
    _step(8, do.tick_signal, "s2"),
    _step(3, do.stamp_fingerprint, "story"),
    _step(
        9,
        do.write_line,
        '+"Ines in support had eleven complaints pinned up before any dashboard moved"',
        "s2",
    ),
    _step(38, do.ask_follow_up, "f1"),
    _step(
        27,
        None,
        heard="Approval on first-time cards went from ninety-four to eighty-eight. Overall it hid inside noise.",
    ),
    _step(4, do.tick_signal, "s3"),
    _step(2, do.stamp_fingerprint, "number"),
    _step(
        12,
        do.write_line,
        '+"first-time cards fell from 94 to 88 percent approved, overall stayed flat"',
        "s3",
    ),
    _step(14, do.fill_number, "metric from -> to", "94 % to 88 %"),
    _step(31, do.ask_follow_up, "f2"),
    _step(
        42,
        None,
        heard="I put the old threshold back for new cards by hand. I had no idea yet why it was happening.",
    ),
    _step(5, do.tick_signal, "s5"),
    _step(36, do.ask_follow_up, "f3"),
    _step(
        40,
        None,
        heard="I swore it was the new retailer. I cut them out of the sample, and the drop did not move at all.",
    ),
    _step(4, do.tick_signal, "s4"),
    _step(
        11,
        do.write_line,
        '+"I blamed the new retailer; took them out of the sample and the drop stayed"',
        "s4",
    ),
    _step(9, do.mark_moment),
    _step(37, do.ask_follow_up, "f5"),
    _step(
        41,
        None,
        heard="There is a slice alarm now. It fired in May, on a bin table somebody had loaded twice.",
    ),
    _step(4, do.tick_signal, "s6"),
    _step(6, do.rate_probe, 4),
    _step(5, do.explain_rating, "FA1-A", "high", "Own hands, a dead theory, a guard that fired since"),
)

_EVALUATION = (
    _step(12, do.next_probe),
    _step(
        41,
        None,
        heard="Precision sat at ninety-one for weeks. Then I opened twenty misses, and nine were duplicates.",
    ),
    _step(5, do.tick_signal, "s2"),
    _step(2, do.stamp_fingerprint, "number"),
    _step(
        10,
        do.write_line,
        '+"precision read 91 for weeks; nine of the twenty misses I opened were the same card"',
        "s2",
    ),
    _step(24, do.ask_follow_up, "f1"),
    _step(33, None, heard="Eighteen hundred cases. Chargebacks that month said something nearer eighty."),
    _step(5, do.tick_signal, "s3"),
    _step(22, do.play_card, "labels-late"),
    _step(
        37,
        None,
        heard="Then I would never have seen it that month. I'd hand-check two hundred a week, and live with the error.",
    ),
    _step(21, do.ask_follow_up, "f3"),
    _step(
        34,
        None,
        heard="Retries. One angry customer made forty rows, and the split let them fall on both sides.",
    ),
    _step(5, do.tick_signal, "s1"),
    _step(10, do.write_line, '+"one customer\'s retries fell on both sides of the split"', "s1"),
    _step(23, do.ask_follow_up, "f5"),
    _step(
        31,
        None,
        heard="Money lost per thousand cards. It lies when a big merchant joins, so Ana reads it without the top five.",
    ),
    _step(5, do.tick_signal, "s6"),
    _step(6, do.rate_probe, 4),
    _step(5, do.explain_rating, "EV1-A", "high", "Route of the error shown, and how the successor lies"),
)

_PUZZLE = (
    _step(14, do.next_probe),
    _step(
        37,
        None,
        heard="It could be drift, or the data, or somebody changed a flag. I would look at the dashboards first.",
    ),
    _step(5, do.tick_signal, "w1"),
    _step(24, do.ask_follow_up, "f1"),
    _step(
        32,
        None,
        heard="The logs. Either something is wrong in there, or it is not, and then I would look further.",
    ),
    _step(8, do.write_line, '-"either something is wrong in the logs, or it is not"'),
    _step(9, do.toggle_pause),
    _step(66, do.toggle_pause),
    _step(18, do.ask_follow_up, "f2"),
    _step(30, None, heard="If the feed looks odd I'd send it to the team that owns it. That part is theirs."),
    _step(5, do.tick_signal, "r2"),
    _step(14, do.ask_check, "disowns-data"),
    _step(
        36,
        None,
        heard="Last autumn the postcodes came empty. I wrote the check for it myself and sat with them to mend it.",
    ),
    _step(10, do.write_line, '"the postcodes came empty; I wrote the check and sat with them"'),
    _step(21, do.ask_follow_up, "f6"),
    _step(29, None, heard="In the end it was a job that ran twice after the clocks went back."),
    _step(7, do.rate_probe, 2),
    _step(5, do.explain_rating, "ND2-A", "high", "Kinds by name; no look that tells two of them apart"),
)

_CLOSE = (
    _step(8, do.judge_claim, 1, "unsupported"),
    _step(10, do.next_probe),
    _step(
        39,
        None,
        heard="There was one the desk never opened. I would have to think about what they said, though.",
    ),
    _step(20, do.rate_probe, "NE"),
    _step(5, do.explain_rating, "SJ1-A", None, None, "no-time"),
    _step(290, do.open_closing),
    _step(
        20,
        do.recommend,
        "yes",
        "medium",
        "Has carried a live failure and knows how a score lies; slow on a stranger's puzzle.",
    ),
)

STEPS = (*_CLAIM, *_ARCHAEOLOGY, *_EVALUATION, *_PUZZLE, *_CLOSE)
