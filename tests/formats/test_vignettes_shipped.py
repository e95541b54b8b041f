"""The vignettes that ship: each file fits its family's probes, and fluency tells nothing of the rung."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from statistics import correlation

import pytest

from screencopilot.domain.vignette import Vignette
from screencopilot.formats.bank_toml import load_module
from screencopilot.formats.vignette_toml import load_vignettes, unfit
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_modules, find_vignettes, load_shared_files


@pytest.fixture
def folders(tmp_path: Path) -> Folders:
    return Folders(tmp_path / "data", tmp_path / "config", tmp_path / "state")


def every(folders: Folders) -> Iterator[Vignette]:
    for source in find_vignettes(folders).values():
        yield from load_vignettes(source.path).value.vignettes


def test_each_file_is_named_by_its_family_and_fits_its_probes(folders: Folders) -> None:
    modules = [load_module(source.path).value for source in find_modules(folders).values()]
    probes = {probe.id: probe for module in modules for probe in module.probes}
    flags = load_shared_files(folders).flags
    found = find_vignettes(folders)
    assert {"CV3", "FA1", "FA2", "FA4"} <= set(found)
    for family, source in found.items():
        loaded = load_vignettes(source.path)
        assert loaded.value.family == family
        assert unfit(loaded, probes, flags) == []


def test_fluency_tells_nothing_of_the_rung(folders: Folders) -> None:
    rungs = [float(vignette.rung) for vignette in every(folders)]
    smooth = [float(vignette.delivery == "smooth") for vignette in every(folders)]
    assert abs(correlation(rungs, smooth)) < 0.3


@pytest.mark.parametrize("kind", ["hollow", "real"])
def test_half_of_each_kind_are_smooth(kind: str, folders: Folders) -> None:
    smooth = [vignette.delivery == "smooth" for vignette in every(folders) if vignette.type == kind]
    assert 0.35 <= sum(smooth) / len(smooth) <= 0.65


def test_no_two_vignettes_share_an_answer(folders: Folders) -> None:
    texts = [turn.text for vignette in every(folders) for turn in vignette.turns]
    assert len(set(texts)) == len(texts)


def test_only_a_fluency_pair_differs_in_how_it_is_told(folders: Folders) -> None:
    pairs: dict[str, set[str]] = {}
    for vignette in every(folders):
        if vignette.pair and vignette.differs != "fluency":
            pairs.setdefault(vignette.id.rsplit("-", 1)[0], set()).add(vignette.delivery)
    assert pairs
    assert {name for name, told in pairs.items() if len(told) > 1} == set()
