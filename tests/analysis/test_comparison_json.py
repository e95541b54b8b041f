"""The JSON document ``screencopilot/comparison/1``: its contract, and nothing it may not say."""

from __future__ import annotations

import ast
import json
import re
from pathlib import Path
from typing import Any

import msgspec
import pytest

import screencopilot.analysis
from screencopilot.analysis.comparison import compare
from screencopilot.analysis.comparison_json import to_json_document
from screencopilot.analysis.comparison_notes import Skipped
from screencopilot.formats.comparison_document import ComparisonDocument
from tests.analysis.panels import note, panel

DOMINATED = [note(f"c{i:02}", e, [4, 4, 4, 4, 3 + (i % 3 == 0)], hour=9 * i + 2 * h)
             for i in range(12) for h, e in enumerate("ab")]  # fmt: skip
PANELS = {
    "empty": [],
    "one": [note("c", "a", [3, 4])],
    "two": [
        note("c", "a", [5, 1], ticks={"FA1-A": ["s1"]}),
        note("c", "b", [1, 5], hour=3, flags={"FA1-A": "vague"}),
    ],
    "few": panel(6),
    "panel": panel(12),
    "wide": panel(12, severity={0: 1.0, 1: -0.8}, each=3),
    "quiet": panel(24, noise=0.3),
    "same": panel(12, same=True),
    "dominated": DOMINATED,
    "long": panel(40, evaluators=2, severity={0: 0.5}),
}


@pytest.fixture(params=[(name, adjusted) for name in PANELS for adjusted in (False, True)], ids=str)
def document(request) -> dict[str, Any]:
    name, adjusted = request.param
    found = to_json_document(
        compare(PANELS[name], adjusted=adjusted, skipped=[Skipped("x.toml", "not TOML")])
    )
    return json.loads(json.dumps(found, allow_nan=False))


def test_the_contracts_keys_are_all_there(document):
    assert document["schema"] == "screencopilot/comparison/1"
    assert set(document) == {
        "schema", "candidates", "evaluators", "agreement", "disagreements", "skipped", "basis",
    }  # fmt: skip
    assert set(document["agreement"]) == {"overall", "competencies"}
    for row in document["candidates"]:
        assert set(row) == {"ref", "notes", "raw_mean", "adjusted", "low", "high", "reason"}
    for row in document["evaluators"]:
        assert set(row) == {"name", "notes", "severity", "low", "high", "reason"}
    for one in [document["agreement"]["overall"], *document["agreement"]["competencies"].values()]:
        assert {"alpha", "low", "high", "ac2", "candidates", "units"} <= set(one)
    for split in document["disagreements"]:
        assert {"candidate", "probe", "ratings", "spread", "class", "heard_by"} <= set(split)
        assert split["class"] in {"different-signals", "judged-differently", None}
    assert {"path": "x.toml", "why": "not TOML"} in document["skipped"]


def test_it_fits_its_published_schema_and_holds_nothing_beside_it(document):
    read = msgspec.convert(document, ComparisonDocument)
    assert json.loads(msgspec.json.encode(read)) == document


def test_a_null_figure_has_its_reason_beside_it(document):
    for row in document["candidates"]:
        assert (row["adjusted"] is None) == bool(row["reason"])
        assert (row["adjusted"] is None) == (row["low"] is None) == (row["high"] is None)
    for row in document["evaluators"]:
        assert (row["severity"] is None) == bool(row["reason"])
    for one in [document["agreement"]["overall"], *document["agreement"]["competencies"].values()]:
        assert one["low"] is not None or one["reason"]
        assert (one["ac2"] is None) == bool(one["ac2_reason"])
    for split in document["disagreements"]:
        assert (split["class"] is None) == bool(split["reason"])


def test_ratings_are_rungs_and_spread_is_theirs(document):
    for split in document["disagreements"]:
        rungs = split["ratings"].values()
        assert all(isinstance(rung, int) and 1 <= rung <= 5 for rung in rungs)
        assert split["spread"] == max(rungs) - min(rungs)
        assert all(set(names) <= set(split["ratings"]) for names in split["heard_by"].values())


def test_no_rank_without_an_interval(document):
    intervals = {row["ref"]: row["low"] for row in document["candidates"]}
    for rank in document["basis"]["ranks"]:
        assert intervals[rank["ref"]] is not None
        assert rank["low"] <= rank["high"]


def test_a_figure_is_labelled_with_its_kind_of_conversation(document):
    overall, other = document["agreement"]["overall"], document["basis"]["other_agreement"]
    assert {overall["conversations"], other["conversations"]} == {"same", "separate"}


# --- what must never be said (psychometrics 5.5) ----------------------------------------------------------------------

FORBIDDEN = re.compile(
    r"\bcalibrated\b|predict|probabilit|\bsuccess|bias-free|unbiased|objective|\bfair(er|ly|ness)?\b|validated|"
    r"complian|\blegal|winner|\bbest\b|\bworst\b|\bhir(e|es|ed|ing)\b|reject|\bwrong|incorrect|inaccurat|accurate|"
    r"\bcorrect\b|true score|protected|significan|\btop\b|league|guarantee|\bproves?\b",
    re.IGNORECASE,
)


def sentences(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [text for part in value.values() for text in sentences(part)]
    if isinstance(value, list):
        return [text for part in value for text in sentences(part)]
    return [value] if isinstance(value, str) and " " in value else []


def test_no_sentence_makes_a_forbidden_claim(document):
    for sentence in sentences(document):
        assert not FORBIDDEN.search(sentence), sentence


@pytest.mark.parametrize("name", PANELS)
def test_no_score_is_said_with_more_than_one_decimal(name):
    found = compare(PANELS[name], adjusted=True)
    for row in (*found.candidates, *found.evaluators):
        assert not re.search(r"\d\.\d\d", row.sentence), row.sentence


def own_literals() -> list[tuple[str, str]]:
    folder = Path(screencopilot.analysis.__file__).parent
    found = []
    for path in sorted(folder.glob("*.py")):
        if not path.name.startswith(("agreement", "splits", "severity", "drift", "comparison")):
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        docs = {
            id(node.body[0].value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
            and node.body
            and isinstance(node.body[0], ast.Expr)
        }
        found += [
            (path.name, node.value)
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs
        ]
    return found


def test_no_text_in_the_code_can_make_one():
    assert len(own_literals()) > 100
    for file, text in own_literals():
        assert not FORBIDDEN.search(text), (file, text)


def test_nothing_heavy_is_imported():
    heavy = re.compile(
        r"^\s*(import|from) (numpy|scipy|pandas|krippendorff|pingouin|statsmodels|textual|rich|click)\b"
    )
    for path in Path(screencopilot.analysis.__file__).parent.glob("*.py"):
        assert not any(heavy.match(line) for line in path.read_text(encoding="utf-8").splitlines()), path.name
