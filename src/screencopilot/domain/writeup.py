"""From the events' state to the note: what was asked, heard, written and rated, and what the figures rest on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import Literal, TypeVar

from msgspec import UNSET, UnsetType, structs

from screencopilot.domain.marks import At, ProbeMarks, WrittenLine
from screencopilot.domain.note import (
    SCHEMA,
    BankRef,
    Calibration,
    Candidate,
    Claim,
    CompetencyFigure,
    Evaluator,
    Evidence,
    Fingerprint,
    FlagNote,
    LoanNote,
    Note,
    Overall,
    ProbeNote,
    ProbeStatus,
    Timing,
)
from screencopilot.domain.plan import AgendaItem, Script
from screencopilot.domain.state import State

T = TypeVar("T")
#: A probe looked at for less than this, with nothing marked on it, was not asked.
ASKED_SECONDS = 10.0
#: From this many ratings on, one rung for all of them is worth a notice; the nudge at the close begins there too.
ONE_RUNG_LEAST = 3


def note_of(script: Script | None, state: State, status: Literal["draft", "sealed"] = "draft") -> Note:
    """Return the note of a screen as it stands; without a script (it was lost) the note has no notices."""
    opened = state.opened
    at = state.closed_at if state.closed_at is not None else state.last_at
    started = state.begun_wall or state.started_wall
    # Somebody may have set the clock back meanwhile: a screen ends no earlier than its active seconds allow.
    earliest = (started.astimezone(dt.UTC) + dt.timedelta(seconds=at)).astimezone(started.tzinfo)
    ended = max(state.closed_wall or state.last_wall, earliest, key=dt.datetime.timestamp)
    return Note(
        schema=SCHEMA,
        id=opened.id,
        status=status,
        app=opened.app,
        candidate=Candidate(opened.candidate_ref, opened.role, opened.level),
        evaluator=Evaluator(opened.evaluator, opened.shipped),
        bank=BankRef(opened.bank_id, opened.bank_version, opened.bank_digest, opened.plan),
        timing=Timing(
            started=_second(started),
            ended=_second(ended),
            active_seconds=int(at),
            paused_seconds=int(state.paused_seconds),
            opening_seconds=int(state.opening_seconds),
        ),
        claims=_claims(state),
        probes=tuple(_probe(state, item, at) for item in opened.agenda),
        evidence=tuple(_evidence(line) for line in state.marks.lines),
        flags=_flags(state),
        loans=tuple(
            LoanNote(int(loan.at), loan.probe, loan.lender, loan.seconds) for loan in state.marks.loans
        ),
        overall=_overall(state),
        calibration=_calibration(script, state),
    )


def probe_status(state: State, probe: str, at: float) -> ProbeStatus:
    """Return whether a probe was asked: marked in some way, or at least looked at for ten seconds."""
    marks = state.marks.probe(probe)
    written = any(line.line.probe == probe for line in state.marks.lines)
    if marks.touched or written:
        return "asked"
    if marks.skipped:
        return "skipped"
    return "asked" if state.seconds_on(probe, at) >= ASKED_SECONDS else "not-reached"


def competency_figures(state: State) -> dict[str, CompetencyFigure]:
    """Return mean rating, mean distance from the bar and count for each competency with a rating; NE is not counted.

    Two decimals; a plain mean over the probes rated, as ``3-formats`` defines it.
    """
    from statistics import fmean  # at the end of a screen only; it costs start-up

    ratings: dict[str, list[tuple[int, int]]] = {}
    for item in state.opened.agenda:
        rating = state.marks.probe(item.probe).rating
        if rating and isinstance(rating.value, int):
            ratings.setdefault(item.competency, []).append((rating.value, item.bar))
    return {
        competency: CompetencyFigure(
            mean=round(fmean(value for value, _ in pairs), 2),
            against_bar=round(fmean(value - bar for value, bar in pairs), 2),
            rated=len(pairs),
        )
        for competency, pairs in ratings.items()
    }


def _second(wall: dt.datetime) -> dt.datetime:
    return wall.replace(microsecond=0)


def _set(value: T | None) -> T | UnsetType:
    return UNSET if value is None else value


def _text(value: str) -> str | UnsetType:
    return value or UNSET


def _seconds(at: float | None) -> int | UnsetType:
    return UNSET if at is None else int(at)


def _first_at(marks: Iterable[At]) -> dict[str, int]:
    return {mark.id: int(mark.at) for mark in marks}


def _probe(state: State, item: AgendaItem, at: float) -> ProbeNote:
    marks, visit = state.marks.probe(item.probe), state.visits.get(item.probe)
    status, rating = probe_status(state, item.probe, at), marks.rating
    return ProbeNote(
        id=item.probe,
        rev=item.rev,
        family=item.family,
        competency=item.competency,
        status=status,
        seconds=int(state.seconds_on(item.probe, at)),
        budget_seconds=item.budget_seconds,
        bar=item.bar,
        digest=item.digest,
        asked_at=int(visit.first_at) if visit and status == "asked" else UNSET,
        skipped_because=_text(marks.skipped),
        follow_ups=tuple(a.id for a in marks.follow_ups),
        cards=tuple(a.id for a in marks.cards),
        rating=rating.value if rating else UNSET,
        not_enough=_set(rating.not_enough) if rating and rating.value == "NE" else UNSET,
        confidence=_set(rating.confidence) if rating else UNSET,
        because=_text(rating.because) if rating else UNSET,
        rated_at=int(rating.at) if rating else UNSET,
        rated_recalled_after=_seconds(rating.recalled_after) if rating else UNSET,
        no_case_at=_seconds(marks.no_case_at),
        drop_refused_at=_seconds(state.marks.drops_refused.get(item.probe)),
        said_again=marks.said_again,
        ticks=tuple(t.id for t in marks.ticks),
        ticked_at=_first_at(marks.ticks),
        follow_ups_at=_first_at(marks.follow_ups),
        cards_at=_first_at(marks.cards),
        numbers=dict(marks.numbers),
        fingerprints=_fingerprints(marks),
        moments=tuple(int(m) for m in marks.moments),
    )


def _fingerprints(marks: ProbeMarks) -> dict[Fingerprint, tuple[int, ...]]:
    found: dict[Fingerprint, tuple[int, ...]] = {}
    for kind, at in marks.stamps:
        found[kind] = (*found.get(kind, ()), int(at))
    return found


def _evidence(written: WrittenLine) -> Evidence:
    line = written.line
    return Evidence(
        id=line.id,
        at=int(written.at),
        probe=line.probe,
        kind=line.kind,
        polarity=line.polarity,
        text=line.text,
        signal=_set(line.signal),
        recalled_after=_seconds(line.recalled_after),
    )


def _claims(state: State) -> tuple[Claim, ...]:
    claims = []
    written = {line.line.id for line in state.marks.lines}
    for number, claim in enumerate(state.opened.claims):
        mark = state.marks.claims.get(number)
        claims.append(
            Claim(
                text=claim.text,
                kind=claim.kind,
                verdict=_set(mark.verdict) if mark else UNSET,
                by_practitioner=mark.by_practitioner if mark else False,
                evidence=tuple(i for i in mark.lines if i in written) if mark else (),
                asked_at=_seconds(mark.asked_at) if mark else UNSET,
            )
        )
    return tuple(claims)


def _flags(state: State) -> tuple[FlagNote, ...]:
    checks, lines = state.marks.checks, {line.line.id for line in state.marks.lines}
    return tuple(
        FlagNote(f.flag, f.probe, int(f.at), int(checks[f.flag]), f.line)
        for f in state.marks.flags
        if f.flag in checks and f.line in lines
    )


def _overall(state: State) -> Overall | UnsetType:
    given = state.overall
    if given is None:
        return UNSET
    return Overall(given.recommendation, given.confidence, given.because, int(state.overall_at))


def _calibration(script: Script | None, state: State) -> Calibration:
    rated = [p for p in state.opened.agenda if _rung(state, p.probe) is not None]
    lines = {line.line.probe for line in state.marks.lines}
    return Calibration(
        ratings_given=len(rated),
        ratings_with_evidence=sum(p.probe in lines for p in rated),
        competencies=competency_figures(state),
        notices=tuple(_notices(script, state)) if script else (),
        severity=structs.asdict(own) if (own := state.opened.severity) else UNSET,
    )


def _rung(state: State, probe: str) -> int | None:
    rating = state.marks.probe(probe).rating
    return rating.value if rating and isinstance(rating.value, int) else None


def _notices(script: Script, state: State) -> Iterable[str]:
    """What a reader of the note should know about its ratings."""
    quoted = {line.line.probe for line in state.marks.lines if line.line.kind == "quote"}
    for item in state.opened.agenda:
        rung, marks = _rung(state, item.probe), state.marks.probe(item.probe)
        if rung is None:
            continue
        if item.probe not in state.visits:
            yield f"rated without having been asked: {item.probe}"
        if rung in {1, 5} and item.probe not in quoted:
            yield f"rated {rung} without a quote: {item.probe}"
        no_case = script.probe(item.probe).if_no_case
        if marks.no_case_at is not None and no_case and rung > no_case.cap:
            yield f"rated {rung} on a hypothetical capped at {no_case.cap}: {item.probe}"
        if marks.rating and marks.rating.recalled_after is not None:
            yield f"rated from memory after the close: {item.probe}"
    given = [rung for item in state.opened.agenda if (rung := _rung(state, item.probe)) is not None]
    if len(given) >= ONE_RUNG_LEAST and len(set(given)) == 1:
        yield f"one rung on all {len(given)} rated probes: {given[0]}"
    for competency in script.bank.bank.competencies:
        rungs = [_rung(state, i.probe) for i in state.opened.agenda if i.competency == competency.id]
        if competency.floor and any(rung is not None and rung < competency.floor for rung in rungs):
            yield f"a rating below the floor of {competency.floor}: {competency.label}"
