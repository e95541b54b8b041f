from __future__ import annotations

import copy
import datetime as dt
import tomllib
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from screencopilot.domain.note import LoanNote, Note
from screencopilot.formats.errors import NoteError
from screencopilot.formats.note_toml import (
    Document,
    dump_note,
    load_note,
    note_file_name,
    note_to_document,
    parse_note,
    seal,
    verify,
)
from tests.formats.files import DATA, edited, faults_of

NOW = dt.datetime(2026, 11, 21, 10, 49, 12, tzinfo=dt.timezone(dt.timedelta(hours=-5)))
NASTY = st.text(st.characters(codec=None, categories=None)) | st.sampled_from(
    [
        '"""',
        "'''",
        '\\"""',
        "a\r\nb",
        "\n\n",
        "\ud800",
        "\x1b]52;c;x\x07",
        "=1+1",
        "[/x]",
        "\u2028",
        '"\n"',
        " \\\n x ",
    ]
)


def good_file() -> Any:
    return load_note(DATA / "note.toml")


BROKEN: list[tuple[str, str, str, str]] = [
    ("note/1", "note/2", "schema", "newer"),
    ('status = "draft"', 'status = "sealed"', "seal", "is missing"),
    ('status = "draft"', 'status = "drafted"', "status", "one of"),
    ("rating = 4", "rating = 0", "probes[0].rating", "a whole number 1-5 or one of 'NE', is 0"),
    ("rating = 4", "rating = 6", "probes[0].rating", "is 6"),
    ("rating = 4", "rating = 3.5", "probes[0].rating", "is 3.5"),
    ("rating = 4", "rating = true", "probes[0].rating", "is true"),
    ("rating = 4", 'rating = "N"', "probes[0].rating", "is 'N'"),
    ('id = "e1"', 'id = "e2"', "claims[0].evidence[0]", "no evidence 'e1'"),
    ('id = "e1"', 'id = ""', "evidence[0].id", "must not be empty"),
    ('probe = "FA1-A"\nsignal', 'probe = "FA9-A"\nsignal', "evidence[0].probe", "no probe 'FA9-A'"),
    ('id = "FA2-A"', 'id = "FA1-A"', "probes[1].id", "probes[0] too"),
    ("T10:00:03-05:00", "T10:00:03", "timing.started", "a time with its zone"),
    ("seconds = 402", "seconds = nan", "probes[0].seconds", "is nan"),
    ("seconds = 402", "seconds = -1", "probes[0].seconds", "is -1"),
    ("sha256:00", "sha256:0", "bank.digest", "text that matches"),
    ("[overall]\n", "[overall]\nx = inf\n", "overall.x", "finite"),
    ("[overall]\n", f"[overall]\nx = [0x{'f' * 30}]\n", "overall.x[0]", "finite"),
    ("[overall]\n", '[overall]\n"x\\u0007" = 1\n', "overall.x", "cannot be seen"),
    ("began =", '"be\\u202Egan" =', "probes[0].numbers.began", "cannot be seen"),
    ('probe = "FA1-A"\nfrom', 'probe = "FA7-A"\nfrom', "revisions[0].probe", "no probe"),
    ("from = 4", "from = 9", "revisions[0].from", "is 9"),
    ('evidence = "e1"', 'evidence = "e7"', "flags[0].evidence", "no evidence 'e7'"),
    ("mean = 4", 'mean = "4"', "calibration.competencies.diagnosis.mean", "a number"),
    ('because = "Owned it"', f'because = "{"x" * 4001}"', "overall.because", "at most 4000"),
]


@pytest.mark.parametrize(("old", "new", "key", "message"), BROKEN, ids=lambda value: str(value)[:30])
def test_one_broken_place_gives_its_fault(old: str, new: str, key: str, message: str, tmp_path: Path) -> None:
    faults = {fault.key: fault for fault in faults_of("note", edited("note", (old, new)), tmp_path)}
    assert message in faults[key].message
    assert faults[key].mend
    assert faults[key].line or key == "seal"


def test_an_evidence_line_on_no_probe_is_fine(tmp_path: Path) -> None:
    assert parse_note(edited("note", ('probe = "FA1-A"\nsignal', 'probe = ""\nsignal')).encode(), "x")


def test_borrowed_time_is_written_read_back_and_names_only_probes_there_are() -> None:
    file = good_file()
    probe = file.note.probes[0].id
    lent = msgspec.structs.replace(file.note, loans=(LoanNote(65, probe, probe, 120),))
    document = note_to_document(lent, file.raw)
    assert document["loans"] == [{"at": 65, "probe": probe, "from": probe, "seconds": 120}]
    assert parse_note(dump_note(document), "x").note.loans == lent.loans
    document["loans"][0]["from"] = "XX-A"
    with pytest.raises(NoteError, match=r"loans\[0\]\.from: .*no probe 'XX-A'"):
        parse_note(dump_note(document), "x")


def test_an_untouched_note_gives_an_equal_document() -> None:
    file = good_file()
    document = note_to_document(file.note, file.raw)
    assert document == file.raw
    assert tomllib.loads(dump_note(document).decode()) == document
    assert dump_note(document) == dump_note(note_to_document(*_parts(parse_note(dump_note(document), "x"))))


def _parts(file: Any) -> tuple[Note, Document]:
    return file.note, file.raw


def test_unknown_keys_survive_a_change_at_every_depth() -> None:
    file = good_file()
    probe = msgspec.structs.replace(file.note.probes[0], rating=2)
    changed = msgspec.structs.replace(file.note, probes=(file.note.probes[1], probe))
    document = note_to_document(changed, file.raw)
    assert document["mood"]
    assert document["candidate"]["pronouns"]
    assert "warmth" not in document["probes"][0]
    assert document["probes"][1]["warmth"] == file.raw["probes"][0]["warmth"]
    assert document["probes"][1]["rating"] == 2
    assert document["calibration"]["competencies"]["diagnosis"]["spread"] == 0.5


def test_what_says_nothing_is_left_out() -> None:
    document = note_to_document(good_file().note)
    assert "seal" not in document
    assert "moments" not in document["probes"][0]
    assert "evidence" not in document["evidence"][0]
    assert list(document)[:4] == ["schema", "id", "status", "app"]


def test_a_known_key_that_is_now_unset_goes() -> None:
    file = good_file()
    document = note_to_document(msgspec.structs.replace(file.note, overall=msgspec.UNSET), file.raw)
    assert "overall" not in document


def test_text_has_lines_only_where_it_may() -> None:
    file = good_file()
    assert file.note.probes[0].because == "Two lines\nof why"
    assert 'because = """\nTwo lines\nof why"""' in dump_note(file.raw).decode()


# -- the seal ------------------------------------------------------------------------------------------------------


def sealed_document() -> Document:
    file = good_file()
    return seal(note_to_document(file.note, file.raw), NOW)


def test_a_seal_survives_disk_and_revisions() -> None:
    document = sealed_document()
    assert verify(document) == "sealed-intact"
    file = parse_note(dump_note(document), "x")
    assert file.note.status == "sealed"
    assert verify(file.raw) == "sealed-intact"
    added = msgspec.structs.replace(file.note, revisions=file.note.revisions * 2)
    revised = parse_note(dump_note(note_to_document(added, file.raw)), "x")
    assert len(revised.note.revisions) == 2
    assert verify(revised.raw) == "sealed-intact"


def test_a_note_without_the_newest_fields_keeps_its_seal() -> None:
    document = sealed_document()
    assert "opening_seconds" not in document["timing"]
    file = parse_note(dump_note(document), "x")
    assert note_to_document(file.note, file.raw) == document


def test_a_note_that_writes_its_defaults_out_keeps_its_seal() -> None:
    text = edited(
        "note", ("paused_seconds = 66", "paused_seconds = 66\nopening_seconds = 0"), ('["owned-model"]', "[]")
    )
    raw = parse_note(text.encode(), "x").raw
    file = parse_note(dump_note(seal(raw, NOW)), "x")
    assert verify(note_to_document(file.note, file.raw)) == "sealed-intact"


def test_zones_with_seconds_are_written_in_utc() -> None:
    zone = dt.timezone(dt.timedelta(hours=-4, minutes=-56, seconds=-2))  # New York before 1883
    note = good_file().note
    odd = msgspec.structs.replace(note.timing, started=dt.datetime(1880, 1, 1, tzinfo=zone))
    document = note_to_document(msgspec.structs.replace(note, timing=odd))
    assert parse_note(dump_note(document), "x").note.timing.started == odd.started
    assert verify(parse_note(dump_note(seal(document, NOW.astimezone(zone))), "x").raw) == "sealed-intact"


@pytest.mark.parametrize(
    "change",
    [
        lambda d: d["probes"][0].update(rating=5),
        lambda d: d["evidence"][0].update(text="recall went from 0.81 to 0.65"),
        lambda d: d["evidence"][0].update(text="recall went from 0.81 to 0.64\u200b"),
        lambda d: d.update(mood="other"),
        lambda d: d.update(status="draft"),
        lambda d: d["seal"].update(digest="sha256:" + "0" * 64),
        lambda d: d.pop("seal"),
    ],
)
def test_a_changed_note_is_told(change: Any) -> None:
    document = copy.deepcopy(sealed_document())
    change(document)
    assert verify(document) == "changed"


def test_a_draft_is_a_draft() -> None:
    assert verify(good_file().raw) == "draft"


def test_the_file_name_is_made_of_safe_characters() -> None:
    note = good_file().note
    assert note_file_name(note) == "2026-11-21_C-2041_A.-Kim_0192f0c1.toml"
    hostile = msgspec.structs.replace(note.candidate, ref="../../\x1b[2J/" + "x" * 500)
    name = note_file_name(msgspec.structs.replace(note, candidate=hostile))
    assert "/" not in name
    assert len(name) < 120


# -- properties ----------------------------------------------------------------------------------------------------

STAMPS = st.datetimes(
    min_value=dt.datetime(1000, 1, 1),
    max_value=dt.datetime(8999, 12, 31),
    timezones=st.integers(-1439, 1439).map(lambda m: dt.timezone(dt.timedelta(minutes=m))),
)
SECONDS = st.integers(0, 10_000_000)
TOML_VALUES = st.recursive(
    NASTY.filter(lambda t: not any(0xD800 <= ord(c) < 0xE000 for c in t))
    | st.integers(-(2**63), 2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | STAMPS
    | st.dates()
    | st.times(),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.text("ab. \"'é", max_size=4).map(str.strip), inner, max_size=3)
    ),
    max_leaves=6,
)


@st.composite
def notes(draw: Any) -> Note:
    base: Note = good_file().note
    replace = msgspec.structs.replace
    probe = replace(
        base.probes[0],
        because=draw(NASTY),
        skipped_because=draw(NASTY),
        rating=draw(st.sampled_from([1, 5, "NE", msgspec.UNSET])),
        numbers=draw(st.dictionaries(st.sampled_from(["began", "a b", "é.x", '"']), NASTY)),
        ticked_at=draw(st.dictionaries(st.sampled_from(["s1", "s2"]), SECONDS)),
        fingerprints=draw(
            st.dictionaries(st.sampled_from(["story", "number"]), st.lists(SECONDS, max_size=3).map(tuple))
        ),
    )
    lines = tuple(
        replace(base.evidence[0], id=f"e{i + 1}", text=text)
        for i, text in enumerate(draw(st.lists(NASTY, min_size=1, max_size=4)))
    )
    return replace(
        base,
        evaluator=replace(base.evaluator, name=draw(NASTY)[:200]),
        timing=replace(base.timing, started=draw(STAMPS), ended=draw(STAMPS)),
        probes=(probe, base.probes[1]),
        evidence=lines,
    )


@given(notes(), st.dictionaries(st.sampled_from(["x", "y z", "zé"]), TOML_VALUES))
@settings(max_examples=150, suppress_health_check=[HealthCheck.too_slow], deadline=None)
def test_any_note_goes_round_exactly(note: Note, unknown: Document) -> None:
    document = note_to_document(
        note, {**unknown, "candidate": unknown, "evidence": [{"id": "e1", **unknown}]}
    )
    assert tomllib.loads(dump_note(document).decode()) == document
    file = parse_note(dump_note(document), "x")
    assert file.raw == document
    assert note_to_document(file.note, file.raw) == document
    assert note_to_document(file.note) == note_to_document(note)
    assert verify(parse_note(dump_note(seal(document, NOW)), "x").raw) == "sealed-intact"
