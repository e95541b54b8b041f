"""From plain TOML data to typed values, with every fault of the file and not just the first.

One table of checkers over ``msgspec.inspect`` types serves all kinds of file; the limits stand in the types of
``domain`` and nowhere else. The happy path is msgspec's own conversion of the whole document; the table is walked
only when that fails.
"""

from __future__ import annotations

import datetime as dt
import re
import threading
from collections.abc import Iterator
from typing import Any, TypeVar

import msgspec
from msgspec import inspect

from screencopilot.formats.errors import Fault, shown
from screencopilot.formats.text_safety import clean, one_line
from screencopilot.formats.toml_lines import KeyPath
from screencopilot.formats.toml_source import Finding, TomlSource
from screencopilot.formats.words import described, length_fault, meta, nearest, range_fault

T = TypeVar("T")

#: The version of every kind of file that this program reads.
MAJOR = 1

_SCHEMA = re.compile(r"screencopilot/([a-z]+)/(\d{1,6})")
_INT64 = range(-(2**63), 2**63)
#: TOML has dates of its own: a date in quotes is text.
_NATIVE = (dt.datetime, dt.date, dt.time)


def schema_name(kind: str) -> str:
    """Return the ``schema`` value of a kind of file: ``screencopilot/bank/1``."""
    return f"screencopilot/{kind}/{MAJOR}"


def convert(
    source: TomlSource, into: type[T], kind: str, prose: frozenset[str] = frozenset()
) -> tuple[T | None, list[Fault]]:
    """Convert a whole document to a typed value, all text cleaned.

    Args:
        source: the parsed file.
        into: a msgspec struct; unknown keys are faults exactly where it forbids them.
        kind: the middle of the ``schema`` value: ``bank``, ``module``, ``note`` ...
        prose: the names of keys whose text may have several lines; all other text is put on one.

    Returns:
        the value and no faults, or None and at least one fault (at most 100).
    """
    wrong_schema = schema_fault(source, kind)
    if wrong_schema:
        return None, [wrong_schema]
    data, odd = cleaned(source.data, prose)
    reason = "does not fit"
    if not odd:
        try:
            return _native(data, into), []
        except msgspec.ValidationError as problem:
            reason = str(problem)
    faults = source.faults(_check(inspect.type_info(into), data, ()))
    return None, faults or [source.fault((), reason, "compare it with a shipped file")]


def convert_part(data: Any, into: type[T]) -> T | None:
    """Convert one table of a document; None when it has a fault (``convert`` tells which)."""
    tidy, odd = cleaned(data, frozenset())
    try:
        return None if odd else _native(tidy, into)
    except msgspec.ValidationError:
        return None


#: msgspec 0.22 crashes the process when two threads look at one type for the first time together.
_ONE_AT_A_TIME = threading.Lock()


def _native(data: Any, into: type[T]) -> T:
    with _ONE_AT_A_TIME:
        return msgspec.convert(data, into, builtin_types=_NATIVE)


def schema_fault(source: TomlSource, kind: str) -> Fault | None:
    """Return the fault of the ``schema`` key, or None when this program reads this kind and version."""
    value = source.data.get("schema")
    wanted = schema_name(kind)
    if value is None:
        return source.fault(("schema",), "is missing", f'begin the file with schema = "{wanted}"')
    found = _SCHEMA.fullmatch(value) if isinstance(value, str) else None
    if not found:
        return source.fault(("schema",), f"{shown(value)} is unknown", f'write schema = "{wanted}"')
    if found[1] != kind:
        return source.fault(("schema",), f"this is a {found[1]} file, not a {kind} file", "name another file")
    if int(found[2]) > MAJOR:
        message = f"made for a newer Screencopilot ({found[0]}; this one reads {wanted})"
        return source.fault(("schema",), message, "update Screencopilot")
    if int(found[2]) < MAJOR:
        return source.fault(("schema",), f"{shown(value)} is unknown", f'write schema = "{wanted}"')
    return None


def cleaned(data: Any, prose: frozenset[str]) -> tuple[Any, bool]:
    """Return a copy of TOML data with all text cleaned, and whether something in it is odd.

    Odd is what the types alone do not refuse: numbers that are not finite or beyond 64 bits, keys with hidden
    characters.
    """
    odd = False

    def copy(value: Any, many_lines: bool) -> Any:
        nonlocal odd
        match value:
            case str():
                if (
                    value.isascii()
                    and value.isprintable()
                    and not value[:1].isspace()
                    and not value[-1:].isspace()
                ):
                    return value
                return clean(value) if many_lines else one_line(value)
            case dict():
                odd = odd or any(map(_is_odd_key, value))
                return {key: copy(item, key in prose) for key, item in value.items()}
            case list():
                return [copy(item, many_lines) for item in value]
            case int() | float():
                odd = odd or _is_odd_number(value)
        return value

    return copy(data, False), odd


def _is_odd_key(key: str) -> bool:
    return not (key.isascii() and key.isprintable()) and one_line(key) != key


def _is_odd_number(value: float) -> bool:
    if isinstance(value, float):
        return value - value != 0  # nan and inf
    return value not in _INT64


# -- the walk: one checker per kind of type ------------------------------------------------------------------------


def _check(info: inspect.Type, value: Any, key: KeyPath) -> Iterator[Finding]:
    bare, _ = meta(info)
    checker = _CHECKERS.get(type(bare))
    if checker:
        yield from checker(bare, value, key, described(info))


def _wrong(value: Any, key: KeyPath, wanted: str) -> Finding:
    return key, f"must be {wanted}, is {shown(value)}", f"write {wanted}"


def _struct(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield _wrong(value, key, wanted)
        return
    fields = {field.encode_name: field for field in info.fields}
    for name, item in value.items():
        if name in fields:
            yield from _check(fields[name].type, item, (*key, name))
        elif info.forbid_unknown_fields:
            missing = [known for known in fields if known not in value]
            yield (*key, name), "is not a known key here", nearest(name, missing or fields)
        else:
            yield from _any(info, {name: item}, key)
    for name, field in fields.items():
        if field.required and name not in value:
            yield (*key, name), "is missing", f"add {name}: {described(field.type)}"


def _mapping(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    if not isinstance(value, dict):
        yield _wrong(value, key, wanted)
        return
    for name, item in value.items():
        yield from _odd_key(name, key)
        yield from _check(info.key_type, name, (*key, name))
        yield from _check(info.value_type, item, (*key, name))


def _array(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    if not isinstance(value, list):
        yield _wrong(value, key, wanted)
        return
    fault = length_fault(info, len(value), "entries")
    if fault:
        yield key, *fault
    for index, item in enumerate(value):
        yield from _check(info.item_type, item, (*key, index))


def _text(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    if not isinstance(value, str):
        yield _wrong(value, key, wanted)
        return
    fault = length_fault(info, len(value), "characters")
    if fault:
        yield key, *fault
    elif info.pattern and not re.search(info.pattern, value):
        yield _wrong(value, key, wanted)


def _number(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    allowed = int if isinstance(info, inspect.IntType) else (int, float)
    fits = isinstance(value, allowed) and not isinstance(value, bool)
    if not fits or _is_odd_number(value) or range_fault(info, value):
        yield _wrong(value, key, wanted)


def _choice(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    names = list(info.values if isinstance(info, inspect.LiteralType) else [item.value for item in info.cls])
    if not isinstance(value, str) or value not in names:
        yield key, f"must be {wanted}, is {shown(value)}", nearest(value, names)


def _union(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    if all(any(True for _ in _check(member, value, key)) for member in info.types):
        yield _wrong(value, key, wanted)


def _plain(info: Any, value: Any, key: KeyPath, wanted: str) -> Iterator[Finding]:
    if isinstance(info, inspect.BoolType):
        fits = isinstance(value, bool)
    elif isinstance(info, inspect.DateTimeType):
        fits = isinstance(value, dt.datetime) and (value.tzinfo is not None or not info.tz)
    else:
        fits = isinstance(value, dt.date) and not isinstance(value, dt.datetime)
    if not fits:
        yield _wrong(value, key, wanted)


def _any(_info: Any, value: Any, key: KeyPath, _wanted: str = "") -> Iterator[Finding]:
    """Look through what no type describes: keys kept for a newer version."""
    match value:
        case dict():
            for name, item in value.items():
                yield from _odd_key(name, key)
                yield from _any(_info, item, (*key, name))
        case list():
            for index, item in enumerate(value):
                yield from _any(_info, item, (*key, index))
        case int() | float() if _is_odd_number(value):
            yield key, f"must be a finite number within 64 bits, is {shown(value)}", "write a smaller number"


def _odd_key(name: str, key: KeyPath) -> Iterator[Finding]:
    if _is_odd_key(name):
        yield (*key, name), "the key has characters that cannot be seen", "type the key anew"


_CHECKERS: dict[type, Any] = {
    inspect.StructType: _struct,
    inspect.DictType: _mapping,
    inspect.VarTupleType: _array,
    inspect.StrType: _text,
    inspect.IntType: _number,
    inspect.FloatType: _number,
    inspect.LiteralType: _choice,
    inspect.EnumType: _choice,
    inspect.UnionType: _union,
    inspect.BoolType: _plain,
    inspect.DateType: _plain,
    inspect.DateTimeType: _plain,
    inspect.AnyType: _any,
}
