"""The fuzzing itself: it finds what is there to find, and one short round over every reader finds nothing."""

from __future__ import annotations

import pytest

pytestmark = pytest.mark.checkout


def test_a_short_round_over_every_reader_finds_nothing(
    capsys: pytest.CaptureFixture[str], monkeypatch
) -> None:
    from benchmarks.fuzz import __main__ as fuzz

    monkeypatch.setattr("sys.argv", ["fuzz", "--minutes", "0.01", "--engine", "hypothesis"])

    assert fuzz.main() == 0
    assert ", 0 findings" in capsys.readouterr().out


def test_what_is_wrong_is_found_and_kept(capsys: pytest.CaptureFixture[str], monkeypatch) -> None:
    from benchmarks.fuzz import __main__ as fuzz
    from benchmarks.fuzz import targets

    def broken(data: bytes) -> None:
        if b"=" in data:
            raise RecursionError(data)

    monkeypatch.setitem(targets.TARGETS, "toml", (broken, targets.TARGETS["toml"][1]))
    monkeypatch.setattr("sys.argv", ["fuzz", "--minutes", "0.01", "--engine", "hypothesis", "--only", "toml"])

    assert fuzz.main() == 1
    said = capsys.readouterr().out
    assert "1 findings" in said
    assert "RecursionError at test_fuzz.py" in said


@pytest.mark.parametrize(
    ("name", "data"),
    [("note", b"x = 1\n"), ("journal", b"\xff\n{}\n"), ("text", b"s\xed\xa0\x80"), ("transcript", b"\0")],
)
def test_targets_take_any_bytes(name: str, data: bytes) -> None:
    from benchmarks.fuzz import targets

    assert targets.guarded(name, data) == ""
    assert targets.seeds(name)
