"""Which notes a comparison rests on: first sealed ratings, told apart by bank meaning and by conversation.

Rules: ``research/psychometrics.md`` section 1 (first locked rating; same session or separate), 5.5 (never across banks
or anchor versions).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from statistics import fmean

from msgspec import UNSET, Struct

from screencopilot.analysis.agreement import Conversations
from screencopilot.analysis.severity import Vignettes
from screencopilot.domain.names import folded
from screencopilot.domain.note import Note, ProbeNote


class Skipped(Struct, frozen=True):
    """A note or file that a comparison leaves out, and why."""

    path: str
    why: str


class Rated(Struct, frozen=True, gc=False):
    """One probe of a note with its rung 1-5, and the key that is equal for two probes of equal meaning."""

    meaning: str
    rating: int
    probe: ProbeNote


class Screened(Struct, frozen=True, gc=False):
    """A note that counts. ``candidate`` and ``evaluator`` are as first written, whatever the case used elsewhere.

    ``scope`` is equal for notes whose severities may be estimated together; ``conversation`` counts a candidate's
    conversations from 0; ``mean`` is the mean rung of ``rated`` (NE not counted), None without any.
    """

    note: Note
    path: str
    candidate: str
    evaluator: str
    scope: int
    conversation: int
    rated: tuple[Rated, ...]
    mean: float | None


def admitted(notes: Sequence[Note], paths: Sequence[str] = ()) -> tuple[list[Screened], list[Skipped]]:
    """Return the notes that count, in order of candidate, evaluator and sealing, and those set aside with a reason.

    Drafts, copies of a note and an evaluator's later notes on the same candidate and bank are set aside. ``paths``
    name the notes in messages, one each; without them their ids do.
    """
    named = list(zip(notes, paths or [note.id for note in notes], strict=True))
    named.sort(
        key=lambda pair: (
            folded(pair[0].candidate.ref),
            folded(pair[0].evaluator.name),
            *_sealed(pair[0]),
            pair[1],
        )
    )
    kept: list[tuple[Note, str]] = []
    skipped: list[Skipped] = []
    ids: dict[str, str] = {}
    first: dict[tuple[str, str, str], str] = {}
    for note, path in named:
        who = (folded(note.candidate.ref), folded(note.evaluator.name), note.bank.id)
        if note.status != "sealed":
            skipped.append(Skipped(path, "a draft: only sealed notes are compared"))
        elif note.id in ids:
            skipped.append(Skipped(path, f"the same note as {ids[note.id]}"))
        elif who in first:
            skipped.append(
                Skipped(path, f"only first sealed ratings count, and {first[who]} was sealed before")
            )
        else:
            kept.append((note, path))
            first[who] = path
        ids.setdefault(note.id, path)
    return _screened(kept), skipped


def _sealed(note: Note) -> tuple[float, str]:
    at = note.timing.ended if note.seal is UNSET else note.seal.at
    return at.timestamp(), note.id


def meaning(note: Note, probe: ProbeNote) -> str:
    """Return the probe's digest; where a note carries none, its bank's digest with the probe's id and revision."""
    return f"{note.bank.digest}#{probe.id}@{probe.rev}" if probe.digest is UNSET else probe.digest


def _screened(kept: Sequence[tuple[Note, str]]) -> list[Screened]:
    refs: dict[str, str] = {}
    names: dict[str, str] = {}
    scopes = _scopes([note for note, _ in kept])
    conversations = _conversations([note for note, _ in kept])
    found = []
    for i, (note, path) in enumerate(kept):
        rated = tuple(
            Rated(meaning(note, probe), probe.rating, probe)
            for probe in note.probes
            if isinstance(probe.rating, int)
        )
        found.append(
            Screened(
                note=note,
                path=path,
                candidate=refs.setdefault(folded(note.candidate.ref), note.candidate.ref.strip()),
                evaluator=names.setdefault(folded(note.evaluator.name), note.evaluator.name.strip()),
                scope=scopes[i],
                conversation=conversations[i],
                rated=rated,
                mean=fmean(one.rating for one in rated) if rated else None,
            )
        )
    return found


def _scopes(notes: Sequence[Note]) -> list[int]:
    """Number the sets of notes on one bank that hang together by the bank's digest or by unchanged probes."""
    parent: dict[tuple[str, ...], tuple[str, ...]] = {}

    def root(node: tuple[str, ...]) -> tuple[str, ...]:
        parent.setdefault(node, node)
        while parent[node] != node:
            parent[node] = parent[parent[node]]
            node = parent[node]
        return node

    for note in notes:
        whole = (note.bank.id, note.bank.digest)
        for probe in note.probes:
            parent[root((note.bank.id, "", meaning(note, probe)))] = root(whole)
    numbers: dict[tuple[str, ...], int] = {}
    return [numbers.setdefault(root((note.bank.id, note.bank.digest)), len(numbers)) for note in notes]


def _conversations(notes: Sequence[Note]) -> list[int]:
    """Number each candidate's conversations from 0, in order of time.

    Notes do not say whether two people sat in one call, so it is read off the clock: a note belongs to a conversation
    when it overlaps that conversation's first note by half the shorter of the two or more.
    """
    by_candidate: dict[str, list[int]] = {}
    for i, note in enumerate(notes):
        by_candidate.setdefault(folded(note.candidate.ref), []).append(i)
    numbers = [0] * len(notes)
    for members in by_candidate.values():
        members.sort(key=lambda i: (notes[i].timing.started, notes[i].timing.ended, notes[i].id))
        number, opener = 0, notes[members[0]]
        for i in members:
            if not _overlap(opener, notes[i]):
                number, opener = number + 1, notes[i]
            numbers[i] = number
    return numbers


def _overlap(one: Note, other: Note) -> bool:
    start = max(one.timing.started, other.timing.started)
    end = min(one.timing.ended, other.timing.ended)
    shorter = min(one.timing.ended - one.timing.started, other.timing.ended - other.timing.started)
    return end >= start and (end - start) * 2 >= shorter


def of_one_kind(screened: Iterable[Screened], kind: Conversations) -> list[Screened]:
    """Return the notes with the other kind of sharing taken out.

    ``separate`` keeps the first sealed note of each conversation; ``same`` keeps, of each candidate, the conversation
    with the most notes, the earlier where two have as many.
    """
    talks: dict[str, dict[int, list[Screened]]] = {}
    for one in screened:
        talks.setdefault(one.candidate, {}).setdefault(one.conversation, []).append(one)
    if kind == "separate":
        return [min(talk, key=lambda s: _sealed(s.note)) for part in talks.values() for talk in part.values()]
    return [
        one for part in talks.values() for one in max(sorted(part.items()), key=lambda item: len(item[1]))[1]
    ]


def units(screened: Iterable[Screened], kind: Conversations) -> dict[str, list[tuple[str, list[int]]]]:
    """Return rating units (candidate, rungs) by competency, of one kind of sharing only.

    Two ratings are in one unit when they are of one candidate and of equal meaning; of ``same`` kind also of one
    conversation.
    """
    chosen: Iterable[Screened] = of_one_kind(screened, kind) if kind == "separate" else screened
    where: Callable[[Screened], int] = (
        (lambda _one: 0) if kind == "separate" else (lambda one: one.conversation)
    )
    found: dict[tuple[str, int, str], tuple[str, dict[str, int]]] = {}
    for one in chosen:
        for rated in one.rated:
            _, ratings = found.setdefault(
                (one.candidate, where(one), rated.meaning), (rated.probe.competency, {})
            )
            ratings.setdefault(one.evaluator, rated.rating)
    by_competency: dict[str, list[tuple[str, list[int]]]] = {}
    for (candidate, _, _), (competency, ratings) in found.items():
        by_competency.setdefault(competency, []).append((candidate, list(ratings.values())))
    return by_competency


def stamped_vignettes(screened: Iterable[Screened]) -> Mapping[str, Vignettes]:
    """Return each evaluator's vignette result as stamped into their latest note that carries one.

    The stamp counts minus as stricter and says "12 vignettes, <date>" as its basis; ``Vignettes`` counts plus as
    stricter. Stamps of another shape are passed over.
    """
    found: dict[str, Vignettes] = {}
    for one in sorted(screened, key=lambda s: (s.note.timing.started, s.note.id)):
        stamp = UNSET if one.note.calibration is UNSET else one.note.calibration.severity
        if stamp is UNSET:
            continue
        estimate, basis = (
            stamp.get("estimate"),
            re.match(r"(\d{1,4}) vignettes\b", str(stamp.get("basis", ""))),
        )
        if basis and isinstance(estimate, int | float) and abs(estimate) <= 4:
            found[one.evaluator] = Vignettes(-float(estimate), int(basis[1]))
    return found
