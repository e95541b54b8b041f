"""``screen --claims FILE``: claims from a text file stand before those of the command line; faults end it first."""

from __future__ import annotations

import pytest

from screencopilot.cli import live
from screencopilot.formats.claims_text import ClaimsError
from screencopilot.store.paths import folders

OPTIONS = {
    "bank": "applied-ml-engineer",
    "plan": "45",
    "level": "senior",
    "candidate": "C-1",
    "evaluator": "Kim",
    "claims": ("cut-cost: From the command line",),
    "forms": (),
}


@pytest.fixture
def home(tmp_path):
    return folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})


def test_claims_of_a_file_come_first(home, tmp_path, monkeypatch):
    path = tmp_path / "claims.txt"
    path.write_text("owned-model-in-production: Led it\n- cut-cost: Halved the bill\n")
    opened = []
    monkeypatch.setattr(
        live, "run_desk", lambda _folders, desk: opened.append(desk.session.state.opened) or 0
    )
    assert live.run_screen(home, **OPTIONS, claims_file=str(path)) == 0
    assert [claim.text for claim in opened[0].claims] == [
        "Led it",
        "Halved the bill",
        "From the command line",
    ]


def test_a_fault_of_the_file_is_told_before_a_screen_is_opened(home, tmp_path):
    path = tmp_path / "claims.txt"
    path.write_text("owned-model-in-production: Led it\nHalved the bill\n")
    with pytest.raises(ClaimsError, match=r"claims\.txt:2: 'Halved the bill': has no kind"):
        live.run_screen(home, **OPTIONS, claims_file=str(path))
    assert not home.sessions.exists()
