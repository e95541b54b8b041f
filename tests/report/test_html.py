"""The HTML page: self-contained, well nested, and deaf to whatever a note says."""

from __future__ import annotations

import re
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from screencopilot.report.figures import severity_plot, timeline
from screencopilot.report.html import html
from screencopilot.report.values import ScreenLine, Span, screen_line
from tests.analysis.panels import panel
from tests.report.samples import MADE, hostile_notes, report, sparse_panel, two_notes

VOID = {"meta", "br", "link", "img", "input", "hr"}
#: All that the page is made of; anything else came from a note.
TAGS = {
    "html", "head", "meta", "title", "style", "body", "main", "h1", "h2", "h3", "h4", "p", "ul", "li", "div", "table",
    "caption", "thead", "tbody", "tr", "th", "td", "section", "figure", "figcaption", "svg", "line", "rect", "circle",
    "text",
}  # fmt: skip
ATTRIBUTES = {
    "lang", "charset", "name", "content", "http-equiv", "class", "scope", "viewbox", "role", "x", "y", "x1", "y1", "x2",
    "y2", "cx", "cy", "r", "width", "height", "text-anchor",
}  # fmt: skip


class Page(HTMLParser):
    """What is on a page: tags, attributes, and the words of each kind of element."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.words: dict[str, list[str]] = {}
        self.open: list[str] = []
        self.feed(page)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        if tag not in VOID:
            self.open.append(tag)
            self.words.setdefault(tag, []).append("")

    def handle_startendtag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if self.open:
            self.words[self.open[-1]][-1] += data


@pytest.fixture(scope="module")
def whole() -> str:
    return html(report(sparse_panel(), adjusted=True))


def test_the_page_is_well_nested_and_made_of_known_parts(whole):
    page = Page(whole)
    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES


def test_the_page_needs_nothing_from_elsewhere(whole):
    assert not re.search(
        r"(?i)https?:|//[a-z]|url\(|@import|<script|<link|<iframe|\bsrc=|\bhref=|\bon\w+=", whole
    )
    assert "default-src 'none'" in whole


def test_it_is_light_and_dark_and_prints_on_any_paper(whole):
    assert '<meta name="color-scheme" content="light dark">' in whole
    assert "@media (prefers-color-scheme: dark)" in whole
    assert "@media print" in whole
    assert re.search(r"@page \{ margin: [^}]*\}", whole)
    assert not re.search(r"(?i)@page[^}]*\b(size|a4|letter)\b", whole)


def test_it_holds_matrix_plot_and_a_timeline_for_each_screen(whole):
    page = Page(whole)
    captions = page.words["caption"]
    assert sum(c.startswith("Ratings of C-") for c in captions) == 12
    assert page.tags.count("svg") == 1 + 24
    titles = page.words["title"]
    assert titles[0] == "Comparison of notes"
    assert any(t.startswith("Severity of 5 evaluators") for t in titles)
    assert sum(t.startswith("Screen of C-") for t in titles) == 24


def test_without_adjusted_there_is_no_severity_plot():
    assert "Severity" not in html(report(sparse_panel()))


def test_hostile_text_stays_text():
    page = Page(html(report(hostile_notes(), adjusted=True)))
    assert set(page.tags) <= TAGS
    assert {name for name, _ in page.attributes} <= ATTRIBUTES
    words = " ".join(part for parts in page.words.values() for part in parts)
    assert "<script>alert(1)</script>" in words
    assert "{{ 7*7 }}" in words
    assert "49" not in words.replace("MADE", "")


def test_hostile_text_in_skipped_files_and_notices_stays_text():
    from screencopilot.analysis.comparison_notes import Skipped

    shown = html(
        report(two_notes(), skipped=[Skipped("</li><script>x", "<b>why</b>")], notices=("<i>n</i>",))
    )
    page = Page(shown)
    assert set(page.tags) <= TAGS
    assert "</li><script>x: <b>why</b>" in page.words["li"]


def test_a_report_on_nothing_is_a_page_too():
    assert "No note could be compared." in Page(html(report([]))).words["p"]


def test_one_candidate_has_evidence_side_by_side_and_the_rungs_between():
    page = Page(html(report(two_notes())))
    assert page.words["h4"] == ["Ann: 4", "Ben: 2"]
    assert "3  Explains the mechanism of one failure" in page.words["li"]


# --- the pictures -----------------------------------------------------------------------------------------------------


def test_severity_plot_is_xml_with_an_interval_and_a_dot_for_each_evaluator():
    rows = report(sparse_panel(), adjusted=True).comparison.evaluators
    plot = severity_plot(rows)
    assert plot is not None
    root = ElementTree.fromstring(plot)
    intervals = [e for e in root.iter("line") if e.get("class") == "interval"]
    dots = list(root.iter("circle"))
    assert len(intervals) == len(dots) == 5
    for interval, dot in zip(intervals, dots, strict=True):
        assert float(interval.get("x1", 0)) < float(dot.get("cx", 0)) < float(interval.get("x2", 0))


def test_severity_plot_puts_the_stricter_to_the_right():
    rows = report(panel(severity={0: 1.0, 1: -1.0}, each=3), adjusted=True).comparison.evaluators
    places = {row.name: row.severity for row in rows}
    plot = severity_plot(rows)
    assert plot is not None
    names = [t.text for t in ElementTree.fromstring(plot).iter("text") if t.get("class") == "name"]
    dots = [float(c.get("cx", 0)) for c in ElementTree.fromstring(plot).iter("circle")]
    by_place = [name for _, name in sorted(zip(dots, names, strict=True))]
    assert by_place == sorted(places, key=lambda name: places[name])


def test_no_severity_no_plot():
    assert severity_plot(report(sparse_panel()).comparison.evaluators) is None


def test_timeline_draws_probes_to_scale_and_marks_what_ran_over():
    spans = (Span("FA1-A", 0, 600, 540, "4", 590), Span("FA2-A", 600, 300, 540, "NE", None))
    line = ScreenLine("C-1", "Ann", MADE.date(), 1200, spans, heard=(65, 700), flagged=(120,))
    root = ElementTree.fromstring(timeline(line, 1200))
    boxes = [e for e in root.iter("rect") if e.get("class") in {"probe", "over"}]
    assert [e.get("class") for e in boxes] == ["over", "probe"]
    widths = [float(e.get("width", 0)) + 1 for e in boxes]
    assert widths[0] == pytest.approx(2 * widths[1], rel=0.01)
    assert sum(e.get("class") == "heard" for e in root.iter("line")) == 2
    assert sum(e.get("class") == "flag" for e in root.iter("rect")) == 1
    assert [t.text for t in root.iter("text") if t.get("class") == "rating"] == ["4", "NE"]


def test_timeline_keeps_inside_the_picture_whatever_the_note_says():
    spans = (Span("X" * 64, 10**7, 10**7, 0, "5", 10**7),)
    line = ScreenLine("C", "", MADE.date(), 0, spans, heard=(10**7,), flagged=())
    root = ElementTree.fromstring(timeline(line, 0))
    places = [float(e.get(name, 0)) for e in root.iter() for name in ("x", "x1", "x2", "cx")]
    assert all(0 <= place <= 720 for place in places)


def test_screen_line_takes_probes_in_order_of_time():
    one = two_notes()[0]
    late, early = replace(one.probes[0], asked_at=500), replace(one.probes[1], asked_at=20)
    line = screen_line(replace(one, probes=(late, early, one.probes[2])))
    assert [span.probe for span in line.spans] == [early.id, late.id]


# --- in a browser -----------------------------------------------------------------------------------------------------

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), None
)


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium is installed")
def test_chromium_opens_and_prints_it(tmp_path: Path, whole: str):
    page, paper = tmp_path / "report.html", tmp_path / "report.pdf"
    page.write_text(whole, encoding="utf-8")
    command = [
        str(CHROMIUM),
        "--headless",
        "--no-sandbox",
        "--disable-gpu",
        f"--print-to-pdf={paper}",
        page.as_uri(),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=60, cwd=tmp_path)
    assert paper.read_bytes().startswith(b"%PDF")
