"""A screen that the bank does not offer is refused in one line, before anything is begun."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.pty.screens import home_of, screen_args
from tests.pty.terminal import Terminal

REFUSED = {
    "bank": ("--bank", "applied-ml-enginer", ["applied-ml-enginer", "applied-ml-engineer"]),
    "plan": ("--plan", "44", ["44", "45"]),
    "level": ("--level", "senor", ["senor", "senior"]),
    "claim kind": (
        "--claim",
        "owned-model-in-prod: fraud",
        ["owned-model-in-prod;", "owned-model-in-production"],
    ),
    "claim": ("--claim", "fraud scoring", ["kind: words"]),
    "family": ("--form", "FB1=A", ["FB1"]),
    "form": ("--form", "FA1=Z", ["FA1", "Z"]),
    "form without a family": ("--form", "FA1", ["FAMILY=FORM"]),
    "candidate": ("--candidate", " ", ["candidate ref is empty"]),
}


@pytest.mark.parametrize(("option", "given", "named"), REFUSED.values(), ids=REFUSED)
def test_screen_that_is_not_offered_is_refused_in_one_line(
    option: str, given: str, named: list[str], tmp_path: Path
) -> None:
    args = screen_args()
    args[args.index(option) + 1] = given

    with Terminal(tmp_path, args, (600, 10)) as terminal:
        terminal.patience /= 3
        assert terminal.wait_end() == 1
        assert len([row for row in terminal.rows if row]) == 1
        assert all(word in terminal.words for word in named)
        assert b"\x1b[?1049h" not in terminal.raw, "the terminal was not taken"
    assert not home_of(tmp_path).sessions.exists(), "nothing was begun"
