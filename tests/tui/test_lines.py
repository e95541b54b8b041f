"""Lines of text: never wider than asked, and no word lost on the way."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from screencopilot.tui.view.lines import (
    EMPTY,
    Row,
    cut,
    first_row,
    first_that_fit,
    fit,
    hanging,
    row,
    two_sided,
    width_of,
    window,
    wrap,
)

#: What people write: letters, digits, CJK, emoji, combining marks.
texts = st.text(
    st.one_of(
        st.characters(min_codepoint=32, max_codepoint=0x24F),
        st.sampled_from("漢字かな한글ＡＢ👍🏽🎉e\u0301 ‑—…  "),
    ),
    max_size=120,
)
widths = st.integers(2, 90)
spans = st.lists(st.tuples(texts, st.sampled_from(["", "quiet", "plain"])), max_size=6)


@given(texts, widths)
def test_wrap_never_gives_a_wider_line(text: str, width: int) -> None:
    assert all(cell_len(line) <= width for line in wrap(text, width))


@given(texts, widths)
def test_wrap_loses_no_character(text: str, width: int) -> None:
    assert "".join("".join(wrap(text, width)).split()) == "".join(text.split())


@given(texts, widths)
def test_wrap_breaks_only_words_that_are_too_long(text: str, width: int) -> None:
    kept = " ".join(wrap(text, width)).split()
    for word in text.split():
        if cell_len(word) <= width:
            assert word in kept


@given(texts)
def test_wrap_gives_at_least_one_line_at_any_width(text: str) -> None:
    for width in (-3, 0, 1):
        assert len(wrap(text, width)) >= 1


@given(texts, st.integers(0, 90))
def test_cut_never_gives_a_wider_text_and_marks_what_it_cut(text: str, width: int) -> None:
    short = cut(text, width)
    assert cell_len(short) <= width
    if cell_len(text) <= width:
        assert short == text
    elif width >= 1:
        assert short.endswith("…")
        assert text.startswith(short[:-1])


@given(spans, st.integers(0, 90))
def test_fit_never_gives_wider_spans_and_keeps_their_beginning(
    given_spans: list[tuple[str, str]], width: int
) -> None:
    kept = fit(given_spans, width)
    assert width_of(kept) <= width
    if width_of(given_spans) <= width:
        assert list(kept) == given_spans
    else:
        whole, shown = "".join(t for t, _ in given_spans), "".join(t for t, _ in kept)
        assert whole.startswith(shown.removesuffix("…"))


@given(spans, spans, widths)
def test_two_sided_is_exactly_as_wide_as_asked_or_all_left(
    left: list[tuple[str, str]], right: list[tuple[str, str]], width: int
) -> None:
    line = two_sided(left, right, width)
    assert width_of(line.spans) == width


@given(texts, st.text("abc", max_size=8), widths)
def test_hanging_keeps_the_indent_and_the_width(text: str, lead: str, width: int) -> None:
    rows = hanging([(lead, "key")], text, "plain", width, "act")
    room = max(width, len(lead) + 2)
    assert all(width_of(r.spans) <= room for r in rows)
    assert all(r.text.startswith(" " * len(lead)) for r in rows[1:])
    assert {r.act for r in rows} == {"act"}


rows_of_text = st.lists(st.integers(0, 999).map(lambda n: row(f"row {n}")), max_size=40)


@given(st.integers(0, 40), st.integers(-2, 30), st.integers(-5, 60))
def test_window_gives_no_more_rows_than_there_is_room_and_counts_what_it_hides(
    count: int, height: int, top: int
) -> None:
    rows = [row(f"row {n}") for n in range(count)]
    shown = window(rows, height, top)
    assert len(shown) == min(count, max(0, height))
    real = [r for r in shown if r in rows]
    told = [int(r.text.split()[1]) for r in shown if r not in rows]
    if height >= 3:
        assert len(real) + sum(told) == count


@given(st.integers(1, 40), st.integers(2, 30))
def test_every_row_comes_into_the_window_at_some_top(count: int, height: int) -> None:
    rows = [row(f"row {n}") for n in range(count)]
    seen = {r for top in range(count) for r in window(rows, height, top)}
    assert set(rows) <= seen


@given(st.lists(st.integers(1, 4), max_size=8), st.integers(0, 12))
def test_blocks_are_shown_whole_but_for_the_last(sizes: list[int], height: int) -> None:
    blocks = [[row(f"block {n} row {r}") for r in range(size)] for n, size in enumerate(sizes)]
    shown = first_that_fit(blocks, height, 40)
    assert len(shown) <= height
    whole = [r for block in blocks for r in block]
    if len(whole) <= height:
        assert shown == whole
    elif height:
        assert shown


def test_a_first_row_alone_says_that_there_was_more() -> None:
    rows = hanging([("a ", "key")], "one two three four five", "plain", 12)
    assert first_row(rows, 12).text.endswith("…")
    assert first_row([EMPTY], 12) == EMPTY


def test_a_row_takes_bare_strings_and_leaves_empty_ones_out() -> None:
    assert row("a", "", ("b", "key"), act="x") == Row((("a", ""), ("b", "key")), "x")


def test_what_is_left_out_behind_a_full_row_leaves_a_mark() -> None:
    assert Row(fit([("abc", ""), ("def", "")], 3)).text == "ab…"
    assert Row(fit([("abc", ""), ("   ", "")], 3)).text == "abc"
    assert Row(fit([("漢", ""), ("x", "")], 2)).text == "…"
