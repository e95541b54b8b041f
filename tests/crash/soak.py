"""``python -m tests.crash.soak``: kills by the hundred, and what came of them."""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from pathlib import Path

from tests.crash.kills import Chain, Tally

#: Kills of one screen before the next one is begun.
CHAIN = 20


def main() -> int:
    """Kill, tell, and return 1 when anything that was shown is gone."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--kills", type=int, default=200, help="how many at least")
    parser.add_argument("--seed", type=int, default=int(time.time()) % 100_000, help="to see a run again")
    options = parser.parse_args()
    print(f"seed {options.seed}", flush=True)
    tally, seed = Tally(), options.seed
    while tally.kills < options.kills:
        folder = Path(tempfile.mkdtemp(prefix="screencopilot-soak-"))
        tally.add(Chain(folder, seed).run(CHAIN))
        shutil.rmtree(folder)
        seed += 1
        print(tally, flush=True)
    for words in (*tally.lost, *tally.late):
        print(f"LOST {words}")
    return 1 if tally.lost or tally.late else 0


if __name__ == "__main__":
    sys.exit(main())
