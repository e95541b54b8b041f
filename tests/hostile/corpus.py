"""Files that mean harm, or that bad luck could make: each can be built as any kind of file that the program reads.

A case is a good file of its kind with one thing about it hostile, so that the reader is led as far in as can be.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import tomli_w

from tests.formats import files
from tests.hostile import kinds

KINDS = (
    *("bank", "module", "claims", "cards", "flags", "vignette"),
    *("note", "theme", "profile", "config", "keymap"),
    *("debrief", *kinds.PLACES),
)

#: Where text for people stands in each kind of file.
TEXT: Mapping[str, tuple[str | int, ...]] = {
    "bank": ("title",),
    "module": ("probes", 0, "title"),
    "note": ("candidate", "ref"),
    "theme": ("colors", "primary"),
    "claims": ("claims", 0, "label"),
    "cards": ("cards", 0, "title"),
    "flags": ("flags", 0, "label"),
    "profile": ("evaluator",),
    "vignette": ("vignettes", 0, "why"),
    "config": ("theme",),
    "keymap": ("live", "curtain"),
    "debrief": ("decision", "words"),
    "claims-text": (0, 1),
    "results": ("results", 0, "evaluator"),
    "answers": (0, "evaluator"),
    "debrief-journal": (5, "event", "text"),
}
#: Where a name stands that others refer to.
IDS: Mapping[str, tuple[str | int, ...]] = {
    "bank": ("id",),
    "module": ("id",),
    "note": ("id",),
    "theme": ("name",),
    "claims": ("claims", 0, "id"),
    "cards": ("cards", 0, "id"),
    "flags": ("flags", 0, "id"),
    "profile": ("bank",),
    "vignette": ("vignettes", 0, "id"),
    "config": ("silenced", 0),
    "keymap": ("live", "leave"),
    "debrief": ("candidate", "ref"),
    "claims-text": (0, 0),
    "results": ("results", 0, "round"),
    "answers": (1, "round"),
    "debrief-journal": (2, "event", "evaluator"),
}
#: Good files of the kinds that have no sample elsewhere.
SETTINGS: Mapping[str, str] = {
    "profile": """schema = "screencopilot/profile/1"
bank = "applied-ml-engineer"
plan = "45"
level = "senior"
evaluator = "A. Kim"
shipped = ["owned-model-in-production"]
""",
    "config": """schema = "screencopilot/config/1"
theme = "quiet-dark"
reduced_motion = true
remind_after_days = 30
silenced = ["lock-first"]
""",
    "keymap": """schema = "screencopilot/keymap/1"

[live]
curtain = "f2"
leave = ["f3", "f4"]
""",
}

#: Text as it might be pasted, typed or planted, by what it tries. "pwned" marks where a terminal would have obeyed.
TEXTS: Mapping[str, str] = {
    "title": "\x1b]0;pwned\x07",
    "clear": "\x1b[2J\x1b[H\x1b[31mpwned",
    "clipboard": "\x1b]52;c;cHduZWQ=\x07",
    "link": "\x1b]8;;https://pwned.example\x1b\\pwned\x1b]8;;\x1b\\",
    "dcs": '\x1bP$q"ppwned\x1b\\',
    "apc": "\x1b_pwned\x1b\\",
    "print": "\x1b[5i pwned \x1b[4i",
    "window": "\x1b[8;1;1tpwned",
    "answerback": "\x1b[c\x1b[6n\x05pwned",
    "c1": "\u009b2J\u009d0;pwned\u009c",
    "shift-out": "\x0e\x0fpwned",
    "backspaces": "no\b\bpwned\x7f\x7f",
    "bidi": "\u202epwned\u202c\u2066pwned\u2069",
    "zero-width": "p\u200b\u200cw\u2060n\ufeffed\u00ad",
    "joiners": "\u200d" * 5000,
    "marks": "a" + "\u0301" * 10_000,
    "tags": "pwned\U000e0070\U000e0077",
    "interlinear": "pwned\ufff9\ufffa\ufffb",
    "noncharacter": "pwned\uffff\ufdd0",
    "line-separators": "one\u2028two\u2029three\x85four",
    "families": "👨‍👩‍👧‍👦" * 30,
    "wide": "漢字" * 20,
    "markup": "[/nope][@click=app.quit]pwned[/][link=file:///etc/passwd]x[/link]",
    "broken-markup": "[bold [red]] [[ ]] \\[",
    "script": "<script>alert('pwned')</script>\"><img src=x onerror=alert(1)>",
    "javascript": "javascript:alert('pwned')",
    "template": "{{ 7*7 }} {% for x in y %} ${x} #{x} %s %(x)s {0.__class__}",
    "formula": '=HYPERLINK("http://pwned","x")',
    "formula-plus": "+1+cmd|' /C calc'!A0",
    "formula-minus": "-2+3",
    "formula-at": "@SUM(1+1)",
    "formula-tab": "\t=1+1",
    "formula-cr": "\r=1+1",
    "csv": 'a,"b\nc",d',
    "lines": "one\ntwo\r\nthree",
    "long": "x" * 100_000,
    "long-words": "lorem " * 20_000,
    "only-spaces": " \t \n ",
    "empty": "",
}
#: Names that would like to be paths, commands or reserved.
NAMES: Mapping[str, str] = {
    "up": "../../x",
    "absolute": "/etc/passwd",
    "windows-path": "..\\..\\x",
    "drive": "C:evil",
    "nul-inside": "a\x00b",
    "newline": "a\nb",
    "reserved": "CON",
    "reserved-file": "aux.toml",
    "dots": "..",
    "trailing": "x. ",
    "option": "--help",
    "variable": "$HOME`id`",
    "glob": "*",
    "emoji": "🦊",
    "ten-thousand": "i" * 10_000,
}


def good(kind: str) -> str:
    """Return a good file of a kind."""
    if kind in kinds.PLACES:
        return kinds.good(kind)
    return SETTINGS[kind] if kind in SETTINGS else files.good(kind)


def _parsed(kind: str) -> Any:
    apart = kinds.parsed(kind, good(kind))
    return tomllib.loads(good(kind)) if apart is None else apart


def _written(kind: str, data: Any) -> bytes:
    return (
        kinds.written(kind, data)
        if kinds.parsed(kind, "") is not None
        else tomli_w.dumps(data).encode("utf-8", "surrogatepass")
    )


def planted(kind: str, place: tuple[str | int, ...], value: Any) -> bytes:
    """Return a good file with another value in one place."""
    data: Any = _parsed(kind)
    inside = data
    for part in place[:-1]:
        inside = inside[part]
    inside[place[-1]] = value
    return _written(kind, data)


Build = Callable[[str], bytes]


def _raw(data: bytes) -> Build:
    return lambda _kind: data


def _after(tail: str) -> Build:
    return lambda kind: good(kind).encode() + tail.encode()


def _before(head: str) -> Build:
    return lambda kind: head.encode() + good(kind).encode()


def _encoded(encoding: str) -> Build:
    return lambda kind: good(kind).replace("a", "ä").encode(encoding)


def _schema(value: str) -> Build:
    return lambda kind: good(kind).replace(f'"screencopilot/{kind}/1"', value, 1).encode()


def _everywhere(value: Any) -> Build:
    """Put one value in the place of every text, number and date."""

    def replaced(data: Any) -> Any:
        match data:
            case dict():
                return {k: v if k == "schema" else replaced(v) for k, v in data.items()}
            case list():
                return [replaced(v) for v in data]
        return value

    return lambda kind: _written(kind, replaced(_parsed(kind)))


#: Bytes that are hostile as a whole.
BYTES: Mapping[str, Build] = {
    "nothing": _raw(b""),
    "one-nul": _raw(b"\0"),
    "nuls": _raw(b"\0" * 100_000),
    "nul-inside": _after("\n# \0 \n"),
    "bom": _before("\ufeff"),
    "utf-16": _encoded("utf-16"),
    "utf-16-without-bom": _encoded("utf-16-le"),
    "utf-32": _encoded("utf-32"),
    "latin-1": _encoded("latin-1"),
    "half-a-character": lambda kind: good(kind).encode() + b"\n# \xe6\xbc",
    "overlong": lambda kind: good(kind).encode() + b"\n# \xc0\x80\xe0\x80\xaf",
    "surrogate-bytes": lambda kind: good(kind).encode() + b"\n# \xed\xa0\x80",
    "surrogate-escape": _after('\nodd = "\\ud800"\n'),
    "beyond-unicode": _after('\nodd = "\\U00110000"\n'),
    "lone-cr": lambda kind: good(kind).replace("\n", "\r").encode(),
    "crlf": lambda kind: good(kind).replace("\n", "\r\n").encode(),
    "binary": _raw(bytes(range(256)) * 40),
    "elf": _raw(b"\x7fELF" + bytes(1000)),
    "a-zip": _raw(b"PK\x03\x04" + bytes(200)),
    "json": _raw(b'{"schema": "screencopilot/bank/1"}'),
    "yaml-tag": _raw(b"!!python/object/apply:os.system ['true']\n"),
    "two-megabytes": lambda kind: good(kind).encode() + b"\n# " + b"x" * (2 * 1024 * 1024 - 4000) + b"\n",
    "over-two-megabytes": lambda kind: good(kind).encode() + b"\n#" * (1024 * 1024 + 1),
    "big-string": lambda kind: good(kind).encode() + b'\nodd = """' + b"x\n" * 900_000 + b'"""\n',
    "deep-arrays": lambda kind: b"odd = " + b"[" * 100_000 + b"]" * 100_000 + b"\n" + good(kind).encode(),
    "deep-arrays-open": lambda kind: b"odd = " + b"[" * 500_000,
    "deep-tables": lambda kind: (
        b"odd = " + b"{a=" * 20_000 + b"1" + b"}" * 20_000 + b"\n" + good(kind).encode()
    ),
    "deep-header": _after("\n[" + ".".join("a" * 5_000) + "]\n"),
    "dotted-key": _before(".".join("k" * 20_000) + " = 1\n"),
    "dotted-keys-in-tables": _before("odd = " + "{a.b.c.d = " * 60 + "1" + "}" * 60 + "\n"),
    "many-tables": _after("\n[[odd]]\nx = 1\n" * 60_000),
    "many-entries": _after("\nodd = [" + "1," * 400_000 + "]\n"),
    "many-keys": _before("".join(f"k{n} = 1\n" for n in range(90_000))),
    "many-inline-tables": _before("odd = [" + "{a=1}," * 19_000 + "]\n"),
    "nearly-too-many-keys": _before("".join(f"k{n} = 1\n" for n in range(44_000))),
    "nearly-too-many-dots": _before(
        "".join(".".join([f"k{n}", *"abcdefghijklmnopq"]) + "=1\n" for n in range(2_300))
    ),
    "nearly-too-many-shared-dots": _before(
        "".join(f"{'.'.join('abcdefghijklmnopqr')}.k{n}=1\n" for n in range(2_300))
    ),
    "nearly-too-many-lines": _before("#\n" * 98_000),
    "nearly-too-many-tables": _before("".join(f"[t{n}]\n" for n in range(11_000))),
    "nearly-too-many-entries": _after("\n[[odd]]\n" * 10_000),
    "nearly-too-deep": _before("odd = " + "[" * 60 + "]" * 60 + "\n"),
    "comments-of-quotes": _before("# '''\n" * 90_000),
    "multi-line-strings": _before("odd = [" + "'''\n'''," * 40_000 + "]\n"),
    "open-strings": _before('odd = """' + '\\"' * 200_000),
    "quotes": _raw(b"'''" * 300_000),
    "backslashes": _raw(b'x = "' + b"\\\\" * 500_000),
    "hashes": _raw(b"#\n" * 900_000),
    "equals": _raw(b"=" * 900_000),
    "newlines": _before("\n" * 1_500_000),
    "duplicate-key": lambda kind: good(kind).replace("\n", "\nschema = 'again'\n", 1).encode(),
    "duplicate-table": _after("\n[odd]\n[odd]\n"),
    "huge-number": _before("odd = " + "9" * 200_000 + "\n"),
    "huge-hex": _before("odd = 0x" + "f" * 200_000 + "\n"),
    "huge-exponent": _before("odd = 1e999999999\n"),
    "many-decimals": _before("odd = 0." + "1" * 500_000 + "\n"),
    "not-a-number": _before("odd = nan\n"),
    "infinite": _before("odd = -inf\n"),
    "wrong-date": _before("odd = 2026-02-31\n"),
    "year-one": _before("odd = 0001-01-01T00:00:00+23:59\n"),
    "nan-everywhere": _everywhere(float("nan")),
    "minus-everywhere": _everywhere(-1),
    "huge-everywhere": _everywhere(2**70),
    "text-everywhere": _everywhere("5"),
    "true-everywhere": _everywhere(True),
    "tables-everywhere": _everywhere({"a": {"b": 1}}),
    "lists-everywhere": _everywhere([[]]),
    "no-schema": _schema('""'),
    "newer-schema": lambda kind: good(kind).replace(f"{kind}/1", f"{kind}/2", 1).encode(),
    "huge-schema": lambda kind: good(kind).replace(f"{kind}/1", f"{kind}/{'9' * 5000}", 1).encode(),
    "other-schema": _schema('"screencopilot/elsewhere/1"'),
    "schema-a-table": _schema("{ a = 1 }"),
    "hidden-key": _before('"sch\u200bema" = 1\n"\\u001b]0;pwned\\u0007" = 2\n'),
    "proto-key": _before("__proto__ = 1\n__class__ = 2\nself = 3\n"),
    "half-a-file": lambda kind: good(kind).encode()[: len(good(kind)) // 2],
    "twice": lambda kind: good(kind).encode() * 2,
}
#: Cases that mean something to a reader of TOML only; to one of lines they are all the same.
TOML_ONLY = (
    *(
        "nearly-",
        "deep-",
        "dotted-",
        "many-",
        "huge-number",
        "huge-hex",
        "huge-exponent",
        "multi-",
        "wrong-date",
    ),
    *("year-one", "schema-", "no-schema", "newer-", "other-", "duplicate-", "not-a-number", "infinite"),
)
#: What only a note can say of time; other kinds have no such keys.
NOTE_TIMES: Mapping[str, bytes] = {
    "started-in-year-one": good("note").replace("2026-11-21T10:00:03-05:00", "0001-01-01T00:00:00+23:59").encode(),
    "ended-in-9999": good("note").replace("2026-11-21T10:46:40-05:00", "9999-12-31T23:59:59-23:59").encode(),
    "revised-in-9999": good("note").replace("2026-11-21T16:10:00-05:00", "9999-12-31T23:59:59-23:59").encode(),
    "without-zone": good("note").replace("2026-11-21T10:00:03-05:00", "2026-11-21T10:00:03").encode(),
    "ends-before-it-starts": good("note").replace("2026-11-21T10:46:40", "1999-11-21T10:46:40").encode(),
    "ages-long": good("note").replace("active_seconds = 2731", "active_seconds = 9223372036854775807").encode(),
    "unknown-probe": good("note").replace('probe = "FA1-A"', 'probe = "XX9-Z"', 1).encode(),
    "seal-of-a-wrong-length": good("note").replace(
        "[[revisions]]", '[seal]\nat = 2026-11-21T10:46:40-05:00\ndigest = "sha256:0"\n\n[[revisions]]'
    ).encode(),
    "seal-of-another": good("note").replace('"draft"', '"sealed"').replace(
        "[[revisions]]", f'[seal]\nat = 2026-11-21T10:46:40-05:00\ndigest = "sha256:{"a" * 64}"\n\n[[revisions]]'
    ).encode(),
    "evidence-of-a-megabyte": planted("note", ("evidence", 0, "text"), "x" * 1_000_000),
    "fifty-thousand-lines": good("note").encode() + b"\n[[evidence]]\nid = 'e'\n" * 50_000,
}  # fmt: skip


def _fifo(_kind: str, place: Path) -> None:
    os.mkfifo(place)


def _folder(_kind: str, place: Path) -> None:
    place.mkdir()


def _link(target: str) -> Callable[[str, Path], None]:
    return lambda _kind, place: place.symlink_to(target)


def _link_to_good(kind: str, place: Path) -> None:
    target = place.with_name("elsewhere.txt")
    target.write_text(good(kind), encoding="utf-8")
    place.symlink_to(target)


def _circle(_kind: str, place: Path) -> None:
    place.symlink_to(place.name)


def _unreadable(kind: str, place: Path) -> None:
    place.write_text(good(kind), encoding="utf-8")
    place.chmod(0)


def _hundred_megabytes(kind: str, place: Path) -> None:
    place.write_text(good(kind) + '\nodd = "', encoding="utf-8")
    os.truncate(place, 100 * 1024 * 1024)


def _missing(_kind: str, _place: Path) -> None:
    """No file at all."""


#: Things that are no plain files; the last of them reads as an error of the disk even for root.
PLACES: Mapping[str, Callable[[str, Path], None]] = {
    "fifo": _fifo,
    "folder": _folder,
    "endless": _link("/dev/zero"),
    "terminal": _link("/dev/tty"),
    "dangling": _link("nowhere"),
    "circle": _circle,
    "linked": _link_to_good,
    "unreadable": _unreadable,
    "hundred-megabytes": _hundred_megabytes,
    "missing": _missing,
    "failing": _link("/proc/self/mem"),
}


def cases(kind: str) -> list[str]:
    """Return the names of all cases of a kind of file."""
    texts = [f"text-{name}" for name in TEXTS]
    names = [f"id-{name}" for name in [*NAMES, "escape"]]
    times = [f"note-{name}" for name in NOTE_TIMES] if kind == "note" else []
    whole = [name for name in BYTES if not (kind in kinds.LINES and name.startswith(TOML_ONLY))]
    return [*whole, *texts, *names, *times, *(f"place-{name}" for name in PLACES)]


def build(kind: str, case: str, place: Path) -> Path:
    """Make one hostile file at a place (its folder exists) and return it."""
    group, _, name = case.partition("-")
    if case not in BYTES and group == "place":
        PLACES[name](kind, place)
    else:
        place.write_bytes(_content(kind, case, group, name))
    return place


def _content(kind: str, case: str, group: str, name: str) -> bytes:
    if case in BYTES:
        return BYTES[case](kind)
    if group == "note":
        return NOTE_TIMES[name]
    if group == "text":
        return planted(kind, TEXT[kind], TEXTS[name])
    return planted(kind, IDS[kind], {**NAMES, "escape": TEXTS["title"]}[name])
