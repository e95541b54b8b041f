"""How far evaluators agree across candidates: Krippendorff's alpha, with AC2 beside it, or a plain refusal.

A unit is one candidate's one probe; only first sealed ratings, rungs 1-5, belong in it. Evaluators of the *same*
conversation differ only as raters, those of *separate* conversations also because the candidate answered anew: the
two are never put into one figure, and every figure says which it is.

Formulas, minimum counts, thresholds and wording: ``research/psychometrics.md`` 2.1, 2.2, 5.2-5.4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from screencopilot.analysis.agreement_coefficients import (
    Gwet,
    alpha_of,
    coincidences,
    jackknife,
    together,
    without,
)

Conversations = Literal["same", "separate"]
Reliance = Literal["rely", "tentative", "rough"]

RUNGS = 5
#: Below any of these no coefficient is given (2.1).
MIN_CANDIDATES, MIN_UNITS, MIN_LEVELS, MIN_USES = 8, 30, 2, 5
#: An interval wider than this is put into words without figures (2.1).
WIDEST = 0.6
#: AC2 stands beside alpha when this share of the ratings sits on one rung (2.2).
DOMINANT = 0.80
#: Conventions of content analysis, applied to the interval's lower end (5.4).
RELY, TENTATIVE = 0.800, 0.667

_RELIANCE: dict[Reliance, str] = {
    "rely": "Even the low end is above 0.8, the usual mark for relying on ratings.",
    "tentative": "Good for tentative conclusions only.",
    "rough": "Treat ratings as rough.",
}


class Agreement(Struct, frozen=True):
    """Agreement on shared ratings; a figure that cannot be had is None and ``reason`` says why.

    ``low`` and ``high`` are the 95 % interval from leaving out one candidate at a time. ``candidates`` and ``units``
    count what two or more evaluators rated. ``same_rung`` is the mean share of pairs giving the same rung.
    ``words_only`` means the interval is too wide for a report to print the figures; ``sentence`` obeys it.
    """

    conversations: Conversations
    candidates: int
    units: int
    ratings: int
    sentence: str
    alpha: float | None = None
    low: float | None = None
    high: float | None = None
    ac2: float | None = None
    ac2_low: float | None = None
    ac2_high: float | None = None
    same_rung: float | None = None
    reliance: Reliance | None = None
    words_only: bool = False
    reason: str = ""
    ac2_reason: str = ""


class _Counts(Struct):
    """What the units add up to, in the whole and for each candidate with a shared unit."""

    by_candidate: dict[str, list[Sequence[int]]]
    units: int
    uses: Counter[int]
    same: float


def agreement(
    units: Iterable[tuple[str, Sequence[int]]],
    *,
    conversations: Conversations = "separate",
    rungs: int = RUNGS,
) -> Agreement:
    """Return the agreement on ``units``: pairs of candidate and that candidate's ratings 1-``rungs`` on one probe.

    Units rated once count for AC2's share of each rung only; a rating that is missing is left out. Takes time in
    proportion to the units.
    """
    counts = _count(units)
    shared = {c: part for c, part in counts.by_candidate.items() if any(len(unit) > 1 for unit in part)}
    bare = Agreement(conversations, len(shared), counts.units, counts.uses.total(), sentence="")
    reason = _too_little(len(shared), counts)
    if reason:
        return replace(bare, sentence=reason, reason=reason, ac2_reason=reason)
    parts = [coincidences(part) for part in shared.values()]
    whole = together(parts)
    value = alpha_of(whole)
    interval = jackknife(value, [alpha_of(without(whole, part)) for part in parts])
    low, high = interval or (None, None)
    gwet, gwet_interval, ac2_reason = _ac2(counts, shared, rungs)
    words_only = interval is not None and interval[1] - interval[0] > WIDEST
    found = replace(
        bare,
        alpha=value,
        low=low,
        high=high,
        ac2=gwet,
        ac2_low=gwet_interval[0] if gwet_interval else None,
        ac2_high=gwet_interval[1] if gwet_interval else None,
        same_rung=counts.same / counts.units,
        reliance=_reliance(low),
        words_only=words_only,
        reason="" if interval else "No interval: the disagreement there is sits in at most one candidate.",
        ac2_reason=ac2_reason,
    )
    return replace(found, sentence=_sentence(found))


def _count(units: Iterable[tuple[str, Sequence[int]]]) -> _Counts:
    by_candidate: dict[str, list[Sequence[int]]] = {}
    uses: Counter[int] = Counter()
    shared, same = 0, 0.0
    for candidate, unit in units:
        by_candidate.setdefault(candidate, []).append(unit)
        rated = len(unit)
        if rated > 1:
            shared += 1
            counted = Counter(unit)
            uses.update(counted)
            same += sum(n * (n - 1) for n in counted.values()) / (rated * (rated - 1))
    return _Counts(by_candidate, shared, uses, same)


def _too_little(candidates: int, counts: _Counts) -> str:
    """Return why no coefficient may be given, or an empty text."""
    start = "Not enough shared ratings to measure agreement"
    if candidates < MIN_CANDIDATES:
        return f"{start} ({_many(candidates, 'shared candidate')}; {MIN_CANDIDATES} needed)."
    if counts.units < MIN_UNITS:
        return f"{start} ({_many(counts.units, 'probe')} rated by two or more; {MIN_UNITS} needed)."
    if len(counts.uses) < MIN_LEVELS:
        return "Agreement is undefined: every shared rating is on the same rung."
    if sum(n >= MIN_USES for n in counts.uses.values()) < MIN_LEVELS:
        return f"{start} (fewer than {MIN_LEVELS} rungs were used {MIN_USES} times or more)."
    return ""


def _ac2(
    counts: _Counts, shared: Mapping[str, list[Sequence[int]]], rungs: int
) -> tuple[float | None, tuple[float, float] | None, str]:
    """Return AC2, its candidate-jackknife interval, and why it is not given."""
    if counts.uses.most_common(1)[0][1] < DOMINANT * counts.uses.total():
        return None, None, f"Given only when one rung takes {DOMINANT:.0%} of the ratings or more."
    sums = Gwet(rungs)
    for part in counts.by_candidate.values():
        for unit in part:
            sums.add(unit)
    value = sums.coefficient()
    left_out = []
    for part in shared.values():
        for unit in part:
            sums.add(unit, -1)
        left_out.append(sums.coefficient())
        for unit in part:
            sums.add(unit)
    return value, jackknife(value, left_out), ""


def _reliance(low: float | None) -> Reliance | None:
    if low is None:
        return None
    return "rely" if low >= RELY else "tentative" if low >= TENTATIVE else "rough"


def _sentence(found: Agreement) -> str:
    said = [_alpha_words(found)]
    if found.ac2 is not None:
        said.append(_ac2_words(found))
    if found.reliance and not found.words_only:
        said.append(_RELIANCE[found.reliance])
    return " ".join(said)


def _alpha_words(found: Agreement) -> str:
    basis = f"{_many(found.candidates, 'shared candidate')}, {_seen(found.conversations)}"
    if found.words_only:
        return f"You share ratings ({basis}), but what is plausible spans too much for a figure of agreement."
    if found.alpha is None or found.low is None or found.high is None:
        return f"Agreement on {basis}: no interval can be given, so no figure is printed. {found.reason}"
    figures = f"Alpha {found.alpha:.2f}, plausibly {found.low:.2f} to {found.high:.2f}, {basis}"
    if found.alpha <= 0:
        return f"{figures}: no more agreement than ratings handed out at random would show."
    return (
        f"{figures}: out of the disagreement we'd expect if ratings were handed out at random, you removed about "
        f"{found.alpha:.0%} (plausibly {max(0.0, found.low):.0%} to {max(0.0, found.high):.0%})."
    )


def _ac2_words(found: Agreement) -> str:
    figures = (
        "" if found.words_only else f" (AC2 {found.ac2:.2f}, same rung in {found.same_rung:.0%} of pairs)"
    )
    return (
        f"You mostly give the same rung to everyone{figures}, so agreement is high but tells us little about "
        "telling candidates apart; alpha asks the second question, and falls when candidates look alike."
    )


def _seen(conversations: Conversations) -> str:
    return "same conversation" if conversations == "same" else "separate conversations"


def _many(count: int, word: str) -> str:
    return f"{count} {word}{'' if count == 1 else 's'}"
