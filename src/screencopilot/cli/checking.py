"""Which checks a file gets, by the kind its first line says; used by ``bank check``."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from screencopilot.formats import bank_toml
from screencopilot.formats.errors import Fault, FormatError
from screencopilot.formats.toml_source import read_toml
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_modules, load_shared_files

_LOADERS: dict[str, Callable[[Path], Any]] = {
    "module": bank_toml.load_module,
    "cards": bank_toml.load_cards,
    "claims": bank_toml.load_claims,
    "flags": bank_toml.load_flags,
}


@dataclass(frozen=True)
class Report:
    """How many files were looked at, and all their faults."""

    files: int
    faults: tuple[Fault, ...]


def check_paths(paths: Iterable[Path], folders: Folders) -> Report:
    """Check files and all ``*.toml`` under folders; a bank uses the modules beside it over the shipped ones."""
    files: list[Path] = []
    faults: list[Fault] = []
    for path in paths:
        if path.is_dir():
            files += sorted(p for p in path.rglob("*.toml") if not p.name.startswith("."))
        elif path.exists():
            files.append(path)
        else:
            faults.append(Fault(str(path), None, "", "there is no such file or folder", "check the path"))
    seen: dict[Fault, None] = dict.fromkeys(faults)
    for file in files:
        seen.update(dict.fromkeys(_faults(file, files, folders)))
    return Report(len(files), tuple(seen))


def _faults(file: Path, files: list[Path], folders: Folders) -> Iterator[Fault]:
    try:
        kind = _kind(file)
        if kind == "bank":
            modules = {name: source.path for name, source in find_modules(folders).items()}
            modules |= {p.stem: p for p in files if p != file and p.parent.name == "modules"}
            modules |= {p.stem: p for p in file.parent.parent.glob("modules/*.toml")}
            bank_toml.resolve_bank(bank_toml.load_bank(file), modules, load_shared_files(folders))
        elif kind in _LOADERS:
            _LOADERS[kind](file)
        else:
            known = "bank, module, cards, claims or flags"
            yield Fault(
                str(file),
                1,
                "schema",
                "is no kind of bank file",
                f'begin with schema = "screencopilot/module/1" ({known})',
            )
    except FormatError as error:
        yield from error.faults


def _kind(file: Path) -> str:
    schema = read_toml(file).data.get("schema")
    parts = schema.split("/") if isinstance(schema, str) else []
    return parts[1] if len(parts) > 1 and parts[0] == "screencopilot" else ""
