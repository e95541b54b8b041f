"""What is said of a word nobody knows."""

from __future__ import annotations

from screencopilot.formats.words import LISTED, nearest


def test_a_near_word_is_named() -> None:
    assert nearest("pauze", ["undo", "pause"]) == "did you mean 'pause'?"


def test_without_a_near_one_all_are_named() -> None:
    assert nearest("xyzzy", ["undo", "pause"]) == "known here: undo, pause"
    assert nearest("xyzzy", []) == "remove it"


def test_what_is_left_out_of_a_long_list_is_counted() -> None:
    names = [f"name-{n}" for n in range(LISTED + 3)]
    assert nearest("xyzzy", names).endswith(f"name-{LISTED - 1} and 3 more")
    assert "more" not in nearest("xyzzy", names[:LISTED])
