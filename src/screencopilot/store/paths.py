"""Where data, configuration and state live. Nothing is made on import or by asking."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from screencopilot.store.disk import DISK, Disk
from screencopilot.store.errors import from_os

#: Moves every folder under one: for tests, for a stick, for trying things out.
HOME_VARIABLE = "SCREENCOPILOT_HOME"


@dataclass(frozen=True)
class Folders:
    """The three roots, and what lies under them; none of it need exist."""

    data: Path
    config: Path
    state: Path

    @property
    def notes(self) -> Path:
        """Sealed notes and drafts."""
        return self.data / "notes"

    @property
    def panel(self) -> Path:
        """Clones of the panel's repository, and :attr:`panel_notes`."""
        return self.data / "panel"

    @property
    def panel_notes(self) -> Path:
        """The notes of others, as they were pulled from the panel's repository."""
        return self.panel / "notes"

    @property
    def notes_here(self) -> tuple[Path, ...]:
        """Where own notes lie and those pulled from the panel, as far as these folders are there."""
        return tuple(place for place in (self.notes, self.panel_notes) if place.is_dir())

    @property
    def banks(self) -> Path:
        """The user's own banks: ``roles/``, ``modules/``, ``shared/`` and ``vignettes/`` as in the shipped folder."""
        return self.data / "question_banks"

    @property
    def themes(self) -> Path:
        """The user's own themes."""
        return self.config / "themes"

    @property
    def sessions(self) -> Path:
        """One folder per screen, with its journal."""
        return self.state / "sessions"

    @property
    def crash_reports(self) -> Path:
        """Crash reports, without candidate data."""
        return self.state / "crash"

    @property
    def config_file(self) -> Path:
        """The user's settings."""
        return self.config / "config.toml"

    @property
    def profile_file(self) -> Path:
        """What the program remembers between screens."""
        return self.config / "profile.toml"

    @property
    def keymap_file(self) -> Path:
        """The user's keys."""
        return self.config / "keymap.toml"


def folders(environ: Mapping[str, str]) -> Folders:
    """Return where things live: under ``SCREENCOPILOT_HOME`` when that is set, else where the system likes it."""
    home = environ.get(HOME_VARIABLE, "")
    if home:
        root = Path(home).expanduser().absolute()
        return Folders(root / "data", root / "config", root / "state")
    from platformdirs import PlatformDirs  # costs start-up time, and is needed only here

    places = PlatformDirs("screencopilot", appauthor=False)
    return Folders(places.user_data_path, places.user_config_path, places.user_state_path)


def ensure_folder(path: Path, disk: Disk = DISK) -> Path:
    """Make a folder and its missing parents, each with mode 0700 whatever the umask; one that is there stays as it is.

    Raises:
        StoreError: it cannot be made.
    """
    try:
        disk.make_folder(path)
    except OSError as error:
        raise from_os("the folder cannot be made", path, error) from error
    return path
