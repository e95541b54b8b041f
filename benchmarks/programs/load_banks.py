"""Load every shipped bank, or only parse the same bytes: ``load_banks.py ours|tomllib``; prints milliseconds.

Modules that no bank names are read too. A file that several banks name counts, on both sides, as often as it is read.
"""

from __future__ import annotations

import sys
import time
import tomllib
from pathlib import Path

from screencopilot.formats.bank_toml import load_bank, load_module
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_banks, find_modules, load_resolved, shipped


def main(kind: str) -> None:
    """Print how long it took."""
    nowhere = Folders(Path("/nonexistent"), Path("/nonexistent"), Path("/nonexistent"))
    banks, modules = find_banks(nowhere), find_modules(nowhere)
    used = [load_bank(source.path).value.modules for source in banks.values()] if kind == "tomllib" else []
    shared = list((shipped("question_banks") / "shared").iterdir())
    begin = time.perf_counter()
    if kind == "ours":
        loaded = [load_resolved(bank_id, nowhere) for bank_id in banks]
        named = {name for bank in loaded for name in bank.bank.modules}
        for name in modules.keys() - named:
            load_module(modules[name].path)
    else:
        named = {name for names in used for name in names}
        files = [source.path for source in banks.values()] + shared * len(banks)
        files += [modules[name].path for names in used for name in names]
        files += [modules[name].path for name in modules.keys() - named]
        for file in files:
            tomllib.loads(file.read_bytes().decode())
    print((time.perf_counter() - begin) * 1000)


if __name__ == "__main__":
    main(sys.argv[1])
