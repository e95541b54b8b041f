"""Sheets about time: which coming probe lends how much to this one, and which one stays though it no longer fits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from screencopilot.domain import commands
from screencopilot.domain.budgets import LOAN_STEP, Lender, lenders
from screencopilot.domain.pacing import minutes
from screencopilot.tui.screens.sheets import ChoiceSheet, Option
from screencopilot.tui.view.around import item_state

if TYPE_CHECKING:
    from screencopilot.tui.screens.live import LiveScreen
    from screencopilot.tui.view.glance import Glance

#: Minutes offered; all that the lender has comes last.
_LENGTHS = (1, 2, 3, 4, 5, 6, 8)


async def borrow(screen: LiveScreen) -> None:
    """Give the probe shown minutes of one that is still to come."""
    glance = screen.glance
    found = lenders(glance.script, glance.state, glance.at)
    if not glance.state.begun:
        screen.do(commands.borrow_time, glance.probe.id, LOAN_STEP)  # refuses, and says what to do first
        return
    if not found:
        screen.say("no coming probe has a minute to lend", alert=True)
        return
    used = f"{minutes(glance.seconds)} of {minutes(glance.item.budget_seconds)} used"
    options = [_lender(glance, lender) for lender in found]
    sheet = ChoiceSheet(f"Time for {glance.probe.title}: from which probe?", options, intro=[(used, "quiet")])
    chosen = await screen.app.push_screen_wait(sheet)
    lender = next((one for one in found if one.item.probe == chosen), None)
    if lender is None:
        return
    title = glance.script.probe(lender.item.probe).title
    lengths = _lengths(lender)
    over = screen.glance.seconds - screen.glance.item.budget_seconds
    start = next((n for n, option in enumerate(lengths) if int(option.value) >= over), len(lengths) - 1)
    length = await screen.app.push_screen_wait(ChoiceSheet(f"How much from {title}?", lengths, start=start))
    if length is not None and screen.do(commands.borrow_time, lender.item.probe, int(length)):
        back = screen.look.keys.name("undo")
        screen.say(f"+{minutes(int(length))} from {title}; {back} gives it back")


def _lender(glance: Glance, lender: Lender) -> Option:
    number = glance.script.position(lender.item.probe) + 1
    _glyph, _ink, word = item_state(glance, lender.item)
    title = glance.script.probe(lender.item.probe).title
    return Option(
        lender.item.probe,
        title,
        str(number) if number < 10 else "",
        f"{minutes(lender.item.budget_seconds)} · {word}",
    )


def _lengths(lender: Lender) -> list[Option]:
    options = []
    for length in _LENGTHS:
        left = lender.item.budget_seconds - length * LOAN_STEP
        if length * LOAN_STEP < lender.seconds:
            options.append(Option(str(length * LOAN_STEP), "min", str(length), f"leaves it {minutes(left)}"))
    left = lender.item.budget_seconds - lender.seconds
    note = f"leaves it {minutes(left)}" if left else "leaves it nothing"
    return [*options, Option(str(lender.seconds), f"all of it, {minutes(lender.seconds)}", "a", note)]


async def keep(screen: LiveScreen) -> None:
    """Keep a probe that falls out, or let one go that was kept; with only one of them there is nothing to ask."""
    glance = screen.glance
    falling = [_decision(glance, fallen.probe, "keep", fallen.why) for fallen in glance.pace.falls_out]
    kept = [_decision(glance, probe, "let go", "kept against the pace") for probe in glance.pace.kept]
    options = [*falling, *kept]
    if not options:
        screen.say("nothing falls out: all that is to ask still fits")
        return
    chosen: str | None = options[0].value
    if len(options) > 1:
        chosen = await screen.app.push_screen_wait(ChoiceSheet("What no longer fits", options))
    if chosen is not None:
        does, _, probe = chosen.partition(":")
        decide(screen, does, probe)


def _decision(glance: Glance, probe: str, does: str, note: str) -> Option:
    number = glance.script.position(probe) + 1
    text = f"{does}: {glance.script.probe(probe).title}"
    return Option(f"{does}:{probe}", text, str(number) if number < 10 else "", "", ((note, "quiet"),))


def decide(screen: LiveScreen, does: str, probe: str) -> None:
    """Keep a probe against the pace, or let it go, and say what that means."""
    title = screen.glance.script.probe(probe).title
    key = screen.look.keys.name("keep-probe")
    if does == "let go":
        if screen.do(commands.allow_drop, probe):
            screen.say(f"{title} may fall out again")
    elif screen.do(commands.refuse_drop, probe):
        over = screen.glance.pace.overrun
        cost = f"overruns by {minutes(over)}" if over >= 1 else "another one falls out for it"
        screen.say(f"{title} stays: {cost}; {key} lets it go")
