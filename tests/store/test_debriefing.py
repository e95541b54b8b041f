"""A debrief on disk: gone on with after a kill, its revisions in notes whose seals still fit, its record."""

from __future__ import annotations

import json
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from screencopilot.domain import debrief_commands as do
from screencopilot.domain.debrief import Case
from screencopilot.domain.debrief_events import Decided
from screencopilot.domain.debrief_record import Revised, record_of, revisions_of
from screencopilot.formats.debrief_toml import load_record
from screencopilot.formats.note_toml import load_note, verify
from screencopilot.report.debrief_writing import write_debrief
from screencopilot.store.debrief_records import append_revisions, write_record
from screencopilot.store.debriefing import (
    DebriefDesk,
    begin_debrief,
    debriefs_folder,
    put_debrief_aside,
    resume_debrief,
    unfinished_debrief,
)
from screencopilot.store.errors import StoreError
from screencopilot.store.journal_lines import encode_line, parse_journal
from screencopilot.store.paths import Folders
from tests.debriefs import BY_ANN, case_on, write_panel
from tests.sample import ManualClock


@pytest.fixture
def case(tmp_path: Path) -> Case:
    return case_on(write_panel(tmp_path / "panel"))


@pytest.fixture
def clock() -> ManualClock:
    return ManualClock()


def begun(home: Folders, case: Case, clock: ManualClock) -> DebriefDesk:
    return begin_debrief(home, case, clock, 20, 5)


def confirmed(desk: DebriefDesk) -> DebriefDesk:
    """Ben moves to 3 in the vote, Cy to 3 in the talk."""
    desk.do(do.turn_on)
    desk.do(do.take_turn, "Ben")
    desk.do(do.vote, 1, 3, BY_ANN)
    desk.do(do.end_turn)
    desk.do(do.skip_turn, "Ann")
    desk.do(do.skip_turn, "Cy")
    desk.do(do.turn_on)
    desk.do(do.change_view, 2, "Cy", 3, "the date was his own")
    desk.do(do.turn_on)
    desk.do(do.say_present, ["Ann", "Ben", "Cy"])
    desk.do(do.decide, "advance", "two of three on the bar")
    desk.do(do.confirm)
    return desk


def path_of(case: Case, evaluator: str) -> Path:
    return next(Path(note.path) for note in case.notes if note.evaluator == evaluator)


# Kept as it happens.


def test_what_was_done_is_on_disk_before_anything_else_and_is_gone_on_with(
    home: Folders, case: Case, clock: ManualClock
) -> None:
    desk = begun(home, case, clock)
    clock.tick(90)
    desk.do(do.turn_on)
    desk.do(do.take_turn, "Ben")
    desk.do(do.vote, 1, 3, BY_ANN, "low")
    # Killed here: nothing is closed, the journal is read as it lies there.
    found = unfinished_debrief(home, case)
    assert found is not None
    assert found.state == desk.state
    assert found.locked_by is not None
    desk.close()
    clock.tick(3600)
    again = resume_debrief(found.path, case, clock)
    assert (again.state, again.faults) == (desk.state, ())
    assert again.session.at == 90
    again.do(do.take_back)
    again.close()


def test_it_is_private_whatever_the_umask(
    home: Folders, case: Case, clock: ManualClock, umask: Callable[[int], None], tmp_path: Path
) -> None:
    umask(0)
    desk = confirmed(begun(home, case, clock))
    written = write_debrief(desk, tmp_path / "out")
    desk.close()
    for path in [*desk.folder.iterdir(), written.files.toml, written.files.markdown]:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    assert stat.S_IMODE(desk.folder.stat().st_mode) == 0o700


def test_another_program_has_it_open(home: Folders, case: Case, clock: ManualClock) -> None:
    desk = begun(home, case, clock)
    found = unfinished_debrief(home, case)
    assert found is not None
    with pytest.raises(StoreError, match="open in another program"):
        resume_debrief(found.path, case, clock)
    with pytest.raises(StoreError, match="open in another program"):
        put_debrief_aside(found)
    desk.close()
    free = unfinished_debrief(home, case)
    assert free is not None
    put_debrief_aside(free)
    assert unfinished_debrief(home, case) is None


def test_a_debrief_on_other_notes_is_not_offered(
    home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    begun(home, case, clock).close()
    fewer = case_on(sorted((tmp_path / "panel").iterdir())[:2])
    assert unfinished_debrief(home, fewer) is None
    assert unfinished_debrief(home, case) is not None


def test_damage_is_told_and_the_rest_is_gone_on_with(home: Folders, case: Case, clock: ManualClock) -> None:
    desk = begun(home, case, clock)
    desk.do(do.turn_on)
    desk.do(do.take_turn, "Ann")
    desk.close()
    (desk.folder / "screen.json").write_bytes(b"{")
    journal = desk.folder / "journal.jsonl"
    lines = journal.read_bytes().splitlines(keepends=True)
    journal.write_bytes(b"".join([*lines[:2], b"garbage\n", lines[2], b'{"torn']))
    again = resume_debrief(desk.folder, case, clock)
    assert again.state.turn == "Ann"
    assert len(again.faults) == 3
    again.close()


def test_without_its_beginning_it_is_not_offered(home: Folders, case: Case, clock: ManualClock) -> None:
    desk = begun(home, case, clock)
    desk.close()
    (desk.folder / "journal.jsonl").write_bytes(b"")
    assert unfinished_debrief(home, case) is None
    with pytest.raises(StoreError, match="cannot be gone on with"):
        resume_debrief(desk.folder, case, clock)
    assert begin_debrief(home, case, clock, 20, 5).close().saved
    assert len(list(debriefs_folder(home).iterdir())) == 2


def planted(desk: DebriefDesk, number: int, **fields: object) -> None:
    """Change an entry of a closed debrief's journal; its checksum fits."""
    path = desk.folder / "journal.jsonl"
    lines = parse_journal(path.read_bytes()).lines
    entries = [(line.seq, json.loads(line.payload)) for line in lines]
    entries[number][1].update(fields)
    path.write_bytes(b"".join(encode_line(seq, json.dumps(entry).encode()) for seq, entry in entries))


def test_decision_whose_line_was_damaged_is_asked_for_again(
    home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    desk = confirmed(begun(home, case, clock))
    desk.close()
    journal = desk.folder / "journal.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b'"decided"', b'"dec_ded"'))
    again = resume_debrief(desk.folder, case, clock)
    assert (again.state.phase, again.state.marks.decision, len(again.faults)) == ("decide", None, 1)
    again.do(do.decide, "advance", "once more")
    again.do(do.confirm)
    assert load_record(write_debrief(again, tmp_path / "out").files.toml).decision.words == "once more"
    again.close()


@pytest.mark.parametrize("fields", [{"at": 1e308}, {"at": -1.0}, {"seq": 2**63 - 1}])
def test_time_that_no_record_could_hold_costs_its_entry_only(
    fields: dict[str, float], home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    desk = confirmed(begun(home, case, clock))
    desk.close()
    planted(desk, 3, **fields)
    again = resume_debrief(desk.folder, case, clock)
    assert ["event 4 is not known" in fault for fault in again.faults] == [True]
    assert write_debrief(again, tmp_path / "out").files.toml.exists()
    again.close()


def test_text_of_a_journal_and_its_case_is_cleaned(
    home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    desk = confirmed(begun(home, case, clock))
    desk.close()
    raw = desk.folder / "journal.jsonl"
    lines = parse_journal(raw.read_bytes()).lines
    entry = json.loads(next(line.payload for line in lines if b"decided" in line.payload))
    number = entry["seq"]
    planted(desk, number, event={**entry["event"], "words": "no\x1b]0;pwned\x07\u202e\ndone"})
    kept = desk.folder / "screen.json"
    data = json.loads(kept.read_bytes())
    data["disagreements"][0]["sentence"] = "split\x1b[2J"
    kept.write_text(json.dumps(data), encoding="utf-8")
    again = resume_debrief(desk.folder, case, clock)
    assert again.state.marks.decision == Decided("advance", "no]0;pwned\ndone")
    assert again.case.disagreements[0].sentence == "split[2J"
    text = write_debrief(again, tmp_path / "out").files.markdown.read_text(encoding="utf-8")
    assert not {"\x1b", "\x07", "\u202e"} & set(text)
    again.close()


def test_case_whose_parts_do_not_belong_together_is_read_again(
    home: Folders, case: Case, clock: ManualClock
) -> None:
    desk = begun(home, case, clock)
    desk.close()
    kept = desk.folder / "screen.json"
    whole = json.loads(kept.read_bytes())
    for part in ({"number": 2}, {"views": [{**whole["disagreements"][0]["views"][0], "note": "nobody's"}]}):
        first, *rest = whole["disagreements"]
        kept.write_text(json.dumps({**whole, "disagreements": [{**first, **part}, *rest]}), encoding="utf-8")
        again = resume_debrief(desk.folder, case, clock)
        again.close()
        assert again.case == case
        assert again.faults == ("what the debrief began with is damaged: the notes were read again",)


def test_notes_that_were_moved_meanwhile_take_their_revisions(
    home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    desk = confirmed(begun(home, case, clock))
    desk.close()
    (tmp_path / "panel").rename(tmp_path / "moved")
    moved = case_on(sorted((tmp_path / "moved").iterdir()))
    found = unfinished_debrief(home, moved)
    assert found is not None
    again = resume_debrief(found.path, moved, clock)
    written = write_debrief(again, tmp_path / "out")
    again.close()
    assert [one.in_note for one in written.revisions] == [True, True]


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are text there")
def test_note_whose_file_name_is_no_text_takes_its_revision(
    home: Folders, clock: ManualClock, tmp_path: Path
) -> None:
    folder = Path(os.fsdecode(bytes(tmp_path) + b"/\xff\x1b"))
    case = case_on(write_panel(folder))
    desk = confirmed(begun(home, case, clock))
    written = write_debrief(desk, tmp_path / "out")
    desk.close()
    assert [one.in_note for one in written.revisions] == [True, True]
    (desk.folder / "finished").unlink()
    found = unfinished_debrief(home, case)
    assert found is not None
    again = resume_debrief(found.path, case, clock)
    assert again.case == case
    again.close()


# The end.


def test_revisions_stand_beside_the_sealed_ratings_and_the_seals_still_fit(
    home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    before = {note.id: load_note(Path(note.path)).note for note in case.notes}
    desk = confirmed(begun(home, case, clock))
    written = write_debrief(desk, tmp_path / "out")
    desk.close()
    assert [(r.evaluator, r.in_note, r.kept_out) for r in written.revisions] == [
        ("Ben", True, ""),
        ("Cy", True, ""),
    ]
    for read in case.notes:
        file, old = load_note(Path(read.path)), before[read.id]
        assert verify(file.raw) == "sealed-intact"
        assert file.raw["seal"]["digest"] == read.digest
        assert file.note.probes == old.probes
        revisions = [(r.probe, r.was, r.to, r.because) for r in file.note.revisions]
        assert (
            revisions
            == {
                "Ann": [],
                "Ben": [("CT1-A", 2, 3, "second vote, moved by Ann's evidence e1: recall fell to 0.64")],
                "Cy": [("AR1-A", 2, 3, "the date was his own")],
            }[read.evaluator]
        )
    record = load_record(written.files.toml)
    assert record == record_of(case, desk.state, record.app, written.revisions)
    assert written.files.markdown.read_text().startswith("# Debrief on C-7")
    assert unfinished_debrief(home, case) is None
    assert case_on([Path(n.path) for n in case.notes]).key == case.key


def test_a_crash_while_it_was_written_leaves_nothing_twice(
    home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    desk = confirmed(begun(home, case, clock))
    append_revisions(case, revisions_of(case, desk.state)[:1], desk.state.confirmed_wall)  # type: ignore[arg-type]
    desk.close()
    clock.tick(3600)
    found = unfinished_debrief(home, case)
    assert found is not None
    again = resume_debrief(found.path, case, clock)
    first = write_debrief(again, tmp_path / "out")
    second = write_debrief(again, tmp_path / "out")
    again.close()
    assert first == second
    assert len(list((tmp_path / "out").iterdir())) == 2
    assert len(load_note(path_of(case, "Ben")).note.revisions) == 1
    assert len(load_note(path_of(case, "Cy")).note.revisions) == 1


def test_a_record_is_never_written_over_another(
    home: Folders, case: Case, clock: ManualClock, tmp_path: Path
) -> None:
    out = tmp_path / "out"
    out.mkdir()
    stem = "debrief-C-7-2026-11-21"
    (out / f"{stem}.md").write_text("mine")
    (out / f"{stem}-2.toml").symlink_to("nowhere")
    desk = confirmed(begun(home, case, clock))
    files = write_debrief(desk, out).files
    desk.close()
    assert (files.toml.name, files.markdown.name) == (f"{stem}-3.toml", f"{stem}-3.md")
    assert (out / f"{stem}.md").read_text() == "mine"
    assert not (out / f"{stem}.toml").exists()
    assert not (out / "nowhere").exists()


def test_a_ref_cannot_become_a_path(home: Folders, case: Case, clock: ManualClock, tmp_path: Path) -> None:
    from msgspec.structs import replace

    desk = confirmed(begun(home, case, clock))
    record = record_of(case, desk.state, "test")
    desk.close()
    hostile = replace(record, candidate=replace(record.candidate, ref="../../x/\u202e"))
    files = write_record(tmp_path / "out", hostile, "text")
    assert files.toml.parent == tmp_path / "out"
    assert files.toml.exists()


# Notes that take no revision.


def changed_by(case: Case, evaluator: str) -> list[Revised]:
    note = next(note for note in case.notes if note.evaluator == evaluator)
    return [
        Revised(note=note.id, evaluator=evaluator, probe="CT1-A", was=2, to=3, because="why", in_note=False)
    ]


def kept_out(case: Case, clock: ManualClock, evaluator: str = "Ben") -> str:
    (became,) = append_revisions(case, changed_by(case, evaluator), clock.wall())
    assert became.in_note is (became.kept_out == "")
    return became.kept_out


def test_a_note_changed_or_gone_since_it_was_read_takes_no_revision(case: Case, clock: ManualClock) -> None:
    path = path_of(case, "Ben")
    raw = path.read_text()
    path.write_text(raw.replace("no figure of his own", "a figure of his own"))
    assert "not any more as it was read" in kept_out(case, clock)
    path.write_text("x = ")
    assert kept_out(case, clock)
    path.unlink()
    assert "cannot be reached" in kept_out(case, clock)


def test_a_link_or_another_name_takes_no_revision(case: Case, clock: ManualClock, tmp_path: Path) -> None:
    path = path_of(case, "Ben")
    elsewhere = tmp_path / "else.toml"
    path.rename(elsewhere)
    path.symlink_to(elsewhere)
    before = elsewhere.read_bytes()
    assert "is a link" in kept_out(case, clock)
    path.unlink()
    other = path.with_name("another.toml")
    elsewhere.rename(other)
    notes = tuple(
        type(n)(n.id, n.evaluator, str(other), n.digest) if n.evaluator == "Ben" else n for n in case.notes
    )
    assert "another name than its own" in kept_out(
        type(case)(case.candidate, case.evaluators, notes, case.rows, case.disagreements), clock
    )
    assert other.read_bytes() == before


def test_a_file_that_is_somebody_elses_takes_no_revision(
    case: Case, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = path_of(case, "Ben")
    before = path.read_bytes()
    with monkeypatch.context() as patched:
        patched.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
        assert "belongs to somebody else" in kept_out(case, clock)
    with monkeypatch.context() as patched:
        patched.setattr(os, "access", lambda *_: False)
        assert "cannot be written" in kept_out(case, clock)
    assert path.read_bytes() == before
    assert kept_out(case, clock) == ""
