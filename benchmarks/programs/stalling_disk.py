"""The program on a disk that takes half a second for every fsync; the arguments are the program's own."""

from __future__ import annotations

import time

from screencopilot.store.disk import Disk

STALL_SECONDS = 0.5

_fsync = Disk.fsync


def _stalling(self: Disk, fd: int) -> None:
    time.sleep(STALL_SECONDS)
    _fsync(self, fd)


# On the class: other modules have taken the one instance already as the default of their parameters.
Disk.fsync = _stalling  # type: ignore[method-assign]

if __name__ == "__main__":
    from screencopilot.__main__ import main

    main()
