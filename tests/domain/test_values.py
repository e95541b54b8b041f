"""Bank values, the canonical form and the clocks."""

from __future__ import annotations

import datetime as dt
import re
from typing import get_args

import msgspec
import pytest
from msgspec.structs import replace

from screencopilot.domain import events as ev
from screencopilot.domain import marks, time_events
from screencopilot.domain.bank import Bank, Level, Probe
from screencopilot.domain.canonical import canonical, digest
from screencopilot.domain.clock import SleepWatch, Stopwatch, SystemClock
from screencopilot.domain.entry import AnyEvent, decode_entry, encode_entry
from tests.sample import ManualClock, new_session, sample_bank, sample_probe

#: A journal line with a byte of its text flipped on the disk.
BAD_UTF8 = b'{"seq":1,"at":0.0,"wall":"2026-11-21T10:00:00Z","event":{"event":"draft-typed","text":"a\xff"}}'

UNKNOWN_EVENT = b'{"seq":1,"at":0.0,"wall":"2026-11-21T10:00:00Z","event":{"event":"danced"}}'

# Bank.


def test_signals_stand_strong_first_then_weak_then_red_each_in_file_order():
    order = [s.id for s in sample_probe("AR1-A").signals_in_order]
    assert order == ["s1", "s2", "s3", "w1", "w2", "r1", "r2"]


def test_probe_finds_its_signals_and_rungs():
    probe = sample_probe("AR1-A")
    assert probe.signal("s2").id == "s2"
    assert probe.signal("s9") is None
    assert [probe.rung(n).rung for n in range(1, 6)] == [1, 2, 3, 4, 5]


def test_bars_differ_by_level():
    bar = sample_probe("AR1-A").bar
    assert [bar.of(level) for level in Level] == [3, 4, 5, 5]


def test_bank_finds_forms_in_order_plans_and_competencies():
    bank = sample_bank()
    assert [p.id for p in bank.forms("AR1")] == ["AR1-A", "AR1-B"]
    assert bank.forms("ZZ") == ()
    assert bank.plan("30").minutes == 30
    assert bank.plan("99") is None
    assert bank.competency("diagnosis").floor == 2
    assert bank.competency("charm") is None


def test_sample_bank_keeps_the_limits_of_its_own_types():
    bank = sample_bank()
    assert msgspec.json.decode(msgspec.json.encode(bank.bank), type=Bank) == bank.bank
    for probe in bank.probes.values():
        assert msgspec.json.decode(msgspec.json.encode(probe), type=Probe) == probe


# Canonical form.


def test_canonical_form_ignores_the_order_of_keys():
    one = {"a": 1, "b": {"x": [1, 2], "y": None}}
    two = {"b": {"y": None, "x": [1, 2]}, "a": 1}
    assert canonical(one) == canonical(two)
    assert digest(one) == digest(two)


def test_canonical_form_keeps_the_order_of_lists():
    assert digest([1, 2]) != digest([2, 1])


def test_canonical_form_of_a_value_is_that_of_its_plain_table():
    probe = sample_probe("AR1-A")
    table = msgspec.to_builtins(probe)
    assert digest(dict(reversed(table.items()))) == digest(probe)


def test_unset_fields_are_left_out_and_dates_are_iso():
    probe = replace(sample_probe("AR1-A"), as_of=dt.date(2026, 11, 1))
    assert b'"as_of":"2026-11-01"' in canonical(probe)
    assert b"if_no_case" not in canonical(probe)


def test_digest_names_its_method_and_changes_with_meaning():
    probe = sample_probe("AR1-A")
    assert re.fullmatch(r"sha256:[0-9a-f]{64}", digest(probe))
    assert digest(probe) != digest(replace(probe, rev=2))


# Clocks.


def test_stopwatch_runs_stops_and_goes_on():
    clock = ManualClock()
    watch = Stopwatch(clock, 10.0)
    clock.tick(5)
    assert (watch.seconds, watch.lap) == (15.0, 5.0)
    watch.stop()
    clock.tick(60)
    assert (watch.seconds, watch.lap, watch.running) == (15.0, 60.0, False)
    watch.go()
    clock.tick(1)
    assert (watch.seconds, watch.running) == (16.0, True)


def test_stopping_twice_and_going_twice_change_nothing():
    clock = ManualClock()
    watch = Stopwatch(clock)
    clock.tick(3)
    watch.go()
    assert watch.seconds == 3.0
    watch.stop()
    clock.tick(3)
    watch.stop()
    assert (watch.seconds, watch.lap) == (3.0, 3.0)


def test_stopwatch_can_start_stopped_and_reset_starts_it():
    clock = ManualClock()
    watch = Stopwatch(clock, 7.0, running=False)
    clock.tick(5)
    assert watch.seconds == 7.0
    watch.reset()
    clock.tick(2)
    assert watch.seconds == 2.0


def test_sleep_watch_sees_only_time_in_which_the_monotonic_clock_stood_still():
    clock = ManualClock()
    watch = SleepWatch(clock)
    clock.tick(1000)
    assert watch.gap() == 0.0
    clock.sleep(20)
    assert watch.gap() == 20.0
    assert watch.gap() == 0.0


def test_system_clock_has_a_zone_and_does_not_go_back():
    clock = SystemClock()
    assert clock.wall().tzinfo is not None
    assert clock.monotonic() <= clock.monotonic()


# Entries.


def test_entry_is_one_line_with_the_event_named_in_kebab_case():
    _, entries, _ = new_session()
    line = encode_entry(entries[0])
    assert b'"event":"screen-opened"' in line
    assert b"\n" not in line
    assert decode_entry(line) == entries[0]


@pytest.mark.parametrize(
    "line",
    [b"", b"{", b"[]", b'{"seq":1}', UNKNOWN_EVENT, b"\xff\xfe", BAD_UTF8],
    ids=["empty", "torn", "a-list", "no-event", "unknown-event", "no-text", "flipped-byte"],
)
def test_line_that_is_none_of_ours_is_an_error_of_one_kind(line):
    with pytest.raises(msgspec.MsgspecError):
        decode_entry(line)


def test_every_event_can_stand_in_a_journal_and_every_mark_changes_the_sheet():
    named = [*vars(ev).values(), *vars(time_events).values()]
    events = {e for e in named if isinstance(e, type) and issubclass(e, ev.Event)} - {ev.Event}
    assert set(get_args(AnyEvent)) == events
    assert set(marks._CHANGES) == set(marks.MARKS)
