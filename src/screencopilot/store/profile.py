"""What the program remembers between screens, so that the next one begins with one key."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import msgspec
from msgspec import Meta

from screencopilot.store.atomic import write_durably
from screencopilot.store.disk import DISK, Disk
from screencopilot.store.errors import StoreError, from_os, shown
from screencopilot.store.paths import ensure_folder

SCHEMA = "screencopilot/profile/1"

_Name = Annotated[str, Meta(max_length=200)]


class Profile(msgspec.Struct, frozen=True):
    """The last choices; "" and () where nothing was chosen yet. ``shipped`` are the claim kinds one has shipped."""

    bank: _Name = ""
    plan: _Name = ""
    level: _Name = ""
    evaluator: _Name = ""
    shipped: Annotated[tuple[_Name, ...], Meta(max_length=200)] = ()


@dataclass(frozen=True)
class ProfileReading:
    """The profile, or the defaults with one line on why and where the broken file went."""

    profile: Profile
    problem: str = ""


def load_profile(path: Path, disk: Disk = DISK) -> ProfileReading:
    """Read the profile; never raises for what is in it.

    A broken file is moved aside to ``profile.toml.broken`` (or ``.broken-2`` ...), so that saving writes over nothing.
    """
    from screencopilot.formats.errors import FormatError

    try:
        document = _document(path)
        return ProfileReading(_profile(document))
    except FormatError as error:
        reason = str(error.faults[0])
    except msgspec.ValidationError as error:
        reason = f"{path}: {error}"
    return ProfileReading(Profile(), f"{shown(reason)}; {_moved_aside(path, disk)}, defaults are used")


def save_profile(path: Path, profile: Profile, disk: Disk = DISK) -> None:
    """Write the profile durably; keys of a newer version are kept.

    Raises:
        StoreError: it cannot be written, or a broken one stands there that could not be moved aside.
    """
    import tomli_w

    from screencopilot.formats.errors import FormatError

    ensure_folder(path.parent, disk)
    try:
        known = _document(path)
    except FormatError as error:
        raise StoreError(f"broken, and kept: {error.faults[0]}", path, "mend it or move it away") from error
    document = {**known, "schema": SCHEMA, **msgspec.to_builtins(profile)}
    write_durably(path, tomli_w.dumps(document).encode(), replace=True, disk=disk)


class _Former(msgspec.Struct, frozen=True):
    """What a profile held before the settings had a file of their own."""

    theme: _Name = ""
    silenced: Annotated[tuple[_Name, ...], Meta(max_length=200)] = ()


def former_settings(path: Path) -> dict[str, Any]:
    """Return theme and silenced nudges as an older profile holds them; nothing when it has none or is broken."""
    from screencopilot.formats.checked import convert_part
    from screencopilot.formats.errors import FormatError

    try:
        former = convert_part(_document(path), _Former)
    except FormatError:
        return {}
    return msgspec.structs.asdict(former) if former else {}


def forget_former_settings(path: Path, disk: Disk = DISK) -> None:
    """Take them out of the profile, once they stand in the settings; a profile that is broken stays.

    Raises:
        StoreError: it cannot be written.
    """
    import tomli_w

    from screencopilot.formats.errors import FormatError

    try:
        document = _document(path)
    except FormatError:
        return
    kept = {name: value for name, value in document.items() if name not in _Former.__struct_fields__}
    if kept != document:
        write_durably(path, tomli_w.dumps(kept).encode(), replace=True, disk=disk)


def _document(path: Path) -> dict[str, Any]:
    from screencopilot.formats.errors import FormatError
    from screencopilot.formats.toml_source import read_toml

    try:
        return read_toml(path).data
    except FormatError as error:
        if isinstance(error.__cause__, FileNotFoundError):
            return {}
        raise


def _profile(document: dict[str, Any]) -> Profile:
    from screencopilot.formats.text_safety import one_line

    profile = msgspec.convert(document, Profile)
    tidy = {
        name: one_line(value)
        for name, value in msgspec.structs.asdict(profile).items()
        if isinstance(value, str)
    }
    return msgspec.structs.replace(
        profile,
        **tidy,
        shipped=tuple(map(one_line, profile.shipped)),
    )


def _moved_aside(path: Path, disk: Disk) -> str:
    names = [f"{path.name}.broken", *(f"{path.name}.broken-{number}" for number in range(2, 100))]
    aside = next((name for name in names if not path.with_name(name).exists()), names[-1])
    try:
        disk.replace(path, path.with_name(aside))
    except OSError as error:
        return str(from_os("it could not be moved aside", "", error))
    return f"moved aside to {aside}"
