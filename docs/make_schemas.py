"""Writes docs/schemas/*.json: the JSON Schemas with which editors complete and check our files.

Run it as ``make schemas``; with ``--check`` it writes nothing and fails when one is out of date.
"""

from __future__ import annotations

import sys
from pathlib import Path

import msgspec

from screencopilot.formats.schema import KINDS, json_schema

OUT = Path(__file__).parent / "schemas"


def pages() -> dict[Path, bytes]:
    """Return every schema with its file."""
    return {
        OUT / f"{kind}.json": msgspec.json.format(msgspec.json.encode(json_schema(kind)), indent=2) + b"\n"
        for kind in KINDS
    }


def main(args: list[str]) -> int:
    """Write the schemas, or compare them."""
    made = pages()
    if "--check" not in args:
        OUT.mkdir(exist_ok=True)
        for path, text in made.items():
            path.write_bytes(text)
            print(path)
        return 0
    there = {path: path.read_bytes() for path in OUT.glob("*.json")}
    stale = sorted(str(path) for path in there.keys() | made.keys() if there.get(path) != made.get(path))
    for path in stale:
        print(f"{path} is out of date: run make schemas", file=sys.stderr)
    return 1 if stale else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
