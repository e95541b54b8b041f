"""The pictures of the HTML report: SVG elements, built as elements, so that text in them is only ever text.

Colours and type come from the page's style sheet, by class. Each picture says what it shows in its ``title``.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil
from xml.etree.ElementTree import Element, SubElement, tostring

from screencopilot.analysis.comparison_values import EvaluatorRow
from screencopilot.domain.pacing import minutes
from screencopilot.report.values import ScreenLine

#: In the picture's own units; the page scales it to its width.
_WIDTH, _LEFT, _ROW, _TOP = 720.0, 170.0, 26.0, 34.0
_NAME = 22


def severity_plot(rows: Sequence[EvaluatorRow]) -> str | None:
    """Return the severities with their 90 % intervals, a line each in the order given; None when there is none.

    Left is more lenient, right is stricter, in rungs; the line in the middle is the panel.
    """
    known = [row for row in rows if row.severity is not None and row.low is not None and row.high is not None]
    if not known:
        return None
    reach = ceil(max(0.5, *(max(abs(r.low or 0), abs(r.high or 0)) for r in known)) * 2) / 2
    height = _TOP + _ROW * len(known) + 26
    svg = _picture(
        height, f"Severity of {len(known)} evaluators in rungs, with 90 % intervals; right is stricter"
    )

    def at(value: float) -> float:
        return _LEFT + (value + reach) / (2 * reach) * (_WIDTH - _LEFT - 20)

    for step in range(5):
        value = -reach + step * reach / 2
        _line(svg, at(value), _TOP - 8, at(value), height - 24, "middle" if step == 2 else "grid")
        _words(svg, at(value), height - 8, f"{value:+.2g}" if value else "panel", "tick", "middle")
    _words(svg, at(-reach), _TOP - 16, "more lenient", "tick", "start")
    _words(svg, at(reach), _TOP - 16, "stricter", "tick", "end")
    for number, row in enumerate(known):
        y = _TOP + _ROW * (number + 0.5)
        _words(svg, _LEFT - 12, y + 4, _cut(row.name or "not named"), "name", "end")
        _line(svg, at(row.low or 0), y, at(row.high or 0), y, "interval")
        dot = SubElement(svg, "circle", cx=_n(at(row.severity or 0)), cy=_n(y), r="5")
        dot.set("class", "firm" if row.firm else "dot")
    return tostring(svg, encoding="unicode")


def timeline(screen: ScreenLine, longest: int) -> str:
    """Return one screen: its probes in time against their budgets, with ratings, evidence and red flags.

    ``longest`` is the length of the longest screen drawn, in active seconds, so that all have one scale.
    """
    title = f"Screen of {screen.candidate} by {screen.evaluator or 'not named'}, {screen.day}"
    height = 66.0
    svg = _picture(height, f"{title}: {len(screen.spans)} probes in {minutes(screen.active_seconds)}")
    scale = (_WIDTH - 20) / max(1, longest)

    def at(second: float) -> float:
        return 10 + min(max(second, 0), longest) * scale

    _line(svg, at(0), 52, at(screen.active_seconds), 52, "grid")
    for minute in range(0, int(longest // 60) + 1, 10 if longest > 1200 else 5):
        _words(svg, at(minute * 60), 64, f"{minute}:00", "tick", "middle" if minute else "start")
    for span in screen.spans:
        left, right = at(span.asked_at), at(span.asked_at + span.seconds)
        over = span.budget and span.seconds > span.budget
        _box(svg, left, 16, max(2.0, right - left - 1), 26, "over" if over else "probe")
        if right - left > 34:
            _words(svg, left + 4, 12, _cut(span.probe, int((right - left) // 7)), "tick", "start")
            _words(svg, (left + right) / 2, 34, span.rating, "rating", "middle")
        if span.rated_at is not None:
            _line(svg, at(span.rated_at), 16, at(span.rated_at), 42, "rated")
    for second in screen.heard:
        _line(svg, at(second), 46, at(second), 56, "heard")
    for second in screen.flagged:
        _box(svg, at(second) - 3, 46, 6, 10, "flag")
    return tostring(svg, encoding="unicode")


def _picture(height: float, title: str) -> Element:
    svg = Element("svg", viewBox=f"0 0 {_n(_WIDTH)} {_n(height)}", role="img")
    svg.set("class", "picture")
    SubElement(svg, "title").text = title
    return svg


def _line(svg: Element, x1: float, y1: float, x2: float, y2: float, kind: str) -> None:
    SubElement(svg, "line", x1=_n(x1), y1=_n(y1), x2=_n(x2), y2=_n(y2)).set("class", kind)


def _box(svg: Element, x: float, y: float, width: float, height: float, kind: str) -> None:
    SubElement(svg, "rect", x=_n(x), y=_n(y), width=_n(width), height=_n(height)).set("class", kind)


def _words(svg: Element, x: float, y: float, words: str, kind: str, anchor: str) -> None:
    text = SubElement(svg, "text", {"x": _n(x), "y": _n(y), "text-anchor": anchor, "class": kind})
    text.text = words


def _cut(words: str, limit: int = _NAME) -> str:
    return words if len(words) <= limit else f"{words[: max(1, limit - 1)]}…"


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
