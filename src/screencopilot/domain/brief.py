"""Before a screen: which claims can be verified in it, and by whom."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from screencopilot.domain.events import ClaimText
from screencopilot.domain.plan import Script

#: How many probes the warm-up shows.
WARM_UP = 3


class ClaimCover(Struct, frozen=True):
    """One claim with the probes of the agenda that can verify it, and whether the evaluator has shipped its kind."""

    claim: ClaimText
    probes: tuple[str, ...]
    own_ground: bool

    @property
    def words(self) -> str:
        """What to know about it before the call, in one line; empty when it is well covered."""
        if not self.probes and not self.own_ground:
            return "no probe here verifies it, and you have not shipped this kind: ask it yourself, judge with care"
        if not self.probes:
            return "no probe of this plan verifies it: ask it yourself"
        if not self.own_ground:
            return "you have not shipped this kind yourself: the note will say so"
        return ""


def cover_claims(
    script: Script, claims: Sequence[ClaimText], shipped: Sequence[str]
) -> tuple[ClaimCover, ...]:
    """Return, for each claim, the agenda's probes that can verify it and whether it is the evaluator's own ground."""
    agenda = [script.probe(item.probe) for item in script.agenda]
    return tuple(
        ClaimCover(c, tuple(p.id for p in agenda if c.kind in p.claims), c.kind in shipped) for c in claims
    )
