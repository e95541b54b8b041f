"""What changes together is painted together: no frame shows half of one probe and half of the next."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyte

from tests.crash.shown import shown
from tests.pty.screens import FULL, screen_args
from tests.pty.terminal import LEFT, RIGHT, Terminal

#: What a terminal that paints whole frames answers when it is asked whether it can, and where its frames end.
WHOLE_FRAMES, END = "\x1b[?2026;1$y", b"\x1b[?2026l"


def test_no_frame_shows_the_ladder_of_one_probe_beside_the_question_of_another(tmp_path: Path) -> None:
    with Terminal(tmp_path, screen_args(), FULL) as terminal:
        terminal.send(WHOLE_FRAMES)
        terminal.wait("Opening")
        terminal.press(RIGHT, "1/5 ")
        terminal.press("2", "2 ●")
        for _ in range(4):
            terminal.press(RIGHT, "2/5 ")
            terminal.press(LEFT, "1/5 ")

        seen = [(facts["place"], facts["rating"]) for facts in _frames(terminal.raw) if "rating" in facts]

    after_rating = seen[seen.index((1, 2)) :]
    assert set(after_rating) == {(1, 2), (2, None)}


def _frames(raw: bytes) -> Iterator[dict[str, object]]:
    screen = pyte.Screen(*FULL)
    stream = pyte.ByteStream(screen)
    for frame in raw.split(END)[:-1]:  # what comes after the last end is a frame only in part
        stream.feed(frame)
        yield {fact.about: fact.says for fact in shown([row.rstrip() for row in screen.display]).facts}
