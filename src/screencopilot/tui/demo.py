"""The demo on the real live screen: a driver does what a practised evaluator would, at a chosen speed."""

from __future__ import annotations

from typing import Any

from screencopilot.demo.play import take
from screencopilot.demo.script import STEPS
from screencopilot.domain.commands import Refused
from screencopilot.domain.commands.clocks import open_closing
from screencopilot.tui.app import ScreencopilotApp
from screencopilot.tui.screens.closing import ClosingScreen
from screencopilot.tui.screens.live import LiveScreen

#: Seconds between two looks whether the next step is due.
LOOK_SECONDS = 0.05
#: The least real time a step stays on the terminal, so that it can be seen at any speed.
LEAST_SECONDS = 0.15


class DemoApp(ScreencopilotApp):
    """Plays the demo's steps; the keys work meanwhile, and Ctrl+C leaves."""

    def __init__(self, *args: Any, speed: float, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.note_path = ""
        self._next = 0
        self._due = self.clock.monotonic() + STEPS[0].wait
        self._least = LEAST_SECONDS * speed

    def on_mount(self) -> None:
        """Begin to play."""
        super().on_mount()
        self.set_interval(LOOK_SECONDS, self.play)

    def play(self) -> None:
        """Do the next step when it is due, on whichever screen is up."""
        screen = self.screen
        if self.clock.monotonic() < self._due or not isinstance(screen, LiveScreen | ClosingScreen):
            return
        if self._next < len(STEPS):
            self._step(screen)
        elif isinstance(screen, ClosingScreen):
            if screen.path:
                self.note_path = screen.path
            elif self._next == len(STEPS):
                self._next += 1
                screen.seal()

    def _step(self, screen: LiveScreen | ClosingScreen) -> None:
        step = STEPS[self._next]
        self._next += 1
        if step.does is open_closing and isinstance(screen, LiveScreen):
            screen.run("close-screen")
        else:
            try:
                take(screen.desk, step)
            except Refused as refusal:  # the viewer pressed keys of their own meanwhile
                self.log(str(refusal))
            screen.paint()
            if step.heard and isinstance(screen, LiveScreen):
                screen.say(f"“{step.heard}”")
        upcoming = STEPS[self._next].wait if self._next < len(STEPS) else 6.0
        self._due = self.clock.monotonic() + max(upcoming, self._least)
