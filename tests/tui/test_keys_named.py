"""Every message names the key in force, not the one that was built in."""

from __future__ import annotations

import pytest

from screencopilot.demo.rehearsal import FAREWELL, LESSONS
from screencopilot.tui.keymap import BUILT_IN, KeyTable
from screencopilot.tui.screens.rehearsal import _coach
from screencopilot.tui.view import brief as brief_view
from tests.sample import ManualClock, sample_opened, sample_script
from tests.tui.conftest import OpenLive
from tests.tui.harness import Live

OWN = {
    "next-probe": ("f2",),
    "close-screen": ("f4",),
    "write-line": ("insert",),
    "scroll-down": ("ctrl+d",),
    "claims": ("f5",),
    "undo": ("ctrl+u",),
}


def own_keys() -> KeyTable:
    """Return the built-in keys with some others over them."""
    return BUILT_IN.rebound({c.id: (OWN.get(c.id, c.keys), c.writing) for c in BUILT_IN.commands})


async def rebind(live: Live) -> None:
    """Give the running screen other keys."""
    live.app.key_table = own_keys()
    live.live.change_look(keys=own_keys())
    live.live.paint()


async def test_refusals_name_the_key_in_force(open_live: OpenLive) -> None:
    async with open_live(begin=False) as live:
        await rebind(live)
        await live.press("left")
        assert live.message == "the screen has not begun; F2 opens the first probe"
        await live.press("f4")
        await live.until(lambda: "nothing was asked yet" in live.message, "the refusal")
        assert live.message.endswith("; F2 opens the first probe")
        await live.press("f2", "f2", "f2", "f2")
        assert live.message == "that was the last probe; F4 closes the screen"


async def test_the_board_names_the_keys_in_force(open_live: OpenLive) -> None:
    async with open_live((50, 14)) as live:
        await rebind(live)
        assert "below, Ctrl+D" in live.area("signals")
        await live.resize(160, 45)
        assert "Insert opens the note line" in live.area("evidence")
        assert "Insert to write" in live.area("note")
        await live.press("insert", "x", "escape")
        await live.until(lambda: not live.live.look.writing, "the line shut")
        assert "Insert goes on" in live.area("note")


def test_the_brief_names_the_key_of_claims() -> None:
    script = sample_script()
    rows = brief_view.draw_brief(script, sample_opened(script, claims=()), 80, "F5")
    assert any("make F5 worth its key" in row.text for row in rows)
    assert not any("@" in row.text for row in rows)


@pytest.mark.parametrize("keys", [BUILT_IN, own_keys()], ids=["built-in", "own"])
def test_every_lesson_names_its_keys(keys: KeyTable) -> None:
    lessons = [" ".join(row.text for row in _coach(n, 200, keys)) for n in range(len(LESSONS) + 1)]
    assert all("{" not in words and "}" not in words for words in lessons)
    assert keys.name("write-line") in lessons[3]
    assert f"Then {keys.name('undo')} takes it back" in lessons[5]
    assert f"{keys.name('close-screen')} closes" in lessons[-1]
    assert "{close-screen}" in FAREWELL


async def test_a_disk_that_refuses_is_asked_once_a_second(
    open_live: OpenLive, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with open_live() as live:
        tries: list[float] = []
        monkeypatch.setattr(live.live, "settle_desk", lambda: tries.append(clock.monotonic()))
        live.live.tick()
        assert tries == []
        monkeypatch.setattr(type(live.desk), "untold", property(lambda _desk: True))
        begun = clock.monotonic()
        for _ in range(13):
            live.live.tick()
            clock.tick(0.25)
        assert [at - begun for at in tries] == [0, 1, 2, 3]
