from __future__ import annotations

import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from screencopilot.domain.bank import Probe
from screencopilot.domain.vignette import VignetteFile, kinds_of
from screencopilot.formats.bank_toml import load_module
from screencopilot.formats.errors import BankError, Fault
from screencopilot.formats.vignette_toml import LEAST_WORDS, MOST_WORDS, load_vignettes, unfit
from tests.formats.files import DATA, edited, faults_of, good, line_of, load_text

V0, V1, V2 = "vignettes[0]", "vignettes[1]", "vignettes[2]"
LOWER = 'why_not_lower = "There is a live system in it."\n'
LONG = "word " * 200

# old text, new text, key of the fault, part of its message, part of its mend
BROKEN: list[tuple[str, str, str, str, str]] = [
    ("vignette/1", "vignette/2", "schema", "newer Screencopilot", "update"),
    ("vignette/1", "vignettes/1", "schema", "not a vignette file", ""),
    ('family = "FA1"', "", "family", "is missing", "capitals and digits"),
    ('family = "FA1"', 'family = "FA2"', f"{V2}.probe", "'FA1-B' is not of", "one family"),
    ('"FA1-P1-hollow"', '"FA1-P2-hollow"', f"{V0}.id", "does not say", "FA1-P1-hollow"),
    ('"FA1-P1-hollow"', '"FA1-P1-real"', f"{V1}.id", "vignettes[0] too", "another id"),
    ('"FA1-P1-hollow"', '"FA1-1"', f"{V0}.id", "family, pair and type", ""),
    ('"FA1-B1"', '"FA2-B1"', f"{V2}.id", "does not say", "FA1-B1"),
    ('"FA1-B1"', '"FA1-P2-real"', f"{V2}.id", "does not say", "FA1-B1"),
    ('type = "hollow"', 'type = "holow"', f"{V0}.type", "one of", "'hollow'"),
    ('type = "hollow"', 'type = "borderline"', f"{V0}.pair", "borderline", "hollow and real"),
    ('pair = "P1"\n', "", f"{V0}.pair", "is missing", "which pair"),
    ('pair = "P1"', 'pair = "first"', f"{V0}.pair", "P and a number", ""),
    ('pair = "P1"', 'pair = "P2"', f"{V1}.pair", "P1 has no hollow", "write the hollow"),
    ('differs = "fluency"\n', "", f"{V0}.differs", "is missing", "one thing"),
    ('differs = "fluency"', 'differs = "we"', f"{V1}.differs", "'fluency', but", "agree"),
    ('differs = "fluency"', 'differs = "luck"', f"{V0}.differs", "one of", ""),
    ('probe = "FA1-A"', 'probe = "FA1-B"', f"{V1}.probe", "'FA1-A', but the hollow", "agree"),
    ('level = "senior"', 'level = "mid"', f"{V1}.level", "'senior', but the hollow", "agree"),
    ("accept = [3, 4]", "accept = [3, 5]", f"{V1}.accept", "too wide", "two neighbours"),
    ("accept = [3, 4]", "accept = [4, 3]", f"{V1}.accept", "does not hold", "lowest"),
    ("accept = [3, 4]", "accept = [5, 5]", f"{V1}.accept", "5-5 does not hold the rung 4", ""),
    ("accept = [3, 4]", "accept = [4]", f"{V1}.accept", "at least 2 entries", ""),
    ("rung = 2\naccept = [1, 2]", "rung = 3\naccept = [3, 3]", f"{V1}.accept", "begins at 3", "not touch"),
    ("accept = [2, 3]", "accept = [3, 3]", f"{V2}.accept", "two right rungs", "both"),
    ('ticks = ["s1", "s2"]', 'ticks = ["s1", "s1"]', f"{V1}.ticks[1]", "ticks[0] too", ""),
    ('ticks = ["s1", "s2"]', "ticks = []", f"{V1}.ticks", "must not be empty", ""),
    ("{ s2 =", "{ r1 =", f"{V0}.not_ticked_because.r1", "r1 is ticked", "remove"),
    (LOWER, "", f"{V0}.why_not_lower", "is missing", "why rung 2"),
    ("rung = 2\n", "rung = 1\n", f"{V0}.why_not_lower", "stands at rung 1", "remove"),
    ("Seen from outside: symptom and cure.", "Hollow.", f"{V0}.why", "at least 20 characters", ""),
    ('delivery = "smooth"', 'delivery = "fast"', f"{V0}.delivery", "one of", "halting, smooth"),
    ('confidence = "high"', 'confidence = "medium"', f"{V0}.confidence", "one of", "high, low"),
    ('say = ""', 'say = "f2"', f"{V0}.turns[0].say", "'f2' opens", 'say = ""'),
    ('say = "f1"', 'say = ""', f"{V0}.turns[1].say", "must not be empty", "follow-up"),
    ('say = "f1"', 'say = "labels-late"', f"{V0}.turns[2].say", "said before", "once"),
    ('say = "f1"', 'say = "What?"', f"{V0}.turns[1].say", "id of a follow-up", ""),
    ("I have one, so", LONG, f"{V2}.turns", "120-250 words in all, hold", "cut"),
    ("agreed_by", "agreedby", f"{V2}.agreedby", "not a known key", "'agreed_by'"),
]

# old text, new text, key of the fault, part of its message, part of its mend
UNFIT: list[tuple[str, str, str, str, str]] = [
    ('probe = "FA1-B"', 'probe = "FA1-C"', f"{V2}.probe", "no probe 'FA1-C'", "FA1-"),
    ("probe_rev = 1", "probe_rev = 2", f"{V0}.probe_rev", "stands on revision 2, FA1-A is at 1", "read"),
    ('ticks = ["s1", "s2"]', 'ticks = ["s1", "s7"]', f"{V1}.ticks[1]", "no signal of FA1-A 's7'", ""),
    ("{ s2 =", "{ s9 =", f"{V0}.not_ticked_because.s9", "no signal of FA1-A", ""),
    ('say = "f1"', 'say = "f2"', f"{V0}.turns[1].say", "no follow-up or card 'f2'", "f1, no-case"),
    ('say = "labels-late"', 'say = "labels-early"', f"{V0}.turns[2].say", "no follow-up or", "'labels-late'"),
    ('say = "f1"', 'say = "no-case"', f"{V0}.ticks[0]", "nothing was asked", "ask f1"),
    (
        'say = "labels-late"\ntext = "Then I',
        'say = "no-case"\ntext = "Then I',
        f"{V1}.turns[2].say",
        "3 at",
        "3",
    ),
    ('ticks = ["s1", "s2"]', 'ticks = ["s1"]', f"{V1}.ticks", "two strong", ""),
    ('ticks = ["r1"]', 'ticks = ["s1"]', f"{V0}.ticks", "weak or a red", ""),
]


def probes() -> dict[str, Probe]:
    return {probe.id: probe for probe in load_module(DATA / "module.toml").value.probes}


def unfit_text(text: str, folder: Path, complete: bool = True) -> list[Fault]:
    return unfit(load_text("vignette", text, folder), probes(), ["all-success"], complete)


def keys_at_fault(rows: Any, folder: Path) -> set[str]:
    try:
        load_text("vignette", tomli_w.dumps(rows), folder)
    except BankError as error:
        return {fault.key for fault in error.faults}
    return set()


def data() -> Any:
    return tomllib.loads(good("vignette"))


@pytest.mark.parametrize(("old", "new", "key", "message", "mend"), BROKEN, ids=lambda value: str(value)[:30])
def test_one_broken_place_gives_its_fault(
    old: str, new: str, key: str, message: str, mend: str, tmp_path: Path
) -> None:
    faults = {fault.key: fault for fault in faults_of("vignette", edited("vignette", (old, new)), tmp_path)}
    assert message in faults[key].message
    assert mend in faults[key].mend
    assert faults[key].mend


@pytest.mark.parametrize(("old", "new", "key", "message", "mend"), UNFIT, ids=lambda value: str(value)[:30])
def test_what_does_not_fit_the_probe_is_told(
    old: str, new: str, key: str, message: str, mend: str, tmp_path: Path
) -> None:
    faults = {fault.key: fault for fault in unfit_text(edited("vignette", (old, new)), tmp_path)}
    assert message in faults[key].message
    assert mend in faults[key].mend


def test_the_good_file_fits_its_probes(tmp_path: Path) -> None:
    assert unfit_text(good("vignette"), tmp_path) == []
    file: VignetteFile = load_vignettes(DATA / "vignette.toml").value
    hollow, real, borderline = file.vignettes
    assert hollow.said == ("f1", "labels-late")
    assert [hollow.accepts(rung) for rung in range(1, 6)] == [True, True, False, False, False]
    assert (real.pair, real.differs) == ("P1", "fluency")
    assert not borderline.pair
    assert borderline.agreed_by == ("A. K.",)
    assert "\n" not in hollow.turns[0].text


def test_all_faults_come_at_once_with_their_lines(tmp_path: Path) -> None:
    text = edited(
        "vignette",
        ('type = "hollow"', 'type = "holow"'),
        ("accept = [3, 4]", "accept = [1, 4]"),
        ('say = "all-success"', 'say = "f1"'),
    )
    faults = faults_of("vignette", text, tmp_path)
    assert {(fault.key, fault.line) for fault in faults} == {
        (f"{V0}.type", line_of(text, '"holow"')),
        (f"{V1}.accept", line_of(text, "[1, 4]")),
        (f"{V2}.turns[3].say", len(text.splitlines()) - 1),
    }


def test_a_missing_probe_is_told_only_when_all_modules_were_read(tmp_path: Path) -> None:
    text = edited("vignette", ('probe = "FA1-B"', 'probe = "FA1-C"'))
    assert unfit_text(text, tmp_path, complete=False) == []
    assert len(unfit_text(text, tmp_path)) == 1


def test_an_answer_that_meets_the_bar_is_not_hollow(tmp_path: Path) -> None:
    text = edited(
        "vignette",
        ("rung = 2\naccept = [1, 2]", "rung = 3\naccept = [3, 3]"),
        ("accept = [3, 4]", "accept = [4, 4]"),
    )
    assert unfit_text(text, tmp_path) == []  # below the senior bar
    mid = text.replace('level = "senior"', 'level = "mid"')
    (fault,) = unfit_text(mid, tmp_path)
    assert (fault.key, fault.message) == (f"{V0}.rung", "3 meets the bar of 3 for mid")


def test_a_red_signal_counts_once_its_check_was_asked(tmp_path: Path) -> None:
    asked = edited("vignette", ('say = "f1"', 'say = "all-success"'))
    assert unfit_text(asked, tmp_path) == []


def test_two_cards_may_be_played_and_no_third(tmp_path: Path) -> None:
    loaded = load_text("vignette", edited("vignette", ('say = "f1"', 'say = "one-way-door"')), tmp_path)
    own = probes()
    own["FA1-A"] = replace(own["FA1-A"], cards=("labels-late", "one-way-door"))
    assert not [f for f in unfit(loaded, own, []) if "card number" in f.message]
    third = data()
    third["vignettes"][0]["turns"].append({"say": "half-money", "text": "Less of it."})
    own["FA1-A"] = replace(own["FA1-A"], cards=("labels-late", "one-way-door", "half-money"))
    third["vignettes"][0]["turns"][1]["say"] = "one-way-door"
    found = unfit(load_text("vignette", tomli_w.dumps(third), tmp_path), own, ["all-success"])
    assert [f.key for f in found if "card number" in f.message] == [f"{V0}.turns[3].say"]


def test_levels_of_a_pair_may_differ_only_over_modesty(tmp_path: Path) -> None:
    rows = data()
    rows["vignettes"][0]["level"] = "staff"
    for row in rows["vignettes"][:2]:
        row["differs"] = "modesty"
    assert load_text("vignette", tomli_w.dumps(rows), tmp_path)


@given(words=st.integers(1, 400))
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_words_are_counted_over_all_turns(words: int, tmp_path: Path) -> None:
    rows = data()
    first = random.Random(words).randint(0, words - 1)
    rows["vignettes"][2]["turns"] = [
        {"say": "", "text": "a " * (words - first)},
        {"say": "f1", "text": "b " * first or "c"},
    ]
    fits = LEAST_WORDS <= words + (not first) <= MOST_WORDS
    assert keys_at_fault(rows, tmp_path) == (set() if fits else {f"{V2}.turns"})


@given(rung=st.integers(1, 5), low=st.integers(1, 5), high=st.integers(1, 5))
@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_right_rungs_are_the_reference_and_at_most_a_neighbour(
    rung: int, low: int, high: int, tmp_path: Path
) -> None:
    rows = data()
    row = rows["vignettes"][1] | {"rung": rung, "accept": [low, high]}
    for key, end in (("why_not_lower", 1), ("why_not_higher", 5)):
        if rung == end:
            del row[key]
    rows["vignettes"][1] = row
    fits = low <= rung <= high <= low + 1 and low > 2
    assert keys_at_fault(rows, tmp_path) == (set() if fits else {f"{V1}.accept"})


def test_a_pair_counts_only_whole() -> None:
    vignettes = load_vignettes(DATA / "vignette.toml").value.vignettes
    assert kinds_of(vignettes) == {"pair", "borderline"}
    assert kinds_of(vignettes[:2]) == {"pair"}
    assert kinds_of(vignettes[1:]) == {"borderline"}
    assert kinds_of([]) == frozenset()
