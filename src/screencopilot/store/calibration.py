"""A calibration round at work: begun or gone on with, answered one by one, closed into a result.

The references stay in here. A reference is given out only for an answer that is rated and kept; in a measuring round
only once the round is closed, since a reference read between two answers bends the next one
(``research/psychometrics.md`` 2.8).
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from screencopilot.domain.calibration import (
    USUAL,
    Item,
    RoundBegun,
    RoundClosed,
    RoundLog,
    RoundResult,
    VignetteRated,
    draw_round,
    seen_by,
    unfinished_of,
)
from screencopilot.domain.clock import Clock
from screencopilot.domain.exercise import Exercise, Reference
from screencopilot.domain.note import RatingValue
from screencopilot.store.calibration_log import AnswersLog
from screencopilot.store.calibration_pool import Pool, load_pool
from screencopilot.store.calibration_results import save_result
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders

#: Seeds are short enough to be read out and typed.
_SEEDS = 1_000_000


@dataclass(frozen=True)
class Wanted:
    """What a round is asked to be; None where nothing was said."""

    evaluator: str = ""
    families: tuple[str, ...] = ()
    count: int | None = None
    seed: int | None = None
    learn: bool = False
    anew: bool = False

    @property
    def particular(self) -> bool:
        """Whether it asks for something that an unfinished round may not be."""
        return bool(self.families or self.learn or self.count is not None or self.seed is not None)


class Round:
    """One round; make it with :func:`open_round`, and close it with :meth:`leave` however it ends.

    Attributes:
        notices: what was passed over or could not be read, one line each.
        resumed: whether it had been begun before.
    """

    def __init__(
        self,
        folders: Folders,
        clock: Clock,
        pool: Pool,
        answers: AnswersLog,
        log: RoundLog,
        seen: frozenset[str] = frozenset(),
    ) -> None:
        self.notices: tuple[str, ...] = ()
        self.resumed = False
        self._folders, self._clock, self._pool, self._answers = folders, clock, pool, answers
        self._log, self._seen = log, seen
        known = {one.vignette for one in log.rated}
        # A vignette that was changed or removed since is left out: its reference would be another one.
        self._items = tuple(i for i in log.begun.items if i.vignette in known or _stands(pool, i))

    @property
    def begun(self) -> RoundBegun:
        """What the round was drawn with."""
        return self._log.begun

    @property
    def rated(self) -> tuple[VignetteRated, ...]:
        """The answers handed in, in order."""
        return self._log.rated

    @property
    def size(self) -> int:
        """How many answers the round has."""
        return len(self._items)

    @property
    def closed(self) -> bool:
        """Whether it is over."""
        return self._log.closed_at is not None

    @property
    def exercise(self) -> Exercise | None:
        """The next answer to rate, None when all are rated."""
        done = {one.vignette for one in self.rated}
        left = [item for item in self._items if item.vignette not in done]
        return self._exercise(left[0].vignette, len(done) + 1) if left and not self.closed else None

    def _exercise(self, name: str, number: int) -> Exercise:
        return self._pool.exercise(name, number=number, of=self.size, seen=name in self._seen)

    def hand_in(self, exercise: Exercise, rating: RatingValue, ticks: Sequence[str], seconds: float) -> None:
        """Keep a rating for good.

        Raises:
            StoreError: it could not be kept; it can be handed in again.
        """
        done = {one.vignette for one in self.rated}
        item = next(i for i in self._items if i.vignette not in done)
        vignette = self._pool.vignettes[item.vignette]
        if exercise.number != len(done) + 1:
            raise StoreError("this answer was rated already", "", "go on with the next")
        entry = VignetteRated(
            round=self.begun.round,
            at=self._clock.wall().replace(microsecond=0),
            vignette=vignette.id,
            rev=vignette.rev,
            family=vignette.probe.split("-")[0],
            kind=vignette.type,
            rating=rating,
            ticks=tuple(ticks),
            rung=vignette.rung,
            accept=(vignette.accept[0], vignette.accept[-1]),
            reference_ticks=vignette.ticks,
            agreed=len(vignette.agreed_by),
            seen=exercise.seen,
            seconds=round(seconds, 1),
        )
        self._answers.add(entry)
        self._log = RoundLog(self.begun, (*self.rated, entry))

    def reference(self, number: int) -> Reference | None:
        """Return the reference of answer ``number`` (from 1); None while it may not be seen.

        None too when the vignette is not there any more as it was rated.
        """
        if not 1 <= number <= len(self.rated) or not (self.begun.learn or self.closed):
            return None
        rated = self.rated[number - 1]
        if not _stands(self._pool, Item(rated.vignette, rated.rev)):
            return None
        vignette = self._pool.vignettes[rated.vignette]
        exercise = self._exercise(vignette.id, number)
        return Reference(exercise, vignette, self._pool.probes[vignette.probe], rated)

    def close(self) -> RoundResult:
        """End the round with what was answered; a measuring one's result is kept and returned.

        Raises:
            StoreError: that could not be kept; it can be tried again.
        """
        from screencopilot.analysis.calibration import result_of

        now = self._clock.wall().replace(microsecond=0)
        result = result_of(self._log, now.date())
        if self._log.closed_at is None:
            if not self.begun.learn and self.rated:
                save_result(self._folders, result)  # first: a round that is closed is looked at no more
            self._answers.add(RoundClosed(self.begun.round, now))
            self._log = RoundLog(self.begun, self.rated, now)
        return result

    def leave(self) -> None:
        """Let other programs calibrate; a round that is not closed can be gone on with."""
        self._answers.close()


def _stands(pool: Pool, item: Item) -> bool:
    vignette = pool.vignettes.get(item.vignette)
    return vignette is not None and vignette.rev == item.rev


def open_round(folders: Folders, clock: Clock, wanted: Wanted) -> Round:
    """Go on with the evaluator's unfinished round, or draw a new one; call it off the UI thread.

    Raises:
        StoreError: another program calibrates now; an unfinished round is not what is wanted; no vignettes; or the
            disk refuses.
        BankError: the shared files have faults.
    """
    answers, reading = AnswersLog.open(folders, clock.wall())
    try:
        open_one = unfinished_of(reading.rounds, wanted.evaluator)
        if open_one is not None and not wanted.anew:
            log = _allowed(open_one, wanted)
            pool, resumed = load_pool(folders), True
        else:
            pool, resumed = load_pool(folders, wanted.families), False
            log = _drawn(pool, clock, wanted, seen_by(reading.rounds, wanted.evaluator))
            answers.add(log.begun)
        before = [r for r in reading.rounds if r.begun.round != log.begun.round]
        opened = Round(folders, clock, pool, answers, log, seen_by(before, wanted.evaluator))
        opened.notices, opened.resumed = (*reading.faults, *pool.notices), resumed
    except BaseException:
        answers.close()
        raise
    return opened


def _allowed(log: RoundLog, wanted: Wanted) -> RoundLog:
    if not wanted.particular:
        return log
    begun = log.begun
    same = (
        (not wanted.families or set(wanted.families) == set(begun.families))
        and wanted.count in {None, len(begun.items)}
        and wanted.seed in {None, begun.seed}
        and wanted.learn == begun.learn
    )
    if same:
        return log
    raise StoreError(
        f"a round of {len(begun.items)} is unfinished, {len(log.rated)} rated",
        "",
        "go on with it: screencopilot calibrate; or give it up and begin this one: --new",
    )


def _drawn(pool: Pool, clock: Clock, wanted: Wanted, seen: frozenset[str]) -> RoundLog:
    seed = wanted.seed if wanted.seed is not None else secrets.randbelow(_SEEDS)
    chosen = draw_round(tuple(pool.vignettes.values()), seen, wanted.count or USUAL, seed)
    now = clock.wall().replace(microsecond=0)
    begun = RoundBegun(
        round=f"{now:%Y%m%d-%H%M%S}-{secrets.token_hex(3)}",
        at=now,
        evaluator=wanted.evaluator,
        seed=seed,
        items=tuple(Item(v.id, v.rev) for v in chosen),
        families=tuple(dict.fromkeys(wanted.families)),
        learn=wanted.learn,
    )
    return RoundLog(begun)
