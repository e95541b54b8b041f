"""Which signals evaluators hear together, across candidates: positive agreement, never kappa.

Rule and minimum counts: ``research/psychometrics.md`` 2.9.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

from msgspec import Struct

from screencopilot.analysis.splits import Heard

#: Positive agreement on a signal is given from this many joint opportunities and ticks (2.9).
MIN_OPPORTUNITIES, MIN_TICKS = 10, 5


class SignalAgreement(Struct, frozen=True, gc=False):
    """How often evaluators ticked one signal together, across candidates.

    ``positive`` is 2a / (2a + b + c) over pairs of evaluators, None with ``reason`` below the minimum counts.
    ``opportunities`` counts pairs who rated the probe, ``ticks`` the ticks in them.
    """

    probe: str
    signal: str
    positive: float | None
    opportunities: int
    ticks: int
    reason: str = ""


def signal_agreement(units: Iterable[Sequence[Heard]]) -> tuple[SignalAgreement, ...]:
    """Return the positive agreement per signal over units (each: one candidate's one probe, its evaluators).

    Pairs are counted from totals: with t of n evaluators ticking, a = t(t-1)/2 and b + c = t(n-t). Never kappa:
    ticks are rare (2.9).
    """
    opportunities: Counter[str] = Counter()
    both: Counter[tuple[str, str]] = Counter()
    ticked: Counter[tuple[str, str]] = Counter()
    weighted: Counter[tuple[str, str]] = Counter()
    probes: dict[str, str] = {}
    for unit in units:
        count = len(unit)
        if count < 2:
            continue
        meaning = unit[0].meaning
        probes[meaning] = unit[0].probe
        opportunities[meaning] += count * (count - 1) // 2
        for signal, ticks in Counter(signal for one in unit for signal in set(one.ticks)).items():
            both[meaning, signal] += ticks * (ticks - 1)
            weighted[meaning, signal] += ticks * (count - 1)
            ticked[meaning, signal] += ticks
    return tuple(
        _signal(
            probes[meaning],
            signal,
            both[meaning, signal],
            weighted[meaning, signal],
            opportunities[meaning],
            ticked[meaning, signal],
        )
        for meaning, signal in sorted(ticked, key=lambda key: (probes[key[0]], *key))
    )


def _signal(
    probe: str, signal: str, both: int, weighted: int, opportunities: int, ticks: int
) -> SignalAgreement:
    if opportunities < MIN_OPPORTUNITIES or ticks < MIN_TICKS:
        reason = (
            f"{opportunities} joint chances and {ticks} ticks; {MIN_OPPORTUNITIES} and {MIN_TICKS} needed."
        )
        return SignalAgreement(probe, signal, None, opportunities, ticks, reason)
    return SignalAgreement(probe, signal, both / weighted, opportunities, ticks)
