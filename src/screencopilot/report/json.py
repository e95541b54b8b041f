"""A report as JSON: the document ``screencopilot/comparison/1`` and nothing else."""

from __future__ import annotations

from typing import Any

from screencopilot.analysis.comparison_json import to_json_document
from screencopilot.analysis.severity_words import assumptions
from screencopilot.report.values import Report


def document(report: Report) -> dict[str, Any]:
    """Return the document as plain values; ``basis.explain`` holds the model's assumptions when they were asked for."""
    found = to_json_document(report.comparison)
    if report.explain and not found["basis"]["explain"]:
        found["basis"]["explain"] = list(assumptions())
    return found
