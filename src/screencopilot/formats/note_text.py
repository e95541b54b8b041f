"""A note as plain text, for reading in a terminal. Everything in it was cleaned when the note was read."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import wrap

from msgspec import UNSET

from screencopilot.domain.budgets import shifts
from screencopilot.domain.note import Claim, Evidence, Note, ProbeNote
from screencopilot.domain.pacing import minutes
from screencopilot.domain.severity_stamp import SeverityStamp
from screencopilot.formats.checked import convert_part
from screencopilot.formats.text_safety import one_line

_POLARITY = {"+": "speaks for", "-": "speaks against", "!": "red flag", "": ""}


def note_text(note: Note, width: int = 100) -> str:
    """Return the whole note, lines at most ``width`` characters where a word allows it."""
    return "\n".join(_lines(note, max(30, width)))


def _lines(note: Note, width: int) -> Iterator[str]:
    yield from _head(note)
    yield from _claims(note, width)
    for probe in note.probes:
        yield ""
        yield from _probe(note, probe, width)
    yield from _flags(note)
    yield from _overall(note, width)
    yield from _figures(note)
    yield from _revisions(note, width)
    yield from _seal(note)


def _head(note: Note) -> Iterator[str]:
    who, bank, timing = note.candidate, note.bank, note.timing
    yield f"{one_line(who.ref)}  {who.role}, {who.level}"
    yield f"evaluator {one_line(note.evaluator.name) or 'not named'}"
    yield f"bank      {bank.id} {bank.version}, plan {bank.plan}"
    paused = f", {minutes(timing.paused_seconds)} paused" if timing.paused_seconds else ""
    yield f"screen    {timing.started:%Y-%m-%d %H:%M %z}, {minutes(timing.active_seconds)} active{paused}"
    yield f"status    {note.status}"


def _claims(note: Note, width: int) -> Iterator[str]:
    if note.claims:
        yield ""
        yield "Claims"
    for claim in note.claims:
        yield from _hanging(f"  {_verdict(claim):<16}", claim.text, width)


def _verdict(claim: Claim) -> str:
    if claim.verdict is UNSET:
        return "not probed"
    return f"{claim.verdict}{'' if claim.by_practitioner else ' *'}"


def _probe(note: Note, probe: ProbeNote, width: int) -> Iterator[str]:
    rating = "not rated" if probe.rating is UNSET else f"rated {probe.rating}, bar {probe.bar}"
    if probe.status != "asked":
        why = f": {one_line(probe.skipped_because)}" if probe.skipped_because else ""
        yield f"{probe.id}  {probe.competency}  {probe.status.replace('-', ' ')}{why}"
        return
    sure = f", {probe.confidence} confidence" if probe.confidence else ""
    moved = shifts(note.loans).get(probe.id, 0)
    time = f"{minutes(probe.seconds)} of {minutes(probe.budget_seconds + moved)}"
    time += f", {minutes(abs(moved))} {'borrowed' if moved > 0 else 'lent'}" if moved else ""
    yield f"{probe.id}  {probe.competency}  {rating}{sure}  ({time})"
    if probe.not_enough:
        yield f"  not enough evidence: {probe.not_enough.replace('-', ' ')}"
    if probe.because:
        yield from _hanging("  because ", probe.because, width)
    ticks = " ".join(
        f"{tick} {minutes(probe.ticked_at[tick])}" if tick in probe.ticked_at else tick
        for tick in probe.ticks
    )
    for name, value in (
        ("ticks", ticks),
        ("follow-ups", " ".join(probe.follow_ups)),
        ("cards", " ".join(probe.cards)),
        ("numbers", "; ".join(f"{one_line(k)}: {one_line(v)}" for k, v in probe.numbers.items())),
        ("heard", ", ".join(f"{len(times)} {kind}" for kind, times in probe.fingerprints.items())),
    ):
        if value:
            yield from _hanging(f"  {name:<11}", value, width)
    for line in note.evidence:
        if line.probe == probe.id:
            yield from _evidence(line, width)


def _evidence(line: Evidence, width: int) -> Iterator[str]:
    text = one_line(line.text)
    said = f'"{text}"' if line.kind == "quote" else text
    notes = [line.signal or "", _POLARITY[line.polarity] if line.polarity == "!" else ""]
    if line.recalled_after is not UNSET:
        notes.append(f"recalled {minutes(line.recalled_after)} after the close")
    tail = ", ".join(n for n in notes if n)
    yield from _hanging(
        f"  {minutes(line.at):>6} {line.polarity or ' '} ", said + (f"  [{tail}]" if tail else ""), width
    )


def _flags(note: Note) -> Iterator[str]:
    if note.flags:
        yield ""
        yield "Red flags kept"
    for flag in note.flags:
        yield f"  {flag.flag}  in {flag.probe}, check asked {minutes(flag.check_asked_at)}, words in {flag.evidence}"


def _overall(note: Note, width: int) -> Iterator[str]:
    if note.overall is not UNSET:
        given = note.overall
        yield ""
        yield f"Recommendation: {given.recommendation.replace('-', ' ')}, {given.confidence} confidence"
        yield from _hanging("  ", given.because, width)


def _figures(note: Note) -> Iterator[str]:
    if note.calibration is UNSET:
        return
    figures = note.calibration
    yield ""
    yield f"{figures.ratings_given} ratings given, {figures.ratings_with_evidence} with evidence"
    for name, figure in figures.competencies.items():
        basis = f"{figure.against_bar:+.2f} to the bar, {figure.rated} rated"
        yield f"  {one_line(name):<20} mean {figure.mean:.2f}, {basis}"
    for notice in figures.notices:
        yield f"  notice: {one_line(notice)}"
    own = None if figures.severity is UNSET else convert_part(figures.severity, SeverityStamp)
    if own is not None:  # a stamp of another shape is kept in the file and not read here
        yield f"the evaluator rates written answers {own.words}"


def _revisions(note: Note, width: int) -> Iterator[str]:
    for revision in note.revisions:
        change = f"revised {revision.at:%Y-%m-%d}: {revision.probe} from {revision.was} to {revision.to}, "
        yield from _hanging(change, revision.because, width)


def _seal(note: Note) -> Iterator[str]:
    if note.seal is not UNSET:
        yield ""
        yield f"sealed {note.seal.at:%Y-%m-%d %H:%M %z}  {note.seal.digest[:19]}..."
    if any(c.verdict is not UNSET and not c.by_practitioner for c in note.claims):
        yield "* judged by someone who has not shipped this kind of thing themselves"


def _hanging(lead: str, text: str, width: int) -> Iterator[str]:
    lines = wrap(one_line(text), max(20, width - len(lead))) or [""]
    yield lead + lines[0]
    for line in lines[1:]:
        yield " " * len(lead) + line
