"""What a debrief asks for: what moved somebody, how sure they are, a rung, why, the decision and who was there."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.cells import cell_len

from screencopilot.domain.debrief import Disagreement
from screencopilot.domain.debrief_events import CHOICE_WORDS, Choice, MovedBy
from screencopilot.domain.note import Confidence, RatingValue
from screencopilot.domain.pacing import minutes
from screencopilot.formats.text_safety import one_line
from screencopilot.tui.screens.debrief_typing import KeptLine
from screencopilot.tui.screens.sheets import WIDEST, ChoiceSheet, LineSheet, Option
from screencopilot.tui.view.debrief_case import said, shown_name

if TYPE_CHECKING:
    from screencopilot.tui.screens.debrief_showing import DebriefShowing

_OWN = "own"
#: Options that have a key, and the cells of an option's row that its text and its key do not get.
_KEYS, _BESIDE = 9, 6


async def ask_line(
    screen: DebriefShowing, title: str, intro: str = "", value: str = "", *, keep: bool = True
) -> str | None:
    """Ask for one line, which is kept while it is typed; None when it was left, clean otherwise, and maybe empty."""
    words = [(intro, "quiet")] if intro else []
    kept = KeptLine(screen, title) if keep else None
    sheet = LineSheet(title, words, value=(kept.before if kept else "") or value, kept=kept)
    typed = await screen.app.push_screen_wait(sheet)
    if kept is not None:
        kept.keep() if typed is None else kept.stop()
    return None if typed is None else one_line(typed)


async def ask_sure(
    screen: DebriefShowing, title: str, yes: str, intro: Sequence[tuple[str, str]] = ()
) -> bool:
    """Ask before something that cannot be taken back."""
    options = [Option("yes", yes, "y"), Option("no", "not yet", "n")]
    return await screen.app.push_screen_wait(ChoiceSheet(title, options, intro=intro)) == "yes"


async def ask_moved_by(
    screen: DebriefShowing, one: Disagreement, voter: str, to: RatingValue
) -> MovedBy | None:
    """Ask which evidence or signal of somebody else moved a vote, or for a line; None when nothing is voted."""
    found = moved_options(one, voter)
    row = min(WIDEST, screen.app.size.width - 4) - _BESIDE
    options = []
    for number, moved in enumerate(found):
        key = str(number + 1) if number < _KEYS else ""
        whole = _whole(moved, row - len(f"{key:<2}" if key else ""))
        options.append(Option(str(number), _option(moved), key, "", whole))
    options.append(Option(_OWN, "a line of my own", "0"))
    chosen = await screen.app.push_screen_wait(ChoiceSheet(f"{one.probe} to {to}: what moved you?", options))
    if chosen is None:
        return None
    if chosen != _OWN:
        return found[int(chosen)]
    line = await ask_line(screen, f"{one.probe} to {to}: what moved you?")
    return MovedBy("words", line) if line else None


def moved_options(one: Disagreement, voter: str) -> list[MovedBy]:
    """Return what the others have on a probe: their lines, and the signals that the voter did not tick."""
    own = one.view(voter)
    ticked = set(own.ticks) if own else set()
    found = []
    for view in one.views:
        if view.evaluator == voter:
            continue
        found += [
            MovedBy("evidence", f"{minutes(line.at)} {said(line)}", view.evaluator, line.id)
            for line in view.evidence
        ]
        signals = [one.signal(s) for s in view.ticks if s not in ticked]
        found += [MovedBy("signal", heard.text, view.evaluator, heard.id) for heard in signals]
    return found


def _option(moved: MovedBy) -> str:
    heard = "heard " if moved.kind == "signal" else ""
    return f"{shown_name(moved.whose)}: {heard}{moved.text or moved.id}"


def _whole(moved: MovedBy, room: int) -> tuple[tuple[str, str], ...]:
    """The whole text beneath an option that its row cuts."""
    return ((moved.text, "quiet"),) if cell_len(_option(moved)) > room else ()


async def ask_confidence(screen: DebriefShowing) -> Confidence | None:
    """Ask how sure one is; Esc says nothing of it."""
    options = [Option("high", "high confidence", "h"), Option("low", "low confidence", "l")]
    chosen = await screen.app.push_screen_wait(ChoiceSheet("How sure are you now?", options))
    return "high" if chosen == "high" else "low" if chosen == "low" else None


async def ask_who(screen: DebriefShowing, one: Disagreement, now: dict[str, RatingValue]) -> str | None:
    """Ask who changed their view."""
    options = [
        Option(name, shown_name(name), str(number) if number < 10 else "", f"holds {now[name]}")
        for number, name in enumerate(one.names, 1)
    ]
    return await screen.app.push_screen_wait(ChoiceSheet(f"{one.probe}: who changed their view?", options))


async def ask_view(
    screen: DebriefShowing, one: Disagreement, who: str, now: RatingValue
) -> RatingValue | None:
    """Ask for the rung that somebody holds now."""
    words = {rung.rung: rung.text for rung in one.rungs}
    options = []
    for rung in range(5, 0, -1):
        note = "as it is now" if rung == now else ""
        options.append(Option(str(rung), words.get(rung, f"rung {rung}"), str(rung), note))
    options.append(Option("NE", "not enough evidence", "9", "as it is now" if now == "NE" else ""))
    chosen = await screen.app.push_screen_wait(
        ChoiceSheet(f"{one.probe}: {shown_name(who)} holds now", options)
    )
    if chosen is None:
        return None
    return int(chosen) if chosen.isdecimal() else "NE"


async def ask_decision(screen: DebriefShowing) -> tuple[Choice, str] | None:
    """Ask what the panel decided, and for its own words; nothing is chosen beforehand by any figure."""
    options = [Option(choice, words, str(n)) for n, (choice, words) in enumerate(CHOICE_WORDS.items(), 1)]
    intro = [("What did the panel decide? The order of these means nothing.", "quiet")]
    chosen = await screen.app.push_screen_wait(ChoiceSheet("Decision", options, intro=intro))
    choice = next((c for c in CHOICE_WORDS if c == chosen), None)
    if choice is None:
        return None
    words = await ask_line(
        screen, f"Decision: {CHOICE_WORDS[choice]}", "In the panel's own words: what it rests on."
    )
    return None if words is None else (choice, words)
