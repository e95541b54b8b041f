"""What can be opened in a comparison: a candidate, what stands under a row, one probe across all candidates."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import TypeVar

from textual import work
from textual.worker import Worker, get_current_worker

from screencopilot.analysis.comparison_values import ProbeRow
from screencopilot.formats.errors import FormatError
from screencopilot.formats.text_safety import one_line
from screencopilot.report.panel import Panel
from screencopilot.report.values import MATRICES, Report
from screencopilot.store.errors import StoreError
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.screens.compare_reading import CompareReading
from screencopilot.tui.screens.sheets import FilterSheet, Option
from screencopilot.tui.view.compare import probes_of
from screencopilot.tui.view.compare_call import called
from screencopilot.tui.view.compare_candidates import split_named
from screencopilot.tui.view.compare_look import Comparing
from screencopilot.tui.view.compare_matrix import row_name

M = TypeVar("M")
#: Candidates kept whose matrix had to be made apart.
_KEPT = 8


class CompareOpening(CompareReading):
    """Opens what is lit; what the comparison of very many notes does not hold is made first, off the UI thread."""

    def __init__(self, look: Comparing) -> None:
        super().__init__(look)
        self._panel: Panel | None = None
        self._singles: dict[str, Report] = {}

    # Off the UI thread.

    def from_thread(self, worker: Worker[object], call: Callable[..., None], *args: object) -> None:
        """Call something on the UI thread, unless nobody waits for it any more."""
        if not worker.is_cancelled and self.app.is_running:
            self.app.call_from_thread(call, *args)

    def make(self, worker: Worker[object], made: Callable[[], M], take: Callable[[M], None]) -> None:
        """Make something in a worker's thread, and take it over, or say why it could not be made."""
        try:
            found = made()
        except (StoreError, FormatError) as error:
            self.from_thread(worker, self._not_made, one_line(str(error)))
        else:
            self.from_thread(worker, take, found)

    def _not_made(self, words: str) -> None:
        self.change(busy="", message=words)

    # Opening.

    def open_lit(self) -> None:
        """Open the lit row: a candidate, a split in its candidate, or what stands under it."""
        c, number = self._look, self.place.lit
        if c.report is None or not self.page.items:
            return
        name = self.page.items[number].name
        if c.at == "candidates":
            self.open_candidate(name.removeprefix("candidate "))
        elif c.at == "splits":
            split = split_named(c.report, name)
            if split is not None:
                self.open_candidate(split.candidate, f"{split.probe} {split.meaning}")
        elif c.at == "call":
            row = called(c.calls, c.words)[number]
            self.change(probe="", calls=())
            self.open_candidate(row.candidate, row_name(row))
        elif c.at in {"candidate", "evaluators"}:
            self.toggle(name)

    def open_candidate(self, ref: str, name: str = "") -> None:
        """Open a candidate's matrix, at one of its rows if one is named; of very many candidates it is made first."""
        report = self._look.report
        assert report is not None
        if len(report.comparison.candidates) <= MATRICES:
            self._show_candidate(ref, None, name)
        elif ref in self._singles:
            self._show_candidate(ref, self._singles[ref], name)
        else:
            self.change(busy=f"comparing the notes on {ref} …")
            self._make_candidate(ref, name)

    @work(thread=True, exclusive=True, group="compare-look")
    def _make_candidate(self, ref: str, name: str) -> None:
        assert self._panel is not None
        panel = self._panel
        self.make(
            get_current_worker(),
            lambda: panel.candidate(ref),
            lambda single: self._keep_candidate(ref, single, name),
        )

    def _keep_candidate(self, ref: str, single: Report, name: str) -> None:
        while len(self._singles) >= _KEPT:
            self._singles.pop(next(iter(self._singles)))
        self._singles[ref] = single
        self._show_candidate(ref, single, name)

    def _show_candidate(self, ref: str, single: Report | None, name: str) -> None:
        opened = self._look.opened | {name} if name else self._look.opened
        alone = self._look.alone
        self.change(ref="" if alone else ref, single=single, opened=opened, first=0, busy="")
        if name:
            self.go_to_name(name)

    # One probe across all.

    def start(self, flow: Callable[[], Coroutine[None, None, None]]) -> None:
        """Run a flow that asks on a sheet; keys typed meanwhile are for the sheet."""
        gate_of(self).flow_begins()  # at once: the worker starts a moment later
        self.run_worker(self._flow(flow), exclusive=True, group="compare-flow")

    async def _flow(self, flow: Callable[[], Coroutine[None, None, None]]) -> None:
        try:
            await flow()
        finally:
            gate_of(self).flow_ends()

    async def ask_call(self) -> None:
        """Show the lit row's probe across all candidates; where none is lit, ask which."""
        c = self._look
        probe = self._lit_probe()
        if probe:
            self.open_call(probe)
            return
        options = [Option(name, name, "", note) for name, note in probes_of(c)]
        chosen = await self.app.push_screen_wait(FilterSheet("One probe across all candidates", options))
        if chosen is not None:
            self.open_call(chosen)

    def _lit_probe(self) -> str:
        """Return the probe of the lit row; empty where it has none."""
        c, lit = self._look, self.lit
        if c.at == "splits" and c.report is not None:
            split = split_named(c.report, lit)
            return split.probe if split else ""
        if c.at == "candidate" and c.matrix is not None:
            return next((row.probe for row in c.matrix.comparison.probes if row_name(row) == lit), "")
        return ""

    def open_call(self, probe: str) -> None:
        """Show one probe across all candidates and evaluators."""
        report = self._look.report
        assert report is not None
        if len(report.comparison.candidates) <= MATRICES:
            rows = [row for row in report.comparison.probes if row.probe == probe]
            self._show_call(probe, tuple(sorted(rows, key=lambda r: r.candidate)))
        else:
            self.change(busy=f"looking for {probe} in all notes …")
            self._make_call(probe)

    @work(thread=True, exclusive=True, group="compare-look")
    def _make_call(self, probe: str) -> None:
        assert self._panel is not None
        panel = self._panel
        self.make(
            get_current_worker(), lambda: panel.rows_of(probe), lambda rows: self._show_call(probe, rows)
        )

    def _show_call(self, probe: str, rows: tuple[ProbeRow, ...]) -> None:
        self.change(probe=probe, calls=rows, busy="")

    def beside_call(self, step: int) -> None:
        """Show the next probe across all candidates, or the one before."""
        names = [name for name, _ in probes_of(self._look)]
        if self._look.probe in names:
            self.open_call(names[(names.index(self._look.probe) + step) % len(names)])
