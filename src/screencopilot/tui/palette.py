"""The command palette of the live screen: every command of the key table, in our own words only."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, cast

from textual.command import DiscoveryHit, Hit, Hits, Provider

from screencopilot.tui.keymap import key_name

if TYPE_CHECKING:
    from screencopilot.tui.screens.live import LiveScreen


class LiveProvider(Provider):
    """Finds commands by title; outside text never gets here, since the palette parses markup."""

    async def discover(self) -> Hits:
        """Offer all of them."""
        screen = cast("LiveScreen", self.screen)
        for command in screen.look.keys.commands:
            yield DiscoveryHit(command.title, partial(screen.run, command.id), help=_keys(command.keys))

    async def search(self, query: str) -> Hits:
        """Offer those that match."""
        screen, matcher = cast("LiveScreen", self.screen), self.matcher(query)
        for command in screen.look.keys.commands:
            score = matcher.match(command.title)
            if score > 0:
                title = matcher.highlight(command.title)
                yield Hit(score, title, partial(screen.run, command.id), help=_keys(command.keys))


def _keys(keys: tuple[str, ...]) -> str:
    return "key " + " ".join(key_name(key) for key in keys) if keys else "no key"
