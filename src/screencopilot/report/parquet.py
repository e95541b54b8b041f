"""A report as one Parquet table for analysis engines: the rows of the CSV, with types instead of text.

A rating is a whole number or null, ``not_enough`` says that it was NE. Text is as the notes have it: no spreadsheet
opens this, so nothing has an apostrophe put before it. The package pyarrow comes with the extra ``parquet``.
"""

from __future__ import annotations

import datetime as dt
import io
from collections.abc import Iterator, Mapping
from typing import Any

from screencopilot.report.csv import COLUMNS, rows
from screencopilot.report.values import Report
from screencopilot.store.errors import StoreError

_WHOLE = (
    "rating", "bar", "spread", "flag_count", "notes", "ratings", "rank_low", "rank_high", "rank_of", "candidates",
    "units",
)  # fmt: skip
_FIGURES = ("raw_mean", "to_the_bar", "adjusted", "severity", "low", "high", "alpha", "ac2")
_YES_NO = ("by_practitioner", "not_enough")
#: When the screen of a rating began, and when the report was made; in UTC.
_TIMES = ("started", "made")
#: The columns, in order: those of the CSV, and what has to stand apart once columns have types.
NAMES = (*COLUMNS, "not_enough", "flag_count", *_TIMES)


def parquet_bytes(report: Report) -> bytes:
    """Return the table as a Parquet file.

    Raises:
        StoreError: pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise StoreError(
            "Parquet is written by pyarrow, which is not installed",
            "",
            "pip install 'screencopilot[parquet]'; or choose csv or json",
        ) from error
    kinds = {
        **dict.fromkeys(NAMES, pa.string()),
        **dict.fromkeys(_WHOLE, pa.int32()),
        **dict.fromkeys(_FIGURES, pa.float64()),
        **dict.fromkeys(_YES_NO, pa.bool_()),
        **dict.fromkeys(_TIMES, pa.timestamp("us", tz="UTC")),
    }
    schema = pa.schema([(name, kinds[name]) for name in NAMES])
    file = io.BytesIO()
    pq.write_table(pa.Table.from_pylist(list(_typed(report)), schema=schema), file, compression="zstd")
    return file.getvalue()


def _typed(report: Report) -> Iterator[Mapping[str, Any]]:
    for row in rows(report.comparison):
        typed = {name: value for name, value in row.items() if value != ""}
        if row["row"] == "rating":
            typed["not_enough"] = row["rating"] == "NE"
            typed["started"] = _moment(report.started.get(row["path"]))
        if row["row"] == "candidate":
            typed["flag_count"] = typed.pop("flags", 0)
        if typed.get("rating") == "NE":
            del typed["rating"]
        yield {**typed, "made": report.made}


def _moment(seconds: float | None) -> dt.datetime | None:
    return None if seconds is None else dt.datetime.fromtimestamp(seconds, dt.UTC)
