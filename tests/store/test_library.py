from __future__ import annotations

import datetime as dt
import errno
from typing import Any

import pytest

from screencopilot.formats import note_toml
from screencopilot.formats.errors import NoteError
from screencopilot.formats.note_toml import load_note, seal
from screencopilot.store import library
from screencopilot.store.errors import StoreError
from screencopilot.store.library import find_note, list_notes, save_draft, save_sealed

ID = "0192f0c1-7b6d-7c3e-9a55-000000000001"
ZONE = dt.timezone(dt.timedelta(hours=-5))
START = dt.datetime(2026, 11, 21, 10, 0, 3, tzinfo=ZONE)
SEALED_AT = START + dt.timedelta(minutes=49)
NAME = "2026-11-21_C-2041_A.-Kim_0192f0c1.toml"


def document(note_id: str = ID, **changes: Any) -> dict[str, Any]:
    return {
        "schema": "screencopilot/note/1",
        "id": note_id,
        "status": "draft",
        "app": "screencopilot 0.1.0",
        "candidate": {"ref": "C-2041", "role": "ml-engineer", "level": "senior"},
        "evaluator": {"name": "A. Kim"},
        "bank": {"id": "ml", "version": "1.0.0", "digest": "sha256:" + "0" * 64, "plan": "45"},
        "timing": {"started": START, "ended": SEALED_AT, "active_seconds": 2731, "paused_seconds": 66},
        "probes": [
            {
                "id": "FA1-A",
                "rev": 1,
                "family": "FA1",
                "competency": "diagnosis",
                "status": "asked",
                "seconds": 402,
                "budget_seconds": 540,
                "bar": 4,
                "rating": 4,
            }
        ],
        **changes,
    }


def revision(to: int) -> dict[str, Any]:
    return {"at": SEALED_AT, "probe": "FA1-A", "from": 4, "to": to, "because": "heard it"}


def sealed(note_id: str = ID, **changes: Any) -> dict[str, Any]:
    return seal(document(note_id, **changes), SEALED_AT)


def test_a_draft_is_written_privately_under_its_name(tmp_path):
    path = save_draft(tmp_path / "notes", document())
    assert path == tmp_path / "notes" / NAME
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700
    assert load_note(path).note.id == ID


def test_a_draft_replaces_the_draft_of_the_same_note(tmp_path):
    save_draft(tmp_path, document())
    path = save_draft(tmp_path, document(app="newer"))
    assert [p.name for p in tmp_path.iterdir()] == [NAME]
    assert load_note(path).note.app == "newer"


def test_a_note_that_was_given_another_ref_keeps_its_file(tmp_path):
    first = save_draft(tmp_path, document())
    changed = document(candidate={"ref": "C-1", "role": "ml-engineer", "level": "mid"})
    assert save_draft(tmp_path, changed) == first
    assert len(list(tmp_path.iterdir())) == 1


def test_sealing_replaces_the_draft(tmp_path):
    save_draft(tmp_path, document())
    path = save_sealed(tmp_path, sealed())
    assert [p.name for p in tmp_path.iterdir()] == [NAME]
    assert load_note(path).note.status == "sealed"


def test_another_notes_file_is_never_replaced(tmp_path):
    other = ID[:-1] + "2"
    first, second = save_draft(tmp_path, document()), save_draft(tmp_path, document(other))
    assert second.name == NAME.replace(".toml", "-2.toml")
    assert [load_note(p).note.id for p in (first, second)] == [ID, other]
    assert save_draft(tmp_path, document(other, app="newer")) == second
    assert find_note(tmp_path, other) == second


def test_a_name_taken_in_the_last_moment_is_not_replaced(tmp_path, monkeypatch):
    path = save_draft(tmp_path, document())
    monkeypatch.setattr(library, "_free_name", lambda _folder, _name: path)
    with pytest.raises(StoreError, match="is kept"):
        save_draft(tmp_path, document(ID[:-1] + "2"))
    assert load_note(path).note.id == ID


def test_a_broken_file_of_that_name_is_never_replaced(tmp_path):
    (tmp_path / NAME).write_bytes(b"broken, but perhaps all there is")
    path = save_sealed(tmp_path, sealed())
    assert path.name != NAME
    assert (tmp_path / NAME).read_bytes() == b"broken, but perhaps all there is"


def test_a_sealed_note_gives_way_to_no_draft_and_no_other_seal(tmp_path):
    path = save_sealed(tmp_path, sealed())
    before = path.read_bytes()
    with pytest.raises(StoreError, match="sealed and is kept"):
        save_draft(tmp_path, document())
    with pytest.raises(StoreError, match="sealed and is kept"):
        save_sealed(tmp_path, sealed(app="other"))
    assert path.read_bytes() == before


def test_revisions_may_be_added_to_a_sealed_note_but_never_lost(tmp_path):
    save_sealed(tmp_path, sealed())
    path = save_sealed(tmp_path, {**sealed(), "revisions": [revision(3)]})
    save_sealed(tmp_path, {**sealed(), "revisions": [revision(3), revision(2)]})
    for fewer in ([], [revision(2)]):
        with pytest.raises(StoreError, match="revisions that would be lost"):
            save_sealed(tmp_path, {**sealed(), "revisions": fewer})
    assert len(load_note(path).note.revisions) == 2


def test_a_seal_that_does_not_fit_is_refused(tmp_path):
    with pytest.raises(StoreError, match="seal"):
        save_sealed(tmp_path, {**sealed(), "app": "changed after"})
    with pytest.raises(StoreError):
        save_sealed(tmp_path, document())
    assert not list(tmp_path.iterdir())


def test_what_could_not_be_read_again_is_not_written(tmp_path):
    with pytest.raises(NoteError):
        save_draft(tmp_path, document(timing={}))
    with pytest.raises(StoreError, match="not a draft"):
        save_draft(tmp_path, sealed())
    assert not list(tmp_path.iterdir())


def test_a_full_disk_leaves_the_old_draft(tmp_path, disk):
    path = save_draft(tmp_path, document())
    before = path.read_bytes()
    disk.troubles["write"] = errno.ENOSPC
    with pytest.raises(StoreError, match="free some space"):
        save_draft(tmp_path, document(app="newer"), disk=disk)
    assert path.read_bytes() == before


def test_a_disk_that_lies_is_found_out(tmp_path, disk):
    real = disk.write
    disk.write = lambda fd, data: real(fd, data.replace(b"2731", b"2732"))
    with pytest.raises(StoreError, match="reads back differently"):
        save_draft(tmp_path, document(), disk=disk)


@pytest.mark.parametrize("ref", ["../../etc/passwd", "...", "/", "🙂🙂", "a\nb", "CON", "x" * 120])
def test_no_ref_becomes_a_path(tmp_path, ref):
    folder = tmp_path / "notes"
    path = save_draft(folder, document(candidate={"ref": ref, "role": "r", "level": "mid"}))
    assert path.parent == folder
    assert [p.name for p in tmp_path.iterdir()] == ["notes"]
    assert find_note(folder, ID) == path


def test_finding_in_no_folder_finds_nothing(tmp_path):
    assert find_note(tmp_path / "none", ID) is None
    assert find_note(tmp_path, "../../x") is None


def test_one_bad_note_is_reported_and_the_rest_is_listed(tmp_path):
    early = document(ID[:-1] + "2", timing={**document()["timing"], "started": START - dt.timedelta(days=1)})
    save_draft(tmp_path, early)
    save_sealed(tmp_path, sealed())
    (tmp_path / "bad.toml").write_bytes(b"\0")
    (tmp_path / "folder.toml").mkdir()
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    (tmp_path / "README.md").touch()
    summaries, problems = list_notes([tmp_path, tmp_path / "missing.toml"])
    assert [(s.id, s.status) for s in summaries] == [(ID, "sealed"), (early["id"], "draft")]
    assert {p.path.name for p in problems} == {"bad.toml", "folder.toml", "gone.toml", "missing.toml"}
    assert all(p.reason for p in problems)
    first = summaries[0]
    assert (first.candidate_ref, first.role, first.level, first.evaluator) == (
        "C-2041",
        "ml-engineer",
        "senior",
        "A. Kim",
    )
    assert (first.started, first.bank_id, first.plan) == (START, "ml", "45")


def test_a_single_file_may_be_listed(tmp_path):
    path = save_draft(tmp_path, document())
    assert [s.path for s in list_notes([path])[0]] == [path]


def test_ids_that_begin_alike_cost_one_reading_each(tmp_path, monkeypatch):
    reads = []
    monkeypatch.setattr(note_toml, "load_note", lambda path: reads.append(path) or load_note(path))
    for number in range(12):
        save_draft(tmp_path, document(f"{ID[:8]}-{number:04}"))
    assert len(reads) <= 12
    assert find_note(tmp_path, f"{ID[:8]}-0005") is not None
    assert find_note(tmp_path, f"{ID[:8]}-9999") is None


def test_a_file_that_became_another_note_is_read_again(tmp_path):
    path = save_draft(tmp_path, document())
    assert find_note(tmp_path, ID) == path
    path.write_text(path.read_text(encoding="utf-8").replace(ID, f"{ID[:8]}-another"), encoding="utf-8")
    assert find_note(tmp_path, ID) is None
    assert find_note(tmp_path, f"{ID[:8]}-another") == path
