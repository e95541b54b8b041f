"""What a command may look at, and how it refuses."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

import msgspec
from msgspec import Struct

from screencopilot.domain import events as ev
from screencopilot.domain.bank import Probe
from screencopilot.domain.plan import Script
from screencopilot.domain.state import State


class Refused(Exception):  # noqa: N818 - not an error of the program: an answer to the evaluator
    """The command makes no sense now; the text says why, in one line.

    Args:
        why: the line.
        hint: a command that helps, by its id, and what it does; which key runs it only the terminal knows.
    """

    def __init__(self, why: str, *, hint: tuple[str, str] | None = None) -> None:
        super().__init__(why)
        self.hint = hint

    def told(self, key_of: Callable[[str], str]) -> str:
        """Return the line with the helping key; ``key_of`` gives the key in force of a command."""
        return f"{self}; {key_of(self.hint[0])} {self.hint[1]}" if self.hint else str(self)


def refuse_unkeepable(events: Iterable[Struct]) -> None:
    """Refuse what a journal would not give back as it was.

    Raises:
        Refused: an event cannot be written, or cannot be read again.
    """
    for event in events:
        try:
            msgspec.json.decode(msgspec.json.encode(event), type=type(event))
        except (msgspec.MsgspecError, UnicodeEncodeError) as error:
            raise Refused(f"that cannot be kept: {error}") from None


class Ctx(Struct, frozen=True):
    """What a command may look at: the script, the state and the time (active seconds, zoned wall time)."""

    script: Script
    state: State
    at: float
    wall: dt.datetime
    lap: float = 0.0

    @property
    def recalled_after(self) -> float | None:
        """Seconds since the close when something is written down from memory, else None."""
        closed = self.state.closed_wall
        return max(0.0, (self.wall - closed).total_seconds()) if self.state.closing and closed else None


Events = Sequence[ev.Event]
Command = Callable[..., Events]


def on_probe(ctx: Ctx, probe: str | None) -> tuple[Probe, list[ev.Event]]:
    """Return the probe meant, and the events that start the screen if it has not begun."""
    if ctx.state.sealed_digest:
        raise Refused("the note is sealed; what comes later is a revision")
    if probe and ctx.script.position(probe) < 0:
        raise Refused(f"{probe} is not on this screen's agenda")
    if not ctx.state.begun:
        first = ctx.script.agenda[0].probe
        return ctx.script.probe(probe or first), [ev.Begun(ctx.at), ev.ProbeOpened(probe or first)]
    chosen = probe or ctx.state.current
    if chosen is None:
        raise Refused("no probe is open yet", hint=("next-probe", "opens the first"))
    return ctx.script.probe(chosen), []
