"""Parquet: the CSV's rows with types; and the example of the docs, as far as the packages for it are installed."""

from __future__ import annotations

import csv
import datetime as dt
import io
import re
import sys
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from screencopilot.report.csv import csv_text
from screencopilot.report.parquet import parquet_bytes
from screencopilot.report.values import Report
from screencopilot.store.errors import StoreError
from tests.analysis.panels import BASE
from tests.cli.process import run_program
from tests.report.samples import MADE, report, sparse_panel, two_notes, write_notes

DOCS = Path(__file__).parents[2] / "docs" / "panels.md"


def table(one: Report) -> list[dict[str, Any]]:
    """Write a report and read it back."""
    parquet = pytest.importorskip("pyarrow.parquet")
    rows: list[dict[str, Any]] = parquet.read_table(io.BytesIO(parquet_bytes(one))).to_pylist()
    return rows


def test_without_pyarrow_the_extra_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(StoreError, match=r"pip install 'screencopilot\[parquet\]'"):
        parquet_bytes(report(two_notes()))


def test_without_pyarrow_the_command_says_so_and_writes_nothing(tmp_path: Path) -> None:
    write_notes(tmp_path / "panel", two_notes())
    blocked = tmp_path / "no-sockets"  # the first place where the program's Python looks
    blocked.mkdir()
    (blocked / "pyarrow.py").write_text("raise ImportError\n", encoding="utf-8")
    ran = run_program(tmp_path, ["compare", "panel", "--out", "panel.parquet"])
    assert (ran.code, ran.out) == (1, "")
    assert "screencopilot[parquet]" in ran.err
    assert not (tmp_path / "panel.parquet").exists()


def test_parquet_needs_a_file(tmp_path: Path) -> None:
    write_notes(tmp_path / "panel", two_notes())
    ran = run_program(tmp_path, ["compare", "panel", "--format", "parquet"])
    assert (ran.code, ran.out) == (2, "")
    assert "--out FILE" in ran.err


def test_rows_are_those_of_the_csv_with_types() -> None:
    one = report(sparse_panel(), adjusted=True)
    started = {row.note: BASE.timestamp() for probe in one.comparison.probes for row in probe.cells}
    rows = table(replace(one, started=started))
    plain = list(csv.DictReader(io.StringIO(csv_text(one), newline="")))

    assert len(rows) == len(plain)
    for row, text in zip(rows, plain, strict=True):
        assert (row["row"], row["candidate"] or "", row["probe"] or "") == (
            text["row"], text["candidate"], text["probe"],
        )  # fmt: skip
        if row["row"] == "rating":
            assert row["not_enough"] == (text["rating"] == "NE")
            assert row["rating"] == (int(text["rating"]) if text["rating"] not in {"", "NE"} else None)
            assert row["started"] == BASE
        else:
            assert row["started"] is None
        assert row["made"] == MADE
        assert row["raw_mean"] == (
            pytest.approx(float(text["raw_mean"]), abs=1e-4) if text["raw_mean"] else None
        )
    assert {type(row["flag_count"]) for row in rows if row["row"] == "candidate"} == {int}


def test_not_enough_is_no_number_and_text_is_left_as_it_is() -> None:
    rows = table(report(two_notes()))
    by_probe = {(row["probe"], row["evaluator"]): row for row in rows if row["row"] == "rating"}
    assert by_probe["ZZ2-A", "Ann"]["rating"] is None
    assert by_probe["ZZ2-A", "Ann"]["not_enough"] is True
    claims = [row for row in rows if row["row"] == "claim"]
    assert {(row["evaluator"], row["by_practitioner"]) for row in claims} == {("Ann", True), ("Ben", False)}


def test_file_has_when_each_screen_began(tmp_path: Path) -> None:
    pytest.importorskip("pyarrow")
    write_notes(tmp_path / "panel", two_notes())
    from screencopilot.cli.comparing import Wanted, make_report
    from screencopilot.store.paths import folders

    home = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    for redact in (False, True):
        made = make_report(home, [tmp_path / "panel"], Wanted(kind="parquet", redact=redact))
        rows = table(made)
        began = {row["started"] for row in rows if row["row"] == "rating"}
        assert began == {BASE, BASE + dt.timedelta(hours=5)}


def test_example_of_the_docs_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    pytest.importorskip("pyarrow")
    text = DOCS.read_text(encoding="utf-8")
    queries = re.findall(r"```sql\n(.*?)```", text, re.DOTALL)
    assert queries
    (tmp_path / "panel.parquet").write_bytes(parquet_bytes(report(sparse_panel())))
    monkeypatch.chdir(tmp_path)
    for query in queries:
        for statement in filter(str.strip, query.split(";")):
            assert duckdb.sql(statement).fetchall(), statement
