"""Waivers: one probe freed from one rule, for a stated reason, without a change of meaning."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from screencopilot.domain.bank import Level
from screencopilot.domain.canonical import digest
from screencopilot.domain.plan import draw_agenda
from screencopilot.formats import bank_toml
from screencopilot.formats.errors import BankError
from tests.analysis.lint_sample import SHARED, fresh, lint_data, loaded_module, signal

BECAUSE = "the word is the trade's own here"


def waived(module: Any, rule: str, place: int = 0) -> None:
    module["probes"][place]["waive"] = [{"rule": rule, "because": BECAUSE}]


def test_a_waiver_spares_its_rule_on_its_probe_only(tmp_path: Path) -> None:
    module, bank = fresh()
    for place, when in ((0, "early"), (1, "late")):
        signal(module, "s1", place)["text"] = f"Understands the pipeline {when}"
    waived(module, "E12")
    assert [(f.rule, f.fault.key) for f in lint_data(module, tmp_path, bank)] == [
        ("E12", "probes[1].signals[0].text")
    ]


def test_a_waiver_of_either_twin_spares_the_family(tmp_path: Path) -> None:
    module, bank = fresh()
    module["probes"][1]["minutes"] = 9
    waived(module, "E28", 0)
    assert lint_data(module, tmp_path, bank) == ()


def test_a_plan_rule_is_waived_at_the_probe(tmp_path: Path) -> None:
    module, bank = fresh()
    del module["probes"][1]
    waived(module, "E37")
    assert lint_data(module, tmp_path, bank) == ()
    # Without a bank nobody can know whether the waiver is of use.
    assert lint_data(module, tmp_path) == ()


def test_meaning_stays_with_a_waiver_and_a_category(tmp_path: Path) -> None:
    module, bank = fresh()
    before = _resolved(module, bank, tmp_path)
    waived(module, "E12")
    module["probes"][0]["category"] = "retrieval"
    after = _resolved(module, bank, tmp_path)
    assert after.probes["FA1-A"].waive
    assert before.digest == after.digest
    assert digest(before.probes["FA1-A"]) == digest(after.probes["FA1-A"].meaning)
    agendas = [draw_agenda(r, r.bank.plans[0], Level.SENIOR, "C-1") for r in (before, after)]
    assert agendas[0] == agendas[1]


@pytest.mark.parametrize(
    ("waiver", "key"),
    [
        ({"rule": "E12", "because": "too short"}, "because"),
        ({"rule": "E12"}, "because"),
        ({"rule": "twelve", "because": BECAUSE}, "rule"),
        ({"rule": "E12", "because": BECAUSE, "until": "May"}, "until"),
    ],
)
def test_a_waiver_without_rule_or_reason_is_refused(waiver: Any, key: str, tmp_path: Path) -> None:
    module, _ = fresh()
    module["probes"][0]["waive"] = [waiver]
    with pytest.raises(BankError) as caught:
        loaded_module(module, tmp_path)
    assert [fault.key for fault in caught.value.faults] == [f"probes[0].waive[0].{key}"]


def _resolved(module: Any, bank: Any, folder: Path) -> Any:
    lint_data(module, folder, bank)  # writes both files
    read = bank_toml.load_bank(folder / "bank.toml")
    return bank_toml.resolve_bank(read, {"stories": folder / "stories.toml"}, SHARED)
