"""From a comparison of one candidate's notes to the case of a debrief: the same splits, in the same order."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import UNSET

from screencopilot.analysis.comparison_values import Cell, Comparison, ProbeRow
from screencopilot.analysis.splits import Split
from screencopilot.domain.bank import Probe
from screencopilot.domain.debrief import Case, Disagreement, Heard, MatrixRow, NoteRead, View
from screencopilot.domain.note import Note, RatingValue


def case_of(comparison: Comparison, notes: Mapping[str, Note], probes: Mapping[str, Probe]) -> Case:
    """Return what a debrief on one candidate rests on.

    Args:
        comparison: of the candidate's sealed notes, and of no other candidate's.
        notes: the whole notes, by the path that the comparison knows them by.
        probes: the words of the probes, by digest, as far as they are here as they were asked.

    Raises:
        ValueError: the comparison is not of one candidate.
    """
    (candidate,) = comparison.candidates
    splits = {(one.probe, one.meaning): one for one in comparison.disagreements}
    rows = {(row.probe, row.meaning): row for row in comparison.probes}
    disagreements = tuple(
        _disagreement(number, split, rows[key].cells, notes, probes.get(split.meaning))
        for number, (key, split) in enumerate(splits.items(), 1)
    )
    return Case(
        candidate=next(iter(notes.values())).candidate,
        evaluators=candidate.evaluators,
        notes=_notes_read(comparison, notes),
        rows=tuple(_matrix_rows(comparison.probes, probes, set(splits))),
        disagreements=disagreements,
        remarks=tuple(_remarks(comparison)),
    )


def _notes_read(comparison: Comparison, notes: Mapping[str, Note]) -> tuple[NoteRead, ...]:
    names = {cell.note: cell.evaluator for row in comparison.probes for cell in row.cells}
    found = [
        NoteRead(
            note.id,
            names.get(path, note.evaluator.name),
            path,
            "" if note.seal is UNSET else note.seal.digest,
        )
        for path, note in notes.items()
    ]
    return tuple(sorted(found, key=lambda read: (read.evaluator, read.path)))


def _matrix_rows(
    rows: tuple[ProbeRow, ...], probes: Mapping[str, Probe], split: set[tuple[str, str]]
) -> Iterator[MatrixRow]:
    """Give the rows by competency, as the matrix is read; those without any rating say nothing."""
    for row in sorted(rows, key=lambda r: (r.competency, r.probe, r.meaning)):
        given: dict[str, RatingValue] = {}
        for cell in row.cells:
            if cell.rating is not None:
                given.setdefault(cell.evaluator, cell.rating)
        if given:
            probe = probes.get(row.meaning)
            title = probe.title if probe else ""
            key = (row.probe, row.meaning)
            yield MatrixRow(row.probe, row.meaning, title, row.competency, given, key in split)


def _disagreement(
    number: int, split: Split, cells: tuple[Cell, ...], notes: Mapping[str, Note], probe: Probe | None
) -> Disagreement:
    views: dict[str, View] = {}
    for cell in cells:
        if cell.rating is not None:
            views.setdefault(cell.evaluator, _view(cell, cell.rating, split.probe, notes[cell.note]))
    return Disagreement(
        number=number,
        probe=split.probe,
        meaning=split.meaning,
        title=probe.title if probe else split.probe,
        competency=split.competency,
        spread=split.spread,
        straddles_bar=split.straddles_bar,
        sentence=split.sentence,
        views=tuple(views[name] for name in sorted(views)),
        signals=tuple(_heard(signal, probe) for signal in split.heard_by),
        rungs=probe.ladder if probe else (),
    )


def _view(cell: Cell, rating: RatingValue, probe: str, note: Note) -> View:
    revised = [revision.to for revision in note.revisions if revision.probe == probe]
    return View(
        evaluator=cell.evaluator,
        note=note.id,
        rating=rating,
        bar=cell.bar,
        confidence=cell.confidence,
        because=cell.because,
        ticks=cell.ticks,
        flags=cell.flags,
        evidence=cell.evidence,
        revised=revised[-1] if revised else None,
    )


def _heard(signal_id: str, probe: Probe | None) -> Heard:
    signal = probe.signal(signal_id) if probe else None
    return Heard(signal_id, signal.text, str(signal.tone)) if signal else Heard(signal_id)


def _remarks(comparison: Comparison) -> Iterator[str]:
    for one in comparison.asked_different:
        given = ", ".join(f"{name} {rung}" for name, rung in one.ratings.items())
        yield f"{one.family}: {given}. {one.sentence}"
    for flag in comparison.lone_flags:
        kept, others = ", ".join(flag.kept_by), ", ".join(flag.not_by)
        yield f"{flag.probe}: red flag {flag.flag} kept by {kept}, not by {others}."
