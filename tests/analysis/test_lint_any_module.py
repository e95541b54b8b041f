"""Whatever a module that loads may say, linting it ends and raises nothing."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screencopilot.analysis.lint.language import content, grade, sentences, stem, words
from screencopilot.formats.errors import FormatError
from screencopilot.formats.text_safety import one_line
from tests.analysis.lint_sample import fresh, lint_data

_TEXT = st.one_of(
    st.text(min_size=1, max_size=60),
    st.text(alphabet="?.!,;'\"(){}[] \u2019\u00e9aeiou0123456789$%-/`", min_size=1, max_size=60),
    st.sampled_from(
        ["?", "...", "{claim}", "''''", "s", "Ask", "Sounds strong: '", "As 3", "$1 a", "SR 11-7"]
    ),
)


def _texts(value: Any) -> list[tuple[Any, Any]]:
    """Return (container, key) of every text in plain data."""
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    found = [(value, key) for key, item in items if isinstance(item, str)]
    return found + [place for _key, item in items if not isinstance(item, str) for place in _texts(item)]


@given(seed=st.integers(0, 2**32), odd=st.lists(_TEXT, min_size=1, max_size=12))
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_module_that_loads_is_linted(seed: int, odd: list[str], tmp_path: Path) -> None:
    chance = random.Random(seed)
    module, bank = fresh()
    places = [p for p in _texts(module) + _texts(bank) if p[1] not in ("id", "schema")]
    for text in odd:
        container, key = chance.choice(places)
        container[key] = one_line(text) or "x"
    if chance.random() < 0.5:
        chance.choice(module["probes"])["waive"] = [{"rule": "E12", "because": "a reason given"}]
    try:
        findings = lint_data(module, tmp_path, bank)
    except FormatError:
        return
    assert all("\x1b" not in str(finding) for finding in findings)


@given(st.text(max_size=200))
@settings(max_examples=200, deadline=None)
def test_language_takes_any_text(text: str) -> None:
    assert all(words(text))
    assert all(sentences(text))
    assert all(stem(word) for word in words(text))
    assert "" not in content(text)
    assert isinstance(grade(text), float)


def test_stems_join_what_belongs_together() -> None:
    for group in (("notice", "noticed", "notices", "noticing"), ("query", "queries"), ("stop", "stopped"),
                  ("price", "priced", "prices"), ("buy", "bought"), ("release", "released", "releases")):  # fmt: skip
        assert len({stem(word) for word in group}) == 1, group
    assert stem("loss") == stem("lost") != stem("class")
