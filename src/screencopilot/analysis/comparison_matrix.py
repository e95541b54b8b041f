"""The parts of a comparison that are looked up, not computed: matrix rows, claims, and what splits are read from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import UNSET

from screencopilot.analysis.comparison_notes import Screened, meaning
from screencopilot.analysis.comparison_values import Cell, ClaimRow, ProbeRow
from screencopilot.analysis.splits import Heard
from screencopilot.domain.note import Evidence, Verdict


def heard(screened: Iterable[Screened]) -> list[Heard]:
    """Return what each evaluator rated and heard in one candidate's notes."""
    found = []
    for one in screened:
        kept = _flags(one)
        for rated in one.rated:
            probe = rated.probe
            found.append(
                Heard(
                    evaluator=one.evaluator,
                    probe=probe.id,
                    family=probe.family,
                    competency=probe.competency,
                    meaning=rated.meaning,
                    conversation=one.conversation,
                    rating=rated.rating,
                    bar=probe.bar,
                    ticks=probe.ticks,
                    flags=tuple(kept.get(probe.id, ())),
                )
            )
    return found


def _flags(one: Screened) -> dict[str, list[str]]:
    kept: dict[str, list[str]] = {}
    for flag in one.note.flags:
        kept.setdefault(flag.probe, []).append(flag.flag)
    return kept


def probe_rows(screened: Sequence[Screened]) -> list[ProbeRow]:
    """Return one candidate's matrix: a row for each probe and meaning that was asked, largest spread first."""
    cells: dict[tuple[str, str, str, str], list[Cell]] = {}
    for one in screened:
        kept = _flags(one)
        lines: dict[str, list[Evidence]] = {}
        for line in one.note.evidence:
            lines.setdefault(line.probe, []).append(line)
        for probe in one.note.probes:
            if probe.status != "asked" and probe.rating is UNSET:
                continue
            key = (probe.competency, probe.family, probe.id, meaning(one.note, probe))
            cells.setdefault(key, []).append(
                Cell(
                    evaluator=one.evaluator,
                    note=one.path,
                    rating=None if probe.rating is UNSET else probe.rating,
                    bar=probe.bar,
                    confidence=None if probe.confidence is UNSET else probe.confidence,
                    because="" if probe.because is UNSET else probe.because,
                    ticks=probe.ticks,
                    flags=tuple(kept.get(probe.id, ())),
                    evidence=tuple(lines.get(probe.id, ())),
                )
            )
    rows = [
        ProbeRow(screened[0].candidate, *key, spread=_spread(part), cells=tuple(part))
        for key, part in cells.items()
    ]
    return sorted(rows, key=lambda row: (-row.spread, row.competency, row.probe, row.meaning))


def _spread(cells: Iterable[Cell]) -> int:
    rungs = [cell.rating for cell in cells if isinstance(cell.rating, int)]
    return max(rungs) - min(rungs) if rungs else 0


def claim_rows(screened: Sequence[Screened]) -> list[ClaimRow]:
    """Return one candidate's claims, those of equal kind and words as one; a verdict is None where not probed."""
    verdicts: dict[tuple[str, str], dict[str, Verdict | None]] = {}
    texts: dict[tuple[str, str], str] = {}
    practitioners: dict[tuple[str, str], set[str]] = {}
    for one in screened:
        for claim in one.note.claims:
            key = (claim.kind, " ".join(claim.text.split()).casefold())
            texts.setdefault(key, claim.text)
            verdicts.setdefault(key, {})[one.evaluator] = None if claim.verdict is UNSET else claim.verdict
            if claim.by_practitioner:
                practitioners.setdefault(key, set()).add(one.evaluator)
    return [
        ClaimRow(screened[0].candidate, key[0], texts[key], given, tuple(sorted(practitioners.get(key, ()))))
        for key, given in sorted(verdicts.items())
    ]
