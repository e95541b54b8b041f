"""Quotes from a transcript, and the evaluator's share of the talk."""

from __future__ import annotations

import pytest
from msgspec import UNSET

from screencopilot.domain.transcript import Placed, Utterance
from screencopilot.domain.transcript_clock import Pause, Span, lay
from screencopilot.domain.transcript_match import WordIndex
from screencopilot.domain.transcript_use import TalkShare, guess_evaluator, quote_from, talk_share

SAY = "Tell me about a model of yours that went wrong"


def said(start, end, who, text):
    return Placed(Utterance(start, end, who, text), start, end, False)


def test_a_quote_is_evidence():
    words = [Utterance(1, 2, "Idris", "It broke."), Utterance(2, 3, "Idris", "At night.")]
    line = quote_from(words, id="e9", at=61.9, probe="AR1-A", polarity="+", signal="s1")
    assert (line.id, line.at, line.probe, line.kind, line.polarity) == ("e9", 61, "AR1-A", "quote", "+")
    assert (line.text, line.signal, line.recalled_after) == ("It broke. At night.", "s1", UNSET)


def test_a_quote_names_nobody_and_fits():
    words = [Utterance(1, 2, "Nora", "Why?"), Utterance(2, 3, "Idris", "It broke. " * 900)]
    line = quote_from(words, id="e1", at=-5, probe="")
    assert line.text.startswith("Why? / It broke.")
    assert line.text.endswith("broke.\u2026")
    assert len(line.text) <= 4000
    assert line.at == 0
    with pytest.raises(ValueError, match="needs words"):
        quote_from([], id="e1", at=0, probe="")


@pytest.mark.parametrize(
    ("name", "speakers", "reader", "guess", "why"),
    [
        (
            "Nora Feld",
            ["Idris Okoro", "Nora Feld (Host)"],
            "",
            "Nora Feld (Host)",
            "has the evaluator's name",
        ),
        ("nora", ["Idris Okoro", "Nora Feld"], "", "Nora Feld", "has the evaluator's name"),
        ("José Núñez", ["Jose Nunez", "Ada"], "Ada", "Jose Nunez", "has the evaluator's name"),
        (
            "N. Feld",
            ["Idris Okoro", "Nora Feld"],
            "Nora Feld",
            "Nora Feld",
            "has a part of the evaluator's name",
        ),
        ("N. Feld", ["Idris Feld", "Nora"], "Nora", "Nora", "says 2 of 2 opening questions found"),
        ("", ["Speaker 1", "Speaker 2"], "Speaker 2", "Speaker 2", "says 2 of 2 opening questions found"),
        ("Ada", ["Ada B", "Ada C"], "Ada C", "Ada C", "says 2 of 2 opening questions found"),
    ],
)
def test_the_evaluator_is_guessed(name, speakers, reader, guess, why):
    other = "What did you decide that the others did not like?"
    index = WordIndex(
        [said(0, 5, reader, SAY), said(5, 9, speakers[0], "well it broke"), said(9, 15, reader, other)]
    )
    found = guess_evaluator(speakers, name, index, [SAY, other] if reader else [])
    assert found is not None
    assert (found.speaker, found.because) == (guess, why)
    assert found.words.endswith("(a guess)")


def test_no_guess_without_a_sign():
    index = WordIndex([said(0, 5, "A", SAY)])
    assert guess_evaluator(["A", "B"], "Nora", index, []) is None
    assert guess_evaluator([], "", WordIndex([]), [SAY]) is None


def test_share_of_talk():
    laid = lay(
        [
            said(90, 100, "N", "greeting " * 50),
            said(100, 110, "N", "q " * 10),
            said(110, 140, "I", "a " * 30),
            said(140, 160, "N", "r " * 20),  # half in the first probe, half in the second
            said(160, 170, "", "unknown " * 9),
            said(170, 180, "I", "b " * 5),
        ],
        100,
    )
    assert talk_share(laid, [Span("P1", 0, 50), Span("P2", 50, 80), Span("P3", 80, 90)], "N") == (
        TalkShare("P1", 0.4, 20, 30),
        TalkShare("P2", None, 10, 5),
        TalkShare("P3", None, 0, 0),
    )
    twice = talk_share(laid, [Span("P1", 0, 50), Span("P1", 50, 80)], "N")
    assert twice == (TalkShare("P1", 0.46, 30, 35),)


def test_talk_in_a_pause_does_not_count():
    laid = lay(
        [said(0, 10, "N", "q " * 20), said(10, 60, "N", "chat " * 99), said(60, 80, "I", "a " * 60)],
        0,
        [Pause(10, 50)],
    )
    assert talk_share(laid, [Span("P1", 0, 30)], "N") == (TalkShare("P1", 0.25, 20, 60),)
