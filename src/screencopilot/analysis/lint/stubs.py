"""E39 and E40: text that waits to be written."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec

from screencopilot.analysis.lint.registry import Found, rule
from screencopilot.analysis.lint.subjects import BankAt, Context
from screencopilot.domain.bank import Module
from screencopilot.formats.toml_lines import KeyPath

#: What ``bank new`` writes where an author's own words belong.
MARK = "TODO"
_MARK = re.compile(rf"\b{MARK}\b")


@rule(
    "E39", "no-stubs", "module",
    reason="An example that nobody rewrote asks every candidate about somebody else's work.",
    mend=f"write your own words there, and remove {MARK}",
)  # fmt: skip
def no_stubs(module: Module, _: Context) -> Iterator[Found]:
    """Find the mark anywhere in a module."""
    yield from _marked(msgspec.to_builtins(module), ())


@rule(
    "E40", "no-stub-banks", "bank",
    reason="Opening and closing words are said to everyone, just as they stand.",
    mend=f"write your own words there, and remove {MARK}",
)  # fmt: skip
def no_stub_banks(at: BankAt, _: Context) -> Iterator[Found]:
    """Find the mark anywhere in a bank's own file."""
    yield from _marked(msgspec.to_builtins(at.bank), ())


def _marked(value: object, key: KeyPath) -> Iterator[Found]:
    match value:
        case str() if _MARK.search(value):
            yield Found(key, f"still says {MARK}")
        case dict():
            for name, item in value.items():
                yield from _marked(item, (*key, name))
        case list() | tuple():
            for index, item in enumerate(value):
                yield from _marked(item, (*key, index))
