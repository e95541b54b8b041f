"""What the evaluator decided about time, against what plan and pace would have it."""

from __future__ import annotations

from typing import Annotated

from msgspec import Meta

from screencopilot.domain.events import Event


class TimeBorrowed(Event, frozen=True):
    """A probe was given ``seconds`` of the budget of ``lender``, a probe still to come."""

    probe: str
    lender: str
    seconds: Annotated[int, Meta(ge=1, le=86_400)]


class DropRefused(Event, frozen=True):
    """An optional probe that no longer fits stays on the agenda all the same."""

    probe: str


class DropAllowed(Event, frozen=True):
    """The refusal was taken back: the probe may fall out again."""

    probe: str
