"""Clocks, closing and undo."""

from __future__ import annotations

from screencopilot.domain import events as ev
from screencopilot.domain.commands.context import Ctx, Events, Refused
from screencopilot.domain.note import Confidence, Recommendation


def toggle_pause(ctx: Ctx) -> Events:
    """Stop all clocks, or let them run again."""
    if ctx.state.closing:
        raise Refused("the clocks have stopped: the screen is being closed")
    return [ev.Resumed(ctx.lap) if ctx.state.paused else ev.Paused()]


def notice_gap(_ctx: Ctx, seconds: float, cause: str) -> Events:
    """Record time in which the machine slept or the program was away."""
    return [ev.GapNoticed(seconds, cause)]


def open_closing(ctx: Ctx) -> Events:
    """End the live part: the screen's clock stops and what is missing is gone through."""
    if not ctx.state.begun:
        raise Refused("nothing was asked yet", hint=("next-probe", "opens the first probe"))
    if ctx.state.closing:
        return []
    resumed = [ev.Resumed(ctx.lap)] if ctx.state.paused else []
    return [*resumed, ev.ClosingOpened()]


def leave_closing(ctx: Ctx) -> Events:
    """Go back to the live screen; its clock runs on."""
    if ctx.state.sealed_digest:
        raise Refused("the note is sealed; what comes later is a revision")
    return [ev.ClosingLeft()] if ctx.state.closing else []


def recommend(ctx: Ctx, recommendation: Recommendation, confidence: Confidence, because: str) -> Events:
    """Give the overall recommendation, after the probes were gone through."""
    if ctx.state.sealed_digest:
        raise Refused("the note is sealed; what comes later is a revision")
    if not ctx.state.closing:
        raise Refused(
            "close the screen first, the recommendation comes last", hint=("close-screen", "closes it")
        )
    if not because.strip():
        raise Refused("one sentence why, in your own words")
    return [ev.Recommended(recommendation, confidence, because.strip())]


def seal(ctx: Ctx, digest: str) -> Events:
    """Record that the note was written, read back and found equal."""
    if ctx.state.sealed_digest or not ctx.state.closing:
        raise Refused("a note is sealed once, from the closing form")
    if ctx.state.overall is None:
        raise Refused("the overall recommendation is still open")
    return [ev.Sealed(digest)]


def undo(ctx: Ctx) -> Events:
    """Take back the newest mark still standing."""
    if not ctx.state.undo or ctx.state.sealed_digest:
        raise Refused("nothing to undo")
    return [ev.Undone(ctx.state.undo[-1].seq)]


def redo(ctx: Ctx) -> Events:
    """Let the mark taken back last stand again."""
    if not ctx.state.redo or ctx.state.sealed_digest:
        raise Refused("nothing to redo")
    return [ev.Redone(ctx.state.redo[-1].seq)]
