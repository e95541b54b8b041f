"""Does an evaluator rate otherwise than they used to: a self-starting EWMA over notes on one bank, in order of time.

Each note gives a difference in rungs: its mean less the co-raters' severity-adjusted mean on the same candidate, or,
without co-raters, its own mean. From the 11th on, each is set against all before it, as a normal score

    u_t = Phi^-1( T_{t-2}( sqrt((t-1)/t) (d_t - mean_{<t}) / sd_{<t} ) ),   z = .2 u + .8 z

and a note alarms when |z| > 3 sqrt(.2/1.8 (1 - .8^{2k})), k counting from the 11th. Nothing is taken from a baseline
held to be known, which is what makes ordinary charts cry wolf.

Sources: Quesenberry 1991 (the Q statistic), Lucas & Saccucci 1990 (EWMA limits); measured false alarms (2-5 % per
20-30 notes) and hit rates: ``research/psychometrics.md`` 2.7.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct

from screencopilot.analysis.agreement_student import normal_score_of_t

Against = Literal["co-raters", "own"]

#: Notes in one bank before the first check, and the smoothing and width of the chart.
MIN_NOTES = 11
WEIGHT, WIDTH = 0.2, 3.0


class Charted(Struct, frozen=True, gc=False):
    """One note's place on the chart, in standard units: ``number`` counts notes from 1."""

    number: int
    level: float
    limit: float

    @property
    def alarm(self) -> bool:
        """Return whether the level lies outside the limits."""
        return abs(self.level) > self.limit


class Drift(Struct, frozen=True):
    """The drift check of one evaluator with one bank.

    ``chart`` is empty, with ``reason``, below the minimum. ``alarms`` are the numbers of the notes that alarmed;
    ``direction`` is -1 for lower (stricter), 1 for higher, while the latest note alarms, else 0. ``question`` is true
    when the candidates may be the cause (own-baseline): then it is a question, never a finding.
    """

    evaluator: str
    bank: str
    notes: int
    against: Against
    sentence: str
    chart: tuple[Charted, ...] = ()
    alarms: tuple[int, ...] = ()
    direction: int = 0
    question: bool = False
    reason: str = ""


def ewma(differences: Sequence[float]) -> tuple[Charted, ...]:
    """Return the self-starting chart of differences in rungs, from the 11th; empty for fewer.

    A difference after nothing but equal ones scores 0: without any spread there is nothing to measure it by.
    """
    charted = []
    mean = square = level = 0.0
    for t, d in enumerate(differences, start=1):
        if t >= MIN_NOTES:
            sd = math.sqrt(square / (t - 2))
            t_value = math.sqrt((t - 1) / t) * (d - mean) / sd if sd > 1e-9 else 0.0
            level += WEIGHT * (normal_score_of_t(t_value, t - 2) - level)
            steps = t - MIN_NOTES + 1
            spread = WEIGHT / (2.0 - WEIGHT) * (1.0 - (1.0 - WEIGHT) ** (2 * steps))
            charted.append(Charted(t, level, WIDTH * math.sqrt(spread)))
        step = d - mean
        mean += step / t
        square += step * (d - mean)
    return tuple(charted)


def drift(evaluator: str, bank: str, own: Sequence[float], against_others: Sequence[float] = ()) -> Drift:
    """Return the drift check from note means in order of time.

    ``own`` are all the evaluator's note means on the bank, ``against_others`` the differences from co-raters for those
    notes that had any, both in rungs. Co-raters are preferred as soon as there are enough such notes.
    """
    against: Against = "co-raters" if len(against_others) >= MIN_NOTES else "own"
    series = against_others if against == "co-raters" else own
    if len(series) < MIN_NOTES:
        reason = f"Drift check starts after {MIN_NOTES} screens with this bank (you have {len(own)})."
        return Drift(evaluator, bank, len(own), against, reason, reason=reason)
    chart = ewma(series)
    alarms = tuple(point.number for point in chart if point.alarm)
    last = chart[-1]
    direction = int(math.copysign(1, last.level)) if last.alarm else 0
    return Drift(
        evaluator=evaluator,
        bank=bank,
        notes=len(series),
        against=against,
        sentence=_sentence(against, len(series), direction, alarms),
        chart=chart,
        alarms=alarms,
        direction=direction,
        question=against == "own" and bool(alarms),
    )


def _sentence(against: Against, notes: int, direction: int, alarms: Sequence[int]) -> str:
    basis = "than your co-raters' of the same candidates, more so than before"
    if direction:
        way = "lower" if direction < 0 else "higher"
        if against == "own":
            return (
                f"Your last ratings run {way} than your own earlier ones. That can be you or the candidates; "
                "a 12-item calibration form will tell which."
            )
        return f"Your last ratings run {way} {basis} ({notes} notes)."
    if alarms:
        asked = " That can have been you or the candidates." if against == "own" else ""
        apart = f"Around note {alarms[-1]} of {notes} your ratings ran apart from those before"
        return f"{apart}; the latest do not.{asked}"
    return f"No sustained change in {notes} notes; a change of a quarter of a rung would hardly show in 30."
