"""Running and printing ``screencopilot calibrate``."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import click
import msgspec

from screencopilot.analysis.calibration import severity_on
from screencopilot.analysis.calibration_words import drift_words, sentences
from screencopilot.cli.output import print_json
from screencopilot.domain.calibration import LEAST, RoundLog, RoundResult, unfinished_of
from screencopilot.domain.clock import SystemClock
from screencopilot.domain.plan import families_asked
from screencopilot.domain.severity_stamp import SeverityStamp
from screencopilot.formats.bank_toml import load_bank
from screencopilot.formats.errors import BankError
from screencopilot.formats.text_safety import one_line
from screencopilot.store.calibration import Wanted, open_round
from screencopilot.store.calibration_log import read_answers
from screencopilot.store.calibration_results import load_results
from screencopilot.store.paths import Folders
from screencopilot.store.profile import load_profile
from screencopilot.store.search_path import find_banks

#: By bank: the severity that new notes on it carry.
Carried = dict[str, SeverityStamp]


def run_calibration(folders: Folders, wanted: Wanted, *, at_once: bool, named: bool) -> int:
    """Run one round in the terminal; return the exit status. ``named`` says that the evaluator was given."""
    from screencopilot.cli.live import new_app, run_app
    from screencopilot.tui.calibrating import CalibrateApp

    wanted = replace(wanted, evaluator=_name(folders, wanted.evaluator if named else None))
    round_ = open_round(folders, SystemClock(), wanted)
    try:
        app = new_app(CalibrateApp, folders, round_=round_, pace="at-once" if at_once else "speaking")
        run_app(app)
    finally:
        round_.leave()
    if not round_.closed:
        left = f"{len(round_.rated)} of {round_.size} rated"
        click.echo(f"the round is kept unfinished, {left}; screencopilot calibrate goes on with it", err=True)
    return app.return_code or 0


def show_results(folders: Folders, evaluator: str | None, *, as_json: bool) -> None:
    """Print the standing result, the history, and an unfinished round."""
    name = _name(folders, evaluator)
    reading = load_results(folders, name)
    answers = read_answers(folders)
    open_one = unfinished_of(answers.rounds, name)
    carried = _by_bank(folders, reading.results)
    if as_json:
        print_json(_as_data(name, reading.results, open_one, carried))
    else:
        for line in _lines(name, reading.results, open_one, carried):
            click.echo(line)
    for words in (reading.problem, *answers.faults):
        if words:
            click.echo(words, err=True)


def _name(folders: Folders, evaluator: str | None) -> str:
    name = load_profile(folders.profile_file).profile.evaluator if evaluator is None else evaluator
    return one_line(name).strip()[:200]


def _by_bank(folders: Folders, results: tuple[RoundResult, ...]) -> Carried:
    carried: Carried = {}
    for bank_id, source in find_banks(folders).items() if results else ():
        try:
            found = severity_on(results, families_asked(load_bank(source.path).value))
        except BankError:  # no screen can be made on it either; doctor tells
            continue
        if found is not None:
            carried[bank_id] = found
    return carried


def _as_data(
    name: str, results: tuple[RoundResult, ...], open_one: RoundLog | None, carried: Carried
) -> dict[str, Any]:
    standing = next((r for r in reversed(results) if r.severity is not None), None)
    return {
        "evaluator": name,
        "standing": standing and msgspec.to_builtins(standing),
        "sentences": list(sentences(standing)) if standing else [],
        "drift": drift_words(results),
        "banks": msgspec.to_builtins(carried),
        "history": [msgspec.to_builtins(result) for result in results],
        "unfinished": open_one
        and {"round": open_one.begun.round, "rated": len(open_one.rated), "of": len(open_one.begun.items)},
    }


def _lines(
    name: str, results: tuple[RoundResult, ...], open_one: RoundLog | None, carried: Carried
) -> list[str]:
    who = name or "you (no name in the profile)"
    lines = []
    if results:
        # A later round too short for a figure does not take the place of one that has it.
        standing = next((r for r in reversed(results) if r.severity is not None), results[-1])
        lines += [f"{who}, round of {standing.date:%Y-%m-%d}, seed {standing.seed}", ""]
        lines += [f"  {sentence}" for sentence in sentences(standing)]
    else:
        lines.append(f"No round of {who} is over yet: screencopilot calibrate")
    if len(results) > 1:
        lines += ["", "History"]
        lines += [f"  {result.date:%Y-%m-%d}  {_brief(result)}" for result in results]
    if results:
        lines += ["", "New notes carry, from the answers on their bank's families"]
        lines += [f"  {bank}: {found.words}" for bank, found in carried.items()]
        if not carried:
            lines.append(f"  nothing yet: {LEAST} answers on one bank's families are needed (--bank ID)")
    drift = drift_words(results)
    if drift:
        lines += ["", drift]
    if open_one is not None:
        lines += ["", f"A round is unfinished: {len(open_one.rated)} of {len(open_one.begun.items)} rated."]
    return lines


def _brief(result: RoundResult) -> str:
    within = f"within the range {result.all.within} of {result.all.rated}"
    found = result.severity
    return f"{found.words}, {within}" if found else f"too few for a severity ({result.vignettes}), {within}"
