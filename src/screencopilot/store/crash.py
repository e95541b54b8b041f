"""A report of a crash that can be mailed to a stranger: it holds nothing of the candidate.

Exception messages and local variables may hold what someone typed, so neither goes in: only the kinds of the
exceptions, the lines of our own code they passed, and versions.
"""

from __future__ import annotations

import datetime as dt
import platform
import traceback
from pathlib import Path
from types import CodeType

from screencopilot import __version__
from screencopilot.store.atomic import write_durably
from screencopilot.store.disk import DISK, Disk
from screencopilot.store.paths import Folders, ensure_folder

_PACKAGE = Path(__file__).parents[1]
#: Exceptions that led to each other, and frames of one: enough for any bug, and no endless report of a deep recursion.
_CHAIN_LIMIT = 8
_FRAMES_LIMIT = 40


def write_crash_report(error: BaseException, folders: Folders, now: dt.datetime, disk: Disk = DISK) -> Path:
    """Write a report of ``error`` into the folder of crash reports, mode 0600, and return its path.

    Raises:
        StoreError: it cannot be written.
    """
    ensure_folder(folders.crash_reports, disk)
    path = folders.crash_reports / f"crash-{now:%Y%m%dT%H%M%S%f}.txt"
    write_durably(path, crash_report(error, now).encode(), replace=False, disk=disk)
    return path


def crash_report(error: BaseException, now: dt.datetime) -> str:
    """Return the report's text: versions, then each exception from the first cause on."""
    lines = [
        f"screencopilot {__version__}",
        f"at {now.isoformat(timespec='seconds')}",
        f"Python {platform.python_version()} on {platform.system()} {platform.release()} {platform.machine()}",
        *_library_versions(),
        "",
        "Messages and values are left out on purpose: they could hold what was said in the screen.",
    ]
    for cause in reversed(_chain(error)):
        lines += ["", *_told(cause)]
    return "\n".join(lines) + "\n"


def _library_versions() -> list[str]:
    from importlib.metadata import PackageNotFoundError, version

    found = []
    for name in ("textual", "rich", "msgspec", "tomli-w", "filelock", "platformdirs", "click"):
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            found.append(f"{name} (not installed as a package)")
    return found


def _chain(error: BaseException) -> list[BaseException]:
    chain: list[BaseException] = []
    link: BaseException | None = error
    while link is not None and link not in chain and len(chain) < _CHAIN_LIMIT:
        chain.append(link)
        link = link.__cause__ or link.__context__
    return chain


def _told(error: BaseException) -> list[str]:
    kind = type(error)
    walk = traceback.walk_tb(error.__traceback__)
    frames = [f"  {place}" for place in (_ours(frame.f_code, line) for frame, line in walk) if place]
    if len(frames) > _FRAMES_LIMIT:
        half = _FRAMES_LIMIT // 2
        frames = [*frames[:half], f"  ... {len(frames) - _FRAMES_LIMIT} more", *frames[-half:]]
    return [f"{kind.__module__}.{kind.__qualname__}", *frames]


def _ours(code: CodeType, line: int) -> str:
    """Return ``file:line in function`` for a line of our code, "" for others'; paths begin at the package."""
    path = Path(code.co_filename)
    if not path.is_relative_to(_PACKAGE):
        return ""
    return f"{path.relative_to(_PACKAGE.parent)}:{line} in {code.co_qualname}"
