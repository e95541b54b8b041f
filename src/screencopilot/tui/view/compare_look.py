"""One look at a comparison: a value, from which all that is shown is drawn."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from screencopilot.analysis.comparison_values import CandidateRow, ProbeRow
from screencopilot.report.panel import Survey
from screencopilot.report.values import Report

Tab = Literal["candidates", "splits", "agreement", "evaluators"]
TABS: tuple[Tab, ...] = ("candidates", "splits", "agreement", "evaluators")
#: Pages with a list that can be narrowed.
NARROWED = frozenset({"candidates", "splits", "call", "evaluators"})
NO_SURVEY = Survey()


class Comparing(Struct, frozen=True):
    """One look at a comparison.

    ``report`` is None while notes are read, ``read`` of ``files`` so far. ``ref`` is the candidate that is opened, with
    ``single`` its report where the whole one has no matrix of it; ``probe`` is the probe looked at across candidates,
    ``calls`` its rows. ``opened`` are the names of opened items; ``words`` narrow lists; ``first`` is the first
    evaluator in sight. ``survey`` is empty before all notes were gone through. ``trouble`` is what kept the notes from
    being compared, ``busy`` says what is waited for, ``message`` is said until the next key.
    """

    report: Report | None = None
    read: int = 0
    files: int = 0
    tab: Tab = "candidates"
    ref: str = ""
    single: Report | None = None
    probe: str = ""
    calls: tuple[ProbeRow, ...] = ()
    opened: frozenset[str] = frozenset()
    words: str = ""
    first: int = 0
    survey: Survey = NO_SURVEY
    trouble: str = ""
    busy: str = ""
    message: str = ""

    @property
    def bare(self) -> bool:
        """Whether there is no comparison to look at: not yet, or because no note could be compared."""
        return self.report is None or not self.report.comparison.candidates

    @property
    def told(self) -> bool:
        """Whether the notes were gone through, with or without a comparison."""
        return self.report is not None or bool(self.trouble)

    @property
    def alone(self) -> bool:
        """Whether the whole comparison is of one candidate."""
        return self.report is not None and self.report.single

    @property
    def at(self) -> str:
        """Which page is looked at: a tab, ``candidate``, ``call`` or ``loading``."""
        if self.report is None:
            return "loading"
        if self.probe:
            return "call"
        on_candidate = self.ref or (self.alone and self.tab in {"candidates", "splits"})
        return "candidate" if on_candidate else self.tab

    @property
    def candidate(self) -> CandidateRow | None:
        """The candidate that is looked at, with its figures in the whole comparison."""
        if self.report is None:
            return None
        rows = self.report.comparison.candidates
        ref = self.ref or (rows[0].ref if self.alone else "")
        return next((row for row in rows if row.ref == ref), None)

    @property
    def matrix(self) -> Report | None:
        """The report that has the matrix of the candidate looked at."""
        return self.single if self.ref and self.single is not None else self.report


def tabs_of(c: Comparing) -> tuple[Tab, ...]:
    """Return the tabs there are: of one candidate the splits stand in the matrix itself."""
    return tuple(tab for tab in TABS if not (c.alone and tab == "splits"))
