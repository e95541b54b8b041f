"""A panel's notes, read once and then looked at from several sides: whole, one candidate, one probe, in time.

Every side goes through :func:`~screencopilot.report.choosing.choose`, so what is closed stays closed on all of them.
Nothing here is quick enough for a UI thread.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import msgspec
from msgspec import Struct

from screencopilot.analysis.comparison_matrix import probe_rows
from screencopilot.analysis.comparison_notes import Screened, admitted
from screencopilot.analysis.comparison_values import ProbeRow
from screencopilot.domain.note import Note
from screencopilot.report.choosing import Found, Wanted, choose, look
from screencopilot.report.making import nothing_dropped, report_of
from screencopilot.report.values import Report
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.keeping_refs import folded
from screencopilot.store.note_index import NoteIndex, index_path
from screencopilot.store.paths import Folders


class TimeUsed(Struct, frozen=True):
    """How an evaluator kept to the minutes of asked probes: active seconds used and planned, and how many ran over."""

    probes: int
    seconds: int
    budget_seconds: int
    over: int


class Survey(Struct, frozen=True):
    """What is told of all notes: times by evaluator and roles by candidate (``folded``), notes by asked probe."""

    times: Mapping[str, TimeUsed] = {}
    asked: Mapping[str, int] = {}
    roles: Mapping[str, str] = {}


@dataclass(frozen=True)
class Panel:
    """The notes of files and folders, as far as they may be shown to whoever looks."""

    folders: Folders
    paths: tuple[Path, ...]
    wanted: Wanted
    found: Found

    def whole(self, *, adjusted: bool) -> Report:
        """Return the comparison of all of them; with ``adjusted`` it takes seconds where there are many."""
        return self._report(replace(self.wanted, adjusted=adjusted))

    def candidate(self, ref: str) -> Report:
        """Return the comparison of one candidate, probe by probe."""
        return self._report(replace(self.wanted, adjusted=False, candidates=(ref,)))

    def page(self, ref: str = "", *, adjusted: bool = False) -> Report:
        """Return what an HTML report needs, of all or of one candidate."""
        wanted = replace(self.wanted, kind="html", adjusted=adjusted)
        return self._report(replace(wanted, candidates=(ref,)) if ref else wanted)

    def _report(self, wanted: Wanted) -> Report:
        with NoteIndex(index_path(self.folders)) as index:
            return report_of(self.folders, self.found, wanted, index)

    def rows_of(self, probe: str) -> tuple[ProbeRow, ...]:
        """Return one probe (by id, in all its meanings) across candidates in order of name."""
        kept: list[Note] = []
        paths: list[str] = []
        for read in choose(self.found, self.wanted).notes:
            note = read.note()
            if any(one.id == probe for one in note.probes):
                kept.append(_only(note, probe))
                paths.append(shown(read.path))
        screened, _ = admitted(kept, paths)
        by_candidate: dict[str, list[Screened]] = {}
        for one in screened:
            by_candidate.setdefault(one.candidate, []).append(one)
        return tuple(row for ref in sorted(by_candidate) for row in probe_rows(by_candidate[ref]))

    def survey(self) -> Survey:
        """Return what is told of all notes at once; a note counts once."""
        times: dict[str, TimeUsed] = {}
        asked: Counter[str] = Counter()
        roles: dict[str, set[str]] = {}
        seen: set[str] = set()
        for read in choose(self.found, self.wanted).notes:
            if read.id in seen:
                continue
            seen.add(read.id)
            note, name = read.note(), folded(read.evaluator)
            times[name] = _with(times.get(name, TimeUsed(0, 0, 0, 0)), note)
            asked.update({probe.id for probe in note.probes if probe.status == "asked"})
            roles.setdefault(folded(read.candidate), set()).add(read.role)
        return Survey(times, asked, {ref: " ".join(sorted(found)) for ref, found in roles.items()})


def open_panel(
    folders: Folders, paths: Sequence[Path], wanted: Wanted, told: Callable[[int, int], None] | None = None
) -> tuple[Panel, Report]:
    """Read notes and compare them; ``told`` hears how many files are read, of how many, and may end it by raising.

    Args:
        folders: where the profile, the own notes, the banks and the index lie.
        paths: files and folders; none are the own notes and those pulled from the panel.
        wanted: what was asked for.
        told: see above.
    """
    with nothing_dropped(), NoteIndex(index_path(folders), told=told) as index:
        found = look(folders, paths or folders.notes_here, wanted.viewer, index)
        panel = Panel(folders, tuple(paths), wanted, found)
        return panel, report_of(folders, found, wanted, index)


def save_page(panel: Panel, report: Report) -> Path:
    """Write a report as an HTML page beside the notes that were named, else where one is; no file is written over.

    Raises:
        StoreError: it can be written in neither place.
    """
    from screencopilot.report.html import html
    from screencopilot.store.atomic import write_durably

    data = html(report).encode()
    named = [_place(path) for path in panel.paths[:1] if path not in panel.folders.notes_here]
    places = [*named, *_here(), panel.folders.notes]
    refs = report.comparison.candidates
    of = "".join(c if c.isascii() and c.isalnum() else "-" for c in refs[0].ref)[:40] if report.single else ""
    stem = "-".join(part for part in ("comparison", of.strip("-"), f"{report.made:%Y-%m-%d}") if part)
    first: StoreError | None = None
    for place in places:
        try:
            path = _free(place, stem)
            write_durably(path, data, replace=False)
        except StoreError as error:
            first = first or error
        else:
            return path
    assert first is not None
    raise first


def _place(path: Path) -> Path:
    return path if os.path.isdir(path) else path.parent  # noqa: PTH112 - a closed folder is none, and no error


def _here() -> list[Path]:
    """Return the folder one stands in; none when it is gone."""
    try:
        return [Path.cwd()]
    except OSError:
        return []


def _free(folder: Path, stem: str) -> Path:
    """Return a path of that name that is not taken; StoreError when a hundred are."""
    for number in range(1, 101):
        path = folder / (f"{stem}.html" if number == 1 else f"{stem}-{number}.html")
        if not os.path.lexists(path):  # a link that leads nowhere is in the way too
            return path
    raise StoreError("a hundred reports of that name are there", folder, "remove some of them")


def _only(note: Note, probe: str) -> Note:
    """Return a note with one probe and what was written on it."""
    return msgspec.structs.replace(
        note,
        probes=tuple(one for one in note.probes if one.id == probe),
        evidence=tuple(line for line in note.evidence if line.probe == probe),
        flags=tuple(flag for flag in note.flags if flag.probe == probe),
        claims=(),
    )


def _with(used: TimeUsed, note: Note) -> TimeUsed:
    asked = [p for p in note.probes if p.status == "asked" and p.budget_seconds and p.seconds]
    return TimeUsed(
        used.probes + len(asked),
        used.seconds + sum(p.seconds for p in asked),
        used.budget_seconds + sum(p.budget_seconds for p in asked),
        used.over + sum(p.seconds > p.budget_seconds for p in asked),
    )
