"""What a nudge is: words, a reason, and a pure question put to a moment of the screen."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from screencopilot.domain.nudges.moment import Here, Moment

#: A nudge is read in one glance.
TEXT_LIMIT = 70


class Phase(StrEnum):
    """Where in a screen a moment lies."""

    GREETING = "greeting"
    LIVE = "live"
    CLOSING = "closing"


class Repeat(StrEnum):
    """How often a nudge may come on one screen."""

    PROBE = "once per probe"
    SCREEN = "once per screen"
    PRESS = "once per key press"


class Rule(Struct, frozen=True):
    """One nudge.

    Attributes:
        id: its name in events, settings and docs.
        moment: when it comes, in words.
        text: the line shown, at most 70 characters.
        reason: why it exists, one sentence for the settings and the docs.
        trace: whether what it speaks of stands at a moment; the nudge goes as soon as it does not.
        phases: where in the screen it may come.
        repeat: how often it may come.
        stays: seconds after which it goes unanswered.
    """

    id: str
    moment: str
    text: str
    reason: str
    trace: Callable[[Moment], bool]
    phases: tuple[Phase, ...] = (Phase.LIVE,)
    repeat: Repeat = Repeat.PROBE
    stays: float = 60.0


def about_probe(trace: Callable[[Moment, Here], bool]) -> Callable[[Moment], bool]:
    """Lift a question about the current probe to one about the moment; without a probe the answer is no."""

    def of_moment(moment: Moment) -> bool:
        return moment.here is not None and trace(moment, moment.here)

    of_moment.__doc__ = trace.__doc__
    return of_moment
