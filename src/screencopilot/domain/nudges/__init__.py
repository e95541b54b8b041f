"""Nudges: few, quiet, one line, never modal, and held against nobody.

The program hears nothing. It has its clock, the keys and the ticks, and from these it sees the traces of 24 ways in
which interviews go wrong. Each is a :class:`Rule`; :mod:`~screencopilot.domain.nudges.policy` says when one may speak.
"""

from __future__ import annotations

from screencopilot.domain.nudges.catalogue import BY_ID, RULES
from screencopilot.domain.nudges.keys import OwnNumber, own_numbers, suggest_re_entry
from screencopilot.domain.nudges.moment import Day, Moment
from screencopilot.domain.nudges.policy import APART_SECONDS, Advice, advise, due, visible, words
from screencopilot.domain.nudges.rule import TEXT_LIMIT, Phase, Repeat, Rule

__all__ = [
    "APART_SECONDS",
    "BY_ID",
    "RULES",
    "TEXT_LIMIT",
    "Advice",
    "Day",
    "Moment",
    "OwnNumber",
    "Phase",
    "Repeat",
    "Rule",
    "advise",
    "due",
    "own_numbers",
    "suggest_re_entry",
    "visible",
    "words",
]
