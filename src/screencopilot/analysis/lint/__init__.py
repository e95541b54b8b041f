"""The content linter of question banks: rules on wording, signals, ladders, twins, plans and facts.

The rules and their numbers are those of ``research/bank-content.md`` section 3.1; where practice showed one to be
wrong, the rule's docstring says how it was mended.
"""

from screencopilot.analysis.lint.heard import heard_in
from screencopilot.analysis.lint.registry import RULES, Finding, Rule
from screencopilot.analysis.lint.run import (
    Linted,
    lint_bank,
    lint_module,
    lint_shared,
    reader_findings,
    unused_waivers,
)
from screencopilot.analysis.lint.subjects import NOTHING_KNOWN, Context

__all__ = [
    "NOTHING_KNOWN",
    "RULES",
    "Context",
    "Finding",
    "Linted",
    "Rule",
    "heard_in",
    "lint_bank",
    "lint_module",
    "lint_shared",
    "reader_findings",
    "unused_waivers",
]
