"""When a nudge may come, and when it goes: all limits in one place.

- At most one is visible, and none comes within 90 s of the one before. These seconds are active ones, with those of the
  greeting and of the closing form, where the active clock stands.
- None while a note is typed, the clocks are paused, or the note is sealed. One that stood before is hidden for as long.
- Each only in its own part of the screen, so none but the end's in the closing form.
- Each once per probe, screen or key press, as its rule says; one that timed out does not come back.
- A nudge goes when it was answered (its trace is gone, its probe was left), its time is up, or it is silenced.
- What could come at once comes in the order of :data:`~screencopilot.domain.nudges.catalogue.RULES`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from screencopilot.domain.nudged import RE_ENTRY
from screencopilot.domain.nudges.catalogue import BY_ID, RULES
from screencopilot.domain.nudges.keys import re_entry_words
from screencopilot.domain.nudges.moment import Moment
from screencopilot.domain.nudges.rule import Repeat, Rule

#: The least time between two nudges, seconds.
APART_SECONDS = 90.0


class Advice(Struct, frozen=True):
    """What to do about the nudge line: run ``show_nudge`` with this nudge, or ``drop_nudge``."""

    do: Literal["show", "drop"]
    nudge: str


def advise(moment: Moment) -> Advice | None:
    """Return what to do about the nudge line at this moment; None, most of the time, is nothing.

    To be asked on every tick of the clock and after every event. It changes nothing: the caller runs the command.
    """
    if moment.state.sealed_digest:
        return None
    current = moment.state.nudges.current
    if current is not None:
        return None if _stands(moment) else Advice("drop", current.nudge)
    rule = due(moment)
    return Advice("show", rule.id) if rule else None


def visible(moment: Moment) -> Rule | None:
    """Return the nudge to draw now, None when there is none or it is hidden for a while."""
    return _stands(moment) if _may_speak(moment) else None


def words(moment: Moment, rule: Rule) -> str:
    """Return the line to draw for a nudge; only the re-entry's hangs on the screen."""
    return re_entry_words(moment) if rule.id == RE_ENTRY else rule.text


def due(moment: Moment) -> Rule | None:
    """Return the nudge that should come now, None when none should."""
    shown = moment.state.nudges.shown
    if not _may_speak(moment) or moment.state.nudges.current is not None:
        return None
    if shown and shown[-1].when.until(moment.now) < APART_SECONDS:
        return None
    return next((r for r in RULES if _may_come(moment, r) and not _had(moment, r) and r.trace(moment)), None)


def _may_speak(moment: Moment) -> bool:
    return not (moment.writing or moment.state.paused or moment.state.sealed_digest)


def _may_come(moment: Moment, rule: Rule) -> bool:
    silenced = rule.id in moment.silenced or rule.id in moment.state.nudges.silenced
    return moment.phase in rule.phases and not silenced


def _had(moment: Moment, rule: Rule) -> bool:
    nudges = moment.state.nudges
    shown = [s for s in nudges.shown if s.nudge == rule.id]
    if rule.repeat is Repeat.PROBE:
        return any(s.probe == moment.state.current for s in shown)
    pressed = nudges.pressed.get(rule.id) if rule.repeat is Repeat.PRESS else None
    return any(pressed is None or s.seq > pressed.seq for s in shown)


def _stands(moment: Moment) -> Rule | None:
    """Return the current nudge if it still stands: not answered, not timed out, not silenced."""
    current = moment.state.nudges.current
    rule = BY_ID.get(current.nudge) if current else None
    if current is None or rule is None or not _may_come(moment, rule):
        return None
    moved = rule.repeat is Repeat.PROBE and current.probe != moment.state.current
    timed_out = current.when.until(moment.now) >= rule.stays
    return rule if not moved and not timed_out and rule.trace(moment) else None
