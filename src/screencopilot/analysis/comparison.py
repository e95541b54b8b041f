"""From notes to one frozen ``Comparison`` that every report prints.

Only first sealed ratings count; probes compare only where they mean the same; figures of the same conversation and of
separate ones are never put together; adjusted figures are opt-in. What may be said, and what never:
``research/psychometrics.md`` 5.2-5.5, ``design/5-panel-and-calibration.md``.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from statistics import fmean

from msgspec.structs import replace

from screencopilot.analysis.agreement import Conversations, agreement
from screencopilot.analysis.comparison_adjusted import NO_RATINGS, OFF, Adjusted, adjust
from screencopilot.analysis.comparison_drift import drifts
from screencopilot.analysis.comparison_habits import habits
from screencopilot.analysis.comparison_matrix import claim_rows, heard, probe_rows
from screencopilot.analysis.comparison_notes import Screened, Skipped, admitted, units
from screencopilot.analysis.comparison_values import (
    BankSeverity,
    CandidateRow,
    Comparison,
    EvaluatorRow,
    PanelAgreement,
)
from screencopilot.analysis.drift import Drift
from screencopilot.analysis.severity import UNLINKED
from screencopilot.analysis.severity_words import assumptions, score_sentence
from screencopilot.analysis.splits import CandidateSplits, Heard, candidate_splits
from screencopilot.analysis.splits_signals import signal_agreement
from screencopilot.domain.note import Note

OWN_PANEL = "Severity is told bank by bank, never carried from one to another: see each bank's."
ROUGH = (
    "Exact disagreement is normal: in simulations two equally strict evaluators in separate conversations gave the "
    "same rung on 37 % of probes, and were within one rung on 84 %."
)


def compare(
    notes: Sequence[Note],
    *,
    paths: Sequence[str] = (),
    adjusted: bool = False,
    skipped: Iterable[Skipped] = (),
    weights: Mapping[str, float] | None = None,
) -> Comparison:
    """Compare notes of any candidates, evaluators and banks.

    ``paths`` name the notes, one each; ``skipped`` are files the caller could not read, passed on; ``weights`` by
    competency (1 without) order the disagreements by spread times weight. Without ``adjusted`` no adjusted score and no
    severity is computed. Time grows with the notes, apart from the severity model, which is kept to its size.
    """
    screened, set_aside = admitted(notes, paths)
    by_candidate: dict[str, list[Screened]] = {}
    by_evaluator: dict[str, list[Screened]] = {}
    for one in screened:
        by_candidate.setdefault(one.candidate, []).append(one)
        by_evaluator.setdefault(one.evaluator, []).append(one)
    panel = _agreement(screened)
    kind = panel.overall.conversations
    model = adjust(screened, kind) if adjusted else None
    told, asked = drifts(screened), habits(screened, kind)
    entries = {ref: heard(part) for ref, part in by_candidate.items()}
    splits = [candidate_splits(ref, part) for ref, part in entries.items()]
    weight = weights or {}
    return Comparison(
        adjusted=adjusted,
        conversations=kind,
        candidates=tuple(_candidate(ref, by_candidate[ref], model) for ref in sorted(by_candidate)),
        evaluators=tuple(
            replace(_evaluator(name, by_evaluator[name], model, told), habits=asked.get(name, ()))
            for name in sorted(by_evaluator)
        ),
        agreement=panel,
        disagreements=tuple(
            sorted(
                (split for one in splits for split in one.splits),
                key=lambda s: (
                    -s.spread * weight.get(s.competency, 1.0),
                    not s.straddles_bar,
                    s.candidate,
                    s.probe,
                ),
            )
        ),
        asked_different=tuple(entry for one in splits for entry in one.asked_different),
        lone_flags=tuple(flag for one in splits for flag in one.flags),
        probes=tuple(row for part in by_candidate.values() for row in probe_rows(part)),
        claims=tuple(row for part in by_candidate.values() for row in claim_rows(part)),
        signals=signal_agreement(_by_meaning(entries.values())),
        above=tuple(sorted(pair for f in model.fits for pair in f.fit.above)) if model else (),
        remarks=_remarks(splits, model),
        explain=assumptions() if adjusted else (),
        skipped=(*sorted(skipped, key=lambda s: s.path), *sorted(set_aside, key=lambda s: s.path)),
    )


def _agreement(screened: Sequence[Screened]) -> PanelAgreement:
    """Return agreement of the kind of conversation with more shared units (a tie goes to separate), the other apart."""
    kinds: tuple[Conversations, ...] = ("separate", "same")
    by_kind = {kind: units(screened, kind) for kind in kinds}
    found = {
        kind: agreement((unit for part in by_kind[kind].values() for unit in part), conversations=kind)
        for kind in kinds
    }
    kind: Conversations = "same" if found["same"].units > found["separate"].units else "separate"
    return PanelAgreement(
        overall=found[kind],
        competencies={
            competency: agreement(part, conversations=kind)
            for competency, part in sorted(by_kind[kind].items())
        },
        other=found["separate" if kind == "same" else "same"],
    )


def _candidate(ref: str, part: Sequence[Screened], model: Adjusted | None) -> CandidateRow:
    means = [one.mean for one in part if one.mean is not None]
    gaps = [rated.rating - rated.probe.bar for one in part for rated in one.rated]
    row = CandidateRow(
        ref=ref,
        levels=tuple(sorted({one.note.candidate.level for one in part})),
        notes=len(part),
        evaluators=tuple(sorted({one.evaluator for one in part})),
        raw_mean=fmean(means) if means else None,
        against_bar=fmean(gaps) if gaps else None,
        flags=sum(len(one.note.flags) for one in part),
    )
    if not means:
        return replace(row, reason=NO_RATINGS)
    found, reason = model.of_candidate(ref) if model else (None, OFF)
    if found is None:
        return replace(row, reason=reason)
    score = found.candidates[ref]
    ranks = (score.rank_low, score.rank_high, score.rank_of)
    return replace(
        row,
        adjusted=score.adjusted,
        low=score.low,
        high=score.high,
        rank_low=score.rank_low,
        rank_high=score.rank_high,
        rank_of=score.rank_of,
        sentence=score_sentence(ref, len(part), fmean(means), score.adjusted, score.low, score.high, ranks),
    )


def _evaluator(
    name: str, part: Sequence[Screened], model: Adjusted | None, told: Mapping[str, tuple[Drift, ...]]
) -> EvaluatorRow:
    rungs, ne, evidence = [0] * 5, 0, 0
    for one in part:
        written = {line.probe for line in one.note.evidence}
        for rated in one.rated:
            rungs[rated.rating - 1] += 1
            evidence += bool(rated.probe.ticks) or rated.probe.id in written
        ne += sum(probe.rating == "NE" for probe in one.note.probes)
    row = EvaluatorRow(name, len(part), sum(rungs), tuple(rungs), ne, evidence, drift=told.get(name, ()))
    if model is None:
        return replace(row, reason=OFF)
    found, reason = model.of_evaluator(name)
    by_bank = tuple(BankSeverity(bank, figure) for bank, figure in found)
    if len(by_bank) != 1:
        return replace(row, by_bank=by_bank, reason=OWN_PANEL if by_bank else reason, sentence=reason)
    figure = by_bank[0].figure
    return replace(
        row,
        severity=figure.severity,
        low=figure.low,
        high=figure.high,
        firm=figure.firm,
        by_bank=by_bank,
        sentence=figure.sentence,
        reason=figure.reason,
    )


def _by_meaning(entries: Iterable[Sequence[Heard]]) -> Iterable[list[Heard]]:
    """Yield for each candidate and meaning what its evaluators heard, one entry each."""
    for part in entries:
        by_meaning: dict[str, dict[str, Heard]] = {}
        for one in part:
            by_meaning.setdefault(one.meaning, {}).setdefault(one.evaluator, one)
        yield from (list(unit.values()) for unit in by_meaning.values())


def _remarks(splits: Sequence[CandidateSplits], model: Adjusted | None) -> tuple[str, ...]:
    said = [ROUGH] if any(one.splits for one in splits) else []
    if any(one.asked_different for one in splits):
        said.append(
            "Some ratings were given to probes of different meaning: they are listed apart and not compared."
        )
    if model and model.left_out:
        said.append(
            f"{model.left_out} note{' is' if model.left_out == 1 else 's are'} left out of the adjusted figures: the "
            "same conversation and separate ones are never put into one model."
        )
    if model and model.unlinked:
        said.append(UNLINKED)
    return tuple(said)
