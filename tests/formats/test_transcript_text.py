"""Transcripts in the forms that meeting programs write."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import pytest

from screencopilot.domain.transcript import Transcript
from screencopilot.formats.transcript_text import TranscriptError, load_transcript, parse_transcript

DATA = Path(__file__).parent / "data"


def read(text: str, name: str = "call.txt") -> Transcript:
    return parse_transcript(text.encode("utf-8", "surrogatepass"), name)


def rows(text: str) -> list[tuple[float | None, float | None, str, str]]:
    return [(u.start, u.end, u.speaker, u.text) for u in read(text).utterances]


def cue(payload: str, times: str = "00:00:03.120 --> 00:00:05.480") -> str:
    return f"WEBVTT\n\n{times}\n{payload}\n"


def test_zoom() -> None:
    found = load_transcript(DATA / "transcript_zoom.vtt")
    assert found.speakers == ("Nora Feld", "Idris Okoro")
    assert found.source == "transcript_zoom.vtt"
    assert found.notices == ()
    fourth = found.utterances[3]
    assert (fourth.start, fourth.end, fourth.speaker) == (18.0, 29.13, "Idris Okoro")
    assert "80 < 400 ms within an hour & nobody" in fourth.text
    assert found.utterances[5].text == "Nobody. The problem: our alert looked at the mean."


def test_teams() -> None:
    found = load_transcript(DATA / "transcript_teams.vtt")
    assert [(u.start, u.speaker, u.text) for u in found.utterances] == [
        (3.123, "Nora Feld", "Can you hear me well?"),
        (6.1, "Idris Okoro (Guest)", "Yes, all good. Shall I share my screen?"),
        (9.463, "José Núñez", "Not needed & not allowed."),
    ]


def test_meet() -> None:
    found = load_transcript(DATA / "transcript_meet.txt")
    assert [(u.start, u.speaker, u.text) for u in found.utterances] == [
        (0.0, "Nora Feld", "Can you hear me well?"),
        (None, "Idris Okoro", "Yes, all good."),
        (None, "Nora Feld", "Then let us begin. Tell me what broke first."),
        (300.0, "Idris Okoro", "The ranker broke. A join went stale. And nobody was paged."),
    ]
    assert found.notices == ("5 lines before the first speaker left out",)


@pytest.mark.parametrize(
    ("times", "start", "end"),
    [
        ("00:00:03.120 --> 00:00:05.480", 3.12, 5.48),
        ("00:03.120 --> 00:05.480", 3.12, 5.48),
        ("00:00:03,120 --> 00:00:05,480", 3.12, 5.48),
        ("0:0:3.120 --> 0:0:5.480", 3.12, 5.48),
        ("75:03.5 --> 75:05.5", 4503.5, 4505.5),
        ("00:00:03 --> 00:00:05", 3, 5),
        ("00:00:03.1234567 --> 00:00:05.0000000", 3.123456, 5),
        ("100:00:03.120 --> 100:00:05.480 align:start position:0%", 360003.12, 360005.48),
        ("00:00:03.120 → 00:00:05.480", 3.12, 5.48),
        ("00:00:03.120 --> 00:00:01.000", 3.12, None),
    ],
)
def test_times_of_cues(times: str, start: float, end: float | None) -> None:
    assert rows(cue("Ada: moved", times)) == [
        (pytest.approx(start), end and pytest.approx(end), "Ada", "moved")
    ]


@pytest.mark.parametrize(
    ("payload", "said"),
    [
        ("<v Ada>Why?</v>\n<v Bob>It broke.</v>", [("Ada", "Why?"), ("Bob", "It broke.")]),
        ("<v Ada>Why?</v> <v Bob>It broke.", [("Ada", "Why?"), ("Bob", "It broke.")]),
        ("<v.loud Ada>It <b>broke</b>\n<00:00:04.000><c.x>twice</c></v>", [("Ada", "It broke twice")]),
        ("- <v Ada>yes</v>", [("Ada", "yes")]),
        ("<v Rory O'Neil | Ops>yes", [("Rory O'Neil | Ops", "yes")]),
        (
            "Ada: x\nBob: y\n\n00:06.000 --> 00:07.000\nBob: z",
            [("Ada", "x"), ("Bob", "y"), ("Bob", "z")],
        ),
        ("Ada: p99 < 400 ms and > 2", [("Ada", "p99 < 400 ms and > 2")]),
        ("<v Ada>a &lt; b &amp;&amp; c &#27;[2J &#x202e;d", [("Ada", "a < b && c [2J d")]),
        (
            "\nAda: after an empty line\n\nand a second part",
            [("Ada", "after an empty line and a second part")],
        ),
    ],
)
def test_payloads_of_cues(payload: str, said: list[tuple[str, str]]) -> None:
    assert [(u.speaker, u.text) for u in read(cue(payload)).utterances] == said


@pytest.mark.parametrize(
    "text",
    [
        "1\n00:00:03,000 --> 00:00:05,000\nAda: x\n\n2\n00:00:06,000 --> 00:00:07,000\nBob: y\n",
        "\ufeff1\r\n00:00:03,000 --> 00:00:05,000\r\nAda: x\r\n\r\n2\r\n00:00:06,000 --> 00:00:07,000\r\nBob: y",
        "\n\n00:03.000 --> 00:05.000\nAda: x\n2\n00:06.000 --> 00:07.000\nBob: y\n",
        "webvtt\r\r00:03.000 --> 00:05.000\rAda: x\r\r00:06.000 --> 00:07.000\rBob: y\r",
        (
            "WEBVTT\nKind: captions\n\nSTYLE\n::cue { color: red }\n\nNOTE a --> b\nmore\n\nREGION\nid:x\n\nintro\n"
            "00:06.000 --> 00:07.000\nBob: y\n \n00:03.000 --> 00:05.000\nAda: x"
        ),
    ],
)
def test_shapes_of_caption_files(text: str) -> None:
    assert rows(text) == [(3, 5, "Ada", "x"), (6, 7, "Bob", "y")]


def test_words_are_kept_when_their_time_cannot_be_read() -> None:
    text = (
        "WEBVTT\n\n00:00:01.000 --> 00:00:02.000\nAda: x\n\n"
        + "9" * 5000
        + ":00:03.1 --> 1:2:3:4\nBob: y 5 -> 7: z"
    )
    found = read(text)
    assert [(u.start, u.speaker, u.text) for u in found.utterances] == [
        (1, "Ada", "x"),
        (None, "Bob", "y 5 -> 7: z"),
    ]
    assert found.notices == ("1 cue has a time that cannot be read, the first in line 6",)


def test_words_before_a_colon_are_a_speaker_only_when_they_speak_again() -> None:
    cues = "\n\n".join(
        f"00:{n:02}.000 --> 00:{n + 1:02}.000\n{said}"
        for n, said in enumerate(
            ["So it broke.", "The problem: a join.", "Ada: yes", "we saw: nothing", "Ada: no", "ok"]
        )
    )
    assert read(cues).speakers == ("Ada",)
    assert read(cues).utterances[1].text == "The problem: a join."


@pytest.mark.parametrize(
    "text",
    [
        "[Nora Feld] 00:01:02\nCan you hear me?\n\n[Idris Okoro] 00:01:05\nYes.\nAll good.\n",
        "[Nora Feld] 00:01:02 Can you hear me?\n[Idris Okoro] 00:01:05 Yes.  All good.\n",
        "Nora Feld  1:02\nCan you hear me?\n\nIdris Okoro  1:05  \nYes.\nAll good.\n\nTranscribed by https://otter.ai\n",
        "Nora Feld 00:01:02\nCan you hear me?\nIdris Okoro 00:01:05\nYes. All good.",
        "Nora Feld (00:01:02)\nCan you hear me?\nIdris Okoro [1:05]\nYes. All good.",
        "Nora Feld | 01:02\nCan you hear me?\nIdris Okoro | 01:05\nYes. All good.",
        "Nora Feld\n01:02\nCan you hear me?\nIdris Okoro\n01:05\nYes. All good.",
        "Nora Feld:\n01:02\nCan you hear me?\n\nIdris Okoro:\n01:05\nYes. All good.",
        "[00:01:02] Nora Feld: Can you hear me?\n[00:01:05] Idris Okoro: Yes. All good.",
        "00:01:02\tNora Feld:\tCan you hear me?\n00:01:05\tIdris Okoro:\tYes. All good.",
        "00:01:02 From Nora Feld to Everyone: Can you hear me?\n00:01:05 From Idris Okoro to Everyone:\nYes. All good.",
        "01:02 - Nora Feld: Can you hear me?\n01:05 - Idris Okoro: Yes. All good.",
        "Nora Feld started transcription\n\nNora Feld   1:02\nCan you hear me?\n\nIdris Okoro   1:05\nYes. All good.",
    ],
)
def test_plain_text_with_times(text: str) -> None:
    assert [(u.start, u.speaker, u.text) for u in read(text).utterances] == [
        (62, "Nora Feld", "Can you hear me?"),
        (65, "Idris Okoro", "Yes. All good."),
    ]


def test_plain_text_without_times() -> None:
    found = read("Screen\n\nNora: Why?\nIdris: It broke.\nIt was late.\nNora: And then?\nIdris: So: sleep.\n")
    assert [(u.speaker, u.text) for u in found.utterances] == [
        ("Nora", "Why?"),
        ("Idris", "It broke. It was late."),
        ("Nora", "And then?"),
        ("Idris", "So: sleep."),
    ]
    assert "no times" in found.notices[1]


def test_a_google_document_saved_as_markdown() -> None:
    text = (
        "# \U0001f4dd Notes\n\n* **Decision:** wait\n* **Decision:** ask\n\n# \U0001f4d6 Transcript\n\n"
        "### 00:00:00 {#00:00:00}\n\n**Nora Feld:** Why?  \n**Idris Okoro:** It broke 2 * 3.  \n\n"
        "### 00:05:10 {#00:05:10}\n\n**Nora Feld:** When?\n**Idris Okoro:** At night.\n\n"
        "### **Transcription ended after 01:27:23**\n\n"
        "*This editable transcript was computer generated and might contain errors.*\n"
    )
    assert [(u.start, u.speaker, u.text) for u in read(text).utterances] == [
        (0, "Nora Feld", "Why?"),
        (None, "Idris Okoro", "It broke 2 * 3."),
        (310, "Nora Feld", "When?"),
        (None, "Idris Okoro", "At night."),
    ]


def test_words_alone() -> None:
    found = read("It broke at 10:30\n\nThe cause: a join.\nI saw it http://x\n")
    assert [u.text for u in found.utterances] == [
        "It broke at 10:30",
        "The cause: a join.",
        "I saw it http://x",
    ]
    assert found.notices[-1] == "no speakers are named"


def test_words_with_times_alone() -> None:
    assert rows("before\n00:10\nIt broke\nlate\n(00:20) and again") == [
        (None, None, "", "before"),
        (10, None, "", "It broke"),
        (None, None, "", "late"),
        (20, None, "", "and again"),
    ]


def test_times_of_day_run_past_midnight_and_noon() -> None:
    assert [row[0] for row in rows("[A] 23:59:58\nx\n[B] 00:00:03\ny\n[A] 00:01:00\nz")] == [
        86398,
        86403,
        86460,
    ]
    assert [row[0] for row in rows("Ada  11:59 AM\nx\nBob  12:01 PM\ny")] == [43140, 43260]


def test_the_start_of_a_zoom_recording_is_in_its_name() -> None:
    name = "/x/GMT20261121-140211_Recording.transcript.vtt"
    assert read("Ada: x", name).started == dt.datetime(2026, 11, 21, 14, 2, 11, tzinfo=dt.UTC)
    assert read("Ada: x", "GMT20269921-140211_x.vtt").started is None


def test_long_words_become_several_utterances() -> None:
    found = read("[Ada] 00:10\n" + "word " * 3000 + "\n[Bob] 20:00\nok").utterances
    assert " ".join(u.text for u in found[:-1]) == " ".join(["word"] * 3000)
    assert {u.speaker for u in found[:-1]} == {"Ada"}
    assert max(len(u.text) for u in found) <= 4000
    assert [u.start for u in found] == [10, None, None, None, 1200]


def test_utf_16_is_read() -> None:
    assert parse_transcript("Ada: é".encode("utf-16"), "x").utterances[0].text == "é"


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"", "holds no words"),
        (b"WEBVTT\n\n1\n", "holds no words"),
        (b"... -- !\n", "holds no words"),
        (b"Ada: x\nBob: \xff\n", "x.vtt:2: is not UTF-8 text"),
        (b"\xff\xfea", "is not UTF-16 text"),
        (b"Ada: x\n\0\n", "x.vtt:2: holds a NUL"),
        (b"a" * (2 * 1024 * 1024 + 1), "is larger than 2 MB"),
        (b"\n" * 300_000, "has more than 60000 lines"),
        (b"Ada: a\nBob: b\n" * 20_000, "x.vtt:20001: has more than 20000 utterances"),
        ("".join(f"[A{n}b] 0:01\nx\n" for n in range(300)).encode(), "x.vtt:401: has more than 200 speakers"),
    ],
    ids=["empty", "no-cue", "no-words", "latin", "utf-16", "nul", "large", "lines", "utterances", "speakers"],
)
def test_what_cannot_be_used_is_refused(raw: bytes, said: str) -> None:
    with pytest.raises(TranscriptError) as caught:
        parse_transcript(raw, "x.vtt")
    assert said in str(caught.value)
    assert caught.value.faults[0].mend


def test_places_that_are_no_file(tmp_path: Path) -> None:
    for place in (tmp_path, tmp_path / "none.vtt", Path("/dev/null"), Path("a\0b")):
        with pytest.raises(TranscriptError):
            load_transcript(place)
