"""The form before a screen, drawn: its fields with their values, and what to know of the one that is lit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from screencopilot.domain.bank import Bank
from screencopilot.domain.events import ClaimText
from screencopilot.tui.view.lines import Row, Span, hanging, row

FIELDS = ("bank", "level", "plan", "candidate", "evaluator", "claims")
CHOSEN = ("bank", "level", "plan")
_LABELS = {
    "bank": "Bank",
    "level": "Level",
    "plan": "Plan",
    "candidate": "Candidate",
    "evaluator": "Evaluator",
    "claims": "Claims",
}
_HINTS = {
    "bank": "←→ another bank",
    "level": "←→ moves the bar, never the ladder",
    "plan": "←→ minutes of the whole call",
    "candidate": "a ref such as C-2041; a name only if you want one in the note",
    "evaluator": "your name, as the panel knows you",
    "claims": "from the résumé, as kind: words; Enter adds it, Enter on nothing goes on. "
    "Paste several lines at once, or Ctrl+O reads a text file",
}
#: How many of the claims taken down are shown, the newest of them.
CLAIMS_SHOWN = 5
_INDENT = " " * 15


class Form(NamedTuple):
    """What stands in the form: the fields' values, the banks by id, the kinds of claims, the claims taken down."""

    values: Mapping[str, str]
    banks: Mapping[str, Bank]
    kinds: Sequence[str]
    claims: Sequence[ClaimText]


def draw_field(form: Form, field: str, width: int, *, lit: bool) -> list[Row]:
    """One field: its value, and its hint when it is lit."""
    lead: list[Span] = [("  ▸ " if lit else "    ", "next"), (f"{_LABELS[field]:<11}", "quiet")]
    if field == "claims":
        rows = _claims(form, lead, width)
    else:
        rows = hanging(lead, _value(form, field, lit) or "…", "cursor" if lit else "plain", width - 2)
    if lit:
        rows += hanging([(_INDENT, "")], _HINTS[field], "quiet", width - 2)
        if field == "claims":
            rows += hanging([(_INDENT, "")], "kinds: " + ", ".join(form.kinds), "quiet", width - 2)
    return rows


def _value(form: Form, field: str, lit: bool) -> str:
    value = form.values[field]
    if field == "bank" and value in form.banks:
        value = form.banks[value].title
    return f"‹ {value} ›" if field in CHOSEN and lit else value


def _claims(form: Form, lead: list[Span], width: int) -> list[Row]:
    rows = [row(*lead, (f"{len(form.claims)} taken down", "quiet"))]
    for claim in form.claims[-CLAIMS_SHOWN:]:
        rows += hanging([(_INDENT, ""), (f"{claim.kind}: ", "quiet")], claim.text, "plain", width - 2)
    return rows
