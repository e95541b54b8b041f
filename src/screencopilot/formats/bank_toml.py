"""Banks, modules and the shared files of cards, claim kinds and red flags: from TOML to what a screen runs on."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar

import msgspec
from msgspec import Meta, Struct

from screencopilot.domain.bank import Bank, Card, ClaimKind, Module, Probe, RedFlag, ResolvedBank
from screencopilot.domain.canonical import digest
from screencopilot.formats import bank_rules as rules
from screencopilot.formats.checked import convert, convert_part
from screencopilot.formats.errors import BankError, Fault, shown
from screencopilot.formats.toml_source import Finding, Place, TomlSource, read_toml

T = TypeVar("T")

#: Keys of a bank that do not bear on what two notes on it mean, and so not on its digest. Plans choose and time
#: probes, they do not change them; a note says itself which probes were asked and with which minutes.
NOT_MEANING = ("aliases", "status", "review_by", "plans")


class CardsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The shared file of constraint cards."""

    schema: str
    cards: Annotated[tuple[Card, ...], Meta(min_length=1, max_length=200)]


class ClaimsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The shared file of claim kinds."""

    schema: str
    claims: Annotated[tuple[ClaimKind, ...], Meta(min_length=1, max_length=200)]


class FlagsFile(Struct, frozen=True, forbid_unknown_fields=True):
    """The shared file of red flags."""

    schema: str
    flags: Annotated[tuple[RedFlag, ...], Meta(min_length=1, max_length=50)]


@dataclass(frozen=True)
class Loaded(Generic[T]):
    """A file's value together with its source, so that later faults still name file and line."""

    value: T
    source: TomlSource


@dataclass(frozen=True)
class Shared:
    """What all banks share, keyed by id."""

    cards: Mapping[str, Card]
    claim_kinds: Mapping[str, ClaimKind]
    flags: Mapping[str, RedFlag]


def load_bank(place: Place) -> Loaded[Bank]:
    """Read a bank file and check it by itself; BankError with all its faults."""
    return _load(place, Bank, "bank", rules.bank_findings)


def load_module(place: Place) -> Loaded[Module]:
    """Read a module file and check it by itself; BankError with all its faults."""
    source = read_toml(place, BankError)
    module, faults = convert(source, Module, "module")
    probes = list(enumerate(module.probes)) if module else _sound_probes(source.data.get("probes"))
    faults += source.faults(rules.module_findings(probes))
    if module is None or faults:
        raise BankError(*faults)
    return Loaded(module, source)


def load_cards(place: Place) -> Loaded[CardsFile]:
    """Read the shared constraint cards; BankError with all faults."""
    return _load(place, CardsFile, "cards", _cards_findings)


def load_claims(place: Place) -> Loaded[ClaimsFile]:
    """Read the shared claim kinds; BankError with all faults."""
    return _load(
        place, ClaimsFile, "claims", lambda file: rules.unique((c.id for c in file.claims), ("claims",))
    )


def load_flags(place: Place) -> Loaded[FlagsFile]:
    """Read the shared red flags; BankError with all faults."""
    return _load(place, FlagsFile, "flags", lambda file: rules.unique((f.id for f in file.flags), ("flags",)))


def load_shared(cards: Place, claims: Place, flags: Place) -> Shared:
    """Read the three shared files; BankError with the faults of all three."""
    faults: list[Fault] = []
    loaded: list[Any] = []
    for load, place in ((load_cards, cards), (load_claims, claims), (load_flags, flags)):
        try:
            loaded.append(load(place).value)
        except BankError as error:
            faults += error.faults
    if faults:
        raise BankError(*faults)
    cards_file, claims_file, flags_file = loaded
    return Shared(
        cards={card.id: card for card in cards_file.cards},
        claim_kinds={claim.id: claim for claim in claims_file.claims},
        flags={flag.id: flag for flag in flags_file.flags},
    )


def resolve_bank(
    bank: Loaded[Bank], modules: Mapping[str, Place | Loaded[Module]], shared: Shared
) -> ResolvedBank:
    """Find everything a bank names and check that it fits together.

    Args:
        bank: the bank as its file says it.
        modules: where each module id is found, or the module when it was read before; only the bank's own are read.
        shared: cards, claim kinds and red flags.

    Raises:
        BankError: with the faults of the bank and of its modules, each in the file where the mend is due.
    """
    faults: list[Fault] = []
    found = list(_find_modules(bank, modules, faults))
    probes: dict[str, Probe] = {}
    titles: dict[str, tuple[str, str]] = {}
    for module in found:
        faults += dangling(module, shared, probes)
        for probe in module.value.probes:
            probes.setdefault(probe.id, probe)
            titles.setdefault(probe.id, (module.value.title, module.value.safe_title))
    complete = len(found) == len(bank.value.modules)
    faults += bank.source.faults(rules.plan_use_findings(bank.value, _families(probes), complete))
    if faults:
        raise BankError(*faults)
    return ResolvedBank(
        bank=bank.value,
        probes=probes,
        module_titles=titles,
        cards=shared.cards,
        claim_kinds=shared.claim_kinds,
        flags=shared.flags,
        digest=_bank_digest(bank.value, probes, shared),
    )


def dangling(
    module: Loaded[Module], shared: Shared, earlier: Mapping[str, Probe] | None = None
) -> list[Fault]:
    """Return where a module names what the shared files do not have, or a probe id that is in ``earlier`` too."""
    return module.source.faults(_foreign_findings(module.value, earlier or {}, shared))


def expired(bank: Bank, today: dt.date) -> str | None:
    """Return a one-line warning when a bank's facts are past their review date, else None."""
    if bank.review_by >= today:
        return None
    return f"{bank.title}: due for review since {bank.review_by.isoformat()}; its facts may be out of date"


def _load(place: Place, into: type[T], kind: str, findings: Callable[[T], Iterable[Finding]]) -> Loaded[T]:
    source = read_toml(place, BankError)
    value, faults = convert(source, into, kind)
    if value is not None:
        faults = source.faults(findings(value))
    if value is None or faults:
        raise BankError(*faults)
    return Loaded(value, source)


def _sound_probes(tables: Any) -> list[tuple[int, Probe]]:
    """Return the probes that convert, so that a module with one bad probe still hears of all its faults."""
    rows = tables[:200] if isinstance(tables, list) else []
    converted = [(index, convert_part(row, Probe)) for index, row in enumerate(rows)]
    return [(index, probe) for index, probe in converted if probe is not None]


def _cards_findings(file: CardsFile) -> Iterator[Finding]:
    yield from rules.unique((card.id for card in file.cards), ("cards",))
    for index, card in enumerate(file.cards):
        yield from rules.few_words(card.say, rules.CARD_WORDS, ("cards", index, "say"))


def _find_modules(
    bank: Loaded[Bank], modules: Mapping[str, Place | Loaded[Module]], faults: list[Fault]
) -> Iterator[Loaded[Module]]:
    for index, name in enumerate(bank.value.modules):
        missing = bank.source.faults(rules.known(name, modules, "module", ("modules", index)))
        faults += missing
        if missing:
            continue
        try:
            place = modules[name]
            module = place if isinstance(place, Loaded) else load_module(place)
        except BankError as error:
            faults += error.faults
            continue
        if module.value.id != name:
            message = f"{shown(module.value.id)}, but the file is found as {shown(name)}"
            faults.append(module.source.fault(("id",), message, "let id and file name agree"))
        yield module


def _foreign_findings(module: Module, earlier: Mapping[str, Probe], shared: Shared) -> Iterator[Finding]:
    for index, probe in enumerate(module.probes):
        key = ("probes", index)
        if probe.id in earlier:
            yield (
                (*key, "id"),
                f"{shown(probe.id)} is in another module of the bank too",
                "give it another id",
            )
        yield from rules.reference_findings(probe, key, shared.cards, shared.claim_kinds, shared.flags)


def _families(probes: Mapping[str, Probe]) -> dict[str, list[Probe]]:
    families: dict[str, list[Probe]] = {}
    for probe in probes.values():
        families.setdefault(probe.family, []).append(probe)
    return families


def _bank_digest(bank: Bank, probes: Mapping[str, Probe], shared: Shared) -> str:
    """Return the digest over the meaning: the bank less ``NOT_MEANING``, its probes, and what all banks share."""
    meaning = msgspec.to_builtins(bank)
    for key in NOT_MEANING:
        meaning.pop(key, None)
    whole = {
        "bank": meaning,
        "probes": {name: probe.meaning for name, probe in probes.items()},
        "cards": dict(shared.cards),
        "claim_kinds": dict(shared.claim_kinds),
        "flags": dict(shared.flags),
    }
    return digest(whole)
