"""What a review asks for: a new rung, its why, where the transcript lies, what of the words to keep."""

from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace
from textual.app import App

from screencopilot.domain.commands import parse_line
from screencopilot.domain.note import Evidence, RatingValue
from screencopilot.domain.pacing import minutes
from screencopilot.domain.revising import rating_now
from screencopilot.domain.timeline import Bar, Timeline, Words
from screencopilot.tui.screens.sheets import ChoiceSheet, LineSheet, Option


async def ask_rung(app: App[str], time: Timeline, bar: Bar, words: Words) -> RatingValue | None:
    """Ask which rung it should be now; None when it stays as it is."""
    now, known = rating_now(time.note, bar.note.id), words.probes.get(bar.note.id)
    options = []
    for rung in range(5, 0, -1):
        text = known.rung(rung).text if known else f"rung {rung}"
        note = "as it is now" if rung == now else "the bar" if rung == bar.note.bar else ""
        options.append(Option(str(rung), text, str(rung), note))
    options.append(Option("NE", "not enough evidence", "9", "as it is now" if now == "NE" else ""))
    intro = [("The rating that was sealed stays in the note; this is added, with its date.", "quiet")]
    chosen = await app.push_screen_wait(ChoiceSheet(f"Revise {bar.number} {bar.title}", options, intro=intro))
    if chosen is None:
        return None
    return int(chosen) if chosen.isdecimal() else "NE"


async def ask_why(app: App[str], bar: Bar, to: RatingValue) -> str | None:
    """Ask for the one sentence without which nothing is revised."""
    return await app.push_screen_wait(LineSheet(f"{bar.title} to {to}: why?"))


async def ask_transcript(app: App[str]) -> Path | None:
    """Ask where the call's transcript lies."""
    intro = [
        (
            "A VTT, SRT or plain text file of the call. It is read, never kept; nothing is scored from it.",
            "quiet",
        )
    ]
    typed = await app.push_screen_wait(LineSheet("Transcript: which file?", intro))
    return Path(typed.strip()) if typed and typed.strip() else None


async def ask_quote(app: App[str], line: Evidence, time: Timeline) -> Evidence | None:
    """Ask which of the words to keep; a first ``+``, ``-`` or ``!`` is their polarity."""
    bar = time.bar(line.probe)
    place = f"{bar.number} {bar.title}, " if bar else ""
    intro = [(f"{place}at {minutes(line.at)}. Cut to what counts; first + - ! for its polarity.", "quiet")]
    typed = await app.push_screen_wait(LineSheet("Keep as their very words", intro, value=line.text[:2000]))
    polarity, _kind, text = parse_line(typed or "")
    return replace(line, text=text, polarity=polarity) if text else None
