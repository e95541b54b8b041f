"""The pictures of a panel's notes, for ``make_shots.py``: the demo's note beside a second evaluator's."""

from __future__ import annotations

import datetime as dt
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from textual.screen import Screen

from screencopilot.cli.debriefing import make_case
from screencopilot.demo.clocks import ScriptClock
from screencopilot.demo.play import play_headless
from screencopilot.formats.note_toml import dump_note, load_note, seal
from screencopilot.report.choosing import Wanted
from screencopilot.store.paths import Folders, folders
from screencopilot.store.search_path import load_theme_named
from screencopilot.tui.comparing import CompareApp
from screencopilot.tui.debrief import DebriefApp
from screencopilot.tui.screens.compare import CompareScreen
from screencopilot.tui.screens.debrief import DebriefScreen

END = dt.datetime(2026, 11, 20, 16, 0, 0, tzinfo=dt.UTC)
#: What the second evaluator rated, ticked and wrote otherwise, by probe.
RATED = {"CV3-A": 4, "FA1-A": 2, "EV1-A": 4, "ND2-A": 3}
TICKED = {"FA1-A": ["s2", "w1", "s4"], "ND2-A": ["w1", "s1"]}
WHY = {
    "FA1-A": "The theory that died was somebody else's; the guard came from another team",
    "ND2-A": "Found a look that tells two kinds apart, late",
}
LINES = {
    "FA1-A": "after a week somebody told us to leave the retailer out, and we did",
    "ND2-A": "I would split by the hour it was logged, that parts a doubled file from a real Monday",
}
#: The picture's name, its size, and the keys that lead there.
SHOTS = {
    "compare": ((120, 40), ("n", "enter")),
    "compare-side": ((60, 45), ("n", "enter")),
    "debrief": (
        (140, 28),
        ("enter", "y", "enter", "enter", "enter", "enter", "enter", "enter", "enter", "y"),
    ),
}


def second(note: Mapping[str, Any]) -> dict[str, Any]:
    """Return the note of another evaluator on the same candidate, three hours later."""
    later = dt.timedelta(hours=3)
    seen: set[str] = set()
    evidence = []
    for line in note["evidence"]:
        if line["probe"] in LINES and line["probe"] not in seen:
            evidence.append({**line, "text": LINES[line["probe"]], "at": line["at"] + 40})
        elif line["probe"] not in LINES:
            evidence.append(line)
        seen.add(line["probe"])
    return {
        **{key: value for key, value in note.items() if key != "seal"},
        "id": "second-note",
        "evaluator": {**note["evaluator"], "name": "Noor"},
        "timing": {
            **note["timing"],
            "started": note["timing"]["started"] + later,
            "ended": note["timing"]["ended"] + later,
        },
        "evidence": evidence,
        "probes": [_probe(probe) for probe in note["probes"]],
    }


def _probe(probe: Mapping[str, Any]) -> dict[str, Any]:
    name = probe["id"]
    if name not in RATED:
        return dict(probe)
    ticks = TICKED.get(name, probe["ticks"])
    at = {signal: probe["ticked_at"].get(signal, probe["asked_at"] + 60) for signal in ticks}
    because = WHY.get(name, probe["because"])
    return {**probe, "rating": RATED[name], "ticks": ticks, "ticked_at": at, "because": because}


def write_panel(folder: Path, home: Path) -> None:
    """Write both notes into a folder."""
    first = dict(load_note(play_headless(folders({"SCREENCOPILOT_HOME": str(home)}), END)).raw)
    first["evaluator"] = {**first["evaluator"], "name": "Kim"}
    for name, document in (("kim", first), ("noor", second(first))):
        unsealed = {key: value for key, value in document.items() if key != "seal"}
        sealed = seal(unsealed, document["timing"]["ended"] + dt.timedelta(minutes=15))
        (folder / f"{name}.toml").write_bytes(dump_note(sealed))


async def shoot(name: str, out: Path) -> Path:
    """Draw one picture."""
    size, keys = SHOTS[name]
    with tempfile.TemporaryDirectory() as home, tempfile.TemporaryDirectory() as panel:
        write_panel(Path(panel), Path(home))
        places = folders({"SCREENCOPILOT_HOME": f"{home}/other"})
        app = _debrief(places, Path(panel)) if name == "debrief" else _compare(places, Path(panel))
        async with app.run_test(size=size) as pilot:
            while not _ready(app.screen):
                await pilot.pause(0.05)
            for key in keys:
                await pilot.press(key)
                await pilot.pause(0.05)
            out.mkdir(exist_ok=True)
            picture = out / f"{name}.svg"
            picture.write_text(app.export_screenshot(title=f"screencopilot {name.partition('-')[0]}"))
    return picture


def _compare(places: Folders, panel: Path) -> CompareApp:
    theme = load_theme_named("quiet-dark", places)
    return CompareApp(places, ScriptClock(END), theme, paths=[panel], wanted=Wanted())


def _debrief(places: Folders, panel: Path) -> DebriefApp:
    theme, case = load_theme_named("quiet-dark", places), make_case(places, [panel], "", "")
    return DebriefApp(
        places, ScriptClock(END), theme, case=case, minutes=20, read_minutes=5, out=places.data / "debriefs"
    )


def _ready(screen: Screen[Any]) -> bool:
    return isinstance(screen, DebriefScreen) or (
        isinstance(screen, CompareScreen) and bool(screen.look.survey.asked)
    )
