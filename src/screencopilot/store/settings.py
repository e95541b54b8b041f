"""The user's settings on disk: ``config.toml``, written durably and key by key.

Before there was a ``config.toml``, the profile held the theme and the silenced nudges. They are taken from there as
long as no ``config.toml`` exists, and move with the first setting that is changed.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from screencopilot.store.errors import StoreError, shown
from screencopilot.store.paths import Folders

if TYPE_CHECKING:
    from screencopilot.formats.config_toml import Config

#: What the profile held before: name there, and name here.
_MOVED = ("theme", "silenced")


@dataclass(frozen=True)
class Settings:
    """The settings in force, and one line for each thing wrong in their file.

    Attributes:
        theme: the name of a theme, "" when none was chosen.
        reduced_motion: nothing glides or blinks.
        remind_after_days: age in days from which home reminds of notes; 0 never does.
        silenced: ids of the nudges silenced for ever.
        problems: what is wrong in the file; such keys keep their defaults.
        panel_remote: the address of the panel's git repository, ``remote`` of the table ``panel``; "" for none.
    """

    theme: str = ""
    reduced_motion: bool = False
    remind_after_days: int = 365
    silenced: tuple[str, ...] = ()
    problems: tuple[str, ...] = ()
    panel_remote: str = ""


def load_settings(folders: Folders) -> Settings:
    """Read the settings; never raises for what is in them. Where nothing was ever set, no file is opened."""
    if not _stands(folders.config_file):
        return _from_profile(folders.profile_file)
    from screencopilot.domain.nudges import BY_ID
    from screencopilot.formats.config_toml import load_config

    config, faults = load_config(folders.config_file, BY_ID)
    return _settings(config, tuple(shown(str(fault)) for fault in faults))


def change_settings(folders: Folders, **changes: Any) -> None:
    """Write some settings durably; all others, and keys of a newer version, stay as they stand.

    Args:
        folders: where things live.
        changes: keys of the file's top, with their new values.

    Raises:
        StoreError: they cannot be written, or a file stands there that is no TOML; it is kept.
    """
    import tomli_w

    from screencopilot.formats.checked import schema_name
    from screencopilot.store.atomic import write_durably
    from screencopilot.store.paths import ensure_folder

    path = folders.config_file
    first = not _stands(path)
    old = _from_profile(folders.profile_file) if first else None
    moved = {name: value for name in _MOVED if (value := getattr(old, name, None))}
    known = {} if first else _document(path)
    document = {**known, **moved, **changes, "schema": schema_name("config")}
    ordered = {"schema": document.pop("schema"), **document}
    ensure_folder(path.parent)
    write_durably(path, tomli_w.dumps(ordered).encode(), replace=True)
    if first:
        _forget_in_profile(folders.profile_file)


def silence_for_ever(folders: Folders, nudge: str) -> None:
    """Add a nudge to those silenced for ever.

    Raises:
        StoreError: as :func:`change_settings`.
    """
    silenced = load_settings(folders).silenced
    if nudge not in silenced:
        change_settings(folders, silenced=[*silenced, nudge])


def _settings(config: Config, problems: tuple[str, ...]) -> Settings:
    return Settings(
        theme=config.theme,
        reduced_motion=config.reduced_motion,
        remind_after_days=config.remind_after_days,
        silenced=config.silenced,
        problems=problems,
        panel_remote=config.panel.remote,
    )


def _stands(path: Path) -> bool:
    return path.exists() or path.is_symlink()


def _document(path: Path) -> dict[str, Any]:
    from screencopilot.formats.checked import schema_fault
    from screencopilot.formats.errors import ConfigError
    from screencopilot.formats.toml_source import read_toml

    try:
        source = read_toml(path, ConfigError)
    except ConfigError as error:
        raise StoreError(f"broken, and kept: {error.faults[0]}", path, "mend it or move it away") from error
    wrong = schema_fault(source, "config")
    if wrong and "schema" in source.data:
        raise StoreError(f"kept as it is: {wrong}", path, "mend it or move it away")
    return source.data


def _from_profile(path: Path) -> Settings:
    """Return the settings of the time when the profile held them."""
    from screencopilot.store.profile import former_settings

    return Settings(**former_settings(path)) if _stands(path) else Settings()


def _forget_in_profile(path: Path) -> None:
    from screencopilot.store.profile import forget_former_settings

    if _stands(path):
        forget_former_settings(path)
