"""Copies of sealed notes in a folder for the others: by content, never over anything."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest
from msgspec.structs import replace

from screencopilot.domain.note import Revision
from screencopilot.formats.note_redaction import redact
from screencopilot.formats.note_toml import dump_note, load_note, note_to_document, parse_note
from screencopilot.store.errors import StoreError
from screencopilot.store.sharing import share
from tests.analysis.panels import note
from tests.report.samples import write_notes
from tests.store.hubs import NOW, sealed_bytes

NAME = "2026-11-02_C-1_Ann_n-1.toml"


@pytest.fixture
def mine(tmp_path: Path) -> Path:
    """A sealed note under a name of no meaning."""
    (path,) = write_notes(tmp_path / "mine", [note("C-1", "Ann", [3, 4], id="n-1")])
    return path


@pytest.fixture
def there(tmp_path: Path) -> Path:
    return tmp_path / "shared"


def test_note_is_copied_whole_under_its_own_name_and_privately(mine: Path, there: Path) -> None:
    (one,) = share([mine], there)

    assert (one.path, one.state, one.target) == (mine, "copied", there / NAME)
    assert [path.name for path in there.iterdir()] == [NAME]
    assert (there / NAME).read_bytes() == mine.read_bytes()
    assert stat.S_IMODE((there / NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(there.stat().st_mode) == 0o700


def test_second_time_it_is_there_already(mine: Path, there: Path) -> None:
    share([mine], there)
    assert [one.state for one in share([mine, mine.parent], there)] == ["there"]
    assert len(list(there.iterdir())) == 1


def test_same_name_with_other_bytes_gives_a_second_name_and_replaces_nothing(mine: Path, there: Path) -> None:
    there.mkdir()
    (there / NAME).write_text("somebody else's", encoding="utf-8")
    for state in ("copied", "there"):
        (one,) = share([mine], there)
        assert one.state == state
        assert one.target is not None
        assert one.target.name.startswith("2026-11-02_C-1_Ann_n-1_")
        assert one.target.read_bytes() == mine.read_bytes()
    assert (there / NAME).read_text(encoding="utf-8") == "somebody else's"
    assert one.target is not None
    one.target.write_text("taken too", encoding="utf-8")
    (last,) = share([mine], there)
    assert last.state == "refused"
    assert "both names" in last.why
    assert len(list(there.iterdir())) == 2


@pytest.mark.parametrize("what", ["folder", "link"])
def test_whatever_has_the_name_is_left_alone(what: str, mine: Path, there: Path, tmp_path: Path) -> None:
    there.mkdir()
    if what == "folder":
        (there / NAME).mkdir()
    else:
        (there / NAME).symlink_to(tmp_path / "nowhere")
    (one,) = share([mine], there)
    assert one.state == "copied"
    assert one.target != there / NAME
    assert not (tmp_path / "nowhere").exists()


def test_only_sealed_ones_go_and_the_others_stop_nothing(mine: Path, there: Path) -> None:
    folder = mine.parent
    text = mine.read_text(encoding="utf-8")
    write_notes(folder / "deeper", [note("C-2", "Ann", [3], id="n-2")])
    (draft,) = write_notes(folder / "x", [note("C-3", "Ann", [3], status="draft")])
    (folder / "changed.toml").write_text(text.replace("rating = 4", "rating = 5"), encoding="utf-8")
    (folder / "redacted.toml").write_bytes(dump_note(redact(parse_note(text.encode(), "").note, NOW)))
    (folder / "broken.toml").write_text("x = \n", encoding="utf-8")
    (folder / "huge.toml").write_bytes(b"#" * (2 * 1024 * 1024 + 1))

    found = share([folder, folder / "none.toml"], there)

    whys = {one.path.name: one.why.split(":")[0] for one in found if one.state == "refused"}
    assert whys == {
        "broken.toml": "cannot be read as a note", "changed.toml": "changed after it was sealed",
        "huge.toml": "cannot be read as a note", "none.toml": "there is no such file or folder (check the path)",
        draft.name: "a draft", "redacted.toml": "redacted",
    }  # fmt: skip
    assert sorted(p.name for p in there.iterdir()) == [NAME, "2026-11-02_C-2_Ann_n-2.toml"]


def test_one_candidate_only(mine: Path, there: Path) -> None:
    others = [note("C-12", "Ann", [3], id="n-2"), note("C-3", "Ann", [3], id="n-3", status="draft")]
    write_notes(mine.parent / "deeper", others)
    assert [one.target for one in share([mine.parent], there, "c-1")] == [there / NAME]


def test_dry_run_tells_the_same_and_writes_nothing(mine: Path, there: Path) -> None:
    (mine.parent / "again.toml").write_bytes(mine.read_bytes())
    (mine.parent / "revised.toml").write_bytes(revised(mine))
    dry = share([mine.parent], there, dry_run=True)
    assert not there.exists()
    assert share([mine.parent], there) == dry
    assert [one.state for one in dry] == ["copied", "there", "copied"]


def revised(path: Path) -> bytes:
    file = load_note(path)
    revision = Revision(at=NOW, probe=file.note.probes[0].id, was=3, to=4, because="heard it again")
    return dump_note(note_to_document(replace(file.note, revisions=(revision,)), file.raw))


def test_name_comes_from_the_note_and_is_no_path(tmp_path: Path, there: Path) -> None:
    path = tmp_path / "x.toml"
    path.write_bytes(sealed_bytes(note("../../C", "/etc/Ann", [3], id="n-9")))
    (one,) = share([path], there)
    assert one.target == there / "2026-11-02_C_etc-Ann_n-9.toml"


@pytest.mark.parametrize(
    ("place", "why"), [("a/b/shared", "would lie in is not there"), ("mine/00.toml", "no folder")]
)
def test_folder_is_made_only_where_its_parent_is(place: str, why: str, mine: Path, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=why):
        share([mine], tmp_path / place)
    assert not (tmp_path / "a").exists()


def test_full_disk_refuses_one_note_in_words(
    mine: Path, there: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import errno
    import os

    from screencopilot.store.disk import Disk

    def full(*_: object) -> int:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Disk, "write", full)
    (one,) = share([mine], there)
    assert one.state == "refused"
    assert "No space left" in one.why
    assert list(there.iterdir()) == []
