"""From a bank's id and the choices before a screen to an open desk; what is known of the evaluator goes with it."""

from __future__ import annotations

import uuid

from msgspec.structs import replace

from screencopilot import __version__
from screencopilot.domain.clock import Clock
from screencopilot.domain.plan import families_asked
from screencopilot.domain.setup import Setup, prepare
from screencopilot.store.calibration_results import own_severity
from screencopilot.store.desk import Desk, open_desk
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import load_resolved


def start_screen(folders: Folders, clock: Clock, bank_id: str, setup: Setup, session_id: str = "") -> Desk:
    """Open a new screen on a bank.

    Args:
        folders: where banks are looked for and the session is kept.
        clock: where time comes from.
        bank_id: which bank.
        setup: plan, level, candidate and so on.
        session_id: the screen's id, unique for ever; a new one when empty.

    Raises:
        StoreError: there is no such bank, or the session's folder cannot be made.
        BankError: the bank's files have faults.
        SetupError: the bank does not offer what was chosen.
    """
    bank = load_resolved(bank_id, folders)
    setup = replace(setup, severity=own_severity(folders, setup.evaluator, families_asked(bank.bank)))
    script, opened = prepare(bank, setup, session_id or str(uuid.uuid4()), f"screencopilot {__version__}")
    return open_desk(folders, script, opened, clock)
