"""The ``git`` program, run so that nothing of a repository runs with it: no hook, no pager, no prompt, no shell.

This is the only way out of the computer that there is, and only the panel's commands take it.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from screencopilot.store.errors import StoreError, from_os, shown
from screencopilot.store.paths import ensure_folder

#: Seconds that one call may take; a slow line with many notes stays well below.
PATIENCE = 180.0
#: More bytes than this on stdout are no answer to anything we ask, unless the caller says otherwise.
ANSWER_LIMIT = 32 * 1024 * 1024
#: The last of what git said that is shown, characters.
_SAID = 400
#: What of the user's own git settings in the environment reaches git: how to get through to the remote, and no more.
_KEPT = frozenset(
    {
        *("GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT"),
        *("GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_PROXY_COMMAND"),
    }
)
#: What goes through to a remote, which may be reached by ssh.
_REACHING = frozenset({"ls-remote", "fetch", "push"})
#: Whose settings say how ssh is called: the user's and the computer's, and no repository's.
_USERS = frozenset({b"global", b"system"})
_OUR_SSH = "ssh -oBatchMode=yes"
#: Ways to a remote: no ``ext::``, which runs commands, and none without encryption.
TRANSPORTS = ("file", "https", "ssh")
_NO_HOOKS = "no-hooks"
#: Events at which git 2.54 and later run commands out of the settings too, besides what ``core.hooksPath`` names.
_EVENTS = (
    *("pre-push", "reference-transaction", "pre-auto-gc", "post-index-change"),
    *("pre-receive", "update", "proc-receive", "post-receive", "post-update", "push-to-checkout"),
)


def no_hooks(folder: Path) -> dict[str, str]:
    """Return the settings with which git runs no hook, neither of a folder nor out of the settings.

    Args:
        folder: the clone.
    """
    off = {f"hook.{event}.enabled": "false" for event in _EVENTS}
    return {"core.hooksPath": str(folder / _NO_HOOKS), **off}


class GitError(StoreError):
    """Git was asked and refused; ``said`` is what it wrote, fit for a terminal."""

    def __init__(self, what: str, where: str | Path, mend: str, said: str = "") -> None:
        self.said = said
        super().__init__(f"{what}: {said}" if said else what, where, mend)


@dataclass(frozen=True)
class Answer:
    """What one call gave: exit status, stdout, and the last of stderr fit for a terminal."""

    code: int
    out: bytes
    said: str


@dataclass(frozen=True)
class Git:
    """The program, and the bare repository it works in.

    Attributes:
        folder: the repository.
        environ: the environment of this process.
        patience: seconds that one call may take.
    """

    folder: Path
    environ: Mapping[str, str]
    patience: float = PATIENCE

    def run(self, *words: str, data: bytes = b"", limit: int = ANSWER_LIMIT) -> bytes:
        """Run git in the repository and return what it wrote on stdout.

        Raises:
            GitError: it ended with an error.
            StoreError: as :meth:`ask`.
        """
        answer = self.ask(*words, data=data, limit=limit)
        if answer.code:
            raise GitError(
                f"git {words[0]} failed", "", "see what git says", answer.said or f"status {answer.code}"
            )
        return answer.out

    def ask(self, *words: str, data: bytes = b"", limit: int = ANSWER_LIMIT) -> Answer:
        """Run git in the repository and return how it ended.

        Args:
            words: the subcommand and its arguments; whatever is not ours stands after ``--`` in them.
            data: its stdin.
            limit: how many bytes it may answer.

        Raises:
            StoreError: git is not there, takes too long, or answers too much.
        """
        with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as errors:
            given.write(data)
            given.seek(0)
            environ = self._environment()
            if words[0] in _REACHING:
                environ |= self._ssh()
            process = self._started([*self._command(), *words], given.fileno(), errors.fileno(), environ)
            with _ended(process, self.patience) as late:
                assert process.stdout is not None
                out = process.stdout.read(limit + 1)
                if len(out) <= limit:
                    process.wait()
            if late.is_set():
                raise StoreError(
                    f"git {words[0]} took longer than {self.patience:.0f} seconds and was ended",
                    "",
                    "try again; see whether the remote can be reached",
                )
            if len(out) > limit:
                raise StoreError(
                    f"git {words[0]} gave more than can be meant",
                    "",
                    "look at what lies in the panel's repository",
                )
            return Answer(process.returncode, out, _last(errors))

    def make(self) -> None:
        """Make the bare repository, without any of the templates and hooks that git puts into new ones."""
        ensure_folder(self.folder)
        ensure_folder(self.folder / _NO_HOOKS)
        if not (self.folder / "HEAD").exists():
            self.run("init", "--quiet", "--bare", "--template=", "--", str(self.folder))

    def tidy(self) -> None:
        """Remove what a git that was killed has left: its locks, and packs that never became whole.

        Call it in the folder's turn only: what lies there then belongs to no git that runs.
        """
        if os.name == "nt":  # no turns there
            return
        packs = self.folder / "objects" / "pack"
        for left in (*self.folder.glob("*.lock"), *self.folder.glob("refs/**/*.lock"), *packs.glob("tmp_*")):
            with contextlib.suppress(OSError):
                left.unlink()

    def _ssh(self) -> dict[str, str]:
        """Return how ssh is called: as the user has set it, in git's own order; else so that it asks for nothing."""
        if "GIT_SSH_COMMAND" in self.environ:
            return {}
        lines = self.ask("config", "--show-scope", "-z", "--get-all", "core.sshCommand").out.split(b"\0")
        found = [value for scope, value in zip(lines[::2], lines[1::2], strict=False) if scope in _USERS]
        if found:
            return {"GIT_SSH_COMMAND": os.fsdecode(found[-1])}
        return {} if "GIT_SSH" in self.environ else {"GIT_SSH_COMMAND": _OUR_SSH}

    def _started(
        self, command: Sequence[str], given: int, errors: int, environ: Mapping[str, str]
    ) -> subprocess.Popen[bytes]:
        try:
            return subprocess.Popen(  # noqa: S603 - no shell, and every word is ours or checked
                command,
                stdin=given,
                stdout=subprocess.PIPE,
                stderr=errors,
                env=environ,
                start_new_session=True,  # no terminal to ask on, and ssh ends with git
                umask=0o077,
            )
        except OSError as error:
            raise from_os("git cannot be started", command[0], error) from error

    def _command(self) -> list[str]:
        program = shutil.which("git", path=self.environ.get("PATH"))
        if program is None:
            raise StoreError(
                "the git program is not there, and only it reaches the panel's remote",
                "",
                "install git; or share notes by a folder: notes share --to FOLDER",
            )
        settings = {
            **no_hooks(self.folder),
            "core.fsmonitor": "false",
            "gc.auto": "0",
            "maintenance.auto": "false",
            "push.gpgSign": "false",
            "push.followTags": "false",
            "fetch.writeCommitGraph": "false",
            "credential.interactive": "false",
        }
        pairs = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        return [program, "--no-pager", f"--git-dir={self.folder}", *pairs]

    def _environment(self) -> dict[str, str]:
        kept = {n: v for n, v in self.environ.items() if not n.startswith("GIT_") or n in _KEPT}
        ours = {
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_ASKPASS": "",
            "SSH_ASKPASS_REQUIRE": "never",
            "GIT_ALLOW_PROTOCOL": ":".join(TRANSPORTS),
            "GIT_NO_REPLACE_OBJECTS": "1",
            "GIT_NO_LAZY_FETCH": "1",
            "GIT_ADVICE": "0",
            "LC_ALL": "C",
        }
        return {**kept, **ours}


@contextlib.contextmanager
def _ended(process: subprocess.Popen[bytes], patience: float) -> Iterator[threading.Event]:
    """See to it that a process and all it started are gone afterwards; the event says that it took too long."""
    late = threading.Event()

    def end() -> None:
        late.set()
        _kill(process)

    timer = threading.Timer(patience, end)
    timer.daemon = True
    try:  # from here on: Ctrl+C may come while the timer starts
        timer.start()
        yield late
    finally:
        timer.cancel()
        if process.poll() is None:
            _kill(process)
        if process.stdout is not None:
            process.stdout.close()
        process.wait()


def _kill(process: subprocess.Popen[bytes]) -> None:
    with contextlib.suppress(OSError):
        if os.name == "nt":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)


def _last(errors: IO[bytes]) -> str:
    """Return the last lines that git wrote, on one line: they may come from the remote, and are text from outside."""
    size = errors.seek(0, os.SEEK_END)
    errors.seek(max(0, size - 8 * _SAID))
    lines = [line.strip() for line in errors.read().decode("utf-8", "replace").splitlines()]
    told = " · ".join(shown(line) for line in lines if line and not line.startswith("hint:"))
    return told if len(told) <= _SAID else f"…{told[-_SAID:]}"
