"""The closing form: under two minutes, or it is done late and from memory."""

from __future__ import annotations

from typing import cast

from textual import events, on, work
from textual.app import ComposeResult
from textual.widgets import Input

from screencopilot.domain import commands
from screencopilot.domain.gaps import Gap, GapKind, gaps
from screencopilot.domain.note import Confidence, NotEnoughReason, Recommendation
from screencopilot.formats.errors import FormatError
from screencopilot.store.desk import Desk
from screencopilot.store.errors import StoreError
from screencopilot.tui.kept_typing import KeptTyping
from screencopilot.tui.screens.closing_desk import ClosingDesk
from screencopilot.tui.screens.verdict import VerdictSheet
from screencopilot.tui.view.closing import (
    REASONS,
    RECOMMENDATIONS,
    SURE,
    Closing,
    Phase,
    closing_keys,
    draw_closing,
)
from screencopilot.tui.view.lines import row, window, wrap
from screencopilot.tui.widgets.clean_input import CleanInput
from screencopilot.tui.widgets.line_view import LineView


class ClosingScreen(ClosingDesk):
    """Goes through the gaps; dismisses with ``sealed``, ``back`` (to the live screen) or ``left``."""

    CSS_PATH = "../styles/closing.tcss"
    AUTO_FOCUS = ""

    def __init__(self, desk: Desk) -> None:
        super().__init__(desk)
        self._passed: list[tuple[GapKind, str]] = []
        self._recommendation = ""
        self._confidence = ""
        self._overall_again = False
        self._path = ""
        self._frozen: list[Gap] | None = None
        self._top = 0

    @property
    def closing(self) -> Closing:
        """One look at the form."""
        session = self.desk.session
        open_gaps = self._gaps()
        phase: Phase = "gap" if open_gaps else "overall"
        if self._path:
            phase = "sealed"
        elif phase == "overall" and session.state.overall is not None and not self._overall_again:
            phase = "seal"
        return Closing(
            session.script,
            session.state,
            phase,
            open_gaps[0] if open_gaps else None,
            len(open_gaps),
            self._recommendation,
            self._confidence,
            self._writing,
            self._message or self._unsaved,
            self._path,
        )

    @property
    def path(self) -> str:
        """Where the sealed note lies; empty until then."""
        return self._path

    def _gaps(self) -> list[Gap]:
        if self._frozen is not None:  # what is typed is kept as a draft meanwhile, and is no gap for that
            return self._frozen
        session = self.desk.session
        return [
            g
            for g in gaps(session.script, session.state, session.at)
            if (g.kind, g.about) not in self._passed
        ]

    def compose(self) -> ComposeResult:
        """The form, a line to write in, the keys."""
        yield LineView(id="form")
        yield CleanInput(id="closing-line", compact=True, max_length=2000)
        yield LineView(id="closing-keys")

    def on_mount(self) -> None:
        """Show what is there."""
        self._shut()
        self.watch_disk()

    def on_resize(self) -> None:
        """Fit the new size."""
        self.paint()

    def paint(self) -> None:
        """Draw the form of now."""
        closing = self.closing
        width, height = self.app.size
        keys = wrap(closing_keys(closing), width - 2)
        view = self.query_one("#closing-keys", LineView)
        view.styles.height = len(keys)
        view.show([row((f" {line}", "quiet")) for line in keys])
        room = height - len(keys) - self._writing
        rows = draw_closing(closing, width, room)
        self._top = max(0, min(self._top, len(rows) - room))
        self.query_one("#form", LineView).show(window(rows, room, self._top))

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """What a key means depends on what is missing."""
        if event.key == "f12" and not self._path:
            event.stop()
            self.save_elsewhere()
            return
        if self._writing:
            if event.key == "escape":
                event.stop()
                self._shut()
            return
        event.stop()
        event.prevent_default()
        key = event.key
        if key in {"up", "down", "pageup", "pagedown"}:
            self._top += {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}[key]
            self.paint()
        elif key == "f10" and not self._path:
            self.do(commands.leave_closing)
            self.dismiss("back")
        elif key == "ctrl+q":
            self.dismiss("sealed" if self._path else "left")
        elif key == "backspace" and not self._path:
            self.do(commands.undo)
        elif key == "left" and not self._path:
            self._before()
        else:
            {
                "gap": self._gap_key,
                "overall": self._overall_key,
                "seal": self._seal_key,
                "sealed": self._done_key,
            }[self.closing.phase](key)

    def _before(self) -> None:
        if self.closing.phase == "seal":
            self._overall_again = True
        elif self._passed:
            self._passed.pop()
        self.paint()

    def _gap_key(self, key: str) -> None:
        gap = self.closing.gap
        assert gap is not None
        if key == "right":
            self._passed.append((gap.kind, gap.about))
            self._top = 0
            self.paint()
        elif gap.kind is GapKind.UNRATED and (key in "12345" or key == "9"):
            self.do(commands.rate_probe, "NE" if key == "9" else int(key), gap.about)
        elif gap.kind is GapKind.NO_REASON and key in REASONS:
            reason = cast("NotEnoughReason", REASONS[key])
            self.do(commands.explain_rating, gap.about, not_enough=reason)
        elif gap.kind is GapKind.UNSURE and key in SURE:
            self.do(commands.explain_rating, gap.about, confidence=cast("Confidence", SURE[key]))
        elif key == "enter" and gap.kind in {GapKind.NO_QUOTE, GapKind.UNSURE}:
            self._open()
        elif key == "enter" and gap.kind is GapKind.DRAFT:
            self._open(self.desk.session.state.draft)
        elif key == "enter" and gap.kind is GapKind.CLAIM_OPEN:
            self.judge(int(gap.about))

    def _overall_key(self, key: str) -> None:
        if key in RECOMMENDATIONS:
            self._recommendation = RECOMMENDATIONS[key]
        elif key in SURE:
            self._confidence = SURE[key]
        elif key == "enter":
            if self._recommendation and self._confidence:
                self._open()
                return
            self._message = "first 1-4, and l, m or h for how sure"
        self.paint()

    def _seal_key(self, key: str) -> None:
        if key == "enter":
            self._message = "writing the note ..."
            self.paint()
            self.seal()

    def _done_key(self, key: str) -> None:
        if key in {"enter", "escape"}:
            self.dismiss("sealed")

    # Writing.

    def _open(self, text: str = "") -> None:
        gap = self.closing.gap
        self._frozen = self._gaps()
        if gap is not None and gap.kind is GapKind.DRAFT:
            typing = KeptTyping(self, self.desk, instead=True)
        else:
            typing = KeptTyping(
                self, self.desk, '"' if gap is not None and gap.kind is GapKind.NO_QUOTE else ""
            )
        self.open_line(text, typing)

    def _shut(self) -> None:
        self._frozen = None
        self.shut_line()

    @on(Input.Submitted)
    def keep(self, message: Input.Submitted) -> None:
        """Keep what was written: a quote from memory, a reason, or the one sentence why."""
        closing, text = self.closing, message.value
        if closing.phase == "overall":
            recommendation = cast("Recommendation", self._recommendation)
            given = self.do(commands.recommend, recommendation, cast("Confidence", self._confidence), text)
            self._overall_again = not given
        elif closing.gap is not None and closing.gap.kind is GapKind.UNSURE:
            self.do(commands.explain_rating, closing.gap.about, because=text)
        elif closing.gap is not None and closing.gap.kind is GapKind.DRAFT:
            signal = self.desk.session.state.draft_signal
            if self.do(commands.write_line, text, signal, closing.gap.about) and self._typing is not None:
                self._typing.use_up()
        elif closing.gap is not None:
            quote = text if commands.parse_line(text)[1] == "quote" else _as_quote(text)
            self.do(commands.write_line, quote, None, closing.gap.about)
        self._shut()

    # Claims and seal.

    @work(exclusive=True, group="flow")
    async def judge(self, number: int) -> None:
        """Give a claim its verdict."""
        session = self.desk.session
        kind = session.script.bank.claim_kinds.get(session.state.opened.claims[number].kind)
        judged = await self.app.push_screen_wait(VerdictSheet(session.state, number, kind))
        if judged is not None:
            self.do(commands.judge_claim, number, judged.verdict, judged.lines)

    @work(thread=True, exclusive=True, group="seal", exit_on_error=False)
    def seal(self) -> None:
        """Write the note off the UI thread, then record it."""
        try:
            path, digest = self.desk.write_sealed()
        except (StoreError, FormatError) as error:
            self.app.call_from_thread(self.tell, f"not sealed: {error}")
        else:
            self.app.call_from_thread(self._sealed, str(path), digest)

    def _sealed(self, path: str, digest: str) -> None:
        self._message = ""
        try:
            self.desk.finish(digest)
        except StoreError as error:
            self._message = str(error)
        self._path = path
        self.paint()


def _as_quote(text: str) -> str:
    polarity, _kind, words = commands.parse_line(text)
    return f'{polarity}"{words}'
