"""Commands that ask first: each shows a sheet or two over the live screen and passes a domain command on."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from screencopilot.domain import commands
from screencopilot.domain.bank import RedFlag
from screencopilot.domain.note import Verdict
from screencopilot.domain.nudges import BY_ID
from screencopilot.domain.pacing import minutes
from screencopilot.tui.elsewhere import ask_folder, move_desk
from screencopilot.tui.kept_typing import KeptTyping
from screencopilot.tui.screens.sheets import ChoiceSheet, FilterSheet, LineSheet, Option
from screencopilot.tui.screens.verdict import VerdictSheet
from screencopilot.tui.view.around import item_state

if TYPE_CHECKING:
    from screencopilot.tui.screens.live import LiveScreen

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


async def jump(screen: LiveScreen) -> None:
    """The agenda: jump to any probe."""
    glance = screen.glance
    options = []
    for number, item in enumerate(glance.agenda, 1):
        glyph, _ink, word = item_state(glance, item)
        spent = glance.state.seconds_on(item.probe, glance.at)
        note = f"{minutes(spent)} of {minutes(item.budget_seconds)} · {word}"
        options.append(
            Option(item.probe, f"{glyph} {number} {glance.script.probe(item.probe).title}", "", note)
        )
    sheet = FilterSheet(f"Agenda: {glance.pace.words}", options, start=glance.number - 1)
    chosen = await screen.app.push_screen_wait(sheet)
    if chosen is not None:
        screen.do(commands.open_probe, chosen)


async def skip(screen: LiveScreen) -> None:
    """Skip the probe shown, with a reason."""
    options = [Option(reason, reason, str(n)) for n, reason in enumerate(commands.SKIP_REASONS, 1)]
    title = screen.glance.probe.title
    sheet = ChoiceSheet(f"Skip {title}: why?", options)
    reason = await screen.app.push_screen_wait(sheet)
    if reason is not None and screen.do(commands.skip_probe, reason):
        undo = screen.look.keys.name("undo")
        screen.say(f"{title} skipped; {undo} takes it back")


async def say_again(screen: LiveScreen) -> None:
    """The short repeat that is no hint, or the question for someone who has no such case."""
    probe = screen.glance.probe
    options = [Option("again", "say it again", "/", "", ((probe.say_again, "say"),))]
    if probe.if_no_case:
        cap = f"caps the rung at {probe.if_no_case.cap}"
        options.append(
            Option("no-case", "no such case: ask instead", "n", cap, ((probe.if_no_case.say, "say"),))
        )
    chosen = await screen.app.push_screen_wait(ChoiceSheet("Say again", options))
    if chosen == "again":
        screen.do(commands.say_again)
    elif chosen == "no-case":
        screen.do(commands.offer_no_case)


async def fill_numbers(screen: LiveScreen) -> None:
    """Fill the probe's number blanks, one after the other until Esc."""
    while True:
        glance = screen.glance
        values = glance.marks.numbers
        options = [
            Option(blank, blank, str(n), values.get(blank, "…"))
            for n, blank in enumerate(glance.probe.numbers, 1)
        ]
        empty = next((n for n, o in enumerate(options) if o.value not in values), 0)
        blank = await screen.app.push_screen_wait(ChoiceSheet("Numbers they gave", options, start=empty))
        if blank is None:
            return
        with KeptTyping(screen, screen.desk, f"{blank}: ") as kept:
            value = await screen.app.push_screen_wait(
                LineSheet(blank, value=values.get(blank, ""), kept=kept)
            )
            if value is not None:
                screen.do(commands.fill_number, blank, value)


async def red_flags(screen: LiveScreen) -> None:
    """Red flags: the neutral check comes first; a flag is kept only with the words that were said."""
    glance = screen.glance
    hinted = {s.flag for s in glance.probe.signals if s.id in glance.marks.ticked}
    flags = sorted(glance.script.bank.flags.values(), key=lambda f: f.id not in hinted)
    options = [
        Option(f.id, f.label, _LETTERS[n : n + 1], _flag_state(screen, f, f.id in hinted), _flag_details(f))
        for n, f in enumerate(flags)
    ]
    intro = [("Choose one to ask its check. Enter says: the check was asked.", "quiet")]
    chosen = await screen.app.push_screen_wait(ChoiceSheet("Red flags", options, intro=intro))
    if chosen is None:
        return
    flag = glance.script.bank.flags[chosen]
    if any(f.flag == chosen for f in screen.glance.state.marks.flags):
        drop = [Option("keep", "keep the flag", "k"), Option("drop", "take it back; its line stays", "d")]
        if await screen.app.push_screen_wait(ChoiceSheet(flag.label, drop)) == "drop":
            screen.do(commands.drop_flag, chosen)
        return
    screen.do(commands.ask_check, chosen)
    with KeptTyping(screen, screen.desk, '!"') as kept:
        quote = await screen.app.push_screen_wait(
            LineSheet(f"{flag.label}: their very words", _flag_details(flag), kept=kept)
        )
        if quote and quote.strip():
            screen.do(commands.keep_flag, chosen, quote)
        else:
            screen.say("check asked, flag not kept")


def _flag_state(screen: LiveScreen, flag: RedFlag, hinted: bool) -> str:
    marks = screen.glance.state.marks
    if any(f.flag == flag.id for f in marks.flags):
        return "kept"
    if flag.id in marks.checks:
        return f"check asked {minutes(marks.checks[flag.id])}"
    return "ticked here" if hinted else ""


def _flag_details(flag: RedFlag) -> tuple[tuple[str, str], ...]:
    innocent = tuple((f"innocent: {reading}", "quiet") for reading in flag.innocent)
    return (f"ask first: {flag.check}", "say"), *innocent


async def claims(screen: LiveScreen) -> None:
    """Claims from the résumé: ask the template, give a verdict, link lines of evidence."""
    glance = screen.glance
    texts = glance.state.opened.claims
    if not texts:
        screen.say("no claims were taken down for this screen", alert=True)
        return
    kinds = glance.script.bank.claim_kinds
    options = []
    for number, claim in enumerate(texts):
        mark = glance.state.marks.claims.get(number)
        verdict = (
            mark.verdict
            if mark and mark.verdict
            else "asked"
            if mark and mark.asked_at is not None
            else "not probed"
        )
        kind = kinds.get(claim.kind)
        details = ((kind.say.replace("{claim}", claim.text), "say"),) if kind else ()
        options.append(Option(str(number), claim.text, str(number + 1), verdict, details))
    intro = [("Choose one to ask it. Enter says: it was asked.", "quiet")]
    chosen = await screen.app.push_screen_wait(ChoiceSheet("Claims", options, intro=intro))
    if chosen is None:
        return
    screen.do(commands.ask_claim, int(chosen))
    await judge(screen, int(chosen))


async def judge(screen: LiveScreen, number: int) -> None:
    """Ask for a claim's verdict and the lines it rests on."""
    glance = screen.glance
    kind = glance.script.bank.claim_kinds.get(glance.state.opened.claims[number].kind)
    judged = await screen.app.push_screen_wait(VerdictSheet(glance.state, number, kind))
    if judged is not None:
        verdict: Verdict = judged.verdict
        if screen.do(commands.judge_claim, number, verdict, judged.lines):
            undo = screen.look.keys.name("undo")
            screen.say(f"claim {number + 1}: {verdict}; {undo} takes it back")


async def silence_nudge(screen: LiveScreen) -> None:
    """Silence the nudge shown: for this screen, or for ever, which the profile remembers."""
    current = screen.desk.session.state.nudges.current
    if current is None:
        screen.say("no nudge is shown")
        return
    rule = BY_ID[current.nudge]
    options = [Option("screen", "for this screen", "s"), Option("ever", "for ever", "e")]
    sheet = ChoiceSheet("Silence this nudge", options, intro=[(rule.text, "plain"), (rule.reason, "quiet")])
    chosen = await screen.app.push_screen_wait(sheet)
    if chosen is not None:
        screen.do(commands.silence_nudge, rule.id, for_ever=chosen == "ever")
    if chosen == "ever":
        screen.adviser.silenced |= {rule.id}
        screen.remember_silence(rule.id)


async def save_elsewhere(screen: LiveScreen) -> None:
    """Ask for a folder, and go on with everything in it: for a disk that is full, or about to go."""
    place = await ask_folder(screen.app, screen.desk)
    if place is not None:
        # Apart from the flow: a slow stick must not keep the keys waiting.
        screen.run_worker(_move(screen, place), group="move", exclusive=True)


async def _move(screen: LiveScreen, place: Path) -> None:
    words, worry = await move_desk(screen.desk, place)
    screen.say(words, alert=worry)


async def close(screen: LiveScreen) -> None:
    """End the live part and go to the closing form."""
    if screen.do(commands.open_closing):
        screen.leave("closed")
