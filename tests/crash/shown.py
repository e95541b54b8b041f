"""What a terminal shows of a screen, as facts that can be held against a state.

Only what stands there is a fact: under a sheet, or in half a frame, there are fewer of them. The full layout is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from screencopilot.domain.plan import Script
from screencopilot.domain.state import State

#: Begins every line that is typed, with a number of its own after it: a word to find again.
MARK = "q"
_TOKEN = re.compile(rf"\b{MARK}\d{{4}}\b")
_TOKEN_BEGUN = re.compile(rf"[-+!]?{MARK}")
_TICK = re.compile(r"^[ ◆]?([a-z]) ([■□])")
_RUNG = re.compile(r"^\s?([1-5]) ([●○])")
_STAMPS = re.compile(r"6 story(?: (\d+))? [·]?\s*7 number(?: (\d+))? [·]?\s*8 regret(?: (\d+))?")
_RATED = re.compile(r"^ [▸✓·] (\d+) .* rated ([1-5])(?:, (low|medium|high) confidence)? · ")
_WRITING = "Esc tick again"


@dataclass(frozen=True)
class Fact:
    """One thing that stands on the screen: what it is about, and what is said of it."""

    about: str
    says: object


@dataclass(frozen=True)
class Shown:
    """What one frame shows.

    Attributes:
        facts: what can be held against a state.
        typed: what stands in the line that is being typed, "" where none is open.
    """

    facts: tuple[Fact, ...]
    typed: str


def shown(rows: Sequence[str]) -> Shown:
    """Read a frame of the live screen or of the closing form; anything else shows nothing."""
    text = "\n".join(rows)
    if "╭" in text:
        return Shown((), _in_sheet(rows))
    if rows and rows[0].startswith(" CLOSING"):
        writing = rows[-1].strip() == "Enter keep · Esc back"
        return Shown(tuple(_closing(rows)), rows[-2].strip() if writing else "")
    if "│ RATING" not in text and " RATING " not in text:
        return Shown((), "")
    columns = [row.split("│") for row in rows if row.count("│") == 2]
    typed = columns[-1][2].strip() if _WRITING in rows[-1] and columns else ""
    typed = typed if _TOKEN_BEGUN.match(typed) else ""  # an empty line says what can be typed
    return Shown(tuple(_live(columns, text)), typed)


def _in_sheet(rows: Sequence[str]) -> str:
    """Return what is typed into a sheet: the last row with a token inside its frame."""
    inside = [row for row in rows if _TOKEN.search(row) and row.count("│") >= 2]
    found = [m.group(0) for row in inside for m in re.finditer(rf"{MARK}\d{{4}}[a-z ]*", row)]
    return found[-1].strip() if found else ""


def _live(columns: Sequence[Sequence[str]], text: str) -> Iterator[Fact]:
    yield Fact("closing", False)
    yield Fact("paused", " PAUSED " in text)
    middle = [row[1] for row in columns]
    right = [row[2] for row in columns]
    place = re.match(r"\s*(\d+)/\d+ ", middle[0]) if middle else None
    if place is None:
        return
    yield Fact("place", int(place[1]))
    for row in middle:
        if tick := _TICK.match(row):
            yield Fact(f"tick {tick[1]}", tick[2] == "■")
        if asked := re.search(r"(\d+) of \d+ asked", row):
            yield Fact("follow-ups", int(asked[1]))
        if stamps := _STAMPS.search(row):
            yield Fact("stamps", tuple(int(n or 0) for n in stamps.groups()))
    rungs = [rung for row in right if (rung := _RUNG.match(row))]
    if len(rungs) == 5:
        chosen = next((int(rung[1]) for rung in rungs if rung[2] == "●"), None)
        yield Fact("rating", "NE" if "RATING NE" in text else chosen)
    yield from _evidence(right)


def _evidence(right: Sequence[str]) -> Iterator[Fact]:
    heads = [
        (n, m) for n, row in enumerate(right) if (m := re.search(r"EVIDENCE\s+(\d+) lines?(?! of)", row))
    ]
    for number, head in heads:
        yield Fact("lines", int(head[1]))
        for row in right[number + 1 : -1]:  # the last one is the line that is typed
            if re.match(r"\s+\d+:\d\d ", row):
                yield from (Fact(f"line {token}", True) for token in _TOKEN.findall(row))


def _closing(rows: Sequence[str]) -> Iterator[Fact]:
    yield Fact("closing", True)
    for row in rows:
        if rated := _RATED.match(row):
            yield Fact(f"rated {rated[1]}", (int(rated[2]), rated[3]))


def holds(fact: Fact, script: Script, state: State) -> bool:
    """Whether a state says the same as a fact."""
    about, _, which = fact.about.partition(" ")
    return _SAID[about](script, state, which) == fact.says


def _tick(script: Script, state: State, letter: str) -> bool | None:
    if state.current is None:
        return None
    signals = script.probe(state.current).signals_in_order
    return signals[ord(letter) - ord("a")].id in state.marks.probe(state.current).ticked


def _rating(_script: Script, state: State, _which: str) -> object:
    rating = state.marks.probe(state.current).rating
    return rating.value if rating else None


def _rated(script: Script, state: State, number: str) -> object:
    rating = state.marks.probe(script.agenda[int(number) - 1].probe).rating
    return (rating.value, rating.confidence) if rating else None


def _stamps(_script: Script, state: State, _which: str) -> tuple[int, ...]:
    kinds = [kind for kind, _ in state.marks.probe(state.current).stamps]
    return tuple(kinds.count(kind) for kind in ("story", "number", "regret"))


_SAID = {
    "closing": lambda _script, state, _: state.closing,
    "paused": lambda _script, state, _: state.paused,
    "place": lambda script, state, _: script.position(state.current) + 1 if state.current else 0,
    "tick": _tick,
    "follow-ups": lambda _script, state, _: len(state.marks.probe(state.current).follow_ups),
    "stamps": _stamps,
    "rating": _rating,
    "lines": lambda _script, state, _: len(state.marks.lines),
    "line": lambda _script, state, token: any(token in w.line.text for w in state.marks.lines),
    "rated": _rated,
}
