"""Keys that come faster than the screen changes.

A slow line delivers several keys at once. While a sheet or the note line is on its way, keys wait here, and then go to
where they were meant: otherwise the letter typed for a sheet would tick a signal on the probe beneath it.
"""

from __future__ import annotations

import os

from textual import events
from textual.app import App
from textual.dom import DOMNode
from textual.events import Event

from screencopilot.tui.keymap import BUILT_IN, KeyTable

#: These work whatever is on its way.
ALWAYS = frozenset({"ctrl+c", "f9"})


class KeyGate(App[str]):
    """An app whose keys can be held back for a moment, in order; ``key_table`` says what the live screen's keys do."""

    key_table: KeyTable = BUILT_IN
    _holding = False
    _flowing = False

    def __init__(self) -> None:
        # Without colours there is nothing to turn into true ones: Textual would send shades of grey instead.
        super().__init__(ansi_color=True if "NO_COLOR" in os.environ else None)
        self._held: list[events.Key] = []
        self._late = 0

    @property
    def holding(self) -> bool:
        """Whether keys wait."""
        return self._holding

    def hold_keys(self) -> None:
        """Let keys wait from now on."""
        self._holding = True

    def hold(self, event: events.Key) -> None:
        """Let a key wait that had got past already."""
        event.stop()
        event.prevent_default()
        # It came before every key that was held back at the gate, whichever of the two is told first.
        self._held.insert(self._late, event)
        self._late += 1

    def release_keys(self) -> None:
        """Send the keys that waited on, in order, to whatever is on top now."""
        self._holding = False
        held, self._held, self._late = self._held, [], 0
        for event in held:
            key = events.Key(event.key, event.character)
            key.set_sender(
                self
            )  # as the driver does: sent by a sheet, Enter would end its way up at that sheet
            self.post_message(key)

    def flow_begins(self) -> None:
        """A flow of sheets begins: keys are for its first sheet."""
        self._flowing = True
        self.hold_keys()

    def flow_ends(self) -> None:
        """The flow is over: keys are for the screen again."""
        self._flowing = False
        self.release_keys()

    def sheet_left(self) -> None:
        """A sheet was left: inside a flow another may follow, and keys wait for it."""
        if self._flowing:
            self.hold_keys()

    async def on_event(self, event: Event) -> None:
        """Hold keys back while they would go astray."""
        # A key on its way up from a widget was let through before.
        if (
            self._holding
            and isinstance(event, events.Key)
            and not event.is_forwarded
            and event.key not in ALWAYS
        ):
            self._held.append(event)
        else:
            await super().on_event(event)


def gate_of(node: DOMNode) -> KeyGate:
    """Return the app of a screen or widget as the gate it is."""
    app = node.app
    assert isinstance(app, KeyGate)
    return app
