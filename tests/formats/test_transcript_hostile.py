"""Whatever stands in a transcript, it is read or refused in words, and reaches nobody's terminal raw."""

from __future__ import annotations

import random
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from screencopilot.domain.transcript import placed
from screencopilot.formats.transcript_text import TranscriptError, parse_transcript

DATA = Path(__file__).parent / "data"
UNSAFE = {"Cc", "Cf", "Cs", "Zl", "Zp"}
PIECES = [
    "WEBVTT", "\n", "\n\n", "\r", "-->", " --> ", " ", "  ", "<v ", "<v Ada>", "</v>", ">", "<",
    "00:00:01.000", "0:12", "9:9:9",
    "00:00:01.000 --> 00:00:02.000\n", "1", "NOTE", "STYLE", "Ada", "Bob: ", "[Ada] ", "(", ")", "[", "]",
    "&#27;", "&amp;", "&#0;",
    "\x1b[2J", "\x9b", "\u202e", "٣", "é", "日本", "AM", "From Ada to Bob: ", "words and more",
    ":", ",", "→", "\u2028", "\x85",
]  # fmt: skip


def read_or_refuse(raw: bytes) -> None:
    refused = None
    try:
        found = parse_transcript(raw, "x\x1b.vtt")
    except TranscriptError as error:
        refused = error
    if refused is not None:
        assert str(refused)
        assert "\x1b" not in str(refused)
        return
    shown = [found.source, *found.speakers, *found.notices, *(u.text for u in found.utterances)]
    assert not {c for text in shown for c in text if unicodedata.category(c) in UNSAFE} - {"\u200c", "\u200d"}
    for u in found.utterances:
        assert u.text.strip() == u.text != ""
        assert len(u.text) <= 4000
        assert len(u.speaker) <= 80
        assert u.speaker == "" or u.speaker in found.speakers
        assert u.start is None or u.start >= 0
        assert u.start is None or u.end is None or u.end >= u.start
    for row in placed(found):
        assert 0 <= row.start <= row.end


@given(st.binary())
@settings(max_examples=200, deadline=None)
def test_any_bytes(raw: bytes) -> None:
    read_or_refuse(raw)


@given(st.lists(st.sampled_from(PIECES), max_size=60))
@settings(max_examples=400, deadline=None)
def test_any_pieces(pieces: list[str]) -> None:
    read_or_refuse("".join(pieces).encode())


@pytest.mark.parametrize("name", ["transcript_zoom.vtt", "transcript_teams.vtt", "transcript_meet.txt"])
@given(seed=st.integers(0, 2**32))
@settings(max_examples=80, deadline=None)
def test_any_changed_bytes(name: str, seed: int) -> None:
    chance = random.Random(seed)
    raw = bytearray((DATA / name).read_bytes())
    for _ in range(chance.randint(1, 5)):
        start = chance.randrange(len(raw))
        piece = bytes(chance.choice(b"<>:-\n\r\x00\xff&1a []") for _ in range(chance.randint(0, 4)))
        raw[start : start + chance.randint(0, 8)] = piece
    read_or_refuse(bytes(raw))


FLOODS = [
    "<v ", "<v", "<", "&#", "&", "[", "1:", "0:00", "00:00:01.000 --> ", " ", "\n", "a", "é", "\u0301", "a: ",
    "From  a ", "-", "->",
    "<b ", "\t", "日", "x\n00:01\n", "Ada: ", "[A] 0:01\n",
]  # fmt: skip


@pytest.mark.parametrize(
    "head", ["", "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\n", "00:01 From a to ", "<v a"]
)
@pytest.mark.parametrize("flood", FLOODS, ids=range(len(FLOODS)))
def test_floods_are_no_work(head: str, flood: str) -> None:
    text = head + flood * (100_000 // len(flood.encode())) + "x"
    read_or_refuse(text.encode())  # in quadratic time this would not come to an end
