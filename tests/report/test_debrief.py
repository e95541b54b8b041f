"""The decision record in Markdown: what was said, and nothing that a text in it could do to the page."""

from __future__ import annotations

from msgspec.structs import replace

from screencopilot.domain.debrief_record import DecisionTaken
from screencopilot.report.debrief import debrief_markdown
from tests.formats.test_debrief_toml import RECORD
from tests.report.samples import HOSTILE


def test_it_tells_first_second_and_last_beside_the_decision_in_the_panels_words() -> None:
    text = debrief_markdown(RECORD)
    assert text.startswith("# Debrief on C-7\n")
    assert "\n## Decision\n\nAnother screen\n\none on cost\n" in text
    assert "| Ben | 2 | 3 \\(high confidence\\) | 3 | Ann's evidence e1: recall fell to 0.64 |" in text
    assert "| Cy | NE | – | NE |  |" in text
    assert "Not come to." in text
    assert (
        "- AR1-A, Ann: 4 to 3. the date was his own. Only in this record: not written into the note." in text
    )
    assert "| CT1-A \\(ct\\) | 5 | 2 | NE |" in text
    assert all(note.digest in text for note in RECORD.notes)


def test_text_from_notes_and_panel_formats_nothing_and_links_nowhere() -> None:
    hostile = replace(
        RECORD,
        questions=(HOSTILE, "# not a heading", "- no list"),
        present=(HOSTILE,),
        decision=DecisionTaken("advance", HOSTILE),
    )
    text = debrief_markdown(hostile)
    assert "<script" not in text
    assert "](javascript" not in text
    assert "https://" not in text
    assert "\n# not" not in text
    assert text.count("\n- ") == debrief_markdown(RECORD).count("\n- ") + 2


def test_it_gives_no_score_and_recommends_nothing() -> None:
    text = debrief_markdown(RECORD).casefold()
    for word in ("hire", "recommend", "score", "probability", "mean", "rank"):
        assert word not in text
