"""``bank list``, ``bank show`` and ``bank check`` as a process."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.process import run_program

BANK = "applied-ml-engineer"
OWN = """\
schema = "screencopilot/module/1"
id = "own-stories"
title = "Own stories"
levle = 3

[[probes]]
id = "OS1-A"
rev = "one"
family = "OS1"
"""

CARDS = """\
schema = "screencopilot/cards/1"

[[cards]]
id = "labels-late"
title = "Labels in ninety days"
say = "From today, labels take ninety days to arrive."
dimension = "data"
"""


def own_bank(folder: Path, text: str, kind: str = "roles", name: str = "mine") -> Path:
    """Put a file among the user's own banks."""
    path = folder / "home" / "data" / "question_banks" / kind / f"{name}.toml"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_list_names_the_shipped_bank_with_plans_and_levels(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "list"])

    (line,) = [line for line in ran.out.splitlines() if line.startswith(BANK)]
    assert (ran.code, ran.err) == (0, "")
    assert all(
        word in line for word in ("Applied ML Engineer", "30, 45, 60", "mid, senior, staff", "shipped")
    )


def test_list_as_json_says_the_same(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "list", "--json"])

    (bank,) = [bank for bank in ran.json["banks"] if bank["id"] == BANK]
    assert (ran.code, ran.json["problems"]) == (0, [])
    assert bank["plans"] == ["30", "45", "60"]
    assert (bank["levels"], bank["origin"]) == (["mid", "senior", "staff"], "shipped")


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
def test_list_tells_a_broken_bank_beside_the_sound_ones(as_json: bool, tmp_path: Path) -> None:
    path = own_bank(tmp_path, 'schema = "screencopilot/bank/1"\nid = \n')

    ran = run_program(tmp_path, ["bank", "list", *(["--json"] if as_json else [])])

    assert ran.code == 1
    assert BANK in ran.out
    assert f"{path}:2" in ran.err
    if as_json:
        assert any(f"{path}:2" in problem for problem in ran.json["problems"])


def test_show_tells_competencies_plans_and_probes(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "show", BANK])

    assert (ran.code, ran.err) == (0, "")
    for words in (
        "Applied ML Engineer",
        "digest sha256:",
        "diagnosis",
        "Plan 45: 45 minutes",
        "A Silent decay",
    ):
        assert words in ran.out


def test_show_as_json_holds_every_probe(tmp_path: Path) -> None:
    shown = run_program(tmp_path, ["bank", "show", BANK, "--json"]).json

    assert shown["bank"]["id"] == BANK
    assert shown["digest"].startswith("sha256:")
    assert shown["probes"]["FA1-A"]["title"] == "Silent decay"


@pytest.mark.parametrize("as_json", [False, True], ids=["plain", "json"])
def test_show_of_an_unknown_bank_is_one_line_that_names_the_nearest(as_json: bool, tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "show", "applied-ml-enginer", *(["--json"] if as_json else [])])

    assert (ran.code, ran.out, len(ran.lines)) == (1, "", 1)
    assert "applied-ml-enginer" in ran.err
    assert BANK in ran.err


def test_check_of_a_broken_file_tells_every_fault_with_line_key_and_message(tmp_path: Path) -> None:
    path = tmp_path / "own-stories.toml"
    path.write_text(OWN, encoding="utf-8")

    ran = run_program(tmp_path, ["bank", "check", str(path)])

    assert ran.code == 1
    assert any(line.startswith(f"{path}:4: levle: ") for line in ran.lines), ran.err
    assert any(line.startswith(f"{path}:8: probes[0].rev: ") for line in ran.lines), ran.err
    for missing in ("say", "ladder", "signals"):
        assert any(f": probes[0].{missing}: " in line for line in ran.lines), ran.err
    assert ran.out.startswith("1 file")
    assert str(len(ran.lines)) in ran.out


def test_check_as_json_tells_the_same_faults(tmp_path: Path) -> None:
    path = tmp_path / "own-stories.toml"
    path.write_text(OWN, encoding="utf-8")

    plain = run_program(tmp_path, ["bank", "check", str(path)])
    ran = run_program(tmp_path, ["bank", "check", str(path), "--json"])

    assert (ran.code, ran.json["files"]) == (1, 1)
    assert len(ran.json["problems"]) == len(plain.lines)
    assert all({"path", "line", "key", "message", "mend"} <= set(problem) for problem in ran.json["problems"])
    assert (str(path), 4, "levle") in [(p["path"], p["line"], p["key"]) for p in ran.json["problems"]]


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b"\xff\xfe\x00", "1"),
        (b'schema = "screencopilot/module/1"\ntitle = "open\n', "2"),
        (b"", ""),
        (b'schema = "other"\n', "1"),
        (b'schema = "screencopilot/module/1"\nid = "\\u001b]0;x"\n', ""),
        (b"a." * 4000 + b"b = 1\n", ""),
        (b"a = " + b"[" * 3000 + b"]" * 3000, ""),
    ],
    ids=["no text", "torn string", "empty", "another's", "escape codes", "deep key", "deep array"],
)
def test_check_of_any_bytes_is_a_refusal_in_words(raw: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "odd.toml"
    path.write_bytes(raw)

    ran = run_program(tmp_path, ["bank", "check", str(path)])

    assert ran.code == 1
    assert ran.err.startswith(f"{path}:{said}")
    assert "\x1b" not in ran.err


def test_check_of_sound_files_is_quiet(tmp_path: Path) -> None:
    path = tmp_path / "cards.toml"
    path.write_text(CARDS, encoding="utf-8")

    ran = run_program(tmp_path, ["bank", "check", str(path)])

    assert (ran.code, ran.err) == (0, "")
    assert ran.out.startswith("1 file")


def test_check_of_a_missing_path_is_one_line(tmp_path: Path) -> None:
    ran = run_program(tmp_path, ["bank", "check", str(tmp_path / "none.toml")])

    assert (ran.code, len(ran.lines)) == (1, 1)
    assert "none.toml" in ran.err
