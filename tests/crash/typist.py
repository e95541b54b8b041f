"""An evaluator at work: ticks, ratings, lines, sheets, changes of probe, closing; seeded, and killed at any moment."""

from __future__ import annotations

import random
import re
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from tests.crash.shown import MARK, Shown, shown
from tests.pty.terminal import BACKSPACE, CTRL_Y, ENTER, ESC, F10, LEFT, RIGHT, Terminal

_WORDS = ("fell", "cards", "the vendor", "since may", "never", "our team", "half", "recall", "twice")
#: What a terminal that paints whole frames answers when it is asked whether it can.
_WHOLE_FRAMES = "\x1b[?2026;1$y"
_BEGIN, _END = b"\x1b[?2026h", b"\x1b[?2026l"


#: How often the evaluator stops amid a line, to listen.
THINKS = 0.4


class Killed(Exception):  # noqa: N818 - no error: what was meant to happen
    """The program was killed."""


class Doomed(Terminal):
    """A terminal whose program is killed when its time is up, whatever it is doing.

    Attributes:
        looks: when the line that is typed came to show something else (monotonic seconds), and what.
    """

    def __init__(self, folder: Path, args: Sequence[str], size: tuple[int, int]) -> None:
        self.doom = float("inf")
        self.killed_at = float("inf")
        self.looks: list[tuple[float, str]] = []
        super().__init__(folder, args, size)
        self.send(_WHOLE_FRAMES)

    def _take_in(self, seconds: float) -> bool:
        left = self.doom - time.monotonic()
        if left <= 0:
            self.end()
            raise Killed
        before = len(self.raw)
        going = super()._take_in(max(0.0, min(seconds, left)))
        if len(self.raw) > before:
            self._look()
        return going

    def _look(self) -> None:
        typed = self.seen.typed
        if not self.looks or self.looks[-1][1] != typed:
            self.looks.append((time.monotonic(), typed))

    @property
    def torn(self) -> bool:
        """Whether a frame has only come in part."""
        return self.raw.rfind(_BEGIN) > self.raw.rfind(_END)

    @property
    def seen(self) -> Shown:
        """What stands on the screen."""
        return shown(self.rows)

    def live_for(self, seconds: float) -> None:
        """Let the program live so long from now on."""
        self.doom = time.monotonic() + seconds

    def end(self) -> None:
        """Kill the program, and take in what it had drawn before."""
        self.doom, self.killed_at = float("inf"), time.monotonic()
        self.kill()
        while super()._take_in(0.05):
            pass
        self._look()

    def typed_before(self, seconds: float) -> str:
        """Return what stood in the line that is typed so many seconds before the kill, if it stood there until then."""
        due = self.killed_at - seconds
        before = [text for at, text in self.looks if at <= due][-1:]
        since = [text for at, text in self.looks if at > due]
        return next((text for text in before if all(later.startswith(text) for later in since)), "")


class Typist:
    """Does one thing after the other; every one waits for its effect, except for bursts."""

    def __init__(
        self, terminal: Doomed, dice: random.Random, done: Callable[[], None], number: Iterator[int]
    ) -> None:
        self._terminal = terminal
        self._dice = dice
        self._done = done
        self._number = number

    def work(self) -> None:
        """Work on until killed."""
        acts = [
            self.tick,
            self.burst,
            self.rate,
            self.stamp,
            self.follow,
            self.line,
            self.leave_line,
            self.undo,
        ]
        acts += [self.move, self.pause, self.flag, self.fill, self.close]
        weights = [6, 3, 3, 2, 2, 8, 3, 2, 3, 1, 3, 2, 2]
        while True:
            self._dice.choices(acts, weights)[0]()
            self._terminal.wait(lambda: "╭" not in self._terminal.text)
            self._done()

    def stop_amid_a_line(self, seconds: float) -> None:
        """Type a line, and listen for so long; be killed then."""
        self._open_line()
        self._type("")
        self._terminal.live_for(seconds)
        self._terminal.pass_time(2 * seconds)

    # Each of these is one thing an evaluator does.

    def tick(self) -> None:
        letter = self._dice.choice("abcdefgh")
        self._press_changing(letter, f"tick {letter}")

    def burst(self) -> None:
        self._terminal.send("".join(self._dice.choices("abcdefgh12345678.", k=6)))
        self._terminal.pass_time(self._dice.uniform(0, 0.1))

    def rate(self) -> None:
        self._press_changing(self._dice.choice("123459"), "rating")

    def stamp(self) -> None:
        self._press_changing(self._dice.choice("678"), "stamps")

    def follow(self) -> None:
        self._terminal.send(".")
        self._terminal.pass_time(0.02)

    def line(self) -> None:
        self._open_line()
        token = self._type("+-" if self._dice.random() < 0.5 else "")
        self._terminal.press(ENTER, lambda: "Esc tick again" not in self._terminal.rows[-1])
        self._terminal.wait(token)

    def leave_line(self) -> None:
        self._open_line()
        self._type("")
        self._terminal.press(ESC, lambda: "Esc tick again" not in self._terminal.rows[-1])

    def undo(self) -> None:
        self._terminal.send(self._dice.choice((BACKSPACE, CTRL_Y)))
        self._terminal.pass_time(0.02)

    def move(self) -> None:
        self._terminal.send(self._dice.choice((LEFT, RIGHT)))
        self._terminal.pass_time(0.05)

    def pause(self) -> None:
        self._terminal.press(" ", " PAUSED ")
        self._terminal.press(" ", lambda: " PAUSED " not in self._terminal.text)

    def flag(self) -> None:
        self._terminal.press("!", "Red flags")
        self._terminal.press(
            self._dice.choice("abcd"),
            lambda: re.search("their very words|keep the flag", self._terminal.words),
        )
        if "keep the flag" in self._terminal.words:
            self._terminal.press(ESC, lambda: "╭" not in self._terminal.text)
            return
        self._type("")
        self._terminal.press(ENTER, lambda: "╭" not in self._terminal.text)

    def fill(self) -> None:
        self._terminal.send(";")
        self._terminal.wait("Numbers they gave")
        self._terminal.press(ENTER, "Enter keep")
        self._type("")
        self._terminal.press(ENTER, "Numbers they gave")
        self._terminal.press(ESC, lambda: "╭" not in self._terminal.text)

    def close(self) -> None:
        self._terminal.press(F10, "CLOSING")
        for _ in range(self._dice.randint(0, 4)):
            self._terminal.send(self._dice.choice(("h", "m", RIGHT, "3", "t")))
            self._terminal.pass_time(0.05)
        if "Enter one line why" in self._terminal.words or "Enter write it down" in self._terminal.words:
            self._terminal.press(ENTER, "Enter keep · Esc back")
            self._type("")
            self._terminal.press(ENTER, lambda: "Enter keep · Esc back" not in self._terminal.text)
        self._done()
        self._terminal.press(F10, lambda: "CLOSING" not in self._terminal.rows[0])

    def _open_line(self) -> None:
        self._terminal.press(ENTER, "Esc tick again")
        if (
            typed := self._terminal.seen.typed
        ):  # a draft that was left: rub it out, lines stay short enough to see
            self._terminal.press("\x15", lambda: self._terminal.seen.typed != typed)

    def _type(self, polarity: str) -> str:
        """Type a short line with a word to find again, as fast as some people do; return that word."""
        token = f"{MARK}{next(self._number):04d}"
        text = (
            f"{self._dice.choice(polarity or ' ').strip()}{token} {' '.join(self._dice.choices(_WORDS, k=2))}"
        )
        stop = self._dice.randrange(5, len(text)) if self._dice.random() < THINKS else -1
        for place, character in enumerate(text):
            if place == stop:
                self._terminal.pass_time(self._dice.uniform(1.0, 3.0))
            self._terminal.send(character)
            self._terminal.pass_time(self._dice.uniform(0, 0.06))
        self._terminal.wait(text)
        return token

    def _press_changing(self, key: str, about: str) -> None:
        def now() -> object:
            return next((fact.says for fact in self._terminal.seen.facts if fact.about == about), None)

        before = now()
        self._terminal.press(key, lambda: before is None or now() != before)
