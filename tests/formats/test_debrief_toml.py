"""Decision records: written once, read back exactly, every fault told."""

from __future__ import annotations

import copy
import datetime as dt
import random
import tomllib
from typing import Any

import pytest
import tomli_w
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.debrief_record import DebriefRecord, record_of
from screencopilot.formats.debrief_toml import DebriefError, dump_record, parse_record
from tests.debriefs import BY_ANN, new_debrief


def sample_record() -> DebriefRecord:
    """A record with something of everything."""
    session, _ = new_debrief()
    session.do(do.turn_on)
    session.do(do.take_turn, "Ben")
    session.do(do.vote, 1, 3, BY_ANN, "high")
    session.do(do.end_turn)
    session.do(do.skip_turn, "Ann")
    session.do(do.skip_turn, "Cy")
    session.do(do.turn_on)
    session.do(do.agree, 2, 3, "the date\nwas his own")
    session.do(do.leave_question, 'who wrote "the rollback"?')
    session.do(do.turn_on)
    session.do(do.say_present, ["Ann", "Ben"])
    session.do(do.decide, "another-screen", "one on cost")
    session.do(do.confirm)
    return record_of(session.case, session.state, "test")


RECORD = sample_record()
GOOD = dump_record(RECORD)


def test_a_record_reads_back_exactly_and_is_written_the_same_again() -> None:
    record = parse_record(GOOD, "x")
    assert record == RECORD
    assert dump_record(record) == GOOD
    assert GOOD.startswith(b'schema = "screencopilot/debrief/1"\n')


def test_a_record_says_what_was_sealed_voted_and_settled() -> None:
    data = tomllib.loads(GOOD.decode())
    ben = data["disagreements"][0]["views"][1]
    assert (ben["first"], ben["second"], ben["last"]) == (2, 3, 3)
    assert ben["moved_by"] == {"kind": "evidence", "whose": "Ann", "id": "e1", "text": "recall fell to 0.64"}
    assert [(r["from"], r["to"], r["in_note"]) for r in data["revisions"]] == [
        (2, 3, False), (4, 3, False), (2, 3, False),
    ]  # fmt: skip
    assert data["decision"] == {"choice": "another-screen", "words": "one on cost"}
    assert all(note["digest"].startswith("sha256:") for note in data["notes"])


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ('schema = "screencopilot/debrief/1"', 'schema = "screencopilot/debrief/2"', "newer Screencopilot"),
        (
            'schema = "screencopilot/debrief/1"',
            'schema = "screencopilot/note/1"',
            "note file, not a debrief file",
        ),
        ('choice = "another-screen"', 'choice = "hire"', "choice"),
        ("first = 5", "first = 6", "first"),
        ('note = "note1-0000"', 'note = "note9-0000"', "there is no note"),
        ('[decision]\nchoice = "another-screen"\nwords = "one on cost"\n', "", "decision: is missing"),
    ],
)
def test_a_fault_is_told_with_its_place(old: str, new: str, words: str) -> None:
    text = GOOD.decode()
    assert old in text
    with pytest.raises(DebriefError) as error:
        parse_record(text.replace(old, new, 1).encode(), "d.toml")
    assert words in str(error.value)
    assert str(error.value).startswith("d.toml")


def test_text_that_could_harm_a_terminal_never_gets_into_a_record() -> None:
    hostile = replace(RECORD, questions=("a\x1b[2Jb\u202ec",), present=("An\nn",))
    record = parse_record(dump_record(hostile), "x")
    assert (record.questions, record.present) == (("a[2Jbc",), ("An n",))


def test_what_its_own_reader_refuses_is_not_written() -> None:
    with pytest.raises(DebriefError):
        dump_record(replace(RECORD, questions=("x" * 5000,)))


def test_a_zone_of_long_ago_is_written_in_utc() -> None:
    odd = dt.timezone(dt.timedelta(minutes=19, seconds=32))
    started = RECORD.timing.started.astimezone(odd)
    record = replace(RECORD, timing=replace(RECORD.timing, started=started))
    assert parse_record(dump_record(record), "x") == record


ODD: list[Any] = [
    0,
    -1,
    6,
    3.5,
    True,
    float("nan"),
    2**70,
    "",
    "x",
    "\x1b[2J",
    [],
    {},
    [[]],
    [{}],
    {"a": 1},
    "NE",
]


def containers(value: Any) -> list[Any]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    below = [deep for item in inner for deep in containers(item)]
    return [value, *below] if isinstance(value, dict | list) and value else below


@given(seed=st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_any_changed_record_loads_or_is_refused_in_words(seed: int) -> None:
    chance, data = random.Random(seed), tomllib.loads(GOOD.decode())
    place = chance.choice(containers(data))
    key = chance.choice(list(place) if isinstance(place, dict) else range(len(place)))
    place[key] = copy.deepcopy(chance.choice(ODD))
    try:
        parse_record(tomli_w.dumps(data).encode(), "x")
    except DebriefError as error:
        assert "\x1b" not in str(error)
        assert all(fault.message for fault in error.faults)
