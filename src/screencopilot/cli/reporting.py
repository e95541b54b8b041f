"""A report on its way out: to the terminal, or into a file."""

from __future__ import annotations

import shutil
from pathlib import Path

import click
import msgspec

from screencopilot.cli.output import print_json
from screencopilot.report.values import Report
from screencopilot.store.errors import StoreError, shown


def rendered(report: Report, kind: str, width: int = 100) -> str:
    """Return a report in one of the formats but JSON."""
    if kind == "csv":
        from screencopilot.report.csv import csv_text

        return csv_text(report)
    if kind == "md":
        from screencopilot.report.markdown import markdown

        return markdown(report)
    if kind == "html":
        from screencopilot.report.html import html

        return html(report)
    from screencopilot.report.text import text

    return text(report, width) + "\n"


def printed(report: Report, kind: str) -> None:
    """Print a report on stdout."""
    if kind == "json":
        from screencopilot.report.json import document

        print_json(document(report))
        return
    width = min(140, shutil.get_terminal_size((100, 24)).columns)
    click.echo(rendered(report, kind, width), nl=False)


def write(report: Report, kind: str, out: Path) -> None:
    """Write a report to a file, readable by its owner only; CSV begins with a mark by which Excel knows UTF-8.

    Raises:
        StoreError: it cannot be written, or a note would be written over.
    """
    from screencopilot.store.atomic import write_durably

    if out.suffix == ".toml":
        raise StoreError(
            "a report is no note", out, "let the file's name end in .txt, .md, .csv, .json, .html or .parquet"
        )
    if kind == "json":
        from screencopilot.report.json import document

        data = msgspec.json.format(msgspec.json.encode(document(report)), indent=2) + b"\n"
    elif kind == "parquet":
        from screencopilot.report.parquet import parquet_bytes

        data = parquet_bytes(report)
    else:
        data = rendered(report, kind).encode("utf-8-sig" if kind == "csv" else "utf-8")
    write_durably(out, data, replace=True)
    click.echo(f"written: {shown(str(out))}")
