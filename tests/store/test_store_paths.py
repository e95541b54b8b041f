from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from screencopilot.store.errors import StoreError
from screencopilot.store.paths import ensure_folder, folders


def test_one_variable_moves_every_folder(tmp_path):
    found = folders({"SCREENCOPILOT_HOME": str(tmp_path)})
    assert found.notes == tmp_path / "data" / "notes"
    assert found.banks == tmp_path / "data" / "question_banks"
    assert found.themes == tmp_path / "config" / "themes"
    assert found.sessions == tmp_path / "state" / "sessions"
    assert found.crash_reports == tmp_path / "state" / "crash"
    assert (
        found.config_file.parent
        == found.profile_file.parent
        == found.keymap_file.parent
        == tmp_path / "config"
    )
    assert not list(tmp_path.iterdir()), "asking makes no folder"


def test_a_relative_home_is_made_absolute(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert folders({"SCREENCOPILOT_HOME": "here"}).data == tmp_path / "here" / "data"


def test_without_the_variable_the_system_decides():
    found = folders({"SCREENCOPILOT_HOME": ""})
    assert found.data.is_absolute()
    assert "screencopilot" in str(found.data)
    assert len({found.config, found.state, found.data}) >= 1


def test_importing_paths_imports_no_platformdirs():
    code = (
        "import sys, screencopilot.store.paths as p; p.folders({'SCREENCOPILOT_HOME': '/x'});"
        "sys.exit('platformdirs' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("mask", [0, 0o777])
def test_new_folders_are_private_whatever_the_umask(tmp_path, umask, mask):
    umask(mask)
    made = ensure_folder(tmp_path / "a" / "b")
    assert [p.stat().st_mode & 0o777 for p in (made, made.parent)] == [0o700, 0o700]


def test_a_folder_that_is_there_keeps_its_mode(tmp_path):
    there = tmp_path / "shared"
    there.mkdir()
    there.chmod(0o750)
    ensure_folder(there)
    assert there.stat().st_mode & 0o777 == 0o750


def test_a_file_in_the_way_is_our_error(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(StoreError) as caught:
        ensure_folder(tmp_path / "file" / "under")
    assert caught.value.where == str(tmp_path / "file" / "under")
    assert caught.value.mend


def test_a_full_disk_says_how_to_mend_it(tmp_path, disk):
    disk.troubles["make_folder"] = errno.ENOSPC
    with pytest.raises(StoreError, match="free some space"):
        ensure_folder(tmp_path / "x", disk)


def test_an_error_shows_no_escape_sequences():
    error = StoreError("bad", Path("/tmp/\x1b[2Jx\u202e"), "mend\n")
    assert "\x1b" not in str(error)
    assert "\u202e" not in str(error)
    assert os.linesep not in str(error)
