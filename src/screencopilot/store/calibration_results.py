"""What came of calibration rounds: ``calibration.toml`` beside the profile, the latest result last."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screencopilot.store.errors import StoreError, shown
from screencopilot.store.paths import Folders, ensure_folder

if TYPE_CHECKING:
    from screencopilot.domain.calibration import RoundResult
    from screencopilot.domain.severity_stamp import SeverityStamp

#: Results kept of one file, the latest.
_KEPT = 100


@dataclass(frozen=True)
class ResultsReading:
    """The results in order of time, and one line on what could not be read."""

    results: tuple[RoundResult, ...] = ()
    problem: str = ""


def results_file(folders: Folders) -> Path:
    """Return where the results lie."""
    return folders.profile_file.with_name("calibration.toml")


def load_results(folders: Folders, evaluator: str | None = None) -> ResultsReading:
    """Read the results, of one evaluator if named; never raises for what is in the file."""
    path = results_file(folders)
    if not path.exists():
        return ResultsReading()
    from screencopilot.domain.names import folded
    from screencopilot.formats.errors import FormatError

    try:
        tables = _tables(_document(path))
    except FormatError as error:
        return ResultsReading((), shown(f"own severity is not known: {error.faults[0]}"))
    results = [found for table in tables if (found := _result(table)) is not None]
    bad = len(tables) - len(results)
    problem = f"{path}: {bad} of {len(tables)} results cannot be read and are passed over" if bad else ""
    mine = [r for r in results if evaluator is None or folded(r.evaluator) == folded(evaluator)]
    return ResultsReading(tuple(sorted(mine, key=lambda r: r.date)), shown(problem))


def save_result(folders: Folders, result: RoundResult) -> None:
    """Add a result, or write it anew where one of its round stands; the others stay as they are.

    Raises:
        StoreError: it cannot be written, or another kind of file stands there; it is kept.
    """
    import msgspec
    import tomli_w

    from screencopilot.domain.calibration import SCHEMA
    from screencopilot.formats.errors import FormatError
    from screencopilot.store.atomic import write_durably

    path = results_file(folders)
    try:
        known = _document(path) if path.exists() else {}
    except FormatError as error:
        raise StoreError(f"broken, and kept: {error.faults[0]}", path, "mend it or move it away") from error
    others = [table for table in _tables(known) if table.get("round") != result.round]
    table = msgspec.to_builtins(result, builtin_types=_dates())
    document = {**known, "schema": SCHEMA, "results": [*others, table][-_KEPT:]}
    ensure_folder(path.parent)
    write_durably(path, tomli_w.dumps(document).encode(), replace=True)


def own_severity(folders: Folders, evaluator: str, families: Collection[str]) -> SeverityStamp | None:
    """Return what an evaluator's new notes carry on a bank whose plans ask for ``families``; None for nothing."""
    results = load_results(folders, evaluator).results
    if not results:
        return None
    from screencopilot.analysis.calibration import severity_on

    return severity_on(results, families)


def _document(path: Path) -> dict[str, Any]:
    from screencopilot.formats.checked import schema_fault
    from screencopilot.formats.errors import FormatError
    from screencopilot.formats.toml_source import read_toml

    source = read_toml(path)
    wrong = schema_fault(source, "calibration")
    if wrong:
        raise FormatError(wrong)
    rows = source.data.get("results", [])
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        what, mend = "must be tables, one for each round", "write [[results]] before each, or remove it"
        raise FormatError(source.fault(("results",), what, mend))
    return source.data


def _tables(document: dict[str, Any]) -> list[dict[str, Any]]:
    tables: list[dict[str, Any]] = document.get("results", [])
    return tables


def _result(table: dict[str, Any]) -> RoundResult | None:
    from screencopilot.domain.calibration import RoundResult
    from screencopilot.formats.checked import convert_part

    return convert_part(table, RoundResult)


def _dates() -> tuple[type, ...]:
    import datetime as dt

    return (dt.date,)
