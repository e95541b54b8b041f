"""The panel's repository: what travels, what waits, who is quicker, and what somebody hostile puts there."""

from __future__ import annotations

import datetime as dt
import os
import shutil
import stat
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec.structs import replace

from screencopilot.domain.note import Revision
from screencopilot.formats.note_toml import dump_note, load_note, note_to_document
from screencopilot.store.errors import StoreError
from screencopilot.store.git import Git
from screencopilot.store.keeping import find_old, find_ref, remove
from screencopilot.store.panel import look, own_notes
from screencopilot.store.panel_clone import Clone, RaceError
from screencopilot.store.panel_push import push
from screencopilot.store.paths import folders
from tests.analysis.panels import BASE, note
from tests.report.samples import write_notes
from tests.store.hubs import NOW, Member, git, listing, make_hub, plant, sealed_bytes

pytestmark = pytest.mark.skipif(shutil.which("git") is None, reason="there is no git program here")

FILE = "100644"


@pytest.fixture
def hub(tmp_path: Path) -> Path:
    return make_hub(tmp_path)


@pytest.fixture
def member(tmp_path: Path, hub: Path) -> Callable[[str], Member]:
    return lambda name: Member(name, tmp_path / name, hub)


@pytest.fixture
def ann(member: Callable[[str], Member]) -> Member:
    return member("Ann")


@pytest.fixture
def ben(member: Callable[[str], Member]) -> Member:
    return member("Ben")


# -- what travels --------------------------------------------------------------------------------------------------


def test_sealed_notes_travel_once_and_the_commit_names_nobody(ann: Member, hub: Path) -> None:
    ann.screens("C-1", "Zoë/../..")

    assert len(ann.push().sent) == 2
    assert listing(hub) == ["notes/C-1/Ann-Ann-C-1.toml", "notes/Zoe/Ann-Ann-Zoe.toml"]
    again = ann.push()
    assert (again.sent, again.there, again.tries) == ([], 2, 1)
    log = git(hub, "log", "--format=%an %ae %cn %ce %s %b", "main").split("\n")
    assert [line for line in log if line] == [
        "screencopilot screencopilot@localhost screencopilot screencopilot@localhost Sealed notes "
    ]


def test_drafts_redacted_changed_and_broken_ones_stay(ann: Member, hub: Path) -> None:
    (good,) = ann.screens("C-1")
    text = good.read_text(encoding="utf-8")
    (ann.notes / "changed.toml").write_text(text.replace("rating = 4", "rating = 5"), encoding="utf-8")
    (ann.notes / "broken.toml").write_text("x = \n", encoding="utf-8")
    (draft,) = write_notes(ann.folder / "made", [note("C-2", "Ann", [3], status="draft")])
    draft.rename(ann.notes / "draft.toml")
    (ann.notes / "deeper").mkdir()
    write_notes(ann.notes / "deeper", [note("C-3", "Ann", [3])])
    (ann.notes / "journal.jsonl").write_text("{}", encoding="utf-8")

    done = ann.push()

    assert done.sent == [good]
    assert [(one.path.name, one.sound) for one in done.refused] == [
        ("broken.toml", False), ("changed.toml", False), ("draft.toml", True),
    ]  # fmt: skip
    assert listing(hub) == ["notes/C-1/Ann-Ann-C-1.toml"]


def test_notes_by_other_names_are_theirs_to_push(ann: Member, hub: Path) -> None:
    ann.screens("C-1")
    (ann.notes / "other.toml").write_bytes(sealed_bytes(note("C-1", "Ben", [5], id="b")))

    own = own_notes(ann.notes, "ANN")

    assert [one.file.note.evaluator.name for one in own.sealed] == ["Ann"]
    assert own.others == 1
    assert len(own_notes(ann.notes, "").sealed) == 2, (
        "nobody's name is known: all in one's own folder are one's own"
    )


def test_what_else_lies_there_stays_as_it_is(ann: Member, hub: Path) -> None:
    kept = {b"README.md": (FILE, b"ours"), b"notes/C-1/x.toml": (FILE, b"?"), b"a/b": ("120000", b"/etc")}
    plant(hub, kept)
    ann.screens("C-1")
    ann.push()
    assert listing(hub) == ["README.md", "a/b", "notes/C-1/Ann-Ann-C-1.toml", "notes/C-1/x.toml"]


@pytest.mark.parametrize("branch", ["trunk", "master"])
def test_the_remotes_own_branch_is_used(branch: str, ann: Member, hub: Path) -> None:
    git(hub, "symbolic-ref", "HEAD", f"refs/heads/{branch}")
    plant(hub, {b"README.md": (FILE, b"ours")}, branch)
    ann.screens("C-1")
    ann.push()
    assert listing(hub, branch) == ["README.md", "notes/C-1/Ann-Ann-C-1.toml"]


def test_another_file_in_a_notes_place_is_kept(ann: Member, hub: Path) -> None:
    ann.screens("C-1", "C-2", "C-3", "C-4")
    other = sealed_bytes(note("C-1", "Ann", [1, 1], id="Ann-C-1"))
    plant(hub, {
        b"notes/C-1/Ann-Ann-C-1.toml": (FILE, other),
        b"notes/C-2": ("120000", b"/etc"),
        b"notes/C-3/Ann-Ann-C-3.toml/deeper": (FILE, b"x"),
    })  # fmt: skip
    before = listing(hub)

    done = ann.push()

    assert [path.name for path in done.sent] == ["03.toml"]
    assert [one.path.name for one in done.refused] == ["00.toml", "01.toml", "02.toml"]
    assert set(listing(hub)) == {*before, "notes/C-4/Ann-Ann-C-4.toml"}
    assert git(hub, "show", "main:notes/C-1/Ann-Ann-C-1.toml").encode() == other


def test_revisions_follow_but_are_never_taken_back(ann: Member, ben: Member, hub: Path) -> None:
    (path,) = ann.screens("C-1")
    ben.screens("C-1")
    ann.push()
    ben.pull()
    first = path.read_bytes()
    revise(path)

    assert ann.push().sent == [path]
    assert len(ben.pull().copied) == 1
    (there,) = ben.pulled.iterdir()
    assert there.read_bytes() == path.read_bytes()

    path.write_bytes(first)
    done = ann.push()
    assert (done.sent, done.there, done.refused) == ([], 1, [])
    plant(hub, {b"notes/C-1/Ann-Ann-C-1.toml": (FILE, first)})
    assert [one.why for one in ben.pull().refused] == [
        "not put over what is here: the note there has revisions that would be lost"
    ]
    assert len(load_note(there).note.revisions) == 1


def revise(path: Path) -> None:
    """Add a revision to a sealed note, as a debrief does."""
    file = load_note(path)
    probe = file.note.probes[0]
    revision = Revision(at=NOW, probe=probe.id, was=3, to=4, because="heard it again")
    path.write_bytes(dump_note(note_to_document(replace(file.note, revisions=(revision,)), file.raw)))


# -- what waits ----------------------------------------------------------------------------------------------------


def test_notes_of_others_wait_for_ones_own(ann: Member, ben: Member) -> None:
    ann.screens("C-1", "C-2", "C-3")
    ann.push()
    ben.screens("C-1")

    done = ben.pull()

    assert ben.here() == ["2026-11-02_C-1_Ann_Ann-C-1.toml"]
    assert done.copied == [ben.pulled / ben.here()[0]]
    assert done.waiting == ["C-2", "C-3"]
    assert stat.S_IMODE(done.copied[0].stat().st_mode) == 0o600
    assert stat.S_IMODE(ben.pulled.stat().st_mode) == 0o700
    again = ben.pull()
    assert (again.copied, again.there) == ([], 1)
    shutil.rmtree(ben.notes)
    ben.screens("c-2")
    assert [path.name for path in ben.pull().copied] == ["2026-11-02_C-2_Ann_Ann-C-2.toml"]


@pytest.mark.parametrize("how", ["draft", "changed", "by-another", "pulled"])
def test_only_ones_own_sealed_note_opens_a_candidate(how: str, ann: Member, ben: Member) -> None:
    ann.screens("C-1")
    ann.push()
    (own,) = write_notes(ben.notes, [note("C-1", "Ben", [3], status="draft" if how == "draft" else "sealed")])
    if how == "changed":
        own.write_text(own.read_text(encoding="utf-8").replace("rating = 3", "rating = 4"), encoding="utf-8")
    elif how == "by-another":
        own.write_bytes(sealed_bytes(note("C-1", "Cat", [3])))
    elif how == "pulled":
        ben.pulled.mkdir(parents=True)
        own.rename(ben.pulled / own.name)

    done = ben.pull()

    assert (done.copied, done.waiting) == ([], ["C-1"])


def test_dry_run_copies_nothing_and_tells_the_same(ann: Member, ben: Member) -> None:
    ann.screens("C-1", "C-2")
    ann.push()
    ben.screens("C-1")
    dry = ben.pull(dry_run=True)
    assert ben.here() == []
    assert ben.pull() == dry


# -- who is quicker ------------------------------------------------------------------------------------------------


def test_whoever_is_quicker_is_built_upon(
    ann: Member, member: Callable[[str], Member], hub: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    quicker = [member("Ben"), member("Cat"), member("Dan")]
    for one in [ann, *quicker]:
        one.screens("C-1")
    true_push = Clone.push

    def slow_push(self: Clone, commit: str, branch: str) -> None:
        if self.folder == ann.clone.folder and quicker:
            quicker.pop().push()
        true_push(self, commit, branch)

    monkeypatch.setattr(Clone, "push", slow_push)

    assert ann.push().tries == 4
    assert len(listing(hub)) == 4


def test_always_being_too_late_ends_in_words(ann: Member, monkeypatch: pytest.MonkeyPatch) -> None:
    def too_late(self: Clone, commit: str, branch: str) -> None:
        raise RaceError("error: a request for this already exists")

    ann.screens("C-1")
    monkeypatch.setattr(Clone, "push", too_late)
    with pytest.raises(StoreError, match=r"3 times in a row: error: a request for this.*push again"):
        push(ann.clone, own_notes(ann.notes, "Ann"), NOW, tries=3)


def test_three_who_push_at_once_all_get_through(member: Callable[[str], Member], hub: Path) -> None:
    members = [member(name) for name in ("Ann", "Ben", "Cat")]
    for one in members:
        one.screens("C-1", "C-2")
    for _ in range(2):  # the second time all have something new again, on a branch that is there
        start = threading.Barrier(len(members))
        failures: list[BaseException] = []

        def go(one: Member, start: threading.Barrier, failures: list[BaseException]) -> None:
            try:
                start.wait()
                one.push()
            except BaseException as error:  # noqa: BLE001
                failures.append(error)

        threads = [threading.Thread(target=go, args=(one, start, failures)) for one in members]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
        for one in members:
            (one.notes / "02.toml").write_bytes(sealed_bytes(note("C-3", one.name, [3], id=f"{one.name}-3")))

    assert len(listing(hub)) == 9
    for one in members:
        assert len(one.pull().copied) == 6
    git(hub, "fsck", "--strict")


# -- what somebody hostile puts there ------------------------------------------------------------------------------


def test_hostile_files_are_told_and_stop_nothing(ann: Member, ben: Member, hub: Path, tmp_path: Path) -> None:
    ann.screens("C-1")
    ann.push()
    ben.screens("C-1")
    (intact,) = ann.notes.iterdir()
    changed = intact.read_bytes().replace(b"rating = 4", b"rating = 5").replace(b"Ann-C-1", b"Ann-C-9")
    evil = sealed_bytes(note("C-1", "../../evil\x1b]0;x\x07", [5], id="../../x"))
    plant(hub, {
        b"notes/C-1/link.toml": ("120000", os.fsencode(tmp_path / "secret.toml")),
        b"notes/C-1/huge.toml": (FILE, b"#" * (2 * 1024 * 1024 + 1)),
        b"notes/C-1/module.toml": ("160000", b"1" * 40),
        b"notes/C-1/Ann-changed.toml": (FILE, changed),
        b"notes/C-1/Ann-\x1b]0;pwned\x07\xff.toml": (FILE, b"x = "),
        b"notes/\x1b[2J/x.toml": (FILE, b"\0"),
        b"notes/-oProxyCommand=x.toml": (FILE, b""),
        b"notes/C-1/evil.toml": ("100755", evil),
        b"notes/C-1/.git": (FILE, b"gitdir: /tmp/evil"),
        b"notes/C-1/README": (FILE, b"no note, no word about it"),
        b".gitmodules": (FILE, b'[submodule "x"]\n\tpath = x\n\turl = ext::sh -c true\n'),
        b".gitattributes": (FILE, b"* filter=evil\n"),
    })  # fmt: skip
    before = {path.name for path in tmp_path.iterdir()}

    done = ben.pull()

    whys = sorted((one.name.split(" (")[0], one.why.split(" (")[0].split(":")[0]) for one in done.refused)
    assert whys == [
        ("notes/C-1/…", "cannot be read as a note"),
        ("notes/C-1/…", "changed after it was sealed"),
        ("notes/C-1/…", "is a link or another repository, no file"),
        ("notes/C-1/…", "is a link or another repository, no file"),
        ("notes/C-1/…", "is larger than any note"),
        ("notes/…", "cannot be read as a note"),
        ("notes/�[2J/…", "cannot be read as a note"),
    ]
    assert "Ann" not in "".join(one.name + one.why for one in done.refused)
    assert ben.here() == ["2026-11-02_C-1_Ann_Ann-C-1.toml", "2026-11-02_C-1_evil-0-x_x.toml"]
    assert {path.name for path in tmp_path.iterdir()} - before <= {"Ben"}
    assert {path.name for path in (ben.folder / "panel").iterdir()} == {"notes", ben.clone.folder.name}
    assert ben.push().sent, "and whoever wants to push still can"


def test_note_that_was_pulled_is_never_replaced_by_another(ann: Member, ben: Member, hub: Path) -> None:
    ann.screens("C-1")
    ben.screens("C-1")
    ann.push()
    ben.pull()
    (kept,) = ben.pulled.iterdir()
    before = kept.read_bytes()
    plant(
        hub, {b"notes/C-1/Ann-Ann-C-1.toml": (FILE, sealed_bytes(note("C-1", "Ann", [1, 1], id="Ann-C-1")))}
    )

    for dry_run in (True, False):
        done = ben.pull(dry_run=dry_run)
        assert [one.why for one in done.refused] == [
            "not put over what is here: the note there is sealed and is kept"
        ]
    assert kept.read_bytes() == before
    assert len(ben.here()) == 1


def test_id_of_ones_own_note_on_another_is_told(ann: Member, hub: Path) -> None:
    ann.screens("C-1")
    plant(hub, {b"notes/C-1/x.toml": (FILE, sealed_bytes(note("C-1", "Eve", [1], id="Ann-C-1")))})

    done = ann.pull()

    assert (done.copied, ann.here()) == ([], [])
    assert [one.why for one in done.refused] == ["bears the id of a note of your own, and is another one"]


def test_file_in_the_place_of_the_notes_folder_is_told(ann: Member, hub: Path) -> None:
    plant(hub, {b"notes": ("120000", b"/etc")})
    (path,) = ann.screens("C-1")
    assert ann.pull().copied == []
    done = ann.push()
    assert [one.path for one in done.refused] == [path]
    assert listing(hub) == ["notes"]


def test_no_hook_runs_neither_here_nor_in_a_folder_that_is_the_remote(
    ann: Member, ben: Member, hub: Path
) -> None:
    seen = hub.parent / "seen"
    ann.screens("C-1")
    names = (
        "pre-receive", "update", "post-receive", "post-update", "pre-push", "reference-transaction", "post-checkout",
        "proc-receive", "push-to-checkout", "pre-auto-gc", "post-merge",
    )  # fmt: skip
    for repository in (hub, ann.clone.folder):
        (repository / "hooks").mkdir()
        for name in names:
            hook = repository / "hooks" / name
            hook.write_text(f'#!/bin/sh\ntouch "{seen}"\n', encoding="utf-8")
            hook.chmod(0o755)

    ann.push()
    ann.pull()

    assert listing(hub) == ["notes/C-1/Ann-Ann-C-1.toml"]
    assert not seen.exists()
    git(hub, "update-ref", "refs/heads/other", "main")
    assert seen.exists(), "the hooks do run for others"


def test_no_setting_of_a_folder_that_is_the_remote_runs_anything(ann: Member, hub: Path) -> None:
    seen = hub.parent / "seen"
    ann.screens("C-1")
    ann.push()
    shutil.copytree(hub, hub.parent / "other.git")
    (hub / "objects" / "info").mkdir(exist_ok=True)
    (hub / "objects" / "info" / "alternates").write_text(
        f"{hub.parent / 'other.git' / 'objects'}\n", encoding="utf-8"
    )
    git(hub, "config", "core.alternateRefsCommand", f"touch '{seen}' #")
    ann.screens("C-1", "C-2")

    assert len(ann.push().sent) == 1
    assert not seen.exists()


def test_checkout_that_is_the_remote_runs_no_filter(ann: Member, hub: Path) -> None:
    seen, checkout = hub.parent / "seen", hub.parent / "checkout"
    checkout.mkdir()
    plant(hub, {b".gitattributes": (FILE, b"* filter=evil"), b"a": (FILE, b"x")})
    git(hub, "config", "core.bare", "false")
    git(hub, "config", "core.worktree", str(checkout))
    git(hub, "symbolic-ref", "HEAD", "refs/heads/main")
    git(hub, "read-tree", "-u", "--reset", "main")
    git(hub, "config", "receive.denyCurrentBranch", "updateInstead")
    for name in ("core.fsmonitor", "filter.evil.smudge", "filter.evil.clean"):
        git(hub, "config", name, f"touch '{seen}' #")
    ann.screens("C-1")

    with pytest.raises(StoreError, match="refusing to update checked out branch"):
        ann.push()
    assert not seen.exists()


def test_what_a_killed_git_has_left_stops_nothing(ann: Member, hub: Path) -> None:
    ann.screens("C-1")
    ann.push()
    ann.screens("C-1", "C-2")
    left = [ann.clone.folder / name for name in ("packed-refs.lock", "refs/panel/next.lock", "refs/panel/tip.lock",
                                                 "objects/pack/tmp_pack_x")]  # fmt: skip
    for path in left:
        path.write_bytes(b"")

    assert len(ann.push().sent) == 1
    assert [path for path in left if path.exists()] == []


def test_damaged_state_is_fetched_anew_and_a_damaged_clone_is_named(ann: Member, ben: Member) -> None:
    for one in (ann, ben):
        one.screens("C-1")
        one.push()
    for ref in ("tip", "next"):
        (ann.clone.folder / "refs" / "panel" / ref).write_bytes(b"\0garbage")
    assert len(ann.pull().copied) == 1

    folder = ann.clone.folder
    (folder / "HEAD").write_bytes(b"\0")
    with pytest.raises(StoreError, match=r"the clone is damaged.*remove it") as caught:
        ann.pull()
    assert caught.value.where == str(folder)
    shutil.rmtree(folder)
    assert ann.pull().there == 1


def test_remote_that_refuses_is_told_in_its_words_made_harmless(ann: Member, hub: Path) -> None:
    ann.screens("C-1")
    git(hub, "config", "receive.denyCurrentBranch", "refuse")
    git(hub, "config", "core.bare", "false")
    git(hub, "symbolic-ref", "HEAD", "refs/heads/main")
    with pytest.raises(StoreError, match="remote refuses") as caught:
        ann.push()
    assert str(caught.value).isprintable()


def test_history_that_was_rewritten_is_followed(ann: Member, ben: Member, hub: Path) -> None:
    ann.screens("C-1")
    ann.push()
    ben.screens("C-1")
    ben.push()
    git(hub, "update-ref", "-d", "refs/heads/main")
    assert ann.pull().copied == []
    assert len(ann.push().sent) == 1
    assert len(ben.push().sent) == 1
    assert len(listing(hub)) == 2


# -- the program ---------------------------------------------------------------------------------------------------


def fake_git(folder: Path, script: str) -> dict[str, str]:
    """Put a program called git into a folder, and return an environment that has no other."""
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    (folder / "git").chmod(0o755)
    return {"PATH": str(folder)}


def test_git_that_hangs_is_ended_with_all_it_started(tmp_path: Path) -> None:
    tail = shutil.which("tail")
    environ = fake_git(tmp_path / "bin", f"{tail} -f /dev/null & {tail} -f /dev/null")
    with pytest.raises(StoreError, match="took longer"):
        Git(tmp_path, environ, patience=0.2).ask("fetch")


def test_git_that_never_stops_talking_is_ended(tmp_path: Path) -> None:
    environ = fake_git(tmp_path / "bin", "while :; do echo y; done")
    with pytest.raises(StoreError, match="more than can be meant"):
        Git(tmp_path, environ).ask("ls-tree", limit=10_000)


def test_what_git_says_is_made_harmless_and_short(tmp_path: Path) -> None:
    environ = fake_git(tmp_path / "bin", "printf 'fatal: \\033]0;pwned\\007 no\\n%2000s' x >&2; exit 3")
    answer = Git(tmp_path, environ).ask("fetch")
    assert answer.code == 3
    assert answer.said.isprintable()
    assert len(answer.said) <= 401


def test_without_git_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"git program is not there.*install git"):
        Git(tmp_path, {"PATH": str(tmp_path)}).ask("fetch")


def test_only_what_leads_to_the_remote_is_kept_of_the_environment(tmp_path: Path) -> None:
    env = shutil.which("env")
    bad = {"GIT_DIR": "x", "GIT_CONFIG_COUNT": "1", "GIT_EXTERNAL_DIFF": "x", "GIT_SSH_COMMAND": "ssh -i key"}
    environ = {**bad, **fake_git(tmp_path / "bin", f"exec {env}")}
    told = dict(
        line.split("=", 1) for line in Git(tmp_path, environ).run("x").decode().splitlines() if "=" in line
    )
    assert not {"GIT_DIR", "GIT_CONFIG_COUNT", "GIT_EXTERNAL_DIFF"} & told.keys()
    assert (told["GIT_SSH_COMMAND"], told["GIT_TERMINAL_PROMPT"]) == ("ssh -i key", "0")
    assert "ext" not in told["GIT_ALLOW_PROTOCOL"]


@pytest.mark.parametrize(
    ("settings", "given", "called"),
    [
        ("", {}, "ssh -oBatchMode=yes"),
        ("", {"GIT_SSH": "/bin/myssh"}, None),
        ("[core]\n\tsshCommand = ssh -i ~/.ssh/panel\n", {}, "ssh -i ~/.ssh/panel"),
        ("[core]\n\tsshCommand = ssh -i a\n", {"GIT_SSH": "/bin/myssh"}, "ssh -i a"),
        ("[core]\n\tsshCommand = ssh -i a\n", {"GIT_SSH_COMMAND": "ssh -i b"}, "ssh -i b"),
    ],
)
def test_ssh_is_called_as_the_user_has_set_it(
    tmp_path: Path, settings: str, given: dict[str, str], called: str | None
) -> None:
    (tmp_path / ".gitconfig").write_text(settings, encoding="utf-8")
    real = Git(tmp_path / "clone.git", {"PATH": os.environ["PATH"], "HOME": str(tmp_path), **given})
    real.make()
    real.run("config", "core.sshCommand", "touch pwned")  # of the clone itself, which is nobody's to set

    told = {**real._environment(), **real._ssh()}

    assert told.get("GIT_SSH_COMMAND") == called
    if "GIT_SSH" in given:
        assert told["GIT_SSH"] == given["GIT_SSH"]


def test_hooks_out_of_the_settings_are_switched_off_on_both_sides(tmp_path: Path, hub: Path) -> None:
    words = Git(tmp_path, fake_git(tmp_path / "bin", 'echo "$@"')).run("x").decode()
    (other_side,) = Clone(Git(tmp_path, os.environ), str(hub))._there("receive-pack")
    for event in (
        "pre-push",
        "reference-transaction",
        "pre-receive",
        "update",
        "post-receive",
        "post-update",
    ):
        assert f"-c hook.{event}.enabled=false" in words
        assert f"-c hook.{event}.enabled=false" in other_side


# -- what is kept --------------------------------------------------------------------------------------------------


def test_forgetting_finds_pulled_notes_and_the_clone(tmp_path: Path, hub: Path) -> None:
    home = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    ann, ben = Member("Ann", tmp_path / "Ann", hub), Member("Ben", home.data, hub)
    ann.screens("C-1", "C-2")
    ann.push()
    ben.screens("C-1")
    ben.pull()
    (pulled,) = home.panel_notes.iterdir()

    found = find_ref(home, "c-1")
    assert {one.path for one in found.going} == {home.notes / "00.toml", pulled, ben.clone.folder}
    assert {one.path for one in find_ref(home, "C-2").going} == {ben.clone.folder}, "it waits, in the clone"
    assert find_ref(home, "C-3").going == ()
    for one in found.going:
        remove(one)
    assert find_ref(home, "C-1").going == ()


def test_purging_takes_the_clone_with_what_it_holds(tmp_path: Path, hub: Path) -> None:
    home = folders({"SCREENCOPILOT_HOME": str(tmp_path / "home")})
    ann, ben = Member("Ann", tmp_path / "Ann", hub), Member("Ben", home.data, hub)
    ann.screens("C-1")
    ann.push()  # at NOW
    ben.screens("C-1")
    ben.pull()
    (pulled,) = home.panel_notes.iterdir()
    own, clone = home.notes / "00.toml", ben.clone.folder

    assert find_old(home, BASE).going == ()
    assert {one.path for one in find_old(home, BASE + dt.timedelta(days=1)).going} == {own, pulled, clone}
    own.unlink()
    pulled.unlink()
    assert find_old(home, NOW).going == ()
    assert [one.path for one in find_old(home, NOW + dt.timedelta(days=1)).going] == [clone]


def test_everything_of_a_clone_is_private(ann: Member) -> None:
    ann.screens("C-1")
    before = os.umask(0o000)
    try:
        ann.push()
    finally:
        os.umask(before)
    open_to_others = [p for p in (ann.folder / "panel").rglob("*") if p.stat().st_mode & 0o077]
    assert open_to_others == []


def test_looking_again_needs_no_remote(ann: Member, hub: Path) -> None:
    from screencopilot.store.panel import look_again

    ann.screens("C-1")
    ann.push()
    clone = ann.clone
    seen = look(clone)
    hub.rename(hub.with_name("away"))
    clone = Clone(clone.git, clone.address)
    assert look_again(clone).entries == seen.entries
    with pytest.raises(StoreError, match="cannot be read"):
        look(clone)
