"""Whatever is killed at whatever moment: all that was shown is there again, but for the last half second of typing."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.crash.kills import Chain

#: Kills of each screen; with the seeds below 20 of them.
KILLS = 5


@pytest.mark.parametrize("seed", [11, 23, 37, 41])
def test_screen_killed_again_and_again_loses_nothing_that_was_shown(seed: int, tmp_path: Path) -> None:
    tally = Chain(tmp_path, seed).run(KILLS)

    assert tally.kills == KILLS
    assert tally.recoveries == 2 * KILLS - 1
    assert tally.lost == []
    assert tally.late == []
