"""What the evaluator can ask for: each command looks at the state and answers with events, or refuses in words.

A command changes nothing. The :class:`~screencopilot.domain.session.Session` records and applies what it returns.
Commands on a probe take the current one unless another is named; a mark made during the greeting starts the screen.
"""

from __future__ import annotations

from screencopilot.domain.commands.agenda import (
    SKIP_REASONS,
    next_probe,
    open_probe,
    previous_probe,
    skip_probe,
)
from screencopilot.domain.commands.clocks import (
    leave_closing,
    notice_gap,
    open_closing,
    recommend,
    redo,
    seal,
    toggle_pause,
    undo,
)
from screencopilot.domain.commands.context import Command, Ctx, Refused, refuse_unkeepable
from screencopilot.domain.commands.evidence import (
    ask_check,
    ask_claim,
    drop_flag,
    judge_claim,
    keep_draft,
    keep_flag,
    parse_line,
    quote_words,
    signal_to_attach,
    write_line,
)
from screencopilot.domain.commands.marking import (
    ask_follow_up,
    explain_rating,
    fill_number,
    mark_moment,
    offer_no_case,
    play_card,
    rate_probe,
    say_again,
    stamp_fingerprint,
    tick_signal,
)
from screencopilot.domain.commands.nudging import (
    drop_nudge,
    note_off_limits,
    note_re_entry,
    show_nudge,
    silence_nudge,
)
from screencopilot.domain.commands.timing import allow_drop, borrow_time, refuse_drop

__all__ = [
    "SKIP_REASONS",
    "Command",
    "Ctx",
    "Refused",
    "allow_drop",
    "ask_check",
    "ask_claim",
    "ask_follow_up",
    "borrow_time",
    "drop_flag",
    "drop_nudge",
    "explain_rating",
    "fill_number",
    "judge_claim",
    "keep_draft",
    "keep_flag",
    "leave_closing",
    "mark_moment",
    "next_probe",
    "note_off_limits",
    "note_re_entry",
    "notice_gap",
    "offer_no_case",
    "open_closing",
    "open_probe",
    "parse_line",
    "play_card",
    "previous_probe",
    "quote_words",
    "rate_probe",
    "recommend",
    "redo",
    "refuse_drop",
    "refuse_unkeepable",
    "say_again",
    "seal",
    "show_nudge",
    "signal_to_attach",
    "silence_nudge",
    "skip_probe",
    "stamp_fingerprint",
    "tick_signal",
    "toggle_pause",
    "undo",
    "write_line",
]
