"""What authors of banks need: a bank or module by id or path, where files are looked for, and which one wins."""

from __future__ import annotations

import datetime as dt
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Literal

from screencopilot.domain.bank import Bank, Block, Competency, Level, Module, Plan, ResolvedBank
from screencopilot.domain.canonical import digest
from screencopilot.formats.bank_toml import Shared, dangling, load_bank, load_module, resolve_bank
from screencopilot.formats.errors import BankError, Fault
from screencopilot.formats.toml_source import read_toml
from screencopilot.store.atomic import write_durably
from screencopilot.store.errors import StoreError, shown
from screencopilot.store.paths import Folders, ensure_folder
from screencopilot.store.search_path import (
    Source,
    find_banks,
    find_modules,
    find_shared,
    find_vignettes,
    load_shared_files,
    shipped,
)

Place = Path | Traversable
Kind = Literal["bank", "module"]
#: The folders of a question_banks folder, with what they hold.
PARTS = {
    "roles": "banks",
    "modules": "modules",
    "shared": "cards, claims and flags",
    "vignettes": "vignettes",
}
#: Where the JSON Schemas for editors lie, beside roles/ and modules/.
SCHEMAS = "schemas"


@dataclass(frozen=True)
class Target:
    """A bank, or a module made into a bank of its own, with the file it came from."""

    resolved: ResolvedBank
    place: Place
    kind: Kind


@dataclass(frozen=True)
class Winner:
    """A file on the search path that is used, and the shipped one that it takes the place of, if any.

    Of shared files the entries count: the user's stand over the shipped ones of the same id, the others stay.
    """

    part: str
    name: str
    source: Source
    over: Place | None


def find_target(name: str, folders: Folders) -> Target:
    """Return what an id or a path stands for, read afresh.

    A path's bank uses the modules beside it over the user's own and the shipped ones, as ``bank check`` does.

    Raises:
        StoreError: there is no such file, bank or module.
        BankError: its files have faults.
    """
    modules = {key: source.path for key, source in find_modules(folders).items()}
    if name.endswith(".toml") or os.sep in name:
        path = Path(name)
        if not path.exists():
            raise StoreError("there is no such file", name, "check the path, or give a bank's id")
        beside = {p.stem: p for p in path.absolute().parent.parent.glob("modules/*.toml")}
        return _read(path, _kind(path), {**modules, **beside}, load_shared_files(folders))
    banks = find_banks(folders)
    kind: Kind = "bank" if name in banks or name not in modules else "module"
    place = banks[name].path if name in banks else modules.get(name)
    if place is None:
        known = f"choose one of: {', '.join(banks)}; a module's id or a path will do too"
        raise StoreError(f"there is no bank {shown(name)}", "", known)
    return _read(place, kind, modules, load_shared_files(folders))


def winners(folders: Folders) -> tuple[Winner, ...]:
    """Return every bank, module, shared file and file of vignettes that is used, and what it takes the place of.

    Raises:
        StoreError: a folder cannot be listed.
    """
    found: Mapping[str, Mapping[str, Source]] = {
        "roles": find_banks(folders),
        "modules": find_modules(folders),
        "shared": find_shared(folders),
        "vignettes": find_vignettes(folders),
    }
    return tuple(
        Winner(part, name, source, _shipped_file(part, name) if source.origin == "yours" else None)
        for part, sources in found.items()
        for name, source in sources.items()
    )


def overridden(part: str, names: Iterable[str], folders: Folders) -> tuple[str, ...]:
    """Return which of the named files of a part (``roles``, ``modules``) are the user's in place of shipped ones."""
    wanted = set(names)
    return tuple(w.name for w in winners(folders) if w.part == part and w.name in wanted and w.over)


def write_new(path: Path, text: str, schema: tuple[str, bytes]) -> None:
    """Write a new bank or module, and the JSON Schema it points editors to.

    Args:
        path: in a ``roles`` or ``modules`` folder; both folders are made when missing.
        text: of the file.
        schema: the kind, and its JSON Schema.

    Raises:
        StoreError: a file is there (it is kept), or it cannot be written.
    """
    ensure_folder(path.parent)
    write_durably(path, text.encode(), replace=False)
    kind, data = schema
    ensure_folder(path.parent.parent / SCHEMAS)
    write_durably(path.parent.parent / SCHEMAS / f"{kind}.json", data, replace=True)


def _shipped_file(part: str, name: str) -> Place | None:
    place = shipped("question_banks") / part / f"{name}.toml"
    return place if place.is_file() else None


def _kind(path: Path) -> Kind:
    schema = read_toml(path, BankError).data.get("schema")
    for kind in ("bank", "module"):
        if isinstance(schema, str) and schema.startswith(f"screencopilot/{kind}/"):
            return "bank" if kind == "bank" else "module"
    mend = 'begin with schema = "screencopilot/bank/1", or screencopilot/module/1'
    raise BankError(Fault(str(path), 1, "schema", "is neither a bank nor a module", mend))


def _read(place: Place, kind: Kind, modules: Mapping[str, Place], shared: Shared) -> Target:
    if kind == "bank":
        return Target(resolve_bank(load_bank(place), modules, shared), place, kind)
    loaded = load_module(place)
    faults = dangling(loaded, shared)
    if faults:
        raise BankError(*faults)
    return Target(bank_of_module(loaded.value, shared), place, kind)


def bank_of_module(module: Module, shared: Shared) -> ResolvedBank:
    """Return a bank that asks a module's families one after the other, to look at and to compare."""
    families = list(dict.fromkeys(probe.family for probe in module.probes))
    longest = {
        family: max(probe.minutes for probe in module.probes if probe.family == family) for family in families
    }
    blocks = tuple(Block(family.lower(), family, longest[family]) for family in families)
    plan = Plan("all", sum(longest.values()), 0, 0, blocks)
    competencies = dict.fromkeys(probe.competency for probe in module.probes)
    bank = Bank(
        schema="screencopilot/bank/1",
        id=module.id,
        title=module.title,
        version=module.version,
        role=module.id,
        levels=tuple(Level),
        status="draft",
        review_by=dt.date.max,
        modules=(module.id,),
        opening="The questions of one module, one after the other.",
        closing="That was the last of them.",
        competencies=tuple(Competency(name, name.replace("-", " ")[:28]) for name in competencies),
        plans=(plan,),
    )
    probes = {probe.id: probe for probe in module.probes}
    return ResolvedBank(
        bank=bank,
        probes=probes,
        module_titles=dict.fromkeys(probes, (module.title, module.safe_title)),
        cards=shared.cards,
        claim_kinds=shared.claim_kinds,
        flags=shared.flags,
        digest=digest({name: probe.meaning for name, probe in probes.items()}),
    )
