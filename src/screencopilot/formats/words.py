"""Types, limits and near misses in the words of a message."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from typing import Any

from msgspec import inspect

from screencopilot.formats.errors import shortened

_PLAIN = {
    inspect.BoolType: "true or false",
    inspect.DateType: "a date such as 2027-05-01 (no quotes)",
    inspect.DateTimeType: "a time with its zone such as 2026-11-21T10:00:03-05:00 (no quotes)",
    inspect.StructType: "a table",
    inspect.DictType: "a table",
    inspect.AnyType: "a value",
}


def meta(info: inspect.Type) -> tuple[inspect.Type, str]:
    """Return a type without its annotation, and the annotation's description or an empty text."""
    if isinstance(info, inspect.Metadata):
        return info.type, str((info.extra_json_schema or {}).get("description", ""))
    return info, ""


def described(info: inspect.Type) -> str:
    """Return what a type wants, in words: ``a whole number 1-5``, ``text of 1-60 characters``."""
    info, description = meta(info)
    match info:
        case inspect.StrType():
            return _text(info, description)
        case inspect.IntType():
            return f"a whole number{_span(info.ge, info.le)}"
        case inspect.FloatType():
            return f"a number{_span(info.ge, info.le)}"
        case inspect.LiteralType():
            return _one_of(info.values)
        case inspect.EnumType():
            return _one_of(item.value for item in info.cls)
        case inspect.UnionType():
            return " or ".join(described(member) for member in info.types)
        case inspect.VarTupleType():
            return f"an array{_span(info.min_length, info.max_length, ' of', ' entries')}"
        case _:
            return _PLAIN.get(type(info), "another value")


def length_fault(info: Any, length: int, unit: str) -> tuple[str, str] | None:
    """Return message and mend when a length breaks the type's limits; ``unit`` is characters or entries."""
    if info.min_length is not None and length < info.min_length:
        if length == 0:
            return "must not be empty", f"write {described(info)}"
        return f"must have at least {info.min_length} {unit}, has {length}", f"add {info.min_length - length}"
    if info.max_length is not None and length > info.max_length:
        over = length - info.max_length
        mend = f"shorten it by {over}" if unit == "characters" else f"remove {over}"
        return f"may have at most {info.max_length} {unit}, has {length}", mend
    return None


def range_fault(info: Any, value: float) -> bool:
    """Return whether a number is outside the type's range."""
    below = (info.ge is not None and value < info.ge) or (info.gt is not None and value <= info.gt)
    above = (info.le is not None and value > info.le) or (info.lt is not None and value >= info.lt)
    return below or above


#: Known names told where none is near.
LISTED = 20


def nearest(word: Any, known: Iterable[str]) -> str:
    """Return a mend for an unknown word: the nearest known one, or all of them."""
    names = list(known)
    # A hostile word may be megabytes long; its likeness shows in the beginning.
    close = get_close_matches(str(word)[:64], names, n=1) if isinstance(word, str) else []
    if close:
        return f"did you mean '{shortened(close[0])}'?"
    listed = ", ".join(shortened(name) or "''" for name in names[:LISTED])
    more = f" and {len(names) - LISTED} more" if len(names) > LISTED else ""
    return f"known here: {listed}{more}" if listed else "remove it"


def _text(info: inspect.StrType, description: str) -> str:
    if info.pattern:
        return f"text like: {description}" if description else f"text that matches {info.pattern}"
    return f"text{_span(info.min_length, info.max_length, ' of', ' characters')}"


def _span(low: float | None, high: float | None, before: str = "", unit: str = "") -> str:
    if high is None:
        return f"{before} at least {low}{unit}" if low else ""
    return f"{before} {low}-{high}{unit}" if low is not None else f"{before} at most {high}{unit}"


def _one_of(names: Iterable[Any]) -> str:
    return "one of " + ", ".join(f"'{name}'" for name in names)
