"""How ``bank diff`` says what changed."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from textwrap import wrap
from typing import Any

from msgspec import to_builtins

from screencopilot.cli.checking import counted
from screencopilot.domain.bank import ResolvedBank
from screencopilot.domain.bank_diff import BankDiff, Change, ProbeName, RevisedProbe

#: Shorter texts stand on one line with what they became.
_ON_ONE_LINE = 40
_WIDTH = 100


def as_plain_data(before: ResolvedBank, after: ResolvedBank, difference: BankDiff) -> dict[str, Any]:
    """Return a difference as ``--json`` prints it."""
    sides = {
        name: {"id": side.bank.id, "version": side.bank.version, "digest": side.digest}
        for name, side in (("before", before), ("after", after))
    }
    found = to_builtins(difference)
    for probe, plain in zip(difference.revised, found["revised"], strict=True):
        plain["rev_forgotten"] = probe.rev_forgotten
    comparable = {
        "comparable": difference.comparable,
        "not_comparable": difference.apart,
        "verdict": difference.verdict,
    }
    return {"schema": "screencopilot/bank-diff/1", **sides, **found, **comparable}


def diff_lines(before: ResolvedBank, after: ResolvedBank, difference: BankDiff) -> Iterator[str]:
    """Give a difference as lines for a terminal."""
    yield f"{before.bank.id} {before.bank.version} -> {after.bank.id} {after.bank.version}"
    yield from _part("Bank", difference.bank)
    yield from _part("Plans", difference.plans)
    yield from _part("Cards, claim kinds, red flags", difference.shared)
    yield ""
    yield (
        f"Probes: {len(difference.added)} added, {len(difference.removed)} removed, "
        f"{len(difference.revised)} revised, {len(difference.same)} as they were"
    )
    yield from _names("+", difference.added)
    yield from _names("-", difference.removed)
    for probe in difference.revised:
        yield from _revised(probe)
    yield ""
    yield from wrap(f"Notes: {difference.verdict.removeprefix('notes ')}", _WIDTH)


def _part(title: str, changes: Sequence[Change]) -> Iterator[str]:
    if not changes:
        return
    yield ""
    yield title
    for change in changes:
        yield from _change(change)


def _names(sign: str, probes: Sequence[ProbeName]) -> Iterator[str]:
    for probe in probes:
        yield f"{sign} {probe.id:<7} {probe.title}, {counted(probe.minutes, 'minute')}"


def _revised(probe: RevisedProbe) -> Iterator[str]:
    means = "ratings on it still compare" if probe.comparable else "ratings on it do not compare"
    yield f"~ {probe.id:<7} {probe.title}: {counted(len(probe.changes), 'change')}; {means}"
    if probe.rev_forgotten:
        yield f"    ! its meaning changed and rev stayed {probe.rev[0]}: raise it"
    for change in probe.changes:
        yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    if not change.before or not change.after:
        sign, text = ("+", change.after) if change.after else ("-", change.before)
        yield from wrap(
            f"{sign} {change.key}: {text}", _WIDTH, initial_indent="    ", subsequent_indent="      "
        )
    elif max(len(change.before), len(change.after)) <= _ON_ONE_LINE:
        yield f"    {change.key}: {change.before} -> {change.after}"
    else:
        yield f"    {change.key}:"
        for sign, text in (("-", change.before), ("+", change.after)):
            yield from wrap(f"{sign} {text}", _WIDTH, initial_indent="      ", subsequent_indent="        ")
