from __future__ import annotations

import os
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.store import journal_lines
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_lines import decode_line, encode_line, parse_journal, read_journal


def journal(*seqs: int) -> list[bytes]:
    return [encode_line(seq, b'{"n":%d}' % seq) for seq in seqs]


def test_a_line_holds_its_checksum_number_and_entry():
    line = encode_line(7, b'{"n":7}')
    assert line == b'{"crc":"%08x","seq":7,"entry":{"n":7}}\n' % zlib.crc32(b'"seq":7,"entry":{"n":7}}')
    read = decode_line(line[:-1])
    assert read is not None
    assert (read.seq, read.payload) == (7, b'{"n":7}')


def test_a_payload_on_two_lines_is_refused():
    with pytest.raises(ValueError, match="one line"):
        encode_line(1, b'{\n"n":1}')


def test_a_whole_journal_reads_without_faults():
    data = b"".join(journal(1, 2, 3))
    reading = parse_journal(data)
    assert reading.payloads == (b'{"n":1}', b'{"n":2}', b'{"n":3}')
    assert (reading.faults, reading.last_seq, reading.whole_length) == ((), 3, len(data))


@pytest.mark.parametrize("cut", range(1, len(journal(3)[0]) - 1))
def test_a_torn_last_line_is_cut_off_and_reported(cut):
    whole = b"".join(journal(1, 2))
    reading = parse_journal(whole + journal(3)[0][:cut])
    assert reading.last_seq == 2
    assert reading.faults == (f"line 3: torn, {cut} bytes cut off",)
    assert reading.whole_length == len(whole)


def test_a_last_line_that_lacks_only_its_newline_is_kept():
    whole, last = b"".join(journal(1, 2)), journal(3)[0][:-1]
    reading = parse_journal(whole + last)
    assert (reading.last_seq, reading.faults) == (3, ())
    assert (reading.unterminated, reading.whole_length) == (last, len(whole))


def test_a_damaged_middle_line_is_skipped_and_reported_once():
    lines = journal(1, 2, 3)
    lines[1] = lines[1].replace(b'"n":2', b'"n":9')
    reading = parse_journal(b"".join(lines))
    assert reading.payloads == (b'{"n":1}', b'{"n":3}')
    assert reading.faults == ("line 2: damaged, skipped",)


def test_a_run_of_damaged_lines_is_told_once_however_long():
    first, second, third = journal(1, 2, 3)
    reading = parse_journal(first + b"\n" * 200_000 + second + b'{"crc":"00000000",\n' * 2 + b"x\n" + third)
    assert [line.seq for line in reading.lines] == [1, 2, 3]
    assert reading.faults == (
        "lines 2 to 200001: damaged, skipped",
        "lines 200003 to 200005: damaged, skipped",
    )


def test_a_number_that_nothing_could_follow_is_damage():
    reading = parse_journal(journal(1)[0] + encode_line(2**64 - 1, b"{}") + journal(2)[0])
    assert (reading.last_seq, reading.faults) == (2, ("line 2: damaged, skipped",))


def test_a_sound_checksum_over_other_json_is_damage():
    rest = b'"seq":"two","entry":{}}'
    line = b'{"crc":"%08x",%b\n' % (zlib.crc32(rest), rest)
    assert parse_journal(line).faults == ("line 1: damaged, skipped",)


def test_missing_entries_are_reported_and_the_rest_is_kept():
    reading = parse_journal(b"".join(journal(1, 2, 6)))
    assert [line.seq for line in reading.lines] == [1, 2, 6]
    assert reading.faults == ("line 3: 3 entries are missing before it",)


def test_a_second_entry_of_a_number_is_skipped_and_reported():
    reading = parse_journal(b"".join([*journal(1, 2), encode_line(2, b'{"n":"other"}'), *journal(1, 3)]))
    assert reading.payloads == (b'{"n":1}', b'{"n":2}', b'{"n":3}')
    assert reading.faults == ("line 3: a second entry 2, skipped", "line 4: a late entry 1, skipped")


def test_a_tail_of_zeros_after_a_power_cut_is_torn():
    reading = parse_journal(b"".join(journal(1)) + b"\0" * 4096)
    assert reading.last_seq == 1
    assert "torn" in reading.faults[0]


def test_a_file_beyond_the_limit_is_read_to_the_limit(tmp_path, monkeypatch):
    monkeypatch.setattr(journal_lines, "SIZE_LIMIT", 1024 * 1024)
    (tmp_path / "j").write_bytes(b"".join(journal(*range(1, 40_000))))
    reading = read_journal(tmp_path / "j")
    assert reading.last_seq > 10_000
    assert "larger than 1 MB" in reading.faults[-1]


@pytest.mark.parametrize("kind", ["missing", "folder", "fifo"])
def test_what_is_no_file_is_our_error_and_never_waited_for(tmp_path, kind):
    path = tmp_path / "j"
    if kind == "folder":
        path.mkdir()
    if kind == "fifo":
        os.mkfifo(path)
    with pytest.raises(StoreError):
        read_journal(path)


@given(st.binary(max_size=400))
def test_any_bytes_are_read(data):
    reading = parse_journal(data)
    assert reading.lines == () or reading.lines[0].seq is not None


@given(st.integers(0, 600), st.binary(min_size=1, max_size=30))
def test_damage_anywhere_costs_only_the_lines_it_touches(at, junk):
    lines = journal(*range(1, 21))
    data = b"".join(lines)
    at %= len(data)
    touched = data[:at] + junk + data[at + len(junk) :]
    first = data[:at].count(b"\n")
    last = min(data[: at + len(junk)].count(b"\n"), 19)
    kept = {line.payload for line in parse_journal(touched).lines}
    untouched = [b'{"n":%d}' % n for n in range(1, 21) if not first < n <= last + 1]
    assert kept >= set(untouched)
