"""A report as one HTML page that needs nothing else: no script, no font, no picture from elsewhere.

The template escapes all text by itself; the pictures are put in as they are, since they were built as elements.
"""

from __future__ import annotations

from functools import cache

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from screencopilot.report.content import blocks
from screencopilot.report.figures import severity_plot, timeline
from screencopilot.report.values import Report


def html(report: Report) -> str:
    """Return the page."""
    found = list(blocks(report, matrices=True))
    return _template().render(
        title=getattr(found[0], "text", ""),
        blocks=[(type(block).__name__.lower(), block) for block in found],
        severity=_severity(report),
        timelines=_timelines(report),
    )


@cache
def _template() -> Template:
    loader = PackageLoader("screencopilot.report", "templates")
    surroundings = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    return surroundings.get_template("report.html")


def _severity(report: Report) -> Markup | None:
    plot = severity_plot(report.comparison.evaluators)
    return None if plot is None else Markup(plot)  # noqa: S704 - serialised from elements, its text escaped


def _timelines(report: Report) -> list[tuple[str, Markup]]:
    longest = max((screen.active_seconds for screen in report.screens), default=0)
    return [
        (
            f"{screen.candidate}, {screen.evaluator or 'not named'}, {screen.day}",
            Markup(timeline(screen, longest)),  # noqa: S704 - as above
        )
        for screen in report.screens
    ]
