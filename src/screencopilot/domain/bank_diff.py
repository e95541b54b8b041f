"""What changed in meaning between two banks, and on which probes notes made on them stay comparable."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct, to_builtins

from screencopilot.domain.bank import Probe, ResolvedBank
from screencopilot.domain.canonical import digest

#: What names the entries of a list, so that one that moved is not taken for two that changed.
_NAMES = ("id", "rung", "slot", "rule")
#: What stands for an entry that came or went, the first that it has.
_WORDS = ("text", "say", "label", "title", "check", "family")


class Change(Struct, frozen=True):
    """One field, before and after; "" where it was not there."""

    key: str
    before: str
    after: str


class ProbeName(Struct, frozen=True):
    """A probe that only one of the banks has."""

    id: str
    title: str
    minutes: int


class RevisedProbe(Struct, frozen=True):
    """A probe that both banks have, changed.

    Attributes:
        id: the probe's id.
        title: as the second bank has it.
        rev: revision in the first and in the second bank.
        comparable: whether ratings on it still mean the same: its digest is equal.
        changes: field by field.
    """

    id: str
    title: str
    rev: tuple[int, int]
    comparable: bool
    changes: tuple[Change, ...]

    @property
    def rev_forgotten(self) -> bool:
        """Whether the meaning changed under the same revision."""
        return not self.comparable and self.rev[0] == self.rev[1]


class BankDiff(Struct, frozen=True):
    """All that differs from the first bank to the second.

    Attributes:
        one_bank: whether both have the same id; only then are means of their notes set side by side.
        equal: whether the banks' digests are equal: notes compare as if made on one bank.
        bank: title, levels, words, modules, competencies.
        plans: blocks, minutes, drop orders.
        shared: constraint cards, claim kinds and red flags.
        added: probes of the second bank only.
        removed: probes of the first bank only.
        revised: probes of both with any difference.
        same: ids of the probes without any.
    """

    one_bank: bool
    equal: bool
    bank: tuple[Change, ...]
    plans: tuple[Change, ...]
    shared: tuple[Change, ...]
    added: tuple[ProbeName, ...]
    removed: tuple[ProbeName, ...]
    revised: tuple[RevisedProbe, ...]
    same: tuple[str, ...]

    @property
    def comparable(self) -> tuple[str, ...]:
        """Ids of the probes on which notes made on either bank compare."""
        return tuple(sorted((*self.same, *(probe.id for probe in self.revised if probe.comparable))))

    @property
    def apart(self) -> tuple[str, ...]:
        """Ids of the probes of both banks on which notes do not compare any more."""
        return tuple(probe.id for probe in self.revised if not probe.comparable)

    @property
    def verdict(self) -> str:
        """One line on whether notes made on the two stay comparable."""
        if self.equal:
            return "notes made on either compare in full: the meaning is equal"
        both = len(self.same) + len(self.revised)
        if not both:
            return "notes made on the two do not compare: they share no probe"
        words = f"notes made on either compare on {len(self.comparable)} of the {both} probes that both have"
        words += f"; not on {', '.join(self.apart)}" if self.apart else ""
        return words if self.one_bank else f"{words}; their means do not, since the banks' ids differ"


def diff_banks(before: ResolvedBank, after: ResolvedBank) -> BankDiff:
    """Compare two resolved banks."""
    old, new = before.probes, after.probes
    both = [name for name in sorted(old) if name in new]
    pairs = [(name, tuple(_changes(to_builtins(old[name]), to_builtins(new[name])))) for name in both]
    own, other = to_builtins(before.bank), to_builtins(after.bank)
    plans = tuple(_changes(own.pop("plans"), other.pop("plans"), "plans"))
    return BankDiff(
        one_bank=before.bank.id == after.bank.id,
        equal=before.digest == after.digest,
        bank=tuple(_changes(own, other)),
        plans=plans,
        shared=tuple(_changes(_shared(before), _shared(after))),
        added=_only(new, old),
        removed=_only(old, new),
        revised=tuple(_revised(old[name], new[name], changes) for name, changes in pairs if changes),
        same=tuple(name for name, changes in pairs if not changes),
    )


def _only(probes: Mapping[str, Probe], others: Mapping[str, Probe]) -> tuple[ProbeName, ...]:
    names = sorted(set(probes) - set(others))
    return tuple(ProbeName(name, probes[name].title, probes[name].minutes) for name in names)


def _revised(old: Probe, new: Probe, changes: tuple[Change, ...]) -> RevisedProbe:
    comparable = digest(old.meaning) == digest(new.meaning)
    return RevisedProbe(new.id, new.title, (old.rev, new.rev), comparable, changes)


def _shared(bank: ResolvedBank) -> dict[str, Any]:
    parts = {"cards": bank.cards, "claims": bank.claim_kinds, "flags": bank.flags}
    return {name: to_builtins(dict(part)) for name, part in parts.items()}


def _changes(before: Any, after: Any, key: str = "") -> Iterator[Change]:
    """Give the differing fields of two plain values, in the order of the first; keys as people write them."""
    if before == after:
        return
    one, other = _by_name(before), _by_name(after)
    if one is None or other is None:
        yield Change(key, _said(before), _said(after))
        return
    for name in dict.fromkeys((*one, *other)):
        here = f"{key}.{name}" if key else name
        if name in one and name in other:
            yield from _changes(one[name], other[name], here)
        else:
            yield Change(here, _said(one.get(name)), _said(other.get(name)))
    if isinstance(before, (list, tuple)) and list(one) != list(other) and set(one) == set(other):
        yield Change(f"{key} (order)", ", ".join(one), ", ".join(other))


def _by_name(value: Any) -> dict[str, Any] | None:
    """Return a table as it is and a list of tables by what names its entries; None for anything else."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, (list, tuple)) or not value or not isinstance(value[0], dict):
        return None
    name = next((name for name in _NAMES if name in value[0]), None)
    return {str(entry[name]): entry for entry in value} if name else None


def _said(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "yes" if value else "no"
        case dict():
            return _entry_said(value)
        case list() | tuple():
            return " · ".join(map(_said, value))
        case _:
            return str(value)


def _entry_said(entry: dict[str, Any]) -> str:
    words = next((_said(entry[name]) for name in _WORDS if name in entry), "")
    if not words:
        return ", ".join(f"{name} {_said(value)}" for name, value in entry.items())
    marks = [str(entry[name]) for name in ("tone", "rung", "minutes") if name in entry]
    return f"{words} ({', '.join(marks)})" if marks else words
