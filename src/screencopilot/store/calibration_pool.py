"""The vignettes there are, with the probes they answer: the shipped ones, then the user's, which override them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from screencopilot.domain.bank import Card, Probe, RedFlag
from screencopilot.domain.exercise import Exercise, exercise_of
from screencopilot.domain.plan import families_asked
from screencopilot.domain.vignette import Vignette
from screencopilot.store.errors import StoreError
from screencopilot.store.paths import Folders
from screencopilot.store.search_path import find_modules, find_vignettes, load_resolved, load_shared_files


@dataclass(frozen=True)
class Pool:
    """Vignettes by id, and what their turns stand on; ``notices`` tell which files were passed over.

    Holds references: only what :meth:`exercise` gives may be shown before a rating is in.
    """

    vignettes: Mapping[str, Vignette]
    probes: Mapping[str, Probe]
    cards: Mapping[str, Card]
    flags: Mapping[str, RedFlag]
    notices: tuple[str, ...] = ()

    def exercise(self, name: str, *, number: int, of: int, seen: bool) -> Exercise:
        """Return a vignette as it may be shown before it is rated."""
        vignette = self.vignettes[name]
        probe = self.probes[vignette.probe]
        return exercise_of(vignette, probe, self.cards, self.flags, number=number, of=of, seen=seen)


def load_pool(folders: Folders, families: Sequence[str] = ()) -> Pool:
    """Read the vignettes of some families, of all when none is named; a file with faults is passed over and told.

    Raises:
        StoreError: a family has no vignettes (the mend names those that have), or none can be read at all.
        BankError: the shared files have faults.
    """
    from screencopilot.formats.errors import BankError
    from screencopilot.formats.vignette_toml import load_vignettes, unfit

    sources = find_vignettes(folders)
    for family in families:
        if family not in sources:
            raise _no_family(family, list(sources))
    shared = load_shared_files(folders)
    probes, notices = _probes(folders)
    found: dict[str, Vignette] = {}
    for family in dict.fromkeys(families) or sources:
        try:
            loaded = load_vignettes(sources[family].path)
        except BankError as error:
            notices.append(f"passed over: {error.faults[0]}")
            continue
        faults = unfit(loaded, probes, shared.flags)
        if faults:
            notices.append(f"passed over: {faults[0]}")
            continue
        found |= {vignette.id: vignette for vignette in loaded.value.vignettes}
    if not found:
        reason = notices[0] if notices else "there are none"
        raise StoreError(f"no vignette can be used: {reason}", "", "mend the file, or choose another family")
    return Pool(found, probes, shared.cards, shared.flags, tuple(notices))


def families_of_bank(folders: Folders, bank_id: str) -> tuple[str, ...]:
    """Return the families that a bank's plans ask for, those of them that have vignettes.

    Raises:
        StoreError: there is no such bank, or nothing was written for its families.
        BankError: its files have faults.
    """
    written = find_vignettes(folders)
    found = tuple(sorted(families_asked(load_resolved(bank_id, folders).bank) & written.keys()))
    if not found:
        raise StoreError(
            f"no family that {bank_id} asks for has vignettes",
            "",
            "choose another bank, or families: --family",
        )
    return found


def _probes(folders: Folders) -> tuple[dict[str, Probe], list[str]]:
    from screencopilot.formats.bank_toml import load_module
    from screencopilot.formats.errors import BankError

    probes: dict[str, Probe] = {}
    notices: list[str] = []
    for source in find_modules(folders).values():
        try:
            probes |= {probe.id: probe for probe in load_module(source.path).value.probes}
        except BankError as error:
            notices.append(f"passed over: {error.faults[0]}")
    return probes, notices


def _no_family(given: str, known: list[str]) -> StoreError:
    from difflib import get_close_matches

    from screencopilot.formats.errors import shown

    near = get_close_matches(given.upper(), known, n=1, cutoff=0.5)
    hint = f"did you mean {near[0]}? " if near else ""
    return StoreError(f"no vignettes of family {shown(given)}", "", f"{hint}there are {', '.join(known)}")
