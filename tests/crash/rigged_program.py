"""The program with something wrong in it or under it; only tests start it, by its path.

What is wrong stands in ``rig.json`` in the current folder, and is looked up at each call, so that a test can change it
while the program runs:

- ``broken``: commands of the key table whose handler raises, with the candidate's ref in its words and variables;
- ``refused``: calls to the disk that fail, each with its errno;
- ``stalled``: calls to the disk that do not come back until they are taken off the list.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from screencopilot.__main__ import main
from screencopilot.store.disk import Disk
from screencopilot.tui import actions

RIG = Path("rig.json").absolute()
CALLS = (
    "create",
    "open_append",
    "write",
    "truncate",
    "fsync",
    "fsync_folder",
    "replace",
    "link",
    "make_new_folder",
)


def _rig() -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(RIG.read_text(encoding="utf-8"))
    except (FileNotFoundError, ValueError):
        return {}
    return found


def _rig_disk(name: str) -> None:
    real = getattr(Disk, name)

    def call(self: Disk, *args: Any) -> Any:
        while name in _rig().get("stalled", ()):
            time.sleep(0.02)
        refused = _rig().get("refused", {}).get(name)
        if refused is not None:
            raise OSError(refused, os.strerror(refused))
        return real(self, *args)

    setattr(Disk, name, call)


def _rig_action(name: str) -> None:
    real = actions.ACTIONS[name]

    def act(screen: Any) -> None:
        if name in _rig().get("broken", ()):
            candidate = screen.desk.session.state.opened.candidate_ref
            raise RuntimeError(f"something went wrong with {candidate}")
        real(screen)

    actions.ACTIONS[name] = act


def _rig_flow(name: str) -> None:
    from screencopilot.tui import flows

    real = getattr(flows, name)

    async def flow(screen: Any) -> None:
        if name in _rig().get("broken", ()):
            said = screen.desk.session.state.marks.lines[-1].line.text
            raise RuntimeError(f"something went wrong after {said}")
        await real(screen)

    setattr(flows, name, flow)


for _name in CALLS:
    _rig_disk(_name)
for _name in ("suggest-next", "next-probe"):
    _rig_action(_name)
_rig_flow("fill_numbers")
sys.argv[0] = "screencopilot"
main()
