"""One person or candidate stays one, however the name was typed."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.analysis.comparison_notes import admitted
from screencopilot.domain.calibration import seen_by
from screencopilot.domain.names import folded, names_in
from tests.analysis.panels import note
from tests.calibration_sample import log_of, rated

COMPOSED = "Zoë"
APART = unicodedata.normalize("NFD", COMPOSED)


@given(st.text(max_size=20))
def test_how_accents_are_written_and_outer_spaces_make_no_other_name(name: str) -> None:
    assert folded(f" {unicodedata.normalize('NFD', name)} ") == folded(unicodedata.normalize("NFC", name))


@pytest.mark.parametrize("other", ["Zoe", "Zoë B", ""])
def test_another_name_is_another(other: str) -> None:
    assert folded(COMPOSED) != folded(other)


def test_an_evaluator_is_one_to_calibration_and_to_a_comparison() -> None:
    assert seen_by([log_of(rated(1, 3), evaluator=APART)], COMPOSED.upper())
    notes = [note("C-1", COMPOSED, {"A1-A": 3}), note("C-2", f"{APART} ", {"A1-A": 3})]
    screened, _ = admitted(notes, ["one.toml", "two.toml"])
    assert {one.evaluator for one in screened} == {COMPOSED}


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("Kim, A., Ben", ["Kim, A.", "Ben"]),
        ("Ben,kim, a.", ["Ben", "kim, a."]),
        ("Kim, B.", ["Kim", "B."]),
        ("Kim, A., Jr., , Cy,", ["Kim, A., Jr.", "Cy"]),
        ("", []),
    ],
)
def test_a_known_name_with_a_comma_stays_one(typed: str, names: list[str]) -> None:
    assert names_in(typed, ["Kim, A.", "Kim, A., Jr.", "Ben"]) == names


@given(st.lists(st.text("ab, ", min_size=1).filter(lambda name: name.strip(" ,") == name), max_size=4))
def test_names_without_commas_are_parted_at_each(names: list[str]) -> None:
    plain = [name.replace(",", "") for name in names]
    assert names_in(", ".join(plain), plain) == [name.strip() for name in plain]
