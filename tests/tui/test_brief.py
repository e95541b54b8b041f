"""The brief: what is known before the call, and one key that starts."""

from __future__ import annotations

from screencopilot.domain.brief import cover_claims
from screencopilot.domain.events import ClaimText
from screencopilot.store.sessions import list_unfinished
from tests.sample import sample_script
from tests.tui.conftest import OpenHome
from tests.tui.test_new import form

OWNED = ClaimText("owned-model-in-production", "Owned the ranking model")
CUT = ClaimText("cut-cost", "Halved the bill")


def test_claims_are_covered_by_probes_of_the_agenda_and_by_what_one_has_shipped() -> None:
    script = sample_script()
    verifying = {p.id for p in script.bank.probes.values() if OWNED.kind in p.claims}
    covers = cover_claims(script, [OWNED, CUT], [OWNED.kind])
    assert set(covers[0].probes) == verifying & {i.probe for i in script.agenda}
    assert covers[0].own_ground
    assert not covers[1].own_ground
    assert "not shipped" in covers[1].words


async def test_the_brief_stands_before_the_live_screen_and_enter_starts(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.press("f10")
        await terminal.top("BriefScreen")
        shown = terminal.text("#brief")
        assert "C-1" in shown
        assert "Warm up" in shown
        await terminal.press("enter")
        await terminal.top("LiveScreen")


async def test_escape_in_the_brief_leaves_the_screen_for_later(open_home: OpenHome) -> None:
    async with form(open_home) as terminal:
        await terminal.type("C-1")
        await terminal.press("f10")
        await terminal.top("BriefScreen")
        await terminal.press("escape")
        await terminal.top("HomeScreen")
        await terminal.until(
            lambda: [s.locked_by for s in list_unfinished(terminal.folders)] == [None],
            "the screen left for later",
        )
