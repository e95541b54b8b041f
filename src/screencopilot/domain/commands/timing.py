"""Time against the plan: borrowing it from a coming probe, and keeping a probe that would fall out."""

from __future__ import annotations

from screencopilot.domain import time_events as ev
from screencopilot.domain.budgets import LOAN_STEP, lenders
from screencopilot.domain.commands.context import Ctx, Events, Refused
from screencopilot.domain.pacing import minutes, pace


def borrow_time(ctx: Ctx, lender: str, seconds: int) -> Events:
    """Give the current probe ``seconds`` (whole minutes) of a probe that is still to come."""
    current = _asking(ctx)
    if seconds <= 0 or seconds % LOAN_STEP:
        raise Refused("time is borrowed by whole minutes")
    if ctx.script.position(lender) < 0:
        raise Refused(f"{lender} is not on this screen's agenda")
    title = ctx.script.probe(lender).title
    if lender == ctx.state.current:
        raise Refused(f"{title} is asked now: another probe has to lend")
    spare = next(
        (found.seconds for found in lenders(ctx.script, ctx.state, ctx.at) if found.item.probe == lender), 0
    )
    if not spare:
        raise Refused(f"{title} has no time to lend: it was asked, skipped or has less than a minute left")
    if seconds > spare:
        raise Refused(f"{title} has only {minutes(spare)} to lend")
    return [ev.TimeBorrowed(current, lender, seconds)]


def refuse_drop(ctx: Ctx, probe: str) -> Events:
    """Keep an optional probe on the agenda although it no longer fits."""
    _asking(ctx)
    if ctx.script.position(probe) < 0:
        raise Refused(f"{probe} is not on this screen's agenda")
    if all(fallen.probe != probe for fallen in pace(ctx.script, ctx.state, ctx.at).falls_out):
        raise Refused(f"{ctx.script.probe(probe).title} does not fall out: there is nothing to refuse")
    return [ev.DropRefused(probe)]


def allow_drop(ctx: Ctx, probe: str) -> Events:
    """Take such a refusal back."""
    _asking(ctx)
    if probe not in ctx.state.marks.drops_refused:
        raise Refused(f"{probe} was not kept against the pace")
    return [ev.DropAllowed(probe)]


def _asking(ctx: Ctx) -> str:
    if ctx.state.sealed_digest:
        raise Refused("the note is sealed; what comes later is a revision")
    if ctx.state.closing:
        raise Refused("the clocks have stopped: the screen is being closed")
    if ctx.state.current is None:
        raise Refused("the screen has not begun", hint=("next-probe", "opens the first probe"))
    return ctx.state.current
