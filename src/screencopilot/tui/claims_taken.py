"""The claims taken down before a screen: typed one by one, pasted, or read from a file."""

from __future__ import annotations

from collections.abc import Collection

from screencopilot.domain.events import ClaimText
from screencopilot.formats.claims_text import MOST_CLAIMS, Unread, claim_of, parse_claims


class ClaimsTaken:
    """What was taken down, and the pasted lines that still need a kind: these come into the line one after the other.

    Attributes:
        claims: the claims, in order.
        message: what there is to say of the last thing done.
    """

    def __init__(self) -> None:
        self.claims: list[ClaimText] = []
        self.message = ""
        self._waiting: list[Unread] = []
        self._source = ""

    @property
    def line(self) -> str:
        """What is to stand in the line now: the words that wait for their kind."""
        return self._waiting[0].text if self._waiting else ""

    def take_text(self, text: str, kinds: Collection[str], source: str = "") -> None:
        """Take down every claim of a text; ``source`` is the file it comes from, "" for pasted."""
        found = parse_claims(text, kinds)
        before = len(self.claims)
        self.claims += [claim for claim in found.claims if claim not in self.claims]
        del self.claims[MOST_CLAIMS:]
        self._source = source
        self._waiting = list(found.unread)
        self.message = f"{len(self.claims) - before} taken down"
        if self._waiting:
            self.message += f"; {self._ask()}"

    def add(self, typed: str, kinds: Collection[str]) -> bool:
        """Take one down as typed; whether that was possible."""
        found = claim_of(typed, kinds)
        if isinstance(found, str):
            self.message = f"{found}: a claim is its kind, a colon, and the words of the résumé"
            return False
        if len(self.claims) >= MOST_CLAIMS:
            self.message = f"{MOST_CLAIMS} claims are all that one screen can hold"
            return False
        self.claims.append(found)
        self.next()
        return True

    def next(self) -> bool:
        """Be done with the line that waits; whether there was one."""
        waited = bool(self._waiting)
        self._waiting = self._waiting[1:]
        self.message = self._ask() if self._waiting else ""
        return waited

    def _ask(self) -> str:
        first, more = self._waiting[0], len(self._waiting) - 1
        where = f"{self._source}:{first.line}" if self._source else f"line {first.line}"
        rest = f", {more} more wait{'s' if more == 1 else ''}" if more else ""
        return (
            f"{where} {first.why}: put one before it, or empty the line and press Enter to leave it out{rest}"
        )
