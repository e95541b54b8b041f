from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

from screencopilot.domain.bank import ResolvedBank
from screencopilot.formats.bank_toml import expired, load_bank, load_shared, resolve_bank
from screencopilot.formats.errors import BankError, Fault
from tests.formats.files import DATA, LOADERS, edited, faults_of, good, line_of

LONG = "word " * 51

# file, old text, new text, key of the fault, part of its message, part of its mend
BROKEN: list[tuple[str, str, str, str, str, str]] = [
    ("bank", 'schema = "screencopilot/bank/1"', "", "schema", "is missing", "screencopilot/bank/1"),
    ("bank", "bank/1", "bank/2", "schema", "newer Screencopilot", "update"),
    ("bank", "bank/1", "bank/0", "schema", "unknown", "screencopilot/bank/1"),
    ("bank", "bank/1", "module/1", "schema", "this is a module file", ""),
    ("bank", '"screencopilot/bank/1"', "1", "schema", "unknown", ""),
    ("bank", "title =", "titel =", "titel", "not a known key", "'title'"),
    ("bank", 'role = "applied-ml-engineer"\n', "", "role", "is missing", "kebab-case"),
    ("bank", 'id = "applied-ml-engineer"', 'id = "../../etc/passwd"', "id", "kebab-case", ""),
    ("bank", 'id = "applied-ml-engineer"', 'id = "a\\nb"', "id", "kebab-case", ""),
    ("bank", '"1.0.0"', '"1.0"', "version", "semantic version", ""),
    ("bank", '"mid", "senior"', '"mid", "senor"', "levels[1]", "'mid', 'senior'", "'senior'"),
    ("bank", '"mid", "senior"', '"mid", "mid"', "levels[1]", "levels[0] too", ""),
    ("bank", '["stories"]', '["stories", "stories"]', "modules[1]", "modules[0] too", ""),
    ("bank", "2027-05-01", '"2027-05-01"', "review_by", "a date such as", "no quotes"),
    ("bank", "2027-05-01", "2027-05-01T00:00:00Z", "review_by", "a date such as", ""),
    ("bank", "weight = 2", "weight = 4", "competencies[0].weight", "a whole number 1-3, is 4", ""),
    ("bank", "weight = 2", "weight = true", "competencies[0].weight", "is true", ""),
    ("bank", "weight = 2", "weight = inf", "competencies[0].weight", "is inf", ""),
    ("bank", "weight = 2", "weight = 0x" + "f" * 9999, "competencies[0].weight", "beyond 64 bits", ""),
    ("bank", "floor = 2", "floor = 2.5", "competencies[0].floor", "a whole number 1-5", ""),
    ("bank", "Diagnosis under pressure", "D" * 29, "competencies[0].label", "28 characters, has 29", "by 1"),
    ("bank", "must = true", 'must = "yes"', "plans[0].blocks[0].must", "true or false", ""),
    ("bank", "minutes = 30", 'minutes = "30"', "plans[0].minutes", "a whole number 1-180, is '30'", ""),
    ("bank", "minutes = 30", "minutes = -30", "plans[0].minutes", "1-180", ""),
    ("bank", "minutes = 30", "minutes = 31", "plans[0].minutes", "= 30", "+1 minutes"),
    ("bank", '["second"]', '["secnd"]', "plans[0].drop_order[0]", "no slot 'secnd'", "'second'"),
    ("bank", '["second"]', '["first"]', "plans[0].drop_order[0]", "must be asked", ""),
    ("bank", 'slot = "second"', 'slot = "first"', "plans[0].blocks[1].slot", "blocks[0] too", ""),
    ("module", 'id = "FA1-A"', 'id = "FA1-C"', "probes[0].id", "family, dash, form", "FA1-A"),
    ("module", 'id = "FA1-A"', 'id = "fa1"', "probes[0].id", "FA1-A", ""),
    ("module", 'id = "FA1-B"', 'id = "FA1-A"', "probes[1].id", "probes[0] too", ""),
    ("module", 'say = "Tell me', f'say = "{LONG}', "probes[0].say", "at most 50 words", "cut"),
    ("module", 'say_again = "', f'say_again = "{"a " * 15}', "probes[0].say_again", "at most 15 words", ""),
    ("module", 'say = "Suppose', f'say = "{LONG}', "probes[0].if_no_case.say", "at most 50 words", ""),
    ("module", 'say = "Which', f'say = "{"a " * 25}', "probes[0].follow_ups[0].say", "25 words", ""),
    ("module", '["s1", "r1"]', '["s1", "r9"]', "probes[0].follow_ups[0].reveals[1]", "no signal 'r9'", ""),
    (
        "module",
        'rung = "specifics"',
        'rung = "specific"',
        "probes[0].follow_ups[0].rung",
        "one of",
        "'specifics'",
    ),
    ("module", 'id = "s2"', 'id = "s1"', "probes[0].signals[1].id", "signals[0] too", ""),
    ("module", 'tone = "strong"', 'tone = "stong"', "probes[0].signals[0].tone", "is 'stong'", "'strong'"),
    ("module", 'flag = "all-success"\n', "", "probes[0].signals[2].flag", "is missing", "contradiction"),
    ("module", "decisive = true", 'flag = "all-success"', "probes[0].signals[0].flag", "on a strong", ""),
    ("module", 'damage"', 'damage"\ndecisive = true', "probes[0].signals[1].decisive", "s1 is", ""),
    ("module", "staff = 5", "staff = 3", "probes[0].bar.staff", "3 is below senior's 4", ""),
    ("module", "rung = 2\n", "rung = 3\n", "probes[0].ladder", "1, 3, 3, 4, 5", ""),
    ("module", '"diagnosis"', '"cost"', "probes[1].competency", "differs from 'cost'", ""),
    (
        "module",
        '\n[[probes.ladder]]\nrung = 1\ntext = "Behaviour 1"',
        "",
        "probes[0].ladder",
        "at least 5",
        "",
    ),
    ("module", 'intent = "Has owned a repair."', 'intent = ""', "probes[0].intent", "must not be empty", ""),
    ("module", 'intent = "Has owned a repair."', "intent = []", "probes[0].intent", "is an array", ""),
    ("module", 'cards = ["labels-late"]', 'cards = "labels-late"', "probes[0].cards", "an array", ""),
    ("module", 'category = "production-deployment"', 'category = "x"', "category", "one of", "retrieval"),
    ("cards", 'say = "From', f'say = "{"a " * 30}', "cards[0].say", "at most 30 words", ""),
    ("cards", 'dimension = "data"', 'dimension = "date"', "cards[0].dimension", "one of", "'data'"),
    ("claims", "label =", "lable =", "claims[0].lable", "not a known key", "'label'"),
    ("flags", "check =", "chek =", "flags[0].chek", "not a known key", "'check'"),
]


@pytest.mark.parametrize("kind", list(LOADERS))
def test_the_good_files_load(kind: str) -> None:
    assert LOADERS[kind](DATA / f"{kind}.toml")


@pytest.mark.parametrize(
    ("kind", "old", "new", "key", "message", "mend"), BROKEN, ids=lambda value: str(value)[:30]
)
def test_one_broken_place_gives_its_fault(
    kind: str, old: str, new: str, key: str, message: str, mend: str, tmp_path: Path
) -> None:
    text = edited(kind, (old, new))
    faults = {fault.key: fault for fault in faults_of(kind, text, tmp_path)}
    fault = faults[key]
    assert message in fault.message
    assert mend in fault.mend
    assert fault.mend
    assert fault.path.endswith(f"{kind}.toml")
    assert len(str(fault)) < 500


def test_all_faults_come_at_once_with_their_lines(tmp_path: Path) -> None:
    text = edited(
        "module",
        ('tone = "strong"', 'tone = "stong"'),
        ('id = "FA1-B"', 'id = "FA1-C"'),
        ('safe_title = "Stories"', "safe_title = 3"),
        ('version = "1.0.0"', 'version = "1"\nextra = 1'),
    )
    faults = faults_of("module", text, tmp_path)
    assert {(fault.key, fault.line) for fault in faults} == {
        ("safe_title", line_of(text, "safe_title")),
        ("version", line_of(text, "version")),
        ("extra", line_of(text, "extra")),
        ("probes[0].signals[0].tone", line_of(text, '"stong"')),
        ("probes[1].id", line_of(text, '"FA1-C"')),
    }


def test_the_fault_reads_as_file_line_key_message_mend() -> None:
    fault = Fault("a.toml", 3, "probes[0].id", "is missing", "add id")
    assert str(fault) == "a.toml:3: probes[0].id: is missing (add id)"
    assert str(Fault("a.toml", None, "", "is missing", "")) == "a.toml: is missing"


def test_hostile_values_are_shown_clean_and_short(tmp_path: Path) -> None:
    text = edited(
        "bank", ('"reviewed"', '"\\u001b]0;x\\u0007' + "y" * 5000 + '"'), ("aliases", '"\\u001b[2J"')
    )
    for fault in faults_of("bank", text, tmp_path):
        assert "\x1b" not in str(fault)
        assert len(str(fault)) < 400


def test_text_is_cleaned_on_the_way_in(tmp_path: Path) -> None:
    place = tmp_path / "bank.toml"
    place.write_text(edited("bank", ('"Welcome."', '"  Wel\\u001b[31mcome\\n to\\tall\\u202e "')))
    assert load_bank(place).value.opening == "Wel[31mcome to all"


def test_a_thousand_faults_are_cut_to_a_hundred(tmp_path: Path) -> None:
    text = good("bank") + "\n".join(f"x{i} = 1" for i in range(1000))
    assert len(faults_of("bank", text.replace("[[comp", "[[xcomp"), tmp_path)) == 100


# -- resolving ----------------------------------------------------------------------------------------------------


def resolved(folder: Path, **edits: list[tuple[str, str]]) -> ResolvedBank:
    for kind in ("bank", "module", "cards", "claims", "flags"):
        (folder / f"{kind}.toml").write_text(edited(kind, *edits.get(kind, [])))
    shared = load_shared(folder / "cards.toml", folder / "claims.toml", folder / "flags.toml")
    return resolve_bank(load_bank(folder / "bank.toml"), {"stories": folder / "module.toml"}, shared)


def test_a_good_bank_resolves(tmp_path: Path) -> None:
    bank = resolved(tmp_path)
    assert list(bank.probes) == ["FA1-A", "FA1-B", "FA2-A"]
    assert bank.module_titles["FA1-A"] == ("Production stories", "Stories")
    assert [probe.id for probe in bank.forms("FA1")] == ["FA1-A", "FA1-B"]
    assert set(bank.cards) == {"labels-late"}


@pytest.mark.parametrize(
    ("kind", "old", "new", "file", "key", "message"),
    [
        ("bank", '["stories"]', '["storys"]', "bank", "modules[0]", "no module 'storys'"),
        ("bank", 'family = "FA2"', 'family = "FA3"', "bank", "plans[0].blocks[1].family", "no family 'FA3'"),
        ("bank", 'id = "diagnosis"', 'id = "other"', "bank", "plans[0].blocks[0].family", "'diagnosis'"),
        ("module", "minutes = 9", "minutes = 20", "bank", "plans[0].blocks[0].minutes", "60 % of the 20"),
        ("module", 'id = "stories"', 'id = "tales"', "module", "id", "found as 'stories'"),
        ("module", '["labels-late"]', '["label-late"]', "module", "probes[0].cards[0]", "constraint card"),
        ("module", '["owned-model"]', '["owned"]', "module", "probes[0].claims[0]", "claim kind"),
        ("module", 'flag = "all-success"', 'flag = "all"', "module", "probes[0].signals[2].flag", "red flag"),
        ("module", "rev = 1", "rev = 0", "module", "probes[0].rev", "1-9999"),
    ],
)
def test_what_does_not_fit_together_is_said_where_it_is_mended(
    kind: str, old: str, new: str, file: str, key: str, message: str, tmp_path: Path
) -> None:
    edits: dict[str, Any] = {kind: [(old, new)]}
    with pytest.raises(BankError) as caught:
        resolved(tmp_path, **edits)
    fault = next(fault for fault in caught.value.faults if fault.key == key)
    assert fault.path == str(tmp_path / f"{file}.toml")
    assert fault.line is not None
    assert message in fault.message
    if message.startswith("no ") and kind == "bank":
        assert "did you mean" in fault.mend


def test_a_broken_module_does_not_hide_its_families(tmp_path: Path) -> None:
    with pytest.raises(BankError) as caught:
        resolved(tmp_path, module=[("rev = 1", "rev = 0")])
    assert [fault.key for fault in caught.value.faults] == ["probes[0].rev"]


def test_contradiction_is_a_flag_of_its_own(tmp_path: Path) -> None:
    assert resolved(tmp_path, module=[('flag = "all-success"', 'flag = "contradiction"')])


@pytest.mark.parametrize(
    ("edits", "same"),
    [
        ({"bank": [("MLE", "ML person")]}, True),
        ({"bank": [("2027-05-01", "2028-05-01")]}, True),
        ({"bank": [("reviewed", "draft")]}, True),
        ({"bank": [("minutes = 30", "minutes = 31"), ("buffer = 4", "buffer = 5")]}, True),
        ({"module": [("Puts a number", "Puts\\ta number")]}, True),
        ({"module": [("Which number moved?", "What number moved?")]}, False),
        ({"bank": [("weight = 2", "weight = 3")]}, False),
        ({"cards": [("ninety days.", "sixty days.")]}, False),
        ({"module": [("rev = 1\n", "rev = 1 # same\n")]}, True),
    ],
)
def test_the_digest_follows_the_meaning(edits: Any, same: bool, tmp_path: Path) -> None:
    assert (resolved(tmp_path).digest == resolved(tmp_path, **edits).digest) is same


def test_shared_faults_come_together(tmp_path: Path) -> None:
    for kind, old, new in (("cards", "say", "sya"), ("claims", "say", "sya"), ("flags", "check", "chek")):
        (tmp_path / kind).write_text(edited(kind, (f"{old} =", f"{new} =")))
    with pytest.raises(BankError) as caught:
        load_shared(tmp_path / "cards", tmp_path / "claims", tmp_path / "flags")
    assert {Path(fault.path).name for fault in caught.value.faults} == {"cards", "claims", "flags"}


def test_expiry_is_a_warning() -> None:
    bank = load_bank(DATA / "bank.toml").value
    assert expired(bank, dt.date(2027, 5, 1)) is None
    assert "2027-05-01" in (expired(bank, dt.date(2027, 5, 2)) or "")
    assert "\n" not in (expired(msgspec.structs.replace(bank, title="T"), dt.date(2030, 1, 1)) or "")
