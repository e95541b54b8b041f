"""The debrief on one shared screen: silent read, second vote, walk, decision; its keys."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial

from msgspec.structs import replace
from textual import events, on

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.note import RatingValue
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.screens import debrief_flows as flows
from screencopilot.tui.screens.debrief_showing import DebriefShowing
from screencopilot.tui.view.debrief import read_rows
from screencopilot.tui.view.debrief_decide import fields_of
from screencopilot.tui.widgets.line_view import LineView

Flow = Callable[["DebriefScreen"], Awaitable[None]]

_STEPS = {"up": -1, "down": 1, "pageup": -8, "pagedown": 8}
_RATINGS: dict[str, RatingValue] = {"1": 1, "2": 2, "3": 3, "4": 4, "5": 5, "9": "NE"}
_CHARACTERS = frozenset("123459kcdo0?-")


class DebriefScreen(DebriefShowing):
    """Passes keys on to the part the debrief is in."""

    def on_mount(self) -> None:
        """Write what was confirmed before a crash; Textual calls the other ``on_mount`` by itself."""
        if self.desk.state.phase == "closed":
            self.start(flows.put_down)

    # Keys.

    def on_key(self, event: events.Key) -> None:
        """Pass a key to the part it is for."""
        if gate_of(self).holding:
            gate_of(self).hold(event)  # it got past before the sheet was asked for
            return
        key = event.character if event.character in _CHARACTERS else event.key
        self._look = replace(self._look, message="")
        if not (self._key_anywhere(key) or self._key_in_part(key)):
            self.paint()
            return
        event.stop()
        event.prevent_default()

    def _key_anywhere(self, key: str) -> bool:
        if key in {"?", "f1"}:
            self.app.push_screen(flows.help_sheet())
        elif key == "0":
            self.copilot.action_curtain()
        elif key == "escape":
            self.start(flows.leave)
        elif key in {"space", "f8"} and self.desk.state.phase != "closed":
            self.do(do.toggle_clock)
        elif key in {"backspace", "ctrl+z"} and self.desk.state.phase != "closed":
            if self.do(do.take_back):
                self.say("taken back")
        else:
            return False
        return True

    def _key_in_part(self, key: str) -> bool:
        phase = self.desk.state.phase
        if phase == "vote" and self.desk.state.turn:
            return self._key_in_turn(key)
        parts = {
            "read": self._key_reading,
            "vote": self._key_handing_over,
            "walk": self._key_walking,
            "decide": self._key_deciding,
            "closed": self._key_at_end,
        }
        return parts[phase](key)

    def _key_reading(self, key: str) -> bool:
        if key == "enter":
            self.start(flows.begin_vote)
        elif key in {"left", "right"}:
            starts = read_rows(self._look, self.app.size.width)[1]
            top = self._look.top
            ahead = [s for s in starts if s > top] if key == "right" else [s for s in starts if s < top][::-1]
            self.scroll_to_row(ahead[0] if ahead else 0 if key == "left" else top)
        else:
            return self._scroll(key)
        return True

    def _key_handing_over(self, key: str) -> bool:
        voters, state = self.desk.case.voters, self.desk.state
        if key in {"up", "down"}:
            self.at_line(max(0, min(len(voters) - 1, self._look.lit + _STEPS[key])))
            return True
        if key not in {"enter", "-"}:
            return False
        if all(name in state.turns_done for name in voters):
            self.do(do.turn_on)
            self.at_line(0)
        elif key == "-":
            self.start(partial(flows.skip_turn, name=voters[self._look.lit]))
        elif self.do(do.take_turn, voters[self._look.lit]):
            self.at_line(0)
        return True

    def _key_in_turn(self, key: str) -> bool:
        if key in _RATINGS:
            self.start(partial(flows.cast_vote, rating=_RATINGS[key]))
        elif key in {"up", "down"}:
            self.at_line(max(0, min(len(self._look.own) - 1, self._look.lit + _STEPS[key])))
        elif key == "enter":
            self.start(flows.end_turn)
        else:
            return self._scroll(key)
        return True

    def _key_walking(self, key: str) -> bool:
        started: dict[str, Flow] = {"k": flows.keep, "c": flows.change, "enter": flows.leave_question}
        if key in _RATINGS:
            self.start(partial(flows.agree, rating=_RATINGS[key]))
        elif key in started:
            self.start(started[key])
        elif key in {"left", "right"}:
            number = self.desk.state.current + (1 if key == "right" else -1)
            if self.desk.case.disagreement(number) is None:
                self.say(
                    "that was the last one; d goes on to the decision"
                    if key == "right"
                    else "this is the first one"
                )
            elif self.do(do.open_disagreement, number):
                self.at_line(0)
        elif key == "d":
            self.do(do.turn_on)
            self.at_line(0)
        else:
            return self._scroll(key)
        return True

    def _key_deciding(self, key: str) -> bool:
        fields = fields_of(self._look)
        lit = max(0, min(len(fields) - 1, self._look.lit))
        if key in {"up", "down"}:
            self.at_line(max(0, min(len(fields) - 1, lit + _STEPS[key])))
        elif key == "enter":
            self.start(partial(flows.fill_field, act=fields[lit].act))
        elif key == "left":
            if self.do(do.turn_back):
                self.at_line(0)
        else:
            return False
        return True

    def _key_at_end(self, key: str) -> bool:
        if key == "enter" and self.ended:
            self.dismiss("done")
        elif key == "enter" and self._look.ending:
            self.start(flows.put_down)
        elif key == "o" and self._look.ending and not self.ended:
            self.start(flows.elsewhere)
        else:
            return self._scroll(key)
        return True

    def _scroll(self, key: str) -> bool:
        if key not in _STEPS:
            return False
        self.scroll_to_row(self._look.top + _STEPS[key])
        return True

    # Mouse.

    @on(LineView.Clicked)
    def take_click(self, message: LineView.Clicked) -> None:
        """Go to the line that was clicked."""
        message.stop()
        self.at_line(int(message.act.partition(":")[2]))
