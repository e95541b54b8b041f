"""docs/guarantees.md: every promise names a test, and every test it names is there."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "guarantees.md"

pytestmark = pytest.mark.checkout


def promises() -> list[str]:
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")]
    return [row for row in rows if not row.startswith("| promise |")]


def test_every_promise_names_a_test_that_is_there() -> None:
    assert len(promises()) >= 18
    for promise in promises():
        *_, where, _ = promise.split("|")
        named = re.findall(r"`(tests/[\w/]+\.py)`", where)
        assert named, promise
        missing = [name for name in named if not (ROOT / name).is_file()]
        assert missing == [], promise
        assert all("def test_" in (ROOT / name).read_text(encoding="utf-8") for name in named), promise


def test_page_says_what_is_not_promised() -> None:
    words = PAGE.read_text(encoding="utf-8")

    assert words.index("## What is not promised") > max(words.index(promise) for promise in promises())
    assert "not a signature" in words


def test_commands_and_targets_it_names_exist() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    for target in re.findall(r"`make (\w+)`", PAGE.read_text(encoding="utf-8")):
        assert re.search(rf"^{target}:", makefile, re.MULTILINE), target
