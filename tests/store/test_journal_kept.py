"""Bytes that are kept packed come back as they were."""

from __future__ import annotations

import random

from hypothesis import given
from hypothesis import strategies as st

from screencopilot.store.journal_kept import TOGETHER, KeptBytes


@given(st.binary(), st.lists(st.tuples(st.binary(max_size=50), st.integers(0, 2 * TOGETHER))))
def test_all_that_was_added_is_there_in_order(first: bytes, parts: list[tuple[bytes, int]]) -> None:
    kept, added = KeptBytes(first), first
    for part, times in parts:
        data = (part * times)[: 2 * TOGETHER]
        kept.add(data)
        added += data

        assert kept.whole() == added
        assert kept.size == len(added)


def test_what_is_like_a_journal_takes_a_fraction_of_its_memory() -> None:
    dice = random.Random(3)
    kept = KeptBytes()
    for number in range(10_000):
        kept.add(b'{"crc":"%08x","seq":%d,"entry":{"event":"ticked"}}\n' % (dice.getrandbits(32), number))
    assert kept.size > 500_000
    assert sum(map(len, kept._packed)) + len(kept._loose) < kept.size / 2
