from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.formats.text_safety import MAX_MARKS, clean, one_line, safe_filename_part

ANY_TEXT = st.text(st.characters(codec=None, categories=None, exclude_categories=()))


@pytest.mark.parametrize(
    ("hostile", "left"),
    [
        ("\x1b[2J", "[2J"),
        ("\x1b]0;title\x07", "]0;title"),
        ("\x1b]52;c;aGk=\x1b\\", "]52;c;aGk=\\"),
        ("\x9b31m\x9d", "31m"),
        ("a\u202eb\u2066c", "abc"),
        ("a\ud800b", "ab"),
        ("a\u2028b\u2029c\u200b", "abc"),
        ("a\r\nb\rc\x00", "a\nb\nc"),
    ],
)
def test_what_a_terminal_would_obey_is_dropped(hostile: str, left: str) -> None:
    assert clean(hostile) == left


@pytest.mark.parametrize(
    "text",
    [
        "👨‍👩‍👧‍👦",
        "❤️‍🔥",
        "می‌خواهم",
        "日本語",
        "été",
        "e\u0301",
        "क्‍ष",
        "a\tb\nc",
        "[/nope]",
        "[@click=app.quit]x[/]",
        "=1+1",
    ],
)
def test_writing_is_left_whole(text: str) -> None:
    assert clean(text) == text


def test_floods_are_cut() -> None:
    assert clean("a" + "\u0301" * 10_000) == "a" + "\u0301" * MAX_MARKS
    assert len(clean("\u200d" * 10_000)) < 5
    assert len(clean("a\u0301\u200d" * 10_000).split("\u200d")) < 10_000


@given(ANY_TEXT)
def test_cleaning_twice_changes_nothing_more(text: str) -> None:
    once = clean(text)
    assert clean(once) == once
    assert one_line(one_line(text)) == one_line(text)
    bad = {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert not [c for c in once if unicodedata.category(c) in bad and c not in "\n\t\u200c\u200d"]
    assert "\n" not in one_line(text)


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("C-2041", "C-2041"),
        ("José Núñez", "Jose-Nunez"),
        ("../../etc/passwd", "etc-passwd"),
        ("...", "x"),
        ("", "x"),
        ("日本", "x"),
        ("CON", "x-CON"),
        ("aux.toml", "x-aux.toml"),
        ("COM1", "x-COM1"),
        ("a/b\\c:d\n", "a-b-c-d"),
        ("trailing. ", "trailing"),
    ],
)
def test_file_name_parts(text: str, part: str) -> None:
    assert safe_filename_part(text, 40) == part


@given(ANY_TEXT, st.integers(1, 40))
def test_any_text_gives_a_safe_file_name_part(text: str, limit: int) -> None:
    part = safe_filename_part(text, limit)
    assert re.fullmatch(r"[A-Za-z0-9._-]+", part)
    assert len(part) <= limit
    assert not part.startswith(".")
    assert not part.endswith(".")
    assert part.split(".")[0].lower() not in {"con", "prn", "aux", "nul", "com1", "lpt9"}
