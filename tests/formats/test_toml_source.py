from __future__ import annotations

import contextlib
import os
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.formats.errors import BankError, FormatError
from screencopilot.formats.toml_source import parse_toml, read_toml
from tests.formats.files import good, line_of


def message(raw: bytes) -> str:
    with pytest.raises(FormatError) as caught:
        parse_toml(raw, "x.toml")
    return str(caught.value)


DEEP_KEYS = b".".join(b"abcdefghijklmnopqrs"[i : i + 1] for i in range(19)) + b"="


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"a = 1\n\0", "x.toml:2: holds a NUL byte"),
        (b"\xef\xbb\xbfa = 1", "x.toml:1: begins with a byte order mark"),
        ("a = 1".encode("utf-16"), "UTF-16"),
        (b"a = 1\nb = '\xe9'", "x.toml:2: is not UTF-8"),
        (b"a = 1\rb = 2", "x.toml:1: is not TOML"),
        (b"a = 1\nb =\n", "x.toml:2: is not TOML"),
        (b"#" * (2 * 1024 * 1024 + 1), "larger than 2 MB"),
        (b"a = " + b"[" * 500 + b"]" * 500, "nests deeper"),
        (b"a = " + b"{a=" * 500 + b"1" + b"}" * 500, "nests deeper"),
        (b"a = " + b"[" * 100_000, "nests deeper"),
        (DEEP_KEYS + (b"{" + DEEP_KEYS) * 60 + b"1" + b"}" * 60, "nests deeper"),
        (b".".join([b"a"] * 20_000) + b" = 1", "dotted key"),
        (b".".join([b'"a"'] * 20_000) + b" = 1", "dotted key"),
        (b"[" + b".".join([b"a"] * 20_000) + b"]", "dotted key"),
        (b"a = " + b"1" * 5_000, "cannot be parsed"),
        (b"[[p]]\n" * 100_000, "x.toml:11251: has more than"),
        (b"a = [" + b"{}," * 100_000 + b"]", "has more than"),
        (b"a = [" + b"1," * 200_000 + b"]", "has more than"),
        (b'a = """' + b'\\"""' * 400_000, "is not TOML"),
        (b"[a]\nx = 1\ny = 2\nx = 3", "x.toml:4: a.x: stands twice"),
        (b"[a]\nx = 1\n[b]\n[a]\n", "x.toml:4: a: stands twice"),
        (b'a = """\\', "is not TOML"),
    ],
    ids=lambda value: repr(value[:20]),
)
def test_hostile_bytes_are_refused_in_words(raw: bytes, said: str) -> None:
    assert said in message(raw)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"a = 1\r\nb = 2\r\n",
        b"\n".join(b"a%d = 1.5" % i for i in range(50)),
        b"a = [" + b"1.5, " * 50 + b"]",
        b"a = '''[[[[[[[''' # {{{{{",
        b"a = '" + b"." * 100 + b"'",
        b'a = """x"""""\nb = "\\"[["',
    ],
    ids=lambda value: repr(value[:20]),
)
def test_harmless_bytes_pass(raw: bytes) -> None:
    assert parse_toml(raw, "x.toml").data == tomllib.loads(raw.decode())


@given(st.binary())
def test_any_bytes_parse_or_raise_our_error(raw: bytes) -> None:
    with contextlib.suppress(FormatError):
        parse_toml(raw, "x.toml")


@given(st.text("[]{}=.,\"'#\\\n ab1"))
def test_toml_like_text_parses_or_raises_our_error_and_has_lines(text: str) -> None:
    try:
        source = parse_toml(text.encode(), "x.toml")
    except FormatError:
        return
    assert source.data == tomllib.loads(text)
    for key in source.data:
        assert source.line_of((key,)) is not None


def test_special_files_are_refused_without_blocking(tmp_path: Path) -> None:
    fifo = tmp_path / "fifo.toml"
    os.mkfifo(fifo)
    folder = tmp_path / "folder.toml"
    folder.mkdir()
    zero = tmp_path / "zero.toml"
    zero.symlink_to("/dev/zero")
    dangling = tmp_path / "dangling.toml"
    dangling.symlink_to(tmp_path / "nowhere")
    for place, said in (
        (fifo, "pipe or device"),
        (folder, "is a folder"),
        (zero, "pipe or device"),
        (dangling, "does not exist"),
        (Path("a\0b"), "cannot be read"),
    ):
        with pytest.raises(BankError, match=said):
            read_toml(place, BankError)


def test_an_unreadable_file_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "x.toml"
    place.write_text("a = 1")

    def refuse(*_: object) -> int:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(os, "open", refuse)
    with pytest.raises(FormatError, match="may not be read"):
        read_toml(place)


def test_a_hostile_path_and_message_reach_no_terminal_raw() -> None:
    with pytest.raises(FormatError) as caught:
        parse_toml(b'"\\u001b[2J" = 1\n"\\u001b[2J" = 2', "\x1b]0;x\x07.toml")
    assert "\x1b" not in str(caught.value)


LINES = """\
# comment with [brackets] = "and quotes
top = 1
[[probes]]
id = "a"
text = \"\"\"
[[probes]]
id = "not a key"
\"\"\"
[[probes.signals]]
id = "s1"
[[probes.signals]]
id = "s2"
nested.key = 3
[[probes]]
blocks = [
  { slot = "x", family = "F" }, # ]
  { slot = "y", family = "G" },

]
[plans."4.5"]
numbers = [1,
  2]
"""


@pytest.mark.parametrize(
    ("key", "line"),
    [
        (("top",), 2),
        (("probes",), 3),
        (("probes", 0), 3),
        (("probes", 0, "text"), 5),
        (("probes", 0, "signals", 0), 9),
        (("probes", 0, "signals", 1, "id"), 12),
        (("probes", 0, "signals", 1, "nested", "key"), 13),
        (("probes", 0, "signals", 1, "missing"), 11),
        (("probes", 1), 14),
        (("probes", 1, "blocks", 0, "family"), 16),
        (("probes", 1, "blocks", 1, "slot"), 17),
        (("probes", 1, "blocks", 1, "family"), 17),
        (("plans", "4.5"), 20),
        (("plans", "4.5", "numbers", 0), 21),
        (("plans", "4.5", "numbers", 1), 22),
        (("nowhere",), None),
    ],
)
def test_lines_of_keys(key: tuple[str | int, ...], line: int | None) -> None:
    assert parse_toml(LINES.encode(), "x.toml").line_of(key) == line


def test_windows_line_ends_keep_the_lines() -> None:
    source = parse_toml(LINES.replace("\n", "\r\n").encode(), "x.toml")
    assert source.line_of(("probes", 1, "blocks", 1, "family")) == 17


def test_every_key_of_a_good_module_has_its_own_line() -> None:
    text = good("module")
    source = parse_toml(text.encode(), "module.toml")
    assert source.line_of(("probes", 1, "id")) == line_of(text, 'id = "FA1-B"')
    assert source.line_of(("probes", 2, "ladder", 4, "rung")) == len(
        text[: text.rindex("rung = 5")].split("\n")
    )
