"""All nudges, in order of priority."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from screencopilot.domain.nudges import asking, edges, judging, keys
from screencopilot.domain.nudges.rule import Rule

#: When several could come at once, the first of these does. What was asked for leads; then what cannot be made good
#: later (fairness, time that runs out), what lapses in seconds, what to ask now, what can wait, and last the start and
#: the end, which meet few others.
RULES: tuple[Rule, ...] = (
    # Asked for with a key.
    keys.DONT_NOTE_IT,
    keys.BACK_TO_THEIR_NUMBER,
    # Cannot be made good later.
    edges.LOCK_FIRST,
    judging.CHECK_FIRST,
    edges.THEIR_TURN,
    edges.KEEP_THE_FAILURE_PROBE,
    # Lapses in seconds.
    judging.WHOSE_WORDS,
    judging.TICK_WHAT_YOU_HEARD,
    asking.COUNT_TO_EIGHT,
    judging.TWO_FOLLOW_UPS,
    # What to ask now.
    asking.SMOOTH_SO_FAR,
    asking.OWN_HANDS,
    asking.ONE_WAY_UP,
    asking.ASK_FOR_A_NUMBER,
    judging.LIVED_OR_STUDIED,
    asking.STOP_AFTER_ASKING,
    # Can wait a little.
    edges.RATED_ALREADY,
    judging.FOUR_EQUAL,
    judging.ASK_AS_WRITTEN,
    # The start.
    edges.LONG_DAY,
    edges.OPENING_OVER,
    edges.REREAD_THE_LADDER,
    # The end.
    edges.ANY_SURPRISE,
    edges.FIRST_DIFFERS,
)
#: The same, by id.
BY_ID: Mapping[str, Rule] = MappingProxyType({rule.id: rule for rule in RULES})
