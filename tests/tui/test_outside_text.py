"""Text from outside is shown as it stands: no markup, no escape, no crash."""

from __future__ import annotations

import unicodedata

import pytest
from msgspec.structs import replace
from rich.cells import cell_len

from screencopilot.domain import events as ev
from screencopilot.domain.bank import RedFlag
from screencopilot.domain.commands import next_probe, write_line
from screencopilot.domain.plan import Script
from screencopilot.store.paths import Folders
from tests.sample import PLAN_45, ManualClock, bank_of, sample_probes, script_of
from tests.tui.conftest import OpenHome, OpenLive
from tests.tui.harness import Live, desk_on

MARKUP = "[/x] [b]bold[/] [@click=app.bell]go[/] [50%]h \\"
WIDE = "漢字かな 👩‍👩‍👧‍👦 ＡＢＣ café 한국어 می‌خواهم"
LONG = "W" * 300


def script_with(text: str) -> Script:
    """Return a script whose every text from outside holds ``text``."""
    cut = text[:60]
    probes = [
        replace(
            p,
            title=text[:28],
            say=f"{text} say",
            say_again=text[:160],
            intent=text[:90],
            level_note=text[:90],
            follow_ups=tuple(replace(f, say=text[:240]) for f in p.follow_ups),
            signals=tuple(replace(s, text=cut) for s in p.signals),
            ladder=tuple(replace(r, text=text[:160], tell=text[:48]) for r in p.ladder),
            numbers=(text[:24],),
        )
        for p in sample_probes()
    ]
    bank = bank_of(probes, (PLAN_45,))
    return script_of(
        replace(
            bank,
            bank=replace(bank.bank, title=cut, opening=text, closing=text),
            module_titles=dict.fromkeys(bank.probes, (text[:40], text[:40])),
            cards={k: replace(c, title=text[:32], say=text[:200]) for k, c in bank.cards.items()},
            claim_kinds={
                k: replace(c, label=text[:32], say="{claim} " + text) for k, c in bank.claim_kinds.items()
            },
            flags={k: RedFlag(k, text[:40], text[:200], (text[:80],)) for k in bank.flags},
        )
    )


async def everything(live: Live, text: str) -> None:
    """Open every place that shows text from outside; nothing may crash or leave its area."""
    live.assert_nothing_outside()
    await live.press("right", "a", "f", "3", ".", ",", "'", "6")
    await live.write(f'+"{text}"')
    await live.write(text)
    live.assert_nothing_outside()
    for key, name in (
        ("tab", "FilterSheet"),
        ("/", "ChoiceSheet"),
        (";", "ChoiceSheet"),
        ("!", "ChoiceSheet"),
    ):
        await live.press(key)
        await live.top(name)
        await live.press("escape")
        await live.top("LiveScreen")
    await live.press("@")
    await live.top("ChoiceSheet")
    await live.press("1")
    await live.top("VerdictSheet")
    await live.press("1")
    await live.top("LiveScreen")
    await live.press("=", "backspace", "ctrl+y")
    await live.press("f10")
    await live.top("ClosingScreen")
    for _ in range(5):
        live.assert_nothing_outside()
        await live.press("right")


@pytest.mark.parametrize(
    ("text", "size"),
    [(MARKUP, (140, 45)), (MARKUP, (50, 30)), (WIDE, (50, 30)), (WIDE, (110, 14)), (LONG, (110, 14))],
    ids=["markup-full", "markup-side", "wide-side", "wide-strip", "long-word-strip"],
)
async def test_any_text_in_bank_claims_and_lines_is_shown_inside_its_place(
    open_live: OpenLive, text: str, size: tuple[int, int]
) -> None:
    claims = (ev.ClaimText("cut-cost", text), ev.ClaimText("owned-model-in-production", text))
    async with open_live(
        size, begin=False, script=script_with(text), candidate=text[:100], evaluator=text[:150], claims=claims
    ) as live:
        await everything(live, text)
        assert len(live.lines) >= 2


async def test_markup_is_shown_letter_by_letter(open_live: OpenLive) -> None:
    async with open_live((200, 60), script=script_with("[/x] [b]bold"), candidate="[b]C-1[/]") as live:
        await live.write("[red]said[/red] [/nope]")
        shown = live.seen()
        assert "[b]C-1[/]" in shown
        assert "[/x] [b]bold say" in shown
        assert "[red]said[/red] [/nope]" in shown


async def test_the_palette_opens_on_a_bank_full_of_markup(open_live: OpenLive) -> None:
    async with open_live(script=script_with(MARKUP)) as live:
        await live.press("ctrl+p")
        await live.top("CommandPalette")
        await live.type("next")
        await live.press("escape", "escape")
        await live.top("LiveScreen")


async def test_every_row_takes_the_cells_it_says_even_with_wide_characters(open_live: OpenLive) -> None:
    async with open_live((60, 45), script=script_with(WIDE), candidate="候補者 👩‍👩‍👧‍👦") as live:
        await live.write(WIDE * 5)
        for line in live.seen().splitlines():
            assert cell_len(line) == 60


async def test_escape_sequences_typed_or_kept_before_never_reach_the_terminal(
    open_home: OpenHome, home: Folders, clock: ManualClock
) -> None:
    desk = desk_on(home, clock)
    desk.do(next_probe)
    desk.do(write_line, "kept\x1b]0;title\x07 by an older\x9b2J version\u202e")
    desk.close()
    async with open_home() as terminal:
        assert _unfit(terminal.seen()) == []
        await terminal.press("enter")
        await terminal.top("LiveScreen")
        assert _unfit(terminal.seen()) == []


async def test_pasted_escapes_in_the_new_form_are_cleaned(open_home: OpenHome) -> None:
    async with open_home() as terminal:
        await terminal.press("n")
        await terminal.top("NewScreen")
        await terminal.until(lambda: terminal.screen._banks, "the banks")
        await terminal.paste("C\x1b[31m-1\u202e")
        assert _unfit(terminal.seen()) == []


def _unfit(text: str) -> list[str]:
    kept = {"\n", "\u200c", "\u200d"}
    return [ascii(c) for c in text if c not in kept and unicodedata.category(c) in {"Cc", "Cf", "Cs"}]
