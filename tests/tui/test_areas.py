"""Areas never overlap, never leave the terminal, and keep the rows they cannot do without."""

from __future__ import annotations

from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from screencopilot.tui.view.areas import SMALLEST, AreaName, Place, Wish, arrange, layout_for

AREAS: tuple[AreaName, ...] = (
    "clock",
    "probe",
    "probe-clock",
    "follow-ups",
    "signals",
    "evidence",
    "note",
    "rating",
    "agenda",
    "keys",
)
LEAST: dict[AreaName, int] = {
    "clock": 1,
    "probe": 3,
    "probe-clock": 2,
    "follow-ups": 1,
    "signals": 3,
    "note": 1,
    "rating": 2,
    "keys": 1,
}
a_wish = st.tuples(st.integers(0, 120), st.integers(0, 40)).map(lambda w: Wish(w[0], min(w)))
wishes = st.fixed_dictionaries(dict.fromkeys(AREAS, a_wish))
sizes = st.tuples(st.integers(SMALLEST[0], 260), st.integers(SMALLEST[1], 120))


def overlap(a: Place, b: Place) -> bool:
    return a.x < b.x + b.width and b.x < a.x + a.width and a.y < b.y + b.height and b.y < a.y + a.height


@given(sizes, wishes)
def test_areas_stay_inside_and_never_overlap(size: tuple[int, int], wanted: dict[AreaName, Wish]) -> None:
    places = arrange(*size, lambda area, _width: wanted[area]).places
    for place in places.values():
        assert place.x >= 0
        assert place.y >= 0
        assert place.width > 0
        assert place.height > 0
        assert place.x + place.width <= size[0]
        assert place.y + place.height <= size[1]
    assert not any(overlap(a, b) for a, b in combinations(places.values(), 2))


@given(sizes, wishes)
def test_every_area_keeps_the_rows_it_cannot_do_without(
    size: tuple[int, int], wanted: dict[AreaName, Wish]
) -> None:
    places = arrange(*size, lambda area, _width: wanted[area]).places
    for area, least in LEAST.items():
        assert places[area].height >= least


@given(sizes, wishes)
def test_no_row_of_the_terminal_is_left_over(size: tuple[int, int], wanted: dict[AreaName, Wish]) -> None:
    arrangement = arrange(*size, lambda area, _width: wanted[area])
    used = sum(p.width * p.height for p in arrangement.places.values())
    column_rows = size[1] - 1 - arrangement.places["keys"].height
    assert used + len(arrangement.rules) * column_rows == size[0] * size[1]


@given(sizes, wishes)
def test_rules_stand_between_the_columns(size: tuple[int, int], wanted: dict[AreaName, Wish]) -> None:
    arrangement = arrange(*size, lambda area, _width: wanted[area])
    for x in arrangement.rules:
        for area, place in arrangement.places.items():
            if area not in {"clock", "keys"}:
                assert not place.x <= x < place.x + place.width


@given(st.integers(0, 260), st.integers(0, 120), wishes)
def test_too_small_has_no_areas_and_every_other_size_has(
    width: int, height: int, wanted: dict[AreaName, Wish]
) -> None:
    arrangement = arrange(width, height, lambda area, _width: wanted[area])
    small = width < SMALLEST[0] or height < SMALLEST[1]
    assert (arrangement.layout == "too-small") == small
    assert bool(arrangement.places) == (not small)
    assert arrangement.layout == layout_for(width, height)


@given(sizes, wishes)
def test_the_agenda_is_shown_in_the_full_layout_only(
    size: tuple[int, int], wanted: dict[AreaName, Wish]
) -> None:
    arrangement = arrange(*size, lambda area, _width: wanted[area])
    assert ("agenda" in arrangement.places) == (arrangement.layout == "full")


@given(sizes, wishes)
def test_nobody_grows_while_another_lacks_what_must_be_seen(
    size: tuple[int, int], wanted: dict[AreaName, Wish]
) -> None:
    arrangement = arrange(*size, lambda area, _width: wanted[area])
    stacked = {a: p for a, p in arrangement.places.items() if a not in {"clock", "keys", "agenda"}}
    if arrangement.layout == "strip":
        del stacked["signals"]
    needed = {a: max(LEAST.get(a, 1), min(wanted[a].must, wanted[a].rows)) for a in stacked}
    for area, place in stacked.items():
        if place.height < needed[area]:
            column = [a for a, p in stacked.items() if p.x == place.x]
            assert all(stacked[a].height <= needed[a] for a in column)
