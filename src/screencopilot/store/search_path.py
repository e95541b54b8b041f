"""Where banks and themes are looked for: the shipped ones, then the user's, which override them by id.

A file's stem is its id, so that looking for one needs to open no other; a file whose id says otherwise is at fault when
it is loaded. Shipped files may lie in a zipped package: they are reached as ``Traversable``, not as paths.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from screencopilot.store.bank_cache import keep_bank, kept_bank
from screencopilot.store.errors import StoreError, from_os
from screencopilot.store.paths import Folders

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

    from screencopilot.domain.bank import Bank, ResolvedBank
    from screencopilot.domain.theme import ThemeFile
    from screencopilot.formats.bank_toml import Loaded, Shared
    from screencopilot.formats.errors import FormatError

Kind = Literal["question_banks", "themes"]
Origin = Literal["shipped", "yours"]

_SUFFIX = ".toml"
_SHARED = ("cards", "claims", "flags")


@dataclass(frozen=True)
class Source:
    """One file on the search path: where it lies, and whether it was shipped or is the user's."""

    path: Path | Traversable
    origin: Origin


@dataclass(frozen=True)
class BankList:
    """The banks that can be read, by id, and the faults of those that cannot."""

    banks: Mapping[str, Bank]
    problems: tuple[FormatError, ...]


def shipped(kind: Kind) -> Traversable:
    """Return the folder of shipped data: inside an installed package, or at the top level of a checkout.

    Raises:
        StoreError: it is in neither place; the installation is broken.
    """
    here = Path(__file__)
    for place in (here.parents[1] / "_data" / kind, here.parents[3] / kind):
        if place.is_dir():
            return place
    from importlib.resources import files  # costs start-up, and only a zipped package needs it

    packaged = files("screencopilot") / "_data" / kind
    if packaged.is_dir():
        return packaged
    raise StoreError(f"the shipped {kind} are missing", str(packaged), "install screencopilot again")


def find_banks(folders: Folders) -> Mapping[str, Source]:
    """Return where each bank lies, by id, sorted; no file is opened.

    Raises:
        StoreError: a folder cannot be listed.
    """
    return _found(_place("question_banks", "roles"), folders.banks / "roles")


def find_modules(folders: Folders) -> Mapping[str, Source]:
    """Return where each module lies, by id; as :func:`find_banks`."""
    return _found(_place("question_banks", "modules"), folders.banks / "modules")


def find_vignettes(folders: Folders) -> Mapping[str, Source]:
    """Return where the vignettes of each family lie, by family; as :func:`find_banks`."""
    return _found(_place("question_banks", "vignettes"), folders.banks / "vignettes")


def find_shared(folders: Folders) -> Mapping[str, Source]:
    """Return where each shared file lies; the user's adds to the shipped one and overrides it entry by entry."""
    return _found(_place("question_banks", "shared"), folders.banks / "shared")


def find_themes(folders: Folders) -> Mapping[str, Source]:
    """Return where each theme lies, by name; as :func:`find_banks`."""
    return _found(_place("themes"), folders.themes)


def load_resolved(bank_id: str, folders: Folders) -> ResolvedBank:
    """Return one bank with its own modules and the shared files: kept ready from last time, or else read.

    Raises:
        StoreError: there is no bank of that id; the mend names those there are.
        BankError: with the faults of all files it is made of.
    """
    kept = kept_bank(folders, bank_id)
    if kept is not None:
        return kept
    from screencopilot.formats.bank_toml import resolve_bank

    bank = _load_bank(bank_id, _named(bank_id, find_banks(folders), "bank"))
    modules = {name: source.path for name, source in find_modules(folders).items()}
    resolved = resolve_bank(bank, modules, load_shared_files(folders))
    keep_bank(folders, bank_id, _made_from(bank.value, folders), resolved)
    return resolved


def _made_from(bank: Bank, folders: Folders) -> Iterator[Path | Traversable]:
    """Give every place a bank is read from, in both folders: a file that appears there later counts as a change."""
    wanted = {"roles": (bank.id,), "modules": bank.modules, "shared": _SHARED}
    for folder, names in wanted.items():
        for name in names:
            yield _place("question_banks", folder) / f"{name}{_SUFFIX}"
            yield folders.banks / folder / f"{name}{_SUFFIX}"


def load_shared_files(folders: Folders) -> Shared:
    """Read cards, claim kinds and red flags: the shipped ones, with the user's own over them id by id.

    Raises:
        BankError: with the faults of the shipped files together, or of the first of the user's that has any.
        StoreError: the user's folder cannot be listed.
    """
    from screencopilot.formats import bank_toml

    ours = _place("question_banks", "shared")
    shared = bank_toml.load_shared(*(ours / f"{name}{_SUFFIX}" for name in _SHARED))
    own = dict(_toml_files(folders.banks / "shared"))
    own_cards = bank_toml.load_cards(own["cards"]).value.cards if "cards" in own else ()
    own_claims = bank_toml.load_claims(own["claims"]).value.claims if "claims" in own else ()
    own_flags = bank_toml.load_flags(own["flags"]).value.flags if "flags" in own else ()
    return bank_toml.Shared(
        cards={**shared.cards, **{card.id: card for card in own_cards}},
        claim_kinds={**shared.claim_kinds, **{kind.id: kind for kind in own_claims}},
        flags={**shared.flags, **{flag.id: flag for flag in own_flags}},
    )


def load_banks(folders: Folders) -> BankList:
    """Read every bank's own file, without its modules: what a list of banks shows. A bad file stops no other.

    Raises:
        StoreError: a folder cannot be listed.
    """
    from screencopilot.formats.errors import BankError

    banks: dict[str, Bank] = {}
    problems: list[FormatError] = []
    for bank_id, source in find_banks(folders).items():
        try:
            banks[bank_id] = _load_bank(bank_id, source).value
        except BankError as error:
            problems.append(error)
    return BankList(banks, tuple(problems))


def load_theme_named(name: str, folders: Folders) -> ThemeFile:
    """Read one theme by name.

    Raises:
        StoreError: there is no theme of that name; the mend names those there are.
        ThemeError: with all faults of the file.
    """
    from screencopilot.formats.errors import Fault, ThemeError
    from screencopilot.formats.theme_toml import load_theme

    source = _named(name, find_themes(folders), "theme")
    theme = load_theme(source.path)
    if theme.name != name:
        message, mend = _mismatch(theme.name, name)
        raise ThemeError(Fault(str(source.path), None, "name", message, mend))
    return theme


def _load_bank(bank_id: str, source: Source) -> Loaded[Bank]:
    from screencopilot.formats.bank_toml import load_bank
    from screencopilot.formats.errors import BankError

    loaded = load_bank(source.path)
    if loaded.value.id != bank_id:
        raise BankError(loaded.source.fault(("id",), *_mismatch(loaded.value.id, bank_id)))
    return loaded


def _mismatch(said: str, stem: str) -> tuple[str, str]:
    from screencopilot.formats.errors import shown

    return f"{shown(said)}, but the file is named {shown(stem)}", "let it and the file's name agree"


def _named(name: str, sources: Mapping[str, Source], what: str) -> Source:
    source = sources.get(name)
    if source is not None:
        return source
    from screencopilot.formats.errors import shown

    known = f"choose one of: {', '.join(sources)}" if sources else f"add a {what} of your own"
    raise StoreError(f"there is no {what} {shown(name)}", "", known)


def _place(kind: Kind, *parts: str) -> Traversable:
    place = shipped(kind)
    for part in parts:
        place = place / part
    return place


def _found(ours: Traversable, yours: Path) -> Mapping[str, Source]:
    found = {name: Source(path, "shipped") for name, path in _toml_files(ours)}
    found |= {name: Source(path, "yours") for name, path in _toml_files(yours)}
    return dict(sorted(found.items()))


def _toml_files(folder: Path | Traversable) -> list[tuple[str, Path | Traversable]]:
    try:
        paths = list(folder.iterdir()) if folder.is_dir() else []
    except OSError as error:
        raise from_os("the folder cannot be listed", str(folder), error) from error
    return [
        (path.name.removesuffix(_SUFFIX), path)
        for path in paths
        if path.name.endswith(_SUFFIX) and not path.name.startswith(".")
    ]
