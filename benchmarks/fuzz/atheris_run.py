"""One target under atheris, in a process of its own, since libFuzzer ends its process.

usage: python -m benchmarks.fuzz.atheris_run TARGET FOLDER LIBFUZZER-OPTIONS...
FOLDER gets a file for each kind of finding; fuzzing goes on after one.
"""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path


def main() -> None:
    """Fuzz until libFuzzer's own options say that it is enough."""
    import atheris

    name, folder = sys.argv[1], Path(sys.argv[2])
    with atheris.instrument_imports(include=["screencopilot", "tomllib"]):
        from benchmarks.fuzz import targets
    corpus = folder / "corpus" / name
    corpus.mkdir(parents=True)
    for number, seed in enumerate(targets.seeds(name)):
        (corpus / str(number)).write_bytes(seed)

    def one(data: bytes) -> None:
        said = targets.guarded(name, data)
        if said:
            kind = hashlib.sha256(said.partition(": ")[0].encode()).hexdigest()[:12]
            found = folder / f"{name}-{kind}"
            if not found.exists():
                found.write_bytes(data)
                found.with_suffix(".txt").write_text(said, encoding="utf-8")

    atheris.Setup([sys.argv[0], *sys.argv[3:], str(corpus)], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
