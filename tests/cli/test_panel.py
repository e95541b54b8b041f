"""``panel`` as a process: join, push, pull and status, three at once, and what it says when it cannot."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path
from subprocess import PIPE

import click
import pytest

from screencopilot.cli import panel_words
from screencopilot.store.profile import Profile, save_profile
from tests.analysis.panels import note
from tests.cli.process import Ran, environment, run_program
from tests.report.samples import write_notes
from tests.store.hubs import git, listing, make_hub, plant

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git program here")

Run = Callable[..., Ran]


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    return make_hub(tmp_path)


def member(folder: Path, name: str, *refs: str, known: bool = True) -> Path:
    """Make an evaluator's home with a sealed note on each candidate."""
    home = folder / "home"
    write_notes(home / "data" / "notes", [note(ref, name, [3, 4], id=f"{name}-{ref}") for ref in refs])
    if known:
        save_profile(home / "config" / "profile.toml", Profile(evaluator=name))
    return folder


def panel(folder: Path, *words: str) -> Ran:
    return run_program(folder, ["panel", *words])


def test_three_who_push_at_once_then_pull(tmp_path: Path, hub: Path) -> None:
    members = {name: member(tmp_path / name, name, "C-1") for name in ("Ann", "Ben", "Cat")}
    for folder in members.values():
        assert panel(folder, "join", str(hub)).code == 0
    running = [
        subprocess.Popen(
            [sys.executable, "-m", "screencopilot", "panel", "push", "--json"],
            env=environment(folder),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        for folder in members.values()
    ]
    ends = [process.communicate(timeout=60) for process in running]

    assert [process.returncode for process in running] == [0, 0, 0], ends
    assert listing(hub) == [f"notes/C-1/{name}-{name}-C-1.toml" for name in members]
    ran = panel(members["Ann"], "pull")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.splitlines()[-1] == "2 new notes, 0 here already"
    row = run_program(members["Ann"], ["compare", "--format", "json"]).json["candidates"]
    assert [(one["ref"], one["notes"]) for one in row] == [("C-1", 3)], "what was pulled is compared"


def test_others_wait_and_no_name_or_rating_is_told(tmp_path: Path, hub: Path) -> None:
    ann, ben = member(tmp_path / "a", "Ann", "C-1", "C-2"), member(tmp_path / "b", "Benedict", "C-1")
    for folder in (ann, ben):
        panel(folder, "join", str(hub))
    panel(ann, "push")
    plant(hub, {b"notes/C-2/Ann-broken.toml": ("100644", b"x = ")})

    dry = panel(ben, "pull", "--dry-run", "--json")
    pulled = panel(ben, "pull")
    status = panel(ben, "status")
    as_json = panel(ben, "status", "--json").json

    assert dry.json["waiting"] == 1
    assert [Path(path).name for path in dry.json["copied"]] == ["2026-11-02_C-1_Ann_Ann-C-1.toml"]
    assert "notes on 1 candidate wait until your own is sealed" in pulled.out
    assert "waits: C-2: your own note on this candidate is not sealed" in status.out
    assert [one["candidate"] for one in as_json["waiting"]] == ["C-2"]
    assert [Path(path).name for path in as_json["to_push"]] == ["00.toml"]
    assert (as_json["pulled"], as_json["to_pull"]) == (1, 0)
    assert pulled.code == status.code == 1, "one file there is broken"
    told = pulled.err + status.out + status.err
    assert "notes/C-2/… (object " in told
    assert "Ann" not in told


def test_status_tells_what_was_known_when_the_remote_is_away(tmp_path: Path, hub: Path) -> None:
    ann = member(tmp_path / "a", "Ann", "C-1")
    panel(ann, "join", str(hub))
    panel(ann, "push")
    hub.rename(tmp_path / "away.git")

    ran = panel(ann, "status")

    assert ran.code == 1
    assert "yours: 0 notes to push, 1 there already" in ran.out
    assert "last answered" in ran.err
    assert panel(ann, "pull").code == panel(ann, "push").code == 1


def test_without_a_panel_it_says_how_to_join_one(tmp_path: Path) -> None:
    for words in (["pull"], ["push"], ["status"]):
        ran = panel(tmp_path, *words)
        assert (ran.code, ran.out, len(ran.lines)) == (1, "", 1)
        assert "panel join ADDRESS" in ran.err


def test_address_that_leads_nowhere_is_not_kept(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    for address in ("empty", "ext::sh -c true", "nope"):
        ran = panel(tmp_path, "join", address)
        assert (ran.code, ran.out) == (1, "")
    assert not (tmp_path / "home" / "config").exists()
    assert list((tmp_path / "home" / "data" / "panel").iterdir()) == []


def test_joining_keeps_the_other_settings(tmp_path: Path, hub: Path) -> None:
    config = tmp_path / "home" / "config" / "config.toml"
    config.parent.mkdir(parents=True)
    config.write_text('schema = "screencopilot/config/1"\ntheme = "quiet-light"\n', encoding="utf-8")
    panel(tmp_path, "join", str(hub))
    text = config.read_text(encoding="utf-8")
    assert 'theme = "quiet-light"' in text
    assert f'[panel]\nremote = "{hub}"' in text


def test_another_remote_and_folder_for_once_and_a_remote_by_its_name(tmp_path: Path, hub: Path) -> None:
    ann, ben = member(tmp_path / "a", "Ann", "C-1"), member(tmp_path / "b", "Ben", "C-1", known=False)
    assert panel(ann, "push", "--remote", str(hub)).code == 0
    git(ben / ".git", "init", "--quiet")
    git(ben / ".git", "config", "remote.hub.url", "../" + hub.name)
    ran = panel(ben, "pull", "--remote", "hub", "--folder", "theirs")
    assert ran.code == 0, ran.err
    assert [path.name for path in (ben / "theirs").iterdir()] == ["2026-11-02_C-1_Ann_Ann-C-1.toml"]
    assert "knows no remote x" in panel(ben, "pull", "--remote", "x").err
    own = panel(ben, "pull", "--remote", str(hub), "--folder", str(ben / "home" / "data" / "notes"))
    assert own.code == 2
    assert "kept apart" in own.err


def test_dry_push_and_drafts(tmp_path: Path, hub: Path) -> None:
    ann = member(tmp_path / "a", "Ann", "C-1")
    (draft,) = write_notes(tmp_path / "made", [note("C-2", "Ann", [3], status="draft")])
    draft.rename(ann / "home" / "data" / "notes" / "draft.toml")
    panel(ann, "join", str(hub))

    dry = panel(ann, "push", "--dry-run")
    assert dry.out.startswith("would be pushed: ")
    assert git(hub, "for-each-ref") == ""
    ran = panel(ann, "push")
    assert (ran.code, ran.err) == (0, "")
    assert (
        ran.out.splitlines()[-1] == "1 note new there, 0 there already; 1 draft or redacted note stays here"
    )


def test_without_git_it_says_so(tmp_path: Path, hub: Path) -> None:
    ran = run_program(tmp_path, ["panel", "join", str(hub)], PATH=str(tmp_path))
    assert ran.code == 1
    assert "git program is not there" in ran.err


def test_very_many_hostile_files_are_counted_and_not_all_named(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    from screencopilot.cli.panel_words import _tell
    from screencopilot.store.panel import Kept, name_of
    from screencopilot.store.panel_clone import Entry

    entry = Entry(b"notes/" + b"0/" * 3000 + b"x.toml", "100644", "a" * 40, 1)
    _tell([Kept(name_of(entry), "is a link")] * 60)

    said = capsys.readouterr().err.splitlines()
    assert len(said) == 51
    assert said[-1] == "refused: 10 more; --json names all"
    assert len(said[0]) < 200


def test_what_takes_long_is_told_at_a_terminal_alone(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    said = threading.Event()
    monkeypatch.setattr(panel_words, "_A_MOMENT", 0)
    real = click.echo

    def echo(words: str, *, err: bool) -> None:
        real(words, err=err)
        said.set()

    monkeypatch.setattr(panel_words.click, "echo", echo)
    monkeypatch.setattr(panel_words, "on_terminal_aside", lambda: False)
    with panel_words._slowly("reaching it"):
        assert not any(isinstance(thread, threading.Timer) for thread in threading.enumerate())
    monkeypatch.setattr(panel_words, "on_terminal_aside", lambda: True)
    with panel_words._slowly("reaching it"):
        assert said.wait(20)
    out = capsys.readouterr()
    assert (out.out, out.err) == ("", "reaching it\n")


def test_ctrl_c_ends_it_at_once_and_in_words(tmp_path: Path, hub: Path) -> None:
    """A remote that hangs: its git is gone when the command ends."""
    folder = member(tmp_path / "ann", "Ann", "C-1")
    assert panel(folder, "join", str(hub)).code == 0
    binary = tmp_path / "bin"
    binary.mkdir()
    hung = tmp_path / "hung"
    hangs = f'#!/bin/sh\ncase "$*" in *ls-remote*) sleep 1; echo $$ > "{hung}"; exec sleep 600;; esac\n'
    (binary / "git").write_text(hangs, encoding="utf-8")
    (binary / "git").chmod(0o755)
    environ = environment(folder)
    environ["PATH"] = f"{binary}{os.pathsep}{environ['PATH']}"
    process = subprocess.Popen(
        [sys.executable, "-m", "screencopilot", "panel", "pull"], env=environ, stdout=PIPE, stderr=PIPE
    )
    while not (hung.exists() and hung.read_text(encoding="utf-8").strip()):
        assert process.poll() is None
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (130, b"")
    assert err.decode() == "ended with Ctrl+C; what was done before it stays done\n"
    with pytest.raises(ProcessLookupError):
        os.kill(int(hung.read_text(encoding="utf-8")), 0)
