"""Which repository is the panel's: the one asked for, or the one that was joined."""

from __future__ import annotations

import os
import re
import shutil
from pathlib import Path

from screencopilot.store.errors import StoreError
from screencopilot.store.git import PATIENCE, Git
from screencopilot.store.panel_address import checked_address
from screencopilot.store.panel_clone import Clone, clone_at, place_of
from screencopilot.store.paths import Folders
from screencopilot.store.settings import change_settings, load_settings

#: What git calls the remotes of a checkout; an address has a slash or a colon.
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}")


def join(folders: Folders, remote: str, patience: float = PATIENCE) -> Clone:
    """Keep an address as the panel's, once its repository has answered; return its clone.

    Raises:
        StoreError: it is no address, its repository cannot be reached, or the settings cannot be written.
    """
    address = address_of(remote)
    new = not place_of(folders.panel, address).exists()
    clone = clone_at(folders.panel, address, patience)
    try:
        clone.branch()
    except StoreError:
        if new:  # an address that leads nowhere leaves nothing behind
            shutil.rmtree(clone.folder, ignore_errors=True)
        raise
    change_settings(folders, panel={"remote": clone.address})
    return clone


def panel_clone(folders: Folders, remote: str, patience: float = PATIENCE) -> Clone:
    """Return the clone of the repository asked for, or of the panel's where ``remote`` is "".

    Raises:
        StoreError: there is no panel yet, or the address is none.
    """
    address = address_of(remote) if remote else load_settings(folders).panel_remote
    if not address:
        raise StoreError(
            "no panel was joined yet",
            "",
            "screencopilot panel join ADDRESS, once, with the address of the panel's git repository",
        )
    return clone_at(folders.panel, address, patience)


def address_of(remote: str) -> str:
    """Return the address for what the user wrote: an address, or a remote's name in the checkout one stands in.

    Raises:
        StoreError: it is neither.
    """
    if not _NAME.fullmatch(remote) or Path(remote).is_dir():
        return checked_address(remote)
    checkout = next((p for p in (Path.cwd(), *Path.cwd().parents) if (p / ".git").is_dir()), None)
    if checkout is None:
        raise StoreError(
            "is the name of a remote only within a checkout",
            remote,
            "go into one, or write the whole address",
        )
    found = Git(checkout / ".git", os.environ).ask("config", "--get", f"remote.{remote}.url")
    address = found.out.decode("utf-8", "replace").rstrip("\n")
    if found.code or not address:
        raise StoreError(f"the checkout knows no remote {remote}", checkout, "write the whole address")
    beside = checkout / address  # git takes a relative path from the checkout's top
    return checked_address(str(beside) if beside.is_dir() else address)
