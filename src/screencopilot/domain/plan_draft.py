"""A first plan for a new bank, drawn up from families: what it must ask, what may fall out, and with which minutes.

The proportions are those of the shipped plans: a claim to begin with, a failure, judgment on as many sides of the
craft as there is room for, and from 45 minutes on somebody they had to work with.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from math import ceil

from msgspec import Struct

from screencopilot.domain.bank import Block, Module, Plan, Probe

#: Minutes of greeting, of the candidate's own, and of spare time from a plan's length on, the longest first.
_AROUND = ((60, 3, 6, 6), (45, 2, 5, 4), (0, 2, 2, 2))
#: The reader wants this share of a plan's minutes spare.
_BUFFER_SHARE = 0.06
#: A block gets at least this share of its probe's minutes; below it an answer is cut off. The reader wants 60 %.
_SHARE = 0.75
PEOPLE_FROM_MINUTES = 45
#: Minutes of the plan for each block, and how many a short plan has all the same.
_MINUTES_A_BLOCK = 10
_SHORT_PLAN_BLOCKS = 4
_JUDGING = ("archaeology", "judgment", "constrained-design")


class DraftError(Exception):
    """No plan of that length can be made of those families."""


class Family(Struct, frozen=True):
    """A family with its forms and the category it counts for.

    Attributes:
        name: its id.
        category: one of the five, or ``none``.
        forms: its probes.
        proven: whether other banks ask it as a must.
        people: whether it asks for work with people, or for value.
        own: whether the author wrote it; then it comes first.
    """

    name: str
    category: str
    forms: tuple[Probe, ...]
    proven: bool = False
    people: bool = False
    own: bool = False

    @property
    def kind(self) -> str:
        """The kind of its probes."""
        return self.forms[0].kind

    @property
    def competency(self) -> str:
        """What its probes rate."""
        return self.forms[0].competency

    @property
    def longest(self) -> int:
        """Minutes of its longest form."""
        return max(form.minutes for form in self.forms)

    @property
    def least(self) -> int:
        """The fewest minutes a draft gives it."""
        return max(4, ceil(self.longest * _SHARE))

    @property
    def rotates(self) -> bool:
        """Whether a leaked form can be answered with another."""
        return len(self.forms) > 1


def families_of(
    module: Module, proven: Collection[str] = (), people: Collection[str] = (), *, own: bool = False
) -> list[Family]:
    """Return a module's families in order of the file.

    Args:
        module: where they stand.
        proven: families that other banks ask as a must.
        people: competencies that are about people or value.
        own: whether the author wrote it.
    """
    forms: dict[str, list[Probe]] = {}
    for probe in module.probes:
        forms.setdefault(probe.family, []).append(probe)
    return [
        Family(
            name,
            group[0].category or module.category,
            tuple(group),
            name in proven,
            group[0].kind != "claim" and group[0].competency in people,
            own,
        )
        for name, group in forms.items()
    ]


def draft_plans(lengths: Iterable[int], families: Sequence[Family]) -> tuple[Plan, ...]:
    """Draw up one plan for each length, in minutes; the shorter ones ask only what the longest asks.

    Raises:
        DraftError: none of the families fits into the shortest.
    """
    plans: list[Plan] = []
    for minutes in sorted(set(lengths), reverse=True):
        asked = {block.family for block in plans[0].blocks} if plans else {f.name for f in families}
        plans.append(_plan(minutes, [f for f in families if f.name in asked]))
    return tuple(reversed(plans))


def _plan(minutes: int, families: Sequence[Family]) -> Plan:
    opening, own, least = next(row[1:] for row in _AROUND if minutes >= row[0])
    buffer = max(least, ceil(minutes * _BUFFER_SHARE))
    room = minutes - opening - own - buffer
    chosen = _chosen(families, room, minutes)
    if not chosen:
        raise DraftError(f"none of the families fits into {minutes} minutes")
    given = _given(chosen, room)
    core = iter("abcdefghijklmnop")
    blocks: list[Block] = []
    for family, spent in zip(chosen, given, strict=True):
        slot = _slot(family, blocks) or f"core-{next(core)}"
        first_core = family.proven and not any(b.must and b.slot.startswith("core") for b in blocks)
        must = family.kind == "claim" or (
            family.rotates and (slot == "archaeology" or (slot.startswith("core") and first_core))
        )
        blocks.append(Block(slot, family.name, spent, must))
    drop = [block.slot for block in reversed(blocks) if not block.must]
    drop.sort(key=lambda slot: slot == "people")
    spare = buffer + room - sum(given)
    return Plan(str(minutes), minutes, spare, own, tuple(blocks), opening, tuple(drop))


def _slot(family: Family, before: Sequence[Block]) -> str:
    taken = {block.slot for block in before}
    for slot, fits in (
        ("claim", family.kind == "claim"),
        ("people", family.people),
        ("archaeology", _is_story(family)),
    ):
        if fits and slot not in taken:
            return slot
    return ""


def _is_story(family: Family) -> bool:
    return family.kind == "archaeology" and not family.people


def _chosen(families: Sequence[Family], room: int, minutes: int) -> list[Family]:
    """Choose while there is room: claim, story, people where the plan is long, then sides not yet touched."""
    head: list[Family] = []
    for fits in (lambda f: f.kind == "claim", _is_story):
        candidates = [f for f in families if fits(f) and f.least <= room - sum(h.least for h in head)]
        head += sorted(candidates, key=lambda f: (not f.rotates and f.kind != "claim", not f.proven))[:1]
    people = [f for f in families if f.people][: 1 if minutes >= PEOPLE_FROM_MINUTES else 0]
    most = max(_SHORT_PLAN_BLOCKS, ceil(minutes / _MINUTES_A_BLOCK))
    left = [f for f in families if f not in head and f.kind != "claim" and not f.people]
    cores: list[Family] = []
    while left:
        best = min(left, key=lambda f: _rank(f, [*head, *cores]))
        left.remove(best)
        asked = [*head, *cores, *people, best]
        if sum(f.least for f in asked) <= room and len(asked) <= most:
            cores.append(best)
    return [*head, *cores, *(p for p in people if sum(f.least for f in [*head, *cores, p]) <= room)]


def _rank(family: Family, asked: Sequence[Family]) -> tuple[bool, ...]:
    return (
        not family.own,
        family.category in {f.category for f in asked} or family.category == "none",
        family.kind not in _JUDGING,
        not family.proven,
        not family.rotates,
        family.competency in {f.competency for f in asked},
    )


def _given(chosen: Sequence[Family], room: int) -> list[int]:
    """Share the room out a minute at a time, no family beyond its longest form; what is prepared goes last."""
    given = [family.least for family in chosen]
    for judging in (True, False):
        turn = [index for index, family in enumerate(chosen) if (family.kind in _JUDGING) is judging]
        while turn and sum(given) < room:
            turn = [index for index in turn if given[index] < chosen[index].longest]
            for index in turn[: room - sum(given)]:
                given[index] += 1
    return given
