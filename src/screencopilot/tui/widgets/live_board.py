"""The live screen's areas on one board: each a line-drawn widget, placed by one pure function."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from contextlib import ExitStack
from typing import TYPE_CHECKING

from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from screencopilot.tui.view import around, ask, judge, listen
from screencopilot.tui.view.areas import SMALLEST, AreaName, Arrangement, Place, Wish, arrange
from screencopilot.tui.view.glance import Glance
from screencopilot.tui.view.lines import Row
from screencopilot.tui.widgets.board import Board
from screencopilot.tui.widgets.line_view import LineView

if TYPE_CHECKING:
    from screencopilot.tui.widgets.note_line import NoteLine

Draw = Callable[[Glance, int, int | None], list[Row]]


class ClockLine(LineView):
    """Who, time left, pace, saved mark."""


class ProbeText(LineView):
    """The question to say."""


class ProbeClock(LineView):
    """Elapsed against budget, fingerprints, the quiet line."""


class FollowUpList(LineView):
    """The prepared next questions."""


class SignalList(LineView):
    """The signals with their letters."""


class EvidenceList(LineView):
    """The lines written."""


class RatingLadder(LineView):
    """Five rungs and NE."""


class Agenda(LineView):
    """Every probe with its state."""


class KeyLine(LineView):
    """The keys that matter here."""


class Draft(LineView):
    """The closed note line."""


#: Evidence grows while the screen runs, so it wishes for more than it has; its place must not move with every line.
EVIDENCE_ROWS = 99

_AREAS: dict[AreaName, tuple[type[LineView], Draw]] = {
    "clock": (ClockLine, lambda g, w, _h: ask.draw_clock(g, w)),
    "probe": (ProbeText, ask.draw_probe),
    "probe-clock": (ProbeClock, lambda g, w, _h: ask.draw_probe_clock(g, w)),
    "follow-ups": (FollowUpList, ask.draw_follow_ups),
    "signals": (SignalList, listen.draw_signals),
    "rating": (RatingLadder, judge.draw_rating),
    "evidence": (EvidenceList, listen.draw_evidence),
    "note": (Draft, lambda g, w, _h: listen.draw_draft(g, w)),
    "agenda": (Agenda, around.draw_agenda),
    "keys": (KeyLine, around.draw_keys),
}


class LiveBoard(Board):
    """Draws a :class:`Glance` into its areas."""

    def __init__(self, smallest: tuple[int, int] = SMALLEST) -> None:
        super().__init__("board")
        self._smallest = smallest
        self._arrangement = Arrangement("too-small", {})
        self._arranged_for: object = None
        self._views: dict[AreaName, LineView] = {
            area: view(id=area) for area, (view, _draw) in _AREAS.items()
        }
        self._note_line: NoteLine | None = None
        self._too_small = LineView(id="too-small")
        self._glance: Glance | None = None

    @property
    def rules(self) -> Sequence[int]:
        """The x of each upright rule, from left to right."""
        return self._arrangement.rules

    @property
    def arrangement(self) -> Arrangement:
        """Where the areas are now."""
        return self._arrangement

    def compose(self) -> ComposeResult:
        """Give each area its widget."""
        yield from self._views.values()
        yield self._too_small

    @property
    def ready_note_line(self) -> NoteLine | None:
        """The note line, if it was made already."""
        return self._note_line if self._note_line is not None and self._note_line.is_mounted else None

    async def note_line(self) -> NoteLine:
        """Return the note line; it is made when first asked for, since the first frame can do without it."""
        if self._note_line is None:
            from screencopilot.tui.widgets.note_line import NoteLine

            self._note_line = NoteLine()
            await self.mount(self._note_line)
        return self._note_line

    def show(self, glance: Glance) -> None:
        """Draw another look; areas keep their places until the probe, the mode or the size changes."""
        self._glance = glance
        if (self.size, *_mode(glance)) == self._arranged_for:
            self._draw(self.size)
        else:
            if self.size:  # not before the first frame: that one is waited for
                self._hold_frames()
                self._rearrange(self.size)
            # Asked of a child: a widget that asks for itself keeps its own arrangement from before.
            self._too_small.refresh(layout=True)

    def _hold_frames(self) -> None:
        """Let no frame out until every area has said what changed: no ladder stands beside the question before it."""
        held = ExitStack()
        held.enter_context(self.app.batch_update())
        app, screen = self.app, self.screen

        def let_go() -> None:
            held.close()
            screen.check_idle()

        app.call_later(
            app.call_later, let_go
        )  # the areas' messages, then the screen's, come before the second call

    def _rearrange(self, size: Size) -> None:
        glance = self._glance
        assert glance is not None
        self._arranged_for = (size, *_mode(glance))
        self._arrangement = arrange(*size, lambda area, width: _wants(glance, area, width), self._smallest)
        self._draw(size)

    def places_for(self, size: Size) -> dict[Widget, Place]:
        """Arrange the areas for a size, draw them, and return where each child goes; called by the layout."""
        glance = self._glance
        if glance is None or not size:
            return {}
        if (
            size,
            *_mode(glance),
        ) != self._arranged_for:  # the note line asks for a layout with every key typed
            self._rearrange(size)
        if self._arrangement.layout == "too-small":
            return {self._too_small: Place(0, 0, *size)}
        places: dict[Widget, Place] = {
            self._views[area]: place for area, place in self._arrangement.places.items()
        }
        if glance.look.writing and self._note_line is not None:
            places[self._note_line] = places.pop(self._views["note"])
        return places

    def _draw(self, size: Size) -> None:
        glance = self._glance
        if glance is None:
            return
        if self._arrangement.layout == "too-small":
            self._too_small.show(around.draw_too_small(*size, self._smallest))
        for area, place in self._arrangement.places.items():
            self._views[area].show(_AREAS[area][1](glance, place.width, place.height))


def _mode(glance: Glance) -> tuple[object, ...]:
    """What the places of the areas hang on, beside the size."""
    return glance.probe.id, glance.opening, glance.look.writing, len(glance.marks.cards)


def _wants(glance: Glance, area: AreaName, width: int) -> Wish:
    if area == "evidence":
        return Wish(EVIDENCE_ROWS)
    must = 0
    if area == "probe":
        must = ask.spoken_rows(glance, width)
    elif area == "follow-ups":
        must = ask.card_rows(glance, width)
    return Wish(len(_AREAS[area][1](glance, width, None)), must)
