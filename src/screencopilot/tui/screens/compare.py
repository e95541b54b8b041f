"""The comparison of a panel's notes: where they split and on what, candidates by name, agreement, evaluators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from textual import events, work
from textual.worker import Worker, get_current_worker

from screencopilot.formats.errors import FormatError
from screencopilot.formats.text_safety import one_line
from screencopilot.report.choosing import Wanted
from screencopilot.report.explaining import ON_PURPOSE
from screencopilot.report.panel import Panel, Survey, open_panel, save_page
from screencopilot.report.values import Report
from screencopilot.store.errors import StoreError, shown
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.screens.compare_opening import CompareOpening
from screencopilot.tui.screens.compare_reading import SCREENS, STEPS
from screencopilot.tui.screens.sheets import LineSheet
from screencopilot.tui.view.compare_look import NARROWED, Comparing

#: Every how many files it is told how many are read.
_TOLD_EVERY = 50
_LETTERS = frozenset("nNjoea/x?0")


class _LeftError(Exception):
    """The screen was left while notes were read."""


class CompareScreen(CompareOpening):
    """Reads notes off the UI thread and shows their comparison; dismisses with ``back``.

    Args:
        paths: files and folders; none are the own notes.
        wanted: which of the notes, and for whom.
    """

    def __init__(self, paths: Sequence[Path], wanted: Wanted) -> None:
        super().__init__(Comparing())
        self._paths, self._wanted = tuple(paths), wanted
        self._reports: dict[bool, Report] = {}

    def on_mount(self) -> None:
        """Show a frame at once; the notes follow."""
        self.paint()
        self.read_notes()

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Move, or do what a key stands for."""
        if gate_of(self).holding:
            gate_of(self).hold(event)  # it got past before the sheet was asked for
            return
        key = event.character if event.character in _LETTERS else event.key
        if self._look.message:
            self.change(message="")
        if key in STEPS:
            self.move(STEPS[key])
        elif key in SCREENS:
            self.move_screens(SCREENS[key])
        elif key in {"left", "right"}:
            self._sideways(1 if key == "right" else -1)
        elif key in {"tab", "shift+tab"}:
            self.to_tab(1 if key == "tab" else -1)
        elif key in {"escape", "backspace"}:
            self.back()
        elif key == "enter":
            self.open_lit()
        elif key in {"1", "2", "3", "4"}:
            self.to_tab_number(int(key) - 1)
        elif key in _LETTERS or key == "f1":
            self._letter("?" if key == "f1" else key)
        else:
            return
        event.stop()
        event.prevent_default()

    def _letter(self, key: str) -> None:
        if key == "0":
            self.copilot.action_curtain()
        elif key == "?":
            self.read_help()
        elif self._look.bare and key != "x":
            self.say("no note could be compared" if self._look.told else "still reading notes")
        elif key in "nN":
            self.to_split(1 if key == "n" else -1)
        else:
            acts: dict[str, Callable[[], object]] = {
                "x": self.read_skipped,
                "j": lambda: self.start(self.ask_call),
                "o": self.toggle_splits,
                "e": self.save,
                "a": self.adjust,
                "/": self.narrow_list,
            }
            acts[key]()

    def _sideways(self, step: int) -> None:
        if self._look.at == "call":
            self.beside_call(step)
        elif self._look.at == "candidate":
            self.to_evaluators(step)

    def back(self) -> None:
        """Go back one step, at last to where this was opened from."""
        if self._look.probe:
            self.change(probe="", calls=())
        elif self._look.ref:
            self.change(ref="", single=None)
        elif self._look.words:
            self.change(words="")
        else:
            self.dismiss("back")

    # Reading notes.

    @work(thread=True, exclusive=True, group="compare-read")
    def read_notes(self) -> None:
        """Read and compare all notes; the frame counts them meanwhile."""
        worker = get_current_worker()
        try:
            panel, report = open_panel(
                self.copilot.folders, self._paths, self._wanted, lambda n, of: self._tell(worker, n, of)
            )
        except _LeftError:
            return
        except (StoreError, FormatError) as error:
            self.from_thread(worker, self._take_trouble, one_line(str(error)))
            return
        self.from_thread(worker, self._take_over, panel, report)
        if not worker.is_cancelled:
            self.from_thread(worker, self._take_survey, panel.survey())

    def _tell(self, worker: Worker[object], read: int, files: int) -> None:
        if worker.is_cancelled:
            raise _LeftError
        if read % _TOLD_EVERY == 0 or read + 1 == files:
            self.from_thread(worker, self._count, read + 1, files)

    def _count(self, read: int, files: int) -> None:
        self.change(read=read, files=files)

    def _take_over(self, panel: Panel, report: Report) -> None:
        self._panel = panel
        self._reports[self._wanted.adjusted] = report
        self.change(report=report)

    def _take_trouble(self, words: str) -> None:
        self.change(trouble=words)

    def _take_survey(self, survey: Survey) -> None:
        self.change(survey=survey)

    # Adjusted figures, narrowing, the page.

    def adjust(self) -> None:
        """Show the adjusted figures, or the raw notes alone again."""
        report = self._look.report
        assert report is not None
        wanted = not report.comparison.adjusted
        if wanted in self._reports:
            self._show_adjusted(self._reports[wanted])
        else:
            self.change(busy="computing figures …")
            self._compute(wanted)

    @work(thread=True, exclusive=True, group="compare-look")
    def _compute(self, adjusted: bool) -> None:
        assert self._panel is not None
        panel = self._panel
        self.make(get_current_worker(), lambda: panel.whole(adjusted=adjusted), self._show_adjusted)

    def _show_adjusted(self, report: Report) -> None:
        self._reports[report.comparison.adjusted] = report
        said = f"a shows the raw notes alone. {ON_PURPOSE}" if report.comparison.adjusted else ""
        self.change(report=report, busy="", message=said)

    def narrow_list(self) -> None:
        """Ask for words where there is a list to narrow."""
        if self._look.at in NARROWED:
            self.start(self.narrow)
        else:
            self.say("no list to narrow here")

    async def narrow(self) -> None:
        """Ask for words that narrow the lists; the figures stay those of all."""
        intro = [("By candidate, role, level or evaluator; nothing shows all.", "quiet")]
        typed = await self.app.push_screen_wait(LineSheet("Narrow the list", intro, self._look.words))
        if typed is not None:
            self.change(words=one_line(typed).strip())
            self.go_to(0)

    def save(self) -> None:
        """Write the HTML page of the candidate that is opened, or of all, off the UI thread."""
        self.change(busy="writing the page …")
        report, ref = self._look.report, self._look.ref
        # One candidate's notes by themselves carry no adjusted figure.
        self._save(ref, adjusted=not ref and report is not None and report.comparison.adjusted)

    @work(thread=True, exclusive=True, group="compare-save")
    def _save(self, ref: str, *, adjusted: bool) -> None:
        assert self._panel is not None
        worker = get_current_worker()
        try:
            words = f"written: {shown(str(save_page(self._panel, self._panel.page(ref, adjusted=adjusted))))}"
        except StoreError as error:
            words = f"not written: {one_line(str(error))}"
        self.from_thread(worker, self._saved, words)

    def _saved(self, words: str) -> None:
        self.change(busy="", message=words)


def own_notes() -> CompareScreen:
    """Return the comparison of the own notes."""
    return CompareScreen((), Wanted())
