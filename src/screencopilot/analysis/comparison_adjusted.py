"""The severity model on a comparison's notes: one fit for each set of notes that may share one, or a reason.

Nothing is put together across banks, across meanings of a bank that share no probe, across evaluators whom neither a
shared candidate nor vignettes link, or across kinds of conversation (``research/psychometrics.md`` 2.6, 5.1-5.5).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from screencopilot.analysis.agreement import Conversations
from screencopilot.analysis.comparison_notes import Screened, of_one_kind, stamped_vignettes
from screencopilot.analysis.severity import (
    MIN_VIGNETTES,
    UNLINKED,
    EvaluatorSeverity,
    ScoredNote,
    SeverityFit,
    Vignettes,
    fit,
    linked_groups,
)

OFF = "Adjusted figures were not asked for (--adjusted)."
SEVERAL_BANKS = (
    "Screened with more than one bank, or with meanings of one that share no probe: never put together."
)
NO_RATINGS = "No rating to take a mean of."


class Fitted(Struct, frozen=True):
    """One fit and what it is of."""

    bank: str
    fit: SeverityFit
    refs: tuple[str, ...]
    names: tuple[str, ...]


class Adjusted(Struct, frozen=True):
    """All fits of a comparison; ``left_out`` counts notes that the other kind of conversation kept out of them."""

    fits: tuple[Fitted, ...] = ()
    left_out: int = 0
    unlinked: bool = False
    scopes_of: dict[str, int] = {}

    def of_candidate(self, ref: str) -> tuple[SeverityFit | None, str]:
        """Return the one fit that may speak of a candidate, or None and why not."""
        if self.scopes_of.get(ref, 0) > 1:
            return None, SEVERAL_BANKS
        own = next((f.fit for f in self.fits if ref in f.refs), None)
        if own is None:
            return None, NO_RATINGS
        return (None, own.reason) if own.reason else (own, "")

    def of_evaluator(self, name: str) -> tuple[list[tuple[str, EvaluatorSeverity]], str]:
        """Return an evaluator's severities by bank, and why there is none."""
        own = [f for f in self.fits if name in f.names]
        found = sorted(
            ((f.bank, f.fit.evaluators[name]) for f in own if not f.fit.reason), key=lambda pair: pair[0]
        )
        reason = next(
            (f.fit.reason for f in own), "No rated note in the kind of conversation the model is run on."
        )
        return found, "" if found else reason


def adjust(screened: Sequence[Screened], kind: Conversations) -> Adjusted:
    """Fit the model on the notes of one kind of conversation, set by set."""
    rated = [one for one in screened if one.rated]
    chosen = of_one_kind(rated, kind)
    scopes: dict[int, list[Screened]] = {}
    for one in chosen:
        scopes.setdefault(one.scope, []).append(one)
    fits: list[Fitted] = []
    unlinked = False
    for part in scopes.values():
        vignettes = stamped_vignettes(part)
        sets = _sets(part, vignettes)
        unlinked = unlinked or len(sets) > 1
        fits += [_fitted(notes, vignettes, alone=len(sets) == 1) for notes in sets]
    seen: dict[str, set[int]] = {}
    for one in chosen:
        seen.setdefault(one.candidate, set()).add(one.scope)
    return Adjusted(tuple(fits), len(rated) - len(chosen), unlinked, {ref: len(s) for ref, s in seen.items()})


def _sets(part: Sequence[Screened], vignettes: Mapping[str, Vignettes]) -> list[list[Screened]]:
    """Return the notes of one scope by linked group; groups whose evaluators all have vignettes are one set."""
    scored = [_scored(one) for one in part]
    group_of = {ref: i for i, group in enumerate(linked_groups(scored)) for ref in group}
    known = {name for name, v in vignettes.items() if v.items >= MIN_VIGNETTES}
    unknown = {group_of[one.candidate] for one in part if one.evaluator not in known}
    sets: dict[int, list[Screened]] = {}
    for one in part:
        group = group_of[one.candidate]
        sets.setdefault(group if group in unknown else -1, []).append(one)
    return [sets[i] for i in sorted(sets)]


def _scored(one: Screened) -> ScoredNote:
    ratings: dict[str, float] = {}
    for rated in one.rated:
        ratings.setdefault(rated.meaning, rated.rating)
    return ScoredNote(one.candidate, one.evaluator, ratings)


def _fitted(notes: Sequence[Screened], vignettes: Mapping[str, Vignettes], *, alone: bool) -> Fitted:
    found = fit([_scored(one) for one in notes], vignettes=vignettes)
    names = _sorted(one.evaluator for one in notes)
    if found.reason and len(names) < 2 and not alone:
        found = SeverityFit(reason=UNLINKED)
    return Fitted(notes[0].note.bank.id, found, _sorted(one.candidate for one in notes), names)


def _sorted(values: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(set(values)))
