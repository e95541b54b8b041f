"""From files to a debrief on the terminal: which notes, through the same gate as ``compare``; and how it ended."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import click

from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.analysis.debrief_case import case_of
from screencopilot.cli.live import new_app, run_app
from screencopilot.cli.output import REFUSED, fail
from screencopilot.domain.debrief import Case
from screencopilot.domain.note import Note
from screencopilot.formats.errors import FormatError
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.formats.text_safety import one_line
from screencopilot.report.choosing import Wanted
from screencopilot.report.making import make_report
from screencopilot.report.values import Report
from screencopilot.store.debrief_records import records_folder
from screencopilot.store.paths import Folders

#: So many candidates are named when one has to be chosen.
_NAMED = 12
#: What stands in a shown path for what is no text: a record could not name such a file.
_UNREADABLE = "\N{REPLACEMENT CHARACTER}"


def run_debrief(
    folders: Folders,
    paths: Sequence[Path],
    *,
    candidate: str,
    minutes: int,
    read_minutes: int,
    out: Path | None,
    viewer: str,
) -> int:
    """Run a debrief on one candidate's notes; return the exit status."""
    from screencopilot.tui.debrief import DebriefApp

    case = make_case(folders, paths, candidate, viewer)
    app = new_app(
        DebriefApp,
        folders,
        case=case,
        minutes=minutes,
        read_minutes=read_minutes,
        out=out.absolute() if out else records_folder(folders),
    )
    try:
        how = run_app(app)
    finally:
        status = app.close_debrief()
    if status is not None and not status.saved:
        click.echo(f"not everything is saved: {status.problem} ({status.mend})", err=True)
        return REFUSED
    for line in app.told:
        click.echo(line)
    if how != "done" and status is not None:
        click.echo("the debrief is kept unfinished; start it on the same notes to go on", err=True)
    return app.return_code or 0


def make_case(folders: Folders, paths: Sequence[Path], candidate: str, viewer: str) -> Case:
    """Read the notes and return the case; what is left out of it is told on stderr.

    Ends the program, in words, when there are not two evaluators' sealed notes on one candidate, or one is nobody's.
    """
    wanted = Wanted(candidates=(candidate,) if candidate else (), viewer=viewer)
    report = make_report(folders, paths, wanted)
    found = report.comparison
    if len(found.candidates) > 1:
        refs = [one_line(row.ref) for row in found.candidates]
        more = f" and {len(refs) - _NAMED} more" if len(refs) > _NAMED else ""
        fail(f"a debrief is on one candidate; name it with --candidate: {', '.join(refs[:_NAMED])}{more}")
    _tell_left_out(report, found.skipped)
    if not found.candidates or len(found.candidates[0].evaluators) < 2:
        who = f" (here: {', '.join(found.candidates[0].evaluators)})" if found.candidates else ""
        fail(f"a debrief needs the sealed notes of two evaluators on one candidate{who}")
    unnamed = sorted({cell.note for row in found.probes for cell in row.cells if not cell.evaluator})
    if unnamed:
        fail(
            f"{unnamed[0]}: names no evaluator, so nobody can vote for it; leave it out: name the other files"
        )
    return case_of(found, _whole_notes(report), report.probes)


def _tell_left_out(report: Report, skipped: Sequence[Skipped]) -> None:
    for one in skipped:
        click.echo(f"left out: {one.path}: {one.why}", err=True)
    for notice in report.notices:
        click.echo(notice, err=True)


def _whole_notes(report: Report) -> dict[str, Note]:
    """Read the notes once more, whole: their seals name them in the record, and their revisions are shown."""
    paths = sorted({cell.note for row in report.comparison.probes for cell in row.cells})
    notes = {}
    for path in paths:
        if _UNREADABLE in path and not Path(path).exists():
            fail(
                f"{path}: its name or its folder's is no readable text; rename it, and start the debrief again"
            )
        try:
            file = load_note(Path(path))
        except FormatError as error:
            fail(f"{str(error).splitlines()[0]}; start the debrief again")
            raise
        if verify(file.raw) != "sealed-intact":
            fail(f"{path}: changed while it was read; start the debrief again")
        notes[path] = file.note
    return notes
