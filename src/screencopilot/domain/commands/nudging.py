"""Nudges: shown, gone, silenced, and the two that start from a key.

When a nudge may come is decided by :mod:`screencopilot.domain.nudges.policy`; these commands keep what it decided.
"""

from __future__ import annotations

from screencopilot.domain import events as ev
from screencopilot.domain.commands.context import Ctx, Events, Refused, on_probe
from screencopilot.domain.nudges.catalogue import BY_ID


def show_nudge(ctx: Ctx, nudge: str) -> Events:
    """Record that a nudge came up."""
    state = ctx.state
    _live(ctx, nudge)
    if state.nudges.current is not None:
        raise Refused("one nudge at a time")
    if nudge in state.nudges.silenced:
        raise Refused(f"{nudge} was silenced for this screen")
    if state.paused:
        raise Refused("no nudges while the clocks stand still")
    return [ev.NudgeShown(nudge, state.current, _opening_seconds(ctx))]


def drop_nudge(ctx: Ctx) -> Events:
    """Record that the nudge shown is gone: answered, or its time is up."""
    current = ctx.state.nudges.current
    return [ev.NudgeGone(current.nudge)] if current and not ctx.state.sealed_digest else []


def silence_nudge(ctx: Ctx, nudge: str | None = None, *, for_ever: bool = False) -> Events:
    """Silence the nudge shown, or the named one, for this screen or for ever."""
    current = ctx.state.nudges.current
    chosen = nudge or (current.nudge if current else None)
    if chosen is None:
        raise Refused("no nudge is shown")
    _live(ctx, chosen)
    if chosen in ctx.state.nudges.silenced and not for_ever:
        return []
    return [ev.NudgeSilenced(chosen, for_ever)]


def note_off_limits(ctx: Ctx) -> Events:
    """Say that a protected topic came up; it may in the greeting, and does not start the screen."""
    if ctx.state.sealed_digest:
        raise Refused("the note is sealed; what comes later is a revision")
    return [ev.OffLimits(ctx.state.current, _opening_seconds(ctx))]


def note_re_entry(ctx: Ctx) -> Events:
    """Ask for a way back to one of the candidate's own numbers."""
    if not ctx.state.begun or ctx.state.closing:
        raise Refused("a re-entry belongs into the live screen")
    return [ev.ReEntry(on_probe(ctx, None)[0].id)]


def _live(ctx: Ctx, nudge: str) -> None:
    if ctx.state.sealed_digest:
        raise Refused("the note is sealed; nudges are over")
    if nudge not in BY_ID:
        raise Refused(f"there is no nudge named {nudge}")


def _opening_seconds(ctx: Ctx) -> float:
    return 0.0 if ctx.state.begun else ctx.at
