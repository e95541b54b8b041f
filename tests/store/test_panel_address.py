"""Addresses of repositories: what git may be given, and what it may not."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from screencopilot.store.errors import StoreError
from screencopilot.store.panel_address import checked_address, is_here, key_of


@pytest.mark.parametrize(
    "address",
    [
        "https://host.example/panel.git",
        "https://host.example:8443/a/b/panel.git",
        "ssh://git@host.example/panel.git",
        "ssh://host.example:2222/panel.git",
        "git@host.example:team/panel.git",
        "host:panel.git",
        "file:///srv/panel.git",
        "https://[::1]/panel.git",
    ],
)
def test_what_git_takes_is_taken_as_it_is(address: str) -> None:
    assert checked_address(address) == address
    assert is_here(address) == address.startswith("file:")


@pytest.mark.parametrize(
    ("address", "why"),
    [
        ("", "no address"),
        ("panel", "no address"),
        ("-oProxyCommand=x", "no address"),
        ("--upload-pack=x", "no address"),
        ("ext::sh -c x", "no address"),
        ("fd::7", "no address"),
        ("http://host/x.git", "no way to a repository"),
        ("git://host/x.git", "no way to a repository"),
        ("ext://host/x.git", "no way to a repository"),
        ("https://me:secret@host/x.git", "name or a password"),
        ("https://token@host/x.git", "name or a password"),
        ("ssh://me:secret@host/x.git", "name or a password"),
        ("ssh://-oProxyCommand=x/y", "no address"),
        ("ssh://-x@host/y", "no address"),
        ("-x@host:y", "no address"),
        ("host:-x", "no address"),
        ("file://host/x", "no address"),
        ("https:///x", "no address"),
        ("git@host:a\nb", "no address"),
        ("git@host:\x1b[2J", "no address"),
        ("h" * 2000 + ":x", "no address"),
    ],
)
def test_what_could_run_or_tell_something_is_refused(address: str, why: str) -> None:
    with pytest.raises(StoreError, match=why) as caught:
        checked_address(address)
    told = str(caught.value)
    assert told.isprintable()
    assert not {"secret", "token"} & set(told.replace("@", " ").replace(":", " ").split())


def test_folder_is_kept_as_a_whole_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "it's a: hub").mkdir()
    monkeypatch.chdir(tmp_path)
    assert checked_address("it's a: hub") == str(tmp_path / "it's a: hub")
    assert is_here(checked_address("it's a: hub"))


@given(st.text())
def test_any_text_is_an_address_or_our_error(text: str) -> None:
    try:
        address = checked_address(text)
    except StoreError as error:
        assert str(error).isprintable()
    else:
        assert address.isprintable()
        assert not address.startswith("-")
        assert key_of(address).isalnum()
