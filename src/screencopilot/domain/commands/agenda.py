"""The way through the agenda."""

from __future__ import annotations

from screencopilot.domain import events as ev
from screencopilot.domain.commands.context import Ctx, Events, Refused, on_probe

#: Why a probe may be passed over.
SKIP_REASONS = (
    "no time left",
    "candidate declined",
    "covered in another probe",
    "no experience here",
    "not this role",
)


def open_probe(ctx: Ctx, probe: str) -> Events:
    """Turn to a probe of the agenda."""
    if ctx.script.position(probe) < 0:
        raise Refused(f"{probe} is not on this screen's agenda")
    meant, start = on_probe(ctx, probe)
    if start:
        return start
    return [] if ctx.state.current == meant.id and not ctx.state.closing else [ev.ProbeOpened(meant.id)]


def next_probe(ctx: Ctx) -> Events:
    """Turn to the next probe that was not skipped; the first one starts the screen's clock."""
    return _step(ctx, +1)


def previous_probe(ctx: Ctx) -> Events:
    """Turn to the probe before."""
    return _step(ctx, -1)


def _step(ctx: Ctx, by: int) -> Events:
    if not ctx.state.begun:
        if by < 0:
            raise Refused("the screen has not begun", hint=("next-probe", "opens the first probe"))
        return on_probe(ctx, None)[1]
    place = ctx.script.position(ctx.state.current) + by
    while 0 <= place < len(ctx.script.agenda):
        probe = ctx.script.agenda[place].probe
        if not ctx.state.marks.probe(probe).skipped:
            return open_probe(ctx, probe)
        place += by
    if by < 0:
        raise Refused("this is the first probe")
    raise Refused("that was the last probe", hint=("close-screen", "closes the screen"))


def skip_probe(ctx: Ctx, because: str, probe: str | None = None) -> Events:
    """Pass over a probe with a reason and turn to the next one."""
    meant, start = on_probe(ctx, probe)
    if not because.strip():
        raise Refused("a skip needs its reason")
    skipped = [*start, ev.Skipped(meant.id, because.strip())]
    if meant.id != (ctx.state.current or meant.id) or ctx.state.closing:
        return skipped
    place = ctx.script.position(meant.id) + 1
    rest = [i.probe for i in ctx.script.agenda[place:] if not ctx.state.marks.probe(i.probe).skipped]
    return [*skipped, ev.ProbeOpened(rest[0])] if rest else skipped
