"""Whatever stands in a file, it loads or our own error says why."""

from __future__ import annotations

import copy
import random
import tomllib
from pathlib import Path
from typing import Any

import pytest
import tomli_w
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screencopilot.formats.debrief_toml import DebriefError
from screencopilot.formats.errors import BankError, FormatError, NoteError, ThemeError
from tests.formats.files import LOADERS, good, load_text

OURS: dict[str, type[FormatError]] = {"debrief": DebriefError, "note": NoteError, "theme": ThemeError}
ODD: list[Any] = [
    0, -1, 6, 3.5, True, float("nan"), float("inf"), 2**62, "", "x", "CON", "../x", "\x1b[2J", "\u202e", "a\nb",
    "é" * 5000, "a" + "\u0301" * 500, [], {}, [[]], [{}], {"a": 1}, [1, "a"], "NE", "2027-01-01",
]  # fmt: skip


def load_or_refuse(kind: str, text: str | bytes, folder: Path) -> None:
    refused = None
    try:
        load_text(kind, text, folder)
    except OURS.get(kind, BankError) as error:
        refused = error
    if refused is None:
        return
    assert "\x1b" not in str(refused)
    assert all(fault.message for fault in refused.faults)
    # The walk names every fault that the conversion stumbles over: its fallback is never needed.
    assert not any("compare it with" in fault.mend for fault in refused.faults)
    assert len(str(refused).split("\n")) == len(refused.faults) <= 200


def containers(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    below = [deep for item in inner for deep in containers(item)]
    return [value, *below] if isinstance(value, dict | list) and value else below


@pytest.mark.parametrize("kind", list(LOADERS))
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_value_loads_or_is_refused(kind: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    data = tomllib.loads(good(kind))
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(containers(data))
        key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
        if chance.random() < 0.3:
            del place[key]
        else:
            place[key] = copy.deepcopy(chance.choice(ODD))
        if not data:
            break
    load_or_refuse(kind, tomli_w.dumps(data), tmp_path)


@pytest.mark.parametrize("kind", list(LOADERS))
@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_changed_bytes_load_or_are_refused(kind: str, seed: int, tmp_path: Path) -> None:
    chance = random.Random(seed)
    raw = bytearray(good(kind).encode())
    for _ in range(chance.randint(1, 4)):
        start = chance.randrange(len(raw))
        piece = bytes(chance.choice(b'[]{}="\\\n#,.\x00\xff1a') for _ in range(chance.randint(0, 3)))
        raw[start : start + chance.randint(0, 5)] = piece
    load_or_refuse(kind, bytes(raw), tmp_path)


@pytest.mark.parametrize("kind", list(LOADERS))
@given(raw=st.binary())
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_load_or_are_refused(kind: str, raw: bytes, tmp_path: Path) -> None:
    load_or_refuse(kind, raw, tmp_path)


def test_many_probes_are_refused(tmp_path: Path) -> None:
    head, probe = good("module").split("[[probes]]", 1)
    one = "[[probes]]" + probe.split("[[probes]]", 1)[0]
    with pytest.raises(BankError, match="at most 200 entries, has 300"):
        load_text("module", head + one * 300, tmp_path)


def test_many_evidence_lines_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NoteError, match="has more than"):
        load_text("note", good("note") + "[[evidence]]\nid = 'e'\n" * 50_000, tmp_path)
