"""What a screen has seen of nudges: shown, standing, silenced, and the two keys that ask for one.

It is part of the state, so a screen recovered after a crash does not say again what was said. Which nudge comes when is
decided in :mod:`screencopilot.domain.nudges`.
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from screencopilot.domain import events as ev

#: Events that change it; undo does not see them.
NUDGED = (ev.NudgeShown, ev.NudgeGone, ev.NudgeSilenced, ev.OffLimits, ev.ReEntry)
#: The nudge that each of the two keys asks for.
OFF_LIMITS = "off-limits"
RE_ENTRY = "re-entry"


class Instant(Struct, frozen=True):
    """A moment of a screen: active seconds, and the seconds of greeting and closing form outside the active clock."""

    at: float = 0.0
    opening: float = 0.0
    closing: float = 0.0

    def until(self, later: Instant) -> float:
        """Return the seconds to a later moment.

        Never too many: a greeting begun again after a crash, or a closing form left and opened again, count from where
        they were.
        """
        return (
            max(0.0, later.at - self.at)
            + max(0.0, later.opening - self.opening)
            + max(0.0, later.closing - self.closing)
        )


class Shown(Struct, frozen=True):
    """A nudge that was shown: on which probe (None in the greeting) and when; ``seq`` is its place in the journal."""

    nudge: str
    probe: str | None
    seq: int
    when: Instant


class Pressed(Struct, frozen=True):
    """The newest press of a key that asks for a nudge."""

    seq: int
    when: Instant


class Nudged(Struct, frozen=True):
    """``shown`` is in order of time, ``pressed`` by the nudge asked for, ``silenced`` for this screen."""

    shown: tuple[Shown, ...] = ()
    current: Shown | None = None
    silenced: frozenset[str] = frozenset()
    pressed: Mapping[str, Pressed] = {}


def change_nudged(nudged: Nudged, seq: int, when: Instant, event: ev.Event) -> Nudged:
    """Return it after one of :data:`NUDGED`, which happened ``when``; pure and total."""
    current = nudged.current
    match event:
        case ev.NudgeShown(nudge, probe):
            shown = Shown(nudge, probe, seq, when)
            return replace(nudged, shown=(*nudged.shown, shown), current=shown)
        case ev.NudgeGone(nudge):
            return replace(nudged, current=None) if current and current.nudge == nudge else nudged
        case ev.NudgeSilenced(nudge):
            left = None if current and current.nudge == nudge else current
            return replace(nudged, silenced=nudged.silenced | {nudge}, current=left)
        case ev.OffLimits():
            return replace(nudged, pressed={**nudged.pressed, OFF_LIMITS: Pressed(seq, when)})
        case ev.ReEntry():
            return replace(nudged, pressed={**nudged.pressed, RE_ENTRY: Pressed(seq, when)})
    return nudged
