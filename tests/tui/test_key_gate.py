"""Keys that wait are sent on in the order in which they were typed."""

from __future__ import annotations

from textual import events

from screencopilot.tui.key_gate import KeyGate


class Listening(KeyGate):
    """A gate that remembers what gets through."""

    def __init__(self) -> None:
        super().__init__()
        self.through: list[str] = []

    def on_key(self, event: events.Key) -> None:
        self.through.append(event.key)


async def test_a_key_that_got_past_the_gate_comes_before_those_held_at_it() -> None:
    app = Listening()
    async with app.run_test() as pilot:
        app.hold_keys()
        await pilot.press("c", "d")  # held at the gate, while a screen still has what came before
        app.hold(events.Key("a", "a"))
        app.hold(events.Key("b", "b"))
        await pilot.press("e")
        assert app.through == []
        app.release_keys()
        await pilot.pause()
        assert app.through == ["a", "b", "c", "d", "e"]
        app.hold_keys()
        await pilot.press("g")
        app.hold(events.Key("f", "f"))
        app.release_keys()
        await pilot.pause()
        assert app.through[5:] == ["f", "g"]
