"""Load every shipped bank, or only parse the same bytes: ``load_banks.py ours|tomllib``; prints milliseconds.

The files are read, whatever is kept ready from last time. Modules that no bank names are read too; a file that several
banks name counts, on both sides, as often as it is read.
"""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path

from screencopilot.formats.bank_toml import load_bank, load_module, resolve_bank
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_banks, find_modules, load_shared_files, shipped


def main(kind: str) -> None:
    """Print how long it took."""
    nowhere = Folders(Path("/nonexistent"), Path("/nonexistent"), Path("/nonexistent"))
    banks = {name: source.path for name, source in find_banks(nowhere).items()}
    modules = {name: source.path for name, source in find_modules(nowhere).items()}
    used = [load_bank(path).value.modules for path in banks.values()] if kind == "tomllib" else []
    shared = list((shipped("question_banks") / "shared").iterdir())
    begin = time.perf_counter()
    if kind == "ours":
        loaded = [
            resolve_bank(load_bank(path), modules, load_shared_files(nowhere)) for path in banks.values()
        ]
        named = {name for bank in loaded for name in bank.bank.modules}
        for name in modules.keys() - named:
            load_module(modules[name])
    else:
        named = {name for names in used for name in names}
        files = list(banks.values()) + shared * len(banks)
        files += [modules[name] for names in used for name in names]
        files += [modules[name] for name in modules.keys() - named]
        for file in files:
            tomllib.loads(file.read_bytes().decode())
    print((time.perf_counter() - begin) * 1000)


if __name__ == "__main__":
    main(sys.argv[1])
