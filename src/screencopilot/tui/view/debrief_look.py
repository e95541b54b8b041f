"""One look at a debrief: what its drawing functions are given."""

from __future__ import annotations

from msgspec import Struct

from screencopilot.domain.debrief import Case, Disagreement
from screencopilot.domain.debrief_state import DebriefState

#: From this width on two panes stand beside each other.
WIDE = 110
#: Lower terminals have one line of head and keys each.
LOW = 20


class Debriefing(Struct, frozen=True):
    """One look at a debrief.

    Attributes:
        case: what it is about.
        state: what happened so far.
        at: active seconds.
        lit: the line one is at: in the vote an evaluator, or a disagreement from 0; in the decision a field.
        top: rows scrolled.
        message: said until the next key.
        unsaved: what keeps it from being saved, "" for nothing.
        ending: what became of revisions and record, lines with their inks.
    """

    case: Case
    state: DebriefState
    at: float = 0.0
    lit: int = 0
    top: int = 0
    message: str = ""
    unsaved: str = ""
    ending: tuple[tuple[str, str], ...] = ()

    @property
    def one(self) -> Disagreement | None:
        """The disagreement one is at, in the vote or in the walk."""
        if self.state.phase == "walk":
            return self.case.disagreement(self.state.current)
        mine = self.own
        return mine[max(0, min(self.lit, len(mine) - 1))] if mine else None

    @property
    def own(self) -> tuple[Disagreement, ...]:
        """The disagreements that the one who votes now has rated; none while nobody votes."""
        return tuple(
            one for one in self.case.disagreements if self.state.turn in one.names and self.state.turn
        )
