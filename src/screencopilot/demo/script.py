"""The demo's screen: what a fictional candidate says, and what a practised evaluator does about it.

The candidate ran fraud scoring at a payments firm: real detail in the failure, thinner on money.
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
    forms={"FA1": "A", "DM1": "A", "IC1": "A", "FA3": "A"},
)


class Step(NamedTuple):
    """After ``wait`` seconds the evaluator does something; ``heard`` is what the candidate just said."""

    wait: float
    does: Command | None
    args: tuple[Any, ...] = ()
    heard: str = ""


def _step(wait: float, does: Command | None, *args: Any, heard: str = "") -> Step:
    return Step(wait, does, args, heard)


_ARCHAEOLOGY = (
    _step(96, do.next_probe),
    _step(
        44,
        None,
        heard="Support noticed, not us. A woman called Ines kept getting the same complaint about declined cards.",
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

_WATCHING = (
    _step(12, do.next_probe),
    _step(
        52,
        None,
        heard="By the time labels come, that model has been replaced. So I am always grading its grandfather.",
    ),
    _step(5, do.tick_signal, "s1"),
    _step(11, do.write_line, '+"with six weeks of lag you are always grading the grandfather"', "s1"),
    _step(33, do.ask_follow_up, "f1"),
    _step(
        44,
        None,
        heard="Declines per thousand on new cards, over ten thousand rows, against the last eight quiet weeks.",
    ),
    _step(5, do.tick_signal, "s2"),
    _step(3, do.stamp_fingerprint, "number"),
    _step(24, do.ask_follow_up, "f3"),
    _step(
        46,
        None,
        heard="A slow ring that stays under the limit. We would be blind to that until chargebacks, five weeks or so.",
    ),
    _step(4, do.tick_signal, "s6"),
    _step(
        10,
        do.write_line,
        '+"a slow ring stays under the limit; blind until chargebacks, five weeks or so"',
        "s6",
    ),
    _step(29, do.play_card, "part-timer"),
    _step(
        43,
        None,
        heard="Then it is one alarm, on declines, and everything else goes into a weekly page nobody is paged for.",
    ),
    _step(8, do.tick_signal, "s4"),
    _step(22, do.ask_follow_up, "f7"),
    _step(
        38,
        None,
        heard="It names the slice and the last release, and the runbook's first line is the old threshold.",
    ),
    _step(5, do.tick_signal, "s5"),
    _step(8, do.rate_probe, 4),
    _step(4, do.explain_rating, "DM1-A", "high", "Sized the blind spot, gave up alarms under the card"),
)

_COST = (
    _step(14, do.next_probe),
    _step(
        47, None, heard="I would cache, batch, maybe distil, and route the easy ones to something smaller."
    ),
    _step(5, do.tick_signal, "w1"),
    _step(31, do.ask_follow_up, "f1"),
    _step(
        39, None, heard="Mostly it is the prompt, I think. I never saw the split. Finance had the account."
    ),
    _step(8, do.write_line, '-"mostly it is the prompt, I think; I never saw the split"'),
    _step(26, do.ask_follow_up, "f2"),
    _step(44, None, heard="Say caching saves half. Then we are at four. Then the smaller model, so, two?"),
    _step(9, do.toggle_pause),
    _step(66, do.toggle_pause),
    _step(18, do.ask_follow_up, "f6"),
    _step(
        37,
        None,
        heard="At my last place we saved sixty percent. On what? The whole thing. I do not have it by line.",
    ),
    _step(5, do.tick_signal, "r3"),
    _step(16, do.ask_check, "impact-without-method"),
    _step(
        34,
        None,
        heard="An analyst in finance worked it out against the quarter before. I can tell you how she did it.",
    ),
    _step(10, do.write_line, '"an analyst in finance set it against the quarter before"'),
    _step(26, do.ask_follow_up, "f4"),
    _step(
        32,
        None,
        heard="Whoever writes long questions. Those would be cut off first, and that is our business clients.",
    ),
    _step(5, do.tick_signal, "s5"),
    _step(7, do.rate_probe, 2),
    _step(5, do.explain_rating, "IC1-A", "high", "Levers by name, one sum that was made to fit"),
)

_CLOSE = (
    _step(10, do.ask_claim, 0),
    _step(
        48,
        None,
        heard="They would say I wrote the serving path and the thresholds. The features were Tom's, before my time.",
    ),
    _step(
        12,
        do.write_line,
        '+"the features were Tom\'s, before my time; serving and thresholds were mine"',
        None,
        "FA1-A",
    ),
    _step(8, do.judge_claim, 0, "verified", ("e1", "e8")),
    _step(9, do.judge_claim, 1, "unsupported"),
    _step(12, do.next_probe),
    _step(47, None, heard="I was sure about the retailer, as I said. Honestly that is the same story again."),
    _step(20, do.rate_probe, "NE"),
    _step(5, do.explain_rating, "FA3-A", None, None, "no-time"),
    _step(310, do.open_closing),
    _step(
        20,
        do.recommend,
        "yes",
        "medium",
        "Has carried a live failure and watches well; needs someone beside them on cost.",
    ),
)

STEPS = (*_ARCHAEOLOGY, *_WATCHING, *_COST, *_CLOSE)
