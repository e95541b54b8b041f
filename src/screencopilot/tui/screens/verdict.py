"""The verdict on one claim, with the lines of evidence it rests on."""

from __future__ import annotations

from typing import NamedTuple

from textual import events, on

from screencopilot.domain.bank import ClaimKind
from screencopilot.domain.marks import ClaimMark, WrittenLine
from screencopilot.domain.note import Verdict
from screencopilot.domain.state import State
from screencopilot.tui.screens.sheets import Sheet
from screencopilot.tui.view.lines import EMPTY, Row, Span, hanging, row
from screencopilot.tui.widgets.line_view import LineView

VERDICTS: tuple[tuple[Verdict, str], ...] = (
    ("verified", "lived it: detail that only the doer has"),
    ("plausible", "fits, nothing against it, not proved"),
    ("by-proximity", "was near it; others did the part that counts"),
    ("unsupported", "asked, and nothing came"),
    ("contradicted", "their own words speak against it"),
)
#: How many of the newest lines can be linked.
LINES_SHOWN = 8


class Judged(NamedTuple):
    """The verdict given and the ids of the lines linked."""

    verdict: Verdict
    lines: tuple[str, ...]


class VerdictSheet(Sheet[Judged | None]):
    """Digits give the verdict, letters link lines; lines written since the claim was asked are linked to begin with."""

    keys_line = "letters link lines · 1-5 verdict, and back · Esc not yet"

    def __init__(self, state: State, number: int, kind: ClaimKind | None) -> None:
        claim = state.opened.claims[number]
        super().__init__(f"Claim {number + 1}")
        self._claim = claim.text
        self._kind = kind
        self._mine = claim.kind in state.opened.shipped
        self._lines = state.marks.lines[-LINES_SHOWN:]
        mark = state.marks.claims.get(number, ClaimMark())
        since = mark.asked_at if mark.asked_at is not None else float("inf")
        self._linked = set(mark.lines) or {w.line.id for w in self._lines if w.at >= since}

    def body(self, width: int) -> tuple[list[Row], int]:
        """The claim, its question, the verdicts, the lines."""
        rows = hanging([], self._claim, "title", width)
        if self._kind:
            rows += hanging([("say ", "quiet")], self._kind.say.replace("{claim}", self._claim), "say", width)
            for number, text in enumerate(self._kind.ladder, 1):
                rows += hanging([("  · " if number else "", "quiet")], text, "quiet", width)
        mine = (
            "you have shipped this kind yourself"
            if self._mine
            else "not your own ground: the note will say so"
        )
        rows += [row((mine, "strong" if self._mine else "late")), EMPTY]
        for number, (verdict, words) in enumerate(VERDICTS, 1):
            rows.append(
                row((f"{number} ", "letter"), f"{verdict:<14}", (words, "quiet"), act=f"verdict:{number}")
            )
        if self._lines:
            rows += [EMPTY, row(("It rests on", "head"))]
        for letter, written in zip("abcdefgh", self._lines, strict=False):
            rows += self._line(letter, written, width)
        return rows, self._seen

    def _line(self, letter: str, written: WrittenLine, width: int) -> list[Row]:
        linked = written.line.id in self._linked
        box = "■" if linked else "□"
        lead: list[Span] = [(f"{letter} ", "letter"), (f"{box} ", "chosen" if linked else "quiet")]
        return hanging(lead, written.line.text, "plain" if linked else "quiet", width, f"link:{letter}")

    def on_key(self, event: events.Key) -> None:
        """Verdict or link; Up and Down scroll where there is no room for all."""
        key = event.character or ""
        if event.key in {"up", "down"}:
            event.stop()
            self.scroll_by(-1 if event.key == "up" else 1)
        if len(key) == 1 and key in "12345":
            event.stop()
            self._give(int(key))
        elif len(key) == 1 and key in "abcdefgh"[: len(self._lines)]:
            event.stop()
            self._toggle(key)

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """A verdict or a line was clicked."""
        message.stop()
        kind, _, about = message.act.partition(":")
        if kind == "verdict":
            self._give(int(about))
        else:
            self._toggle(about)

    def _toggle(self, letter: str) -> None:
        self._linked ^= {self._lines["abcdefgh".index(letter)].line.id}
        self.draw()

    def _give(self, number: int) -> None:
        order = [w.line.id for w in self._lines]
        earlier = sorted(self._linked - set(order))
        self.dismiss(Judged(VERDICTS[number - 1][0], (*earlier, *(i for i in order if i in self._linked))))
