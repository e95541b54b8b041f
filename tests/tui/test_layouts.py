"""One layout for each size of terminal; a resize loses nothing."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from screencopilot.tui.view.areas import AreaName, layout_for
from screencopilot.tui.view.listen import draw_signals
from tests.sample import PLAN_45, bank_of, sample_probe, sample_probes, script_of
from tests.tui.conftest import OpenLive
from tests.tui.harness import Live

SIZES = {
    (50, 30): "side",
    (60, 45): "side",
    (80, 24): "side",
    (110, 14): "strip",
    (140, 14): "strip",
    (120, 35): "full",
    (200, 60): "full",
}
EVERYWHERE: tuple[AreaName, ...] = (
    "clock",
    "probe",
    "probe-clock",
    "follow-ups",
    "signals",
    "rating",
    "evidence",
    "note",
    "keys",
)


async def busy(live: Live) -> None:
    """Mark, write and play so that every area has something to show."""
    await live.press("a", "f", "4", "6", "7", "'", ".", ",")
    for n in range(2):
        await live.write(
            f'+"line number {n} with words enough to be wrapped once or twice on narrow terminals"'
        )


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_size_chooses_the_layout_and_every_area_is_in_sight(
    open_live: OpenLive, size: tuple[int, int]
) -> None:
    async with open_live(size, begin=False) as live:
        assert live.board.arrangement.layout == SIZES[size]
        live.assert_nothing_outside()
        await live.press("right")
        live.assert_nothing_outside()
        await busy(live)
        live.assert_nothing_outside()
        shown = {view.id for view in live.views}
        wanted = {*EVERYWHERE, "agenda"} if SIZES[size] == "full" else set(EVERYWHERE)
        assert shown == wanted
        assert all(live.area(area).strip() for area in wanted)
        assert "Tell me about the last failure you owned" in " ".join(live.area("probe").split())
        assert "line number 1" in live.area("evidence")
        assert "saved" in live.area("clock")


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_the_open_note_line_has_its_place_in_every_layout(
    open_live: OpenLive, size: tuple[int, int]
) -> None:
    async with open_live(size) as live:
        await live.press("a", "enter", "x")
        live.assert_nothing_outside()
        region = live.note.region
        assert region.height == 1
        assert region.width >= 25
        assert region.right <= size[0]
        assert region.bottom <= size[1]
        assert "x" in live.seen().splitlines()[region.y]


@pytest.mark.parametrize(("width", "height"), [(49, 30), (60, 13), (49, 13), (20, 5), (3, 2), (1, 1)])
async def test_below_the_smallest_size_only_the_size_needed_is_shown(
    open_live: OpenLive, width: int, height: int
) -> None:
    async with open_live((width, height), begin=False) as live:
        assert live.board.arrangement.layout == "too-small"
        if width >= 40:
            live.assert_nothing_outside()
            flat = " ".join(live.area("too-small").split())
            assert f"{width} by {height}" in flat
            assert "at least 50 by 14" in flat
        await live.press("a")
        await live.resize(80, 24)
        assert live.ticked == {"s1"}
        assert "a ■" in live.area("signals")
        assert "too-small" not in {v.id for v in live.views}


def test_layouts_change_exactly_at_their_bounds() -> None:
    assert layout_for(50, 14) == "side"
    assert layout_for(49, 14) == "too-small"
    assert layout_for(50, 13) == "too-small"
    assert layout_for(109, 14) == "side"
    assert layout_for(110, 14) == "strip"
    assert layout_for(119, 60) == "side"
    assert layout_for(120, 34) == "strip"
    assert layout_for(120, 35) == "full"


WALK = [(110, 14), (50, 30), (49, 13), (200, 60), (60, 45), (20, 6), (80, 24), (120, 35)]


async def test_a_resize_with_an_open_draft_keeps_text_cursor_and_focus(open_live: OpenLive) -> None:
    async with open_live((120, 35)) as live:
        await live.press("a", "enter")
        await live.type("half a line")
        await live.press("left", "left", "left")
        for size in WALK:
            await live.resize(*size)
            live.assert_nothing_outside()
            assert live.note.value == "half a line"
            assert live.note.cursor_position == len("half a l")
            assert live.note.has_focus
            assert live.state.draft_signal == "s1"
        await live.type("___")
        await live.press("enter")
        assert live.lines == ["half a l___ine"]


async def test_typing_goes_on_while_the_terminal_is_too_small(open_live: OpenLive) -> None:
    async with open_live((80, 24)) as live:
        await live.press("enter", "a")
        await live.resize(40, 10)
        await live.press("b", "f9")
        await live.top("CurtainScreen")
        await live.press("escape")
        await live.top("LiveScreen")
        await live.press("c")
        await live.resize(80, 24)
        await live.press("d", "enter")
        assert live.lines == ["abcd"]


async def test_a_resize_keeps_the_scroll(open_live: OpenLive) -> None:
    async with open_live((50, 14)) as live:
        await live.press("down", "down")
        top = live.area("signals")
        await live.resize(120, 40)
        await live.resize(50, 14)
        assert live.area("signals") == top


@pytest.mark.parametrize(
    ("key", "name"),
    [("?", "ReadSheet"), ("tab", "FilterSheet"), ("!", "ChoiceSheet"), ("0", "CurtainScreen")],
)
async def test_a_sheet_fits_every_size_it_is_given(open_live: OpenLive, key: str, name: str) -> None:
    async with open_live((120, 35)) as live:
        await live.press(key)
        await live.top(name)
        for size in [(110, 14), (50, 30), (20, 6), (200, 60)]:
            await live.resize(*size)
            if size >= (50, 14) and size[1] >= 14:
                live.assert_nothing_outside()
        assert live.on_top == name


async def test_a_full_layout_is_used_when_the_window_grows_and_the_agenda_appears(
    open_live: OpenLive,
) -> None:
    async with open_live((80, 24)) as live:
        assert "agenda" not in {v.id for v in live.views}
        await live.resize(120, 35)
        assert "agenda" in {v.id for v in live.views}
        assert "Half the money" in live.area("agenda")


async def test_a_question_too_long_for_its_place_says_that_there_is_more(open_live: OpenLive) -> None:
    words = " ".join(f"question{n}" for n in range(1, 55))[:594] + " end?"
    probes = [replace(p, say=words) for p in sample_probes()]
    async with open_live((110, 14), script=script_of(bank_of(probes, (PLAN_45,)))) as live:
        shown = live.area("probe").partition("\n")[2]
        assert "end?" in shown or "…" in shown or "▾" in shown


async def test_the_current_probe_is_in_sight_on_a_long_agenda(open_live: OpenLive) -> None:
    families = [f"F{n}" for n in range(1, 15)]
    probes = [sample_probe(f"{f}-A", title=f"Title {f}", minutes=2) for f in families]
    blocks = tuple(replace(PLAN_45.blocks[0], slot=f.lower(), family=f, minutes=2) for f in families)
    plan = replace(PLAN_45, blocks=blocks, drop_order=())
    async with open_live((120, 35), script=script_of(bank_of(probes, (plan,)))) as live:
        for _ in range(13):
            await live.press("right")
        assert live.state.current == "F14-A"
        assert "Title F14" in live.area("agenda")


async def test_rows_to_spare_show_cut_signals_whole_the_decisive_one_first(open_live: OpenLive) -> None:
    async with open_live((60, 45)) as live:
        probe = live.live.glance.probe
        long = "Says which of the two they did by themselves, and who did the rest of it"
        signals = tuple(replace(s, text=f"{long}: {s.id}", decisive=s.id == "s2") for s in probe.signals)
        glance = replace(live.live.glance)
        glance.__dict__["probe"] = replace(probe, signals=signals)
        least = len(signals) + len({s.tone for s in signals})
        whole = [row.text for row in draw_signals(glance, 60, least + 1)]
        joined = " ".join(" ".join(whole).split())
        assert len(whole) == least + 1
        assert f"{long}: s2" in joined
        assert joined.count(long) == 1
        assert joined.count("…") == len(signals) - 1


async def test_long_names_and_texts_are_cut_not_spilled(open_live: OpenLive) -> None:
    ref = "C-" + "0123456789" * 11
    async with open_live((50, 30), candidate=ref, evaluator="E" * 200) as live:
        live.assert_nothing_outside()
        assert "saved" in live.area("clock")
        await live.resize(110, 14)
        live.assert_nothing_outside()
