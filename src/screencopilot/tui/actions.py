"""What the live screen's commands do: most pass a domain command on, some first ask with a sheet."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from textual import events

from screencopilot.domain import commands
from screencopilot.domain.commands import Command
from screencopilot.domain.nextprobe import suggest_next
from screencopilot.domain.nudges import BY_ID, suggest_re_entry
from screencopilot.tui.key_gate import gate_of
from screencopilot.tui.keymap import BUILT_IN, GROUPS, KeyTable, key_name
from screencopilot.tui.view.lines import EMPTY, Row, hanging, row
from screencopilot.tui.view.listen import scroll_limit
from screencopilot.tui.widgets.live_board import LiveBoard

if TYPE_CHECKING:
    from screencopilot.tui.screens.live import LiveScreen

Action = Callable[["LiveScreen"], None]

#: The one sentence to remember.
SENTENCE = "Letters tick, 1-5 rate, 6-7-8 stamp, Enter writes, arrows move, Space pauses, 0 hides."
#: What stands in its place when a keymap says otherwise.
OWN_KEYS = "Letters tick and 1-5 rate, as ever. Some of the other keys are your own, from keymap.toml."
_MORE_HELP = (
    (
        "Beside a follow-up stands when to ask it",
        (
            ("ask", "always"),
            ("vague", "if the answer stays general"),
            ("fluent", "if it comes a little too smoothly"),
            ("stuck", "to help"),
            ("time", "if there is time"),
        ),
    ),
    (
        "In the note line",
        (
            ("+ - !", "as the first character: speaks for, against, or a red flag"),
            ('"', "next: their very words"),
            ("Backspace", "on the empty line: not for that signal"),
            ("Esc", "back to ticking; the draft stays"),
        ),
    ),
)


def _passing(command: Command, *args: object) -> Action:
    def act(screen: LiveScreen) -> None:
        screen.do(command, *args)

    return act


async def _flow(screen: LiveScreen, flow: Callable[[LiveScreen], Awaitable[None]]) -> None:
    """Run a flow of sheets; keys typed ahead wait for the sheet they are meant for."""
    gate = gate_of(screen)
    gate.flow_begins()
    try:
        await flow(screen)
    finally:
        gate.flow_ends()


def _asking(flow: str, module: str = "flows") -> Action:
    """Return an action that runs a flow of sheets from a module of ours, loaded when first needed."""

    def act(screen: LiveScreen) -> None:
        flows = import_module(f"screencopilot.tui.{module}")
        gate_of(screen).flow_begins()  # at once: the worker starts a moment later
        screen.run_worker(_flow(screen, getattr(flows, flow)), group="flow", exclusive=True)

    return act


def _scroll(by: int) -> Action:
    def act(screen: LiveScreen) -> None:
        place = screen.query_one(LiveBoard).arrangement.places.get("signals")
        limit = scroll_limit(screen.glance, place.width, place.height) if place else 0
        screen.change_look(scroll=max(0, min(screen.look.scroll + by, limit)))
        screen.paint()

    return act


def _undo(screen: LiveScreen) -> None:
    steps = screen.desk.session.state.undo
    if screen.do(commands.undo) and steps:
        screen.say(f"undone: {_words(steps[-1].event)}; {screen.look.keys.name('redo')} brings it back")


def _redo(screen: LiveScreen) -> None:
    steps = screen.desk.session.state.redo
    if screen.do(commands.redo) and steps:
        screen.say(f"again: {_words(steps[-1].event)}")


def _words(event: object) -> str:
    name = type(event).__name__
    spaced = "".join(f" {c.lower()}" if c.isupper() else c for c in name).strip()
    detail = next((str(v) for f in ("signal", "value", "text", "kind") if (v := getattr(event, f, None))), "")
    return f"{spaced} {detail}".strip()[:60]


def _suggest(screen: LiveScreen) -> None:
    session = screen.desk.session
    suggestion = suggest_next(session.script, session.state, session.at)
    if suggestion is None:
        screen.say(
            f"nothing left on the agenda fits; {screen.look.keys.name('close-screen')} closes the screen"
        )
    else:
        title = session.script.probe(suggestion.probe).title
        place = session.script.position(suggestion.probe) + 1
        screen.say(f"{screen.look.keys.name('agenda')} {place} {title}; {suggestion.why}")


def _re_entry(screen: LiveScreen) -> None:
    if screen.do(commands.note_re_entry):
        session = screen.desk.session
        found = suggest_re_entry(session.script, session.state)
        screen.say(found.suggestion if found else "no number of theirs was filled in or stamped yet")


def _off_limits(screen: LiveScreen) -> None:
    if screen.do(commands.note_off_limits):
        screen.say(BY_ID["off-limits"].text)


def _play_card(screen: LiveScreen) -> None:
    if screen.do(commands.play_card):
        glance = screen.glance
        card = glance.script.bank.cards[glance.marks.cards[-1].id]
        screen.say(f"say: {card.say}")


def _curtain(screen: LiveScreen) -> None:
    screen.app.run_worker(screen.app.run_action("curtain"), group="curtain")


def _keys(screen: LiveScreen) -> None:
    from screencopilot.tui.screens.sheets import ReadSheet

    screen.app.push_screen(ReadSheet("Keys of the live screen", partial(help_rows, keys=screen.look.keys)))


def help_rows(width: int, keys: KeyTable = BUILT_IN) -> list[Row]:
    """Return every key of the live screen, by group."""
    rows = hanging([], SENTENCE if keys is BUILT_IN else OWN_KEYS, "title", width)
    rows += [EMPTY, *_key("a-z", "Tick the signal with that letter; again takes it back", width)]
    rows += _key("1-5", "Rate this probe; the same digit again clears it", width)
    for group in GROUPS:
        rows += [EMPTY, row((group, "head"))]
        for command in keys.commands:
            if command.group == group:
                typing = [key_name(k) for k in command.writing if k not in command.keys]
                note = f" ({' '.join(typing)} while typing)" if typing else ""
                names = " ".join(key_name(k) for k in command.keys)
                rows += _key(names or "none", command.title + note, width)
    for head, meanings in _MORE_HELP:
        rows += [EMPTY, *hanging([], head, "head", width)]
        for key, does in meanings:
            rows += _key(key, does, width)
    return rows


def _key(key: str, does: str, width: int) -> list[Row]:
    return hanging([(f"  {key:<10} ", "key")], does, "plain", width)


ACTIONS: dict[str, Action] = {
    "stamp-story": _passing(commands.stamp_fingerprint, "story"),
    "stamp-number": _passing(commands.stamp_fingerprint, "number"),
    "stamp-regret": _passing(commands.stamp_fingerprint, "regret"),
    "mark-moment": _passing(commands.mark_moment),
    "undo": _undo,
    "redo": _redo,
    "write-line": lambda screen: screen.open_note(),
    "fill-numbers": _asking("fill_numbers"),
    "next-probe": _passing(commands.next_probe),
    "previous-probe": _passing(commands.previous_probe),
    "agenda": _asking("jump"),
    "scroll-down": _scroll(+1),
    "scroll-up": _scroll(-1),
    "skip-probe": _asking("skip"),
    "suggest-next": _suggest,
    "asked-follow-up": _passing(commands.ask_follow_up),
    "play-card": _play_card,
    "say-again": _asking("say_again"),
    "red-flags": _asking("red_flags"),
    "claims": _asking("claims"),
    "not-enough": _passing(commands.rate_probe, "NE"),
    "re-entry": _re_entry,
    "off-limits": _off_limits,
    "silence-nudge": _asking("silence_nudge"),
    "pause": _passing(commands.toggle_pause),
    "borrow-time": _asking("borrow", "time_flows"),
    "keep-probe": _asking("keep", "time_flows"),
    "curtain": _curtain,
    "save-elsewhere": _asking("save_elsewhere"),
    "close-screen": _asking("close"),
    "keys": _keys,
    "leave": lambda screen: screen.leave("left"),
}


def click(screen: LiveScreen, act: str) -> None:
    """Do what a clicked row stands for, ``tick:s3`` and the like."""
    kind, _, about = act.partition(":")
    if kind == "tick":
        screen.do(commands.tick_signal, about)
    elif kind == "rate":
        screen.do(commands.rate_probe, "NE" if about == "NE" else int(about))
    elif kind == "open":
        screen.do(commands.open_probe, about)
    elif kind == "follow-up":
        screen.do(commands.ask_follow_up, about)
    elif kind == "write":
        screen.open_note()
    elif kind == "claim":
        screen.run("claims")
    elif kind == "run":
        screen.run(about)
    elif kind == "line":
        _end_line(screen, about)


def _end_line(screen: LiveScreen, key: str) -> None:
    line = screen.query_one(LiveBoard).ready_note_line
    if line is not None and screen.look.writing:
        line.type_late(events.Key(key, None))
