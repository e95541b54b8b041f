"""The address of a panel's repository: what git may be given as one."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from screencopilot.store.errors import StoreError, shown

#: Longer than any address.
_LIMIT = 1000
_SCHEMES = ("https", "ssh", "file")
#: ``user@host:path`` as git and scp know it; the host cannot be taken for an option of ssh.
_SCP = re.compile(r"(?:[A-Za-z0-9._-]+@)?[A-Za-z0-9][A-Za-z0-9.-]*:(?!:)[^-:].*")
_URL = re.compile(
    r"(?P<scheme>[A-Za-z][A-Za-z0-9+-]*)://"
    r"((?P<user>[^/@]*)@)?(?P<host>[A-Za-z0-9][A-Za-z0-9.-]*|\[[0-9A-Fa-f:.]+\])?(:[0-9]{1,5})?/.*"
)
_KEY_PART = 12


def checked_address(text: str) -> str:
    """Return an address as it is kept: a folder's as a whole path, any other as it was given.

    Raises:
        StoreError: git would not take it for an address, it is one that runs commands or is not encrypted, or it holds
            a password, which would be written into files.
    """
    if not text or len(text) > _LIMIT or not text.isprintable() or text.startswith("-"):
        raise _refused(text, "is no address of a repository")
    if _is_folder(text):
        return str(Path(text).expanduser().absolute())
    if "://" in text:
        return _url(text)
    if _SCP.fullmatch(text):
        return text
    raise _refused(text, "is no address of a repository, and no folder that is there")


def key_of(address: str) -> str:
    """Return what names an address in a path: safe characters only, never the same for two addresses."""
    return hashlib.sha256(address.encode()).hexdigest()[:_KEY_PART]


def is_here(address: str) -> bool:
    """Whether a checked address is a folder on this computer, so that what runs there runs here."""
    return address.startswith("file:") or Path(address).is_absolute()


def _is_folder(text: str) -> bool:
    """Whether a text is a folder's path; a whole path is, even while a stick or a share is away."""
    try:
        return Path(text).is_absolute() or Path(text).expanduser().is_dir()
    except (OSError, RuntimeError):
        return False


def _url(text: str) -> str:
    found = _URL.fullmatch(text)
    if found is None:
        raise _refused(text, "is no address of a repository")
    scheme, user = found["scheme"].lower(), found["user"]
    if scheme not in _SCHEMES:
        raise StoreError(
            f"{shown(scheme)}:// is no way to a repository that is taken",
            _plain(text),
            "use https, ssh, or a folder's path",
        )
    if user is not None and (scheme != "ssh" or ":" in user):
        raise StoreError(
            "the address holds a name or a password, which would be written into files",
            _plain(text),
            "leave it out; git's credential helper, or ssh, is the place for it",
        )
    if (scheme == "file") == bool(found["host"]) or (user or "").startswith("-"):
        raise _refused(text, "is no address of a repository")
    return text


def _plain(text: str) -> str:
    """Return an address without what stands before the host."""
    return re.sub(r"//[^/@]*@", "//…@", text)


def _refused(text: str, what: str) -> StoreError:
    return StoreError(
        what,
        shown(_plain(text[:80])),
        "write it as https://host/panel.git, git@host:panel.git, or a folder's path",
    )
