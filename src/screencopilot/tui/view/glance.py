"""The view model: everything the live screen shows, taken from the session in one look."""

from __future__ import annotations

from functools import cached_property

from msgspec import Struct

from screencopilot.domain.bank import Probe, Signal
from screencopilot.domain.budgets import agenda_in_force
from screencopilot.domain.marks import ProbeMarks
from screencopilot.domain.pacing import Pace, pace
from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.state import State
from screencopilot.tui.keymap import BUILT_IN, KeyTable


class Saved(Struct, frozen=True):
    """Whether everything seen is kept, with the words for the saved mark and, if not, what to do."""

    ok: bool = True
    words: str = "saved"
    mend: str = ""


class Look(Struct, frozen=True):
    """What is the terminal's own, with the keys in force: nothing of it is worth keeping."""

    message: str = ""
    alert: bool = False
    writing: bool = False
    scroll: int = 0
    keys: KeyTable = BUILT_IN


class Glance(Struct, frozen=True, dict=True):
    """One look at a screen; ``at`` and ``opening_seconds`` in seconds, ``nudge`` the line of the nudge or nothing."""

    script: Script
    state: State
    at: float
    opening_seconds: float
    saved: Saved = Saved()
    look: Look = Look()
    nudge: str = ""

    @cached_property
    def probe(self) -> Probe:
        """The probe shown: the current one, during the greeting the first."""
        return self.script.probe(self.state.current or self.script.agenda[0].probe)

    @cached_property
    def agenda(self) -> tuple[AgendaItem, ...]:
        """The agenda with the budgets in force: what was borrowed and lent is in them."""
        return agenda_in_force(self.script, self.state)

    @cached_property
    def item(self) -> AgendaItem:
        """The agenda item of the probe shown, with its budget in force."""
        return self.agenda[self.number - 1]

    @cached_property
    def borrowed(self) -> int:
        """Seconds that the probe shown has more than the plan gave it; negative when it has lent some."""
        return self.item.budget_seconds - self.script.agenda[self.number - 1].budget_seconds

    @cached_property
    def number(self) -> int:
        """Its place on the agenda, from 1."""
        return self.script.position(self.probe.id) + 1

    @cached_property
    def marks(self) -> ProbeMarks:
        """What was marked on it."""
        return self.state.marks.probe(self.probe.id)

    @cached_property
    def pace(self) -> Pace:
        """Where the screen stands against its plan."""
        return pace(self.script, self.state, self.at)

    @cached_property
    def seconds(self) -> float:
        """Active seconds spent on the probe shown."""
        return self.state.seconds_on(self.probe.id, self.at)

    @cached_property
    def lettered(self) -> tuple[tuple[str, Signal], ...]:
        """The signals of the probe shown, each with the letter that ticks it."""
        return lettered(self.probe)

    @cached_property
    def say(self) -> str:
        """The question to say; a claim's template speaks of the first claim of its kind still without a verdict."""
        if "{claim}" not in self.probe.say:
            return self.probe.say
        kinds = set(self.probe.claims)
        claims = list(enumerate(self.state.opened.claims))
        mine = [(n, c.text) for n, c in claims if c.kind in kinds]
        judged = {n for n, mark in self.state.marks.claims.items() if mark.verdict}
        text = next((t for n, t in mine if n not in judged), mine[0][1] if mine else "(a line of the résumé)")
        return self.probe.say.replace("{claim}", text)

    @property
    def opening(self) -> bool:
        """Whether the greeting still runs."""
        return not self.state.begun


def lettered(probe: Probe) -> tuple[tuple[str, Signal], ...]:
    """Return a probe's signals with their letters, ``a`` for the first strong one."""
    return tuple((chr(ord("a") + n), s) for n, s in enumerate(probe.signals_in_order[:26]))
