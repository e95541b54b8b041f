"""What came of a round of vignettes: severity against the references, and which signals were over- and under-heard.

Severity is the mean of own less reference rating with a 90 % t interval (``research/psychometrics.md`` 2.8; Student
1908):

    d = mean(own - reference),   d -+ t_{.95, n-1} s / sqrt(n)

from ``LEAST`` rated answers on; NE is no rating. Ratings are whole rungs, so s is taken as no smaller than the standard
deviation of rounding to one, sqrt(1/12) (Sheppard 1898): a run of equal differences is no proof of a narrow interval.

A vignette result is about the vignettes. It enters the severity model as a prior on severity and never as ratings
(2.8, 5.1); what is lost between paper and a live screen is that prior's own slack, and not in this interval.
"""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Callable, Collection, Iterable, Sequence
from statistics import fmean, stdev

from msgspec import UNSET, Struct

from screencopilot.analysis.agreement_student import t_quantile
from screencopilot.domain.calibration import LEAST, RoundLog, RoundResult, Tally, VignetteRated
from screencopilot.domain.severity_stamp import SeverityStamp, severity_stamp

#: Half of what lies outside a 90 % interval lies above it.
_UPPER = 0.95
ROUNDING_SD = math.sqrt(1 / 12)
#: A change between two rounds is worth a question from this size on, as a severity is worth saying (5.2).
WORTH_ASKING = 0.25


class Gap(Struct, frozen=True):
    """A mean difference in rungs with its 90 % interval and the standard deviation it was made with."""

    mean: float
    low: float
    high: float
    sd: float


class Change(Struct, frozen=True):
    """The later round's mean difference less the earlier one's in rungs, with its 90 % interval."""

    earlier: dt.date
    later: dt.date
    mean: float
    low: float
    high: float

    @property
    def asks(self) -> bool:
        """Whether it is large and sure enough to ask about."""
        return (self.low > 0 or self.high < 0) and abs(self.mean) >= WORTH_ASKING


def mean_gap(gaps: Sequence[float]) -> Gap | None:
    """Return the mean of differences in rungs (minus is stricter) with its interval; None below ``LEAST`` of them."""
    if len(gaps) < LEAST:
        return None
    mean, sd = fmean(gaps), max(stdev(gaps), ROUNDING_SD)
    half = t_quantile(_UPPER, len(gaps) - 1) * sd / math.sqrt(len(gaps))
    return Gap(mean, mean - half, mean + half, sd)


def result_of(log: RoundLog, day: dt.date) -> RoundResult:
    """Return what came of a round; answers whose vignette was seen before are counted and otherwise left out."""
    fresh = [one for one in log.rated if not one.seen]
    rated = [one for one in fresh if one.gap is not None]
    found = mean_gap([float(one.gap) for one in rated if one.gap is not None])
    return RoundResult(
        evaluator=log.begun.evaluator,
        date=day,
        round=log.begun.round,
        seed=log.begun.seed,
        vignettes=len(rated),
        not_enough=len(fresh) - len(rated),
        seen=len(log.rated) - len(fresh),
        exact=sum(one.gap == 0 for one in rated),
        all=tally(rated),
        own_ticks=sum(len(set(one.ticks)) for one in fresh),
        over_heard=sum(len(over_heard(one)) for one in fresh),
        reference_ticks=sum(len(set(one.reference_ticks)) for one in fresh),
        under_heard=sum(len(under_heard(one)) for one in fresh),
        agreed=sum(one.agreed > 0 for one in rated),
        kinds=_by(rated, lambda one: one.kind),
        families=_by(rated, lambda one: one.family),
        gaps=_gaps(rated),
        estimate=found.mean if found else UNSET,
        low=found.low if found else UNSET,
        high=found.high if found else UNSET,
        sd=found.sd if found else UNSET,
    )


def severity_on(results: Sequence[RoundResult], families: Collection[str]) -> SeverityStamp | None:
    """Return how strictly the answers on a bank's families were rated; None below ``LEAST`` of them.

    Severity is a matter of one bank and is never carried to another (``research/psychometrics.md`` 1), so answers on
    other families say nothing here. The latest rounds that together have enough of them are taken, each one whole.

    Args:
        results: of one evaluator, in order of time.
        families: those that the bank's plans ask for.
    """
    gaps: list[float] = []
    days: list[dt.date] = []
    for result in reversed(results):
        found = [gap for family in sorted(families) for gap in result.gaps.get(family, ())]
        if found:
            gaps += found
            days.append(result.date)
        if len(gaps) >= LEAST:
            break
    whole = mean_gap(gaps)
    return severity_stamp(whole.mean, whole.low, whole.high, len(gaps), days) if whole else None


def tally(rated: Iterable[VignetteRated]) -> Tally:
    """Count where ratings lie against their accepted ranges; NE is not counted."""
    places = [one.place for one in rated if one.gap is not None]
    return Tally(len(places), places.count("within"), places.count("above"), places.count("below"))


def over_heard(one: VignetteRated) -> tuple[str, ...]:
    """Return the signals ticked that the reference does not tick, in order of ticking."""
    return tuple(dict.fromkeys(tick for tick in one.ticks if tick not in one.reference_ticks))


def under_heard(one: VignetteRated) -> tuple[str, ...]:
    """Return the signals of the reference that were not ticked, in its order."""
    return tuple(dict.fromkeys(tick for tick in one.reference_ticks if tick not in one.ticks))


def change_between(earlier: RoundResult, later: RoundResult) -> Change | None:
    """Return how the later round's figure differs from the earlier one's; None when either has none.

    Two independent means of unequal spread: Welch's t, degrees of freedom after Satterthwaite (1946) rounded down, so
    that the interval is rather too wide.
    """
    if UNSET in (earlier.estimate, later.estimate, earlier.sd, later.sd):
        return None
    one, two = _error(earlier), _error(later)
    spread = one + two
    freedom = spread**2 / (one**2 / (earlier.vignettes - 1) + two**2 / (later.vignettes - 1))
    half = t_quantile(_UPPER, max(1, int(freedom))) * math.sqrt(spread)
    mean = _figure(later.estimate) - _figure(earlier.estimate)
    return Change(earlier.date, later.date, mean, mean - half, mean + half)


def _error(result: RoundResult) -> float:
    """Return the squared standard error of a round's mean."""
    return _figure(result.sd) ** 2 / result.vignettes


def _figure(value: object) -> float:
    assert isinstance(value, float | int)
    return float(value)


def _gaps(rated: Iterable[VignetteRated]) -> dict[str, tuple[int, ...]]:
    found: dict[str, list[int]] = {}
    for one in rated:
        if one.gap is not None:
            found.setdefault(one.family, []).append(one.gap)
    return {family: tuple(found[family]) for family in sorted(found)}


def _by(rated: Iterable[VignetteRated], key: Callable[[VignetteRated], str]) -> dict[str, Tally]:
    groups: dict[str, list[VignetteRated]] = {}
    for one in rated:
        groups.setdefault(key(one), []).append(one)
    return {name: tally(groups[name]) for name in sorted(groups)}
