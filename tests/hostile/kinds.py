"""The kinds of file that are no TOML file of their own folder: texts, journals, and what lies in a home of its own.

Each has a good file, a way to take it apart and put it together again, a place that its reader looks for it in, and
that reader.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.calibration import RoundClosed
from screencopilot.formats.claims_text import load_claims
from screencopilot.formats.errors import Fault, FormatError
from screencopilot.store.calibration_log import AnswersLog, read_answers
from screencopilot.store.calibration_results import load_results
from screencopilot.store.debriefing import resume_debrief
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_lines import encode_line, parse_journal
from screencopilot.store.paths import Folders, folders
from tests.calibration_sample import log_of, rated
from tests.debriefs import new_debrief, sample_case
from tests.sample import STARTED, ManualClock

CLAIM_KINDS = ("cut-cost", "owned-model-in-production")

#: Where a file lies under a folder of its own; elsewhere it is ``x.toml``.
PLACES: Mapping[str, str] = {
    "claims-text": "x.txt",
    "results": "home/config/calibration.toml",
    "answers": "home/data/calibration/answers.jsonl",
    "debrief-journal": "debrief/journal.jsonl",
}
JOURNALS = ("answers", "debrief-journal")
#: Kinds that are read line by line.
LINES = ("claims-text", *JOURNALS)

_CLAIMS = "cut-cost: Halved the bill\n- owned-model-in-production: Led fraud scoring\n"
_RESULTS = """schema = "screencopilot/calibration/1"

[[results]]
evaluator = "Kim"
date = 2026-11-21
round = "r1"
seed = 7
vignettes = 9
not_enough = 0
seen = 0
exact = 4
own_ticks = 2
over_heard = 1
reference_ticks = 3
under_heard = 2
agreed = 0
estimate = -0.25
low = -0.75
high = 0.25
sd = 0.8

[results.all]
rated = 9
within = 6
above = 1
below = 2
"""


@cache
def good(kind: str) -> str:
    """Return a good file of one of these kinds."""
    match kind:
        case "claims-text":
            return _CLAIMS
        case "results":
            return _RESULTS
        case "answers":
            log = log_of(rated(1, 3, at=STARTED), rated(2, "NE", at=STARTED))
            entries = [log.begun, *log.rated, RoundClosed("r1", STARTED)]
        case _:
            entries = _debriefed()
    return _lines([json.loads(msgspec.json.encode(entry)) for entry in entries]).decode()


def _debriefed() -> list[Any]:
    debrief, journal = new_debrief()
    debrief.do(do.turn_on)
    for name in debrief.case.voters:
        debrief.do(do.skip_turn, name)
    debrief.do(do.turn_on)
    debrief.do(do.leave_question, "Who ran it before?")
    return journal


def parsed(kind: str, text: str) -> Any:
    """Take a file apart into plain values; None for a kind that is TOML."""
    if kind == "claims-text":
        return [line.split(": ", 1) for line in text.splitlines()]
    return (
        [json.loads(payload) for payload in parse_journal(text.encode()).payloads]
        if kind in JOURNALS
        else None
    )


def written(kind: str, data: Any) -> bytes:
    """Put plain values together again; checksums fit."""
    if kind == "claims-text":
        lines = [": ".join(map(str, line)) if isinstance(line, list) else str(line) for line in data]
        return "\n".join([*lines, ""]).encode("utf-8", "surrogatepass")
    return _lines(data)


def _lines(entries: list[Any]) -> bytes:
    return b"".join(encode_line(n, json.dumps(entry).encode()) for n, entry in enumerate(entries, 1))


def load(kind: str, path: Path) -> Any:
    """Read a file as the program does; FormatError for a refusal, and for a problem that is only told."""
    match kind:
        case "claims-text":
            return load_claims(path, CLAIM_KINDS)
        case "results":
            reading = load_results(folders({"SCREENCOPILOT_HOME": str(path.parents[1])}), "Kim")
            return _told(path, reading.problem) or reading.results
        case "answers":
            return _answers(folders({"SCREENCOPILOT_HOME": str(path.parents[2])}), path)
    return _debrief(path)


def _answers(home: Folders, path: Path) -> Any:
    try:
        before = read_answers(home)
        log, reading = AnswersLog.open(home, ManualClock().wall())
        answer = rated(60, 4, round="r1")
        log.add(answer)  # whatever stands there, an answer can be added, and is read back
        log.close()
        after = read_answers(home)
    except StoreError as error:
        raise _ours(path, error) from error
    if reading.rounds != before.rounds:
        raise AssertionError("opening it changed what is read")
    if before.rounds and answer not in after.rounds[0].rated and before.rounds[0].begun.round == "r1":
        raise AssertionError("an answer that was kept is not read back")
    for line in before.faults:
        _told(path, f"{path}: {line}")
    return before.rounds, before.faults


def _debrief(path: Path) -> Any:
    case = sample_case()
    try:
        desk = resume_debrief(path.parent, case, ManualClock())
        was = desk.state
        if was.phase != "closed":
            desk.do(do.keep_line, "Open question", "And this one?")
        desk.close()
        again = resume_debrief(path.parent, case, ManualClock())
        again.close()
    except StoreError as error:
        raise _ours(path.parent, error, path) from error
    typed = again.state.typed.text if again.state.typed else ""
    if again.state.marks != was.marks or (was.phase != "closed" and typed != "And this one?"):
        raise AssertionError("what was said in it is not kept")
    return desk.faults


def _told(path: Path, problem: str) -> None:
    if problem and str(path) not in problem:
        raise AssertionError(f"a problem that does not name its file: {problem}")
    if problem:
        raise FormatError(Fault(str(path), None, "", problem, "told"))


def _ours(where: Path, error: StoreError, path: Path | None = None) -> FormatError:
    if str(where) not in str(error.where) or not error.mend:
        raise AssertionError(f"a refusal without its place or its mend: {error}")
    return FormatError(Fault(str(path or where), None, "", str(error), error.mend))
