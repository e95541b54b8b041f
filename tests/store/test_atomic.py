from __future__ import annotations

import errno
import os
import stat
from pathlib import Path

import pytest

from screencopilot.store.atomic import write_durably
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import ensure_folder


def test_writes_all_and_leaves_nothing_else(tmp_path):
    write_durably(tmp_path / "note.toml", b"x" * 100_000, replace=False)
    assert (tmp_path / "note.toml").read_bytes() == b"x" * 100_000
    assert [p.name for p in tmp_path.iterdir()] == ["note.toml"]


@pytest.mark.parametrize("mask", [0, 0o777])
@pytest.mark.parametrize("replace", [True, False])
def test_mode_is_private_whatever_the_umask(tmp_path, umask, mask, replace):
    umask(mask)
    write_durably(tmp_path / "note.toml", b"x", replace=replace)
    assert stat.S_IMODE((tmp_path / "note.toml").stat().st_mode) == 0o600


def test_order_is_write_fsync_rename_fsync_of_the_folder(tmp_path, disk):
    write_durably(tmp_path / "a", b"x", replace=True, disk=disk)
    assert disk.calls == ["create", "write", "fsync", "replace", "fsync_folder", "fsync"]


def test_a_taken_name_is_kept(tmp_path):
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(StoreError, match="is kept"):
        write_durably(tmp_path / "a", b"new", replace=False)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert len(list(tmp_path.iterdir())) == 1


def test_without_hard_links_a_taken_name_is_kept_too(tmp_path, disk):
    disk.troubles["link"] = errno.EPERM
    (tmp_path / "a").write_bytes(b"old")
    with pytest.raises(StoreError, match="is kept"):
        write_durably(tmp_path / "a", b"new", replace=False, disk=disk)
    assert (tmp_path / "a").read_bytes() == b"old"
    write_durably(tmp_path / "b", b"new", replace=False, disk=disk)
    assert (tmp_path / "b").read_bytes() == b"new"


def test_without_hard_links_a_failed_rename_gives_the_name_back(tmp_path, disk):
    disk.troubles |= {"link": errno.EPERM, "replace": errno.EIO}
    with pytest.raises(StoreError):
        write_durably(tmp_path / "b", b"new", replace=False, disk=disk)
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    ("call", "reason"),
    [("create", errno.EACCES), ("write", errno.ENOSPC), ("fsync", errno.EIO), ("replace", errno.EROFS)],
)
def test_any_failure_leaves_the_old_file_and_no_litter(tmp_path, disk, call, reason):
    (tmp_path / "a").write_bytes(b"old")
    disk.troubles[call] = reason
    with pytest.raises(StoreError) as caught:
        write_durably(tmp_path / "a", b"new", replace=True, disk=disk)
    assert (tmp_path / "a").read_bytes() == b"old"
    assert [p.name for p in tmp_path.iterdir()] == ["a"]
    assert caught.value.where == str(tmp_path / "a")
    assert caught.value.mend


def test_a_disk_that_fills_up_half_way(tmp_path, disk):
    disk.room = 10
    with pytest.raises(StoreError, match="free some space"):
        write_durably(tmp_path / "a", b"x" * 100, replace=True, disk=disk)
    assert not list(tmp_path.iterdir())


def test_a_symbolic_link_is_followed_and_stays(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a").write_bytes(b"old")
    (tmp_path / "a").symlink_to(tmp_path / "real" / "a")
    write_durably(tmp_path / "a", b"new", replace=True)
    assert (tmp_path / "a").is_symlink()
    assert (tmp_path / "real" / "a").read_bytes() == b"new"


def test_a_stick_without_modes_is_written_all_the_same(tmp_path, monkeypatch):
    def refuse(*_args: object) -> None:
        raise PermissionError(errno.EPERM, "no modes here")

    monkeypatch.setattr(os, "fchmod", refuse)
    monkeypatch.setattr(Path, "chmod", refuse)
    folder = ensure_folder(tmp_path / "stick")
    write_durably(folder / "a", b"x", replace=True)
    assert (folder / "a").read_bytes() == b"x"


def test_a_missing_folder_is_our_error(tmp_path):
    with pytest.raises(StoreError, match="make the folder"):
        write_durably(tmp_path / "gone" / "a", b"x", replace=True)


def test_the_temporary_file_is_gone_after_an_interrupt(tmp_path, disk):
    def interrupt() -> None:
        raise KeyboardInterrupt

    disk.troubles["fsync"] = interrupt
    with pytest.raises(KeyboardInterrupt):
        write_durably(tmp_path / "a", b"x", replace=True, disk=disk)
    assert not list(tmp_path.iterdir())
