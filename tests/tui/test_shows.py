"""The sequences of pictures in the docs still show what they are about; they are made anew here, not compared."""

from __future__ import annotations

import html
import importlib.util
import re
from pathlib import Path
from types import ModuleType

import pytest

DOCS = Path(__file__).parents[2] / "docs"


@pytest.fixture
def shows(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> ModuleType:
    """The script that draws them, drawing into a folder of the test's own."""
    spec = importlib.util.spec_from_file_location("shots_of_shows", DOCS / "shots_of_shows.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "OUT", tmp_path)
    return module


def words(picture: Path) -> str:
    """Return what a picture shows, as text."""
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", picture.read_text("utf-8"))
    return html.unescape(" ".join(texts)).replace("\xa0", " ")


async def test_the_nudge_comes_at_90_seconds_and_goes_with_a_tick(shows: ModuleType, tmp_path: Path) -> None:
    await shows.nudge("nudge")
    before, after = (words(tmp_path / f"nudge-{n}.svg") for n in (1, 2))
    assert "◦ Ask for one number, one name or one date." in before
    assert "1:31 / 9:00" in before
    assert "◦" not in after
    assert "1 heard" in after


async def test_the_suggestion_says_why(shows: ModuleType, tmp_path: Path) -> None:
    await shows.suggest("suggest")
    assert "Tab 3 The score that misled; nothing rated yet: " in words(tmp_path / "suggest-1.svg")


async def test_the_claim_is_verified_by_a_practitioner(shows: ModuleType, tmp_path: Path) -> None:
    await shows.claim("claim")
    assert "you have shipped this kind yourself" in words(tmp_path / "claim-2.svg")
    assert "verified · practitioner" in words(tmp_path / "claim-3.svg")


def test_every_picture_that_the_docs_show_is_there() -> None:
    pages = [DOCS.parent / "README.md", *DOCS.glob("*.md")]
    named = {
        page.parent / src for page in pages for src in re.findall(r'src="([^":]+\.svg)"', page.read_text())
    }
    assert len(named) >= 8
    assert [str(path) for path in sorted(named) if not path.is_file()] == []
