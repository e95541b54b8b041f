"""What a debrief does with several questions in a row: a vote, an outcome, the decision, the end."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import TYPE_CHECKING

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.debrief_record import revisions_of
from screencopilot.domain.debrief_state import after_vote, held
from screencopilot.domain.names import names_in
from screencopilot.domain.note import RatingValue
from screencopilot.formats.errors import FormatError
from screencopilot.formats.text_safety import one_line
from screencopilot.store.debrief_records import why_not_ours
from screencopilot.store.errors import StoreError, shown
from screencopilot.tui.screens import debrief_sheets as ask
from screencopilot.tui.screens.sheets import ReadSheet
from screencopilot.tui.view.debrief_case import shown_name
from screencopilot.tui.view.lines import EMPTY, Row, hanging, row

if TYPE_CHECKING:
    from screencopilot.tui.screens.debrief import DebriefScreen

_VOTE_HELP = (
    "One by one, the others look away. 1 to 5 rate, 9 is NE; the rating you had keeps it. Another one asks what moved "
    "you. What is passed over stays. Enter ends the turn, and hides what was entered."
)
_WALK_HELP = (
    "1 to 5 or 9: all agree on it. k: each keeps their view. c: somebody changed theirs; again for another. Enter "
    "notes an open question. Left and Right go on. The minutes left are shared by how far apart you are."
)
HELP = (
    (
        "Everywhere",
        "Space stops and starts the clock. Backspace takes the last entry of this part back. 0 hides.",
    ),
    ("Silent read", "Nobody talks. Up and Down scroll, Left and Right go from one disagreement to the next."),
    ("Second vote", _VOTE_HELP),
    ("Walk", _WALK_HELP),
    ("Decision", "Up, Down and Enter. It is the panel's, in its own words; nothing computes it."),
    ("At the end", "Changed ratings become revisions beside the sealed ones, and a record is written."),
)


def help_sheet() -> ReadSheet:
    """Return the keys of every part, to read."""

    def read(width: int) -> list[Row]:
        rows: list[Row] = []
        for head, text in HELP:
            rows += [*([EMPTY] if rows else []), row((head, "head")), *hanging([], text, "plain", width)]
        return rows

    return ReadSheet("Debrief", read)


async def begin_vote(screen: DebriefScreen) -> None:
    """Leave the silent read, for good."""
    next_part = "the second vote" if screen.desk.case.disagreements else "the decision"
    if await ask.ask_sure(screen, f"Go on to {next_part}?", f"on to {next_part}"):
        screen.do(do.turn_on)
        screen.at_line(0)


async def cast_vote(screen: DebriefScreen, rating: RatingValue) -> None:
    """Rate the lit disagreement once more."""
    one, name = screen.look.one, screen.desk.state.turn
    view = one.view(name) if one else None
    if one is None or view is None:
        return
    if rating == view.rating:
        if screen.do(do.vote, one.number, rating):
            screen.next_line()
        return
    moved = await ask.ask_moved_by(screen, one, name, rating)
    if moved is None:
        screen.say("not voted: without what moved you, the first rating stays")
        return
    confidence = await ask.ask_confidence(screen)
    if screen.do(do.vote, one.number, rating, moved, confidence):
        screen.next_line()


async def end_turn(screen: DebriefScreen) -> None:
    """End a turn once the voter has seen what stays."""
    name, state = screen.desk.state.turn, screen.desk.state
    voted = [one for one in screen.look.own if name in state.marks.votes.get(one.number, {})]
    left = len(screen.look.own) - len(voted)
    words = (
        "every split probe was voted on" if not left else f"{left} not voted on: there the first rating stays"
    )
    if await ask.ask_sure(
        screen, f"{shown_name(name)}: done?", "done, the next one may look", [(words, "quiet")]
    ):
        screen.do(do.end_turn)
        _to_next_voter(screen)


def _to_next_voter(screen: DebriefScreen) -> None:
    done = screen.desk.state.turns_done
    waiting = [number for number, name in enumerate(screen.desk.case.voters) if name not in done]
    screen.at_line(waiting[0] if waiting else 0)


async def agree(screen: DebriefScreen, rating: RatingValue) -> None:
    """All hold one rating; where that moves somebody, ask why."""
    one = screen.look.one
    if one is None:
        return
    before = after_vote(screen.desk.case, screen.desk.state, one.number)
    moved = [shown_name(name) for name in one.names if before[name] != rating]
    intro = (
        f"It moves {', '.join(moved)}: one line on why."
        if moved
        else "All hold it already. A line on why, or Enter."
    )
    why = await ask.ask_line(screen, f"{one.probe}: agreed on {rating}", intro)
    if why is not None:
        screen.do(do.agree, one.number, rating, why)


async def keep(screen: DebriefScreen) -> None:
    """Each keeps the view of the second vote."""
    one = screen.look.one
    if one is None:
        return
    why = await ask.ask_line(screen, f"{one.probe}: views kept", "What you still see differently, or Enter.")
    if why is not None:
        screen.do(do.keep_views, one.number, why)


async def change(screen: DebriefScreen) -> None:
    """Somebody changed their view: who, to what, why."""
    one = screen.look.one
    if one is None:
        return
    now = held(screen.desk.case, screen.desk.state, one.number)
    who = await ask.ask_who(screen, one, now)
    to = await ask.ask_view(screen, one, who, now[who]) if who is not None else None
    if who is None or to is None:
        return
    why = await ask.ask_line(screen, f"{one.probe}: {shown_name(who)} {now[who]} to {to}, why?")
    if why is not None:
        screen.do(do.change_view, one.number, who, to, why)


async def leave_question(screen: DebriefScreen) -> None:
    """Note an open question."""
    text = await ask.ask_line(screen, "Open question", "What the notes do not answer.")
    if text is not None:
        screen.do(do.leave_question, text)


async def fill_field(screen: DebriefScreen, act: str) -> None:
    """Do what a line of the decision's form is for."""
    kind, _, place = act.partition(":")
    if kind == "present":
        known = [*screen.desk.case.evaluators, *screen.desk.state.marks.present]
        names = screen.desk.state.marks.present or screen.desk.case.evaluators
        intro = "With commas between. Those whose notes were read stand there; take out who is missing."
        typed = await ask.ask_line(screen, "Who was present", intro, ", ".join(map(one_line, names)))
        if typed is not None:
            screen.do(do.say_present, names_in(typed, known))
    elif kind == "decision":
        decided = await ask.ask_decision(screen)
        if decided is not None:
            screen.do(do.decide, *decided)
    elif kind == "question":
        if await ask.ask_sure(screen, "Is this question open no more?", "take it off the list"):
            screen.do(do.drop_question, int(place))
    elif kind == "ask":
        await leave_question(screen)
    else:
        await write(screen)


async def write(screen: DebriefScreen) -> None:
    """Show where everything goes, and write it once that is confirmed."""
    why = do.why_not_confirmed(screen.desk.state)
    if why:
        screen.say(why)
        return
    intro = await asyncio.to_thread(_where_it_goes, screen)
    sure = await ask.ask_sure(screen, "Write the record, and close the debrief?", "write it", intro)
    if sure and screen.do(do.confirm):
        await put_down(screen)


def _where_it_goes(screen: DebriefScreen) -> list[tuple[str, str]]:
    case, lines = screen.desk.case, [(f"The record goes to {shown(str(screen.out))}.", "plain")]
    notes = {note.id: note for note in case.notes}
    for note_id in dict.fromkeys(one.note for one in revisions_of(case, screen.desk.state)):
        note = notes[note_id]
        why, whose = why_not_ours(note), shown_name(note.evaluator)
        if why:
            lines.append((f"{whose}: {why}; the revision stands in the record only.", "late"))
        else:
            lines.append(
                (f"{whose}: the revision goes into {shown(Path(note.path).name)}; its seal stays.", "plain")
            )
    return lines


async def put_down(screen: DebriefScreen) -> None:
    """Write revisions and record, and tell what became of them."""
    from screencopilot.report.debrief_writing import write_debrief

    try:
        written = await asyncio.to_thread(write_debrief, screen.desk, screen.out)
    except (StoreError, FormatError) as error:
        screen.end([(f"not written: {str(error).splitlines()[0]}", "late")], done=False)
        return
    lines = [("The record is written.", "title")]
    lines += [(shown(str(path)), "plain") for path in (written.files.toml, written.files.markdown)]
    for one in written.revisions:
        what = f"{shown_name(one.evaluator)}, {one.probe}: {one.was} to {one.to}"
        where = (
            "in the note too, beside the sealed rating"
            if one.in_note
            else f"in the record only: {one.kept_out}"
        )
        lines.append((f"{what}, {where}", "plain" if one.in_note else "nudge"))
    screen.end(lines, done=True)


async def elsewhere(screen: DebriefScreen) -> None:
    """Write the record into another folder."""
    typed = await ask.ask_line(screen, "Which folder for the record?", keep=False)
    if typed:
        screen.out = Path(typed).expanduser().absolute()
        await put_down(screen)


async def skip_turn(screen: DebriefScreen, name: str) -> None:
    """Pass over somebody who is not there."""
    intro = [("Every first rating of theirs stays.", "quiet")]
    if await ask.ask_sure(screen, f"Skip the turn of {shown_name(name)}?", "skip it", intro):
        screen.do(do.skip_turn, name)
        _to_next_voter(screen)


async def leave(screen: DebriefScreen) -> None:
    """Leave the debrief, to go on with it another time."""
    if screen.ended:
        screen.dismiss("done")
        return
    intro = [("Everything is kept. Started again on the same notes, it is offered to go on with.", "quiet")]
    if await ask.ask_sure(screen, "Leave the debrief?", "leave", intro):
        screen.dismiss("left")
